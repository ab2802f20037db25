"""What a neuron is worth: two losses that differ in nothing but this neuron."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.catalog.layers import conv2d, flatten
from nnsim.engine.spec import LayerSpec
from nnsim.errors import SpecError
from nnsim.model.layer_edits import mute_neuron
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.runs.worth import worth_of_neuron


@pytest.fixture(scope="module")
def trained() -> Run:
    run = Run(new_project("circle", named_data("circle"), (4, 3)))
    run.train_epochs(20)
    return run


def muted(run: Run, layer: int, neuron: int) -> Run:
    stamped = replace(run.project, checkpoint=run.checkpoint())
    return Run(mute_neuron(stamped, layer, neuron, muted=True).project)


def losses(run: Run) -> tuple[float, float]:
    train, test = run.trainer.evaluate()
    return train[0], test[0]


@pytest.mark.parametrize(("layer", "neuron"), [(0, 0), (0, 3), (1, 2)])
def test_the_two_losses_are_those_of_the_run_with_the_neuron_heard_and_muted(
    trained: Run, layer: int, neuron: int
) -> None:
    worth, without = worth_of_neuron(trained, layer, neuron), losses(muted(trained, layer, neuron))
    np.testing.assert_array_equal((worth.train[0], worth.test[0]), losses(trained))
    np.testing.assert_array_equal((worth.train[1], worth.test[1]), without)
    assert worth.train[0] != worth.train[1]
    assert worth.epoch == 20


def test_a_muted_neuron_is_worth_the_same_as_before_it_was_muted(trained: Run) -> None:
    assert worth_of_neuron(muted(trained, 1, 0), 1, 0) == worth_of_neuron(trained, 1, 0)


def test_asking_changes_neither_weights_nor_losses(trained: Run) -> None:
    before, parameters = losses(trained), trained.trainer.network.parameters.copy()
    worth_of_neuron(trained, 0, 1)
    assert losses(trained) == before
    np.testing.assert_array_equal(trained.trainer.network.parameters, parameters)


def test_a_filter_is_worth_something_too_and_other_muted_ones_stay_muted() -> None:
    hidden = (conv2d(3), flatten(), LayerSpec(4))
    run = Run(new_project("digits", named_data("digits"), hidden, picture=(1, 8, 8)))
    run.train_epochs(1)
    one_less = muted(run, 0, 1)
    worth = worth_of_neuron(one_less, 0, 2)
    assert (worth.train[0], worth.test[0]) == losses(one_less)
    assert (worth.train[1], worth.test[1]) == losses(muted(one_less, 0, 2))


def test_without_test_samples_there_is_no_test_loss() -> None:
    project: Project = new_project("circle", replace(named_data("circle"), test_fraction=0.0), (3,))
    assert np.isnan(worth_of_neuron(Run(project), 0, 0).test).all()


@pytest.mark.parametrize(("layer", "neuron"), [(-1, 0), (0, 4), (3, 0)])
def test_a_neuron_that_is_not_there_is_worth_an_error(trained: Run, layer: int, neuron: int) -> None:
    with pytest.raises(SpecError, match="no such neuron"):
        worth_of_neuron(trained, layer, neuron)


def test_an_output_is_worth_nothing_that_could_be_said(trained: Run) -> None:
    with pytest.raises(SpecError) as caught:
        worth_of_neuron(trained, 2, 0)
    assert caught.value.code == "worth.output"
