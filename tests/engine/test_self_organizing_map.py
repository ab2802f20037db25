"""The self-organising map: one step by hand, the neighbourhood at every place, and torn places counted."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from nnsim.engine.self_organizing_map import MapSpec, SelfOrganizingMap


def test_the_winner_takes_its_neighbours_along() -> None:
    spec = MapSpec(1, 3, radius=1.0, last_radius=1.0, learning_rate=0.5, last_rate=0.5)
    work = SelfOrganizingMap(spec, np.array([[3.0]]), np.array([[0.0], [1.0], [2.0]]))
    work.advance(1)
    # The third wins; its neighbours are 2 and 1 steps away: h = e^(−4/2), e^(−1/2), 1. Each goes ½ h of its way.
    np.testing.assert_allclose(work.weights[:, 0], [0.5 * exp(-2) * 3, 1 + 0.5 * exp(-0.5) * 2, 2.5], rtol=1e-15)


@pytest.mark.parametrize("winner", range(12))
def test_the_neighbourhood_is_round_at_every_place_of_the_grid(winner: int) -> None:
    spec = MapSpec(3, 4, radius=1.3, learning_rate=0.7)
    before = np.random.default_rng(winner).normal(size=(12, 2))
    sample = before[winner] + 1e-3
    work = SelfOrganizingMap(spec, sample[None], before)
    work.advance(1)
    row, column = divmod(winner, 4)
    expected = [
        w + 0.7 * exp(-((unit // 4 - row) ** 2 + (unit % 4 - column) ** 2) / (2 * 1.3**2)) * (sample - w)
        for unit, w in enumerate(before)
    ]
    np.testing.assert_allclose(work.weights, expected, rtol=1e-13)


def test_radius_and_rate_shrink_by_equal_factors_and_then_stay() -> None:
    spec = MapSpec(4, 8, last_radius=0.25, learning_rate=0.4, last_rate=0.1, epochs=2)
    work = SelfOrganizingMap(spec, np.zeros((2, 1)))
    found = []
    for _ in range(3):
        found.append((work.radius, work.learning_rate))
        work.advance(2)
    # From half of the longer side, 4, to ¼ in two epochs.
    np.testing.assert_allclose(found, [(4.0, 0.4), (1.0, 0.2), (0.25, 0.1)])
    assert work.radius == 0.25


def test_a_map_of_one_unit_finds_the_mean_and_cannot_be_torn() -> None:
    inputs = np.random.default_rng(0).normal(size=(200, 2))
    work = SelfOrganizingMap(MapSpec(1, 1, last_rate=0.001), inputs)
    work.advance(200 * 40)
    np.testing.assert_allclose(work.weights[0], inputs.mean(axis=0), atol=0.02)
    assert work.topographic_error() == 0.0


def test_samples_whose_two_nearest_units_are_not_side_by_side_are_torn() -> None:
    # A row of four units, but the last two have changed places: 0, 1, 3, 2.
    weights = np.array([[0.0], [1.0], [3.0], [2.0]])
    inputs = np.array([[0.4], [1.4], [1.6], [2.6]])
    # Two nearest: 0 and 1 | 1 and 3 (torn) | 3 and 1 (torn) | 2 and 3
    assert SelfOrganizingMap(MapSpec(1, 4), inputs, weights).topographic_error() == 0.5


def test_units_at_a_corner_from_each_other_are_no_neighbours_nor_are_ends_of_two_rows() -> None:
    square = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    crossed = square[[0, 1, 3, 2]]
    inputs = np.array([[0.0, 0.3], [0.4, 0.0]])
    assert SelfOrganizingMap(MapSpec(2, 2), inputs, square).topographic_error() == 0.0
    assert SelfOrganizingMap(MapSpec(2, 2), inputs, crossed).topographic_error() == 0.5
    # Units 2 and 3 of a 2 × 3 map follow each other in number, but stand at the end and the beginning of a row.
    far = np.array([[-9.0], [-8.0], [0.0], [1.0], [8.0], [9.0]])
    assert SelfOrganizingMap(MapSpec(2, 3), np.array([[0.4]]), far).topographic_error() == 1.0
