"""What the plot of the loss draws: the curves of one measure, wherever their points come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from nnsim.engine.snapshot import BatchCurve, Curves, Snapshot
from nnsim.session.past_batches import PastBatches
from nnsim.session.retrospect import Retrospect
from nnsim.ui.plots.curve_legend import Look
from nnsim.ui.plots.measures import RECORDED
from nnsim.ui.plots.ticks import tick_label

Numbers = NDArray[np.floating[Any]]

translate = QCoreApplication.translate

_BELOW_THE_MEAN = 0.1


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """One curve of a plot.

    Parameters
    ----------
    key : tells it from the others of the same measure
    name : in legend and readout
    x, y : (points,) epochs, ascending, and values
    floor : (points,) on an axis of equal ratios nothing below has to be in sight
    grows : new points come only behind the others
    short : in the readout, if that is another name
    """

    key: str
    name: str
    x: Numbers
    y: Numbers
    look: Look
    floor: Numbers | None = None
    grows: bool = True
    short: str = ""

    def __len__(self) -> int:
        return len(self.x)

    def heights(self, first: int, *, log: bool) -> Numbers:
        """The values from row ``first`` on that an axis must have room for."""
        if self.floor is None or not log:
            return self.y[first:]
        return np.fmax(self.y[first:], self.floor[first:])  # where there is no floor, all of it


def curves_of(measure: str, snapshot: Snapshot, hindsight: Retrospect) -> tuple[Curve, ...]:
    """The curves of a measure of epochs by its name; the first one is read out first."""
    recorded = recorded_curves(measure, snapshot.curves)
    return recorded or _of_hindsight(measure, hindsight)


def recorded_curves(measure: str, record: Curves, key: str = "") -> tuple[Curve, ...]:
    """Training and test as each epoch has recorded them; nothing of what is not recorded."""
    if measure == "loss":
        train, test = record.train_loss, record.test_loss
    elif measure in RECORDED.values():
        train, test = record.train_metric, record.test_metric
    else:
        return ()
    return _train_and_test(record.epoch, train, test, key)


def _train_and_test(
    x: Numbers, train: Numbers, test: Numbers, key: str = "", *, grows: bool = True
) -> tuple[Curve, ...]:
    return (
        Curve(f"{key}train", translate("loss_curves", "training"), x, train, "solid", grows=grows),
        Curve(f"{key}test", translate("loss_curves", "test"), x, test, "dashed", grows=grows),
    )


def curves_of_batches(past: PastBatches) -> tuple[Curve, ...]:
    """The running mean and the loss of each batch; the curves are others when more of the past has been found."""
    batches, found = past.curve, past.n_found
    each = batch = translate("loss_curves", "each batch")
    if found and not past.are_all:
        recorded = batches.epoch[min(found, len(batches) - 1)]
        each = translate("loss_curves", "each batch; until epoch {0} a part").format(tick_label(float(recorded)))
    elif not found and len(batches) and batches.epoch[0] > 0:
        each = translate("loss_curves", "each batch, from epoch {0} on").format(tick_label(float(batches.epoch[0])))
    mean = translate("loss_curves", "mean of {0}").format(BatchCurve.WIDTH)
    floor = batches.mean * _BELOW_THE_MEAN
    return (
        Curve(f"mean after {found}", mean, batches.epoch, batches.mean, "solid"),
        Curve(f"each after {found}", each, batches.epoch, batches.loss, "pale", floor=floor, short=batch),
    )


def _of_hindsight(measure: str, hindsight: Retrospect) -> tuple[Curve, ...]:
    rows = hindsight.rows("results")
    if measure not in hindsight.metrics or not len(rows):
        nothing = np.empty(0)
        return _train_and_test(nothing, nothing, nothing, grows=False)
    values = rows.table[:, :, hindsight.metrics.index(measure)]
    return _train_and_test(rows.epoch, values[:, 0], values[:, 1], grows=False)
