"""The bare slider: a click jumps there, Esc takes a drag back, the wheel scrolls the panel instead."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.escape_watch import EscapeWatch


class Slider(QSlider):
    """A horizontal slider over positions 0 … ``last``.

    Signals
    -------
    moved(int) : the user put the handle at a position (drag, click or keys); never emitted by ``setValue``
    move_finished() : the user let the handle or the key go
    move_cancelled() : the user pressed Esc with the handle in the hand, which has let it go
    """

    moved = Signal(int)
    move_finished = Signal()
    move_cancelled = Signal()

    def __init__(self, last: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(Size.HIT)
        self.set_last(last)
        self.actionTriggered.connect(self._emit_moved)
        self._is_unwanted = False
        self._escape = EscapeWatch(self)
        self._escape.pressed.connect(self._on_escape)
        self.sliderReleased.connect(self._on_released)

    def set_last(self, last: int) -> None:
        """Let the positions go from 0 to ``last``."""
        self.setRange(0, last)
        self.setPageStep(max(1, last // 10))

    def _emit_moved(self) -> None:
        self.moved.emit(self.sliderPosition())

    def _on_released(self) -> None:
        self._escape.stop()
        (self.move_cancelled if self._is_unwanted else self.move_finished).emit()

    def _on_escape(self) -> None:
        self._is_unwanted = True
        self.setSliderDown(False)
        self._is_unwanted = False

    def _position_at(self, x: float) -> int:
        span = self.width() - Size.HANDLE
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x) - Size.HANDLE // 2, span, mirrored
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle wherever the click is."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._escape.start()
        self.setSliderPosition(self._position_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown():
            self.setSliderPosition(self._position_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """A handle that is out of sight is in nobody's hand."""
        super().hideEvent(event)
        if self.isSliderDown():
            self.setSliderDown(False)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Tell the end of a move by keys."""
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat() and event.key() in _MOVING_KEYS:
            self.move_finished.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: a value must not change because someone scrolled past it."""
        event.ignore()


_MOVING_KEYS = frozenset(
    (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    )
)  # fmt: skip
