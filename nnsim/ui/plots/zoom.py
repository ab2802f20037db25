"""A part of a plot chosen by hand: with the wheel, and by dragging."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF

from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.ticks import Axis

Window = tuple[tuple[float, float], tuple[float, float]]

_PER_NOTCH = 0.8
_NOTCH = 120
_START_PX = 4.0
_LEAST_SPAN = 1e-9


class Zoom:
    """The part shown, as the ends of both axes; ``None`` leaves them to the plot."""

    def __init__(self) -> None:
        self.window: Window | None = None
        self._held: QPointF | None = None
        self._moving = False

    def fit(self) -> None:
        """Leave the axes to the plot."""
        self.window = None

    def grab(self, at: QPointF) -> None:
        """The button went down."""
        self._held = at

    def let_go(self) -> bool:
        """The button went up; whether the picture was moved."""
        moved, self._held, self._moving = self._moving, None, False
        return moved

    def dragged(self, axes: Axes, to: QPointF) -> bool:
        """The hand moved; whether it moves the picture."""
        if self._held is None:
            return False
        way = to - self._held
        if not self._moving and abs(way.x()) + abs(way.y()) < _START_PX:
            return False
        self._moving = True
        self._held = to
        right, up = -way.x() / axes.area.width(), way.y() / axes.area.height()
        self.window = (_part(axes.x, right, 1 + right), _part(axes.y, up, 1 + up))
        return True

    def turned(self, axes: Axes, at: QPointF, angle: int) -> bool:
        """The wheel turned by ``angle`` eighths of a degree; whether the picture became another."""
        if angle == 0:
            return False
        factor = _PER_NOTCH ** (angle / _NOTCH)
        across = (at.x() - axes.area.left()) / axes.area.width()
        up = (axes.area.bottom() - at.y()) / axes.area.height()
        x = _part(axes.x, across * (1 - factor), across + (1 - across) * factor)
        y = _part(axes.y, up * (1 - factor), up + (1 - up) * factor)
        if not (_sound(x) and _sound(y)):
            return False
        self.window = (x, y)
        return True


def _part(axis: Axis, low: float, high: float) -> tuple[float, float]:
    return axis.value(low), axis.value(high)


def _sound(ends: tuple[float, float]) -> bool:
    """Neither so small that its numbers are all the same, nor too large for numbers."""
    low, high = ends
    span = high - low
    return math.isfinite(span) and span > _LEAST_SPAN * max(abs(low), abs(high))
