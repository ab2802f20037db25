"""How layers and single weights learn, cut links, and what of all this stays when the network changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice, LayerSpec, StopSpec
from nnsim.errors import SpecError
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.change import Edited, Part
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from tests.model.pictures import CONV, FLATTEN, POOL, layer, pictures
from tests.model.test_edits import learnt


def parts_of(project: Project, index: int, array: str = "") -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
    """Weights, biases and normalisation of a layer, of the parameters or of the optimizer's memory."""
    checkpoint = project.checkpoint
    assert checkpoint is not None
    flat = checkpoint.optimizer[array] if array else checkpoint.parameters
    block = blocks(checkpoint.network)[index]
    return block.weights(flat), block.biases(flat), block.normalization(flat)


def applied(project: Project, *changes: Callable[[Project], Edited]) -> Project:
    for change in changes:
        project = change(project).project
    return project


def trained(project: Project, steps: int = 5) -> Project:
    run = Run(project)
    run.trainer.advance(steps)
    return replace(project, checkpoint=run.checkpoint())


# --- how a layer learns ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: layer_edits.set_dropout(p, 0, 0.5),
        lambda p: layer_edits.set_frozen(p, 0, True),
        lambda p: layer_edits.hold_weight(p, 0, 1, 2, True),
        lambda p: layer_edits.mute_neuron(p, 0, 1, True),
    ],
    ids=["dropout", "frozen", "held", "muted"],
)
def test_how_a_layer_learns_changes_no_weight_and_the_run_goes_on(edit: Callable[[Project], Edited]) -> None:
    before = learnt(3, 2)
    edited = edit(before)
    assert edited.change.parts == {Part.TRAINING}
    assert not edited.change.moves_weights
    assert edited.project.checkpoint.parameters is before.checkpoint.parameters
    assert edited.project.checkpoint.network == edited.project.network != before.network
    trained(edited.project)


def test_a_frozen_layer_keeps_its_weights_and_learns_again_when_thawed() -> None:
    before = learnt(3, 2)
    frozen = layer_edits.set_frozen(before, 0, True).project
    after = trained(frozen)
    np.testing.assert_array_equal(parts_of(before, 0)[0], parts_of(after, 0)[0])
    assert (parts_of(before, 1)[0] != parts_of(after, 1)[0]).any()
    thawed = trained(layer_edits.set_frozen(after, 0, False).project)
    assert (parts_of(after, 0)[0] != parts_of(thawed, 0)[0]).any()


def test_a_held_weight_and_a_held_bias_stay_alone() -> None:
    before = learnt(3, 2)
    held = applied(
        before, lambda p: layer_edits.hold_weight(p, 0, 1, 2, True), lambda p: layer_edits.hold_weight(p, 0, 2, 0, True)
    )
    assert held.network.layers[0].held == ((1, 2), (2, 0))
    was, now = (blocks(p.network)[0].matrix(p.checkpoint.parameters) for p in (before, trained(held)))
    assert np.argwhere(was == now).tolist() == [[1, 2], [2, 0]]
    released = layer_edits.hold_weight(held, 0, 1, 2, False).project
    assert released.network.layers[0].held == ((2, 0),)


def test_a_held_weight_can_still_be_set_by_hand() -> None:
    held = layer_edits.hold_weight(learnt(3), 0, 1, 2, True).project
    assert parts_of(edits.set_weight(held, 0, 1, 2, 0.5).project, 0)[0][1, 2] == 0.5


