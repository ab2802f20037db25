"""Activation functions that go on like z on one side and flatten out on the other: ReLU and those made to better it.

Definitions are those of PyTorch; where nnsim computes something else, the class says so.
"""

from __future__ import annotations

from math import pi, sqrt

import numpy as np

from nnsim.engine.activations import Activation
from nnsim.engine.calls import Calls, constant, larger, smaller
from nnsim.engine.parameters import Array


class ReLU(Activation):
    """h = max(0, z), derivative 1 for z > 0 and 0 elsewhere, also at 0 (as PyTorch has it)."""

    bounds = (0.0, np.inf)
    has_corner = True

    def forward(self, z: Array, h: Array) -> Calls:
        """Larger of z and 0."""
        return [larger(z, constant(0.0, z), h)]

    def slope(self, z: Array, h: Array) -> Calls:
        """1 where h > 0."""
        return [(np.sign, (h, z))]


class LeakyReLU(Activation):
    """h = z for z > 0, else s z with a small slope s, so that a neuron never stops learning (Maas et al. 2013).

    Derivative 1 for z > 0, else s, also at 0 (as PyTorch has it).

    Parameters
    ----------
    slope : s, 0 to 1
    """

    def __init__(self, slope: float = 0.01) -> None:
        self.leak = slope
        self.has_corner = slope != 1.0
        self.bounds = (-np.inf if slope > 0.0 else 0.0, np.inf)

    def forward(self, z: Array, h: Array) -> Calls:
        """Larger of z and s z, which is right because s is at most 1."""
        return [(np.multiply, (z, constant(self.leak, z), h)), larger(z, h, h)]

    def slope(self, z: Array, h: Array) -> Calls:
        """Sign of h, which is that of z, raised to s where it is less."""
        return [(np.sign, (h, z)), larger(z, constant(self.leak, z), z)]


class ELU(Activation):
    """h = z for z > 0, else α (eᶻ − 1): bends smoothly towards −α (Clevert et al. 2015).

    Derivative 1 for z > 0, else α eᶻ, also at 0 (as PyTorch has it): without a corner for α = 1 alone.

    Parameters
    ----------
    alpha : α
    """

    bounds = (-1.0, np.inf)

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha
        self.has_corner = alpha != 1.0
        self.bounds = (-alpha, np.inf)

    def forward(self, z: Array, h: Array) -> Calls:
        """The part below 0 and the part above."""
        zero, above = constant(0.0, z), np.empty_like(z)
        return [
            smaller(z, zero, h),
            (np.expm1, (h, h)),
            (np.multiply, (h, constant(self.alpha, z), h)),
            larger(z, zero, above),
            (np.add, (h, above, h)),
        ]

    def slope(self, z: Array, h: Array) -> Calls:
        """α eᶻ up to 0. Above, e⁰ is the 1 that is wanted, unless α makes another number of it."""
        calls: Calls = [smaller(z, constant(0.0, z), z), (np.exp, (z, z))]
        if self.alpha != 1.0:
            is_above = np.empty(z.shape, np.bool_)
            calls += [
                (np.multiply, (z, constant(self.alpha, z), z)),
                (np.greater, (h, constant(0.0, h), is_above)),
                (np.copyto, (z, constant(1.0, z), "same_kind", is_above)),
            ]
        return calls


class Softplus(Activation):
    """h = ln(1 + eᶻ): ReLU with a rounded corner (Dugas et al. 2000). Derivative: the sigmoid of z.

    PyTorch's ``Softplus`` is z itself above 20, which differs from this by up to 2·10⁻⁹.
    """

    bounds = (0.0, np.inf)

    def forward(self, z: Array, h: Array) -> Calls:
        """ln(e⁰ + eᶻ), which NumPy computes without overflow."""
        return [(np.logaddexp, (constant(0.0, z), z, h))]

    def slope(self, z: Array, h: Array) -> Calls:
        """1 − e⁻ʰ, for e⁻ʰ = 1 / (1 + eᶻ)."""
        return [(np.negative, (h, z)), (np.expm1, (z, z)), (np.negative, (z, z))]


class GELU(Activation):
    """h = z Φ(z) with Φ(z) ≈ ½ (1 + tanh u), u = √(2/π) (z + 0.044715 z³) (Hendrycks and Gimpel 2016).

    This is PyTorch's ``GELU(approximate="tanh")``. The exact Φ, the share of a normal distribution below z, needs erf,
    which NumPy does not have; the two differ by less than 5·10⁻⁴. ½ (1 + tanh u) is computed as 1 / (1 + e⁻²ᵘ), which
    is the same but loses nothing for negative u.
    """

    bounds = (-0.1701, np.inf)

    _LINEAR = 2.0 * sqrt(2.0 / pi)
    _CUBIC = 0.044715 * _LINEAR

    def forward(self, z: Array, h: Array) -> Calls:
        """Z / (1 + e⁻²ᵘ)."""
        return [*self._minus_2u(z, h), (np.exp, (h, h)), (np.add, (h, constant(1.0, h), h)), (np.divide, (z, h, h))]

    def slope(self, z: Array, h: Array) -> Calls:
        """S + h (1 − s) (2u)' with s = 1 / (1 + e⁻²ᵘ)."""
        share, rise, one = np.empty_like(z), np.empty_like(z), constant(1.0, z)
        return [
            *self._minus_2u(z, share),
            (np.exp, (share, share)),
            (np.add, (share, one, share)),
            (np.reciprocal, (share, share)),
            (np.multiply, (z, z, rise)),
            (np.multiply, (rise, constant(3.0 * self._CUBIC, z), rise)),
            (np.add, (rise, constant(self._LINEAR, z), rise)),
            (np.subtract, (one, share, z)),
            (np.multiply, (z, h, z)),
            (np.multiply, (z, rise, z)),
            (np.add, (z, share, z)),
        ]

    def _minus_2u(self, z: Array, out: Array) -> Calls:
        return [
            (np.multiply, (z, z, out)),
            (np.multiply, (out, constant(-self._CUBIC, z), out)),
            (np.subtract, (out, constant(self._LINEAR, z), out)),
            (np.multiply, (out, z, out)),
        ]


class SiLU(Activation):
    """h = z / (1 + e⁻ᶻ), z times its sigmoid s, also called swish. Derivative s + h (1 − s).

    As PyTorch's ``SiLU`` (Elfwing et al. 2017).
    """

    bounds = (-0.2785, np.inf)

    def forward(self, z: Array, h: Array) -> Calls:
        """Z / (1 + e⁻ᶻ)."""
        one = constant(1.0, z)
        return [(np.negative, (z, h)), (np.exp, (h, h)), (np.add, (h, one, h)), (np.divide, (z, h, h))]

    def slope(self, z: Array, h: Array) -> Calls:
        """The sigmoid first."""
        rest, one = np.empty_like(z), constant(1.0, z)
        return [
            (np.negative, (z, z)),
            (np.exp, (z, z)),
            (np.add, (z, one, z)),
            (np.reciprocal, (z, z)),
            (np.subtract, (one, z, rest)),
            (np.multiply, (rest, h, rest)),
            (np.add, (z, rest, z)),
        ]
