"""A small form that opens below its button and goes by Esc or a click elsewhere."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import forget_pointer
from nnsim.ui.widgets.history_keys import redoes, undoes


class Popover(QFrame):
    """Forms side by side. What is set in them takes effect at once, so it needs no OK.

    Signals
    -------
    undo_pressed(), redo_pressed() : these keys, which no shortcut of the window hears while a popup is open
    """

    undo_pressed = Signal()
    redo_pressed = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName(title)
        self._button: QWidget | None = None
        self.surface = QFrame()
        self.surface.setProperty("role", "popover")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # rows come and go while it is open
        whole.addWidget(self.surface)
        self._columns = QHBoxLayout(self.surface)
        self._columns.setContentsMargins(Size.MARGIN, Size.MARGIN, Size.MARGIN, Size.MARGIN)
        self._columns.setSpacing(3 * Size.GAP)

    def add_column(self, form: QWidget) -> None:
        """Put a form, or whatever else it holds, to the right of the others."""
        self._columns.addWidget(form)

    def open_below(self, button: QWidget, *, by_keyboard: bool = False) -> None:
        """Show it under ``button``, within the screen; who came by keyboard goes on in its first row."""
        self._button = button
        self.adjustSize()
        self._place(button)
        left_there = self.focusWidget()
        if left_there is not None:
            left_there.clearFocus()  # what was typed in last may be hidden now, or mean something else
        self.show()
        if by_keyboard or button.hasFocus():
            self.focusNextChild()

    def follow(self, button: QWidget) -> None:
        """Stay under ``button``, which may be another one or stand elsewhere now."""
        self._button = button
        self.adjustSize()
        self._place(button)

    def _corner(self, button: QWidget) -> QPoint:
        """Where on the screen its upper left corner would best be."""
        return button.mapToGlobal(QPoint(0, button.height() + Size.GAP // 2))

    def _place(self, button: QWidget) -> None:
        corner = self._corner(button)
        free = button.screen().availableGeometry()
        x = max(free.left(), min(corner.x(), free.right() - self.width()))
        y = max(free.top(), min(corner.y(), free.bottom() - self.height()))
        self.move(x, y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo, unless a field is being typed in; all else as in any popup."""
        if undoes(event):
            self.undo_pressed.emit()
        elif redoes(event):
            self.redo_pressed.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing lit that the pointer has left."""
        super().hideEvent(event)
        if self._button is not None and shiboken6.isValid(self._button):
            forget_pointer(self._button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay within the screen when rows come."""
        super().resizeEvent(event)
        if self.isVisible() and self._button is not None:
            self._place(self._button)
