"""The whole network small in a corner, and on it the part that is in sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.layout import Arrangement, Column
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size

_LEAST = 2.0
"""Pixels that even the smallest neuron takes."""


class MiniMap(QWidget):
    """Shown while there is more of the network than fits. A click or a drag on it moves the view there.

    It needs no keyboard: walking from neuron to neuron moves the view too.

    Signals
    -------
    moved(QPointF) : the user wants to see this place of the picture
    """

    moved = Signal(QPointF)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._arrangement: Arrangement | None = None
        self._seen = QRectF()
        self._chosen: int | None = None
        self.setObjectName("mini-map")
        self.setAccessibleName(self.tr("Map of the network"))
        self.setToolTip(self.tr("The whole network; the frame is what you see. Drag to look elsewhere."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.changed.connect(self._on_appearance_changed)
        self.hide()

    def _on_appearance_changed(self) -> None:
        self.update()

    def show_sight(self, arrangement: Arrangement, seen: QRectF, chosen: int | None) -> None:
        """Show a network, the part of it that is in sight, and the layer that is selected, if any."""
        if arrangement is not self._arrangement:
            self._arrangement = arrangement
            self._fit(arrangement)
        self._seen, self._chosen = seen, chosen
        self.update()

    def _fit(self, arrangement: Arrangement) -> None:
        """As wide as it may be, and as high as the picture's proportions say, within bounds."""
        width, least, most = NetworkSize.MINI_MAP
        self.resize(width, round(min(max(width * arrangement.height / arrangement.width, least), most)))

    def _scales(self, arrangement: Arrangement) -> tuple[float, float]:
        """Pixels here for one of the picture, across and down."""
        return self.width() / arrangement.width, self.height() / arrangement.height

    def frame(self) -> QRectF:
        """Where the part that is in sight is drawn."""
        if self._arrangement is None:
            return QRectF()
        across, down = self._scales(self._arrangement)
        seen = self._seen
        shown = QRectF(seen.x() * across, seen.y() * down, seen.width() * across, seen.height() * down)
        return shown & QRectF(self.rect())

    def _move_to(self, at: QPointF) -> None:
        if self._arrangement is not None:
            across, down = self._scales(self._arrangement)
            self.moved.emit(QPointF(at.x() / across, at.y() / down))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._move_to(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(event.position())
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Layers as bars, and the frame."""
        arrangement, theme = self._arrangement, self._appearance.theme
        if arrangement is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), Size.THIN))
        painter.setBrush(theme.colour("field"))
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(whole, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        for column in arrangement.columns:
            painter.setBrush(theme.colour("accent" if column.layer == self._chosen else "faint"))
            self._paint_column(painter, arrangement, column)
        painter.setPen(QPen(theme.colour("accent"), 1.5 * Size.THIN))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.frame().adjusted(1, 1, -1, -1), Size.HALF, Size.HALF)
        painter.end()

    def _paint_column(self, painter: QPainter, arrangement: Arrangement, column: Column) -> None:
        """A block for a folded layer, else a dot for each neuron."""
        across, down = self._scales(arrangement)
        half_width = max(column.half_height * across, _LEAST / 2)
        half_height = max(column.half_height * down, _LEAST / 2)
        for neuron in range(max(len(column.ys), 1)):
            middle = QPointF(column.x_of(neuron) * across, column.height_of(neuron) * down)
            painter.drawRect(QRectF(middle.x() - half_width, middle.y() - half_height, 2 * half_width, 2 * half_height))
