"""A small card over the canvas, beside the part of the network that it tells about."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import ElidedLabel


class CanvasCard(QWidget):
    """A title, and below it what the card is for. Esc closes it and gives the keyboard back to the canvas."""

    def __init__(self, session: Session, appearance: Appearance, canvas: Canvas) -> None:
        super().__init__(canvas.viewport())
        self._session = session
        self._appearance = appearance
        self._canvas = canvas
        self._part = Selection()
        self.title = ElidedLabel("", "note")
        self.title.setContentsMargins(Size.HALF, 0, 0, 0)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Size.GAP, Size.GAP, Size.GAP, Size.GAP)
        self.body.setSpacing(Size.GAP // 2)
        self.body.addWidget(self.title)
        self.hide()

    def _move_to(self, at: QPoint) -> None:
        """Put the upper left corner there, or as near as there is room."""
        room = self._canvas.viewport()
        x = min(max(at.x(), 0), max(room.width() - self.width(), 0))
        y = min(max(at.y(), NetworkSize.NETWORK_HEAD), max(room.height() - self.height(), 0))
        self.move(x, y)

    def _render_closed(self) -> None:
        had_keyboard = any(control.hasFocus() for control in self.findChildren(QWidget))
        self.hide()
        if had_keyboard:
            self._canvas.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; no other key gets through to what lies below."""
        if event.key() == Qt.Key.Key_Escape:
            self._render_closed()
            self._canvas.setFocus()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame in the accent colour, as what is selected has everywhere."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), Size.THIN * 1.5))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        painter.end()
