"""k-means step by step: the steps of Lloyd's algorithm, by hand and beside ``kmeans``."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nnsim.engine.clusters import kmeans
from nnsim.engine.competitive import CompetitiveLayer, CompetitiveSpec
from nnsim.engine.kmeans_steps import UNASSIGNED, KMeansSteps, MeansCheckpoint, MeansSpec
from nnsim.errors import SpecError

LINE = np.array([[0.0], [1.0], [4.0], [5.0]])
TWO = MeansSpec(2)


def test_four_numbers_by_hand() -> None:
    begun = MeansCheckpoint(np.array([[0.0], [1.0]]), np.full(4, UNASSIGNED), 0, 4)
    work = KMeansSteps(TWO, LINE, begun)
    assert (work.phase, work.error()) == ("assign", (0 + 0 + 9 + 16) / 4)
    work.advance()
    assert (work.winners.tolist(), work.changed, work.phase) == ([0, 1, 1, 1], 4, "move")
    work.advance()
    np.testing.assert_allclose(work.weights, [[0.0], [10 / 3]])
    assert work.phase == "assign"
    work.advance()
    assert (work.winners.tolist(), work.changed) == ([0, 0, 1, 1], 1)
    work.advance()
    np.testing.assert_allclose(work.weights, [[0.5], [4.5]])
    assert work.error() == 0.25
    work.advance()
    assert (work.changed, work.phase, work.step) == (0, "settled", 5)
    work.advance()
    assert work.step == 5, "nothing comes after that"


@pytest.mark.parametrize("start", ["samples", "range", "middle", "far"])
def test_it_comes_to_what_k_means_comes_to_from_there_and_the_error_never_rises(start: str) -> None:
    inputs = np.random.default_rng(3).normal(size=(60, 2))
    spec = MeansSpec(4, start, 5)  # type: ignore[arg-type]
    work = KMeansSteps(spec, inputs)
    at_once = kmeans(inputs, work.weights)
    errors = [work.error()]
    while work.phase != "settled":
        work = KMeansSteps(spec, inputs, work.checkpoint())
        work.advance()
        errors.append(work.error())
    np.testing.assert_allclose(work.weights, at_once.weights)
    np.testing.assert_array_equal(work.winners, at_once.winners)
    assert errors[-1] == pytest.approx(at_once.errors[-1])
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(errors))


def test_units_begin_where_those_of_a_competitive_layer_do() -> None:
    inputs = np.random.default_rng(3).normal(size=(30, 2))
    layer = CompetitiveLayer(CompetitiveSpec(4, start="samples", seed=7), inputs)
    np.testing.assert_array_equal(KMeansSteps(MeansSpec(4, seed=7), inputs).weights, layer.weights)


def test_units_that_cannot_begin_are_refused_as_those_of_a_layer() -> None:
    with pytest.raises(SpecError) as refusal:
        KMeansSteps(MeansSpec(5), LINE)
    assert refusal.value.code == "competitive.samples"
