"""A relief that a hand or the arrow keys turn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.turned import Turned

_DEGREES_PER_PX: Final = 0.5
_DEGREES_PER_KEY: Final = 5.0
_KEYS: Final = {
    Qt.Key.Key_Left: (_DEGREES_PER_KEY, 0.0),
    Qt.Key.Key_Right: (-_DEGREES_PER_KEY, 0.0),
    Qt.Key.Key_Up: (0.0, _DEGREES_PER_KEY),
    Qt.Key.Key_Down: (0.0, -_DEGREES_PER_KEY),
}


class Turnable(Sheet):
    """Drag it or press the arrow keys to turn it; Home or a double click turns it back."""

    _turned = Turned()
    _held: QPointF | None = None

    @property
    def turned(self) -> Turned:
        """From where it is seen."""
        return self._turned

    def turn_to(self, turned: Turned) -> None:
        """See it from elsewhere."""
        self._turned = turned
        self.repaint_ground()

    # overrides of Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn it while it is held."""
        if self._held is not None:
            way, self._held = event.position() - self._held, event.position()
            self.turn_to(self._turned.by(-way.x() * _DEGREES_PER_PX, way.y() * _DEGREES_PER_PX))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """See it as at first."""
        self.turn_to(Turned())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys turn it, Home turns it back."""
        if event.key() == Qt.Key.Key_Home:
            self.turn_to(Turned())
        elif event.key() in _KEYS:
            self.turn_to(self._turned.by(*_KEYS[Qt.Key(event.key())]))
        else:
            super().keyPressEvent(event)
