"""Expressions are written as a person would write them, and mean what is written."""

from __future__ import annotations

import math

import pytest

from nnsim.explain.expressions import (
    ONE,
    TWO,
    ZERO,
    Call,
    Case,
    Exponential,
    Expression,
    Magnitude,
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
from nnsim.explain.pens import Latex, Plain, Symbol

X, W, B = (Symbol(letter, letter, 1) for letter in ("x", "w", "b"))
x, w, b = Value(0.5, X.at(0)), Value(-1.25, W.at(0, 1)), Value(-0.1, B.at(1))


def short(number: float) -> str:
    return f"{number:g}"


IN_NUMBERS = [
    (Sum((Product((x, w)), b)), "0.5·(−1.25) − 0.1", -0.725),
    (difference(x, w), "0.5 − (−1.25)", 1.75),
    (Product((difference(x, b), w)), "(0.5 − (−0.1))·(−1.25)", -0.75),
    (square(w), "(−1.25)²", 1.5625),
    (Quotient(ONE, Sum((ONE, Exponential(Minus(w))))), "1 / (1 + e^(−(−1.25)))", 1 / (1 + math.exp(1.25))),
    (Product((Quotient(ONE, TWO), square(x))), "½·0.5²", 0.125),
    (Root(Sum((x, ONE))), "√(0.5 + 1)", math.sqrt(1.5)),
    (Call("max", (ZERO, w)), "max(0, −1.25)", 0.0),
    (Case(ZERO, w, "≤", ZERO), "0  [−1.25 ≤ 0]", 0.0),
    (Magnitude(w), "|−1.25|", 1.25),
    (Sum(()), "0", 0.0),
]


@pytest.mark.parametrize(("expression", "written", "value"), IN_NUMBERS, ids=[written for _, written, _ in IN_NUMBERS])
def test_numbers_stand_in_brackets_where_signs_would_meet(expression: Expression, written: str, value: float) -> None:
    assert expression.write(Plain(short)) == written
    assert expression.value() == pytest.approx(value, rel=1e-15)


def test_the_same_expression_is_written_in_symbols() -> None:
    told = Sum((Product((x, w)), b))
    assert told.write(Plain(short, symbols=True)) == "x₁·1 × w₁·1,2 + b₁·2"
    assert told.write(Latex(short, symbols=True)) == "x^{(1)}_{1} \\, w^{(1)}_{1,2} + b^{(1)}_{2}"


def test_of_a_long_sum_the_beginning_and_the_end_are_written() -> None:
    long = Sum(tuple(Value(float(number)) for number in range(1, 100)))
    assert long.write(Plain(short, most_terms=3)) == "1 + 2 + … + 99"


def test_latex_has_powers_of_ten_and_a_comma_that_no_space_follows() -> None:
    assert Value(3e-5).write(Latex(lambda _: "3,5e−5")) == "3{,}5 \\cdot 10^{-5}"


def test_what_has_no_end_is_told_as_such() -> None:
    assert Quotient(ONE, ZERO).value() != Quotient(ONE, ZERO).value()
    assert Exponential(Value(1e4)).value() == math.inf
    assert Power(Value(1e200), TWO).value() == math.inf
    assert Call("ln", (ZERO,)).value() == -math.inf
