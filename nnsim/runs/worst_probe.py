"""The samples that a run answers worst, or others of interest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnsim.data.dataset import Rows
from nnsim.data.prepare import Prepared
from nnsim.engine.calls import prepared_arithmetic
from nnsim.engine.metrics import class_numbers
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen
from nnsim.engine.worst import Worst, WorstLook, largest
from nnsim.runs.outcome import Outcome


def worst_of(look: WorstLook, outcome: Outcome, prepared: Prepared, threshold: float) -> Worst:
    """As the network is now.

    Parameters
    ----------
    threshold : of a single output, above which it means the second class
    """
    part = 0 if look.part == "train" else 1
    if look.pick == "chosen":
        part = int(look.row in prepared.test_rows)
    rows = (prepared.train_rows, prepared.test_rows)[part]
    losses, predictions = outcome.losses()[part], outcome.predictions()[part]
    found = _picked(look, losses, rows, prepared)[: look.most]
    classes, n_wrong = np.empty(0, np.intp), 0
    if prepared.dataset.classes:
        taken = class_numbers(predictions, threshold)
        n_wrong = int(np.count_nonzero(taken != prepared.dataset.targets[rows, 0]))
        classes = taken[found].astype(np.intp)
    with prepared_arithmetic():
        told = prepared.predictions_in_units(predictions[found])
    return Worst(look, frozen(rows[found]), frozen(losses[found]), frozen(told), frozen(classes), n_wrong, len(rows))


def _picked(look: WorstLook, losses: Array, rows: Rows, prepared: Prepared) -> NDArray[np.intp]:
    """Which places of ``rows`` are meant."""
    known = prepared.known
    if look.pick == "classes" and known.classes:
        return np.unique(known.targets[rows, 0], return_index=True)[1]
    if look.pick in ("classes", "first"):
        return np.arange(len(rows))
    if look.pick == "chosen":
        return np.flatnonzero(rows == look.row)
    return largest(losses, look.most)
