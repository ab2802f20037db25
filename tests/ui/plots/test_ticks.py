"""Round numbers, and ranges that only grow."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.ui.plots.ticks import Axis, GrowingRange, RoundRange, edge, tick_label

positive = st.floats(1e-25, 1e290)


@given(positive)
def test_an_axis_ends_just_beyond_its_largest_value(value):
    assert value * (1 - 1e-9) <= edge(value) <= value * 1.6
    assert edge(-value) == -edge(value)


@given(st.lists(st.lists(st.floats(), max_size=5), max_size=20), st.booleans())
def test_a_range_never_shrinks_and_holds_what_it_saw(pieces, log):
    grown = GrowingRange(log=log, least=(0.1, 1.0) if log else (0.0, 1.0))
    low, high = grown.low, grown.high
    for piece in pieces:
        grown.include(np.array(piece, float))
        assert grown.low <= low
        assert grown.high >= high
        assert math.isfinite(grown.high)
        low, high = grown.low, grown.high
        for value in piece:
            if math.isfinite(value) and (1e-25 < value < 1e290):
                assert low * (1 - 1e-6) <= value <= high * (1 + 1e-6)


def test_values_within_a_range_do_not_move_it():
    grown = GrowingRange(log=True, least=(0.1, 1.0))
    grown.include(np.array([0.11, 0.9]))
    assert (grown.low, grown.high) == (0.1, 1.0)
    grown.include(np.array([0.09]))
    assert (grown.low, grown.high) == (0.03, 1.0)


@given(st.floats(1e-20, 1e20), st.floats(1.5, 1e20), st.integers(2, 8), st.booleans())
def test_ticks_lie_on_the_axis_and_are_few(low, ratio, most, log):
    axis = Axis(low, low * ratio, log=log)
    ticks = axis.ticks(most)
    assert len(ticks) <= most + 2
    slack = low * 1e-6 if log else low * ratio * 1e-6
    for value, _ in ticks:
        assert low - slack <= value <= low * ratio * (1 + 1e-6)


def test_a_log_axis_puts_zero_below_its_end_and_leaves_gaps_for_what_is_no_number():
    shares = Axis(0.01, 1.0, log=True).share(np.array([1.0, 0.1, 0.01, 0.0, -3.0, np.nan]))
    assert shares[:3] == pytest.approx([1.0, 0.5, 0.0])
    assert (shares[3:5] < 0).all()
    assert np.isnan(shares[5])


def test_huge_numbers_have_a_place():
    shares = Axis(-1e300, 1e300).share(np.array([-1e300, 0.0, 1e300]))
    assert shares == pytest.approx([0.0, 0.5, 1.0])


def test_a_place_leads_back_to_its_number():
    for axis in (Axis(-2.0, 6.0), Axis(1e-3, 10.0, log=True)):
        share = float(axis.share(np.array([0.5]))[0])
        assert axis.value(share) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("value", "label"),
    [(0, "0"), (0.03, "0.03"), (1200, "1,200"), (-6, "−6"), (1e-5, "1e−5"), (2.5e7, "2.5e7"), (0.001, "0.001")],
)
def test_ticks_are_written_in_few_signs(value, label):
    assert tick_label(value) == label


def test_a_round_range_lies_around_its_numbers_and_only_grows():
    shown = RoundRange()
    assert not shown.include(np.array([np.nan, np.inf]))
    assert shown.include(np.array([-0.98, 1.01]))
    assert (shown.low, shown.high) == pytest.approx((-1.0, 1.25))
    assert not shown.include(np.array([1.2, np.nan]))
    assert shown.include(np.array([1.3]))
    assert (shown.low, shown.high) == pytest.approx((-1.0, 1.5))
    assert shown.include(np.array([250.0]))
    assert shown.low <= -1.0
    assert shown.high == 250.0
    assert not shown.include(np.array([0.0]))
    shown.clear()
    assert shown.include(np.array([1990.0, 2020.0]))
    assert (shown.low, shown.high) == (1990.0, 2020.0)


@pytest.mark.parametrize("values", [[0.0], [5.0, 5.0], [1e300, -1e308], [1e-40], [1e308]])
def test_a_round_range_of_any_numbers_has_a_width(values):
    shown = RoundRange()
    assert shown.include(np.array(values))
    assert np.isfinite([shown.low, shown.high]).all()
    assert shown.low < shown.high
