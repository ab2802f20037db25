"""The pointer says that something takes a moment, and is itself again afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from nnsim.ui.widgets.waiting import waiting


@waiting()
def broken() -> None:
    raise ZeroDivisionError


def test_the_pointer_waits_and_comes_back_whatever_goes_wrong(qapp: QApplication) -> None:
    with waiting():
        cursor = QGuiApplication.overrideCursor()
        assert cursor is not None
        assert cursor.shape() == Qt.CursorShape.WaitCursor
    assert QGuiApplication.overrideCursor() is None
    with pytest.raises(ZeroDivisionError):
        broken()
    assert QGuiApplication.overrideCursor() is None
