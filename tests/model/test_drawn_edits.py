"""Edits of points drawn by hand: what of a toy set they take over, what they keep, what they refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.drawn import MOST_POINTS
from nnsim.data.named import named_data
from nnsim.data.prepare import prepare
from nnsim.data.spec import DrawnSource
from nnsim.errors import SpecError
from nnsim.model import data_edits, drawn_edits
from nnsim.model.change import Part
from nnsim.model.start import first_project, new_project


@pytest.fixture
def spiral():
    return first_project()


@pytest.fixture
def own(spiral):
    return drawn_edits.new_points(spiral).project


@pytest.mark.parametrize("name", ["spiral", "circle", "blobs", "sine", "xor_table"])
def test_a_toy_set_becomes_own_points_that_train_alike_bit_by_bit(name):
    project = new_project(name, named_data(name), (3,))
    before = prepare(project.data)
    after = prepare(replace(project.data, source=drawn_edits.drawn_of(project.data)))
    for one, other in (
        (before.train_inputs, after.train_inputs),
        (before.test_inputs, after.test_inputs),
        (before.train_targets, after.train_targets),
    ):
        assert np.array_equal(one, other)
    assert np.array_equal(before.train_rows, after.train_rows)
    assert before.extents == after.extents


def test_other_data_are_called_what_they_are(spiral):
    assert drawn_edits.new_points(spiral).change.label == "own points"
    for name, label in (("digits", "pictures {0}"), ("iris", "table {0}")):
        change = data_edits.use_data(spiral, named_data(name)).change
        assert (change.label, change.arguments) == (label, (name,))


def test_an_edit_of_points_is_of_points_alone(spiral):
    edited = drawn_edits.add_points(spiral, [(1.0, 2.0)], 1)
    assert edited.change.parts == {Part.POINTS}
    assert not edited.change.starts_anew
    assert not edited.change.moves_weights
    assert edited.project.network is spiral.network
    dataset = prepare(edited.project.data).dataset
    assert dataset.inputs[-1].tolist() == [1.0, 2.0]
    assert dataset.targets[-1, 0] == 1


def test_own_points_begin_with_two_classes_on_a_fixed_sheet(own):
    prepared = prepare(own.data)
    assert prepared.dataset.classes == ("0", "1")
    assert [(extent.low, extent.high) for extent in prepared.extents] == [(-6.0, 6.0)] * 2
    assert own.network.output.size == 1


def test_one_class_more_gives_the_network_an_output_more(own):
    three = drawn_edits.add_class(own)
    assert three.project.network.output.size == 3
    assert three.change.starts_anew
    assert drawn_edits.add_points(three.project, [(0, 0)], 2).project.network is three.project.network


def test_a_class_is_renamed_unless_another_one_has_the_name(own):
    named = drawn_edits.rename_class(own, 1, " cats ").project
    assert prepare(named.data).dataset.classes == ("0", "cats")
    with pytest.raises(SpecError):
        drawn_edits.rename_class(named, 0, "cats")


def test_the_last_point_stays(own):
    one = drawn_edits.delete_points(own, [0]).project
    with pytest.raises(SpecError) as refused:
        drawn_edits.delete_points(one, [0])
    assert refused.value.code == "data.no_points"
    assert refused.value.unchanged


def test_a_point_of_a_class_that_is_not_there_is_refused(own):
    with pytest.raises(SpecError):
        drawn_edits.add_points(own, [(0, 0)], 2)


def test_no_more_points_than_can_be_drawn(own):
    with pytest.raises(SpecError):
        drawn_edits.add_points(own, np.zeros((MOST_POINTS, 2)), 0)


def test_a_table_cannot_be_drawn_in():
    iris = new_project("iris", named_data("iris"), (3,))
    assert not drawn_edits.can_be_drawn(iris)
    with pytest.raises(SpecError) as refused:
        drawn_edits.add_points(iris, [(0, 0)], 0)
    assert refused.value.code == "data.not_drawn"


def test_points_of_a_curve_are_moved_along_and_up():
    line = drawn_edits.new_curve(first_project()).project
    more = drawn_edits.add_values(line, [(-2.0,), (3.0,)], [0.5, 9.0]).project
    dataset = prepare(more.data).dataset
    assert dataset.targets[1:, 0].tolist() == [0.5, 1.0], "a quantity stays on the sheet"
    moved = drawn_edits.move_heights(more, [1], np.array([[1.0]]), np.array([-0.5])).project
    moved_data = prepare(moved.data).dataset
    assert (moved_data.inputs[1, 0], moved_data.targets[1, 0]) == (1.0, -0.5)


def test_a_new_seed_deals_own_points_anew(own):
    more = drawn_edits.add_points(own, np.random.default_rng(0).uniform(-5, 5, (60, 2)), 0).project
    dealt = data_edits.set_data_seed(more, 5).project
    assert isinstance(dealt.data.source, DrawnSource)
    assert not np.array_equal(prepare(dealt.data).test_rows, prepare(more.data).test_rows)


def test_from_own_points_to_a_toy_set_and_back_to_a_rule(own):
    circle = data_edits.choose_toy(own, "circle").project
    assert prepare(circle.data).dataset.name == "circle"
