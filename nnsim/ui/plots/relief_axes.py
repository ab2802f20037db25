"""The box around a relief: its floor, its upright axis, and their numbers and names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnsim.ui.plots.ticks import Axis
from nnsim.ui.plots.turned import Turned
from nnsim.ui.theme import Size, Theme, numbers, words

Numbers = NDArray[np.floating[Any]]
Placed = Callable[[Numbers], Numbers]
"""(n, 2) pixels of (n, 3) points of the box, each from −1 to 1, upright from −``HALF_HEIGHT`` to it."""

HALF_HEIGHT: Final = 0.62
_TICKS: Final = 4
_CORNERS: Final = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])


class ReliefAxes:
    """Paints what does not move with the relief.

    Parameters
    ----------
    x, y, z : the axes of the floor and the upright one
    """

    def __init__(self, x: Axis, y: Axis, z: Axis) -> None:
        self.x, self.y, self.z = x, y, z

    def in_box(self, points: Numbers) -> Numbers:
        """(n, 3) points of the box from (n, 3) in the units of the axes; heights outside stay at its lid or floor."""
        height = np.clip(self.z.share(points[:, 2]), 0.0, 1.0)
        across, along = self.x.share(points[:, 0]), self.y.share(points[:, 1])
        return np.column_stack([2 * across - 1, 2 * along - 1, (2 * height - 1) * HALF_HEIGHT])

    def paint(self, painter: QPainter, theme: Theme, turned: Turned, placed: Placed) -> None:
        """The floor with numbers along its two near edges, and the upright axis at its leftmost corner."""
        floor = np.column_stack([_CORNERS, np.full(4, -HALF_HEIGHT)])
        seen = turned.seen(floor)
        painter.setPen(QPen(theme.colour("line"), Size.THIN))
        for one in range(4):
            self._line(painter, placed(floor[[one, (one + 1) % 4]]))
        for corner in floor[np.argsort(seen[:, 2])[1:]]:
            upright = np.array([corner, corner * np.array([1.0, 1.0, -1.0])])
            self._line(painter, placed(upright))
        self._paint_floor_axis(painter, theme, turned, placed, self.x, 0)
        self._paint_floor_axis(painter, theme, turned, placed, self.y, 1)
        self._paint_upright(painter, theme, placed, floor[int(seen[:, 0].argmin())])

    @staticmethod
    def _line(painter: QPainter, ends: Numbers) -> None:
        painter.drawLine(QLineF(*ends[0].tolist(), *ends[1].tolist()))

    def _paint_floor_axis(
        self, painter: QPainter, theme: Theme, turned: Turned, placed: Placed, axis: Axis, way: int
    ) -> None:
        """Numbers below the near edge along x (0) or y (1), the name beyond its middle."""
        sides = np.zeros((2, 3))
        sides[:, 1 - way] = -1.0, 1.0
        near = float(sides[int(turned.seen(sides)[:, 2].argmin()), 1 - way])
        values = axis.ticks(_TICKS)
        points = np.full((len(values) + 1, 3), -HALF_HEIGHT)
        points[:, 1 - way] = near
        points[:-1, way] = 2 * axis.share(np.array([value for value, _ in values])) - 1
        points[-1, way] = 0.0
        places = placed(points)
        metrics, naming = QFontMetricsF(numbers(Size.SMALL)), QFontMetricsF(words(Size.SMALL))
        painter.setPen(theme.colour("second"))
        painter.setFont(numbers(Size.SMALL))
        for (left, top), (_, label) in zip(places[:-1].tolist(), values, strict=True):
            shift = metrics.horizontalAdvance(label) / 2
            painter.drawText(QPointF(left - shift, top + metrics.ascent() + Size.TIGHT), label)
        painter.setFont(words(Size.SMALL))
        left, top = places[-1].tolist()
        width = naming.horizontalAdvance(axis.name)
        room = painter.device().width() / painter.device().devicePixelRatioF()
        left = min(max(left - width / 2, 0.0), room - width)
        painter.drawText(QPointF(left, top + 2 * metrics.height() + Size.TIGHT), axis.name)

    def _paint_upright(self, painter: QPainter, theme: Theme, placed: Placed, corner: Numbers) -> None:
        metrics = QFontMetricsF(numbers(Size.SMALL))
        upright = np.array([corner, corner * np.array([1.0, 1.0, -1.0])])
        painter.setPen(QPen(theme.colour("faint"), Size.THIN))
        self._line(painter, placed(upright))
        painter.setPen(theme.colour("second"))
        painter.setFont(numbers(Size.SMALL))
        for value, label in self.z.ticks(_TICKS):
            height = (2 * float(self.z.share(np.array(value))) - 1) * HALF_HEIGHT
            left, top = placed(np.array([[corner[0], corner[1], height]]))[0].tolist()
            left -= metrics.horizontalAdvance(label) + Size.HALF
            painter.drawText(QPointF(left, top + metrics.capHeight() / 2), label)
        painter.setFont(words(Size.SMALL))
        painter.drawText(QPointF(0, QFontMetricsF(words(Size.SMALL)).ascent()), self.z.name)
