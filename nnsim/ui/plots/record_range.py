"""The ranges of a record of learning: wide enough for all of it, and never narrower than before."""

from __future__ import annotations

from typing import Literal

from nnsim.engine.snapshot import Curves
from nnsim.ui.plots.ticks import GrowingRange

Quantity = Literal["loss", "metric"]

_QUANTITIES: tuple[Quantity, ...] = ("loss", "metric")
_FIRST_EPOCHS = 10.0


class RecordRange:
    """One range of epochs, and for each quantity one for equal steps and one for equal ratios."""

    def __init__(self) -> None:
        self._epochs = GrowingRange(log=False, least=(0.0, _FIRST_EPOCHS))
        self._values: dict[tuple[Quantity, bool], GrowingRange] = {}
        for quantity in _QUANTITIES:
            self._values[quantity, True] = GrowingRange(log=True, least=(0.1, 1.0))
            self._values[quantity, False] = GrowingRange(log=False, least=(0.0, 1.0))

    def clear(self) -> None:
        """A new record begins."""
        for grown in (self._epochs, *self._values.values()):
            grown.clear()

    def include(self, curves: Curves, first: int) -> None:
        """Make room for the points from row ``first`` on."""
        self._epochs.include(curves.epoch[first:])
        for (quantity, _), grown in self._values.items():
            loss = quantity == "loss"
            grown.include((curves.train_loss if loss else curves.train_metric)[first:])
            grown.include((curves.test_loss if loss else curves.test_metric)[first:])

    def window(self, quantity: Quantity, *, log: bool) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ends of the horizontal and of the vertical axis."""
        grown = self._values[quantity, log]
        return (0.0, self._epochs.high), (grown.low, grown.high)


def continues(curves: Curves, before: Curves) -> bool:
    """Whether a record begins with the one before. An undo may bring back another one of the same run."""
    last = len(before) - 1
    if last < 0:
        return True
    same_epoch = len(curves) > last and curves.epoch[last] == before.epoch[last]
    return bool(same_epoch and curves.train_loss[last] == before.train_loss[last])


def goes_on(curves: Curves, before: Curves) -> bool:
    """Whether a record that does not begin with the one before is the same all the same, only thinned."""
    return len(curves) > 0 and len(before) > 0 and bool(curves.epoch[-1] > before.epoch[-1])
