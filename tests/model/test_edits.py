"""Edits: what is kept, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import table_data
from nnsim.data.prepare import prepare
from nnsim.data.spec import DataSpec, ToySource
from nnsim.data.tables import Column, Table
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.errors import InputError
from nnsim.model import data_edits, edits
from nnsim.model.change import Part
from nnsim.model.project import Project
from nnsim.model.start import first_project, new_project
from nnsim.runs.run import Run
from nnsim.words import Words


def learnt(*hidden: int, optimizer: str = "adam") -> Project:
    """A project that holds the weights of a short run."""
    training = TrainSpec(optimizer=Choice(optimizer))
    project = new_project("learnt", DataSpec(ToySource("circle", 40)), hidden, training=training)
    run = Run(project)
    run.trainer.advance(7)
    return replace(project, checkpoint=run.checkpoint())


def of_table(project: Project) -> Project:
    """The project with a table of two quantities and two kinds."""
    columns = (
        Column("a", "number", np.arange(20) / 3),
        Column("b", "number", np.arange(20) / 7),
        Column("kind", "category", np.arange(20) % 2.0, ("u", "v")),
    )
    data = table_data(Table("t.csv", columns), seed=5, test_fraction=0.25, scaling="minmax")
    return data_edits.use_data(project, data).project


def parts_of(checkpoint: Checkpoint, layer: int, array: str = "") -> tuple[np.ndarray, np.ndarray | None]:
    """Weights and biases of a layer, of the parameters or of a part of the optimizer's memory."""
    flat = checkpoint.optimizer[array] if array else checkpoint.parameters
    block = blocks(checkpoint.network)[layer]
    return block.weights(flat), block.biases(flat)


def assert_kept(before: Project, after: Project, pairs: dict[int, int], n_from: int | None, n_to: int | None) -> None:
    """Layers of ``before`` are in ``after`` under other numbers, their first rows and columns bit by bit."""
    for old, new in pairs.items():
        for array in ("", *before.checkpoint.optimizer):
            (w, b), (w2, b2) = parts_of(before.checkpoint, old, array), parts_of(after.checkpoint, new, array)
            rows, columns = min(len(w), len(w2)), min(len(b), len(b2))
            np.testing.assert_array_equal(w[:rows, :columns], w2[:rows, :columns])
            np.testing.assert_array_equal(b[:columns], b2[:columns])


def test_a_neuron_more_keeps_all_weights_and_gets_first_weights_of_its_own() -> None:
    before = learnt(3, 2)
    after = edits.add_neuron(before, 0).project
    assert_kept(before, after, {0: 0, 1: 1, 2: 2}, None, None)
    fresh = Checkpoint(after.network, first_parameters(after.network, 0))
    np.testing.assert_array_equal(parts_of(after.checkpoint, 0)[0][:, 3], parts_of(fresh, 0)[0][:, 3])
    np.testing.assert_array_equal(parts_of(after.checkpoint, 1)[0][3], parts_of(fresh, 1)[0][3])
    assert parts_of(after.checkpoint, 0)[1][3] == 0.0
    for array in ("mean", "square"):
        assert not parts_of(after.checkpoint, 0, array)[0][:, 3].any()


def test_a_neuron_less_keeps_the_weights_of_the_others() -> None:
    before = learnt(3, 2)
    assert_kept(before, edits.remove_neuron(before, 0).project, {0: 0, 1: 1, 2: 2}, None, None)


def test_a_layer_in_between_keeps_what_is_not_beside_it() -> None:
    before = learnt(3, 2)
    after = edits.add_layer(before, 1).project
    assert [layer.size for layer in after.network.layers] == [3, 3, 2, 1]
    assert_kept(before, after, {0: 0, 2: 3}, None, None)
    old, new = parts_of(before.checkpoint, 1), parts_of(after.checkpoint, 2)
    np.testing.assert_array_equal(old[1], new[1])  # the biases know no from-neurons
    assert not np.array_equal(old[0][:2], new[0][:2])


def test_a_layer_taken_out_and_put_back_is_a_new_layer() -> None:
    before = learnt(3, 2)
    without = edits.remove_layer(before, 1).project
    assert_kept(before, without, {0: 0}, None, None)
    back = edits.add_layer(without, 1).project
    assert len({layer.key for layer in back.network.layers}) == 3


