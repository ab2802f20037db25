"""Losses spelled out: of one sample, and where the way back begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from nnsim.engine.catalog.losses import LOSSES
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
    Magnitude,
    Minus,
    Product,
    Quotient,
    Sum,
    Value,
    difference,
    square,
)
from nnsim.explain.layer_told import COUNT
from nnsim.explain.notation import Notation
from nnsim.explain.pens import Symbol

OUTPUTS: Final = Symbol("K", "K")
_SURE: Final = 1e-6
"""An answer so near to 0 or 1 is too sure for its logarithm to be taken: what is left of it is read off z."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sample's numbers at the output layer: each its own symbol, all (outputs,)."""

    z: tuple[Value, ...]
    prediction: tuple[Value, ...]
    label: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class LossTold:
    """A loss on an output layer with this activation.

    Parameters
    ----------
    n_samples : of the batch over which the loss is a mean
    """

    loss: Choice
    activation: str
    n_samples: int

    @property
    def is_fused(self) -> bool:
        """Whether ∂L/∂z is found at once, without ∂L/∂h: the two functions take each other's edge off."""
        return self.loss.name == "cross_entropy" or (self.loss.name == "quadratic" and self.activation == "step")

    @property
    def _limit(self) -> Constant:
        """Where the Huber loss goes straight."""
        delta = self.loss.values().get("delta", LOSSES.entry("huber").parameters[0].default)
        return Constant(delta, Symbol(r"\delta", "δ"))

    def formula(self, notation: Notation, n_outputs: int) -> str:
        """LaTeX of the loss of one sample, in these symbols; of a single output without a sum."""
        if self.loss.name == "cross_entropy" and self.activation == "sigmoid":
            text = r"-\frac{1}{K} \sum_k \left[ y_k \ln h_k + (1 - y_k) \ln(1 - h_k) \right]"
        else:
            text = LOSSES.entry(self.loss.name).formula
        if n_outputs == 1:
            text = re.sub(r"\\frac\{1\}\{K\} |\\sum_k |(?<=[a-z])_k", "", text)
            names = {"h": notation.prediction.letter, "y": notation.label.letter}
            return re.sub(r"(?<![A-Za-z\\])[hy]\b", lambda found: names[found[0]], text)
        names = {"h_k": f"{notation.prediction.letter}_k", "y_k": f"{notation.label.letter}_k"}
        return re.sub(r"(?<![A-Za-z\\])[hy]_k", lambda found: names[found[0]], text)

    def of_sample(self, outcome: Outcome) -> Expression | None:
        """How a sample's loss comes about; ``None`` if it is not spelled out here."""
        parts = tuple(zip(outcome.z, outcome.prediction, outcome.label, strict=True))
        count = len(parts)
        name = self.loss.name
        if name == "quadratic":
            squares = tuple(square(difference(h, y)) for _, h, y in parts)
            return Product((Quotient(ONE, TWO), _alone(squares)))
        if name == "cross_entropy" and self.activation == "softmax":
            return _surprise_of_shares(outcome)
        each = {
            "mse": lambda _z, h, y: square(difference(h, y)),
            "mae": lambda _z, h, y: Magnitude(difference(h, y)),
            "huber": lambda _z, h, y: self._huber(h, y),
            "hinge": lambda _z, h, y: Call("max", (ZERO, difference(ONE, Product((y, h))))),
            "cross_entropy": _surprise,
        }.get(name)
        if each is None:
            return None
        terms = tuple(each(*part) for part in parts)
        return terms[0] if count == 1 else Product((Quotient(ONE, Constant(float(count), OUTPUTS)), Sum(terms)))

    def _huber(self, h: Value, y: Value) -> Expression:
        limit, error = self._limit, Magnitude(difference(h, y))
        if error.value() <= limit.number:
            return Case(Product((Quotient(ONE, TWO), square(difference(h, y)))), error, "≤", limit)
        straight = Product((limit, difference(error, Quotient(limit, TWO))))
        return Case(straight, error, ">", limit)

    def slope(self, h: Value, y: Value, n_outputs: int) -> Expression:
        """∂L/∂h of the batch's mean loss at one output; if fused, ∂L/∂z."""
        name, error = self.loss.name, difference(h, y)
        by_outputs = not (name == "quadratic" or (name == "cross_entropy" and self.activation == "softmax"))
        counted = ((self.n_samples, COUNT), (n_outputs if by_outputs else 1, OUTPUTS))
        shares = tuple(Constant(float(count), symbol) for count, symbol in counted if count > 1)
        above: Expression = error
        if name == "mse":
            above = Product((TWO, error))
        elif name == "mae":
            above = Call("sign", (error,))
        elif name == "huber":
            limit = self._limit
            above = Call("max", (Minus(limit), Call("min", (error, limit))))
        elif name == "hinge":
            margin = difference(ONE, Product((y, h)))
            is_short = margin.value() > 0
            above = Case(Minus(y), margin, ">", ZERO) if is_short else Case(ZERO, margin, "≤", ZERO)
        if not shares:
            return above
        return Quotient(above, shares[0] if len(shares) == 1 else Product(shares))

    def slope_formula(self, notation: Notation, n_outputs: int) -> str:
        """LaTeX of ``slope``, without its left side."""
        h, y = notation.prediction.letter, notation.label.letter
        name = self.loss.name
        above = {
            "mse": f"2 ({h} - {y})",
            "mae": rf"\mathrm{{sign}}({h} - {y})",
            "huber": rf"\max(-\delta, \min({h} - {y}, \delta))",
            "hinge": rf"-{y} \; [1 - {y} \, {h} > 0]",
        }.get(name, f"{h} - {y}")
        by_outputs = not (name == "quadratic" or (name == "cross_entropy" and self.activation == "softmax"))
        factors = [
            sign for sign, is_there in (("n", self.n_samples > 1), ("K", by_outputs and n_outputs > 1)) if is_there
        ]
        return rf"\frac{{{above}}}{{{' '.join(factors)}}}" if factors else above


