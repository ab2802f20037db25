"""Saying that the window is busy, where something takes longer than a hand waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from nnsim.ui.widgets.labels import ElidedLabel, Label

MANY_ROWS: Final = 50_000
"""Of fewer rows all is worked out within a tenth of a second."""


@contextmanager
def patience(n_rows: int, label: Label | ElidedLabel, words: str) -> Iterator[None]:
    """While work on so many rows goes on, have the waiting cursor and ``words`` in ``label``; nothing if they are few.

    The label is painted at once, because the work leaves no time for it; what it says afterwards is for the caller.
    """
    if n_rows < MANY_ROWS:
        yield
        return
    label.show_text(words)
    label.repaint()
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()
