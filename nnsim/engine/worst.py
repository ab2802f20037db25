"""The samples that the network answers worst, or others of interest: what is asked for, and what is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array

Pick: TypeAlias = Literal["worst", "classes", "first", "chosen"]


@dataclass(frozen=True, slots=True)
class WorstLook:
    """Among which samples to look, and for which.

    Parameters
    ----------
    most : for how many
    pick : the worst; the first of each class that is known; the first of all; or the one in ``row``, of whatever part
    row : in the data set, −1 for none
    """

    part: Literal["train", "test"]
    most: int = 60
    pick: Pick = "worst"
    row: int = -1


@dataclass(frozen=True, eq=False)
class Worst:
    """The samples with the largest losses, the worst first; of equal ones the first in the data set.

    Or those that were asked for instead, in the order of the data set, or of their classes.

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
