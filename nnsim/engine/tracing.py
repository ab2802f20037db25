"""Tracing a training step: forward, loss, backward, update.

The step is the one that training would make with these samples as its batch, by the same prepared calls, on a copy of
the network. So what is shown is what is done, to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from nnsim.engine.build import build_network
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.dropout import Chance
from nnsim.engine.network import Losses, Network
from nnsim.engine.parameters import Array, Block
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import TrainSpec
from nnsim.engine.step import Step
from nnsim.engine.trace import BlockTrace, LayerTrace, NormalizationTrace, Trace
from nnsim.engine.update import Update


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
    step = Step(network, update, network.table(inputs, labels), Chance(training.seed, lambda: checkpoint.step))
    losses = Losses(step.forward)
    with prepared_arithmetic():
        run([*step.forward.calls, *losses.calls])
        z = [frozen(layer) for layer in step.forward.z]
        run(step.backward.calls)
        before, loss_gradient = _State(network, update), frozen(network.gradient)
        run(update.finish)
        norm = float(np.sqrt(network.gradient.dot(network.gradient)))
        possible = isfinite(norm) and step.is_normal()
        if possible:
            run(step.change(_impossible))
    told = _Told(before, loss_gradient, frozen(network.gradient), frozen(update.amount), _State(network, update))
    layers = tuple(_layer(step, i, z[i], told) for i in range(len(z)))
    return Trace(
        frozen(step.forward.inputs),
        frozen(step.forward.labels),
        frozen(step.forward.prediction),
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


@dataclass(frozen=True, eq=False)
class _Told:
    """The vectors of all parameters that a step goes through."""

    before: _State
    loss_gradient: Array
    gradient: Array
    update: Array
    after: _State


def _layer(step: Step, i: int, z: Array, told: _Told) -> LayerTrace:
    """Layer i of a step that has been made; ``z`` is a copy from before the way back, which uses it up."""
    layer, block = step.forward.layers[i], step.forward.network.blocks[i]
    delta, normalization, normalized = frozen(step.backward.deltas[i]), layer.normalization, None
    if normalization is not None:
        remembered = [block.normalization(state.parameters)[1:] for state in (told.before, told.after)]
        normalized = NormalizationTrace(
            frozen(normalization.mean[:, 0]), frozen(normalization.variance[:, 0]), *remembered
        )
    return LayerTrace(
        x=frozen(layer.x.T),
        parameters=_block(block, told.before.parameters),
        sums=z if normalization is None else frozen(layer.sums.T),
        normalization=normalized,
        z=z,
        h=frozen(layer.h.T),
        kept=None if layer.kept is None else frozen(np.broadcast_to(layer.kept, layer.h.shape).T),
        delta=delta,
        delta_sums=delta if normalization is None else frozen(normalization.delta.T),
        loss_gradient=_block(block, told.loss_gradient),
        gradient=_block(block, told.gradient),
        update=_block(block, told.update),
        new_parameters=_block(block, told.after.parameters),
        memory={name: _block(block, array) for name, array in told.before.memory.items()},
        new_memory={name: _block(block, array) for name, array in told.after.memory.items()},
    )


def _block(block: Block, vector: Array) -> BlockTrace:
    """One layer's part of a vector, as views of it."""
    gains = block.normalization(vector)[:1]
    return BlockTrace(block.weights(vector), block.biases(vector), gains[0] if len(gains) else None)


def _impossible() -> None:
    raise AssertionError("a gradient whose norm is finite is possible")
