"""Runs in step: what each of them learns is what it would learn alone, and they meet at the same samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.spec import Choice, StopSpec, TrainSpec
from nnsim.model import edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.abreast import Abreast, Lane
from nnsim.runs.run import Run

N_TRAIN = 42


def project(**training: object) -> Project:
    spec = TrainSpec(**{"optimizer": Choice("adam"), "batch_size": 10, **training})  # type: ignore[arg-type]
    return new_project("small", DataSpec(ToySource("gauss", 60, 0.2), test_fraction=0.3), (3,), training=spec)


def with_batches(sizes: Sequence[int | None], base: Project | None = None) -> list[Run]:
    return [Run(edits.set_batch_size(base or project(), size).project) for size in sizes]


def abreast_of(*runs: Run) -> Abreast:
    return Abreast([Lane(run) for run in runs])


def go(abreast: Abreast, meetings: int = 1) -> None:
    """To the next place to go to."""
    abreast.aim(meetings)
    while not abreast.has_met:
        abreast.move()


def used(abreast: Abreast) -> set[int]:
    """Samples that each has used since its beginning."""
    return {epoch * N_TRAIN + samples for epoch, samples in (lane.place for lane in abreast.lanes)}


SIZES = st.lists(st.sampled_from([1, 2, 3, 7, 10, 14, 20, 41, 42, None]), min_size=2, max_size=4)


@given(SIZES, st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_at_every_meeting_all_have_used_the_same_number_of_samples(
    sizes: list[int | None], portions: list[int]
) -> None:
    abreast = abreast_of(*with_batches(sizes))
    before = 0
    for portion in portions:
        go(abreast, portion)
        (now,) = used(abreast)
        assert before < now <= before + N_TRAIN
        before = now


@given(SIZES, st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_each_learns_bit_by_bit_what_it_learns_alone(sizes: list[int | None], portions: list[int]) -> None:
    abreast = abreast_of(*with_batches(sizes))
    for portion in portions:
        go(abreast, portion)
    for lane, alone in zip(abreast.lanes, with_batches(sizes), strict=True):
        alone.trainer.advance(lane.run.trainer.step)
        one, other = lane.run.checkpoint(), alone.checkpoint()
        assert np.array_equal(one.parameters, other.parameters)
        assert np.array_equal(one.curves.train_loss, other.curves.train_loss)
        assert all(np.array_equal(one.optimizer[name], other.optimizer[name]) for name in one.optimizer)


@given(SIZES, st.integers(0, 60))
def test_from_amid_an_epoch_they_meet_again_within_it(sizes: list[int | None], steps: int) -> None:
    whole = Run(project(batch_size=1))
    whole.trainer.advance(steps)
    abreast = abreast_of(*with_batches(sizes, whole.stamped()))
    while not abreast.has_met:
        abreast.move()
    assert len(used(abreast)) == 1
    assert max(used(abreast)) <= (steps // N_TRAIN + 1) * N_TRAIN


def test_epochs_end_together_whatever_the_batches() -> None:
    abreast = abreast_of(*with_batches([4, 9, None]))
    for epoch in range(1, 4):
        go(abreast, 1000)
        assert [lane.place for lane in abreast.lanes] == [(epoch, 0)] * 3


def test_who_comes_later_catches_up_before_the_others_go_on() -> None:
    early = Run(project(batch_size=4))
    early.train_epochs(3)
    late = Run(project(batch_size=9))
    abreast = abreast_of(early, late)
    while not abreast.has_met:
        assert abreast.aim() == 0
        abreast.move()
    assert [lane.place for lane in abreast.lanes] == [(3, 0), (3, 0)]


def test_equal_batches_meet_after_every_batch() -> None:
    abreast = abreast_of(*with_batches([10, 10]))
    assert (abreast.stride, abreast.meetings) == (10, 5)
    go(abreast)
    assert used(abreast) == {10}


def test_one_that_diverges_stands_and_the_others_go_on() -> None:
    data = DataSpec(ToySource("sine", 60, 0.0))
    tame = new_project("wild", data, (4,), activation=Choice("relu"), training=TrainSpec(learning_rate=0.01))
    wild = edits.set_learning_rate(tame, 1000.0).project
    abreast = abreast_of(Run(tame), Run(wild))
    for _ in range(30):
        go(abreast, 1000)
    calm, burst = abreast.lanes
    assert burst.failure is not None
    assert not burst.goes
    assert calm.place == (30, 0)
    assert np.isfinite(burst.run.trainer.network.parameters).all()


def test_one_that_a_condition_ends_stands_where_it_ended() -> None:
    short = project(stop=StopSpec(epochs=2))
    abreast = abreast_of(Run(project()), Run(short))
    for _ in range(4):
        go(abreast, 1000)
    assert [lane.place for lane in abreast.lanes] == [(4, 0), (2, 0)]
    assert abreast.lanes[1].stopped == "epochs"
    assert abreast.can_go


def test_when_nobody_can_go_on_there_is_nowhere_to_go() -> None:
    abreast = abreast_of(Run(project(stop=StopSpec(epochs=1))))
    go(abreast, 1000)
    assert not abreast.can_go
    go(abreast)
    assert abreast.lanes[0].place == (1, 0)


@pytest.mark.parametrize("size", [30, 90])
def test_with_other_numbers_of_samples_they_meet_between_epochs(size: int) -> None:
    other = project()
    data = replace(other.data, source=replace(other.data.source, n_samples=size))  # type: ignore[arg-type]
    abreast = abreast_of(Run(other), Run(replace(other, data=data)))
    go(abreast)
    assert [lane.place for lane in abreast.lanes] == [(1, 0), (1, 0)]
