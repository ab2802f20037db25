from __future__ import annotations

import gc
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from nnsim.errors import SpecError
from nnsim.model import data_edits, edits
from nnsim.runs.course import total
from nnsim.runs.experiment import Experiment
from nnsim.runs.timeline import MOST_MOMENTS, Timeline
from tests.circle import circle


@pytest.fixture
def project():
    return circle()


@pytest.fixture
def experiment(project):
    return Experiment(project)


def with_budget(project, budget_bytes):
    made = Experiment(project)
    made.timeline = Timeline(project, budget_bytes)
    return made


def train(experiment, updates, *, portion=1):
    for _ in range(0, updates, portion):
        experiment.run.trainer.advance(portion)
        experiment.note()


def weights(run):
    return run.checkpoint().parameters


def labels(experiment):
    return [(mark.change.label, moment.at) for moment, mark in experiment.timeline.present.marks()]


def test_any_moment_of_a_long_run_comes_back_although_few_are_kept(project):
    experiment = with_budget(project, 40_000)
    seen = {}
    for _ in range(900):
        train(experiment, 1)
        seen[experiment.run.trainer.step] = weights(experiment.run)
    assert len(experiment.timeline.present.moments) < 40
    for at in (1, 37, 450, 899, 900):
        assert np.array_equal(weights(experiment.timeline.run_at(at, experiment.run.prepared)), seen[at])


def test_what_is_kept_stays_within_the_budget_and_lies_evenly(project):
    budget = 60_000
    experiment = with_budget(project, budget)
    train(experiment, 2000)
    timeline = experiment.timeline
    assert total([timeline.present]) <= budget
    gaps = np.diff([moment.at for moment in timeline.present.moments])
    assert gaps.max() <= 2 * np.median(gaps)
    assert timeline.present.moments[0].at == 0
    assert 2000 - timeline.present.end.at < timeline.stride


def test_very_many_moments_are_thinned_before_they_fill_the_budget(experiment):
    train(experiment, MOST_MOMENTS + 500)
    assert len(experiment.timeline.present.moments) <= MOST_MOMENTS


def test_bytes_told_are_about_those_taken(experiment):
    experiment.run.trainer.advance(300)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        held_before = experiment.timeline.held_bytes
        train(experiment, 300)
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    told = experiment.timeline.held_bytes - held_before
    assert told == pytest.approx(taken, rel=0.5)


def test_a_network_that_is_too_large_for_the_budget_is_not_copied(project):
    experiment = with_budget(project, 1000)
    train(experiment, 50)
    assert not experiment.timeline.present.has_run
    run = experiment.timeline.run_at(30, experiment.run.prepared)
    assert run.trainer.step == 30, "its first weights follow from the seed, so all of it can be trained again"


def test_copies_become_rare_once_the_budget_is_full(project, monkeypatch):
    experiment = with_budget(project, 20_000)
    copies = []
    checkpoint = experiment.run.checkpoint
    monkeypatch.setattr(experiment.run, "checkpoint", lambda: copies.append(1) or checkpoint())
    train(experiment, 3000)
    assert len(copies) < 150


def test_dragging_a_setting_in_a_run_leaves_one_mark(experiment):
    for rate in np.linspace(0.01, 0.5, 100):
        train(experiment, 3)
        experiment.apply(lambda project, rate=rate: edits.set_learning_rate(project, rate), dragging=True)
    assert labels(experiment) == [("learning rate {0}", 300)]
    experiment.history.stop_merging()
    train(experiment, 3)
    experiment.apply(lambda project: edits.set_learning_rate(project, 0.2), dragging=True)
    assert labels(experiment) == [("learning rate {0}", 300), ("learning rate {0}", 303)]


def drag_noise(experiment):
    for noise in np.linspace(0.01, 0.5, 80):
        experiment.apply(lambda project, noise=noise: data_edits.set_noise(project, noise), dragging=True)
        train(experiment, 3)
    experiment.history.stop_merging()


def test_dragging_the_noise_in_a_run_leaves_one_run(experiment):
    train(experiment, 40)
    drag_noise(experiment)
    assert [(course.tag.key, course.end.at) for course in experiment.timeline.runs] == [(1, 40), (2, 3)]
    drag_noise(experiment)
    assert [course.tag.key for course in experiment.timeline.runs] == [1, 2, 3]
    experiment.undo()
    experiment.undo()
    assert experiment.run.trainer.step == 40


