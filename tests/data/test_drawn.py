"""Points set by hand: which are tested, how they are scaled, and what an edit leaves alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.drawn import (
    MOST_DRAWN_CLASSES,
    dealt_anew,
    draws_of,
    new_sheet,
    next_draws,
    points_of,
    row_after,
    split_of_points,
    with_moved,
    with_points,
    without_points,
)
from nnsim.data.prepare import prepare
from nnsim.data.spec import DataSpec

COORDINATES = st.floats(-6, 6)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=30)


def sheet_with(points, target=0.0):
    return with_points(new_sheet(2, ("0", "1")), np.array(points, float), np.full(len(points), target))


def kept_for_test(source, fraction):
    """The draws of those that are tested: draws are what points are known by."""
    return set(draws_of(source)[split_of_points(source, fraction).test].tolist())


@settings(max_examples=40)
@given(POINTS, st.data(), st.floats(0, 0.9))
def test_what_is_done_to_one_point_deals_no_other_anew(points, data, fraction):
    source = sheet_with(points)
    before = kept_for_test(source, fraction)
    row = data.draw(st.integers(0, len(source.rows) - 1))
    moved = with_moved(source, [row], np.array([[1.0, 2.0]]))
    assert kept_for_test(moved, fraction) == before
    assert kept_for_test(with_points(source, np.array([[0.0, 0.0]]), np.array([1.0])), fraction) >= before
    left = kept_for_test(without_points(source, [row]), fraction)
    assert before - {float(draws_of(source)[row])} == left


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(20, 400), st.floats(0.1, 0.9))
def test_of_any_points_in_a_row_about_the_share_is_tested(made, count, fraction):
    drawn = np.count_nonzero(next_draws(made, count) < fraction)
    assert abs(drawn - fraction * count) < 6


def test_a_larger_share_takes_more_to_the_tested_and_none_away():
    source = sheet_with(np.zeros((50, 2)))
    assert kept_for_test(source, 0.2) < kept_for_test(source, 0.6)


def test_one_point_at_least_is_trained_with():
    source = without_points(sheet_with([(0, 0)] * 30), [0, 1])  # the two of the new sheet are trained with
    low = np.flatnonzero(draws_of(source) < 0.9)
    assert len(low) > 3
    only_tested = replace(source, rows=source.rows[low])
    assert len(split_of_points(only_tested, 0.9).train) == 1


@pytest.mark.parametrize("n_classes", range(2, MOST_DRAWN_CLASSES + 1))
def test_the_first_point_of_a_class_is_trained_with(n_classes):
    names = tuple(map(str, range(n_classes)))
    prepared = prepare(DataSpec(new_sheet(2, names), test_fraction=0.9))
    assert len(prepared.train_rows) == n_classes
    empty = without_points(new_sheet(2, names), [1])
    again = with_points(empty, np.array([[1.0, 1.0]]), np.array([1.0]))
    assert len(split_of_points(again, 0.9).train) == n_classes


@settings(max_examples=20)
@given(POINTS)
def test_scaling_and_sheet_do_not_follow_the_points(points):
    for kind in ("standardize", "minmax"):
        empty = DataSpec(new_sheet(2, ("0", "1")), ("x1", "x1*x2"), 0.5, kind)
        one, other = prepare(empty), prepare(replace(empty, source=sheet_with(points)))
        assert np.array_equal(one.input_scaling.shift, other.input_scaling.shift)
        assert np.array_equal(one.input_scaling.scale, other.input_scaling.scale)
        assert one.extents == other.extents


def test_points_beside_the_sheet_lie_at_its_edge():
    source = sheet_with([(100.0, -7.0)])
    assert points_of(source)[-1].tolist() == [6.0, -6.0]


def test_another_seed_deals_all_anew_and_gives_the_share_exactly():
    source = dealt_anew(sheet_with(np.zeros((98, 2))), 3)
    assert len(split_of_points(source, 0.3).test) == 30
    other = split_of_points(dealt_anew(source, 4), 0.3)
    assert other.test.tolist() != split_of_points(source, 0.3).test.tolist()


@settings(max_examples=20)
@given(POINTS, st.data())
def test_a_point_is_found_again_unless_it_is_gone(points, data):
    source = sheet_with(points)
    row = data.draw(st.integers(0, len(source.rows) - 1))
    gone = data.draw(st.integers(0, len(source.rows) - 1))
    left = without_points(source, [gone])
    found = row_after(source, left, row)
    if row == gone:
        assert found is None
    else:
        assert left.rows[found].tolist() == source.rows[row].tolist()