def test_normalisation_keeps_the_weights_and_starts_with_plain_gains() -> None:
    before = learnt(3, 2)
    after = layer_edits.set_normalize(before, 0, True).project
    for index in range(3):
        np.testing.assert_array_equal(parts_of(before, index)[0], parts_of(after, index)[0])
        np.testing.assert_array_equal(parts_of(before, index)[1], parts_of(after, index)[1])
    np.testing.assert_array_equal(parts_of(after, 0)[2], [[1.0] * 3, [0.0] * 3, [1.0] * 3])
    assert not parts_of(after, 0, "mean")[2].any()
    wider = edits.add_neuron(trained(after), 0).project
    np.testing.assert_array_equal(parts_of(wider, 0)[2][:, 3], [1.0, 0.0, 1.0])
    assert (parts_of(wider, 0)[2][:, :3] != parts_of(after, 0)[2]).any()
    off = layer_edits.set_normalize(after, 0, False).project
    np.testing.assert_array_equal(off.checkpoint.parameters, before.checkpoint.parameters)


# --- links that are cut ----------------------------------------------------------------------------------------------


def test_a_cut_link_is_0_for_good_and_so_is_the_memory_of_it() -> None:
    before = learnt(3, 2)
    cut = layer_edits.cut_link(before, 1, 2, 0).project
    assert parts_of(before, 1)[0][2, 0] != 0.0
    for array in ("", "mean", "square"):
        assert parts_of(cut, 1, array)[0][2, 0] == 0.0
    changed = np.flatnonzero(cut.checkpoint.parameters != before.checkpoint.parameters)
    assert changed.tolist() == [blocks(before.network)[1].start + 2 * 2]
    assert parts_of(trained(cut), 1)[0][2, 0] == 0.0
    assert parts_of(applied(trained(cut), edits.restart, lambda p: replaced(p)), 1)[0][2, 0] == 0.0


def replaced(project: Project) -> Edited:
    """With the weights that its run starts with."""
    return Edited(replace(project, checkpoint=Run(project).checkpoint()), edits.restart(project).change)


def test_a_restored_link_has_the_first_weight_of_the_seed_and_nothing_else_moves() -> None:
    before = learnt(3, 2)
    cut = layer_edits.cut_link(before, 0, 1, 1).project
    back = layer_edits.restore_link(trained(cut), 0, 1, 1).project
    assert back.network == before.network
    fresh = blocks(before.network)[0].weights(first_parameters(before.network, before.training.seed))
    assert parts_of(back, 0)[0][1, 1] == fresh[1, 1] != 0.0
    assert parts_of(back, 0, "square")[0][1, 1] == 0.0
    rest = np.delete(back.checkpoint.parameters, 1 * 3 + 1)
    np.testing.assert_array_equal(rest, np.delete(trained(cut).checkpoint.parameters, 1 * 3 + 1))


def test_cutting_before_the_start_cuts_the_first_weights() -> None:
    project = new_project("fresh", named_data("xor_table"), (2,))
    cut = layer_edits.cut_link(project, 0, 0, 1).project
    assert cut.checkpoint is None
    parameters = Run(cut).trainer.network.parameters
    assert parameters[1] == 0.0
    np.testing.assert_array_equal(np.delete(parameters, 1), np.delete(Run(project).trainer.network.parameters, 1))


def test_a_weight_of_a_filter_can_be_cut_and_held() -> None:
    project = applied(
        pictures(), lambda p: layer_edits.cut_link(p, 0, 4, 1), lambda p: layer_edits.hold_weight(p, 0, 9, 2, True)
    )
    after = trained(project)
    assert parts_of(after, 0)[0][4, 1] == 0.0
    assert parts_of(after, 0)[1][2] == parts_of(project, 0)[1][2]


# --- neurons that are muted ------------------------------------------------------------------------------------------


def test_a_muted_neuron_can_be_heard_again_as_if_nothing_had_been() -> None:
    before = learnt(3, 2)
    muted = layer_edits.mute_neuron(before, 0, 1, True).project
    assert muted.network.layers[0].muted == (1,)
    assert Run(muted).results()["train"]["loss"] != Run(before).results()["train"]["loss"]
    back = layer_edits.mute_neuron(muted, 0, 1, False).project
    assert (back.network, back.checkpoint.parameters) == (before.network, before.checkpoint.parameters)


