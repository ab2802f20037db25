"""How the loss of a run changes with one of its weights, or with many at once. Always in float64."""

from __future__ import annotations

from dataclasses import replace
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

MOST_WORK: Final = 50_000_000
"""Most products of a weight and a number: with more, a hand that takes hold of a weight would have to wait (a pass to
and fro through so many takes about 20 ms). Of larger networks or data every so-manieth sample is looked at."""
_STEP: Final = 1e-4


def slope_of_weight(of: Run, layer: int, row: int, column: int) -> float | None:
    """∂L/∂w of the mean training loss, without penalties, at the weights as they are now. Changes nothing.

    The network answers as it does when it is evaluated: no dropout. By backpropagation; a network that normalises, and
    so has no gradient outside of a training step, by a central difference. ``None`` if the outputs are steps: they have
    no slope, and the perceptron rule, by which they learn, is not the gradient of any loss.

    Parameters
    ----------
    row : one past the last from-neuron means the bias

    Raises
    ------
    SpecError : ``slope.no_such_weight``
    """
    spec = of.project.network
    network = _built(of)
    matrix = (
        network.blocks[layer].matrix(np.arange(float(len(network.parameters))))
        if 0 <= layer < len(spec.layers)
        else None
    )
    if matrix is None or not (0 <= row < matrix.shape[0] and 0 <= column < matrix.shape[1]):
        raise SpecError(
            "slope.no_such_weight", QT_TRANSLATE_NOOP("errors", "There is no such weight."), where=f"layer {layer + 1}"
        )
    if not network.activations[-1].has_gradient:
        return None
    place = int(matrix[row, column])
    table = _taken(of, network)
    with prepared_arithmetic():
        if any(spec_of.normalize for spec_of in spec.layers):
            return _difference(network, table, place)
        return float(_backpropagated(network, table)[place])


def slope_along(of: Run, change: Array) -> float | None:
    """Σ ∂L/∂w · change: by how much the mean training loss would change if it went on in a straight line.

    The loss is that of ``slope_of_weight``, found as there: where there is no gradient, by a central difference, and
    ``None`` if the outputs are steps.

    Parameters
    ----------
    change : (n_parameters,) by how much each is changed
    """
    spec = of.project.network
    network = _built(of)
    if not network.activations[-1].has_gradient:
        return None
    table = _taken(of, network)
    longest = float(np.abs(change).max(initial=0.0))
    if longest == 0.0:
        return 0.0
    with prepared_arithmetic():
        if any(layer.normalize for layer in spec.layers):
            step = _STEP / longest
            return _difference_along(network, table, change * step) / step
        return float(_backpropagated(network, table) @ change.astype(np.float64))


def every_of(of: Run) -> int:
    """Of how many training samples one is looked at: 1 unless network and data are very large."""
    return -(-len(of.trainer.data.train_inputs) * len(of.trainer.network.parameters) // MOST_WORK)


def _built(of: Run) -> Network:
    """The network in float64: the difference of two losses in float32 would be little but rounding."""
    return build_network(replace(of.project.network, dtype="float64"), of.project.training.loss)


def _taken(of: Run, network: Network) -> Array:
    """The samples that are looked at, with ``network`` at the weights as they are now."""
    np.copyto(network.parameters, of.trainer.network.parameters)
    every = every_of(of)
    return network.table(of.trainer.data.train_inputs[::every], of.trainer.data.train_labels[::every])


def _backpropagated(network: Network, table: Array) -> Array:
    """(n_parameters,) in float64: the mean over chunks of samples, each counted by its size."""
    n_samples, most = table.shape[1], chunk_samples(network.spec)
    total = np.zeros(len(network.parameters))
    for start in range(0, n_samples, most):
        part = network.empty_table(min(most, n_samples - start))
        np.copyto(part, table[:, start : start + most])
        forward = Forward(network, part)
        run([*forward.calls, *Backward(forward).calls])
        total += network.gradient * float(part.shape[1])
    found: Array = total / float(n_samples)
    return found


def _difference(network: Network, table: Array, place: int) -> float:
    """(L(w + s) − L(w − s)) / 2s."""
    change = np.zeros(len(network.parameters))
    change[place] = _STEP
    return _difference_along(network, table, change) / _STEP


def _difference_along(network: Network, table: Array, change: Array) -> float:
    """(L(w + change) − L(w − change)) / 2."""
    evaluation, weights = Evaluation(network, table), network.parameters.copy()
    losses: list[float] = []
    for moved in (weights + change, weights - change):
        np.copyto(network.parameters, moved)
        losses.append(evaluation.mean_loss())
    return (losses[0] - losses[1]) / 2.0
