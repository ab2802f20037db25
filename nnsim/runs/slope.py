"""How the loss of a run changes with one of its weights."""

from __future__ import annotations

from typing import Final

import numpy as np

from nnsim.engine.build import build_network
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.evaluation import Evaluation, chunk_samples
from nnsim.engine.network import Backward, Forward, Network
from nnsim.engine.parameters import Array
from nnsim.errors import SpecError
from nnsim.runs.run import Run
from nnsim.words import QT_TRANSLATE_NOOP

MOST_WORK: Final = 200_000_000
"""Most products of a weight and a number: with more, a hand that takes hold of a weight would have to wait. Of larger
networks or data every so-manieth sample is looked at."""
_STEP: Final = 1e-4


def slope_of_weight(of: Run, layer: int, row: int, column: int) -> float:
    """∂L/∂w of the mean training loss, without penalties, at the weights as they are now. Changes nothing.

    The network answers as it does when it is evaluated: no dropout. By backpropagation; a network that normalises, and
    so has no gradient outside of a training step, by a central difference.

    Parameters
    ----------
    row : one past the last from-neuron means the bias

    Raises
    ------
    SpecError : ``slope.no_such_weight``
    """
    spec = of.project.network
    network = build_network(spec, of.project.training.loss)
    matrix = (
        network.blocks[layer].matrix(np.arange(float(len(network.parameters))))
        if 0 <= layer < len(spec.layers)
        else None
    )
    if matrix is None or not (0 <= row < matrix.shape[0] and 0 <= column < matrix.shape[1]):
        raise SpecError(
            "slope.no_such_weight", QT_TRANSLATE_NOOP("errors", "There is no such weight."), where=f"layer {layer + 1}"
        )
    place = int(matrix[row, column])
    np.copyto(network.parameters, of.trainer.network.parameters)
    inputs, labels = of.trainer.data.train_inputs, of.trainer.data.train_labels
    every = -(-len(inputs) * len(network.parameters) // MOST_WORK)
    table = network.table(inputs[::every], labels[::every])
    with prepared_arithmetic():
        if any(spec_of.normalize for spec_of in spec.layers):
            return _difference(network, table, place)
        return _backpropagated(network, table, place)


def _backpropagated(network: Network, table: Array, place: int) -> float:
    """The mean over chunks of samples, each counted by its size."""
    n_samples, most = table.shape[1], chunk_samples(network.spec)
    total = 0.0
    for start in range(0, n_samples, most):
        part = network.empty_table(min(most, n_samples - start))
        np.copyto(part, table[:, start : start + most])
        forward = Forward(network, part)
        run([*forward.calls, *Backward(forward).calls])
        total += float(network.gradient[place]) * part.shape[1]
    return total / float(n_samples)


def _difference(network: Network, table: Array, place: int) -> float:
    """(L(w + s) − L(w − s)) / 2s."""
    evaluation, weight = Evaluation(network, table), float(network.parameters[place])
    losses: list[float] = []
    for moved in (weight + _STEP, weight - _STEP):
        network.parameters[place] = moved
        losses.append(evaluation.mean_loss())
    return (losses[0] - losses[1]) / (2.0 * _STEP)
