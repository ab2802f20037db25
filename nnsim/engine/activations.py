"""Activation functions: h = σ(z), each beside its derivative.

``forward`` prepares the calls that write σ(z) into ``h`` and leave ``z`` as it was; ``slope`` those that turn ``z``
into σ'(z), in place. All arrays are (neurons, samples) and contiguous, see ``network.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from nnsim.engine.calls import Calls, constant, larger
from nnsim.engine.parameters import Array


class Activation(ABC):
    """A function of z with its derivative."""

    bounds: ClassVar[tuple[float, float]] = (-np.inf, np.inf)
    """Smallest and largest value that h can take."""

    @abstractmethod
    def forward(self, z: Array, h: Array) -> Calls:
        """Calls that write σ(z) into ``h``."""

    elementwise: ClassVar[bool] = True
    """Whether each h depends on its own z alone. If not, there is no ``slope``, and ``backward`` is the class's own."""

    @abstractmethod
    def slope(self, z: Array, h: Array) -> Calls:
        """Calls that turn ``z`` into σ'(z). ``h`` = σ(z) is there to be read."""

    def backward(self, z: Array, h: Array, delta: Array) -> Calls:
        """Calls that turn ``delta`` from ∂L/∂h into ∂L/∂z; they may use up ``z``."""
        return [*self.slope(z, h), (np.multiply, (delta, z, delta))]


class Identity(Activation):
    """h = z, derivative 1."""

    def forward(self, z: Array, h: Array) -> Calls:
        """Copy."""
        return [(np.copyto, (h, z))]

    def slope(self, z: Array, h: Array) -> Calls:
        """1 everywhere."""
        return [(z.fill, (1.0,))]

    def backward(self, z: Array, h: Array, delta: Array) -> Calls:
        """Nothing to multiply."""
        return []


class Sigmoid(Activation):
    """h = 1 / (1 + e⁻ᶻ), derivative h (1 − h).

    For large negative z, e⁻ᶻ overflows to infinity and h is 0, which is the right limit: whoever runs the calls
    ignores overflow (``numpy.errstate``).
    """

    bounds = (0.0, 1.0)

    def forward(self, z: Array, h: Array) -> Calls:
        """Reciprocal of 1 + e⁻ᶻ."""
        one = constant(1.0, z)
        return [(np.negative, (z, h)), (np.exp, (h, h)), (np.add, (h, one, h)), (np.reciprocal, (h, h))]

    def slope(self, z: Array, h: Array) -> Calls:
        """H (1 − h)."""
        return [(np.subtract, (constant(1.0, z), h, z)), (np.multiply, (z, h, z))]


class Tanh(Activation):
    """h = tanh z, derivative 1 − h²."""

    bounds = (-1.0, 1.0)

    def forward(self, z: Array, h: Array) -> Calls:
        """NumPy's own."""
        return [(np.tanh, (z, h))]

    def slope(self, z: Array, h: Array) -> Calls:
        """1 − h²."""
        return [(np.multiply, (h, h, z)), (np.subtract, (constant(1.0, z), z, z))]


class ReLU(Activation):
    """h = max(0, z), derivative 1 for z > 0 and 0 elsewhere, also at 0 (as PyTorch has it)."""

    bounds = (0.0, np.inf)

    def forward(self, z: Array, h: Array) -> Calls:
        """Larger of z and 0."""
        return [larger(z, constant(0.0, z), h)]

    def slope(self, z: Array, h: Array) -> Calls:
        """1 where h > 0."""
        return [(np.sign, (h, z))]


class Softmax(Activation):
    """hⱼ = eᶻʲ / Σₖ eᶻᵏ over the neurons of a layer: positive numbers with sum 1.

    The largest z is subtracted first, which changes nothing but keeps eᶻ finite. ∂hⱼ/∂zₖ = hⱼ (δⱼₖ − hₖ).
    """

    bounds = (0.0, 1.0)
    elementwise = False

    def forward(self, z: Array, h: Array) -> Calls:
        """Exponentials over their sum."""
        of_sample = np.empty((1, z.shape[1]), z.dtype)
        return [
            (np.maximum.reduce, (z, 0, None, of_sample, True)),
            (np.subtract, (z, of_sample, h)),
            (np.exp, (h, h)),
            (np.add.reduce, (h, 0, None, of_sample, True)),
            (np.divide, (h, of_sample, h)),
        ]

    def slope(self, z: Array, h: Array) -> Calls:
        """Every h depends on every z, so no single slope tells."""
        raise TypeError("softmax has no slope of its own; use backward")

    def backward(self, z: Array, h: Array, delta: Array) -> Calls:
        """δ ← h (δ − Σₖ δₖ hₖ)."""
        of_sample = np.empty((1, z.shape[1]), z.dtype)
        return [
            (np.multiply, (delta, h, z)),
            (np.add.reduce, (z, 0, None, of_sample, True)),
            (np.subtract, (delta, of_sample, delta)),
            (np.multiply, (delta, h, delta)),
        ]
