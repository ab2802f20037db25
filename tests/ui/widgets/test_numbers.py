import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from nnsim.data.typed_numbers import parse_number
from nnsim.ui.plots.unit_health import percent
from nnsim.ui.widgets.numbers import (
    NumberFormat,
    digits_apart,
    format_count,
    format_fixed,
    format_number,
    format_part,
    in_percent,
    in_percent_fixed,
)

FINITE = st.floats(-1e307, 1e307)  # the very last number may round to infinity


@given(FINITE)
def test_seventeen_digits_read_back_exactly(value):
    assert parse_number(format_number(value, 17)) == value


@given(FINITE, st.integers(1, 8))
def test_what_is_shown_reads_back_as_close_as_its_digits(value, digits):
    shown = format_number(value, digits)
    assert math.isclose(parse_number(shown), value, rel_tol=0.51 * 10 ** (1 - digits), abs_tol=5e-324)


@given(FINITE, st.integers(1, 8))
def test_showing_again_what_was_read_changes_nothing(value, digits):
    shown = format_number(value, digits)
    assert format_number(parse_number(shown), digits) == shown


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert math.isfinite(parse_number(text))


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_read_back(value):
    whole = NumberFormat(whole=True)
    assert whole.value(whole.text(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5),
        ("0,5", 0.5),
        (",5", 0.5),
        ("1/3", 1 / 3),
        ("−1/4", -0.25),
        ("0,5 / 2", 0.25),
        ("3e-4", 3e-4),
        ("3e−4", 3e-4),
        ("−1.905", -1.905),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567),
        ("1 234 567", 1234567),
        ("1 234,5", 1234.5),
        ("1’234.5", 1234.5),
        ("−12,345,678.5", -12345678.5),
        (" +2 ", 2),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert parse_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "1/0",
        "1//2",
        "nan",
        "inf",
        "1e999",
        "1_000",
        "--1",
        "1,2.3,4",
        "1 2",
        ".",
        "0.0.5",
        "−0.0.5",
        "1.5.2",
        "1,23.4",
        "0,123.4",
        "1.234.5,6",
    ],
)
def test_nonsense_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_number(text)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.12, 3, "0.12"),
        (-1.905, 4, "−1.905"),
        (1234.0, 3, "1234"),
        (0.00001, 3, "1e−5"),
        (0.0001, 3, "0.0001"),
        (1_000_000, 3, "1e6"),
        (999_999, 3, "1e6"),
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (math.nan, 3, "–"),
        (-math.inf, 3, "−∞"),
    ],
)
def test_numbers_are_short_and_have_a_true_minus(value, digits, text):
    assert format_number(value, digits) == text


def test_a_rounded_zero_has_no_minus():
    assert format_fixed(-0.001, 2) == "0.00"


def test_german_numbers_have_a_decimal_comma_and_read_back(german):
    assert format_number(0.25) == "0,25"
    assert format_fixed(-1.5, 2) == "−1,50"
    assert format_count(1234567) == "1.234.567"
    assert parse_number(format_number(0.125, 4)) == 0.125


def test_counts_group_their_thousands():
    QLocale.setDefault(QLocale(QLocale.Language.English))
    assert format_count(41200) == "41,200"


def test_percent_is_shown_and_typed_but_kept_as_a_share():
    share = NumberFormat(3, percent=True)
    assert share.text(0.5) == "50\u202f%"
    assert share.value("50 %") == share.value("50") == 0.5


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(1, 6))
def test_only_all_reads_100_percent_and_only_nothing_0(share, digits):
    shown = [in_percent(share, digits), in_percent_fixed(share, digits), in_percent_fixed(share, 0), percent(share)]
    shown.append(NumberFormat(digits, percent=True).text(share))
    assert not {"0", "100"} & {text.removesuffix("\u202f%").rstrip("0").rstrip(".") or "0" for text in shown}
    assert format_part(share, digits) not in (format_fixed(0, digits), format_fixed(1, digits))


@pytest.mark.parametrize(
    ("share", "texts"),
    [
        (0.0, ("0", "0.0", "0.000")),
        (0.0004, ("0.04", "<0.1", "<0.001")),
        (0.915, ("91.5", "91.5", "0.915")),
        (0.9996, (">99.9", ">99.9", ">0.999")),
        (1.0, ("100", "100.0", "1.000")),
        (math.nan, ("–", "–", "–")),
    ],
)
def test_a_share_that_is_nearly_all_or_nothing_says_so(share, texts):
    assert (in_percent(share), in_percent_fixed(share, 1), format_part(share, 3)) == texts


def test_a_share_that_is_typed_is_shown_as_one_that_can_be_typed():
    field = NumberFormat(4, percent=True)
    assert field.text(0.999996) == "99.9996\u202f%"
    assert field.value(field.text(0.999996)) == pytest.approx(0.999996)
    assert field.text(1.0) == "100\u202f%"


@given(st.lists(FINITE, min_size=2, max_size=5), st.integers(1, 5))
def test_numbers_that_are_compared_have_as_many_digits_as_tell_them_apart(values, least):
    digits = digits_apart(values, format_number, least)
    assert digits >= least
    assert len({format_number(value, digits) for value in values}) == len(set(values))
    if digits > least:
        assert len({format_number(value, digits - 1) for value in values}) < len(set(values))


def test_values_with_a_name_are_shown_and_typed_by_it():
    batch = NumberFormat(whole=True, words=(("all", math.inf),))
    assert batch.text(math.inf) == "all"
    assert batch.value(" ALL ") == math.inf
    assert batch.value("1,000") == 1000
    with pytest.raises(ValueError, match=r".*"):
        batch.value("1.5")


def test_nothing_typed_means_something_only_where_it_is_said_to():
    limit = NumberFormat(words=(("never", math.inf),), empty=math.inf)
    assert limit.value("") == limit.value("  ") == limit.value("Never") == math.inf
    assert limit.value("3") == 3
    with pytest.raises(ValueError, match=r"^$"):
        NumberFormat(words=(("all", math.inf),)).value("")
