"""The number of neurons below a layer, which is dragged up and down."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from nnsim.engine.catalog.settings import LAYER_SIZE
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.escape_watch import EscapeWatch

_MANY: Final = 40
"""From a layer so large on, a drag adds in proportion."""


class SizeHandle(Button):
    """Shows a number. A drag or an arrow key asks for another; a click or Enter, as on any button, for the form.

    Signals
    -------
    dragged(int) : the user wants so many, and has not let go
    drag_finished() : the user let go
    drag_cancelled() : the user pressed Esc before letting go
    stepped(int) : the user wants so many, by a key
    """

    dragged = Signal(int)
    drag_finished = Signal()
    drag_cancelled = Signal()
    stepped = Signal(int)
    UP: ClassVar = 1
    """Whether up is more (1) or less (−1)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "size", name=self.tr("Number of neurons"), parent=parent)
        self._number = self._start = 1
        self._from: QPoint | None = None
        self._is_drag = False
        self._fixed = False
        self._escape = EscapeWatch(self)
        self._escape.pressed.connect(self._on_escape)

    def show_number(self, number: int, *, fixed: bool = False) -> None:
        """Show so many; ``fixed``: they cannot be changed here."""
        self._number, self._fixed = number, fixed
        self.setCursor(Qt.CursorShape.ArrowCursor if fixed else Qt.CursorShape.SizeVerCursor)
        self.setText(str(number))

    def _at(self, number: float) -> int:
        return round(min(max(number, LAYER_SIZE.minimum), LAYER_SIZE.maximum))

    def _on_escape(self) -> None:
        self._from, self._is_drag = None, False
        self.setDown(False)
        self.drag_cancelled.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag would begin."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self._fixed:
            self._from, self._start, self._is_drag = event.globalPosition().toPoint(), self._number, False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Up is more, down is less; or the other way round."""
        if self._from is None:
            return
        up = self.UP * (self._from.y() - event.globalPosition().toPoint().y())
        if not self._is_drag and abs(up) < QApplication.startDragDistance():
            return
        if not self._is_drag:
            self._escape.start()
        self._is_drag = True
        wanted = self._at(self._start + up / NetworkSize.NEURON_DRAG * max(1.0, self._start / _MANY))
        if wanted != self._number:
            self.dragged.emit(wanted)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a drag is no click."""
        was_drag, self._from, self._is_drag = self._is_drag, None, False
        if was_drag:
            self._escape.stop()
            self.setDown(False)
            self.drag_finished.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step by one."""
        by = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if not by or self._fixed:
            super().keyPressEvent(event)
        elif self._at(self._number + by) != self._number:
            self.stepped.emit(self._at(self._number + by))
