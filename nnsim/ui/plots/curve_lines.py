"""Curves of a record as lines in pixels: of a long one only what the eye can tell apart, each spike kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.decimate import MAX_POINTS, Decimator, rows_to_draw
from nnsim.ui.plots.lines import segments
from nnsim.ui.plots.loss_curves import Curve

Numbers = NDArray[np.floating[Any]]

_ROOM: Final = 0.08
"""Share of the curves' heights that is left free above and below them when a part is looked at."""
_LEAST_ROOM: Final = 1e-6
_LEAST, _MOST = 1e-300, 1e300


class CurveLines:
    """Remembers of each curve what has been sifted already, by the curve's name.

    ``max_points`` : so many points are drawn of one at the most
    """

    def __init__(self, max_points: int = MAX_POINTS) -> None:
        self._max_points = max_points
        self._decimators: dict[str, Decimator] = {}

    def clear(self) -> None:
        """The curves are others."""
        self._decimators.clear()

    def of(self, axes: Axes, name: str, x: Numbers, y: Numbers, *, part: bool) -> Numbers:
        """(lines, 4) in pixels.

        Parameters
        ----------
        name : of a curve that begins with the points of the call before
        x, y : (points,) ascending places, and values
        part : only what lies between the ends of the horizontal axis is looked at, in full
        """
        if part:
            first = max(int(np.searchsorted(x, axes.x.low)) - 1, 0)
            last = int(np.searchsorted(x, axes.x.high)) + 2
            rows = rows_to_draw(y[first:last], self._max_points) + first
        else:
            if name not in self._decimators:
                self._decimators[name] = Decimator(self._max_points)
            rows = self._decimators[name].rows(y)
        return segments(axes.across(x[rows]), axes.down(y[rows]))


def heights_between(curves: Iterable[Curve], left: float, right: float, *, log: bool) -> tuple[float, float] | None:
    """The ends of a vertical axis that hold all of the curves between two epochs, and little more.

    ``None`` if there is nothing.
    """
    seen: list[Numbers] = [np.empty(0)]
    for curve in curves:
        epoch, ends = curve.x, np.array([left, right])
        heights = _straightened(curve.heights(0, log=log), log=log)
        ends = ends[(ends >= epoch[0]) & (ends <= epoch[-1])] if len(epoch) else ends[:0]
        inside = (epoch >= left) & (epoch <= right)
        seen += [heights[inside], np.interp(ends, epoch, heights) if len(ends) else ends]
    heights = np.concatenate(seen)
    heights = heights[np.isfinite(heights)]
    if not len(heights):
        return None
    low, high = float(heights.min()), float(heights.max())
    room = max((high / 2 - low / 2) * 2 * _ROOM, _LEAST_ROOM * max(abs(low), abs(high), 1e-12))
    low, high = low - room, high + room
    return (10.0**low, 10.0**high) if log else (max(low, -_MOST), min(high, _MOST))


def _straightened(values: Numbers, *, log: bool) -> Numbers:
    """Heights in which the curves run straight from point to point: on a log axis the logarithms."""
    if not log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((values > _LEAST) & (values < _MOST), np.log10(values), np.nan)
