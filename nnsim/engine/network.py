"""A network at work: its parameters in one flat vector, and passes prepared for a number of samples.

Layer i computes z = x W + b and h = σ(z) (other kinds than dense: ``layers``), and between the two normalises if it is
to. So that the bias costs no call of its own, it is the last row of the layer's matrix, and what comes in carries a 1
for every sample.

Rows are samples everywhere in nnsim but here: inside a pass a sample is a *column*, (neurons, samples), and the ones
are the last row. Then every activation is contiguous, and an elementwise call on a small array takes a third of the
time it takes on a strided one. What a pass hands out (``z``, ``h``, ``prediction``) are transposed views: rows are
samples again.

The pre-activations of all layers lie one behind the other in memory, and so do the activations. So the slopes of
neighbouring layers with the same activation are found by the same few calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np

from nnsim.engine.activations import Activation
from nnsim.engine.calls import Calls
from nnsim.engine.dropout import Chance
from nnsim.engine.layer_pass import LayerPass
from nnsim.engine.layers.transform import Place
from nnsim.engine.losses import Loss
from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.spec import NetworkSpec

NARROW = 16
"""Up to so many columns a table lies samples by columns, so that a pass finds each input contiguous. Larger ones are
turned views of rows: rows are quickly copied, and a matrix product of that size does not mind."""


class Network:
    """Parameters, their gradient, and the functions of each layer.

    Parameters
    ----------
    spec : what it is
    activations : one for each layer
    loss : already suited to the output layer's activation
    """

    def __init__(self, spec: NetworkSpec, activations: tuple[Activation, ...], loss: Loss) -> None:
        self.spec = spec
        self.activations = activations
        self.loss = loss
        self.blocks: tuple[Block, ...] = blocks(spec)
        self.sizes = spec.sizes
        self.dtype: np.dtype[np.floating[Any]] = np.dtype(spec.dtype)
        self.parameters: Array = np.zeros(spec.n_parameters, self.dtype)
        self.gradient: Array = np.zeros(spec.n_parameters, self.dtype)

    @property
    def width(self) -> int:
        """Columns of a table: inputs, the 1, labels."""
        return self.sizes[0] + 1 + self.sizes[-1]

    def places(self) -> tuple[Place, ...]:
        """Where each layer stands."""
        shapes = self.spec.shapes
        parts = zip(self.spec.layers, shapes, shapes[1:], self.blocks, strict=False)
        return tuple(Place(*part, self.parameters, self.gradient) for part in parts)

    def empty_table(self, n_samples: int) -> Array:
        """(n_inputs + 1 + outputs, samples) to be filled."""
        if self.width <= NARROW:
            return np.empty((self.width, n_samples), self.dtype)
        return np.empty((n_samples, self.width), self.dtype).T

    def fill(self, table: Array, inputs: Array, labels: Array | None = None) -> None:
        """Write samples into a table: inputs above a row of ones above labels.

        Parameters
        ----------
        table : (n_inputs + 1 + outputs, samples)
        inputs, labels : (samples, n_inputs) and (samples, outputs); without labels they are 0
        """
        n_inputs = self.sizes[0]
        table[:n_inputs] = inputs.T
        table[n_inputs] = 1.0
        table[n_inputs + 1 :] = 0.0 if labels is None else labels.T

    def table(self, inputs: Array, labels: Array | None = None) -> Array:
        """These samples as passes take them, see ``fill``."""
        made = self.empty_table(len(inputs))
        self.fill(made, inputs, labels)
        return made


class Forward:
    """The forward pass over all samples of ``table``, which may be filled anew before each use.

    Parameters
    ----------
    table : as ``Network.table`` makes it
    chance : given for a training step, which drops out and normalises by its batch

    Attributes
    ----------
    calls : do them to fill everything below
    remember : calls for the end of a training step, see ``normalization.py``
    layers : each layer's part, samples as columns
    inputs, labels : (samples, n_inputs), (samples, outputs) as they stand in the table
    z, h : for each layer (samples, neurons) pre-activations and answers
    prediction : the last ``h``
    """

    def __init__(self, network: Network, table: Array, chance: Chance | None = None) -> None:
        self.network, self.table, self.chance = network, table, chance
        n_inputs, n_samples = network.sizes[0], table.shape[1]
        self.bounds = [0, *(np.cumsum(np.array(network.sizes[1:]) + 1) * n_samples).tolist()]
        self.flat_z = np.zeros(self.bounds[-1], network.dtype)
        self.flat_h = np.ones(self.bounds[-1], network.dtype)
        self.layers: list[LayerPass] = []
        x = table[: n_inputs + 1]
        parts = zip(network.places(), network.activations, self._parts(), strict=True)
        for place, activation, (z, h) in parts:
            self.layers.append(LayerPass(place, activation, x, z[:-1], h, chance))
            x = self.layers[-1].out
        rewind: Calls = [] if chance is None else [(chance.rewind, ())]
        self.calls: Calls = rewind if any(layer.dropout for layer in self.layers) else []
        self.calls += [call for layer in self.layers for call in layer.calls]
        self.remember: Calls = [call for layer in self.layers for call in layer.remember]
        self.inputs, self.labels = table[:n_inputs].T, table[n_inputs + 1 :].T
        self.z = [layer.z.T for layer in self.layers]
        self.h = [layer.answer.T for layer in self.layers]
        self.prediction = self.h[-1]

    def _parts(self) -> Iterator[tuple[Array, Array]]:
        """For each layer (neurons + 1, samples) of the memory of all z and of all h, one layer behind the other."""
        n_samples = self.table.shape[1]
        for start, stop in zip(self.bounds, self.bounds[1:], strict=False):
            yield self.flat_z[start:stop].reshape(-1, n_samples), self.flat_h[start:stop].reshape(-1, n_samples)


class Backward:
    """The backward pass that belongs to a forward pass: fills the network's gradient of the mean loss.

    Attributes
    ----------
    calls : do them after the forward pass's; they use up its ``z``
    deltas : for each layer (samples, neurons) ∂L/∂z of the mean loss
    """

    def __init__(self, forward: Forward) -> None:
        loss, layers = forward.network.loss, forward.layers
        deltas = [np.empty_like(layer.z) for layer in layers]
        n_passed = len(layers) - loss.fused  # a fused loss gives ∂L/∂z itself
        self.calls: Calls = loss.delta(layers[-1].h, forward.labels.T, deltas[-1])
        self.calls += _slopes(forward, n_passed)
        for i in range(len(layers) - 1, -1, -1):
            through = _through(layers[i], deltas[i]) if i < n_passed else []
            self.calls += layers[i].backward(deltas[i], deltas[i - 1] if i > 0 else None, through)
        self.deltas = [delta.T for delta in deltas]


def _slopes(forward: Forward, n_layers: int) -> Calls:
    """Calls that turn z into slopes, once for neighbouring layers with the same activation."""
    calls: Calls = []
    activations = [layer.activation for layer in forward.layers[:n_layers]]
    for _, group in groupby(enumerate(activations), _function):
        members = list(group)
        activation = members[0][1]
        if activation.sloped:
            part = slice(forward.bounds[members[0][0]], forward.bounds[members[-1][0] + 1])
            calls += activation.slope(forward.flat_z[part], forward.flat_h[part])
    return calls


def _through(layer: LayerPass, delta: Array) -> Calls:
    """Calls that turn ``delta`` from ∂L/∂h into ∂L/∂z, where z has been turned into slopes."""
    if layer.activation.sloped:
        return [(np.multiply, (delta, layer.z, delta))]
    return layer.activation.backward(layer.z, layer.h, delta)


def _function(numbered: tuple[int, Activation]) -> tuple[type[Activation], tuple[tuple[str, object], ...]]:
    """What makes the activations of two layers the same function."""
    return type(numbered[1]), tuple(vars(numbered[1]).items())


class Losses:
    """The loss of each sample of a forward pass.

    Attributes
    ----------
    calls : do them after the forward pass's and before a backward pass
    per_sample : (samples,)
    """

    def __init__(self, forward: Forward) -> None:
        last = forward.layers[-1]
        self.per_sample: Array = np.empty(forward.table.shape[1], forward.network.dtype)
        self.calls: Calls = forward.network.loss.per_sample(last.z, last.h, forward.labels.T, self.per_sample)

    def mean(self) -> float:
        """Over all samples."""
        return float(np.add.reduce(self.per_sample)) / len(self.per_sample)