def test_biases_taken_away_come_back_as_0() -> None:
    before = learnt(3)
    without = edits.set_bias(before, 0, False).project
    assert parts_of(without.checkpoint, 0)[1] is None
    np.testing.assert_array_equal(parts_of(without.checkpoint, 0)[0], parts_of(before.checkpoint, 0)[0])
    again = edits.set_bias(without, 0, True).project
    assert not parts_of(again.checkpoint, 0)[1].any()


def test_counters_and_record_go_on_through_a_graft() -> None:
    before = learnt(3)
    after = edits.add_neuron(before, 0).project
    assert after.checkpoint.step == before.checkpoint.step
    assert after.checkpoint.curves is before.checkpoint.curves
    Run(after).train_epochs(1)


def test_one_weight_set_by_hand_is_the_only_number_that_changes() -> None:
    before = learnt(3)
    after = edits.set_weight(before, 0, 1, 2, 0.125).project
    changed = np.flatnonzero(after.checkpoint.parameters != before.checkpoint.parameters)
    assert changed.tolist() == [1 * 3 + 2]
    assert after.checkpoint.parameters[5] == 0.125
    bias = edits.set_weight(before, 0, 2, 1, -3.0).project
    assert parts_of(bias.checkpoint, 0)[1][1] == -3.0
    assert not after.checkpoint.parameters.flags.writeable


