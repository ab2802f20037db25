"""The loss of a run on a plane through its weights: exact on one it is known of, with the way of the run on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.evaluation import products_of_sample
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.landscape import LossSurface
from nnsim.engine.parameters import trainable
from nnsim.engine.spec import Choice
from nnsim.engine.weight_place import WeightPlace
from nnsim.errors import SpecError
from nnsim.model import edits, layer_edits
from nnsim.model.weight_edits import put_weights
from nnsim.runs import loss_map
from nnsim.runs.experiment import Experiment
from nnsim.runs.loss_map import SIDE, LossMap, most_moved_of
from nnsim.runs.run import Run
from tests.runs.sweeps import project


def trained(epochs: int = 12) -> Experiment:
    experiment = Experiment(project())
    for _ in range(epochs):
        experiment.run.train_epochs(1)
        experiment.note()
    return experiment


def whole(experiment: Experiment, plane: str = "path") -> LossMap:
    found = LossMap(experiment.run, experiment.timeline.present, "path" if plane == "path" else "random")
    found.advance(found.left)
    return found


def test_every_point_of_the_map_is_the_loss_at_its_weights() -> None:
    experiment = trained()
    found, data = whole(experiment), experiment.run.trainer.data
    surface = LossSurface(
        experiment.project.network, experiment.project.training.loss, data.train_inputs, data.train_labels
    )
    assert found.losses.shape == (SIDE, SIDE)
    for row, column in ((0, 0), (5, 30), (32, 16)):
        first, second = (steps[place] for steps, place in zip(found.coordinates, (row, column), strict=True))
        at = found.parameters_at(float(first), float(second))
        assert found.losses[row, column] == pytest.approx(surface.at(at), rel=1e-12)


def test_of_a_very_large_network_the_map_looks_at_every_so_manieth_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = trained(2)
    data, network = experiment.run.trainer.data, experiment.project.network
    monkeypatch.setattr(loss_map, "MOST_PRODUCTS", len(data.train_inputs) * products_of_sample(network) // 2)
    found = LossMap(experiment.run, experiment.timeline.present, "random")
    found.advance(1)
    assert found.every == 2
    inputs, labels = data.train_inputs[::2], data.train_labels[::2]
    surface = LossSurface(network, experiment.project.training.loss, inputs, labels)
    first, second = (float(steps[0]) for steps in found.coordinates)
    assert found.losses[0, 0] == pytest.approx(surface.at(found.parameters_at(first, second)), rel=1e-12)


@pytest.mark.parametrize("plane", ["path", "random"])
def test_weights_as_they_are_lie_at_the_origin(plane: str) -> None:
    experiment = trained()
    found = whole(experiment, plane)
    np.testing.assert_array_equal(found.parameters_at(0.0, 0.0), experiment.run.checkpoint().parameters)
    np.testing.assert_allclose(found.place_of(found.origin), [0.0, 0.0], atol=1e-12)


@pytest.mark.parametrize("plane", ["path", "random"])
def test_places_lead_to_weights_and_weights_to_places(plane: str) -> None:
    found = whole(trained(), plane)
    np.testing.assert_allclose(found.place_of(found.parameters_at(0.3, -0.2)), [0.3, -0.2], rtol=1e-9)


def test_plane_of_the_run_shows_more_of_its_way_than_a_random_one_and_all_of_it_lies_on_the_map() -> None:
    experiment = trained()
    course = experiment.timeline.present
    way, chance = whole(experiment).way(course), whole(experiment, "random").way(course)
    assert 0.9 < way.share <= 1.0
    assert 0.0 <= chance.share < way.share
    for steps, places in zip(whole(experiment).coordinates, way.points.T, strict=True):
        assert steps[0] < places.min()
        assert places.max() < steps[-1]


def test_way_that_went_straight_on_gets_a_direction_across() -> None:
    experiment = Experiment(project())
    experiment.run.train_epochs(3)  # of which the time line knows the beginning alone
    found = whole(experiment)
    assert np.linalg.norm(found.directions, axis=1) == pytest.approx([1.0, 1.0])
    assert float(found.directions[0] @ found.directions[1]) == pytest.approx(0.0, abs=1e-12)
    assert np.ptp(found.losses, axis=1).all()


def test_share_is_that_of_the_squared_distances() -> None:
    experiment = trained()
    found, course = whole(experiment, "random"), experiment.timeline.present
    away = np.array(
        [moment.checkpoint.parameters - found.origin for moment in course.moments if moment.checkpoint is not None]
    )
    inside, *_ = np.linalg.lstsq(found.directions.T, away.T, rcond=None)
    first = [moment for moment in course.moments if moment.checkpoint is None]
    assert len(first) + len(away) == len(found.way(course).points)
    np.testing.assert_allclose(found.way(course).points[len(first) :], inside.T, rtol=1e-7, atol=1e-9)


def test_run_that_has_not_moved_has_no_plane_of_its_own_but_random_ones() -> None:
    experiment = Experiment(project())
    with pytest.raises(SpecError, match="not moved"):
        whole(experiment)
    assert np.isfinite(whole(experiment, "random").losses).all()


def test_what_training_may_not_change_stays_on_every_place_of_the_map() -> None:
    experiment = Experiment(project())
    experiment.apply(lambda now: layer_edits.set_frozen(now, 0, True))
    found = whole(experiment, "random")
    moved = found.parameters_at(0.7, 0.7) != found.origin
    block = experiment.run.trainer.network.blocks[0]
    assert moved.any()
    assert not block.matrix(moved.copy()).any()


@pytest.mark.parametrize("still", ["remembered", "frozen"])
def test_way_leads_the_map_along_weights_alone_so_that_its_heights_are_those_of_weights_put_there(still: str) -> None:
    experiment = Experiment(project())
    if still == "remembered":
        experiment.apply(lambda now: layer_edits.set_normalize(now, 0, True))
    for epoch in range(8):
        if still == "frozen" and epoch == 5:
            experiment.apply(lambda now: layer_edits.set_frozen(now, 1, True))
        experiment.run.train_epochs(1)
        experiment.note()
    found, may_change = whole(experiment), trainable(experiment.project.network)
    assert may_change is not None
    assert not found.directions[:, may_change == 0.0].any()
    for row, column in ((0, 0), (5, 30), (32, 16)):
        first, second = float(found.coordinates[0][row]), float(found.coordinates[1][column])
        put = put_weights(experiment.stamped(), found.parameters_at(first, second)).project
        run = Run(put, prepared=experiment.run.prepared)
        assert found.place_of(run.checkpoint().parameters) == pytest.approx((first, second), abs=1e-4)
        assert found.losses[row, column] == pytest.approx(run.training_loss(), rel=1e-3)


def test_how_far_a_run_has_gone_is_what_its_weights_have_without_what_a_normalisation_remembers() -> None:
    experiment = Experiment(project())
    experiment.apply(lambda now: layer_edits.set_normalize(now, 0, True))
    for _ in range(4):
        experiment.run.train_epochs(1)
        experiment.note()
    found = LossMap(experiment.run, experiment.timeline.present, (WeightPlace(0, 0, 0), WeightPlace(0, 1, 0)))
    course, may_change = experiment.timeline.present, trainable(experiment.project.network)
    first = first_parameters(experiment.project.network, experiment.project.training.seed)
    moments = np.array([first, *(one.checkpoint.parameters for one in course.moments if one.checkpoint is not None)])
    squares = np.square(moments - experiment.run.checkpoint().parameters).sum(axis=0)
    two = found.directions.any(axis=0)
    assert found.way(course).share == pytest.approx(squares[two].sum() / (squares @ may_change))


def test_weights_put_there_are_one_step_of_undo_and_training_goes_on_from_them() -> None:
    experiment = trained()
    found, before = whole(experiment), experiment.run.checkpoint().parameters
    there = found.parameters_at(float(found.coordinates[0][3]), float(found.coordinates[1][20]))
    experiment.apply(lambda now: put_weights(now, there))
    np.testing.assert_allclose(experiment.run.checkpoint().parameters, there, rtol=1e-6)
    assert found.suits(experiment.project, experiment.run.prepared)
    end = found.way(experiment.timeline.present).points[-1]
    np.testing.assert_allclose(end, [found.coordinates[0][3], found.coordinates[1][20]], rtol=1e-5)
    experiment.run.train_epochs(1)
    assert (experiment.run.checkpoint().parameters != there).any()
    experiment.undo()
    np.testing.assert_array_equal(experiment.run.checkpoint().parameters, before)


def test_weights_too_large_for_the_network_are_refused() -> None:
    experiment = trained(1)
    far = np.full(experiment.project.network.n_parameters, np.inf)
    with pytest.raises(SpecError, match="within range"):
        experiment.apply(lambda now: put_weights(now, far))


def test_another_network_or_loss_or_other_data_need_another_map() -> None:
    experiment = trained(2)
    found = whole(experiment)
    assert found.suits(experiment.project, experiment.run.prepared)
    experiment.apply(lambda now: edits.set_learning_rate(now, 0.5))
    assert found.suits(experiment.project, experiment.run.prepared)
    experiment.apply(lambda now: edits.set_activation(now, 0, replace(now.network.layers[0].activation, name="relu")))
    assert not found.suits(experiment.project, experiment.run.prepared)


def test_before_the_first_step_those_with_the_steepest_slopes_have_most_to_tell() -> None:
    experiment = Experiment(project())
    found = most_moved_of(experiment.run, experiment.timeline.present)
    before = experiment.run.checkpoint().parameters.copy()
    assert found is not None
    plain = replace(experiment.project.training, optimizer=Choice("sgd"))
    run = Run(replace(experiment.project, training=plain), prepared=experiment.run.prepared)
    run.trainer.advance(1)
    moved = np.abs(run.checkpoint().parameters - before)
    assert {place.index_in(experiment.project.network) for place in found} == set(np.argsort(-moved)[:2].tolist())


def test_a_map_along_weights_of_which_nothing_depends_is_level() -> None:
    experiment = Experiment(project())
    column = int(experiment.project.network.layers[0].size) - 1
    network = experiment.project.network
    for to in range(network.layers[1].size):
        experiment.set_weight(1, column, to, 0.0)
    found = LossMap(experiment.run, experiment.timeline.present, (WeightPlace(0, 0, column), WeightPlace(1, column, 0)))
    found.advance(found.left)
    assert found.is_level == (False, False)
    dead = LossMap(experiment.run, experiment.timeline.present, (WeightPlace(0, 0, column), WeightPlace(0, 1, column)))
    dead.advance(dead.left)
    assert dead.is_level == (True, True)
    half = LossMap(experiment.run, experiment.timeline.present, (WeightPlace(0, 0, column), WeightPlace(0, 0, 0)))
    half.advance(half.left)
    assert half.is_level == (True, False)
