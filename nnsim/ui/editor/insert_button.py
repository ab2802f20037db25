"""The + between two layers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.ui.theme import Duration
from nnsim.ui.widgets.button import Button


class InsertButton(Button):
    """A click does the usual thing; a right click, a long press, the menu key or ↓ shows ``kinds``, a menu."""

    def __init__(self, kinds: QMenu, *, name: str, tip: str, parent: QWidget) -> None:
        super().__init__("+", "round", name=name, tip=tip, parent=parent)
        self.kinds = kinds
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(Duration.LONG_PRESS)
        self._patience.timeout.connect(self._show_kinds)

    def _show_kinds(self) -> None:
        self.setDown(False)
        self.kinds.popup(self.mapToGlobal(QPoint(0, self.height())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a long one."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._patience.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It was a short one."""
        self._patience.stop()
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Right click or menu key."""
        self._show_kinds()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ opens the menu, as it does where something drops down."""
        if event.key() == Qt.Key.Key_Down:
            self._show_kinds()
        else:
            super().keyPressEvent(event)
