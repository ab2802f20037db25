"""What the first hidden layer has learnt instead of features made by hand: how well these follow from its neurons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.hand_made import made
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.metrics import r_squared
from nnsim.engine.network import Forward
from nnsim.engine.parameters import Array
from nnsim.runs.run import Run


@dataclass(frozen=True, slots=True)
class Instead:
    """How well a feature follows from numbers that know nothing of it, by a weighted sum of them.

    Parameters
    ----------
    feature : its name
    by_inputs : r² from the inputs of the network alone: what needs no hidden layer
    by_hidden : r² from the neurons of the first hidden layer together
    """

    feature: str
    by_inputs: float
    by_hidden: float


def learnt_instead(work: Run, names: tuple[str, ...]) -> tuple[Instead, ...]:
    """For each feature the two r², fitted to the training samples and told of the test samples.

    Without test samples they are told of the training samples; of a feature of several numbers it is their mean. Below
    0 means: worse than always the mean. A network without hidden layers has learnt nothing instead.

    Raises
    ------
    SpecError : for a feature that these data do not have
    """
    prepared, network = work.prepared, work.trainer.network
    if len(network.spec.layers) < 2:
        return ()
    raw = prepared.dataset.inputs
    seen = prepared.train_rows, prepared.test_rows if len(prepared.test_rows) else prepared.train_rows
    inputs = [prepared.inputs_of(raw[rows]) for rows in seen]
    hidden = [_hidden(work, part) for part in inputs]
    found = []
    for name in names:
        features = [made(name, work.project.data, prepared, raw[rows]) for rows in seen]
        found.append(Instead(name, _follows(inputs, features), _follows(hidden, features)))
    return tuple(found)


def _hidden(work: Run, inputs: Numbers) -> Array:
    """(samples, neurons) what the first layer answers."""
    network = work.trainer.network
    forward = Forward(network, network.table(inputs))
    with prepared_arithmetic():
        run(forward.calls)
    return forward.h[0].astype(np.float64)


def _follows(numbers: list[Array], features: list[Array]) -> float:
    """r² of the second part by a line that was fitted to the first."""
    known, asked = (np.column_stack([part, np.ones(len(part))]) for part in numbers)
    weights = np.linalg.lstsq(known, features[0], rcond=None)[0]
    return r_squared(asked @ weights, features[1])
