"""Curves of a record as lines in pixels: of a long one only what the eye can tell apart, each spike kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.decimate import Decimator, rows_to_draw
from nnsim.ui.plots.lines import segments

Numbers = NDArray[np.floating[Any]]


class CurveLines:
    """Remembers of each curve what has been sifted already, by the curve's name."""

    def __init__(self) -> None:
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
            rows = rows_to_draw(y[first:last]) + first
        else:
            rows = self._decimators.setdefault(name, Decimator()).rows(y)
        return segments(axes.across(x[rows]), axes.down(y[rows]))
