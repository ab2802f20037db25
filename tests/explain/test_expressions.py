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
    Constant,
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
from nnsim.explain.spelling import digits_by_hand, spelled
from tests.explain.figures import Short

X, W, B = (Symbol(letter, letter, 1) for letter in ("x", "w", "b"))
x, w, b = Value(0.5, X.at(0)), Value(-1.25, W.at(0, 1)), Value(-0.1, B.at(1))


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
    (square(Value(3e-5)), "(3e−05)²", 9e-10),
]


@pytest.mark.parametrize(("expression", "written", "value"), IN_NUMBERS, ids=[written for _, written, _ in IN_NUMBERS])
def test_numbers_stand_in_brackets_where_signs_would_meet(expression: Expression, written: str, value: float) -> None:
    assert expression.write(Plain(Short())) == written
    assert expression.value() == pytest.approx(value, rel=1e-15)


def test_the_same_expression_is_written_in_symbols() -> None:
    told = Sum((Product((x, w)), b))
    assert told.write(Plain(Short(), symbols=True)) == "x₁·1 × w₁·1,2 + b₁·2"
    assert told.write(Latex(Short(), symbols=True)) == "x^{(1)}_{1} \\, w^{(1)}_{1,2} + b^{(1)}_{2}"


def test_of_a_long_sum_the_beginning_and_the_end_are_written() -> None:
    long = Sum(tuple(Value(float(number)) for number in range(1, 100)))
    assert long.write(Plain(Short(), most_terms=3)) == "1 + 2 + … + 99"


def test_latex_has_powers_of_ten_and_a_comma_that_no_space_follows() -> None:
    assert Latex(Short()).figures("3,5e−5") == "3{,}5 \\cdot 10^{-5}"


def test_what_has_no_end_is_told_as_such() -> None:
    assert Quotient(ONE, ZERO).value() != Quotient(ONE, ZERO).value()
    assert Exponential(Value(1e4)).value() == math.inf
    assert Power(Value(1e200), TWO).value() == math.inf
    assert Call("ln", (ZERO,)).value() == -math.inf


def test_a_name_that_ends_with_an_index_is_squared_in_brackets() -> None:
    assert difference(ONE, square(x)).write(Plain(Short(), symbols=True)) == "1 − (x₁·1)²"


def in_four(expression: Expression) -> str:
    """With four digits."""
    return spelled(expression, expression.value(), 4, Short, Plain).joined("≈")


def test_where_numbers_cancel_they_have_digits_enough_to_work_out_what_is_shown() -> None:
    # with 0.9926 it would be 0.007428 and −0.0074
    h = Value(0.9926246)
    assert in_four(Minus(Call("ln", (h,)))) == "−ln(0.992625) ≈ 0.007403"
    assert in_four(difference(h, ONE)) == "0.992625 − 1 ≈ −0.007375"


def test_where_nothing_cancels_numbers_have_the_digits_that_are_set() -> None:
    told = Sum((Product((Value(0.123456), Value(2.0))), Value(1.98765)))
    assert in_four(told) == "0.1235·2 + 1.988 ≈ 2.235"
    assert in_four(Value(0.123456)) == "0.1235"
    assert in_four(difference(Value(0.75), Value(0.25))) == "0.75 − 0.25 = 0.5"


def test_what_was_set_is_never_rounded() -> None:
    beta = Constant(0.999, Symbol(r"\\beta_2", "β₂"))
    told = Quotient(Value(0.00123456), difference(ONE, Power(beta, Constant(3.0, Symbol("t", "t")))))
    assert spelled(told, told.value(), 2, Short, Plain).joined("≈") == "0.00123 / (1 − 0.999³) ≈ 0.41"


def test_a_sum_that_nobody_works_out_has_no_more_digits_than_are_set() -> None:
    terms = tuple(Value((-1.0) ** number * (1.0 + number / 7e4)) for number in range(100))
    assert digits_by_hand(Sum(terms), Sum(terms).value(), 4) == 4
    assert digits_by_hand(Sum(terms[:10]), Sum(terms[:10]).value(), 4) > 4
