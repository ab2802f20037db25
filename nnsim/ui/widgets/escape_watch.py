"""Esc while something is being dragged, which is meant for the drag whatever has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent


class EscapeWatch(QObject):
    """Listens from ``start`` to ``stop``, which must be as short as a drag: every event passes through it.

    Grabbing the keyboard would do, but some window systems do not let a program.

    Signals
    -------
    pressed() : Esc, which nobody else hears then; it has stopped listening
    """

    pressed = Signal()

    def start(self) -> None:
        """The drag begins."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def stop(self) -> None:
        """The drag is over."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take Esc; a shortcut of the window does not get it either."""
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.stop()
            self.pressed.emit()
        return True
