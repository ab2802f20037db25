"""The ranges of the records of all runs: wide enough for every curve that is drawn, and never narrower than before."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

from nnsim.engine.snapshot import Curves
from nnsim.ui.plots.record_range import Quantity
from nnsim.ui.plots.ticks import GrowingRange

QUANTITIES: tuple[Quantity, ...] = ("loss", "metric")
PARTS = ("train", "test")
"""Curves over the samples of training, and of test."""

_FIRST_EPOCHS = 10.0
_LEAST = {True: (0.1, 1.0), False: (0.0, 1.0)}


class RaceRange:
    """One range of epochs; one of each quantity over each part, for equal ratios and for equal steps."""

    def __init__(self) -> None:
        self._epochs = GrowingRange(log=False, least=(0.0, _FIRST_EPOCHS))
        self._values = {
            (quantity, part, log): GrowingRange(log=log, least=_LEAST[log])
            for quantity, part, log in product(QUANTITIES, PARTS, (True, False))
        }

    def clear(self) -> None:
        """New records begin."""
        for grown in (self._epochs, *self._values.values()):
            grown.clear()

    def include(self, curves: Curves, first: int) -> None:
        """Make room for the points from row ``first`` on."""
        self._epochs.include(curves.epoch[first:])
        for (quantity, part, _), grown in self._values.items():
            grown.include(getattr(curves, f"{part}_{quantity}")[first:])

    def window(
        self, quantity: Quantity, parts: Collection[str], *, log: bool
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ends of the horizontal and of the vertical axis, for the curves of these parts."""
        grown = [self._values[quantity, part, log] for part in parts]
        heights = min(one.low for one in grown), max(one.high for one in grown)
        return (0.0, self._epochs.high), heights
