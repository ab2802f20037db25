"""From predicting to copying and back: the ends of the network follow, and one undo leads back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import Choice, StopSpec
from nnsim.errors import InputError
from nnsim.model import data_edits
from nnsim.model.difference import differences
from nnsim.model.doubts import doubts, facts_of
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.runs.run import Run

IRIS = new_project("iris", named_data("iris"), (2,))
NUMBERS = Table("numbers.csv", tuple(Column(name, "number", np.arange(10.0) ** 2) for name in "abc"))


def copied(project: Project) -> Project:
    return data_edits.set_goal(project, "reconstruct").project


def test_the_output_layer_becomes_as_wide_as_the_inputs_and_the_loss_compares_numbers() -> None:
    project = copied(IRIS)
    assert project.network.sizes == (4, 2, 4)
    assert (project.network.output.activation.name, project.training.loss.name) == ("identity", "mse")
    assert data_edits.set_goal(project, "predict").project == IRIS


def test_inputs_between_0_and_1_come_out_of_a_sigmoid_which_goes_with_another_scaling() -> None:
    project = data_edits.set_scaling(copied(IRIS), "minmax").project
    assert project.network.output.activation == Choice("sigmoid")
    assert data_edits.set_scaling(project, "standardize").project.network.output.activation == Choice("identity")


def test_another_loss_that_was_chosen_stays_while_the_copy_has_the_same_width() -> None:
    project = copied(IRIS)
    chosen = replace(project, training=replace(project.training, loss=Choice("mae")))
    assert data_edits.set_test_fraction(chosen, 0.5).project.training.loss == Choice("mae")


def test_an_input_less_is_an_output_less() -> None:
    assert data_edits.toggle_input(copied(IRIS), "petal_width_cm").project.network.sizes == (3, 2, 3)


def test_another_column_that_is_known_leaves_the_goal_as_it_is() -> None:
    project = data_edits.choose_target(copied(IRIS), "petal_width_cm").project
    assert project.data.goal == "reconstruct"
    assert project.network.output.size == project.network.n_inputs == 6


def test_nothing_need_be_known_and_every_column_then_goes_in_and_comes_out() -> None:
    project = data_edits.choose_target(copied(IRIS), "").project
    assert isinstance(project.data.source, TableSource)
    assert project.data.source.targets == ()
    assert project.network.output.size == project.network.n_inputs == 7


def test_another_toy_set_is_copied_too() -> None:
    circle = copied(new_project("circle", named_data("circle"), (1,)))
    assert data_edits.choose_toy(circle, "plane").project.data.goal == "reconstruct"


def test_a_copy_has_no_accuracy_to_wait_for() -> None:
    waiting = replace(IRIS, training=replace(IRIS.training, stop=StopSpec(accuracy=0.9)))
    assert copied(waiting).training.stop.accuracy is None


def test_a_table_without_a_target_gets_one_when_it_is_to_be_predicted() -> None:
    data = DataSpec(TableSource(NUMBERS, (), "regression"), scaling="standardize", goal="reconstruct")
    project = data_edits.set_goal(new_project("numbers", data, (1,)), "predict").project
    assert isinstance(project.data.source, TableSource)
    assert project.data.source.targets == ("c",)
    assert project.network.sizes == (2, 1, 1)


def test_undo_leads_back_in_one_step_and_the_difference_is_told() -> None:
    experiment = Experiment(IRIS)
    experiment.apply(lambda project: data_edits.set_goal(project, "reconstruct"))
    said = [str(words) for words in differences(IRIS, experiment.project)]
    assert "copies its inputs instead of predicting" in said
    experiment.undo()
    assert experiment.project.network == IRIS.network


def test_cross_entropy_of_shares_is_fine_and_of_other_numbers_is_refused() -> None:
    shares = DataSpec(named_data("iris").source, test_fraction=0.0, scaling="minmax", goal="reconstruct")
    assert Run(new_project("fine", shares, (2,), loss=Choice("cross_entropy"))).results()
    others = replace(shares, scaling="standardize")
    with pytest.raises(InputError):
        Run(new_project("not", others, (2,), loss=Choice("cross_entropy"), output_activation=Choice("sigmoid")))


def test_a_sigmoid_is_no_doubt_where_all_inputs_lie_within_its_reach() -> None:
    project = data_edits.set_scaling(copied(IRIS), "minmax").project
    assert doubts(project, facts_of(Run(project).prepared)) == ()


def test_results_are_those_of_quantities_as_the_inputs_are_scaled() -> None:
    run = Run(copied(IRIS))
    run.train_epochs(3)
    results = run.results()["test"]
    assert set(results) == {"loss", "rmse", "mae", "r2"}
    rows, scale = run.prepared.test_rows, run.prepared.input_scaling.scale
    off = (run.predict(run.prepared.dataset.inputs)[rows] - run.prepared.dataset.inputs[rows]) / scale
    assert results["rmse"] == pytest.approx(np.sqrt(np.mean(off**2)))
    assert results["mae"] == pytest.approx(np.mean(np.abs(off)))