def test_a_muted_neuron_goes_with_its_place() -> None:
    muted = applied(learnt(3, 2), *(lambda p, n=n: layer_edits.mute_neuron(p, 0, n, True) for n in (2, 0)))
    assert muted.network.layers[0].muted == (0, 2)
    assert edits.remove_neuron(muted, 0).project.network.layers[0].muted == (0,)
    assert edits.add_neuron(muted, 0).project.network.layers[0].muted == (0, 2)


@pytest.mark.parametrize(
    ("index", "neuron", "code"),
    [(0, 3, "edit.no_such_neuron"), (2, 0, "spec.output_muted"), (5, 0, "edit.no_such_layer")],
)
def test_what_cannot_be_muted_is_refused(index: int, neuron: int, code: str) -> None:
    with pytest.raises(SpecError) as caught:
        layer_edits.mute_neuron(learnt(3, 2), index, neuron, True)
    assert caught.value.code == code


# --- what stays held and cut when the network changes ----------------------------------------------------------------


def marked(project: Project) -> Project:
    return applied(
        project,
        lambda p: layer_edits.hold_weight(p, 0, 0, 0, True),
        lambda p: layer_edits.hold_weight(p, 0, 2, 2, True),
        lambda p: layer_edits.cut_link(p, 1, 1, 1),
        lambda p: layer_edits.cut_link(p, 1, 2, 0),
        lambda p: layer_edits.hold_weight(p, 1, 3, 1, True),
    )


def marks(project: Project) -> list[tuple[object, object]]:
    return [(layer.held, layer.cut) for layer in project.network.layers]


def test_places_stay_where_their_neurons_stay() -> None:
    project = marked(learnt(3, 2))
    plain = ((), ())
    assert marks(project) == [(((0, 0), (2, 2)), ()), (((3, 1),), ((1, 1), (2, 0))), plain]
    more = edits.add_neuron(project, 0).project
    assert marks(more) == [(((0, 0), (2, 2)), ()), (((4, 1),), ((1, 1), (2, 0))), plain], "the bias has moved down"
    less = edits.remove_neuron(project, 0).project
    assert marks(less) == [(((0, 0),), ()), (((2, 1),), ((1, 1),)), plain]
    narrow = edits.resize_layer(project, 1, 1).project
    assert marks(narrow) == [(((0, 0), (2, 2)), ()), ((), ((2, 0),)), plain]
    unbiased = edits.set_bias(project, 1, False).project
    assert marks(unbiased)[1] == ((), ((1, 1), (2, 0)))
    between = edits.add_layer(project, 1).project
    assert marks(between) == [(((0, 0), (2, 2)), ()), plain, (((3, 1),), ()), plain], "other links lead there now"
    for after in (more, less, narrow, unbiased, between):
        trained(after)


def test_other_inputs_keep_what_can_still_be_meant() -> None:
    project = marked(learnt(3, 2))
    wider = data_edits.toggle_input(project, "x1^2").project
    assert marks(wider)[0] == (((0, 0), (3, 2)), ())
    narrower = data_edits.toggle_input(layer_edits.cut_link(project, 0, 1, 1).project, "x2").project
    assert marks(narrower)[0] == (((0, 0), (1, 2)), ())


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_filter_more_keeps_the_rest_also_behind_the_flatten() -> None:
    before = pictures()
    after = edits.add_neuron(before, 0).project
    assert after.network.shapes == ((1, 6, 6), (4, 4, 4), (4, 2, 2), (16,), (4,), (1,))
    for array in ("", "mean", "square"):
        np.testing.assert_array_equal(parts_of(before, 0, array)[0], parts_of(after, 0, array)[0][:, :3])
        np.testing.assert_array_equal(parts_of(before, 3, array)[0], parts_of(after, 3, array)[0][:12])
        np.testing.assert_array_equal(parts_of(before, 4, array)[0], parts_of(after, 4, array)[0])
    fewer = edits.remove_neuron(before, 0).project
    np.testing.assert_array_equal(parts_of(before, 3)[0][:8], parts_of(fewer, 3)[0])
    trained(after)
    trained(fewer)


