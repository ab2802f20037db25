"""Which weight: a place in a network."""

from __future__ import annotations

from typing import NamedTuple

from nnsim.engine.parameters import blocks
from nnsim.engine.spec import NetworkSpec


class WeightPlace(NamedTuple):
    """A weight or a bias.

    Parameters
    ----------
    layer : index into ``NetworkSpec.layers``
    row : the number that comes in, of a filter the pixel under it; one past the last means the bias
    column : the neuron or filter that it belongs to
    """

    layer: int
    row: int
    column: int

    def exists(self, network: NetworkSpec) -> bool:
        """Whether a network has it."""
        if not 0 <= self.layer < len(network.layers):
            return False
        layer = network.layers[self.layer]
        rows = layer.rows(network.shapes[self.layer]) + layer.bias
        return layer.has_weights and 0 <= self.row < rows and 0 <= self.column < layer.size

    def is_bias(self, network: NetworkSpec) -> bool:
        """Whether it is a bias of this network."""
        return self.row == network.layers[self.layer].rows(network.shapes[self.layer])

    def index_in(self, network: NetworkSpec) -> int:
        """Where it lies in the vector of all parameters."""
        block = blocks(network)[self.layer]
        return block.start + self.row * block.n_to + self.column