def _alone(terms: tuple[Expression, ...]) -> Expression:
    return terms[0] if len(terms) == 1 else Sum(terms)


def _surprise(z: Value, h: Value, y: Value) -> Expression:
    """−[y ln h + (1 − y) ln(1 − h)], without what is multiplied by 0.

    For an answer that is too sure, the same of z: ([z > 0] − y) z + ln(1 + e⁻|ᶻ|).
    """
    if min(h.number, 1.0 - h.number) < _SURE:
        straight = difference(Constant(float(z.number > 0)), y)
        return Sum((Product((straight, z)), Call("ln", (Sum((ONE, Exponential(Minus(Magnitude(z))))),))))
    right, wrong = Call("ln", (h,)), Call("ln", (difference(ONE, h),))
    if y.number == 1.0:
        return Minus(right)
    if y.number == 0.0:
        return Minus(wrong)
    return Minus(Sum((Product((y, right)), Product((difference(ONE, y), wrong)))))


def _surprise_of_shares(outcome: Outcome) -> Expression:
    """−Σ y ln h over what is not 0; where a share is too small, ln Σ eᶻ − Σ y z."""
    meant = [(h, y, z) for h, y, z in zip(outcome.prediction, outcome.label, outcome.z, strict=True) if y.number]
    if not meant:
        return ZERO
    if any(h.number < _SURE for h, _, _ in meant):
        largest = max(outcome.z, key=lambda value: value.number)
        total = Sum(tuple(Exponential(difference(z, largest)) for z in outcome.z))
        rest = Sum(tuple(Product((y, difference(z, largest))) for _, y, z in meant))
        return difference(Call("ln", (total,)), rest)
    terms = tuple(Call("ln", (h,)) if y.number == 1.0 else Product((y, Call("ln", (h,)))) for h, y, _ in meant)
    return Minus(_alone(terms))
