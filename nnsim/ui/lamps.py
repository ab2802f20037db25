"""A digit of seven segments as lamps: ``a`` above, then clockwise ``b`` to ``f``, ``g`` in the middle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnsim.ui.theme import Size

_ENDS: Final[Mapping[str, tuple[tuple[int, int], tuple[int, int]]]] = {
    "a": ((0, 0), (1, 0)),
    "b": ((1, 0), (1, 1)),
    "c": ((1, 1), (1, 2)),
    "d": ((0, 2), (1, 2)),
    "e": ((0, 1), (0, 2)),
    "f": ((0, 0), (0, 1)),
    "g": ((0, 1), (1, 1)),
}
"""Column and row of the corners between which each segment lies."""
SEGMENTS: Final = tuple(_ENDS)
SHAPE: Final = 0.56
"""Width of such a digit, if its height is 1."""
_THICK: Final = 0.2
"""Of a segment, as a share of the digit's width."""


def lamp_shapes(box: QRectF) -> dict[str, QPolygonF]:
    """The outlines of the segments within a box, pointed at both ends."""
    half = _THICK * box.width() / 2
    across = box.left() + half, box.right() - half
    down = box.top() + half, box.center().y(), box.bottom() - half
    shapes = {}
    for name, ends in _ENDS.items():
        (x1, y1), (x2, y2) = ((across[column], down[row]) for column, row in ends)
        gap, waist = half * 0.2, half * 1.2
        if y1 == y2:
            points = (
                (x1 + gap, y1), (x1 + waist, y1 - half), (x2 - waist, y1 - half),
                (x2 - gap, y1), (x2 - waist, y1 + half), (x1 + waist, y1 + half),
            )  # fmt: skip
        else:
            points = (
                (x1, y1 + gap), (x1 + half, y1 + waist), (x1 + half, y2 - waist),
                (x1, y2 - gap), (x1 - half, y2 - waist), (x1 - half, y1 + waist),
            )  # fmt: skip
        shapes[name] = QPolygonF([QPointF(x, y) for x, y in points])
    return shapes


def paint_lamps(painter: QPainter, box: QRectF, colours: Mapping[str, QColor], rim: QColor) -> None:
    """The segments in these colours, each with a rim, so that those that are dark are seen, too."""
    painter.setPen(QPen(rim, Size.THIN))
    for name, shape in lamp_shapes(box).items():
        if name in colours:
            painter.setBrush(colours[name])
            painter.drawPolygon(shape)
