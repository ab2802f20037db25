"""The plane of two weights of a network: coordinates are their numbers, and what moved most is found."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.engine.landscape import LossSurface
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.engine.weight_place import WeightPlace
from nnsim.errors import SpecError
from nnsim.model import layer_edits
from nnsim.runs.experiment import Experiment
from nnsim.runs.loss_map import LossMap, most_moved_of
from nnsim.runs.weight_plane import most_moved, weights_plane
from tests.runs.sweeps import project

TWO = (WeightPlace(0, 0, 1), WeightPlace(1, 1, 0))


def trained() -> Experiment:
    experiment = Experiment(project())
    for _ in range(4):
        experiment.run.train_epochs(1)
        experiment.note()
    return experiment


def numbers_of(experiment: Experiment) -> list[float]:
    found = blocks(experiment.project.network)
    parameters = experiment.run.checkpoint().parameters.astype(np.float64)
    return [float(found[layer].matrix(parameters)[row, column]) for layer, row, column in TWO]


def test_coordinates_are_the_numbers_of_the_two_weights_to_the_last_bit() -> None:
    experiment = trained()
    found = LossMap(experiment.run, experiment.timeline.present, TWO)
    now, parameters = numbers_of(experiment), experiment.run.checkpoint().parameters
    assert found.place_of(parameters).tolist() == now
    np.testing.assert_array_equal(found.parameters_at(*now), parameters)
    assert found.way(experiment.timeline.present).points[-1].tolist() == now


def test_only_the_two_weights_differ_over_the_map_and_the_loss_is_that_of_the_network() -> None:
    experiment = trained()
    found, data = LossMap(experiment.run, experiment.timeline.present, TWO), experiment.run.trainer.data
    found.advance(found.left)
    at = found.parameters_at(float(found.coordinates[0][3]), float(found.coordinates[1][20]))
    assert np.count_nonzero(at != experiment.run.checkpoint().parameters) == 2
    surface = LossSurface(
        experiment.project.network, experiment.project.training.loss, data.train_inputs, data.train_labels
    )
    assert found.losses[3, 20] == surface.at(at)


def test_map_holds_the_whole_way_and_says_how_little_of_it_two_weights_are() -> None:
    experiment = trained()
    found = LossMap(experiment.run, experiment.timeline.present, TWO)
    way = found.way(experiment.timeline.present)
    here, squares = experiment.run.checkpoint().parameters, np.zeros(2)
    for moment in experiment.timeline.present.moments[1:]:
        assert moment.checkpoint is not None
        away = moment.checkpoint.parameters.astype(np.float64) - here
        squares += [sum(away[number] ** 2 for number in found.directions.any(axis=0).nonzero()[0]), away @ away]
    first = experiment.timeline.present.moments[0]
    assert first.checkpoint is None
    assert 0.0 < way.share < 1.0
    for steps, places in zip(found.coordinates, way.points.T, strict=True):
        assert steps[0] <= places.min() - 1.0
        assert places.max() + 1.0 <= steps[-1]
    later = found.way(experiment.timeline.present).points[1:] - way.points[-1]
    np.testing.assert_allclose((later**2).sum(), squares[0], rtol=1e-12)


def test_those_that_moved_most_are_found_among_what_training_may_change() -> None:
    network = NetworkSpec(2, (LayerSpec(2, held=frozenset({(0, 0)})), LayerSpec(1)))
    before = np.zeros(network.n_parameters)
    after = before.copy()
    blocks(network)[0].matrix(after)[...] = [[9.0, 1.0], [2.0, -5.0], [0.0, 0.0]]
    blocks(network)[1].matrix(after)[...] = [[0.0], [0.5], [3.0]]
    assert most_moved(network, before, after) == ((0, 1, 1), (1, 2, 0))


def test_network_in_which_nothing_may_move_has_no_two_that_moved() -> None:
    network = NetworkSpec(1, (LayerSpec(1, frozen=True),))
    zeros = np.zeros(network.n_parameters)
    assert most_moved(network, zeros, zeros) is None


def test_run_knows_which_two_have_moved_most_since_it_began() -> None:
    experiment = trained()
    found = most_moved_of(experiment.run, experiment.timeline.present)
    assert found is not None
    plane = LossMap(experiment.run, experiment.timeline.present, found)
    first, last = plane.way(experiment.timeline.present).points[[0, -1]]
    for other in (TWO, (WeightPlace(0, 0, 0), WeightPlace(0, 1, 0))):
        ends = LossMap(experiment.run, experiment.timeline.present, other).way(experiment.timeline.present).points
        assert np.abs(last - first).min() >= np.abs(ends[-1] - ends[0]).min()


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ((WeightPlace(0, 0, 0), WeightPlace(0, 0, 0)), "landscape.same_weight"),
        ((WeightPlace(0, 0, 0), WeightPlace(0, 1, 0)), "landscape.weight_is_still"),
    ],
    ids=["twice", "held"],
)
def test_no_map_is_laid_along_what_is_no_direction(places: tuple, code: str) -> None:
    experiment = Experiment(project())
    experiment.apply(lambda now: layer_edits.set_frozen(now, 0, True))
    with pytest.raises(SpecError) as caught:
        weights_plane(experiment.project.network, experiment.run.checkpoint().parameters, places)
    assert caught.value.code == code
