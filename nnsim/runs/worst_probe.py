"""The samples that a run answers worst."""

from __future__ import annotations

import numpy as np

from nnsim.data.prepare import Prepared
from nnsim.engine.calls import prepared_arithmetic
from nnsim.engine.metrics import class_numbers
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
    rows = (prepared.train_rows, prepared.test_rows)[part]
    losses, predictions = outcome.losses()[part], outcome.predictions()[part]
    found = largest(losses, look.most)
    classes, n_wrong = np.empty(0, np.intp), 0
    if prepared.dataset.classes:
        taken = class_numbers(predictions, threshold)
        n_wrong = int(np.count_nonzero(taken != prepared.dataset.targets[rows, 0]))
        classes = taken[found].astype(np.intp)
    with prepared_arithmetic():
        told = prepared.predictions_in_units(predictions[found])
    return Worst(look, frozen(rows[found]), frozen(losses[found]), frozen(told), frozen(classes), n_wrong, len(rows))
