"""k-means from several starts: round by round or at once, beside scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.engine.clusters import nearest
from nnsim.engine.kmeans_search import KMeansSearch, spread_out
from nnsim.engine.parameters import Array


def blobs(n_centres: int, seed: int = 0) -> Array:
    rng = np.random.default_rng(seed)
    return np.repeat(rng.uniform(-5, 5, (n_centres, 3)), 40, axis=0) + rng.normal(size=(40 * n_centres, 3)) * 0.3


def test_units_begin_on_different_samples_far_from_each_other() -> None:
    inputs = blobs(4)
    first = spread_out(inputs, 4, np.random.default_rng(0))
    assert len(set(nearest(first, inputs)[0].tolist())) == 4
    assert len(spread_out(np.zeros((3, 2)), 3, np.random.default_rng(0))) == 3


def test_round_by_round_and_at_once_come_to_the_same_and_errors_are_those_of_the_means() -> None:
    inputs = blobs(6)
    one, other = KMeansSearch(inputs, 6, seed=1, starts=3), KMeansSearch(inputs, 6, seed=1, starts=3)
    assert one.weights is None
    while one.advance():
        pass
    assert not one.advance()
    found = other.finish()
    assert one.left == 0
    assert one.weights is not None
    np.testing.assert_allclose(found.weights, one.weights)
    assert found.errors[-1] == pytest.approx(one.error) == nearest(inputs, found.weights)[1].mean()


def test_the_best_of_ten_is_as_good_as_that_of_scikit_learn() -> None:
    cluster = pytest.importorskip("sklearn.cluster", reason="scikit-learn, beside which this is measured, is missing")
    for seed in range(3):
        inputs = blobs(8, seed)
        theirs = cluster.KMeans(8, n_init=10, random_state=seed).fit(inputs)
        ours = KMeansSearch(inputs, 8, seed).finish()
        assert ours.errors[-1] == pytest.approx(theirs.inertia_ / len(inputs), rel=0.02)
