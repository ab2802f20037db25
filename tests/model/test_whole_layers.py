"""Layers that are put in, doubled and moved, and the squares of pixels that they look at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import LayerSpec
from nnsim.errors import SpecError
from nnsim.model import edits, layer_edits
from nnsim.model.project import Project
from tests.model.pictures import CONV, FLATTEN, POOL, layer, pictures
from tests.model.test_edits import learnt
from tests.model.test_layer_edits import applied, parts_of, trained

ARRAYS = ("", "mean", "square")


def kinds(project: Project) -> list[str]:
    return [each.kind for each in project.network.layers]


def keys(project: Project) -> list[int]:
    return [each.key for each in project.network.layers]


def assert_same(before: Project, old: int, after: Project, new: int) -> None:
    """All numbers of a layer are those of another, in the optimizer's memory, too."""
    for array in ARRAYS:
        for one, other in zip(parts_of(before, old, array), parts_of(after, new, array), strict=True):
            np.testing.assert_array_equal(one, other)


def assert_first(project: Project, index: int) -> None:
    """The weights of a layer are those it would start with."""
    fresh = blocks(project.network)[index].weights(first_parameters(project.network, project.training.seed))
    np.testing.assert_array_equal(parts_of(project, index)[0], fresh)


# --- a copy ----------------------------------------------------------------------------------------------------------


def test_a_copy_has_learnt_what_the_layer_has() -> None:
    before = trained(layer_edits.set_normalize(learnt(3, 3, 2), 1, True).project)
    after = edits.duplicate_layer(before, 1).project
    assert [each.size for each in after.network.layers] == [3, 3, 3, 2, 1]
    assert len(set(keys(after))) == 5
    assert keys(after)[:2] == keys(before)[:2]
    for index in (1, 2):
        assert_same(before, 1, after, index)
    assert_same(before, 0, after, 0)
    assert_same(before, 3, after, 4)
    assert_first(after, 3)
    trained(after)


def test_a_copy_into_which_other_numbers_come_starts_afresh_and_free() -> None:
    before = applied(
        learnt(4, 2),
        lambda p: layer_edits.cut_link(p, 1, 3, 0),
        lambda p: layer_edits.hold_weight(p, 1, 0, 1, True),
        lambda p: layer_edits.mute_neuron(p, 1, 1, True),
        lambda p: layer_edits.set_frozen(p, 1, True),
    )
    after = edits.duplicate_layer(before, 1).project
    copy = after.network.layers[2]
    assert (copy.size, copy.held, copy.cut, copy.muted, copy.frozen) == (2, (), (), (), False)
    assert_first(after, 2)
    assert not parts_of(after, 2)[1].any()
    assert_same(before, 1, after, 1)
    assert after.network.layers[1] == before.network.layers[1]


def test_a_copy_holds_and_cuts_what_the_layer_does() -> None:
    before = applied(
        learnt(3, 3),
        lambda p: layer_edits.cut_link(p, 1, 2, 0),
        lambda p: layer_edits.hold_weight(p, 1, 3, 1, True),
        lambda p: layer_edits.set_frozen(p, 1, True),
    )
    after = edits.duplicate_layer(before, 1).project
    assert replace(after.network.layers[2], key=0) == replace(before.network.layers[1], key=0)
    assert_same(before, 1, after, 2)


def test_a_pooling_and_filters_of_a_picture_can_be_doubled_where_they_fit() -> None:
    before = pictures(layer("conv2d", size=3, kernel=2), layer("conv2d", size=3, kernel=2), FLATTEN)
    after = edits.duplicate_layer(before, 1).project
    assert kinds(after) == ["conv2d", "conv2d", "conv2d", "flatten", "dense"]
    assert_same(before, 1, after, 2)
    pooled = pictures(layer("max_pool2d", kernel=2, stride=1), FLATTEN)
    twice = edits.duplicate_layer(pooled, 0).project
    assert twice.network.shapes[2] == (1, 4, 4)
    np.testing.assert_array_equal(parts_of(pooled, 2)[1], parts_of(twice, 3)[1])
    with pytest.raises(SpecError) as caught:
        edits.duplicate_layer(before, 2)
    assert caught.value.code == "spec.needs_picture"


def test_a_copy_of_a_project_without_weights_has_none_either() -> None:
    assert edits.duplicate_layer(replace(learnt(3, 3), checkpoint=None), 1).project.checkpoint is None


