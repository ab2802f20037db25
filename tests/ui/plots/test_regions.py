"""The parts of a plane that belong to each class."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.ui.plots.regions import borders, class_scores, nearest_parts, regions

SQUARE = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])


def area(corners: np.ndarray) -> float:
    if len(corners) < 3:
        return 0.0
    ring = [*corners, corners[0]]
    return abs(sum(one[0] * other[1] - one[1] * other[0] for one, other in pairwise(ring))) / 2


@given(seed=st.integers(0, 10_000), n_classes=st.integers(1, 6))
def test_the_parts_are_the_whole_and_each_is_its_classs_own(seed: int, n_classes: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(n_classes, 3))
    parts = regions(scores, SQUARE)
    assert sum(map(area, parts)) == pytest.approx(4.0)
    for number, part in enumerate(parts):
        if len(part):
            middle = part.mean(axis=0)
            values = scores @ np.append(middle, 1.0)
            assert values[number] >= values.max() - 1e-9


@given(seed=st.integers(0, 10_000), n_classes=st.integers(2, 6))
def test_on_a_border_two_classes_are_ahead_of_all_others_and_equal(seed: int, n_classes: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n_classes, 3))
    for one, other, ends in borders(scores, SQUARE):
        for point in (*ends, ends.mean(axis=0)):
            values = scores @ np.append(point, 1.0)
            assert values[one] == pytest.approx(values[other], abs=1e-6)
            assert values[one] >= values.max() - 1e-6


def test_a_single_output_is_the_second_class_above_0() -> None:
    scores = class_scores(np.array([[2.0, 0.0, -1.0]]))
    ((one, other, ends),) = borders(scores, SQUARE)
    assert (one, other) == (0, 1)
    assert ends[:, 0] == pytest.approx(0.5)
    assert sorted(ends[:, 1].tolist()) == pytest.approx([-1.0, 1.0])
    assert [area(part) for part in regions(scores, SQUARE)] == pytest.approx([3.0, 1.0])


def test_a_line_outside_of_the_picture_leaves_it_to_one_class() -> None:
    scores = class_scores(np.array([[1.0, 0.0, 5.0]]))
    assert borders(scores, SQUARE) == []
    assert [area(part) for part in regions(scores, SQUARE)] == pytest.approx([0.0, 4.0])


def test_scores_that_are_all_0_draw_no_line() -> None:
    assert len(regions(np.zeros((2, 3)), SQUARE)[0]) == 4
    assert all(len(ends) == 2 for _, _, ends in borders(np.zeros((2, 3)), SQUARE))


@given(seed=st.integers(0, 10_000), n_points=st.integers(1, 30))
def test_parts_of_nearest_points_are_those_where_the_nearest_has_the_highest_score(seed: int, n_points: int) -> None:
    points = np.random.default_rng(seed).normal(size=(n_points, 2))
    halves = np.square(points).sum(axis=1, keepdims=True) / 2
    for part, known in zip(nearest_parts(points, SQUARE), regions(np.hstack([points, -halves]), SQUARE), strict=True):
        assert area(part) == pytest.approx(area(known), abs=1e-9)


def test_points_in_one_place_share_their_part() -> None:
    parts = nearest_parts(np.array([(0.5, 0.0), (0.5, 0.0), (-0.5, 0.0)]), SQUARE)
    assert [area(part) for part in parts] == [2.0, 2.0, 2.0]
