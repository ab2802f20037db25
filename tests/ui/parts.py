"""Parts of a window found by name, and what is dropped on it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from nnsim.ui.main_window import MainWindow

Found = TypeVar("Found", bound=QObject)


def child(inside: QWidget, kind: type[Found], name: str) -> Found:
    found = inside.findChild(kind, name)
    assert found is not None, name
    return found


def drop(window: MainWindow, mime: QMimeData) -> None:
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
