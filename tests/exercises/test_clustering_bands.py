"""What a class must see of clustering without labels, within bands measured over many seeds."""

from __future__ import annotations

from statistics import median

import numpy as np
import pytest

from nnsim.engine.clusters import kmeans
from nnsim.engine.competitive import CompetitiveLayer, CompetitiveSpec, Start
from nnsim.engine.parameters import Array
from nnsim.engine.self_organizing_map import MapSpec, SelfOrganizingMap

CENTRES = np.array([[0.0, 2.0], [-1.7, -1.0], [1.7, -1.0]])
SD = 0.3
N_SAMPLES = 600
SEEDS = range(10)


def blobs(seed: int) -> Array:
    """(samples, 2) three round clouds of equal size."""
    rng = np.random.default_rng(seed)
    return np.repeat(CENTRES, N_SAMPLES // 3, axis=0) + SD * rng.normal(size=(N_SAMPLES, 2))


def learnt(seed: int, start: Start = "middle", weights: Array | None = None) -> CompetitiveLayer:
    """Three units after twenty epochs."""
    layer = CompetitiveLayer(CompetitiveSpec(3, start=start, seed=seed), blobs(seed), weights)
    layer.advance(20 * N_SAMPLES)
    return layer


def far_away(seed: int) -> Array:
    """(3, 2) first weights on one side of all data."""
    return np.random.default_rng(seed).uniform(20.0, 30.0, (3, 2))


def test_three_units_find_three_blobs_and_what_is_left_is_their_spread() -> None:
    for seed in SEEDS:
        layer = learnt(seed)
        assert sorted(np.bincount(layer.winners()).tolist()) == [N_SAMPLES // 3] * 3
        # In two dimensions the mean squared distance to the centre is 2·sd²: measured 0.90 to 1.06 of it.
        assert layer.quantization_error() == pytest.approx(2 * SD**2, rel=0.12)
        np.testing.assert_allclose(np.sort(layer.weights, axis=0), np.sort(CENTRES, axis=0), atol=0.15)


def test_k_means_finds_the_same_three_and_is_hardly_better() -> None:
    for seed in SEEDS:
        layer = learnt(seed)
        found = kmeans(blobs(seed), layer.weights)
        np.testing.assert_array_equal(found.winners, layer.winners())
        assert found.errors[-1] <= layer.quantization_error() <= 1.01 * found.errors[-1]


def test_started_far_away_one_unit_wins_everything_and_the_others_never_move() -> None:
    for seed in SEEDS:
        first = far_away(seed)
        layer = learnt(seed, weights=first)
        counts = np.bincount(layer.winners(), minlength=3)
        assert sorted(counts.tolist()) == [0, 0, N_SAMPLES]
        np.testing.assert_array_equal(layer.weights[counts == 0], first[counts == 0])
        # One unit for all: what is left is the spread around the mean, 2·sd² + mean |centre|² = 0.18 + 3.93
        assert layer.quantization_error() == pytest.approx(4.1, rel=0.05)


def test_started_on_three_samples_two_units_often_share_a_blob() -> None:
    errors = [learnt(seed, "samples").quantization_error() for seed in range(20)]
    lucky = sum(error < 1.2 * 2 * SD**2 for error in errors)
    assert 5 <= lucky <= 17  # measured 13
    assert max(errors) > 10 * min(errors)


def test_a_map_unfolds_over_a_square() -> None:
    torn, errors = [], []
    for seed in range(5):
        inputs = np.random.default_rng(100 + seed).uniform(size=(1000, 2))
        work = SelfOrganizingMap(MapSpec(8, 8, seed=seed), inputs)
        assert work.topographic_error() > 0.6
        work.advance(20 * 1000)
        torn.append(work.topographic_error())
        errors.append(work.quantization_error())
        corners = work.weights[[0, 7, 56, 63]]
        assert sorted(map(tuple, (corners > 0.5).tolist())) == sorted(
            [(a, b) for a in (False, True) for b in (False, True)]
        )
    # Measured over 20 seeds: 0.005 to 0.017 torn, median 0.0105
    assert max(torn) <= 0.03
    assert median(torn) <= 0.02
    # 64 equal squares would leave (1/8)² / 6 = 0.0026; measured 0.0028
    assert max(errors) <= 0.0032
