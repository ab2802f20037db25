"""Where each weight and bias lies in the one flat vector that holds them all.

A layer's block is a matrix of ``n_from`` rows, and one more row for the biases if the layer has them. Rows are the
from-neurons, columns the to-neurons: ``z = x W + b``. A filter is a column, too: its rows are the pixels it looks at,
channel by channel, row by row. A layer that normalises has three more rows: the gains it learns, and the running means
and variances it remembers. Those are no parameters, but with them in the vector one array is the whole of what a
network knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.spec import NetworkSpec

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Block:
    """The part of the flat vector that belongs to one layer; empty for a layer without weights."""

    start: int
    n_from: int
    n_to: int
    bias: bool
    normalize: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Rows (with the bias row) and columns."""
        return self.n_from + self.bias, self.n_to

    @property
    def end_of_matrix(self) -> int:
        """One past the last weight or bias."""
        return self.start + self.shape[0] * self.n_to

    @property
    def stop(self) -> int:
        """One past the last element."""
        return self.end_of_matrix + 3 * self.normalize * self.n_to

    def matrix(self, flat: Array) -> Array:
        """A view (n_from + bias, n_to) of weights with the biases as last row."""
        return flat[self.start : self.end_of_matrix].reshape(self.shape)

    def weights(self, flat: Array) -> Array:
        """A view (n_from, n_to)."""
        return self.matrix(flat)[: self.n_from]

    def biases(self, flat: Array) -> Array | None:
        """A view (n_to,), or ``None`` without biases."""
        return self.matrix(flat)[self.n_from] if self.bias else None

    def normalization(self, flat: Array) -> Array:
        """A view (3, n_to) of gains, running means and running variances, or (0, n_to) without."""
        return flat[self.end_of_matrix : self.stop].reshape(3 * self.normalize, self.n_to)


def blocks(network: NetworkSpec) -> tuple[Block, ...]:
    """One block for each layer, in order, without gaps."""
    found: list[Block] = []
    start = 0
    for shape, layer in zip(network.shapes, network.layers, strict=False):
        found.append(Block(start, layer.rows(shape), layer.size, layer.bias, layer.normalize))
        start = found[-1].stop
    return tuple(found)


def trainable(network: NetworkSpec) -> Array | None:
    """(n_parameters,) 1 where a step may change a number, 0 where it may not; ``None`` if it may everywhere.

    Not where a layer is frozen, a weight held, a link cut, a neuron muted, and never what a normalisation remembers.
    """
    if not any(layer.frozen or layer.held or layer.cut or layer.muted or layer.normalize for layer in network.layers):
        return None
    mask = np.ones(network.n_parameters, network.dtype)
    for block, layer in zip(blocks(network), network.layers, strict=True):
        matrix = block.matrix(mask)
        for row, column in (*layer.held, *layer.cut):
            matrix[row, column] = 0.0
        matrix[:, list(layer.muted)] = 0.0
        block.normalization(mask)[1:] = 0.0
        block.normalization(mask)[:, list(layer.muted)] = 0.0
        if layer.frozen:
            mask[block.start : block.stop] = 0.0
    return mask


def learnt(network: NetworkSpec) -> Array | None:
    """(n_parameters,) 1 of weights, biases and gains, 0 of what a normalisation remembers; ``None`` if there is none.

    What is frozen or held now may have been learnt before.
    """
    if not any(layer.normalize for layer in network.layers):
        return None
    mask = np.ones(network.n_parameters, network.dtype)
    for block in blocks(network):
        block.normalization(mask)[1:] = 0.0
    return mask
