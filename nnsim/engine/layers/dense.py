"""A layer in which every neuron is linked to every one of the layer before: z = x W + b."""

from __future__ import annotations

from nnsim.engine.calls import Calls, product
from nnsim.engine.layers.transform import Place, Transform
from nnsim.engine.parameters import Array


class Dense(Transform):
    """z = x W + b. The bias costs no call of its own: it is the last row of the matrix, and x ends in a 1.

    A layer that normalises adds its bias afterwards (``normalization.py``), so there the matrix ends with the weights.
    """

    def __init__(self, place: Place, x: Array, z: Array) -> None:
        block = place.block
        self._block = block
        self._matrix = block.weights if place.layer.normalize else block.matrix
        self._x = x[: len(self._matrix(place.parameters))]
        self._parameters, self._gradient = place.parameters, place.gradient
        self.forward = [product(self._matrix(place.parameters).T, self._x, z)]

    def backward(self, delta: Array, below: Array | None) -> Calls:
        """∂L/∂W = xᵀ δ, and δ Wᵀ."""
        calls: Calls = [product(self._x, delta.T, self._matrix(self._gradient))]
        if below is not None:
            calls.append(product(self._block.weights(self._parameters), delta, below))
        return calls
