"""The names of the neurons at the edges of a weight matrix."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.theme import Size


class NamesHeader(QHeaderView):
    """Names of neurons; the selected one stands out in weight and colour."""

    def __init__(
        self, orientation: Qt.Orientation, model: MatrixModel, appearance: Appearance, parent: QWidget
    ) -> None:
        super().__init__(orientation, parent)
        self._matrix = model
        self._appearance = appearance
        self.selected = -1
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(Size.CELL_LOWEST)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)

    def set_selected(self, section: int) -> None:
        """Let this section stand out; −1 none."""
        if section != self.selected:
            self.selected = section
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Write one name, if all of its row is in sight."""
        theme, chosen = self._appearance.theme, section == self.selected
        painter.fillRect(rect, theme.colour("surface"))
        painter.setPen(theme.colour("accent" if chosen else "second"))
        painter.setFont(look.words(Size.SMALL, QFont.Weight.Bold if chosen else QFont.Weight.Normal))
        across = self.orientation() == Qt.Orientation.Horizontal
        if not across and rect.bottom() > self.viewport().rect().bottom():
            return  # as the numbers: half a name may be read as another
        room = rect.adjusted(1, 0, -1, 0) if across else rect.adjusted(0, 0, -Size.GAP, 0)
        if not across and section == self._matrix.bias_row:
            room.setTop(room.top() + Size.BIAS_GAP)
        name = painter.fontMetrics().elidedText(
            self._matrix.name(section, self.orientation()), Qt.TextElideMode.ElideRight, room.width()
        )
        side = Qt.AlignmentFlag.AlignHCenter if across else Qt.AlignmentFlag.AlignRight
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, name)
