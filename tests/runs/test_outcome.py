"""All samples are looked at once for each update, and what is told is always that of the weights as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.evaluation import Evaluation
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.errors import DivergedError
from nnsim.model.edits import set_weight
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Results, Run

ALL = ("confusion", "mistakes", "now")


def project(kind: str = "blobs", **training: object) -> Project:
    data = DataSpec(ToySource(kind, 60, 0.3), test_fraction=0.3)
    return new_project(kind, data, (3,), training=TrainSpec(batch_size=10, **training))


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often all samples went through the network, by what was asked for."""
    counted: Counter[str] = Counter()

    def counting(name: str) -> Callable[..., object]:
        real = getattr(Evaluation, name)

        def count(self: Evaluation, *arguments: object) -> object:
            counted[name] += 1
            return real(self, *arguments)

        return count

    for name in ("look", "measure"):
        monkeypatch.setattr(Evaluation, name, counting(name))
    return counted


def test_views_of_one_moment_share_one_pass_through_the_samples_with_the_record(passes: Counter[str]) -> None:
    run = Run(project())
    for _ in range(3):
        run.snapshot(ALL)
        run.results()
    assert passes == {"measure": 1}


def test_while_training_the_views_of_a_frame_take_one_pass(passes: Counter[str]) -> None:
    run = Run(project())
    passes.clear()
    for frame in range(1, 4):  # within an epoch, at whose end the losses are measured
        run.trainer.advance(1)
        run.snapshot(("confusion", "mistakes"))
        assert passes == {"look": frame}


@pytest.mark.parametrize("kind", ["circle", "blobs", "plane"])
def test_after_every_step_the_numbers_are_those_of_a_run_that_was_never_looked_at(kind: str) -> None:
    watched = Run(project(kind, learning_rate=0.5))
    for _ in range(10):
        watched.trainer.advance(1)
        snapshot, results = watched.snapshot(ALL), watched.results()
        fresh = Run(replace(watched.project, checkpoint=watched.checkpoint()), prepared=watched.prepared)
        assert results == fresh.results()
        assert snapshot.now.train_loss[0] == results["train"]["loss"]
        other = fresh.snapshot(ALL)
        if snapshot.confusion is not None:
            np.testing.assert_array_equal(snapshot.confusion.test, other.confusion.test)
            np.testing.assert_array_equal(snapshot.mistakes.train, other.mistakes.train)


def test_a_weight_set_by_hand_counts_at_once() -> None:
    run = Run(project())
    before = run.results()
    stamped = replace(run.project, checkpoint=run.checkpoint())
    other = Run(set_weight(stamped, 0, 0, 0, 40.0).project, prepared=run.prepared)
    assert other.results() != before
    assert run.results() == before


def test_a_step_that_diverges_leaves_what_was_seen_as_it_was() -> None:
    hidden = {"activation": Choice("identity"), "output_activation": Choice("identity"), "loss": Choice("quadratic")}
    made = new_project("plane", DataSpec(ToySource("plane", 60, 0.0)), (3,), **hidden)
    run = Run(replace(made, training=replace(made.training, batch_size=None, learning_rate=500.0)))
    seen: list[Results] = []

    def look_and_step() -> None:
        while len(seen) < 1000:
            seen.append(run.results())
            run.trainer.advance(1)

    with pytest.raises(DivergedError):
        look_and_step()
    assert run.results() == seen[-1]
    assert Run(replace(run.project, checkpoint=run.checkpoint()), prepared=run.prepared).results() == seen[-1]
