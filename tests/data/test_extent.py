"""Ranges over which the network's answers are looked at."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.dataset import Dataset
from nnsim.data.extent import bulk_with_room, of_columns, of_points, square_reach, with_room
from nnsim.data.named import named_data
from nnsim.data.prepare import prepare


def test_the_square_of_points_holds_every_sample() -> None:
    assert square_reach(np.array([[4.9, -5.0]])) == 6.0
    assert square_reach(np.zeros((3, 2))) == 1.0
    assert square_reach(np.empty((0, 2))) == 1.0


@pytest.mark.parametrize("values", [[2.0], [0.0, 0.0], [1e300, -1e300], [np.nan], [], [5.0, 5.0]])
def test_any_numbers_have_room_around_them(values: list[float]) -> None:
    low, high = with_room(np.array(values))
    assert low < high
    assert all(low < value < high for value in values if np.isfinite(value))


def test_columns_have_ranges_of_their_own_and_points_share_theirs() -> None:
    inputs = np.array([[0.0, 100.0], [1.0, 200.0]])
    data = Dataset("two", inputs, ("a", "b"), np.zeros((2, 1)), ("y",))
    second, first = of_columns(data, (1, 0))
    assert (second.column, second.low, second.high) == (1, 92.0, 208.0)
    assert (first.column, first.low, first.high) == (0, -0.08, 1.08)
    assert [(extent.low, extent.high) for extent in of_points(data)] == [(-210.0, 210.0)] * 2


@pytest.mark.parametrize(("name", "columns"), [("sine", [0]), ("circle", [0, 1]), ("iris", [])])
def test_prepared_data_tell_the_columns_in_use_as_long_as_they_can_be_drawn(name: str, columns: list[int]) -> None:
    assert [extent.column for extent in prepare(named_data(name)).extents] == columns


def test_single_values_far_out_do_not_press_all_others_onto_a_line():
    x = np.random.default_rng(0).uniform(-3, 3, 400)
    low, high = bulk_with_room(1 / x)
    assert -30 < low < -5 < 5 < high < 30
    assert np.abs(1 / x).max() > 100
    for usual in (np.sin(x), x**3, np.sign(x), np.array([0.0] * 99 + [1.0]), np.array([1.0, 2.0, 1e9])):
        assert bulk_with_room(usual) == with_room(usual)
