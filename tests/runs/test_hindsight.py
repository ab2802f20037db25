"""Quantities over a course, found afterwards."""

from __future__ import annotations

import gc
from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.runs.hindsight import Hindsight, Lens
from nnsim.runs.quantities import HEALTH, HEALTH_ROWS, METRICS, RESULTS, batches_key, quantity_of
from nnsim.runs.run import Run

BOTH = (HEALTH, RESULTS)


@pytest.fixture(params=["circle", "plane"])
def experiment(request):
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.03, batch_size=20)
    return Experiment(new_project("any", named_data(request.param), (4, 2), training=training))


def train(experiment, updates, *, portion=1):
    for _ in range(0, updates, portion):
        experiment.run.trainer.advance(portion)
        experiment.note()


def find(hindsight, experiment, quantities=BOTH, *, most=None):
    """Find out what is missing; how many moments were looked at."""
    lens, run = Lens(), experiment.run
    pieces = hindsight.missing(quantities, experiment.timeline.present, run.trainer.step)[:most]
    for piece in pieces:
        hindsight.keep(lens.read(piece, run.prepared, run))
    return len(pieces)


def rows(hindsight, experiment, quantity):
    return hindsight.rows(quantity, experiment.timeline.present, len(experiment.run.prepared.train_rows))


def test_what_is_found_is_what_a_run_there_has(experiment):
    seen = {}
    for _ in range(60):
        train(experiment, 1)
        run = experiment.run
        seen[run.trainer.step] = run.trainer.health(), run.results()
    hindsight = Hindsight()
    find(hindsight, experiment)
    names = METRICS[experiment.run.prepared.dataset.task]
    assert [row.at for row in rows(hindsight, experiment, RESULTS)] == list(range(61))
    for row in rows(hindsight, experiment, RESULTS)[1:]:
        for part, values in zip(("train", "test"), row.values, strict=True):
            assert dict(zip(names, values, strict=True)) == seen[row.at][1][part]
    assert [row.at for row in rows(hindsight, experiment, HEALTH)] == list(range(1, 61))
    for row in rows(hindsight, experiment, HEALTH):
        for name, values in zip(HEALTH_ROWS, row.values, strict=True):
            assert np.array_equal(values, getattr(seen[row.at][0], name), equal_nan=True)


def test_looking_back_leaves_the_run_alone(experiment):
    train(experiment, 40)
    before, record = experiment.run.checkpoint(), experiment.run.trainer.record.curves().train_loss.copy()
    find(Hindsight(), experiment)
    after = experiment.run.checkpoint()
    assert np.array_equal(before.parameters, after.parameters)
    assert np.array_equal(record, after.curves.train_loss)
    assert after.step == before.step


def test_an_epoch_is_told_with_its_part(experiment):
    train(experiment, 30)
    hindsight = Hindsight()
    find(hindsight, experiment)
    course, n_samples = experiment.timeline.present, len(experiment.run.prepared.train_rows)
    for quantity in BOTH:
        for row in rows(hindsight, experiment, quantity):
            assert row.epoch == course.epoch_of(row.at, n_samples)


def test_nothing_is_found_twice_as_the_run_goes_on(experiment):
    hindsight, looked = Hindsight(), 0
    most = 4 * HEALTH.most
    for _ in range(40):
        train(experiment, 60, portion=3)
        looked += find(hindsight, experiment, [HEALTH])
        assert find(hindsight, experiment, [HEALTH]) == 0
    assert len(rows(hindsight, experiment, HEALTH)) <= HEALTH.most
    assert looked < most
    assert rows(hindsight, experiment, HEALTH)[-1].at > 2300


def test_rows_lie_evenly_and_are_few(experiment):
    train(experiment, 1500)
    hindsight = Hindsight()
    find(hindsight, experiment, [HEALTH])
    gaps = np.diff([row.at for row in rows(hindsight, experiment, HEALTH)])
    assert HEALTH.most / 2 <= len(gaps) <= HEALTH.most
    assert gaps.max() <= 2 * gaps.min()


def test_the_picture_fills_in_evenly_and_soon_reaches_the_newest(experiment):
    train(experiment, 200)
    hindsight = Hindsight()
    find(hindsight, experiment, [RESULTS], most=17)
    at = [row.at for row in rows(hindsight, experiment, RESULTS)]
    assert at[0] == 0
    assert at[-1] == 200
    assert np.diff(at).max() <= 2 * 200 / 16


def test_a_step_that_was_not_made_is_not_told(experiment):
    train(experiment, 10)
    hindsight = Hindsight()
    find(hindsight, experiment)
    assert rows(hindsight, experiment, RESULTS)[-1].at == 10
    assert rows(hindsight, experiment, HEALTH)[-1].at == 10


def test_another_network_has_its_own_layers_from_the_edit_on(experiment):
    train(experiment, 10)
    experiment.apply(lambda project: edits.add_layer(project, 1))
    train(experiment, 10)
    hindsight = Hindsight()
    find(hindsight, experiment)
    layers = [row.values.shape[1] for row in rows(hindsight, experiment, HEALTH)]
    assert layers == [3] * 10 + [4] * 10


