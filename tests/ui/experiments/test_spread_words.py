"""What is said of many runs does not contradict itself."""

from __future__ import annotations

from math import inf, nan

import pytest

from nnsim.session.findings import Group, Measure, Score, group_of
from nnsim.ui.experiments.measure_words import measured
from nnsim.ui.experiments.spread_words import spread_words

ACCURACY, LOSS = Measure("test", "accuracy"), Measure("test", "loss")


def group(values: tuple[float, ...], measure: Measure) -> Group:
    """Runs with these results; an infinite one has diverged."""
    scores = (
        Score(place, (), place, value, "epoch 1" if value in (inf, -inf) else "") for place, value in enumerate(values)
    )
    return group_of((), scores, measure)


def test_a_median_just_below_a_limit_does_not_read_as_if_it_had_reached_it() -> None:
    said = spread_words(group((0.89996,) * 30, ACCURACY), ACCURACY)
    assert said.startswith("Median 89.996\u202f%; half of the runs lie between 89.996\u202f% and 89.996\u202f%.")
    assert "0 of 30 reached 90\u202f%." in said
    assert "seed 0, 89.996\u202f%" in said


def test_nearly_all_right_is_not_all_right() -> None:
    said = spread_words(group((0.9997, 1.0), ACCURACY), ACCURACY)
    assert "1 of 2 reached 100\u202f%." in said
    assert "Worst: seed 0, >99.9\u202f%." in said


def test_where_half_of_the_runs_diverged_no_median_is_told() -> None:
    said = spread_words(group((0.5, -inf), ACCURACY), ACCURACY)
    assert said.startswith("At least half of the runs diverged. 0 of 2 reached 90\u202f%.")
    assert said.endswith("Diverged: 1.")


def test_an_end_among_the_runs_that_diverged_is_no_number() -> None:
    said = spread_words(group((0.1, 0.175, 0.2, inf), LOSS), LOSS)
    assert "a quarter of the runs lie at 0.156 or better, and a quarter or more diverged." in said
    said = spread_words(group((0.95, 0.91, 0.92, -inf), ACCURACY), ACCURACY)
    assert "at 92.8\u202f% or better, and a quarter or more diverged." in said


def test_the_best_and_the_worst_are_told_apart() -> None:
    said = spread_words(group((0.12341, 0.12342), LOSS), LOSS)
    assert "Best: seed 0, 0.12341. Worst: seed 1, 0.12342." in said


@pytest.mark.parametrize(("name", "text"), [("auc", ">99.9\u202f%"), ("r2", "0.99996"), ("rmse", "1")])
def test_no_result_claims_to_be_perfect_that_is_not(name: str, text: str) -> None:
    assert measured(Measure("test", name), 0.99996) == text


@pytest.mark.parametrize(
    ("values", "median", "middle"),
    [
        ((0.9, -inf), -inf, 1),
        ((0.9, 0.8, -inf), 0.8, 1),
        ((0.9, 0.8, -inf, -inf), -inf, 2),
        ((0.5, 0.9, 0.7, nan, nan), 0.7, 2),
        ((nan, 0.4), 0.4, 1),
    ],
)
def test_the_middle_run_is_what_the_median_says(values: tuple[float, ...], median: float, middle: int) -> None:
    runs = group(values, ACCURACY)
    assert runs.spread.median == median
    assert runs.middle is not None
    assert runs.middle.number == middle


def test_runs_without_a_number_have_no_run_in_the_middle() -> None:
    assert group((nan, nan), ACCURACY).middle is None
