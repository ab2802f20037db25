"""What a neuron is worth to a run: the loss with it beside the loss without it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nnsim.engine.build import build_network
from nnsim.engine.calls import prepared_arithmetic
from nnsim.engine.evaluation import Evaluation
from nnsim.engine.spec import NetworkSpec
from nnsim.errors import SpecError
from nnsim.runs.run import Run
from nnsim.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Worth:
    """Mean losses with a neuron and without it, at the weights of one moment.

    Parameters
    ----------
    train : (with it, without it) over all training samples
    test : the same over all test samples; NaN if there are none
    epoch : when that was
    """

    train: tuple[float, float]
    test: tuple[float, float]
    epoch: int


def worth_of_neuron(run: Run, layer: int, neuron: int) -> Worth:
    """What the run's loss is with a neuron, or a filter, and with its h counted as 0. Changes nothing.

    All other neurons stay as they are, so one that another can stand in for seems worth little.

    Raises
    ------
    SpecError : ``worth.no_such_neuron``, ``worth.output``
    """
    network = run.project.network
    if layer == len(network.layers) - 1:
        raise SpecError(
            "worth.output",
            QT_TRANSLATE_NOOP("errors", "An output neuron gives the answer itself, so there is no loss without it."),
            where="output layer",
            hint=QT_TRANSLATE_NOOP("errors", "Ask for a neuron of a hidden layer."),
        )
    if not (0 <= layer < len(network.layers) and 0 <= neuron < network.layers[layer].size):
        raise SpecError(
            "worth.no_such_neuron", QT_TRANSLATE_NOOP("errors", "There is no such neuron."), where=f"layer {layer + 1}"
        )
    spec = network.layers[layer]
    is_muted = neuron in spec.muted
    other = tuple(sorted({*spec.muted} ^ {neuron}))
    now = tuple(loss for loss, _metric in run.trainer.evaluate())
    then = _losses(run, network.with_layer(layer, replace(spec, muted=other)))
    heard, muted = (then, now) if is_muted else (now, then)
    return Worth((heard[0], muted[0]), (heard[1], muted[1]), run.trainer.epoch)


def _losses(run: Run, spec: NetworkSpec) -> tuple[float, float]:
    """Training and test loss of another network with the run's own parameters."""
    data, network = run.trainer.data, build_network(spec, run.project.training.loss)
    np.copyto(network.parameters, run.trainer.network.parameters)
    inputs = np.concatenate([data.train_inputs, data.test_inputs])
    table = network.table(inputs, np.concatenate([data.train_labels, data.test_labels]))
    with prepared_arithmetic():
        train, test = Evaluation(network, table).measure(data.metric, len(data.train_inputs))
    return train[0], test[0]
