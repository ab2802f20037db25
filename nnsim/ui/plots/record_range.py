"""The ranges of a record of learning: wide enough for all of it, and never narrower than before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from nnsim.engine.snapshot import Curves
from nnsim.ui.plots.loss_curves import Curve
from nnsim.ui.plots.ticks import GrowingRange

Quantity = Literal["loss", "metric"]

_FIRST_EPOCHS: Final = 10.0
_LEAST: Final = {True: (0.1, 1.0), False: (0.0, 1.0)}


class RecordRange:
    """One range of epochs, and for each measure one for equal steps and one for equal ratios."""

    def __init__(self) -> None:
        self._epochs = GrowingRange(log=False, least=(0.0, _FIRST_EPOCHS))
        self._values: dict[tuple[str, bool], GrowingRange] = {}
        self._included: dict[tuple[str, str], int] = {}

    def clear(self) -> None:
        """A new record begins."""
        self._epochs.clear()
        self._values.clear()
        self._included.clear()

    def include(self, measure: str, curves: Iterable[Curve]) -> None:
        """Make room for what is new in these curves of a measure."""
        for curve in curves:
            known = self._included.get((measure, curve.key), 0)
            first = known if curve.grows and known <= len(curve) else 0
            if first == len(curve):
                continue
            self._included[measure, curve.key] = len(curve)
            self._epochs.include(curve.x[first:])
            for log in (True, False):
                self._of(measure, log).include(curve.heights(first, log=log))

    def include_epochs(self, record: Curves) -> None:
        """Make room for the end of a record, whatever is drawn of it."""
        self._epochs.include(record.epoch[-1:])

    def window(self, measure: str, *, log: bool) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ends of the horizontal and of the vertical axis."""
        grown = self._of(measure, log)
        return (0.0, self._epochs.high), (grown.low, grown.high)

    def _of(self, measure: str, log: bool) -> GrowingRange:
        return self._values.setdefault((measure, log), GrowingRange(log=log, least=_LEAST[log]))


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
