"""A picture whose parts are picked by hand or by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.theme import Size


class PickedSheet(Sheet):
    """Takes the keyboard, shows its ring to those who use it, and tells in a tooltip what is under the hand."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._is_ringed = False
        self.setMinimumSize(40 * Size.GRID, 20 * Size.GRID)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def tip_at(self, at: QPointF) -> str:
        """What is under the hand, in words."""
        raise NotImplementedError

    def outline(self, painter: QPainter, box: QRectF, role: str) -> None:
        """A line around a part, in a colour of the theme."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour(role), Size.RING))
        painter.drawRoundedRect(box, Size.CELL_RADIUS, Size.CELL_RADIUS)

    def paint_live(self, painter: QPainter) -> None:
        """The ring of the keyboard."""
        if self._is_ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent"), Size.RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Size.FIELD_RADIUS, Size.FIELD_RADIUS)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Who presses a key sees the ring from then on."""
        self._is_ringed = True
        self.update()
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring to those who come by keyboard."""
        self._is_ringed = event.reason() != Qt.FocusReason.MouseFocusReason
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """And hide it."""
        self._is_ringed = False
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell what is under the hand when it rests."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """As wide and as high as there is room."""
        return QSize(80 * Size.GRID, 40 * Size.GRID)
