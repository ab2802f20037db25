"""The plane of a path: by hand, beside NumPy's singular values, and where there is little to see."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine import path_plane as module
from nnsim.engine.path_plane import path_plane
from nnsim.errors import SpecError


def test_the_longer_way_is_the_first_direction() -> None:
    # Seen from the last moment, the others are at (0, 1, 0) and (3, 0, 0): 9 of 10 parts lie along the first axis.
    plane = path_plane(np.array([[5.0, 6.0, 5.0], [8.0, 5.0, 5.0], [5.0, 5.0, 5.0]]))
    np.testing.assert_allclose(plane.directions, [[1, 0, 0], [0, 1, 0]], atol=1e-15)
    np.testing.assert_allclose(plane.path, [[0, 1], [3, 0], [0, 0]], atol=1e-15)
    np.testing.assert_allclose(plane.shares, [0.9, 0.1])
    assert plane.origin.tolist() == [5.0, 5.0, 5.0]


@pytest.mark.parametrize("n_moments", [0, 1])
def test_a_path_needs_two_moments(n_moments: int) -> None:
    with pytest.raises(SpecError) as caught:
        path_plane(np.zeros((n_moments, 3)))
    assert caught.value.code == "landscape.too_few_moments"


@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e200])
def test_a_straight_path_has_one_direction(scale: float) -> None:
    plane = path_plane(scale * np.outer([3.0, 2.0, 0.5, 1.0], [3.0, 4.0]))
    np.testing.assert_allclose(plane.directions, [[0.6, 0.8], [0, 0]], atol=1e-15)
    np.testing.assert_allclose(plane.path / scale, [[10, 0], [5, 0], [-2.5, 0], [0, 0]], atol=1e-14)
    np.testing.assert_allclose(plane.shares, [1, 0], atol=1e-15)


def test_two_moments_are_a_straight_path() -> None:
    plane = path_plane(np.array([[1.0, 1.0], [1.0, 3.0]]))
    assert plane.path.tolist() == [[2.0, 0.0], [0.0, 0.0]]
    assert plane.directions.tolist() == [[0.0, -1.0], [0.0, 0.0]]


def test_where_nothing_moved_there_is_no_direction_and_no_share() -> None:
    plane = path_plane(np.full((4, 3), 7.0))
    assert not plane.directions.any()
    assert not plane.path.any()
    assert plane.shares.tolist() == [0.0, 0.0]


@given(st.integers(2, 9), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_directions_are_those_of_the_largest_singular_values(n_moments: int, n_parameters: int, seed: int) -> None:
    moments = np.random.default_rng(seed).normal(size=(n_moments, n_parameters))
    plane, differences = path_plane(moments), moments - moments[-1]
    _, values, rows = np.linalg.svd(differences)
    squares = np.append(values**2, 0.0)[:2]
    squares[squares < 1e-12 * squares[0]] = 0.0
    np.testing.assert_allclose(plane.shares, squares / np.square(differences).sum(), rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(plane.path, differences @ plane.directions.T, atol=1e-6)
    lengths = plane.directions @ plane.directions.T
    np.testing.assert_allclose(lengths, np.diag((squares > 0).astype(float)), atol=1e-6)
    if n_parameters > 2 and squares[1] > 0:
        # together they span what the first two rows span
        np.testing.assert_allclose(np.linalg.norm(plane.directions @ rows[:2].T), np.sqrt(2), rtol=1e-6)


@given(st.integers(0, 2**32 - 1))
def test_each_direction_points_to_the_moment_that_is_farthest_along_it(seed: int) -> None:
    path = path_plane(np.random.default_rng(seed).normal(size=(6, 5))).path
    assert (path.max(axis=0) >= -path.min(axis=0)).all()


def test_parameters_are_taken_in_parts_and_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = np.random.default_rng(0).normal(size=(5, 37))
    whole = path_plane(moments)
    monkeypatch.setattr(module, "_CHUNK_CELLS", 40)
    parted = path_plane(moments)
    np.testing.assert_allclose(parted.directions, whole.directions, atol=1e-12)
    np.testing.assert_allclose(parted.path, whole.path, atol=1e-12)


def test_half_a_million_parameters_take_little_more_memory_than_the_directions() -> None:
    moments = np.random.default_rng(0).standard_normal((40, 500_000), np.float32)
    tracemalloc.start()
    plane = path_plane(moments)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert plane.directions.dtype == np.float64
    assert peak < 60_000_000  # the differences alone would be 160 MB
