"""What reliefs have in common: their place in the widget, their patches, and how the hand turns them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.turned import Turned
from nnsim.ui.theme import Size, Theme

Numbers = NDArray[np.floating[Any]]

_DEGREES_PER_PX: Final = 0.5
_DEGREES_PER_KEY: Final = 5.0
_KEYS: Final = {
    Qt.Key.Key_Left: (_DEGREES_PER_KEY, 0.0),
    Qt.Key.Key_Right: (-_DEGREES_PER_KEY, 0.0),
    Qt.Key.Key_Up: (0.0, _DEGREES_PER_KEY),
    Qt.Key.Key_Down: (0.0, -_DEGREES_PER_KEY),
}


def turned_by_hand(turned: Turned, way: QPointF) -> Turned:
    """After a drag of so many pixels."""
    return turned.by(-way.x() * _DEGREES_PER_PX, way.y() * _DEGREES_PER_PX)


def turned_by_key(turned: Turned, key: int) -> Turned | None:
    """After an arrow key, or back at the start by Home; ``None`` for any other key."""
    if key == Qt.Key.Key_Home:
        return Turned()
    return turned.by(*_KEYS[Qt.Key(key)]) if key in _KEYS else None


def placed(turned: Turned, width: float, height: float, points: Numbers) -> Numbers:
    """(n, 2) pixels of (n, 3) points of the box; the whole box has room however it is turned."""
    seen = turned.seen(points)
    side = min(width - 2.0 * PlotSize.RELIEF_SIDE, (height - PlotSize.RELIEF_FOOT) * 1.25)
    unit = max(side, 1.0) / (2 * np.sqrt(2.0))
    middle = (height - PlotSize.RELIEF_FOOT) / 2 + Size.GAP
    return np.column_stack([width / 2 + seen[:, 0] * unit, middle - seen[:, 1] * unit])


def corners(side: int) -> NDArray[np.intp]:
    """(patches, 4) the points around each patch of a mesh, row by row."""
    first = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).ravel()
    return np.asarray(first[:, None] + np.array([0, 1, side + 1, side]))


def between(grid: Numbers, across: Numbers, along: Numbers) -> Numbers:
    """(n,) values of a grid (rows along y) at shares 0 to 1 of its sides, from the four points around each."""
    last = len(grid) - 1
    x, y = np.clip(across, 0.0, 1.0) * last, np.clip(along, 0.0, 1.0) * last
    left, below = np.minimum(x.astype(int), last - 1), np.minimum(y.astype(int), last - 1)
    u, v = x - left, y - below
    lower = grid[below, left] * (1 - u) + grid[below, left + 1] * u
    upper = grid[below + 1, left] * (1 - u) + grid[below + 1, left + 1] * u
    return np.asarray(lower * (1 - v) + upper * v, np.float64)


def paint_patches(
    painter: QPainter, theme: Theme, polygons: Numbers, colours: list[QColor], which: NDArray[np.intp]
) -> None:
    """Those patches of (patches, 4, 2) pixels, in this order."""
    painter.setPen(QPen(QColor(theme.colour("surface")), PlotSize.RELIEF_LINE))
    for number, around in zip(which.tolist(), polygons[which].tolist(), strict=True):
        painter.setBrush(colours[number])
        painter.drawConvexPolygon(QPolygonF([QPointF(x, y) for x, y in around]))