REFUSED: dict[str, Callable[[Project], object]] = {
    "layer below the first": lambda p: edits.add_layer(p, -1),
    "layer behind the output": lambda p: edits.add_layer(p, 3),
    "duplicate the output": lambda p: edits.duplicate_layer(p, 2),
    "duplicate no layer": lambda p: edits.duplicate_layer(p, 3),
    "move the output": lambda p: edits.move_layer(p, 2, 0),
    "move behind the output": lambda p: edits.move_layer(p, 0, 2),
    "move before the first": lambda p: edits.move_layer(p, 0, -1),
    "convolution where no picture is": lambda p: edits.add_layer(p, 1, "conv2d"),
    "unknown kind": lambda p: edits.add_layer(p, 1, "conv3d"),
    "remove the output": lambda p: edits.remove_layer(p, 2),
    "remove no layer": lambda p: edits.remove_layer(p, 7),
    "neuron of the output": lambda p: edits.add_neuron(p, 2),
    "neuron less of the output": lambda p: edits.remove_neuron(p, 2),
    "no neurons": lambda p: edits.resize_layer(p, 0, 0),
    "too many neurons": lambda p: edits.resize_layer(p, 0, 10_001),
    "unknown activation": lambda p: edits.set_activation(p, 0, Choice("tahn")),
    "loss without probability": lambda p: edits.set_activation(p, 2, Choice("tanh")),
    "softmax with one output": lambda p: edits.set_activation(p, 2, Choice("softmax")),
    "unknown initializer": lambda p: edits.set_initializer(p, 0, Choice("random")),
    "spread out of range": lambda p: edits.set_initializer(p, 0, Choice.of("normal", sd=-1.0)),
    "weight NaN": lambda p: edits.set_weight(p, 0, 0, 0, float("nan")),
    "weight infinite": lambda p: edits.set_weight(p, 0, 0, 0, float("-inf")),
    "weight of no row": lambda p: edits.set_weight(p, 0, 3, 0, 1.0),
    "weight of no column": lambda p: edits.set_weight(p, 0, 0, 3, 1.0),
    "weight of no layer": lambda p: edits.set_weight(p, 3, 0, 0, 1.0),
    "weight before the first layer": lambda p: edits.set_weight(p, -1, 0, 0, 1.0),
    "learning rate below 0": lambda p: edits.set_learning_rate(p, -0.1),
    "learning rate NaN": lambda p: edits.set_learning_rate(p, float("nan")),
    "batch size 0": lambda p: edits.set_batch_size(p, 0),
    "unknown optimizer": lambda p: edits.set_optimizer(p, Choice("adm")),
    "momentum 1": lambda p: edits.set_optimizer(p, Choice.of("momentum", momentum=1.0)),
    "unknown loss": lambda p: edits.set_loss(p, Choice("msee")),
    "l1 below 0": lambda p: edits.set_l1(p, -1.0),
    "l2 infinite": lambda p: edits.set_l2(p, float("inf")),
    "seed below 0": lambda p: edits.set_seed(p, -1),
    "noise above 1": lambda p: data_edits.set_noise(p, 1.1),
    "too few points": lambda p: data_edits.set_samples(p, 3),
    "unknown toy": lambda p: data_edits.choose_toy(p, "cirkle"),
    "test share 1": lambda p: data_edits.set_test_fraction(p, 1.0),
    "data seed below 0": lambda p: data_edits.set_data_seed(p, -1),
    "unknown input": lambda p: data_edits.toggle_input(p, "x9"),
    "target of a toy set": lambda p: data_edits.choose_target(p, "y"),
    "unknown target": lambda p: data_edits.choose_target(of_table(p), "z"),
    "last input": lambda p: data_edits.toggle_input(data_edits.toggle_input(p, "x1").project, "x2"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_edit_that_makes_no_sense_is_refused_and_changes_nothing(name: str) -> None:
    project = learnt(3, 2)
    parameters = project.checkpoint.parameters.copy()
    same = replace(project)
    with pytest.raises(InputError) as caught:
        REFUSED[name](project)
    assert caught.value.code
    assert caught.value.message
    assert project == same
    np.testing.assert_array_equal(project.checkpoint.parameters, parameters)


def test_weights_of_float32_stay_within_float32() -> None:
    project = new_project("single", DataSpec(ToySource("circle", 40)), (2,), dtype="float32")
    project = replace(project, checkpoint=Run(project).checkpoint())
    with pytest.raises(InputError):
        edits.set_weight(project, 0, 0, 0, 1e39)
    assert edits.set_weight(project, 0, 0, 0, 1e38).project.checkpoint.parameters.dtype == np.float32


def test_other_data_bring_ends_that_fit_and_a_fresh_start() -> None:
    project = learnt(3)
    blobs = data_edits.choose_toy(project, "blobs").project
    assert (blobs.network.output.size, blobs.network.output.activation.name) == (3, "softmax")
    sine = data_edits.choose_toy(blobs, "sine").project
    assert (sine.network.n_inputs, sine.network.output.activation.name, sine.training.loss.name) == (
        1,
        "identity",
        "mse",
    )
    assert sine.checkpoint is None
    Run(sine).train_epochs(1)


def test_changes_say_what_they_touched() -> None:
    project = learnt(3)
    assert edits.set_learning_rate(project, 0.5).change.parts == {Part.TRAINING}
    assert not edits.set_learning_rate(project, 0.5).change.moves_weights
    assert edits.add_neuron(project, 0).change.moves_weights
    assert edits.restart(project).change.moves_weights
    assert Part.DATA in data_edits.set_noise(project, 0.5).change.parts


def test_the_first_project_can_be_trained_at_once() -> None:
    run = Run(first_project())
    run.train_epochs(1)
    assert run.trainer.step == run.trainer.n_batches


def test_another_column_of_the_table_is_predicted_and_the_rest_are_inputs() -> None:
    before = of_table(learnt(3))
    edited = data_edits.choose_target(before, "b")
    data, network = edited.project.data, edited.project.network
    assert (data.source.targets, data.source.task) == (("b",), "regression")
    assert data.source.table is before.data.source.table
    assert (data.test_fraction, data.split_seed, data.scaling) == (0.25, 5, "minmax")
    assert prepare(data).input_names == ("a", "kind=u", "kind=v")
    assert (network.n_inputs, network.output.activation.name) == (3, "identity")
    assert edited.project.training.loss.name == "mse"
    assert Part.DATA in edited.change.parts
    assert data_edits.choose_target(edited.project, "b").project.data == data
    assert data_edits.choose_target(edited.project, "kind").project.data.source == before.data.source


@pytest.mark.parametrize(("size", "said"), [(1, "1 neuron in Hidden 1"), (2, "2 neurons in Hidden 1")])
def test_one_neuron_is_not_called_neurons(size: int, said: str) -> None:
    change = edits.resize_layer(learnt(3), 0, size).change
    assert Words(change.label, *change.arguments, context="edits") == said
