"""The keys of undo and redo, the same in the window, in a form that lies over it, and in a field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
REDO: Final = (QKeyCombination(_CTRL | _SHIFT, Qt.Key.Key_Z), QKeyCombination(_CTRL, Qt.Key.Key_Y))
"""Whatever the system is used to: a class has machines of several kinds."""


def undoes(event: QKeyEvent) -> bool:
    """Whether a key means undo."""
    return event.matches(QKeySequence.StandardKey.Undo)


def redoes(event: QKeyEvent) -> bool:
    """Whether a key means redo."""
    return event.keyCombination() in REDO or event.matches(QKeySequence.StandardKey.Redo)
