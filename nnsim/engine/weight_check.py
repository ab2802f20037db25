"""Is the gradient of this weight right? The weight is nudged up and down, and the loss is looked at."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.calls import prepared_arithmetic
from nnsim.engine.evaluation import products_of_sample
from nnsim.engine.gradcheck import PenalisedLoss, with_slope
from nnsim.engine.layers.pooling import offsets
from nnsim.engine.nudge import Corner, Nudge
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP

UNIT: Final = 2.0**-53
"""Half the distance from 1 to the next number: a loss is known to about this part of it."""
MOST_PRODUCTS: Final = 100_000_000
"""Most products of a weight and a number in one pass: with more, whoever waits for a single pass would notice it."""


Sides = list[tuple[str, int, NDArray[np.integer[Any]]]]
"""On which side of each corner every sample is: kind of corner, layer, (numbers, samples)."""


class WeightCheck:
    """The loss over one weight, on a copy of the network. Always in float64.

    Parameters
    ----------
    traced : the step: its samples, and the weights before it
    index : of the weight, in the vector of all parameters
    step : updates made before it, which tells what dropout leaves out

    Attributes
    ----------
    weight, loss, gradient : w, L(w) with the penalties l1 Σ|w| + ½ l2 Σw², and ∂L/∂w by backpropagation

    Raises
    ------
    SpecError : ``gradcheck.no_gradient`` if the output is a step, ``weight_check.too_large`` if one pass would take
        more than ``MOST_PRODUCTS``
    """

    def __init__(self, spec: NetworkSpec, training: TrainSpec, traced: Trace, index: int, step: int = 0) -> None:
        network = with_slope(spec, training)
        if len(traced.inputs) * products_of_sample(spec) > MOST_PRODUCTS:
            raise SpecError(
                "weight_check.too_large",
                QT_TRANSLATE_NOOP(
                    "errors",
                    "With so many samples and weights a proof would take too long. Choose the step of a batch, or "
                    "smaller batches.",
                ),
                where="training data",
            )
        network.parameters[...] = parameters_before(spec, traced)
        self._network, self._training, self._index = network, training, index
        self._is_weight = _is_weight(spec, index)
        with prepared_arithmetic():
            self._loss = PenalisedLoss(network, training, network.table(traced.inputs, traced.labels), step)
            self.gradient = float(self._loss.gradient()[index])
            self.loss = self._loss.value()
        self.weight = float(network.parameters[index])

    def moved(self, by: float) -> float:
        """The loss with the weight moved."""
        with prepared_arithmetic():
            return self._loss.moved(self._index, by)

    def nudge(self, epsilon: float) -> Nudge:
        """The central difference with one ε. ``corners`` tells why it may be wrong."""
        below = self.moved(-epsilon)
        before = self._sides()
        above = self.moved(epsilon)
        quotient = (above - below) / (2.0 * epsilon)
        error = abs(quotient - self.gradient)
        largest = max(abs(quotient), abs(self.gradient))
        corners = self._corners(before, self._sides(), epsilon)
        return Nudge(epsilon, below, above, quotient, error, error / largest if largest else 0.0, corners)

    def rounding(self, epsilon: float) -> float:
        """How wrong the quotient may be because the loss has only 16 digits."""
        return UNIT * abs(self.loss) / epsilon

    def _sides(self) -> Sides:
        """As the last pass has left it."""
        forward = self._loss.forward
        found: Sides = []
        for number, (layer, place) in enumerate(zip(forward.layers, self._network.places(), strict=True)):
            if layer.activation.has_corner:
                is_on = layer.z > 0.0
                if layer.kept is not None and layer is not forward.layers[-1]:
                    is_on &= layer.kept != 0.0  # what is left out switches without anybody feeling it
                found.append(("activation", number, is_on.astype(np.int8)))
            if place.layer.kind == "max_pool2d":
                picture = layer.x.reshape(*place.shape, layer.x.shape[1])
                largest = np.argmax(np.stack(offsets(picture, place)), axis=0)
                found.append(("pooling", number, largest.reshape(-1, layer.x.shape[1]).astype(np.int64)))
        sides = self._network.loss.sides(forward.layers[-1].h, forward.labels.T)
        if sides is not None:
            found.append(("loss", len(forward.layers) - 1, np.sign(sides).astype(np.int8)))
        return found

    def _corners(self, before: Sides, after: Sides, epsilon: float) -> tuple[Corner, ...]:
        found: list[Corner] = []
        for (kind, layer, one), (_, _, other) in zip(before, after, strict=True):
            n_samples = int((one != other).any(axis=0).sum())
            if n_samples:
                found.append(Corner(kind, layer, n_samples))
        if self._training.l1 and self._is_weight and abs(self.weight) <= epsilon:
            found.append(Corner("penalty", 0))
        return tuple(found)


def parameters_before(network: NetworkSpec, traced: Trace) -> Array:
    """(n_parameters,) float64 the weights, biases and gains before a traced step."""
    vector = np.zeros(network.n_parameters)
    for block, layer in zip(blocks(network), traced.layers, strict=True):
        block.weights(vector)[...] = layer.parameters.weights
        biases = block.biases(vector)
        if biases is not None:
            biases[...] = layer.parameters.biases
        if layer.parameters.gains is not None:
            block.normalization(vector)[0] = layer.parameters.gains
    return vector


def _is_weight(network: NetworkSpec, index: int) -> bool:
    """Whether a parameter is a weight, on which penalties act."""
    return any(block.start <= index < block.start + block.n_from * block.n_to for block in blocks(network))
