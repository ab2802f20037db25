"""Formulas that people type: what they mean, how they are told, and where they go wrong."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.formula_values import values_of, written
from nnsim.data.formulas import formula_of
from nnsim.errors import SpecError


def value(text, x1=0.5, x2=0.25):
    formula = formula_of(text)
    return float(values_of(formula, np.array([[x1, x2]])[:, : formula.n_inputs])[0])


def told(text):
    formula = formula_of(text)
    return written(formula.node, formula.n_inputs)


def refused(text):
    with pytest.raises(SpecError) as caught:
        value(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2x", 1.0),
        ("y = 2x^2 - 3x + 1", 0.0),
        ("f(x) = x", 0.5),
        ("-x^2", -0.25),
        ("2^3^2", 512.0),
        ("2^-x", 2**-0.5),
        ("x**2", 0.25),
        ("x²+x³", 0.375),
        ("1/2x", 0.25),
        ("x - 1 - 1", -1.5),
        ("8/2/2", 2.0),
        ("3 − (x − 1)", 3.5),
        ("(x+1)(x-1)", -0.75),
        ("0,5x", 0.25),
        ("2·x×2÷2", 1.0),
        ("sin 2x", math.sin(1.0)),
        ("sin 2x cos x", math.sin(1.0) * math.cos(0.5)),
        ("sin x/2", math.sin(0.5) / 2),
        ("x sin(x)^2", 0.5 * math.sin(0.5) ** 2),
        ("xsinx", 0.5 * math.sin(0.5)),
        ("2πx + pi", 2 * math.pi),
        ("e^x", math.exp(0.5)),
        ("exp(ln(x))", 0.5),
        ("log(x) - ln x", 0.0),
        ("lg(100)", 2.0),
        ("sqrt(x)^2", 0.5),
        ("abs(-x) + sign(-x)", -0.5),
        ("tan x - sin x / cos x", 0.0),
        ("tanh(0)", 0.0),
        ("min(x; 0)", 0.0),
        ("max(x, 1,5)", 1.5),
        ("max(x;2;3)", 3.0),
        ("x1 x2", 0.125),
        ("x₁² − x_2", 0.0),
        ("X1+SIN(0)", 0.5),
        ("--x", 0.5),
        ("1E-2", 0.01),
    ],
)
def test_a_formula_means_what_mathematics_means_by_it(text, expected):
    assert value(text) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        ("sin 2x cos x", "sin(2·x)·cos(x)"),
        ("1/2x", "(1/2)·x"),
        ("a", None),
        ("2^3^x", "2^(3^x)"),
        ("-x^2", "−x^2"),
        ("2^-x", "2^(−x)"),
        ("3-(x-1)", "3 − (x − 1)"),
        ("x1(x2+1)", "x₁·(x₂ + 1)"),
        ("max(x, 1,5)", "max(x; 1,5)"),
    ],
)
def test_a_formula_is_told_so_that_nothing_is_left_open(text, clear):
    if clear is None:
        assert refused(text).code == "formula.unknown_name"
    else:
        assert told(text) == clear


@pytest.mark.parametrize(
    ("text", "code", "character"),
    [
        ("sin", "expected", 4),
        ("2x+", "expected", 4),
        ("(x+1", "expected", 1),
        ("x+1)", "expected", 4),
        ("*x", "expected", 1),
        ("3 4", "expected", 3),
        ("sinus(x)", "unknown_name", 1),
        ("y = 2 + cosin(x)", "unknown_name", 9),
        ("x3", "unknown_name", 1),
        ("x $ 2", "unknown_sign", 3),
        ("x = 3", "unknown_sign", 3),
        ("2..3", "unknown_sign", 2),
        ("min(1,2)", "arguments", 1),
        ("2 + sin(x; 2)", "arguments", 5),
        ("(" * 40 + "x", "too_deep", 32),
        ("x" * 300, "too_long", 201),
        ("__import__('os')", "unknown_sign", 1),
        ("x.real", "unknown_sign", 2),
    ],
)
def test_a_wrong_formula_is_refused_with_the_character_at_which_it_goes_wrong(text, code, character):
    error = refused(text)
    assert error.code == f"formula.{code}"
    assert error.where == f"formula, character {character}"
    assert error.hint


def test_no_formula_is_refused():
    assert refused("  ").code == refused("y =").code == "formula.empty"


def test_a_mistyped_function_is_told_what_it_may_mean():
    assert "Did you mean “sqrt”?" in refused("sqr(x)").hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ln(x)", "ln(x) has no value at x = -0.5: only numbers above 0 have a logarithm."),
        ("1 + sqrt(x)", "sqrt(x) has no value at x = -0.5: negative numbers have no square root."),
        ("1/(x + 0,5)", "1/(x + 0,5) has no value at x = -0.5: it would be a division by 0."),
        ("(x + 0.5)^-1", "(x + 0.5)^(−1) has no value at x = -0.5: it would be a division by 0."),
        ("x^(1/3)", "x^(1/3) has no value at x = -0.5: negative numbers have no such root."),
        ("exp(-2000x)", "exp(−2000·x) has no value at x = -0.5: it is too large for a number of the computer."),
        ("-10^15x", "At x = -0.5 the formula is 5e+14."),
    ],
)
def test_where_a_formula_has_no_value_is_told_with_the_x(text, said):
    formula = formula_of(text)
    with pytest.raises(SpecError) as caught:
        values_of(formula, np.array([[2.0], [-0.5], [-1.0]])[1:])
    assert said in caught.value.message


def test_a_formula_of_two_coordinates_tells_both_where_it_has_no_value():
    with pytest.raises(SpecError, match="x₁ = 1, x₂ = -2"):
        values_of(formula_of("x1 + ln(x2)"), np.array([[1.0, -2.0]]))


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("x12+-*/^()., ;sincoexp√πmax=E²0"), max_size=30))
def test_whatever_is_typed_is_read_or_refused_and_what_is_told_of_it_means_the_same(text):
    try:
        expected = value(text)
    except SpecError:
        return
    assert value(told(text)) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "expected"), [("1e-3", 0.001), ("2e3x", 1000.0), ("1E-3", 0.001), ("2e - 1", 2 * math.e - 1)]
)
def test_a_power_of_ten_is_written_as_calculators_write_it(text, expected):
    assert value(text) == pytest.approx(expected)


def test_a_comma_that_may_set_thousands_apart_is_asked_about():
    assert refused("1,500x").code == "formula.two_values"
    assert value("0,125x") == 0.0625
