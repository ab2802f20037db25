"""Losses: how wrong a prediction is, each beside its derivative.

Every loss is the mean over the samples of a batch. What it is for one sample with several outputs differs by
convention and is said at each class. ``z`` are the output layer's pre-activations, ``h`` its activations (the
prediction), ``label`` what should have come out: all (outputs, samples), see ``network.py``. Cross-entropy is in
``cross_entropy.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from nnsim.engine.activations import Activation, Step
from nnsim.engine.calls import Calls, constant, larger, smaller
from nnsim.engine.parameters import Array
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP


class Loss(ABC):
    """A measure of error with its derivative."""

    fused: ClassVar[bool] = False
    """Whether ``delta`` prepares ∂L/∂z itself (stable on pre-activations) rather than ∂L/∂h."""

    class_labels: ClassVar[tuple[float, float] | None] = None
    """What "not this class" and "this class" must be, if the loss makes sense for no other labels."""

    def sides(self, h: Array, label: Array) -> Array | None:
        """Numbers whose signs tell on which side of its corners the loss is; ``None`` if it has none."""
        return None

    def suited_to(self, output: Activation) -> Loss:
        """The form of this loss for an output layer; raises ``SpecError`` if the two make no sense together."""
        if not output.has_gradient:
            raise SpecError(
                "spec.loss_needs_slope",
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The output layer's activation has no slope, so this loss cannot tell in which direction to learn.",
                ),
                where="output layer",
                hint=QT_TRANSLATE_NOOP(
                    "errors",
                    "Choose the quadratic loss, which then learns by the perceptron rule, or another activation.",
                ),
            )
        return self

    @abstractmethod
    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Calls that write the loss of each sample into ``loss`` (samples,) and leave everything else as it was."""

    @abstractmethod
    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """Calls that write the derivative of the batch's mean loss into ``delta``: ∂L/∂h, or ∂L/∂z if fused."""


def _squares(h: Array, label: Array, loss: Array, factor: float) -> Calls:
    """Calls for ``loss = factor * Σₖ (hₖ − yₖ)²``."""
    scratch = np.empty_like(h)
    return [
        (np.subtract, (h, label, scratch)),
        (np.multiply, (scratch, scratch, scratch)),
        (np.add.reduce, (scratch, 0, None, loss)),
        (np.multiply, (loss, constant(factor, loss), loss)),
    ]


def _mean_over_outputs(parts: Array, loss: Array) -> Calls:
    """Calls for ``loss = (1/K) * Σₖ partsₖ``."""
    return [
        (np.add.reduce, (parts, 0, None, loss)),
        (np.multiply, (loss, constant(1.0 / len(parts), loss), loss)),
    ]


def scaled_error(h: Array, label: Array, delta: Array, factor: float) -> Calls:
    """Calls for ``delta = factor * (h − label)``."""
    calls: Calls = [(np.subtract, (h, label, delta))]
    if factor != 1.0:
        calls.append((np.multiply, (delta, constant(factor, delta), delta)))
    return calls


class Quadratic(Loss):
    """½ Σₖ (hₖ − yₖ)²: half the squared error, summed over the outputs. Derivative h − y."""

    def suited_to(self, output: Activation) -> Loss:
        """With steps as outputs the perceptron rule."""
        return PerceptronRule() if isinstance(output, Step) else super().suited_to(output)

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """½ of the squared distance."""
        return _squares(h, label, loss, 0.5)

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """(h − y) / samples."""
        return scaled_error(h, label, delta, 1.0 / h.shape[1])


class PerceptronRule(Quadratic):
    """The quadratic loss of a step, which has no slope: ∂L/∂z is *taken* to be h − y.

    So weights move by η (y − h) x, only where the answer is wrong: the rule of the perceptron (F. Rosenblatt, "The
    perceptron", Psychological Review 65, 1958). It is not a gradient of this loss, which is flat wherever it has one.
    """

    fused = True


