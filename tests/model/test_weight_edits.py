"""Edits of a block of weights: what they do, what they leave alone, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from nnsim.model import edits, layer_edits, lock_edits, weight_edits
from nnsim.model.cells import Cells, counts_of_locked
from nnsim.model.change import Edited
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from tests.model.test_edits import learnt

BLOCK = Cells(0, range(1, 3), range(1, 3))
"""Of two inputs with biases and three neurons: the second row and the biases, the second and third column."""


def matrix(project: Project, layer: int = 0) -> np.ndarray:
    checkpoint = project.checkpoint
    assert checkpoint is not None
    return blocks(project.network)[layer].matrix(checkpoint.parameters)


def said(edited: Edited) -> str:
    return edited.change.label.format(*edited.change.arguments)


def with_locks(project: Project) -> Project:
    """The weight 2 → 2 is held, the link 2 → 3 is cut."""
    return layer_edits.cut_link(layer_edits.hold_weight(project, 0, 1, 1, True).project, 0, 1, 2).project


@pytest.mark.parametrize(
    ("edit", "result", "words"),
    [
        (
            lambda p: weight_edits.scale_weights(p, BLOCK, 0.5),
            lambda w: w * 0.5,
            "Hidden 1: 4 weights and biases scaled by 0.5",
        ),
        (lambda p: weight_edits.add_to_weights(p, BLOCK, 2.0), lambda w: w + 2.0, "Hidden 1: 4 weights and biases + 2"),
        (
            lambda p: weight_edits.add_to_weights(p, BLOCK, -0.25),
            lambda w: w - 0.25,
            "Hidden 1: 4 weights and biases − 0.25",
        ),
        (lambda p: weight_edits.fill_weights(p, BLOCK, 0.0), lambda w: w * 0.0, "Hidden 1: 4 weights and biases = 0"),
        (
            lambda p: weight_edits.put_block(p, BLOCK, np.array([[1.0, 2.0], [3.0, 4.0]])),
            lambda w: np.array([[1.0, 2.0], [3.0, 4.0]]) + 0 * w,
            "Hidden 1: 4 weights and biases pasted",
        ),
    ],
    ids=["scale", "add", "take away", "fill", "paste"],
)
def test_a_block_is_changed_and_nothing_else(
    edit: Callable[[Project], Edited], result: Callable[[np.ndarray], np.ndarray], words: str
) -> None:
    before = learnt(3, 2)
    edited = edit(before)
    expected = matrix(before).copy()
    expected[1:3, 1:3] = result(expected[1:3, 1:3])
    np.testing.assert_array_equal(matrix(edited.project), expected)
    np.testing.assert_array_equal(matrix(edited.project, 1), matrix(before, 1))
    assert said(edited) == words


@given(factor=st.sampled_from([2.0, -0.5, 1024.0, -1.0]), top=st.integers(0, 2), left=st.integers(0, 2))
@settings(max_examples=20, deadline=None)
def test_scaling_by_a_power_of_two_and_back_brings_every_bit_back(factor: float, top: int, left: int) -> None:
    before = learnt(3, 2)
    cells = Cells(0, range(top, 3), range(left, 3))
    there = weight_edits.scale_weights(before, cells, factor).project
    np.testing.assert_array_equal(matrix(weight_edits.scale_weights(there, cells, 1 / factor).project), matrix(before))


def test_rows_in_any_order_are_edited_as_they_stand_and_biases_are_named_among_them() -> None:
    before = with_locks(learnt(3, 2))  # (1, 0) and (2, 0) among them
    apart = Cells(0, (2, 0), range(1, 3))
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    edited = weight_edits.put_block(before, apart, values)
    expected = matrix(before).copy()
    expected[[2, 0], 1:3] = values
    np.testing.assert_array_equal(matrix(edited.project), expected)
    assert said(edited) == "Hidden 1: 4 weights and biases pasted"
    cut = lock_edits.cut_links(before, Cells(0, (2, 0), range(1, 2))).project.network.layers[0].cut
    assert {*cut} - {*before.network.layers[0].cut} == {(0, 1)}


def test_what_is_held_or_cut_stays_and_is_not_counted() -> None:
    before = with_locks(learnt(3, 2))
    edited = weight_edits.fill_weights(before, BLOCK, 7.0)
    assert matrix(edited.project)[1:].tolist() == [
        [matrix(before)[1, 0], matrix(before)[1, 1], 0.0],
        [matrix(before)[2, 0], 7.0, 7.0],
    ]
    assert said(edited) == "Hidden 1: 2 biases = 7"
    assert counts_of_locked(before.network, BLOCK) == (1, 1)


def test_one_weight_and_biases_alone_are_called_by_their_names() -> None:
    before = learnt(3, 2)
    one, biases = Cells(0, range(1), range(1)), Cells(0, range(2, 3), range(3))
    assert said(weight_edits.scale_weights(before, one, 3.0)) == "Hidden 1: 1 weight scaled by 3"
    assert said(weight_edits.scale_weights(before, biases, 3.0)) == "Hidden 1: 3 biases scaled by 3"
    output = Cells(2, range(1), range(1))
    assert said(weight_edits.add_to_weights(before, output, 1.0)) == "Output: 1 weight + 1"


def test_drawn_by_the_rule_and_the_seed_of_the_project_a_block_has_its_first_weights_again() -> None:
    before = learnt(3, 2)
    whole = Cells(1, range(4), range(2))
    rule, seed = before.network.layers[1].initializer, before.training.seed
    edited = weight_edits.draw_weights(before, whole, rule, seed)
    first = blocks(before.network)[1].matrix(first_parameters(before.network, seed))
    np.testing.assert_array_equal(matrix(edited.project, 1), first)
    part = weight_edits.draw_weights(before, Cells(1, range(2), range(1)), rule, seed).project
    np.testing.assert_array_equal(matrix(part, 1)[:2, :1], first[:2, :1])
    np.testing.assert_array_equal(matrix(part, 1)[:, 1], matrix(before, 1)[:, 1])


def test_a_rule_with_a_spread_of_its_own_also_draws_biases_and_another_seed_other_numbers() -> None:
    before, biases = learnt(3, 2), Cells(0, range(2, 3), range(3))
    rule = Choice("uniform", (("limit", 0.125),))
    one, other = (matrix(weight_edits.draw_weights(before, biases, rule, seed).project)[2] for seed in (1, 2))
    assert ((one != 0) & (np.abs(one) <= 0.125)).all()
    assert (one != other).all()
    assert said(weight_edits.draw_weights(before, biases, rule, 1)) == (
        "Hidden 1: 3 biases drawn anew, uniform, seed 1"
    )


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda p: weight_edits.scale_weights(p, Cells(0, range(1, 2), range(1, 3)), 2.0), "edit.all_locked"),
        (lambda p: weight_edits.scale_weights(p, BLOCK, float("inf")), "edit.weight_not_finite"),
        (lambda p: weight_edits.fill_weights(p, BLOCK, float("nan")), "edit.weight_not_finite"),
        (lambda p: weight_edits.fill_weights(p, BLOCK, 1e39), "edit.weight_not_finite"),
        (lambda p: weight_edits.fill_weights(p, Cells(0, range(3, 4), range(1)), 1.0), "edit.no_such_weight"),
        (lambda p: weight_edits.fill_weights(p, Cells(0, range(1), range(2, 4)), 1.0), "edit.no_such_weight"),
        (lambda p: lock_edits.hold_weights(p, Cells(0, range(1), range(0)), True), "edit.no_such_weight"),
        (lambda p: lock_edits.cut_links(p, Cells(0, range(2, 3), range(3))), "edit.no_link"),
    ],
    ids=["locked", "infinite", "no number", "too large", "no row", "no column", "nothing", "biases are no links"],
)
def test_what_makes_no_sense_is_refused_as_a_whole(edit: Callable[[Project], Edited], code: str) -> None:
    before = with_locks(learnt(3, 2))
    before = replace(before, network=replace(before.network, dtype="float32")) if code.endswith("finite") else before
    with pytest.raises(SpecError) as refused:
        edit(before)
    assert refused.value.code == code


def test_a_block_is_held_and_released_without_what_is_cut() -> None:
    before = with_locks(learnt(3, 2))
    held = lock_edits.hold_weights(before, BLOCK, True)
    assert held.project.network.layers[0].held == ((1, 1), (2, 1), (2, 2))
    assert said(held) == "Hidden 1: 2 biases held"
    released = lock_edits.hold_weights(held.project, Cells(0, range(3), range(2)), False)
    assert released.project.network.layers[0].held == ((2, 2),)
    assert said(released) == "Hidden 1: 2 weights and biases released"


def test_links_are_cut_and_restored_and_biases_stay() -> None:
    before = learnt(3, 2)
    cut = lock_edits.cut_links(before, BLOCK)
    assert cut.project.network.layers[0].cut == ((1, 1), (1, 2))
    assert said(cut) == "Hidden 1: 2 weights cut"
    assert matrix(cut.project)[1, 1:].tolist() == [0.0, 0.0]
    assert matrix(cut.project)[2].tolist() == matrix(before)[2].tolist()
    back = lock_edits.restore_links(cut.project, Cells(0, range(3), range(2)))
    assert back.project.network.layers[0].cut == ((1, 2),)
    assert matrix(back.project)[1, 1] != 0.0
    assert said(back) == "Hidden 1: 1 weight restored, 1 with first weights"


def test_restored_links_have_the_weights_they_were_cut_with_but_not_those_of_a_run_before() -> None:
    experiment = Experiment(learnt(3, 2))
    before = experiment.run.trainer.network.parameters.copy()
    assert not np.array_equal(before, first_parameters(experiment.project.network, experiment.project.training.seed))

    def restored() -> np.ndarray:
        change = experiment.apply(lambda p: lock_edits.restore_links(p, BLOCK, experiment.history.earlier()))
        assert change is not None
        assert change.label == "{0}: {1} restored"
        return experiment.run.trainer.network.parameters

    experiment.apply(lambda p: layer_edits.cut_link(p, 0, 1, 2))
    experiment.edit_weights(lambda p: weight_edits.scale_weights(p, Cells(0, range(1, 2), range(1, 2)), 3.0))
    scaled = experiment.run.trainer.network.parameters[4]
    experiment.apply(lambda p: lock_edits.cut_links(p, BLOCK))
    np.testing.assert_array_equal(restored(), [*before[:4], scaled, *before[5:]])
    experiment.apply(lambda p: lock_edits.cut_links(p, BLOCK))
    experiment.apply(edits.restart)
    back = lock_edits.restore_links(experiment.stamped(), BLOCK, experiment.history.earlier())
    assert said(back) == "Hidden 1: 2 weights restored, 2 with first weights"


def test_an_edit_of_a_block_is_one_step_of_undo_and_one_that_changes_nothing_is_none() -> None:
    experiment = Experiment(learnt(3, 2))
    before = experiment.run.trainer.network.parameters.copy()
    assert experiment.edit_weights(lambda p: weight_edits.scale_weights(p, BLOCK, 1.0)) is None
    assert experiment.edit_weights(lambda p: weight_edits.scale_weights(p, BLOCK, 3.0)) is not None
    assert experiment.apply(lambda p: lock_edits.hold_weights(p, BLOCK, False)) is None
    experiment.undo()
    assert experiment.history.undoable is None
    np.testing.assert_array_equal(experiment.run.trainer.network.parameters, before)


def test_weights_are_not_edited_where_none_are_known() -> None:
    bare = replace(learnt(3, 2), checkpoint=None)
    with pytest.raises(ValueError, match="holds them"):
        weight_edits.scale_weights(bare, BLOCK, 2.0)
    assert edits.restart(bare).project.checkpoint is None
