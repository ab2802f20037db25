"""Nearest units and k-means: by hand, as laws, and beside scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine import clusters
from nnsim.engine.clusters import kmeans, nearest
from nnsim.engine.parameters import Array

INPUTS = np.array([[0.0], [1.0], [2.0], [9.0], [11.0]])


def drawn(seed: int, n_samples: int, n_units: int, n_inputs: int = 2) -> tuple[Array, Array]:
    """Samples and first weights, rounded so that ties are common."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n_samples, n_inputs)).round(1), rng.normal(size=(n_units, n_inputs)).round(1)


def test_the_nearest_unit_wins_and_of_equally_near_ones_the_first() -> None:
    winners, squares = nearest(INPUTS, np.array([[4.0], [0.0], [14.0]]))
    assert winners.tolist() == [1, 1, 0, 0, 2]  # 2 is as near to 4 as to 0
    assert squares.tolist() == [0.0, 1.0, 4.0, 25.0, 9.0]


def test_many_samples_are_looked_at_in_chunks_and_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs, weights = drawn(0, 50, 4)
    whole = nearest(inputs, weights)
    monkeypatch.setattr(clusters, "_CHUNK_CELLS", 30)
    for ours, theirs in zip(nearest(inputs, weights), whole, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_k_means_moves_each_unit_to_the_mean_of_its_samples_until_nothing_changes() -> None:
    found = kmeans(INPUTS, np.array([[0.0], [2.0]]))
    # 0, 1 (a tie, to the first) | 2, 9, 11: means 0.5 and 22/3. Then 0, 1, 2 | 9, 11: means 1 and 10; so it stays.
    np.testing.assert_allclose(found.weights, [[1.0], [10.0]])
    assert found.winners.tolist() == [0, 0, 0, 1, 1]
    # from the given weights (0 + 1 + 0 + 49 + 81) / 5; at last (1 + 0 + 1 + 1 + 1) / 5
    assert (found.errors[0], found.errors[-1]) == (26.2, 0.8)
    assert len(found.errors) == 3


def test_a_unit_without_samples_stays_where_it_is() -> None:
    found = kmeans(INPUTS, np.array([[4.0], [1000.0]]))
    assert found.weights.tolist() == [[4.6], [1000.0]]


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 8))
def test_k_means_never_increases_its_error_and_ends_with_means(seed: int, n_samples: int, n_units: int) -> None:
    inputs, weights = drawn(seed, n_samples, n_units)
    found = kmeans(inputs, weights)
    assert (np.diff(found.errors) <= 1e-12).all()
    winners, squares = nearest(inputs, found.weights)
    np.testing.assert_array_equal(winners, found.winners)
    assert squares.mean() == found.errors[-1]
    for unit in set(winners.tolist()):
        np.testing.assert_allclose(found.weights[unit], inputs[winners == unit].mean(axis=0), atol=1e-12)


def test_k_means_may_be_told_to_stop_early() -> None:
    inputs, weights = drawn(3, 200, 6)
    assert len(kmeans(inputs, weights).errors) > 3
    early = kmeans(inputs, weights, most_rounds=2)
    assert len(early.errors) == 3
    np.testing.assert_array_equal(early.winners, nearest(inputs, early.weights)[0])


@pytest.mark.parametrize("seed", range(5))
def test_k_means_finds_what_scikit_learn_finds(seed: int) -> None:
    cluster = pytest.importorskip("sklearn.cluster", reason="scikit-learn, beside which this is measured, is missing")
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(300, 3))
    first = inputs[rng.choice(300, 5, replace=False)]
    theirs = cluster.KMeans(5, init=first, n_init=1, tol=0.0, algorithm="lloyd").fit(inputs)
    found = kmeans(inputs, first)
    np.testing.assert_array_equal(found.winners, theirs.labels_)
    np.testing.assert_allclose(found.weights, theirs.cluster_centers_, atol=1e-12)
    assert found.errors[-1] * 300 == pytest.approx(theirs.inertia_, rel=1e-12)


def test_the_product_finds_the_same_units_and_distances() -> None:
    inputs, weights = (
        np.random.default_rng(0).normal(size=(300, 5)) + 100.0,
        np.random.default_rng(1).normal(size=(7, 5)) + 100.0,
    )
    winners, squares = nearest(inputs, weights)
    ours, ours_squares = clusters.nearest_by_products(inputs, weights)
    np.testing.assert_array_equal(ours, winners)
    np.testing.assert_allclose(ours_squares, squares, rtol=1e-10)


def test_purity_is_the_share_of_the_class_that_leads_in_its_unit() -> None:
    counts = clusters.class_counts(np.array([0, 0, 0, 2, 2]), np.array([1, 1, 0, 0, 0]), 3, 2)
    assert counts.tolist() == [[1, 2], [0, 0], [2, 0]]
    assert clusters.purity(counts) == 4 / 5
