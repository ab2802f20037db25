"""What is held stays through a fresh start; other data let go of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.named import named_data
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.change import Edited, Part
from nnsim.model.mending import Remedy, mend
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from nnsim.runs.run import Run
from nnsim.words import Words
from tests.model.pictures import pictures
from tests.model.test_edits import learnt

Change = Callable[[Project], Edited]

FRESH_STARTS: dict[str, Change] = {
    "reset": edits.restart,
    "new seed": lambda p: edits.set_seed(p, 7),
    "other rule": lambda p: edits.set_initializer(p, 1, Choice("he_normal")),
    "more noise": lambda p: data_edits.set_noise(p, 0.3),
    "more points": lambda p: data_edits.set_samples(p, 60),
    "other points": lambda p: data_edits.set_data_seed(p, 3),
    "other split": lambda p: data_edits.set_test_fraction(p, 0.5),
    "other scaling": lambda p: data_edits.set_scaling(p, "minmax"),
    "one input more": lambda p: data_edits.toggle_input(p, "x1^2"),
}


def matrix(project: Project, layer: int) -> np.ndarray:
    """Weights and biases that a run of the project stands at."""
    return blocks(project.network)[layer].matrix(Run(project).checkpoint().parameters)


def trained(project: Project) -> Project:
    run = Run(project)
    run.trainer.advance(5)
    return replace(project, checkpoint=run.checkpoint())


def holding(project: Project, layer: int, row: int, column: int, value: float) -> Project:
    project = edits.set_weight(project, layer, row, column, value).project
    return layer_edits.hold_weight(project, layer, row, column, True).project


@pytest.mark.parametrize("name", FRESH_STARTS)
def test_held_numbers_stay_through_every_fresh_start_and_all_others_are_first_ones(name: str) -> None:
    held = trained(holding(holding(learnt(3, 2), 0, 1, 2, 2.0), 1, 3, 0, -0.75))
    edited = FRESH_STARTS[name](held)
    after = edited.project
    first = first_parameters(after.network, after.training.seed)
    bias = (blocks(after.network)[1].n_from, 0)
    assert matrix(after, 0)[1, 2] == 2.0
    assert matrix(after, 1)[bias] == -0.75
    assert np.count_nonzero(Run(after).checkpoint().parameters != first) == 2
    assert edited.change.starts_anew
    assert (after.checkpoint.step, after.checkpoint.epoch, len(after.checkpoint.curves.epoch)) == (0, 0, 0)


def test_a_weight_held_before_the_first_step_keeps_its_number_with_another_seed() -> None:
    fresh = edits.restart(learnt(3)).project
    held = layer_edits.hold_weight(fresh, 0, 0, 1, True).project
    after = edits.set_seed(held, 9).project
    assert matrix(after, 0)[0, 1] == matrix(fresh, 0)[0, 1]
    assert (matrix(after, 0)[0] != matrix(fresh, 0)[0]).tolist() == [True, False, True]


def test_a_frozen_layer_keeps_what_it_has_learnt() -> None:
    frozen = layer_edits.set_frozen(trained(learnt(3, 2)), 0, True).project
    for start in (edits.restart, FRESH_STARTS["new seed"], FRESH_STARTS["more noise"]):
        after = start(frozen).project
        np.testing.assert_array_equal(matrix(after, 0), matrix(frozen, 0))
        assert (matrix(after, 1) != matrix(frozen, 1)).any()


def test_a_frozen_layer_that_was_never_trained_is_drawn_anew_with_the_seed() -> None:
    fresh = edits.restart(learnt(3, 2)).project
    frozen = trained(layer_edits.set_frozen(fresh, 0, True).project)
    np.testing.assert_array_equal(matrix(frozen, 0), matrix(fresh, 0))
    after = edits.set_seed(frozen, 7).project
    assert after.checkpoint is None
    np.testing.assert_array_equal(matrix(edits.restart(frozen).project, 0), matrix(fresh, 0))


def test_where_nothing_is_locked_a_fresh_start_holds_no_weights() -> None:
    for name, start in FRESH_STARTS.items():
        assert start(learnt(3, 2)).project.checkpoint is None, name


@given(seed=st.integers(0, 50), value=st.floats(-5.0, 5.0), row=st.integers(0, 2), column=st.integers(0, 2))
def test_a_second_reset_changes_nothing(seed: int, value: float, row: int, column: int) -> None:
    experiment = Experiment(edits.set_seed(edits.restart(learnt(3)).project, seed).project)
    experiment.set_weight(0, row, column, value)
    experiment.apply(lambda project: layer_edits.hold_weight(project, 0, row, column, True))
    experiment.run.trainer.advance(3)
    assert experiment.apply(edits.restart) is not None
    assert matrix(experiment.stamped(), 0)[row, column] == value
    assert experiment.run.trainer.step == 0
    assert experiment.apply(edits.restart) is None


def test_a_reset_that_keeps_a_number_begins_another_run_and_another_course() -> None:
    experiment = Experiment(holding(learnt(3), 0, 1, 2, 2.0))
    experiment.run.trainer.advance(4)
    experiment.note()
    run, course = experiment.run.run_id, experiment.timeline.present
    experiment.apply(edits.restart)
    assert experiment.run.run_id == run + 1
    assert experiment.timeline.present is not course
    assert experiment.timeline.present.end.at == 0
    experiment.undo()
    assert experiment.run.trainer.step > 0
    experiment.redo()
    assert experiment.run.trainer.step == 0
    assert matrix(experiment.stamped(), 0)[1, 2] == 2.0


@pytest.mark.parametrize(
    "other",
    [lambda p: data_edits.choose_toy(p, "xor"), lambda p: data_edits.use_data(p, named_data("iris"))],
    ids=["toy set", "table"],
)
def test_other_data_let_go_of_single_weights_links_and_neurons_and_undo_brings_them_back(other: Change) -> None:
    marked = holding(learnt(3, 2), 0, 1, 2, 2.0)
    marked = layer_edits.cut_link(marked, 1, 2, 0).project
    marked = layer_edits.mute_neuron(marked, 1, 1, True).project
    marked = layer_edits.set_frozen(marked, 1, True).project
    experiment = Experiment(marked)
    change = experiment.apply(other)
    assert change is not None
    assert {Part.DATA, Part.NETWORK} <= change.parts
    layers = experiment.project.network.layers
    assert [(layer.held, layer.cut, layer.muted) for layer in layers] == [((), (), ())] * 3
    assert layers[1].frozen, "a setting of the whole layer, seen in its form"
    assert experiment.stamped().checkpoint is None
    experiment.undo()
    assert experiment.project.network == marked.network
    assert matrix(experiment.stamped(), 0)[1, 2] == 2.0


def test_the_same_data_chosen_again_let_go_of_nothing() -> None:
    held = holding(learnt(3), 0, 1, 2, 2.0)
    kind = held.data.source.kind
    assert data_edits.choose_toy(held, kind).project.network == held.network
    assert data_edits.use_data(held, held.data).project.network == held.network


def test_an_input_left_out_takes_what_was_held_of_it_along_and_no_other_input_inherits_it() -> None:
    held = holding(holding(learnt(3), 0, 0, 1, 2.0), 0, 2, 0, 0.5)
    after = data_edits.toggle_input(held, "x1").project
    assert after.network.layers[0].held == ((1, 0),), "the bias alone"
    assert matrix(after, 0)[1, 0] == 0.5


def test_a_held_weight_of_a_filter_stays_with_it() -> None:
    held = holding(trained(pictures()), 0, 4, 1, 0.25)
    assert matrix(edits.restart(held).project, 0)[4, 1] == 0.25
    assert matrix(data_edits.set_test_fraction(held, 0.5).project, 0)[4, 1] == 0.25


def test_a_remedy_that_starts_training_anew_keeps_what_is_held() -> None:
    held = trained(holding(learnt(3, 2), 0, 1, 2, 2.0))
    rule = replace(held.network.layers[1], initializer=Choice("he_normal"))
    edited = mend(held, Remedy(Words("other rule"), replace(held, network=held.network.with_layer(1, rule))))
    assert edited.change.starts_anew
    assert matrix(edited.project, 0)[1, 2] == 2.0
    assert edited.project.checkpoint.step == 0
