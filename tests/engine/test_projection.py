"""The plane in which points lie farthest apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.projection import principal_plane


def cloud(seed: int, n_points: int, n_coordinates: int) -> np.ndarray:
    """Points that vary in every direction by another amount."""
    rng = np.random.default_rng(seed)
    turned = np.linalg.qr(rng.normal(size=(n_coordinates, n_coordinates)))[0]
    spread = 2.0 ** -np.arange(n_coordinates)
    return rng.normal(size=(n_points, n_coordinates)) * spread @ turned + rng.normal(size=n_coordinates)


@given(seed=st.integers(0, 10_000), n_points=st.integers(3, 40), n_coordinates=st.integers(2, 30))
def test_it_is_the_plane_of_the_two_largest_singular_values(seed: int, n_points: int, n_coordinates: int) -> None:
    points = cloud(seed, n_points, n_coordinates)
    found = principal_plane(points)
    centred = points - points.mean(axis=0)
    _, singular, right = np.linalg.svd(centred, full_matrices=False)
    same = np.abs(np.sum(found.directions.T * right[:2], axis=1))
    assert same == pytest.approx(1.0, abs=1e-6)
    assert found.shares == pytest.approx(np.square(singular[:2]) / np.square(singular).sum(), abs=1e-9)
    assert found.of(points) == pytest.approx(centred @ found.directions, abs=1e-9)


@given(
    seed=st.integers(0, 10_000),
    n_points=st.integers(3, 40),
    n_coordinates=st.integers(2, 30),
    angle=st.floats(-3.0, 3.0),
    flipped=st.booleans(),
)
def test_however_the_frame_before_was_turned_the_picture_goes_on_from_it(
    seed: int, n_points: int, n_coordinates: int, angle: float, flipped: bool
) -> None:
    points = cloud(seed, n_points, n_coordinates)
    first = principal_plane(points)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    before = first.directions @ turn * (np.array([-1.0, 1.0]) if flipped else 1.0)
    found = principal_plane(points, before)
    assert found.directions == pytest.approx(before, abs=1e-6)
    assert found.shares.sum() == pytest.approx(first.shares.sum())


def test_two_directions_that_change_places_do_not_swap_the_axes() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(200, 6)) * np.array([2.0, 1.0, 0.1, 0.1, 0.1, 0.1])
    directions = principal_plane(points).directions
    for wide in np.linspace(1.0, 3.0, 40):
        moved = points * np.array([1.0, wide, 1.0, 1.0, 1.0, 1.0])
        following = principal_plane(moved, directions).directions
        assert np.abs(following - directions).max() < 0.05
        directions = following
    assert abs(directions[0, 0]) > 0.99


@pytest.mark.parametrize("n_points", [1, 2])
@pytest.mark.parametrize("n_coordinates", [2, 5])
def test_too_few_points_for_a_plane_still_have_one(n_points: int, n_coordinates: int) -> None:
    points = np.arange(float(n_points * n_coordinates)).reshape(n_points, n_coordinates)
    found = principal_plane(points)
    assert found.directions.T @ found.directions == pytest.approx(np.eye(2))
    assert np.linalg.norm(found.of(points)) == pytest.approx(np.linalg.norm(points - points.mean(axis=0)))


def test_points_that_are_all_alike_have_no_shares() -> None:
    found = principal_plane(np.ones((5, 3)))
    assert np.isnan(found.shares).all()
    assert found.of(np.ones((5, 3))) == pytest.approx(0.0)


def test_what_is_not_finite_leaves_the_directions_as_they_were() -> None:
    before = principal_plane(cloud(1, 20, 4)).directions
    broken = np.full((20, 4), np.inf)
    assert np.array_equal(principal_plane(broken, before).directions, before)
    assert np.array_equal(principal_plane(broken).directions, np.eye(4, 2))


def test_huge_numbers_do_not_overflow() -> None:
    found = principal_plane(cloud(2, 20, 4) * 1e250)
    assert found.shares == pytest.approx(principal_plane(cloud(2, 20, 4)).shares)


@pytest.mark.parametrize(("n_points", "n_coordinates"), [(50, 8), (20, 64)])
def test_it_is_that_of_scikit_learn(n_points: int, n_coordinates: int) -> None:
    decomposition: Any = pytest.importorskip(
        "sklearn.decomposition", reason="scikit-learn, beside which this is measured, is missing"
    )
    points = cloud(3, n_points, n_coordinates)
    theirs = decomposition.PCA(2, svd_solver="full").fit(points)
    ours = principal_plane(points)
    signs = np.sign(np.sum(ours.directions.T * theirs.components_, axis=1))
    assert ours.of(points) * signs == pytest.approx(theirs.transform(points), abs=1e-9)
    assert ours.shares == pytest.approx(theirs.explained_variance_ratio_)
