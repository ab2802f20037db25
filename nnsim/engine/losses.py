"""Losses: how wrong a prediction is, each beside its derivative.

Every loss is the mean over the samples of a batch. What it is for one sample with several outputs differs by
convention and is said at each class. ``z`` are the output layer's pre-activations, ``h`` its activations (the
prediction), ``label`` what should have come out: all (outputs, samples), see ``network.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from nnsim.engine.activations import Activation, Sigmoid, Softmax
from nnsim.engine.calls import Calls, constant, larger
from nnsim.engine.parameters import Array
from nnsim.errors import SpecError


class Loss(ABC):
    """A measure of error with its derivative."""

    fused: ClassVar[bool] = False
    """Whether ``delta`` prepares ∂L/∂z itself (stable on pre-activations) rather than ∂L/∂h."""

    def suited_to(self, output: Activation) -> Loss:
        """The form of this loss for an output layer; raises ``SpecError`` if the two make no sense together."""
        del output
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


def _scaled_error(h: Array, label: Array, delta: Array, factor: float) -> Calls:
    """Calls for ``delta = factor * (h − label)``."""
    calls: Calls = [(np.subtract, (h, label, delta))]
    if factor != 1.0:
        calls.append((np.multiply, (delta, constant(factor, delta), delta)))
    return calls


class Quadratic(Loss):
    """½ Σₖ (hₖ − yₖ)²: half the squared error, summed over the outputs. Derivative h − y."""

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """½ of the squared distance."""
        return _squares(h, label, loss, 0.5)

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """(h − y) / samples."""
        return _scaled_error(h, label, delta, 1.0 / h.shape[1])


class MeanSquaredError(Loss):
    """(1/K) Σₖ (hₖ − yₖ)²: the mean over the K outputs, without ½ (as PyTorch's ``MSELoss``).

    Derivative 2 (h − y) / K.
    """

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Mean of squares."""
        return _squares(h, label, loss, 1.0 / len(h))

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """2 (h − y) / (samples · K)."""
        return _scaled_error(h, label, delta, 2.0 / h.size)


class CrossEntropy(Loss):
    """−ln(probability given to what was right): binary for sigmoid outputs, categorical for softmax."""

    def suited_to(self, output: Activation) -> Loss:
        """One of the two forms; anything that is not a probability is refused."""
        if isinstance(output, Sigmoid):
            return BinaryCrossEntropy()
        if isinstance(output, Softmax):
            return CategoricalCrossEntropy()
        raise SpecError(
            "spec.loss_needs_probability",
            "Cross-entropy needs outputs that are probabilities, which this output layer's activation does not give.",
            where="output layer",
            hint="Choose sigmoid (two classes) or softmax (more) for the output layer, or another loss.",
        )

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Only its two forms can be computed."""
        raise TypeError("call suited_to(output) first")

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """Only its two forms can be computed."""
        raise TypeError("call suited_to(output) first")


class BinaryCrossEntropy(Loss):
    """−(1/K) Σₖ [yₖ ln hₖ + (1 − yₖ) ln(1 − hₖ)] for sigmoid outputs, from z: max(z, 0) − z y + ln(1 + e⁻|ᶻ|).

    Mean over the K outputs, as PyTorch's ``BCEWithLogitsLoss``. Derivative by z: (h − y) / K.
    """

    fused = True

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Finite for every finite z."""
        soft, straight = np.empty_like(z), np.empty_like(z)
        return [
            (np.abs, (z, soft)),
            (np.negative, (soft, soft)),
            (np.exp, (soft, soft)),
            (np.log1p, (soft, soft)),
            larger(z, constant(0.0, z), straight),
            (np.add, (soft, straight, soft)),
            (np.multiply, (z, label, straight)),
            (np.subtract, (soft, straight, soft)),
            (np.add.reduce, (soft, 0, None, loss)),
            (np.multiply, (loss, constant(1.0 / len(z), z), loss)),
        ]

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """(h − y) / (samples · K)."""
        return _scaled_error(h, label, delta, 1.0 / h.size)


class CategoricalCrossEntropy(Loss):
    """−Σₖ yₖ ln hₖ for softmax outputs, from z: ln Σₖ eᶻᵏ − Σₖ yₖ zₖ (as PyTorch's ``CrossEntropyLoss``).

    Derivative by z: h − y, for labels that sum to 1.
    """

    fused = True

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Finite for every finite z: distances to the largest z come first."""
        shifted, scratch = np.empty_like(z), np.empty_like(z)
        largest, right = np.empty((1, z.shape[1]), z.dtype), np.empty_like(loss)
        return [
            (np.maximum.reduce, (z, 0, None, largest, True)),
            (np.subtract, (z, largest, shifted)),
            (np.multiply, (shifted, label, scratch)),
            (np.add.reduce, (scratch, 0, None, right)),
            (np.exp, (shifted, scratch)),
            (np.add.reduce, (scratch, 0, None, loss)),
            (np.log, (loss, loss)),
            (np.subtract, (loss, right, loss)),
        ]

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """(h − y) / samples."""
        return _scaled_error(h, label, delta, 1.0 / h.shape[1])
