"""Finds out what an edit of weights has done to the loss, beside what the gradient foretold."""

from __future__ import annotations

from typing import Final

import numpy as np

from nnsim.model.effect import Effect
from nnsim.runs.run import Run
from nnsim.runs.slope import every_of, slope_along

MOST_UNMEASURED: Final = 200_000_000
"""Most products of a weight and a number in a pass forward that is made only to know the loss of before."""


def effect_of(before: Run, after: Run) -> Effect | None:
    """Of the edit that led from one run to the other.

    ``None`` if it has not only changed weights, or if the loss of before is not known and would take too long.
    """
    one, other = before.project, after.project
    is_same_task = before.prepared is after.prepared and one.training == other.training
    if not is_same_task or one.network.shapes != other.network.shapes:
        return None
    was, now = before.trainer.network.parameters, after.trainer.network.parameters
    if was.shape != now.shape or np.array_equal(was, now):
        return None
    if not before.is_measured and len(before.trainer.data.train_inputs) * len(was) > MOST_UNMEASURED:
        return None
    foretold = slope_along(before, now.astype(np.float64) - was.astype(np.float64))
    return Effect(before.training_loss(), after.training_loss(), foretold, every_of(before))
