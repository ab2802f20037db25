"""Exercises of clustering and encoding, each through the command line alone, as a teacher's script would do it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import Call, nnsim  # noqa: F401  (a fixture)
from tests.exercises.test_clustering_bands import N_SAMPLES, SD, blobs

EIGHT = np.eye(8)


@pytest.fixture
def three_blobs(nnsim: Call) -> str:  # noqa: F811
    """A table of the samples, and of what they are."""
    kinds = np.repeat(["north", "west", "east"], N_SAMPLES // 3)
    rows = (f"{x!r},{y!r},{kind}" for (x, y), kind in zip(blobs(0).tolist(), kinds, strict=True))
    Path("blobs.csv").write_text("\n".join(["x,y,kind", *rows]))
    return "blobs.csv"


def test_three_units_on_three_blobs_are_left_with_the_spread_of_a_blob(nnsim: Call, three_blobs: str) -> None:  # noqa: F811
    said = nnsim("cluster", three_blobs, "--units", 3, "--start", "middle", "--scaling", "none", "--json").json
    assert said["quantization_error"] == pytest.approx(2 * SD**2, rel=0.12)
    assert sorted(said["wins"]) == [N_SAMPLES // 3] * 3
    assert said["purity"] == 1.0
    assert said["kmeans"]["quantization_error"] <= said["quantization_error"]


def test_units_that_begin_far_away_leave_everything_to_one(nnsim: Call, three_blobs: str) -> None:  # noqa: F811
    said = nnsim("cluster", three_blobs, "--units", 3, "--start", "far", "--scaling", "none", "--json").json
    assert sorted(said["wins"]) == [0, 0, N_SAMPLES]
    assert len(said["dead"]) == 2
    # One unit for all: 2·sd² + mean |centre|² = 0.18 + 3.93
    assert said["quantization_error"] == pytest.approx(4.1, rel=0.05)
    # k-means begins on samples of its own, and finds the three.
    assert said["kmeans"]["quantization_error"] == pytest.approx(2 * SD**2, rel=0.12)


def copies(nnsim: Call, hidden: int, seed: int) -> Any:  # noqa: F811
    """(8, 8) what comes out for each of the eight signs."""
    table = "\n".join([",".join("abcdefgh"), *(",".join(map(str, row)) for row in EIGHT.astype(int).tolist())])
    Path("signs.csv").write_text(table)
    made = "new e.nnsim --data signs.csv --task autoencoder --activation sigmoid --loss cross_entropy --scaling none"
    rest = f"--layers {hidden} --learning-rate 0.05 --batch-size full --test-fraction 0 --seed {seed} --force"
    assert nnsim(*made.split(), *rest.split()).status == 0
    assert nnsim("train", "e.nnsim", "--epochs", 1500).status == 0
    rows = nnsim("predict", "e.nnsim", "--in", "signs.csv", "--json").json["predictions"]
    return np.array([list(row.values()) for row in rows])


def test_three_neurons_encode_eight_signs(nnsim: Call) -> None:  # noqa: F811
    np.testing.assert_array_equal(copies(nnsim, 3, seed=0) > 0.5, EIGHT > 0.5)


def test_one_neuron_encodes_about_four_of_eight_signs(nnsim: Call) -> None:  # noqa: F811
    told_apart = [len(set(copies(nnsim, 1, seed).argmax(axis=1).tolist())) for seed in range(3)]
    assert all(2 <= count <= 6 for count in told_apart)
    assert 3 <= np.mean(told_apart) <= 5
