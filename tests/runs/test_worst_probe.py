"""The samples that a run answers worst."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.named import named_data
from nnsim.engine.spec import TrainSpec
from nnsim.engine.worst import Worst, WorstLook, largest
from nnsim.model.start import new_project
from nnsim.runs.run import Run


def a_run(data: str) -> Run:
    made = Run(new_project("p", named_data(data), (4,), training=TrainSpec(learning_rate=0.05)))
    made.train_epochs(5)
    return made


def seen(run: Run, look: WorstLook) -> Worst:
    found = run.snapshot((look,)).worst
    assert found is not None
    return found


@pytest.mark.parametrize("data", ["circle", "iris"])
@pytest.mark.parametrize("part", ["train", "test"])
def test_losses_are_cross_entropies_of_what_is_predicted(data: str, part: str) -> None:
    run = a_run(data)
    worst = seen(run, WorstLook(part))  # type: ignore[arg-type]
    targets = run.prepared.dataset.targets[worst.rows, 0].astype(int)
    shares = worst.predictions
    if shares.shape[1] == 1:
        shares = np.column_stack([1 - shares, shares])
    assert worst.losses == pytest.approx(-np.log(shares[np.arange(len(targets)), targets]))
    assert np.array_equal(worst.classes, shares.argmax(axis=1))
    assert np.all(np.diff(worst.losses) <= 0)
    assert set(worst.rows) <= set(run.prepared.train_rows if part == "train" else run.prepared.test_rows)


def test_a_quantity_is_told_in_its_units() -> None:
    run = a_run("sine")
    worst = seen(run, WorstLook("test", 1000))
    assert np.array_equal(np.sort(worst.rows), run.prepared.test_rows)
    told = run.predict(run.prepared.dataset.inputs[worst.rows])
    assert worst.predictions == pytest.approx(told)
    off = np.abs(worst.predictions - run.prepared.dataset.targets[worst.rows])[:, 0]
    assert np.all(np.diff(off) <= 1e-12), "the quadratic loss and the distance have one order"
    assert len(worst.classes) == worst.n_wrong == 0


def test_mistakes_are_counted_among_all_samples() -> None:
    run = a_run("circle")
    mistakes = run.snapshot(("mistakes",)).mistakes
    assert mistakes is not None
    for part, rows in (("train", mistakes.train), ("test", mistakes.test)):
        worst = seen(run, WorstLook(part, 3))  # type: ignore[arg-type]
        assert (worst.n_wrong, len(worst.rows)) == (len(rows), 3)


def test_losses_are_those_of_now_after_more_steps() -> None:
    run = a_run("circle")
    before = seen(run, WorstLook("train"))
    run.train_epochs(1)
    after = seen(run, WorstLook("train"))
    fresh = Run(run.stamped(), prepared=run.prepared)
    assert not np.array_equal(before.losses, after.losses)
    assert np.array_equal(after.losses, seen(fresh, WorstLook("train")).losses)


@given(
    losses=st.lists(st.floats(0, 10, width=16) | st.just(np.nan) | st.just(np.inf), max_size=30),
    most=st.integers(1, 40),
)
def test_none_that_is_left_out_is_worse(losses: list[float], most: int) -> None:
    values = np.array(losses, float)
    found = largest(values, most)
    assert len(found) == min(most, len(losses))
    badness = np.where(np.isnan(values), np.inf, values)
    assert np.array_equal(badness[found], np.sort(badness)[::-1][: len(found)])
    equal = badness[found][1:] == badness[found][:-1]
    assert np.all(found[1:][equal] > found[:-1][equal])
