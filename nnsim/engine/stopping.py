"""When training stops by itself."""

from __future__ import annotations

from typing import Literal

import numpy as np

from nnsim.engine.snapshot import Curves
from nnsim.engine.spec import StopSpec

StopReason = Literal["epochs", "loss", "accuracy", "seconds", "patience"]


class Stopping:
    """Looks at the end of every epoch whether a condition has just come true.

    Each condition speaks once, in the epoch in which it comes true: who goes on after that is not stopped again by what
    is true already. Seconds are for those who have a clock.

    Parameters
    ----------
    stop : the conditions
    curves : the record so far: what is best until now follows from it alone, so a resumed run stops where it would have
    """

    def __init__(self, stop: StopSpec, curves: Curves) -> None:
        self._stop = stop
        self._last = (float("inf"), float("nan"))
        self._lowest, self._lowest_epoch = float("inf"), 0
        if len(curves):
            self._last = float(curves.train_loss[-1]), _judged(curves.train_metric[-1], curves.test_metric[-1])
            losses = np.where(np.isnan(curves.test_loss), curves.train_loss, curves.test_loss)
            losses = np.where(np.isfinite(losses), losses, np.inf)
            best = int(np.argmin(losses))
            self._lowest, self._lowest_epoch = float(losses[best]), int(curves.epoch[best])

    def reason(self, epoch: int, train: tuple[float, float], test: tuple[float, float]) -> StopReason | None:
        """Why to stop after ``epoch`` epochs, if so. ``train``, ``test`` : (loss, metric), NaN without samples."""
        stop, (loss_before, score_before) = self._stop, self._last
        loss, score = train[0], _judged(train[1], test[1])
        judged = _judged(train[0], test[0])
        self._last = loss, score
        if judged < self._lowest:
            self._lowest, self._lowest_epoch = judged, epoch
        if stop.epochs is not None and epoch == stop.epochs:
            return "epochs"
        if stop.loss is not None and loss <= stop.loss < loss_before:
            return "loss"
        if stop.accuracy is not None and score >= stop.accuracy and not score_before >= stop.accuracy:
            return "accuracy"
        if stop.patience is not None and epoch - self._lowest_epoch == stop.patience:
            return "patience"
        return None


def _judged(train: float, test: float) -> float:
    """The test data's number; without test data the training data's."""
    return float(train) if np.isnan(test) else float(test)
