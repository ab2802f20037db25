"""Every number of one training step: forward, loss, backward, update.

The step is the one that training would make with these samples as its batch, by the same prepared calls, on a copy of
the network. So what is shown is what is done, to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np

from nnsim.engine.build import build_network
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.dropout import Chance
from nnsim.engine.network import Backward, Forward, Losses, Network
from nnsim.engine.parameters import Array, Block
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import TrainSpec
from nnsim.engine.update import Update


@dataclass(frozen=True, eq=False)
class BlockTrace:
    """A vector of parameters as one layer has them: (n_from, n_to) weights, (n_to,) biases or ``None``.

    ``gains`` : (n_to,) of a layer that normalises, else ``None``
    """

    weights: Array
    biases: Array | None
    gains: Array | None


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """One layer in the step. ``samples`` is the number of samples traced together.

    Parameters
    ----------
    x : (samples, n_from) what comes in; what dropout has left out is 0
    parameters : before the step
    z, h : (samples, neurons)
    delta : (samples, neurons) ∂L/∂z of the mean loss
    loss_gradient : of the mean loss alone: of a dense layer xᵀ δ
    gradient : what the optimizer is given: with penalties, shortened if it was too long, 0 for what may not change
    update : what the optimizer makes of it, to be subtracted
    new_parameters : after the step
    memory, new_memory : the optimizer's arrays by name, before and after
    """

    x: Array
    parameters: BlockTrace
    z: Array
    h: Array
    delta: Array
    loss_gradient: BlockTrace
    gradient: BlockTrace
    update: BlockTrace
    new_parameters: BlockTrace
    memory: Mapping[str, BlockTrace]
    new_memory: Mapping[str, BlockTrace]


@dataclass(frozen=True, eq=False)
class Trace:
    """The whole step.

    Parameters
    ----------
    inputs, labels, prediction : (samples, n_inputs), (samples, outputs), (samples, outputs) as the network sees them
    losses : (samples,)
    loss : their mean, no penalties
    learning_rate : of the epoch under way, after the schedule
    gradient_norm : of the whole gradient, before it may have been shortened
    optimizer_steps : updates that the optimizer's memory has seen, this one included (Adam's t)
    possible : whether the gradient is finite; if not, nothing was updated
    """

    inputs: Array
    labels: Array
    prediction: Array
    losses: Array
    loss: float
    layers: tuple[LayerTrace, ...]
    learning_rate: float
    gradient_norm: float
    optimizer_steps: int
    possible: bool


def trace(training: TrainSpec, checkpoint: Checkpoint, inputs: Array, labels: Array) -> Trace:
    """Every number of the step from ``checkpoint`` with these samples as one batch. Changes nothing.

    Parameters
    ----------
    inputs, labels : (samples, n_inputs) and (samples, outputs) as the network sees them, at least one sample

    Raises
    ------
    SpecError : if the network cannot be built
    """
    network = build_network(checkpoint.network, training.loss)
    network.parameters[...] = checkpoint.parameters
    update = Update(network, training)
    update.restore(checkpoint)
    update.begin(checkpoint.epoch)
    forward = Forward(network, network.table(inputs, labels), Chance(training.seed, lambda: checkpoint.step))
    losses, backward = Losses(forward), Backward(forward)
    with prepared_arithmetic():
        run([*forward.calls, *losses.calls])
        z = [frozen(layer) for layer in forward.z]
        run(backward.calls)
        before = _State(network, update)
        loss_gradient = frozen(network.gradient)
        run(update.finish)
        norm = float(np.sqrt(network.gradient.dot(network.gradient)))
        possible = isfinite(norm)
        if possible:
            run([(update.guard(lambda: None), ())])
        gradient = frozen(network.gradient)
        if possible:
            run([*update.calls, *forward.remember])
    after, amount = _State(network, update), frozen(update.amount)
    layers = tuple(
        LayerTrace(
            frozen(forward.columns.incoming[i].T),
            _block(block, before.parameters),
            z[i],
            frozen(forward.h[i]),
            frozen(backward.deltas[i]),
            _block(block, loss_gradient),
            _block(block, gradient),
            _block(block, amount),
            _block(block, after.parameters),
            {name: _block(block, array) for name, array in before.memory.items()},
            {name: _block(block, array) for name, array in after.memory.items()},
        )
        for i, block in enumerate(network.blocks)
    )
    return Trace(
        frozen(forward.inputs),
        frozen(forward.labels),
        frozen(forward.prediction),
        frozen(losses.per_sample),
        losses.mean(),
        layers,
        float(update.rate),
        norm,
        update.state.steps,
        possible,
    )


class _State:
    """Parameters and the optimizer's memory at one moment."""

    def __init__(self, network: Network, update: Update) -> None:
        self.parameters = frozen(network.parameters)
        self.memory = {name: frozen(array) for name, array in update.state.arrays.items()}


def _block(block: Block, vector: Array) -> BlockTrace:
    """One layer's part of a vector, as views of it."""
    gains = block.normalization(vector)[:1]
    return BlockTrace(block.weights(vector), block.biases(vector), gains[0] if len(gains) else None)