def test_a_run_that_is_named_during_a_drag_keeps_its_name(experiment):
    train(experiment, 40)
    experiment.apply(lambda project: data_edits.set_noise(project, 0.2), dragging=True)
    train(experiment, 3)
    present = experiment.timeline.present
    experiment.timeline.retag(present, replace(present.tag, name="noisy"))
    experiment.apply(lambda project: data_edits.set_noise(project, 0.3), dragging=True)
    assert [course.tag.name for course in experiment.timeline.runs] == ["", "noisy"]


def test_dragging_while_it_stands_still_keeps_one_moment(experiment):
    train(experiment, 5)
    before = len(experiment.timeline.present.moments)
    for value in np.linspace(-1.0, 1.0, 200):
        experiment.set_weight(0, 0, 0, value, dragging=True)
    assert len(experiment.timeline.present.moments) == before


def test_edits_before_the_first_step_are_no_course_of_their_own(experiment):
    experiment.apply(lambda project: edits.add_neuron(project, 0))
    experiment.apply(lambda project: edits.set_learning_rate(project, 0.5))
    assert not experiment.timeline.present.has_run
    assert not experiment.timeline.earlier


def test_reset_begins_a_course_and_undo_returns_to_the_one_before(experiment):
    train(experiment, 40)
    course = experiment.timeline.present
    experiment.apply(edits.restart)
    assert experiment.timeline.present.began.label == "reset"
    assert experiment.timeline.earlier == [course]
    train(experiment, 7)
    experiment.undo()
    assert experiment.timeline.present is course
    assert course.end.at == 40
    assert [earlier.end.at for earlier in experiment.timeline.earlier] == [7]
    experiment.redo()
    assert experiment.timeline.present.end.at == 7


def test_other_data_begin_a_course(experiment):
    train(experiment, 40)
    experiment.apply(lambda project: data_edits.set_noise(project, 0.4))
    assert not experiment.timeline.present.has_run
    assert experiment.timeline.run_at(30, experiment.run.prepared).trainer.network is not None


def test_undo_of_a_neuron_goes_back_to_where_it_was_added(experiment):
    train(experiment, 40)
    experiment.apply(lambda project: edits.add_neuron(project, 0))
    train(experiment, 20)
    experiment.undo()
    assert experiment.timeline.present.end.at == 40
    assert labels(experiment) == []
    experiment.redo()
    assert experiment.timeline.present.end.at == 60
    assert labels(experiment) == [("add neuron to {0}", 40)]


def test_undo_of_a_setting_is_a_change_on_the_way(experiment):
    train(experiment, 40)
    experiment.apply(lambda project: edits.set_learning_rate(project, 0.5))
    train(experiment, 20)
    experiment.undo()
    marks = [(mark.back, moment.at) for moment, mark in experiment.timeline.present.marks()]
    assert marks == [(False, 40), (True, 60)]


def test_going_on_from_an_earlier_moment_branches_and_undo_returns(experiment):
    train(experiment, 60)
    last = weights(experiment.run)
    then = experiment.timeline.run_at(25, experiment.run.prepared).stamped()
    experiment.apply(lambda project: edits.continue_from(project, then))
    assert experiment.run.trainer.step == 25
    assert experiment.timeline.present.end.at == 25
    assert experiment.history.undoable.label == "continue from epoch {0}"
    experiment.undo()
    assert experiment.timeline.present.end.at == 60
    assert np.array_equal(weights(experiment.run), last)


def test_a_run_trained_in_one_go_stays_when_a_branch_is_made_of_its_middle(experiment):
    experiment.run.trainer.advance(60)
    then = experiment.timeline.run_at(25, experiment.run.prepared).stamped()
    left = experiment.timeline.present
    experiment.apply(lambda project: edits.continue_from(project, then))
    assert left in experiment.timeline.earlier


def test_a_branch_that_was_never_trained_leaves_nothing_behind(experiment):
    train(experiment, 60)
    then = experiment.timeline.run_at(25, experiment.run.prepared).stamped()
    experiment.apply(lambda project: edits.continue_from(project, then))
    branch = experiment.timeline.present
    experiment.undo()
    assert branch not in experiment.timeline.earlier


def test_earlier_courses_are_let_go_first(project):
    experiment = with_budget(project, 200_000)
    for _ in range(10):
        train(experiment, 20)
        experiment.apply(edits.restart)
    train(experiment, 20)
    timeline = experiment.timeline
    assert 0 < len(timeline.earlier) < 10
    assert total([timeline.present, *timeline.earlier]) <= 200_000
    assert len(timeline.present.moments) == 21