class MeanSquaredError(Loss):
    """(1/K) Σₖ (hₖ − yₖ)²: the mean over the K outputs, without ½ (as PyTorch's ``MSELoss``).

    Derivative 2 (h − y) / K.
    """

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Mean of squares."""
        return _squares(h, label, loss, 1.0 / len(h))

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """2 (h − y) / (samples · K)."""
        return scaled_error(h, label, delta, 2.0 / h.size)


class MeanAbsoluteError(Loss):
    """(1/K) Σₖ |hₖ − yₖ|: the mean over the K outputs (as PyTorch's ``L1Loss``).

    Derivative ±1/K by the sign of h − y, 0 where the two are equal.
    """

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Mean of distances."""
        scratch = np.empty_like(h)
        return [
            (np.subtract, (h, label, scratch)),
            (np.abs, (scratch, scratch)),
            *_mean_over_outputs(scratch, loss),
        ]

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """Sign of h − y, over (samples · K)."""
        return [
            (np.subtract, (h, label, delta)),
            (np.sign, (delta, delta)),
            (np.multiply, (delta, constant(1.0 / h.size, delta), delta)),
        ]

    def sides(self, h: Array, label: Array) -> Array:
        """Corners are where an answer meets its label."""
        return np.subtract(h, label)


class Huber(Loss):
    """(1/K) Σₖ of ½ e² for |e| ≤ δ, else δ (|e| − ½ δ), with e = hₖ − yₖ: quadratic near the label, straight far off.

    Mean over the K outputs, as PyTorch's ``HuberLoss`` (Huber 1964). Derivative: e / K, cut off at ±δ / K.

    Parameters
    ----------
    delta : δ, above 0
    """

    def __init__(self, delta: float = 1.0) -> None:
        self.limit = delta

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Both cases are c (|e| − ½ c) with c = min(|e|, δ)."""
        error, cut, half = np.empty_like(h), np.empty_like(h), np.empty_like(h)
        return [
            (np.subtract, (h, label, error)),
            (np.abs, (error, error)),
            smaller(error, constant(self.limit, h), cut),
            (np.multiply, (cut, constant(0.5, h), half)),
            (np.subtract, (error, half, error)),
            (np.multiply, (error, cut, error)),
            *_mean_over_outputs(error, loss),
        ]

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """The error h − y, kept between ±δ, over (samples · K)."""
        return [
            (np.subtract, (h, label, delta)),
            smaller(delta, constant(self.limit, delta), delta),
            larger(delta, constant(-self.limit, delta), delta),
            (np.multiply, (delta, constant(1.0 / h.size, delta), delta)),
        ]


class Hinge(Loss):
    """(1/K) Σₖ max(0, 1 − yₖ hₖ) for labels y = ±1: content with every answer that is right by a margin of 1.

    Mean over the K outputs, as Keras's ``Hinge``; with one output the loss of a linear support vector machine (Cortes
    and Vapnik 1995). Derivative −y / K within the margin and 0 beyond, also at its edge.
    """

    class_labels = (-1.0, 1.0)

    def suited_to(self, output: Activation) -> Loss:
        """Outputs that never come near −1 and 1 are refused."""
        form = super().suited_to(output)
        low, high = output.bounds
        if low > -1.0 or high < 1.0:
            raise SpecError(
                "spec.hinge_needs_both_signs",
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The hinge loss wants outputs that reach from −1 to 1, and this output layer's activation gives "
                    "none.",
                ),
                where="output layer",
                hint=QT_TRANSLATE_NOOP(
                    "errors", "Choose identity or tanh for the output layer first, or another loss."
                ),
            )
        return form

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Mean of what is missing to the margin."""
        scratch = np.empty_like(h)
        return [
            (np.multiply, (h, label, scratch)),
            (np.subtract, (constant(1.0, h), scratch, scratch)),
            larger(scratch, constant(0.0, h), scratch),
            *_mean_over_outputs(scratch, loss),
        ]

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """−y / (samples · K) where something is missing."""
        return [
            (np.multiply, (h, label, delta)),
            (np.subtract, (constant(1.0, h), delta, delta)),
            (np.sign, (delta, delta)),
            larger(delta, constant(0.0, delta), delta),
            (np.multiply, (delta, label, delta)),
            (np.multiply, (delta, constant(-1.0 / h.size, delta), delta)),
        ]

    def sides(self, h: Array, label: Array) -> Array:
        """Corners are at the margin."""
        return np.subtract(1.0, label * h)
