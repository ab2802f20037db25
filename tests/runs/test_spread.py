"""Quartiles, shares and bars tell of all runs, those that diverged too."""

from __future__ import annotations

from math import inf, isnan, nan

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nnsim.runs.executors import Serial
from nnsim.runs.spread import MOST_BARS, bars, cells, judged, losses, metrics, quartiles
from nnsim.runs.sweep import Axis, Outcome, Sweep, plan

from .sweeps import diverging_sweep, done_by, project, small_sweep

NUMBERS = st.floats(-1e6, 1e6)


def outcome(accuracy: float, ending: str = "reached", part: str = "test") -> Outcome:
    return Outcome(0, (), 0, 1, ending, "", {part: {"loss": 1.0 - accuracy, "accuracy": accuracy}})  # type: ignore[arg-type]


@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_quartiles_are_those_of_numpy(values: list[float]) -> None:
    found = quartiles(values)
    expected = np.quantile(values, [0.25, 0.5, 0.75])
    np.testing.assert_allclose([found.low, found.median, found.high], expected, rtol=1e-12, atol=1e-9)


def test_quartiles_with_runs_that_diverged() -> None:
    found = quartiles([inf, 1.0, 3.0, inf])
    assert (found.low, found.median, found.high) == (2.5, inf, inf)
    found = quartiles([-inf, 0.5, 1.0])
    assert (found.low, found.median, found.high) == (-inf, 0.5, 0.75)
    assert isnan(quartiles([]).median)


@given(st.lists(NUMBERS, min_size=1, max_size=50))
def test_every_number_lies_in_one_bar(values: list[float]) -> None:
    ends, counts = bars(values)
    assert sum(counts) == len(values)
    assert len(ends) == len(counts) + 1 <= MOST_BARS + 1
    assert counts[0] > 0
    assert counts[-1] > 0


def test_bars_have_round_ends() -> None:
    ends, counts = bars([0.5, 0.97, 1.0, 0.71, inf, nan])
    np.testing.assert_allclose(ends, [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05])
    assert counts == (1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1)
    assert bars([inf])[1] == ()
    assert bars([3.0, 3.0])[1] == (2,)


def test_a_run_that_diverged_counts_as_worse_than_any_other() -> None:
    runs = [outcome(0.95), outcome(0.5, "diverged"), outcome(0.9), outcome(0.89, "loss")]
    assert metrics(runs) == [0.95, -inf, 0.9, 0.89]
    assert losses(runs)[1] == inf
    (cell,) = cells(Sweep(project(), epochs=1), runs)
    assert (cell.runs, cell.good, cell.diverged) == (4, 0.5, 0.25)


def test_test_samples_judge_if_there_are_any() -> None:
    assert judged(outcome(0.7, part="train"))["accuracy"] == 0.7
    both = Outcome(0, (), 0, 1, "reached", "", {"train": {"loss": 0.0}, "test": {"loss": 2.0}})
    assert judged(both) == {"loss": 2.0}


def test_a_sweep_that_was_cancelled_has_cells_without_runs() -> None:
    sweep = small_sweep()
    found = cells(sweep, done_by(Serial(), plan(sweep)[:3]))
    assert [cell.values for cell in found] == list(sweep.settings)
    assert [cell.runs for cell in found] == [2, 1, 0, 0]
    assert found[1].loss.low == found[1].loss.high > 0
    assert isnan(found[2].metric.median)


def test_quantities_have_an_error_and_no_accuracy() -> None:
    sweep = diverging_sweep()
    tame, wild = cells(sweep, done_by(Serial(), plan(sweep)))
    assert 0 < tame.metric.median < inf
    assert isnan(tame.good)
    assert (tame.diverged, wild.diverged) == (0.0, 1.0)
    assert wild.metric.median == wild.loss.median == inf
    assert sweep.axes == (Axis("learning_rate", (0.01, 1000.0)),)
