"""PySide6 6.12 on Python 3.10 and 3.11 takes a reference from None at each call and at last ends the process."""

from __future__ import annotations

import sys

import pytest

CALLS = 1_000
TOLERANCE = 200


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: nothing to count")
def test_drawing_leaves_the_references_to_none_alone() -> None:
    qt_gui = pytest.importorskip("PySide6.QtGui")
    image = qt_gui.QImage(16, 16, qt_gui.QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = qt_gui.QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        painter.drawLine(1, 1, 2, 2)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < TOLERANCE, f"{lost} references to None lost in {CALLS} calls: this PySide6 kills the process in time"