def test_a_picture_of_another_size_leaves_nothing_to_keep_behind_the_flatten() -> None:
    before = pictures(CONV, FLATTEN, LayerSpec(4))
    after = edits.add_layer(before, 0).project  # keeps the size of the picture
    assert after.network.layers[0].padding == 1
    np.testing.assert_array_equal(parts_of(before, 2)[0], parts_of(after, 3)[0])
    assert after.network.shapes[1] == (3, 6, 6)
    assert (parts_of(before, 0)[0] != parts_of(after, 1)[0][:9]).any(), "another layer comes in"
    pooled = pictures(CONV, POOL, FLATTEN, LayerSpec(4))
    unpooled = edits.remove_layer(pooled, 1).project
    np.testing.assert_array_equal(parts_of(pooled, 0)[0], parts_of(unpooled, 0)[0])
    assert unpooled.network.sizes[2] == 48
    assert (parts_of(pooled, 2 + 1)[0] != parts_of(unpooled, 2)[0][:12]).any()
    np.testing.assert_array_equal(parts_of(pooled, 4)[0], parts_of(unpooled, 3)[0])


def test_a_picture_without_layers_that_take_it_is_a_row_of_numbers_again() -> None:
    before = pictures(FLATTEN, LayerSpec(4))
    after = edits.remove_layer(before, 0).project
    assert after.network.picture is None
    np.testing.assert_array_equal(after.checkpoint.parameters, before.checkpoint.parameters)


def test_another_pooling_keeps_the_weights_behind_it() -> None:
    before = pictures(CONV, POOL, FLATTEN, LayerSpec(4))
    network = before.network.with_layer(1, layer("average_pool2d", key=before.network.layers[1].key))
    after = edits.add_neuron(replace(before, network=network), 3).project
    np.testing.assert_array_equal(parts_of(before, 3)[0], parts_of(after, 3)[0][:, :4])


def test_new_layers_suit_what_comes_in() -> None:
    project = pictures()
    kinds = [[each.kind for each in edits.add_layer(project, at).project.network.layers] for at in range(5)]
    assert [found[at] for at, found in enumerate(kinds)] == ["conv2d", "conv2d", "conv2d", "dense", "dense"]
    assert kinds[3][3] == "dense"


def test_a_new_layer_is_like_its_neighbour_but_free() -> None:
    project = applied(
        learnt(3, 2), lambda p: layer_edits.set_frozen(p, 0, True), lambda p: layer_edits.cut_link(p, 0, 0, 0)
    )
    new = edits.add_layer(project, 1).project.network.layers[1]
    assert (new.size, new.frozen, new.cut) == (3, False, ())


# --- learning --------------------------------------------------------------------------------------------------------


def test_rprop_brings_all_samples_with_it_and_keeps_them() -> None:
    project = edits.set_optimizer(learnt(3), Choice("rprop")).project
    assert project.training.batch_size is None
    with pytest.raises(SpecError) as caught:
        edits.set_batch_size(project, 10)
    assert caught.value.code == "spec.rprop_needs_full_batch"
    assert "all samples" in caught.value.message
    back = edits.set_optimizer(project, Choice("adam")).project
    assert edits.set_batch_size(back, 10).project.training.batch_size == 10
    trained(project)


