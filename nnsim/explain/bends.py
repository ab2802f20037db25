"""Activations spelled out: how h comes of z, and the slope f'(z).

One that is not spelled out here is told as ``f(z)``, with the numbers that the engine finds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.spec import Choice
from nnsim.explain.expressions import (
    ONE,
    TWO,
    ZERO,
    Call,
    Case,
    Constant,
    Exponential,
    Expression,
    Given,
    Minus,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Value,
    difference,
    square,
)
from nnsim.explain.pens import Symbol

Settings = dict[str, Constant]
Bend = Callable[[Value, Settings], Expression]
_FARTHEST: Final = 700.0
"""The power of e beyond which it is near the end of all numbers, too large at one and 0 at the other."""
Slope = Callable[[Value, Value, Settings], Expression]


def bent(activation: Choice, z: Value, h: float) -> Expression:
    """How ``h`` comes of z, for all activations but softmax, of which every h depends on every z."""
    spelled = _BENDS.get(activation.name)
    return Given("f", z, h) if spelled is None else spelled(z, _settings_of(activation))


def slope(activation: Choice, z: Value, h: Value, found: float) -> Expression:
    """How the slope ``found`` comes of z and h."""
    spelled = _SLOPES.get(activation.name)
    return Given("f'", z, found) if spelled is None else spelled(z, h, _settings_of(activation))


def softmax(z: tuple[Value, ...], place: int) -> Expression:
    """The share of one z; of powers too large or too small to be written down, less the largest z in all of them."""
    largest = max(z, key=lambda value: value.number)
    if abs(largest.number) > _FARTHEST:
        total = Sum(tuple(Exponential(difference(each, largest)) for each in z))
        return Quotient(Exponential(difference(z[place], largest)), total)
    return Quotient(Exponential(z[place]), Sum(tuple(Exponential(each) for each in z)))


def settings(activation: Choice) -> tuple[Constant, ...]:
    """What is set of it, such as the α of ELU: the numbers of its formula that are not found."""
    return tuple(_settings_of(activation).values())


def _settings_of(activation: Choice) -> Settings:
    entry = ACTIVATIONS.entry(activation.name)
    values = {parameter.name: parameter.default for parameter in entry.parameters} | activation.values()
    return {name: Constant(value, _LETTERS[name]) for name, value in values.items()}


def _sigmoid(z: Expression) -> Expression:
    return Quotient(ONE, Sum((ONE, Exponential(Minus(z)))))


def _positive(z: Value, above: Expression, below: Expression) -> Case:
    """One of two, as z is above 0 or not."""
    return Case(above, z, ">", ZERO) if z.number > 0 else Case(below, z, "≤", ZERO)


def _softplus(z: Value, _settings: Settings) -> Expression:
    """Ln(1 + eᶻ); where eᶻ is too large to be written down, the same as z + ln(1 + e⁻ᶻ)."""
    if z.number > _FARTHEST:
        return Sum((z, Call("ln", (Sum((ONE, Exponential(Minus(z)))),))))
    return Call("ln", (Sum((ONE, Exponential(z))),))


def _elu(z: Value, settings: Settings) -> Expression:
    bending = Product((settings["alpha"], difference(Exponential(z), ONE)))
    return _positive(z, z, bending)


def _gelu_inner(z: Value) -> Expression:
    """U = √(2/π) (z + 0.044715 z³)."""
    cubic = Product((Constant(0.044715), Power(z, Constant(3.0))))
    return Product((Root(Quotient(TWO, Constant(math.pi))), Sum((z, cubic))))


def _gelu(z: Value, _settings: Settings) -> Expression:
    return Product((Quotient(z, TWO), Sum((ONE, Call("tanh", (_gelu_inner(z),))))))


def _gelu_slope(z: Value, _h: Value, _settings: Settings) -> Expression:
    """½ (1 + tanh u) + z/2 · (1 − tanh² u) · u'."""
    bend = Call("tanh", (_gelu_inner(z),))
    rise = Sum((ONE, Product((Constant(3 * 0.044715), square(z)))))
    inner = Product((Root(Quotient(TWO, Constant(math.pi))), rise))
    share = Quotient(Sum((ONE, bend)), TWO)
    return Sum((share, Product((Quotient(z, TWO), difference(ONE, square(bend)), inner))))


def _silu_slope(z: Value, h: Value, _settings: Settings) -> Expression:
    """S + h (1 − s) with s the sigmoid of z."""
    share = _sigmoid(z)
    return Sum((share, Product((h, difference(ONE, share)))))


_LETTERS: Final[Mapping[str, Symbol]] = {"slope": Symbol("s", "s"), "alpha": Symbol(r"\alpha", "α")}
"""Of the parameters, as the formulas of the catalog have them."""

_BENDS: Final[Mapping[str, Bend]] = {
    "identity": lambda z, _: z,
    "tanh": lambda z, _: Call("tanh", (z,)),
    "sigmoid": lambda z, _: _sigmoid(z),
    "relu": lambda z, _: Call("max", (ZERO, z)),
    "leaky_relu": lambda z, settings: Call("max", (Product((settings["slope"], z)), z)),
    "elu": _elu,
    "gelu": _gelu,
    "silu": lambda z, _: Quotient(z, Sum((ONE, Exponential(Minus(z))))),
    "softplus": _softplus,
    "step": lambda z, _: _positive(z, ONE, ZERO),
}

_SLOPES: Final[Mapping[str, Slope]] = {
    "identity": lambda _z, _h, _: ONE,
    "tanh": lambda _z, h, _: difference(ONE, square(h)),
    "sigmoid": lambda _z, h, _: Product((h, difference(ONE, h))),
    "relu": lambda z, _h, _: _positive(z, ONE, ZERO),
    "leaky_relu": lambda z, _h, settings: _positive(z, ONE, settings["slope"]),
    "elu": lambda z, _h, settings: _positive(z, ONE, Product((settings["alpha"], Exponential(z)))),
    "gelu": _gelu_slope,
    "silu": _silu_slope,
    "softplus": lambda z, _h, _: _sigmoid(z),
    "step": lambda _z, _h, _: ZERO,
}
