"""The runs of a project come back from its file: each moment bit by bit, names, pins and branches, in little room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.kept_run import Work
from nnsim.runs import preserve
from nnsim.runs.experiment import Experiment
from nnsim.storage import project_file
from nnsim.storage.semantic import semantic_hash
from tests.circle import circle


@pytest.fixture
def experiment():
    return Experiment(circle())


@pytest.fixture
def three(experiment):
    """A run that was left by a reset, one with edits on its way, and a branch of that, which is at work."""
    train(experiment, 30)
    experiment.apply(edits.restart)
    experiment.apply(lambda project: edits.set_learning_rate(project, 0.3))
    train(experiment, 25)
    experiment.apply(lambda project: edits.set_optimizer(project, Choice("momentum")))
    train(experiment, 10)
    experiment.apply(lambda project: edits.add_neuron(project, 0))
    experiment.set_weight(0, 0, 0, 0.5)
    train(experiment, 10)
    then = experiment.timeline.run_at(28, experiment.run.prepared).stamped()
    experiment.apply(lambda project: edits.continue_from(project, then))
    train(experiment, 12)
    return experiment


def train(experiment, updates):
    for _ in range(updates):
        experiment.run.trainer.advance(1)
        experiment.note()


def reopened(experiment, folder: Path) -> Experiment:
    path = folder / "runs.nnsim"
    project_file.write_work(experiment.work(), path)
    work = project_file.read_work(path)
    return Experiment(work.project, runs=work.runs)


def state(run):
    checkpoint = run.checkpoint()
    memory = tuple(array.tobytes() for _, array in sorted(checkpoint.optimizer.items()))
    return checkpoint.parameters.tobytes(), memory, checkpoint.step, checkpoint.epoch, checkpoint.seen


def tree(experiment):
    return [course.tag for course in experiment.timeline.runs]


def seen(experiment):
    """What is known of every moment of the present course."""
    timeline, prepared = experiment.timeline, experiment.run.prepared
    first, last = timeline.present.moments[0].at, experiment.run.trainer.step
    runs = {at: timeline.run_at(at, prepared) for at in range(first, last + 1)}
    return {at: run and state(run) for at, run in runs.items()}


def marks(course):
    return [(moment.at, mark.change.label, mark.change.told, mark.back) for moment, mark in course.marks()]


def test_every_moment_of_every_run_is_the_same_after_the_file(three, tmp_path):
    again = reopened(three, tmp_path)
    assert tree(again) == tree(three)
    assert again.timeline.present.tag == three.timeline.present.tag
    assert seen(again) == seen(three)
    for key in (1, 2):
        for one in (three, again):
            assert one.open_run(one.timeline.run_called(key), str(key)) is not None
        assert state(again.run) == state(three.run)
        assert seen(again) == seen(three)
        assert None not in seen(again).values()


def test_few_weights_are_written_and_all_moments_come_back(three, tmp_path, monkeypatch):
    whole = seen(three)
    monkeypatch.setattr(preserve, "MOST_WEIGHTS", 16)
    again = reopened(three, tmp_path)
    kept = [moment for moment in again.timeline.present.moments if moment.checkpoint is not None]
    assert len(kept) <= 8 + 1
    assert seen(again) == whole


def test_what_was_changed_on_the_way_is_told_as_before(three, tmp_path):
    again = reopened(three, tmp_path)
    for one, other in zip(three.timeline.runs, again.timeline.runs, strict=True):
        assert marks(one) == marks(other)
        assert (one.began and one.began.label) == (other.began and other.began.label)
        assert np.array_equal(one.curves.train_loss, other.curves.train_loss)


def test_names_pins_and_numbers_come_back(three, tmp_path):
    first, second, _ = three.timeline.runs
    three.timeline.retag(first, replace(first.tag, name="slow – 0,03", is_pinned=True))
    three.timeline.let_go(second)
    again = reopened(three, tmp_path)
    assert tree(again) == tree(three)
    again.apply(edits.restart)
    assert [tag.key for tag in tree(again)] == [1, 3, 4]


def test_training_goes_on_after_the_file_as_it_would_have_without(three, tmp_path):
    again = reopened(three, tmp_path)
    for one in (three, again):
        train(one, 20)
    assert state(again.run) == state(three.run)
    assert seen(again) == seen(three)


def test_runs_of_other_data_come_back_with_their_data(experiment, tmp_path):
    train(experiment, 10)
    experiment.apply(lambda project: data_edits.use_data(project, named_data("iris")))
    train(experiment, 10)
    experiment.apply(lambda project: data_edits.set_test_fraction(project, 0.5))
    train(experiment, 10)
    experiment.apply(lambda project: data_edits.choose_toy(project, "xor"))
    train(experiment, 3)
    again = reopened(experiment, tmp_path)
    for key in (1, 2, 3):
        for one in (experiment, again):
            one.open_run(one.timeline.run_called(key), str(key))
        assert state(again.run) == state(experiment.run)
        assert again.run.prepared.dataset.name == experiment.run.prepared.dataset.name
    tables = {id(course.end.project.data.source.table) for course in again.timeline.runs[1:3]}
    assert len(tables) == 1, "a table that two runs have is there once"
    before = (tmp_path / "runs.nnsim").read_bytes()
    reopened(again, tmp_path)
    assert len((tmp_path / "runs.nnsim").read_bytes()) == pytest.approx(len(before), rel=0.1)


def test_a_project_that_has_learnt_nothing_keeps_its_earlier_runs(experiment, tmp_path):
    train(experiment, 10)
    experiment.apply(edits.restart)
    again = reopened(experiment, tmp_path)
    assert again.is_pristine
    assert tree(again) == tree(experiment)


def test_a_file_is_the_same_after_it_was_opened_and_saved(three, tmp_path):
    again = reopened(three, tmp_path)
    before = (tmp_path / "runs.nnsim").read_bytes()
    reopened(again, tmp_path)
    assert (tmp_path / "runs.nnsim").read_bytes() == before


def test_runs_are_no_part_of_what_a_project_means(three, tmp_path):
    work = three.work()
    reopened(three, tmp_path)
    assert semantic_hash(project_file.read(tmp_path / "runs.nnsim")) == semantic_hash(work.project)


def test_a_long_run_takes_little_room(experiment, tmp_path):
    train(experiment, 3000)
    assert reopened(experiment, tmp_path).timeline.present.moments[0].at == 0
    for _ in range(4):
        experiment.apply(edits.restart)
        train(experiment, 1000)
    reopened(experiment, tmp_path)
    assert (tmp_path / "runs.nnsim").stat().st_size < 1_000_000


def test_weights_set_by_hand_are_kept_before_those_that_training_leads_to(experiment, tmp_path, monkeypatch):
    train(experiment, 20)
    for value in (0.1, 0.2, 0.3):
        experiment.set_weight(0, 0, 0, value)
        train(experiment, 20)
    whole = seen(experiment)
    monkeypatch.setattr(preserve, "MOST_WEIGHTS", 6)
    assert seen(reopened(experiment, tmp_path)) == whole


def test_a_run_with_very_many_changes_begins_later_in_the_file(experiment, tmp_path, monkeypatch):
    for rate in np.linspace(0.01, 0.3, 30):
        train(experiment, 2)
        experiment.apply(lambda project, rate=rate: edits.set_learning_rate(project, float(rate)))
    whole = seen(experiment)
    monkeypatch.setattr(preserve, "MOST_CHANGES", 20)
    again = reopened(experiment, tmp_path)
    assert again.timeline.present.moments[0].at > 10
    now = seen(again)
    assert now == {at: whole[at] for at in now}


def test_of_runs_too_large_to_be_kept_the_weights_are_given_up_and_the_rest_stays(three, tmp_path, monkeypatch):
    monkeypatch.setattr(preserve, "ENDS_BYTES", 1)
    again = reopened(three, tmp_path)
    assert tree(again) == tree(three)
    for course in again.timeline.earlier:
        assert again.open_run(course, "") is None
    assert len(again.timeline.runs[0].curves) == len(three.timeline.runs[0].curves)


def test_runs_that_nobody_named_are_left_out_if_there_are_very_many(experiment, tmp_path, monkeypatch):
    monkeypatch.setattr(preserve, "MOST_RUNS", 3)
    for number in range(8):
        train(experiment, 3)
        course = experiment.timeline.present
        if number == 1:
            experiment.timeline.retag(course, replace(course.tag, name="mine"))
        experiment.apply(edits.restart)
    assert [tag.key for tag in tree(reopened(experiment, tmp_path))] == [2, 6, 7, 8, 9]


def test_a_long_run_is_kept_before_short_ones_that_came_after_it(experiment, tmp_path, monkeypatch):
    monkeypatch.setattr(preserve, "MOST_RUNS", 3)
    for updates in (3, 50, 3, 3, 3, 3):
        train(experiment, updates)
        experiment.apply(edits.restart)
    assert [tag.key for tag in tree(reopened(experiment, tmp_path))] == [2, 5, 6, 7]


def test_runs_of_another_large_table_are_left_out_unless_they_matter(experiment, tmp_path, monkeypatch):
    experiment.apply(lambda project: data_edits.use_data(project, named_data("iris")))
    train(experiment, 3)
    experiment.apply(lambda project: data_edits.choose_toy(project, "xor"))
    train(experiment, 3)
    monkeypatch.setattr(preserve, "TABLES_BYTES", 100)
    assert [tag.key for tag in tree(reopened(experiment, tmp_path))] == [2]
    first = experiment.timeline.run_called(1)
    experiment.timeline.retag(first, replace(first.tag, is_pinned=True))
    assert [tag.key for tag in tree(reopened(experiment, tmp_path))] == [1, 2]


def test_a_record_that_does_not_lead_to_the_project_is_begun_anew(three, tmp_path):
    work = three.work()
    elsewhere = replace(work.project, training=replace(work.project.training, seed=9))
    again = Experiment(elsewhere, runs=work.runs)
    assert not again.timeline.present.has_run
    assert again.timeline.present.tag == three.timeline.present.tag
    assert len(again.timeline.runs) == 3


def test_a_project_of_which_no_run_is_known_has_one(experiment):
    train(experiment, 5)
    again = Experiment(Work(experiment.stamped()).project)
    assert [tag.key for tag in tree(again)] == [1]


def test_layers_held_cut_and_frozen_on_the_way_come_back(experiment, tmp_path):
    train(experiment, 5)
    experiment.apply(lambda project: layer_edits.cut_link(project, 0, 0, 1))
    train(experiment, 5)
    experiment.apply(lambda project: layer_edits.hold_weight(project, 1, 0, 0, held=True))
    experiment.apply(lambda project: layer_edits.set_normalize(project, 0, normalize=True))
    train(experiment, 5)
    experiment.undo()
    train(experiment, 5)
    assert seen(reopened(experiment, tmp_path)) == seen(experiment)
