"""The samples that the network answers worst: what is asked for, and what is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array


@dataclass(frozen=True, slots=True)
class WorstLook:
    """Among which samples to look, and for how many."""

    part: Literal["train", "test"]
    most: int = 60


@dataclass(frozen=True, eq=False)
class Worst:
    """The samples with the largest losses, the worst first; of equal ones the first in the data set.

    Parameters
    ----------
    look : what was asked for
    rows : (n,) in the data set
    losses : (n,)
    predictions : (n, outputs) in the units of the data
    classes : (n,) numbers of the classes they are taken for; empty if a quantity is predicted
    n_wrong, n_samples : how many of all samples looked at are taken for another class than theirs; 0 for a quantity
    """

    look: WorstLook
    rows: NDArray[np.intp]
    losses: Array
    predictions: Array
    classes: NDArray[np.intp]
    n_wrong: int
    n_samples: int


def largest(losses: Array, most: int) -> NDArray[np.intp]:
    """(at most ``most``,) places of the largest numbers, largest first; what is not a number is worse than any."""
    order = np.argsort(np.where(np.isnan(losses), np.inf, losses) * -1.0, kind="stable")
    return np.asarray(order[:most])
