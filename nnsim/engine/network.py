"""A network at work: its parameters in one flat vector, and passes prepared for a number of samples.

Layer i computes z = x W + b and h = σ(z). So that the bias costs no call of its own, it is the last row of the
layer's matrix, and what comes in carries a 1 for every sample.

Rows are samples everywhere in nnsim but here: inside a pass a sample is a *column*, (neurons, samples), and the ones
are the last row. Then every activation is contiguous, and an elementwise call on a small array takes a third of the
time it takes on a strided one. What a pass hands out (``z``, ``h``, ``prediction``) are transposed views: rows are
samples again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnsim.engine.activations import Activation
from nnsim.engine.calls import Calls
from nnsim.engine.losses import Loss
from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.spec import NetworkSpec


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
        self.dtype: np.dtype[np.floating[Any]] = np.dtype(spec.dtype)
        self.parameters: Array = np.zeros(spec.n_parameters, self.dtype)
        self.gradient: Array = np.zeros(spec.n_parameters, self.dtype)

    def table(self, inputs: Array, labels: Array | None = None) -> Array:
        """Rows ``[inputs | 1 | labels]``, (rows, n_inputs + 1 + outputs), as passes take them."""
        n_rows, n_inputs = inputs.shape
        n_outputs = 0 if labels is None else self.spec.output.size
        made = np.ones((n_rows, n_inputs + 1 + n_outputs), self.dtype)
        made[:, :n_inputs] = inputs
        if labels is not None:
            made[:, n_inputs + 1 :] = labels
        return made


class Forward:
    """The forward pass over all rows of ``table``, which may be filled anew before each use.

    Attributes
    ----------
    calls : do them to fill everything below
    z, h : for each layer (samples, neurons) pre-activations and activations
    prediction : the last ``h``
    labels : (samples, outputs) as they stand in the table
    columns : the same arrays as they lie in memory, for the passes that follow
    """

    def __init__(self, network: Network, table: Array) -> None:
        self.network = network
        self.table = table
        self.columns = Columns(network, table)
        self.calls: Calls = []
        for i, (block, activation) in enumerate(zip(network.blocks, network.activations, strict=True)):
            z, h = self.columns.z[i], self.columns.h[i]
            self.calls.append((np.dot, (block.matrix(network.parameters).T, self.columns.inputs[i], z)))
            self.calls += activation.forward(z, h)
        self.z = [z.T for z in self.columns.z]
        self.h = [h.T for h in self.columns.h]
        self.prediction = self.h[-1]
        self.labels = self.columns.labels.T


class Columns:
    """The buffers of a forward pass, samples as columns.

    Attributes
    ----------
    inputs : for each layer (n_from + bias, samples) what its matrix is multiplied with
    z, h : for each layer (neurons, samples)
    labels : (outputs, samples)
    """

    def __init__(self, network: Network, table: Array) -> None:
        source, width = table.T, network.spec.n_inputs
        self.labels = source[width + 1 :]
        self.inputs: list[Array] = []
        self.z: list[Array] = []
        self.h: list[Array] = []
        for block in network.blocks:
            self.inputs.append(source[: width + block.bias])
            source, width = np.ones((block.n_to + 1, len(table)), network.dtype), block.n_to
            self.z.append(np.empty((width, len(table)), network.dtype))
            self.h.append(source[:width])


class Backward:
    """The backward pass that belongs to a forward pass: fills the network's gradient of the mean loss.

    Attributes
    ----------
    calls : do them after the forward pass's; they use up its ``z``
    """

    def __init__(self, forward: Forward) -> None:
        network, columns = forward.network, forward.columns
        deltas = [np.empty_like(z) for z in columns.z]
        self.calls: Calls = network.loss.delta(columns.h[-1], columns.labels, deltas[-1])
        last = len(network.blocks) - 1
        for i in range(last, -1, -1):
            block, delta = network.blocks[i], deltas[i]
            if not (i == last and network.loss.fused):
                self.calls += network.activations[i].backward(columns.z[i], columns.h[i], delta)
            self.calls.append((np.dot, (columns.inputs[i], delta.T, block.matrix(network.gradient))))
            if i > 0:
                self.calls.append((np.dot, (block.weights(network.parameters), delta, deltas[i - 1])))


class Losses:
    """The loss of each sample of a forward pass.

    Attributes
    ----------
    calls : do them after the forward pass's and before a backward pass
    per_sample : (samples,)
    """

    def __init__(self, forward: Forward) -> None:
        columns = forward.columns
        self.per_sample: Array = np.empty(len(forward.table), forward.network.dtype)
        self.calls: Calls = forward.network.loss.per_sample(
            columns.z[-1], columns.h[-1], columns.labels, self.per_sample
        )

    def mean(self) -> float:
        """Over all samples."""
        return float(np.add.reduce(self.per_sample)) / len(self.per_sample)