def test_a_long_run_outlives_short_ones_that_came_after_it(project):
    experiment = with_budget(project, 200_000)
    train(experiment, 60)
    long = experiment.timeline.present
    for _ in range(60):
        experiment.apply(edits.restart)
        train(experiment, 5)
    timeline = experiment.timeline
    assert long in timeline.earlier
    assert len(timeline.earlier) < 60
    assert timeline.earlier[-1].tag.key == 60, "nor is the one that was left just now let go of"


@pytest.mark.parametrize("mark", [{"is_pinned": True}, {"name": "mine"}])
def test_a_run_that_is_pinned_or_named_outlives_the_others(project, mark):
    experiment = with_budget(project, 60_000)
    train(experiment, 40)
    kept, prepared = experiment.timeline.present, experiment.run.prepared
    last = weights(experiment.run)
    experiment.timeline.retag(kept, replace(kept.tag, **mark))
    for _ in range(10):
        experiment.apply(edits.restart)
        train(experiment, 40)
    timeline = experiment.timeline
    assert kept in timeline.earlier
    assert len(timeline.earlier) < 10
    assert timeline.held_bytes <= 60_000
    assert experiment.open_run(kept, "mine") is not None
    assert np.array_equal(weights(experiment.run), last)
    assert timeline.run_at(17, prepared).trainer.step == 17


def test_many_pinned_runs_grow_sparse_but_stay(project):
    experiment = with_budget(project, 250_000)
    for _ in range(12):
        train(experiment, 100)
        course = experiment.timeline.present
        experiment.timeline.retag(course, replace(course.tag, is_pinned=True))
        experiment.apply(edits.restart)
    train(experiment, 100)
    timeline = experiment.timeline
    assert len(timeline.earlier) == 12
    assert timeline.held_bytes <= 250_000
    assert all(not course.end.is_bare for course in timeline.earlier)


def test_a_course_that_was_let_go_says_what_it_no_longer_knows(project):
    experiment = with_budget(project, 30_000)
    train(experiment, 20)
    for _ in range(6):
        experiment.apply(edits.restart)
        train(experiment, 20)
    while experiment.history.undoable is not None:
        experiment.undo()
    assert experiment.run.trainer.step == 20
    assert experiment.timeline.run_at(10, experiment.run.prepared) is None
    train(experiment, 5)
    assert experiment.timeline.run_at(23, experiment.run.prepared).trainer.step == 23


def test_redo_of_a_network_too_large_to_be_kept_says_what_is_gone(project):
    experiment = with_budget(project, 1000)
    train(experiment, 1)
    experiment.apply(lambda project: edits.add_neuron(project, 0))
    train(experiment, 1)
    experiment.undo()
    experiment.redo()
    assert experiment.timeline.run_at(1, experiment.run.prepared) is None


def test_stretches_said_to_be_lost_are_those_where_nobody_can_go(project):
    experiment = with_budget(project, 1000)
    train(experiment, 5)
    experiment.apply(lambda project: edits.add_neuron(project, 0))
    train(experiment, 6)
    timeline, prepared = experiment.timeline, experiment.run.prepared
    lost = timeline.present.lost()
    assert lost, "the weights after the new neuron take more than there is room for"
    for at in range(11):
        is_lost = any(first <= at and (end is None or at < end) for first, end in lost)
        assert is_lost == (timeline.run_at(at, prepared) is None), at


def test_a_replay_that_ran_out_of_time_goes_on_where_it_was(project):
    experiment = Experiment(project)
    train(experiment, 60, portion=60)
    replay = experiment.timeline.replay(59, experiment.run.prepared)
    assert replay.finished(within_s=0.0) is None
    assert replay.updates == (0, 59)
    assert np.array_equal(weights(replay.finished()), weights(experiment.timeline.run_at(59, experiment.run.prepared)))


def test_a_setting_of_a_network_too_large_to_be_kept_is_replayed(project):
    experiment = with_budget(project, 1000)
    train(experiment, 30)
    experiment.apply(lambda project: edits.set_learning_rate(project, 0.2))
    train(experiment, 30)
    run = experiment.timeline.run_at(60, experiment.run.prepared)
    assert np.array_equal(weights(run), weights(experiment.run))


def test_settings_on_the_way_that_no_run_can_take_up_are_refused_before_it_sets_out(experiment):
    train(experiment, 5, portion=5)
    experiment.apply(lambda project: edits.set_learning_rate(project, 0.2))
    train(experiment, 5, portion=5)
    moments = experiment.timeline.present.moments
    larger = edits.add_neuron(experiment.project, 0).project
    moments[-2] = replace(moments[-2].bare(), project=replace(larger, checkpoint=None))
    moments[-1] = moments[-1].bare()
    with pytest.raises(SpecError, match="another shape"):
        experiment.timeline.replay(7, experiment.run.prepared)
