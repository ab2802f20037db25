"""What functions of the engine truly are, to fifty digits: the formulas as they stand in the textbook, in decimal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext

DIGITS = 50
TINY = Decimal("1e-40")


def precise() -> Context:
    """Fifty digits, and exponents that no number here leaves."""
    return Context(prec=DIGITS, Emin=MIN_EMIN, Emax=MAX_EMAX)


def ln1p(x: Decimal) -> Decimal:
    """ln(1 + x) for x ≥ 0. Where 1 + x would need more digits than there are, its series: the rest is below x⁴."""
    if x < TINY:
        return x - x * x / 2 + x * x * x / 3
    with localcontext() as context:
        context.prec = 2 * DIGITS
        return (1 + x).ln()


def expm1(x: Decimal) -> Decimal:
    """eˣ − 1 for x ≤ 0."""
    if -x < TINY:
        return x + x * x / 2 + x * x * x / 6
    with localcontext() as context:
        context.prec = 2 * DIGITS
        return x.exp() - 1


def sigmoid(z: Decimal) -> Decimal:
    return 1 / (1 + (-z).exp())


def softplus(z: Decimal) -> Decimal:
    return max(z, Decimal(0)) + ln1p((-abs(z)).exp())


def silu(z: Decimal) -> Decimal:
    return z * sigmoid(z)


def elu(z: Decimal) -> Decimal:
    return z if z > 0 else expm1(z)


def gelu(z: Decimal) -> Decimal:
    """½ z (1 + tanh u) with tanh u = 1 − 2 / (1 + e²ᵘ): ½ (1 + tanh u) = 1 / (1 + e⁻²ᵘ)."""
    root = (2 / PI).sqrt()
    return z * sigmoid(2 * root * (z + Decimal("0.044715") * z**3))


def softmax(z: Sequence[Decimal]) -> list[Decimal]:
    powers = [(each - max(z)).exp() for each in z]
    return [power / sum(powers) for power in powers]


def binary_cross_entropy(z: Decimal, y: Decimal) -> Decimal:
    """−[y ln h + (1 − y) ln(1 − h)] with −ln h = softplus(−z), −ln(1 − h) = softplus(z)."""
    return y * softplus(-z) + (1 - y) * softplus(z)


def categorical_cross_entropy(z: Sequence[Decimal], y: Sequence[Decimal]) -> Decimal:
    """−Σ yₖ ln hₖ with −ln hₖ = ln Σⱼ e to the power of zⱼ − zₖ: k itself is the 1 in it."""
    parts = []
    for k, share in enumerate(y):
        others = sum((each - z[k]).exp() for j, each in enumerate(z) if j != k)
        parts.append(share * ln1p(others))
    return sum(parts, Decimal(0))


PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494")
"""OEIS A000796."""
