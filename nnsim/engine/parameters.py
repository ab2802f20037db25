"""Where each weight and bias lies in the one flat vector that holds them all.

A layer's block is a matrix of ``n_from`` rows, and one more row for the biases if the layer has them. Rows are the
from-neurons, columns the to-neurons: ``z = x W + b``.
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
    """The part of the flat vector that belongs to one layer."""

    start: int
    n_from: int
    n_to: int
    bias: bool

    @property
    def shape(self) -> tuple[int, int]:
        """Rows (with the bias row) and columns."""
        return self.n_from + self.bias, self.n_to

    @property
    def stop(self) -> int:
        """One past the last element."""
        return self.start + self.shape[0] * self.shape[1]

    def matrix(self, flat: Array) -> Array:
        """A view (n_from + bias, n_to) of weights with the biases as last row."""
        return flat[self.start : self.stop].reshape(self.shape)

    def weights(self, flat: Array) -> Array:
        """A view (n_from, n_to)."""
        return self.matrix(flat)[: self.n_from]

    def biases(self, flat: Array) -> Array | None:
        """A view (n_to,), or ``None`` without biases."""
        return self.matrix(flat)[self.n_from] if self.bias else None


def blocks(network: NetworkSpec) -> tuple[Block, ...]:
    """One block for each layer, in order, without gaps."""
    found: list[Block] = []
    start = 0
    for n_from, layer in zip(network.sizes, network.layers, strict=False):
        found.append(Block(start, n_from, layer.size, layer.bias))
        start = found[-1].stop
    return tuple(found)
