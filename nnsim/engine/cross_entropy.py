"""Cross-entropy: how surprised a network that answers in probabilities is by what was right.

Both forms are computed from the pre-activations ``z`` and as sums of numbers that are not negative, so that nothing
cancels: what a network that is sure and right loses, 1.9·10⁻²² for z = 50, is as exact as what one that is wrong does.
"""

from __future__ import annotations

import numpy as np

from nnsim.engine.activations import Activation, Sigmoid, Softmax
from nnsim.engine.calls import Calls, constant, larger
from nnsim.engine.losses import Loss, scaled_error
from nnsim.engine.parameters import Array
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP


class CrossEntropy(Loss):
    """−ln(probability given to what was right): binary for sigmoid outputs, categorical for softmax."""

    def suited_to(self, output: Activation) -> Loss:
        """One of the two forms; anything that is not a probability is refused."""
        if isinstance(output, Sigmoid):
            return BinaryCrossEntropy()
        if isinstance(output, Softmax):
            return CategoricalCrossEntropy()
        super().suited_to(output)
        raise SpecError(
            "spec.loss_needs_probability",
            QT_TRANSLATE_NOOP(
                "errors",
                "Cross-entropy needs outputs that are probabilities, which this output layer's activation does not "
                "give.",
            ),
            where="output layer",
            hint=QT_TRANSLATE_NOOP(
                "errors", "Choose sigmoid (two classes) or softmax (more) for the output layer, or another loss."
            ),
        )

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Only its two forms can be computed."""
        raise TypeError("call suited_to(output) first")

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """Only its two forms can be computed."""
        raise TypeError("call suited_to(output) first")


class BinaryCrossEntropy(Loss):
    """−(1/K) Σₖ [yₖ ln hₖ + (1 − yₖ) ln(1 − hₖ)] for sigmoid outputs, from z: ([z > 0] − y) z + ln(1 + e⁻|ᶻ|).

    Labels from 0 to 1. Mean over the K outputs, as PyTorch's ``BCEWithLogitsLoss``. Derivative by z: (h − y) / K.
    """

    fused = True

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Finite for every finite z."""
        soft, straight = np.empty_like(z), np.empty_like(z)
        return [
            (np.copysign, (z, constant(-1.0, z), soft)),
            (np.exp, (soft, soft)),
            (np.log1p, (soft, soft)),
            (np.sign, (z, straight)),
            larger(straight, constant(0.0, z), straight),
            (np.subtract, (straight, label, straight)),
            (np.multiply, (straight, z, straight)),
            (np.add, (soft, straight, soft)),
            (np.add.reduce, (soft, 0, None, loss)),
            (np.multiply, (loss, constant(1.0 / len(z), z), loss)),
        ]

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """(h − y) / (samples · K)."""
        return scaled_error(h, label, delta, 1.0 / h.size)


class CategoricalCrossEntropy(Loss):
    """−Σₖ yₖ ln hₖ for softmax outputs, from z: ln Σₖ eᶻᵏ − Σₖ yₖ zₖ (as PyTorch's ``CrossEntropyLoss``).

    Derivative by z: h − y, for labels that sum to 1. With m the largest z, the loss is ln(1 + Σ eᶻᵏ⁻ᵐ) + Σ yₖ (m − zₖ),
    the first sum being over all k but the one that is largest.
    """

    fused = True

    def per_sample(self, z: Array, h: Array, label: Array, loss: Array) -> Calls:
        """Finite for every finite z. Where several z are largest, all of them but one stay in the sum, a 1 each."""
        below, scratch = np.empty_like(z), np.empty_like(z)
        largest, right, ties = np.empty((1, z.shape[1]), z.dtype), np.empty_like(loss), np.empty_like(loss)
        return [
            (np.maximum.reduce, (z, 0, None, largest, True)),
            (np.subtract, (z, largest, below)),
            (np.multiply, (below, label, scratch)),
            (np.add.reduce, (scratch, 0, None, right)),
            (np.exp, (below, scratch)),
            (np.sign, (below, below)),
            (np.add.reduce, (below, 0, None, ties)),
            (np.add, (ties, constant(len(z) - 1.0, z), ties)),
            (np.multiply, (scratch, below, scratch)),
            (np.add.reduce, (scratch, 0, None, loss)),
            (np.subtract, (ties, loss, loss)),
            (np.log1p, (loss, loss)),
            (np.subtract, (loss, right, loss)),
        ]

    def delta(self, h: Array, label: Array, delta: Array) -> Calls:
        """(h − y) / samples."""
        return scaled_error(h, label, delta, 1.0 / h.shape[1])
