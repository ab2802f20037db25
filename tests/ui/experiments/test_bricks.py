"""Laws of the histogram: every run lies in one bar, the right one, where a hand finds it."""

from __future__ import annotations

from itertools import pairwise
from math import inf, isfinite, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from nnsim.session.findings import Measure, Score
from nnsim.ui.experiments.bins import BINS, CAPACITIES, Bins, bins_for, capacity
from nnsim.ui.experiments.bricks import DIVERGED, Wall, WallPlan, wall_of
from nnsim.ui.theme import Size

ACCURACY, LOSS, R2 = Measure("test", "accuracy"), Measure("test", "loss"), Measure("test", "r2")
shares = st.floats(0, 1) | st.sampled_from([k / 20 for k in range(21)])
losses = st.floats(0, 1e12) | st.just(inf) | st.just(nan)


def scores(values: list[float]) -> list[Score]:
    return [Score(number, (), number + 7, value) for number, value in enumerate(values)]


def walled(values: list[float], measure: Measure, before: int = 0) -> tuple[Wall, Bins]:
    bins = bins_for(measure, values)
    return wall_of(scores(values), bins, before), bins


@given(st.lists(losses))
def test_every_run_with_a_number_is_one_brick_between_the_ends_of_its_bar(values: list[float]) -> None:
    wall, bins = walled(values, LOSS)
    assert sorted(score.number for score in wall.in_order) == [k for k, value in enumerate(values) if value == value]
    for place, column in enumerate(wall.columns[:BINS]):
        low, high = bins.ends(place)
        for score in column:
            assert low <= score.value
            assert score.value < high or (place == BINS - 1 and score.value <= high * (1 + 1e-9))
    assert all(not isfinite(score.value) for score in wall.columns[DIVERGED])


@given(st.lists(shares, min_size=1))
def test_bars_of_shares_are_the_same_whatever_lies_in_them(values: list[float]) -> None:
    assert bins_for(ACCURACY, values) == Bins(0.0, 1.0)


@pytest.mark.parametrize(("value", "place"), [(0.0, 0), (0.05, 1), (0.7, 14), (0.95, 19), (0.9499, 18), (1.0, 19)])
def test_an_end_belongs_to_the_bar_that_begins_there(value: float, place: int) -> None:
    assert Bins(0.0, 1.0).place(value) == place


@given(st.lists(losses), st.lists(losses))
def test_bars_of_losses_only_grow(first: list[float], then: list[float]) -> None:
    before = bins_for(LOSS, first)
    after = bins_for(LOSS, then, before)
    assert after.low <= before.low <= before.high <= after.high
    assert after.low == 0.0
    assert all(low < high for low, high in pairwise(after.edges()))


@given(st.lists(st.floats(-1e6, 1)))
def test_bars_of_r_squared_end_at_one_and_reach_down_as_far_as_needed(values: list[float]) -> None:
    bins = bins_for(R2, values)
    assert bins.high == 1.0
    assert bins.low <= min([0.0, *values]) + 1e-30, "what is as good as 0 counts as 0"


@given(st.integers(0, 2_000), st.integers(0, 2_000))
def test_the_scale_of_the_counts_fits_and_never_shrinks(most: int, before: int) -> None:
    high = capacity(most, before)
    assert high >= max(most, before, CAPACITIES[0])
    assert capacity(most, high) == high


@given(st.lists(losses, max_size=60), st.floats(50, 2_000), st.floats(20, 900))
def test_bricks_stand_in_their_bars_without_meeting_and_are_found_where_they_are(
    values: list[float], width: float, height: float
) -> None:
    wall, _ = walled(values, LOSS)
    area = QRectF(8, 20, width, height)
    plan = WallPlan(area, QRectF(area.right() + 16, 20, Size.LANE, height), wall.high)
    for place, column in enumerate(wall.columns):
        boxes = [plan.brick(place, row) for row in range(len(column))]
        for box, score in zip(boxes, column, strict=True):
            assert area.top() - 1 <= box.top()
            assert box.bottom() <= area.bottom() + 1e-6
            assert plan.at(box.center(), wall) == score
        for lower, upper in pairwise(boxes):
            assert upper.bottom() <= lower.top() + 1.0
        if column:
            top = QPointF(plan.column(place).center().x(), area.top() + 0.01)
            assert plan.at(top, wall) in column


@given(st.lists(losses, min_size=1))
def test_arrow_keys_lead_to_every_pile_and_stay_within_the_wall(values: list[float]) -> None:
    wall, _ = walled(values, LOSS)
    if not wall.in_order:
        assert wall.beside(None, 1, 0) is None
        return
    at = wall.beside(None, 1, 0)
    assert at == wall.in_order[0]
    visited = set()
    for _step in range(BINS + 1):
        assert at is not None
        visited.add(wall.column_of(at.number))
        at = wall.beside(at.number, 1, 0)
    assert visited == {place for place, column in enumerate(wall.columns) if column}
    assert at is not None
    assert wall.beside(at.number, 0, 1) in wall.columns[wall.column_of(at.number) or 0]
