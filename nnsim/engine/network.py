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
from nnsim.engine.dropout import Chance, Dropout
from nnsim.engine.layers.kinds import TRANSFORMS
from nnsim.engine.layers.transform import Place, Transform
from nnsim.engine.losses import Loss
from nnsim.engine.normalization import Normalization
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
    inputs, labels : (samples, n_inputs), (samples, outputs) as they stand in the table
    z, h : for each layer (samples, neurons) pre-activations and activations
    prediction : the last ``h``
    columns : the same arrays as they lie in memory, for the passes that follow
    """

    def __init__(self, network: Network, table: Array, chance: Chance | None = None) -> None:
        self.network, self.table, self.chance = network, table, chance
        self.columns = columns = Columns(network, table)
        self.calls: Calls = []
        self.remember: Calls = []
        if chance is not None and any(layer.dropout for layer in network.spec.layers):
            self.calls.append((chance.rewind, ()))
        x = columns.inputs
        for place, activation, z, h in zip(network.places(), network.activations, columns.z, columns.h, strict=True):
            layer = place.layer
            columns.incoming.append(x[:-1])
            transform = TRANSFORMS[layer.kind](place, x, z)
            columns.transforms.append(transform)
            self.calls += transform.forward
            columns.normalizations.append(None)
            if layer.normalize:
                normalization = Normalization(place, z, by_batch=chance is not None)
                columns.normalizations[-1] = normalization
                self.calls += normalization.forward
                self.remember += normalization.remember
            self.calls += activation.forward(z, h)
            columns.alive.append(None)
            if layer.muted:
                columns.alive[-1] = alive = _alive(place, h)
                self.calls.append((np.multiply, (h, alive, h)))
            x = columns.with_ones[len(columns.transforms) - 1]
            columns.dropouts.append(None)
            if chance is not None and layer.dropout:
                x = np.ones((len(h) + 1, h.shape[1]), h.dtype)
                dropout = Dropout(layer.dropout, h, x[:-1], chance)
                columns.dropouts[-1] = dropout
                self.calls += dropout.forward
        self.inputs = columns.inputs[:-1].T
        self.labels = columns.labels.T
        self.z = [z.T for z in columns.z]
        self.h = [h.T for h in columns.h]
        self.prediction = self.h[-1]


class Columns:
    """The buffers of a forward pass, samples as columns, and the parts that backward passes go on from.

    Attributes
    ----------
    inputs : (n_inputs + 1, samples) with the row of ones
    labels : (outputs, samples)
    z, h : for each layer (neurons, samples); neighbours in memory, with a row of ones behind each ``h``
    with_ones : for each layer (neurons + 1, samples) its ``h`` and that row
    incoming : for each layer (numbers that come in, samples)
    alive : for each layer with muted neurons (neurons, 1), 0 for those
    flat_z, flat_h : all of that memory, (Σ (neurons + 1) · samples,)
    """

    def __init__(self, network: Network, table: Array) -> None:
        n_inputs, n_samples = network.sizes[0], table.shape[1]
        self.inputs, self.labels = table[: n_inputs + 1], table[n_inputs + 1 :]
        heights = np.array(network.sizes[1:]) + 1
        self.bounds = [0, *(np.cumsum(heights) * n_samples).tolist()]
        self.flat_z = np.zeros(self.bounds[-1], network.dtype)
        self.flat_h = np.ones(self.bounds[-1], network.dtype)
        self.z = [part[:-1] for part in self._parts(self.flat_z, n_samples)]
        self.with_ones = list(self._parts(self.flat_h, n_samples))
        self.h = [part[:-1] for part in self.with_ones]
        self.incoming: list[Array] = []
        self.transforms: list[Transform] = []
        self.normalizations: list[Normalization | None] = []
        self.dropouts: list[Dropout | None] = []
        self.alive: list[Array | None] = []

    def _parts(self, flat: Array, n_samples: int) -> Iterator[Array]:
        for start, stop in zip(self.bounds, self.bounds[1:], strict=False):
            yield flat[start:stop].reshape(-1, n_samples)


class Backward:
    """The backward pass that belongs to a forward pass: fills the network's gradient of the mean loss.

    Attributes
    ----------
    calls : do them after the forward pass's; they use up its ``z``
    deltas : for each layer (samples, neurons) ∂L/∂z of the mean loss, before what normalisation makes of it
    """

    def __init__(self, forward: Forward) -> None:
        network, columns = forward.network, forward.columns
        self._columns = columns
        self._deltas = [np.empty_like(z) for z in columns.z]
        last = len(network.blocks) - 1
        self.calls: Calls = network.loss.delta(columns.h[-1], columns.labels, self._deltas[-1])
        n_sloped = last if network.loss.fused else last + 1
        self.calls += self._slopes(network.activations[:n_sloped])
        for i in range(last, -1, -1):
            delta, normalization, dropout = self._deltas[i], columns.normalizations[i], columns.dropouts[i]
            alive = columns.alive[i]
            if dropout is not None:
                self.calls += dropout.backward(delta)
            if alive is not None:
                self.calls.append((np.multiply, (delta, alive, delta)))
            if i < n_sloped:
                self.calls += self._through(network.activations[i], i)
            if normalization is not None:
                self.calls += normalization.backward(delta)
            self.calls += columns.transforms[i].backward(delta, self._deltas[i - 1] if i > 0 else None)
        self.deltas = [delta.T for delta in self._deltas]

    def _slopes(self, activations: tuple[Activation, ...]) -> Calls:
        """Calls that turn z into slopes, once for neighbouring layers with the same activation."""
        calls: Calls = []
        bounds, columns = self._columns.bounds, self._columns
        for _, group in groupby(enumerate(activations), _function):
            members = list(group)
            activation = members[0][1]
            if activation.sloped:
                part = slice(bounds[members[0][0]], bounds[members[-1][0] + 1])
                calls += activation.slope(columns.flat_z[part], columns.flat_h[part])
        return calls

    def _through(self, activation: Activation, i: int) -> Calls:
        """Calls that turn the delta of layer i from ∂L/∂h into ∂L/∂z."""
        delta, z = self._deltas[i], self._columns.z[i]
        if activation.sloped:
            return [(np.multiply, (delta, z, delta))]
        return activation.backward(z, self._columns.h[i], delta)


def _alive(place: Place, h: Array) -> Array:
    """(neurons, 1) 0 for each muted neuron, or for all places of a muted filter, 1 for the others."""
    mask = np.ones((place.layer.size, len(h) // place.layer.size), h.dtype)
    mask[list(place.layer.muted)] = 0.0
    return mask.reshape(-1, 1)


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
        columns = forward.columns
        self.per_sample: Array = np.empty(forward.table.shape[1], forward.network.dtype)
        self.calls: Calls = forward.network.loss.per_sample(
            columns.z[-1], columns.h[-1], columns.labels, self.per_sample
        )

    def mean(self) -> float:
        """Over all samples."""
        return float(np.add.reduce(self.per_sample)) / len(self.per_sample)
