"""The box around a relief: its floor, its upright axis, and their numbers and names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
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
_ALONG: Final = (0.0, 0.3, -0.3, 0.6, -0.6, 0.9, -0.9)
_BEYOND: Final = (0.0, 1.0, 2.0, 4.0)
"""Where beside its edge a name may stand: shares of half the edge from its middle, and so many lines further out."""
_BELOW: Final = (1.2, 2.4, 3.6)
"""Or so many lines below its nearer end."""


@dataclass(frozen=True, slots=True)
class Written:
    """A number or a name at an axis, and its box in the widget."""

    box: QRectF
    text: str
    is_name: bool = False

    def touches(self, others: list[Written]) -> bool:
        """Whether it would run into one of those."""
        around = self.box.adjusted(-Size.HALF, 0, Size.HALF, 0)
        return any(around.intersects(other.box) for other in others)


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
            self._line(painter, placed(_upright(corner)))
        painter.setPen(QPen(theme.colour("faint"), Size.THIN))
        self._line(painter, placed(_upright(floor[int(seen[:, 0].argmin())])))
        ratio = painter.device().devicePixelRatioF()
        room = QRectF(0, 0, painter.device().width() / ratio, painter.device().height() / ratio)
        painter.setPen(theme.colour("second"))
        for each in self.written(room, turned, placed):
            painter.setFont(words(Size.SMALL) if each.is_name else numbers(Size.SMALL))
            painter.drawText(each.box, Qt.AlignmentFlag.AlignCenter, each.text)

    @staticmethod
    def _line(painter: QPainter, ends: Numbers) -> None:
        painter.drawLine(QLineF(*ends[0].tolist(), *ends[1].tolist()))

    def written(self, room: QRectF, turned: Turned, placed: Placed) -> list[Written]:
        """All numbers and names: none touches another, a number without room is left out."""
        inside = room.adjusted(Size.PAD, Size.PAD, -Size.PAD, -Size.PAD)
        found = [Written(_box(inside.topLeft(), self.z.name, is_name=True), self.z.name, is_name=True)]
        edges = [_Edge(axis, way, turned, placed) for way, axis in enumerate((self.x, self.y))]
        heights = [Written(_within(inside, one.box), one.text) for one in self._heights(turned, placed)]
        for one in (*heights, *edges[0].numbers(), *edges[1].numbers()):
            if inside.contains(one.box) and not one.touches(found):
                found.append(one)
        for edge in edges:
            free = (one for one in edge.names(inside) if inside.contains(one.box) and not one.touches(found))
            name = next(free, None) or Written(
                _within(inside, next(edge.names(inside)).box), edge.axis.name, is_name=True
            )
            found = [*(one for one in found if one.is_name or not one.box.intersects(name.box)), name]
        return found

    def _heights(self, turned: Turned, placed: Placed) -> Iterator[Written]:
        """Numbers at the left of the leftmost corner."""
        corner = _CORNERS[int(turned.seen(np.column_stack([_CORNERS, np.zeros(4)]))[:, 0].argmin())]
        for value, label in self.z.ticks(_TICKS):
            height = (2 * float(self.z.share(np.array(value))) - 1) * HALF_HEIGHT
            left, top = placed(np.array([[*corner, height]]))[0].tolist()
            box = _box(QPointF(), label, is_name=False)
            yield Written(box.translated(left - box.width() - Size.HALF, top - box.height() / 2), label)


class _Edge:
    """A near edge of the floor: along x (0) or y (1)."""

    def __init__(self, axis: Axis, way: int, turned: Turned, placed: Placed) -> None:
        self.axis, self._way, self._placed = axis, way, placed
        sides = np.zeros((2, 3))
        sides[:, 1 - way] = -1.0, 1.0
        self._near = float(sides[int(turned.seen(sides)[:, 2].argmin()), 1 - way])
        middle, end = self._places(np.array([0.0, 1.0]))
        along = end - middle
        outwards = np.array([-along[1], along[0]]) / (hypot(*along.tolist()) or 1.0)
        centre = placed(np.array([[0.0, 0.0, -HALF_HEIGHT]]))[0]
        self._outwards = outwards if outwards @ (middle - centre) >= 0 else -outwards

    def _places(self, shares: Numbers) -> Numbers:
        """(n, 2) pixels of places along it, from −1 to 1."""
        points = np.full((len(shares), 3), -HALF_HEIGHT)
        points[:, 1 - self._way] = self._near
        points[:, self._way] = shares
        return self._placed(points)

    def _depth(self, box: QRectF) -> float:
        """How far a box reaches across the edge."""
        across, down = np.abs(self._outwards).tolist()
        return float(across * box.width() + down * box.height())

    def _beside(self, at: Numbers, box: QRectF, gap: float) -> QRectF:
        """The box beside the edge, ``gap`` away from it."""
        middle = at + self._outwards * (gap + self._depth(box) / 2)
        return box.translated(QPointF(*middle.tolist()) - box.center())

    def numbers(self) -> Iterator[Written]:
        """Beside their places."""
        ticks = self.axis.ticks(_TICKS)
        places = self._places(2 * self.axis.share(np.array([value for value, _ in ticks])) - 1)
        for place, (_, label) in zip(places, ticks, strict=True):
            yield Written(self._beside(place, _box(QPointF(), label, is_name=False), Size.HALF), label)

    def names(self, room: QRectF) -> Iterator[Written]:
        """Where the name may stand, the best place first: beyond the numbers at the middle; at last below the edge."""
        boxes = [_box(QPointF(), label, is_name=False) for _, label in self.axis.ticks(_TICKS)]
        beyond = 2 * Size.HALF + max((self._depth(box) for box in boxes), default=0.0)
        box = _box(QPointF(), self.axis.name, is_name=True)
        for lines in _BEYOND:
            for place in self._places(np.array(_ALONG)):
                gap = beyond + lines * box.height()
                yield Written(self._beside(place, box, gap), self.axis.name, is_name=True)
        ends = self._places(np.array([-1.0, 1.0]))
        left, top = ends[int(ends[:, 1].argmax())].tolist()
        for lines in _BELOW:
            below = box.translated(left - box.width() / 2, top + lines * box.height())
            yield Written(_within(room, below), self.axis.name, is_name=True)


def _upright(corner: Numbers) -> Numbers:
    """(2, 3) the ends of the edge above a corner of the floor."""
    return np.array([corner, corner * np.array([1.0, 1.0, -1.0])])


def _box(at: QPointF, text: str, *, is_name: bool) -> QRectF:
    """The box of a text whose upper left corner is there."""
    metrics = QFontMetricsF(words(Size.SMALL) if is_name else numbers(Size.SMALL))
    return QRectF(at.x(), at.y(), metrics.horizontalAdvance(text) + Size.TIGHT, metrics.height())


def _within(room: QRectF, box: QRectF) -> QRectF:
    """The box, moved into the room."""
    left = max(min(box.left(), room.right() - box.width()), room.left())
    top = max(min(box.top(), room.bottom() - box.height()), room.top())
    return QRectF(left, top, box.width(), box.height())
