"""Bars of a histogram whose ends are round and stay where they are, whatever run comes next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Final

from nnsim.session.findings import Measure
from nnsim.ui.plots.ticks import Axis, edge

BINS: Final = 20
CAPACITIES: Final = (10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000)
"""How many bricks fit one above the other: the scale of the counts grows in these steps."""


@dataclass(frozen=True, slots=True)
class Bins:
    """``BINS`` bars of equal width from ``low`` to ``high``. An end begins a bar, but for the last."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Of one bar."""
        return (self.high - self.low) / BINS

    def ends(self, place: int) -> tuple[float, float]:
        """Where a bar begins and ends."""
        edges = self.edges()
        return edges[place], edges[place + 1]

    def edges(self) -> tuple[float, ...]:
        """All ends, one more than bars; the first and the last are exact."""
        inner = (self.low + (self.high - self.low) * k / BINS for k in range(1, BINS))
        return (self.low, *(float(f"{end:.12g}") for end in inner), self.high)

    def place(self, value: float) -> int:
        """The bar in which a value lies."""
        return min(max(bisect_right(self.edges(), value) - 1, 0), BINS - 1)

    def axis(self, name: str, *, percent: bool) -> Axis:
        """The axis below the bars."""
        return Axis(self.low, self.high, name=name, percent=percent)


def bins_for(measure: Measure, values: Iterable[float], before: Bins | None = None) -> Bins:
    """The bars for these values: of shares always from 0 to 1; of all else as far as needed, never less than before."""
    if measure.is_share:
        return Bins(0.0, 1.0)
    finite = [value for value in values if isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    if before is not None:
        low, high = min(low, before.low), max(high, before.high)
    if measure.is_larger_better:  # R², at most 1
        return Bins(min(edge(low), 0.0), 1.0)
    return Bins(min(edge(low), 0.0), edge(high) or 1.0)


def capacity(most: int, before: int = CAPACITIES[0]) -> int:
    """How many bricks fit one above the other if ``most`` have to; never fewer than before."""
    fitting = next((number for number in CAPACITIES if number >= most), most)
    return max(fitting, before)