def test_a_branch_keeps_what_is_known_of_its_stem(experiment):
    train(experiment, 40)
    hindsight = Hindsight()
    find(hindsight, experiment)
    then = experiment.timeline.run_at(25, experiment.run.prepared).stamped()
    experiment.apply(lambda project: edits.continue_from(project, then))
    assert [row.at for row in rows(hindsight, experiment, RESULTS)] == list(range(25))
    train(experiment, 5)
    assert find(hindsight, experiment, [RESULTS]) == 6
    experiment.undo()
    assert [row.at for row in rows(hindsight, experiment, RESULTS)] == list(range(41))


def test_reset_begins_with_nothing_but_the_first_weights(experiment):
    train(experiment, 40)
    hindsight = Hindsight()
    find(hindsight, experiment)
    experiment.apply(edits.restart)
    assert rows(hindsight, experiment, RESULTS) == []
    assert find(hindsight, experiment) == 1
    assert [row.at for row in rows(hindsight, experiment, RESULTS)] == [0]


def test_what_is_known_goes_with_its_moment(experiment):
    train(experiment, 40)
    hindsight = Hindsight()
    find(hindsight, experiment)
    experiment.timeline.present.thin(8)
    gc.collect()
    at = [moment.at for moment in experiment.timeline.present.moments]
    assert [row.at for row in rows(hindsight, experiment, RESULTS)] == at
    assert len(hindsight._kept["results"]) == len(at)
    assert find(hindsight, experiment) == 0


def test_weights_given_up_for_room_are_not_kept_by_hindsight(experiment):
    train(experiment, 40)
    hindsight = Hindsight()
    find(hindsight, experiment)
    assert experiment.timeline.present.give_up()
    assert find(hindsight, experiment) == 0
    assert [row.at for row in rows(hindsight, experiment, RESULTS)] == [0, *range(2, 41)]


def test_a_run_that_moves_is_as_one_that_is_made_there(experiment):
    train(experiment, 50)
    moments = experiment.timeline.present.moments
    moving = Run(experiment.project, prepared=experiment.run.prepared, beside=experiment.run)
    assert moving.trainer.table is experiment.run.trainer.table
    for moment in (moments[30], moments[7], moments[49]):
        moving.stand_at(moment.checkpoint)
        made = Run(replace(experiment.project, checkpoint=moment.checkpoint))
        for run in (moving, made):
            run.trainer.advance(23)
        assert np.array_equal(moving.checkpoint().parameters, made.checkpoint().parameters)
        for name, array in made.checkpoint().optimizer.items():
            assert np.array_equal(array, moving.checkpoint().optimizer[name])
        assert moving.results() == made.results()


def test_another_loss_has_labels_of_its_own(experiment):
    is_plane = experiment.run.prepared.dataset.task == "regression"
    other = edits.set_loss(experiment.project, Choice("huber" if is_plane else "mse"))
    beside = Run(other.project, prepared=experiment.run.prepared, beside=experiment.run)
    alone = Run(other.project, prepared=experiment.run.prepared)
    assert beside.results() == alone.results()


def test_what_lies_behind_does_not_wait_for_a_run_to_end(experiment):
    train(experiment, 100)
    hindsight = Hindsight()
    for _ in range(20):
        train(experiment, 1)
        find(hindsight, experiment, most=1)
    at = [row.at for row in rows(hindsight, experiment, HEALTH)]
    assert np.diff(at).max() <= 2 * 120 / 16


def found_of_batches(experiment, until):
    hindsight, quantity = Hindsight(), quantity_of(batches_key(until))
    find(hindsight, experiment, (quantity,))
    return np.concatenate([row.values for row in rows(hindsight, experiment, quantity)], axis=1)


def test_batches_that_nobody_noted_are_found_as_training_met_them(experiment):
    trainer = experiment.run.trainer
    trainer.batch_curve()
    train(experiment, 40)
    experiment.apply(lambda project: edits.set_learning_rate(project, 0.01))
    train(experiment, 60, portion=20)
    noted = experiment.run.trainer.noted_batches().rows
    assert noted[0].tolist() == list(range(100))
    assert np.array_equal(found_of_batches(experiment, 100), noted[:3])
    assert np.array_equal(found_of_batches(experiment, 70), noted[:3, :70])


def test_far_from_each_other_only_so_many_batches_are_found_as_a_mean_needs(experiment):
    experiment.run.trainer.batch_curve()
    train(experiment, 240, portion=120)
    noted = experiment.run.trainer.noted_batches().rows
    assert np.array_equal(found_of_batches(experiment, 240), noted[:3, [*range(50), *range(120, 170)]])


def test_batches_of_another_branch_are_not_told(experiment):
    train(experiment, 60, portion=30)
    course, hindsight, quantity = experiment.timeline.present, Hindsight(), quantity_of(batches_key(60))
    find(hindsight, experiment, (quantity,))
    branch = course.until(31, 0)
    found = hindsight.rows(quantity, branch, len(experiment.run.prepared.train_rows))
    assert [row.at for row in found] == [0]
