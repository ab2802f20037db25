"""What reliefs have in common: their place in the widget, and their patches."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.turned import Turned
from nnsim.ui.theme import Size, Theme

Numbers = NDArray[np.floating[Any]]


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
