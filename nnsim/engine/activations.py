"""Activation functions: h = σ(z), each beside its derivative.

``forward`` prepares the calls that write σ(z) into ``h`` and leave ``z`` as it was; ``slope`` those that turn ``z``
into σ'(z), in place. All arrays are contiguous, see ``network.py``: (neurons, samples), or for ``slope`` the memory of
several layers in a row. The bent lines, from ReLU to SiLU, are in ``rectifiers.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from nnsim.engine.calls import Calls, constant, larger
from nnsim.engine.parameters import Array


class Activation(ABC):
    """A function of z with its derivative."""

    bounds: tuple[float, float] = (-np.inf, np.inf)
    """Between what h lies; some of the ends are only ever approached."""

    sloped: ClassVar[bool] = True
    """Whether ``backward`` multiplies by the slope and does nothing else: slopes of several layers are found at once.
    Not so if there is nothing to multiply by, nor if each h depends on more than its own z."""

    has_gradient: ClassVar[bool] = True
    """Whether σ' is ever other than 0, so that layers in front can learn."""

    has_corner: bool = False
    """Whether σ' jumps at z = 0."""

    @abstractmethod
    def forward(self, z: Array, h: Array) -> Calls:
        """Calls that write σ(z) into ``h``."""

    @abstractmethod
    def slope(self, z: Array, h: Array) -> Calls:
        """Calls that turn ``z`` into σ'(z), each number for itself. ``h`` = σ(z) is there to be read."""

    def backward(self, z: Array, h: Array, delta: Array) -> Calls:
        """Calls that turn ``delta`` from ∂L/∂h into ∂L/∂z; they may use up ``z``."""
        return [*self.slope(z, h), (np.multiply, (delta, z, delta))]


class Identity(Activation):
    """h = z, derivative 1."""

    sloped = False

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
        """Of h alone: h (1 − h)."""
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


class Step(Activation):
    """h = 1 for z > 0, else 0: the neuron of McCulloch and Pitts (1943). Its slope is 0, also at the jump.

    In a hidden layer it lets no gradient through: what lies in front learns nothing. Steps as outputs learn, with all
    that lies in front, by the perceptron rule, see ``losses.py``.
    """

    bounds = (0.0, 1.0)
    has_gradient = False

    def forward(self, z: Array, h: Array) -> Calls:
        """Sign of z, −1 raised to 0. (``np.heaviside`` takes six times as long on large arrays.)"""
        return [(np.sign, (z, h)), larger(h, constant(0.0, h), h)]

    def slope(self, z: Array, h: Array) -> Calls:
        """0 everywhere."""
        return [(z.fill, (0.0,))]


class Softmax(Activation):
    """hⱼ = eᶻʲ / Σₖ eᶻᵏ over the neurons of a layer: positive numbers with sum 1.

    The largest z is subtracted first, which changes nothing but keeps eᶻ finite. ∂hⱼ/∂zₖ = hⱼ (δⱼₖ − hₖ).
    """

    bounds = (0.0, 1.0)
    sloped = False

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