# --- another place ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layer_number", "to"), [(0, 2), (2, 0), (1, 2), (1, 1)])
def test_a_moved_layer_keeps_its_key_and_stands_where_it_was_asked_to(layer_number: int, to: int) -> None:
    before = learnt(2, 3, 4)
    after = edits.move_layer(before, layer_number, to).project
    moved = keys(before)
    moved.insert(to, moved.pop(layer_number))
    assert keys(after) == moved
    assert after.network.layers[to] == before.network.layers[layer_number]
    trained(after)


def test_a_layer_that_is_moved_keeps_its_biases_and_the_others_what_still_leads_there() -> None:
    before = learnt(3, 2, 2, 2)
    after = edits.move_layer(before, 3, 2).project
    assert_same(before, 0, after, 0)
    assert_same(before, 1, after, 1)
    np.testing.assert_array_equal(parts_of(before, 3)[1], parts_of(after, 2)[1])
    assert_first(after, 2)
    back = edits.move_layer(after, 2, 3).project
    assert back.network == before.network


def test_a_layer_moved_to_its_own_place_changes_nothing() -> None:
    before = learnt(3, 2)
    after = edits.move_layer(before, 1, 1).project
    assert after.network == before.network
    np.testing.assert_array_equal(after.checkpoint.parameters, before.checkpoint.parameters)


def test_a_dense_layer_cannot_be_moved_into_the_picture() -> None:
    with pytest.raises(SpecError) as caught:
        edits.move_layer(pictures(), 3, 0)
    assert (caught.value.code, caught.value.where) == ("spec.needs_flatten", "layer 1")


# --- a layer of a kind -----------------------------------------------------------------------------------------------


def test_each_kind_comes_with_the_defaults_of_the_catalog() -> None:
    before = pictures(CONV, FLATTEN, LayerSpec(4))
    for kind, index in (("conv2d", 0), ("max_pool2d", 1), ("average_pool2d", 0), ("dense", 2), ("dense", 3)):
        after = edits.add_layer(before, index, kind).project
        assert replace(after.network.layers[index], key=0) == LAYER_KINDS.entry(kind).kind()
        assert len(set(keys(after))) == 5
        trained(after)


@pytest.mark.parametrize(
    ("index", "kind", "code", "where"),
    [
        (0, "dense", "spec.needs_flatten", "layer 1"),
        (2, "flatten", "spec.needs_picture", "layer 4"),  # the flatten that was there gets a row of numbers
        (3, "conv2d", "spec.needs_picture", "layer 4"),
        (4, "max_pool2d", "spec.needs_picture", "layer 5"),
        (1, "flatten", "spec.needs_picture", "layer 3"),
        (0, "conv4d", "spec.unknown_layer", "layer 1"),
        (5, "dense", "edit.no_such_layer", "network"),
    ],
)
def test_a_kind_that_cannot_stand_there_is_refused(index: int, kind: str, code: str, where: str) -> None:
    with pytest.raises(SpecError) as caught:
        edits.add_layer(pictures(CONV, layer("conv2d", kernel=2), FLATTEN, LayerSpec(4)), index, kind)
    assert (caught.value.code, caught.value.where) == (code, where)


# --- the square that a layer looks at --------------------------------------------------------------------------------


def test_a_window_of_the_same_kernel_keeps_the_filters() -> None:
    before = pictures()
    after = layer_edits.set_window(before, 0, 3, 1, 1)
    assert after.project.network.shapes[1] == (3, 6, 6)
    assert after.change.merge_key == "window 0"
    assert_same(before, 0, after.project, 0)
    assert_first(after.project, 3)
    larger = layer_edits.set_window(before, 0, 5, 1, 1).project
    assert_first(larger, 0)
    trained(larger)


def test_a_window_of_a_pooling_is_set_in_the_same_way() -> None:
    after = layer_edits.set_window(pictures(CONV, POOL, FLATTEN), 1, 3, 1, 0).project
    assert after.network.shapes[2] == (3, 2, 2)


@pytest.mark.parametrize(
    ("index", "window", "code"),
    [
        (0, (0, 1, 0), "spec.out_of_range"),
        (0, (3, 0, 0), "spec.out_of_range"),
        (0, (3, 1, -1), "spec.out_of_range"),
        (0, (7, 1, 0), "spec.kernel_too_large"),
        (1, (2, 2, 1), "spec.no_padding"),
        (2, (3, 1, 0), "edit.no_window"),
        (3, (3, 1, 0), "edit.no_window"),
        (5, (3, 1, 0), "edit.no_such_layer"),
    ],
)
def test_an_impossible_window_is_refused(index: int, window: tuple[int, int, int], code: str) -> None:
    with pytest.raises(SpecError) as caught:
        layer_edits.set_window(pictures(), index, *window)
    assert caught.value.code == code
    assert caught.value.where
