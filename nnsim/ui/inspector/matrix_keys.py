"""What a key means on a weight matrix, be it a table or a picture."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

SIGNS: Final = frozenset("0123456789.,+-−/")
"""A number may begin with these."""


def is_meant(view: QTableView, key_meant: SignalInstance, event: QKeyEvent) -> bool:
    """Whether a key has done something for all chosen cells; never while a number is typed into one."""
    if view.state() == QAbstractItemView.State.EditingState:
        return False
    event.ignore()
    key_meant.emit(event)
    return event.isAccepted()


def would_type(event: QKeyEvent) -> bool:
    """Whether a key opens a cell: Enter, F2, or a sign of a number."""
    opens = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
    is_sign = event.text()[:1] in SIGNS if event.text() else False
    return (opens or is_sign) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
