"""Are the gradients right? Each weight is moved a little up and down, and the loss is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.build import build_network
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.dropout import Chance
from nnsim.engine.network import Backward, Forward, Losses, Network
from nnsim.engine.parameters import Array
from nnsim.engine.regularizers import penalties, weight_mask
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP

STEP = 1e-5
TOLERANCE = 1e-6
SMALLEST = 1e-3
"""Gradients below this (times the loss, where that is above 1) are compared by their difference to this number: with a
step of 1e-5 the rounding of the loss alone makes differences of 1e-11."""
_NO_SLOPE = QT_TRANSLATE_NOOP(
    "errors",
    "Steps as outputs have no slope. They learn by the perceptron rule, which is not the gradient of any loss.",
)


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The gradient as training computes it beside the one found by moving each weight.

    Parameters
    ----------
    analytic, numeric : (n_parameters,), laid out by ``parameters.blocks``
    relative_error : (n_parameters,) difference of the two over the larger of them
    too_small : (n_parameters,) where both are so small, and not 0, that even the wrong sign would pass
    """

    analytic: Array
    numeric: Array
    relative_error: Array
    too_small: NDArray[np.bool_]

    @property
    def largest(self) -> float:
        """The largest relative error."""
        return float(self.relative_error.max())

    @property
    def passed(self) -> bool:
        """Whether every gradient is right; never with a number that is not finite."""
        return self.largest < TOLERANCE


def with_slope(spec: NetworkSpec, training: TrainSpec) -> Network:
    """The network in float64, whose gradients can be compared with slopes.

    Raises
    ------
    SpecError : ``gradcheck.no_gradient`` if the output is a step
    """
    network = build_network(replace(spec, dtype="float64"), training.loss)
    if not network.activations[-1].has_gradient:
        raise SpecError(
            "gradcheck.no_gradient",
            _NO_SLOPE,
            where="output layer",
            hint=QT_TRANSLATE_NOOP(
                "errors", "Choose another activation for the output layer to have gradients that can be compared."
            ),
        )
    return network


def check_gradient(
    spec: NetworkSpec, training: TrainSpec, parameters: Array, inputs: Array, labels: Array
) -> GradientCheck:
    """Compare backpropagation with central differences, (L(w + s) − L(w − s)) / 2s, for every weight and bias.

    The step s is 1e-5. Where that is wrong and numbers larger than 1 come in, a step is tried, too, that moves no
    weighted sum by more than that.
    Always in float64. L is the mean loss with the penalties l1 Σ|w| + ½ l2 Σw². Where L has a corner within a step of w
    (ReLU switching for some sample, |w| at 0) no central difference can be right; there the difference from the side
    without the corner, to second order as well, is compared, or the mean of both sides where the slope on the corner is
    that (an answer that meets its label exactly, with the mean absolute error).

    Parameters
    ----------
    parameters : (n_parameters,) where to check
    inputs, labels : (samples, inputs) and (samples, outputs) as the network sees them

    Raises
    ------
    SpecError : if the output is a step: the perceptron rule is no gradient
    """
    network = with_slope(spec, training)
    network.parameters[...] = parameters
    with prepared_arithmetic():
        loss = PenalisedLoss(network, training, network.table(inputs, labels))
        analytic = loss.gradient()
        smallest = SMALLEST * max(1.0, abs(loss.value()))
        steps = loss.small_steps()
        numeric, error = np.empty_like(analytic), np.empty_like(analytic)
        for index, right in enumerate(analytic):
            numeric[index], error[index] = _closest(loss, index, float(steps[index]), float(right), smallest)
    largest = np.maximum(np.abs(analytic), np.abs(numeric))
    too_small = (largest > 0.0) & (2.0 * largest < TOLERANCE * smallest)
    return GradientCheck(analytic, frozen(numeric), frozen(error), frozen(too_small))


class PenalisedLoss:
    """What the gradient is the gradient of: the mean loss with the penalties.

    Parameters
    ----------
    step : the training step whose chances dropout takes

    Attributes
    ----------
    forward : the pass, as the last ``value`` or ``moved`` has left it
    """

    def __init__(self, network: Network, training: TrainSpec, table: Array, step: int = 0) -> None:
        self.parameters, self._gradient = network.parameters, network.gradient
        self._l1, self._l2 = training.l1, training.l2
        self._mask = weight_mask(network.blocks, network.dtype)
        self.forward = forward = Forward(network, table, Chance(training.seed, lambda: step))
        self._losses = Losses(forward)
        self._value_calls = [*forward.calls, *self._losses.calls]
        added = penalties(network.parameters, network.gradient, network.blocks, training.l1, training.l2)
        self._gradient_calls = [*forward.calls, *Backward(forward).calls, *added]

    def value(self) -> float:
        """At the parameters as they are."""
        run(self._value_calls)
        weights = self.parameters * self._mask
        penalty = self._l1 * np.abs(weights).sum() + 0.5 * self._l2 * np.square(weights).sum()
        return self._losses.mean() + float(penalty)

    def gradient(self) -> Array:
        """By backpropagation."""
        run(self._gradient_calls)
        return frozen(self._gradient)

    def small_steps(self) -> Array:
        """(n_parameters,) how far to move each parameter so that no weighted sum moves by more than ``STEP``."""
        found = np.full_like(self.parameters, STEP)
        for block, layer in zip(self.forward.network.blocks, self.forward.layers, strict=True):
            weights = block.weights(found)
            if len(weights) == len(layer.x):  # dense: each row has its own input
                weights /= np.maximum(1.0, np.abs(layer.x).max(axis=1, keepdims=True))
            elif weights.size:
                weights /= max(1.0, float(np.abs(layer.x).max()))
        return found

    def moved(self, index: int, step: float) -> float:
        """The value with one parameter moved."""
        before = self.parameters[index]
        self.parameters[index] = before + step
        value = self.value()
        self.parameters[index] = before
        return value


def _closest(loss: PenalisedLoss, index: int, small: float, analytic: float, smallest: float) -> tuple[float, float]:
    """The difference quotient and its relative error: the central one or, if that is wrong, the best of the others."""
    up, down = loss.moved(index, STEP), loss.moved(index, -STEP)
    central = (up - down) / (2.0 * STEP)
    error = _relative(analytic, central, smallest)
    if error < TOLERANCE:
        return central, error
    middle = loss.value()
    above = (4.0 * up - 3.0 * middle - loss.moved(index, 2.0 * STEP)) / (2.0 * STEP)
    below = (loss.moved(index, -2.0 * STEP) + 3.0 * middle - 4.0 * down) / (2.0 * STEP)
    quotients = [central, above, below, 0.5 * (above + below)]
    if small < STEP:
        quotients.append((loss.moved(index, small) - loss.moved(index, -small)) / (2.0 * small))
    found = [(numeric, _relative(analytic, numeric, smallest)) for numeric in quotients]
    return min(found, key=lambda pair: pair[1])


def _relative(analytic: float, numeric: float, smallest: float) -> float:
    return abs(analytic - numeric) / max(abs(analytic), abs(numeric), smallest)