def test_schedule_gradient_and_stops_are_settings_of_training() -> None:
    project = learnt(3)
    stop = StopSpec(epochs=50, patience=5)
    changes = {
        "schedule": edits.set_schedule(project, Choice.of("cosine", epochs=50)),
        "clip_norm": edits.set_clip_norm(project, 1.5),
        "stop": edits.set_stop(project, stop),
    }
    for name, edited in changes.items():
        assert edited.change.parts == {Part.TRAINING}
        assert edited.change.merge_key
        assert getattr(edited.project.training, name) != getattr(project.training, name)
        assert edited.project.checkpoint is project.checkpoint
    assert changes["stop"].change.arguments == ("epochs 50, patience 5",)
    assert edits.set_stop(project, StopSpec()).change.arguments == ("never",)


def test_a_quantity_brings_no_accuracy_to_stop_at() -> None:
    project = edits.set_stop(learnt(3), StopSpec(epochs=9, accuracy=0.9)).project
    sine = data_edits.choose_toy(project, "sine").project
    assert sine.training.stop == StopSpec(epochs=9)
    with pytest.raises(SpecError) as caught:
        edits.set_stop(sine, StopSpec(accuracy=0.9))
    assert caught.value.code == "spec.no_accuracy"


def test_data_with_other_inputs_are_refused_while_a_layer_takes_a_picture() -> None:
    project = pictures()
    with pytest.raises(SpecError) as caught:
        data_edits.choose_toy(project, "circle")
    assert caught.value.code == "spec.needs_picture"
    assert "Layer 1 takes a picture of 1 × 6 × 6" in caught.value.message
    same = data_edits.set_test_fraction(project, 0.5).project
    assert same.network.picture == (1, 6, 6)


REFUSED: dict[str, tuple[Callable[[Project], object], str]] = {
    "dropout of all": (lambda p: layer_edits.set_dropout(p, 3, 1.0), "spec.out_of_range"),
    "dropout of the output": (lambda p: layer_edits.set_dropout(p, 4, 0.5), "spec.output_dropout"),
    "dropout of no layer": (lambda p: layer_edits.set_dropout(p, 5, 0.5), "edit.no_such_layer"),
    "normalised pooling": (lambda p: layer_edits.set_normalize(p, 1, True), "spec.no_weights"),
    "frozen pooling": (lambda p: layer_edits.set_frozen(p, 1, True), "spec.no_weights"),
    "bias of a pooling": (lambda p: edits.set_bias(p, 1, True), "spec.no_weights"),
    "neuron of a pooling": (lambda p: edits.add_neuron(p, 1), "edit.no_size"),
    "neuron less of a flatten": (lambda p: edits.remove_neuron(p, 2), "edit.no_size"),
    "held in a pooling": (lambda p: layer_edits.hold_weight(p, 1, 0, 0, True), "edit.no_such_weight"),
    "held below the bias": (lambda p: layer_edits.hold_weight(p, 3, 13, 0, True), "edit.no_such_weight"),
    "cut beside": (lambda p: layer_edits.cut_link(p, 3, 0, 4), "edit.no_such_weight"),
    "cut bias": (lambda p: layer_edits.cut_link(p, 3, 12, 0), "edit.no_link"),
    "restored bias": (lambda p: layer_edits.restore_link(p, 3, 12, 0), "edit.no_link"),
    "weight of a cut link": (
        lambda p: edits.set_weight(layer_edits.cut_link(p, 3, 0, 0).project, 3, 0, 0, 1.0),
        "edit.link_is_cut",
    ),
    "no flatten in front of a dense layer": (lambda p: edits.remove_layer(p, 2), "spec.needs_flatten"),
    "unknown schedule": (lambda p: edits.set_schedule(p, Choice("cosinus")), "spec.unknown_schedule"),
    "gradient below 0": (lambda p: edits.set_clip_norm(p, -1.0), "spec.out_of_range"),
    "stop before the start": (lambda p: edits.set_stop(p, StopSpec(epochs=0)), "spec.out_of_range"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused_with_a_reason(name: str) -> None:
    act, code = REFUSED[name]
    with pytest.raises(SpecError) as caught:
        act(pictures())
    assert caught.value.code == code
    assert caught.value.message
