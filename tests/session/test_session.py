"""Edits through the session, and their undo: what they do to the weights, the run and its state."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from nnsim.model import data_edits, edits, lock_edits, weight_edits
from nnsim.model.cells import Cells
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from tests.session.trained import train_until, weights


def test_hand_set_weight_is_seen_and_undone(qtbot, session):
    train_until(qtbot, session, 50)
    before = weights(session)
    assert session.set_weight(0, 1, 2, 7.5)
    assert blocks(session.project.network)[0].weights(weights(session))[1, 2] == 7.5
    session.undo()
    assert np.array_equal(weights(session), before)
    session.redo()
    assert blocks(session.project.network)[0].weights(weights(session))[1, 2] == 7.5


def test_undo_of_an_added_neuron_brings_back_the_weights_of_that_moment(qtbot, session):
    train_until(qtbot, session, 50)
    before = weights(session)
    assert session.apply(edits.add_neuron, 0)
    train_until(qtbot, session, 150)
    later = weights(session)
    session.undo()
    assert np.array_equal(weights(session), before)
    session.redo()
    assert np.array_equal(weights(session), later)


def test_undo_of_a_learning_rate_leaves_the_weights_alone(qtbot, session):
    session.apply(edits.set_learning_rate, 0.1)
    train_until(qtbot, session, 50)
    trained = weights(session)
    session.undo()
    assert session.project.training.learning_rate == 0.03
    assert np.array_equal(weights(session), trained)


def test_reset_can_be_undone(qtbot, session):
    train_until(qtbot, session, 50)
    trained = weights(session)
    session.reset()
    assert (session.snapshot.step, session.run_state) == (0, "ready")
    session.undo()
    assert np.array_equal(weights(session), trained)


def test_edit_while_running_takes_effect_without_a_pause(qtbot, session):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 20)
    assert session.apply(edits.add_neuron, 0)
    assert session.run_state == "running"
    step = session.snapshot.step
    qtbot.waitUntil(lambda: session.snapshot.step > step)
    assert session.snapshot.network.sizes == (2, 5, 2, 1)
    session.pause()


def test_new_data_start_a_new_run(qtbot, session):
    train_until(qtbot, session, 50)
    run_id = session.snapshot.run_id
    assert session.apply(data_edits.choose_toy, "xor")
    assert session.snapshot.run_id > run_id
    assert session.snapshot.step == 0


def test_senseless_edit_is_told_and_changes_nothing(qtbot, session):
    before = session.project
    with qtbot.waitSignal(session.failed) as told:
        assert not session.apply(edits.set_activation, 2, Choice("identity"))
    assert isinstance(told.args[0], SpecError)
    assert told.args[0].code == "spec.loss_needs_probability"
    assert session.project is before
    assert session.undoable is None


def test_drag_is_one_step_of_undo(session):
    for rate in (0.04, 0.05, 0.06):
        session.drag(edits.set_learning_rate, rate)
    session.end_gesture()
    session.apply(edits.set_learning_rate, 0.2)
    session.undo()
    assert session.project.training.learning_rate == 0.06
    session.undo()
    assert session.project.training.learning_rate == 0.03


def test_selection_is_shared_and_dropped_when_its_part_goes(qtbot, session):
    with qtbot.waitSignal(session.selection_changed):
        session.select(Selection("neuron", 0, 0, 3))
    session.apply(edits.remove_neuron, 0)
    assert session.selection == Selection()


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_nothing_to_take_back_is_no_failure(session, verb):
    before = session.project
    getattr(session, verb)()
    assert session.project is before


def test_an_edit_in_the_middle_of_a_step_of_an_epoch_ends_that_step(qtbot, session):
    session.set_speed(20.0)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.step > 0)
    session.apply(data_edits.choose_toy, "xor")
    assert session.run_state == "ready"
    assert session.snapshot.step == 0


def test_edits_far_apart_are_undone_one_by_one(qtbot, session):
    session.set_weight(0, 0, 0, 1.0)
    train_until(qtbot, session, 50)
    trained = weights(session)
    session.set_weight(0, 0, 0, 2.0)
    session.undo()
    assert np.array_equal(weights(session), trained)


def test_edit_that_changes_nothing_is_no_step(qtbot, session):
    train_until(qtbot, session, 50)
    step = session.snapshot.step
    assert session.apply(data_edits.set_scaling, session.project.data.scaling)
    assert session.apply(edits.set_activation, 0, Choice("tanh"))
    assert session.undoable is None
    assert session.stamped_project().checkpoint.step >= step


@pytest.mark.parametrize("batch_size", [5, 50, None])
def test_step_of_an_epoch_ends_with_the_epoch_whatever_the_batch_size_becomes(qtbot, session, batch_size):
    session.set_speed(50.0)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.step > 1)
    session.apply(edits.set_batch_size, batch_size)
    session.set_speed(None)
    qtbot.waitUntil(lambda: session.run_state == "paused")
    qtbot.waitUntil(lambda: (session.snapshot.epoch, session.snapshot.batch) == (1, 0))


def test_state_follows_the_weights(qtbot, session):
    train_until(qtbot, session, 50)
    session.reset()
    assert session.run_state == "ready"
    session.undo()
    assert session.run_state == "paused"
    session.redo()
    assert session.run_state == "ready"


def test_undo_of_replaced_weights_pauses_training(qtbot, session):
    session.apply(edits.add_neuron, 0)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 20)
    session.undo()
    assert session.run_state == "ready"
    session.apply(edits.set_learning_rate, 0.1)
    session.run()
    session.undo()
    assert session.run_state == "running"
    session.pause()


def test_weights_are_edited_together_where_they_are_still_the_first_ones_and_the_effect_is_known(
    session: Session,
) -> None:
    before = session.snapshot.parameters
    block = Cells(0, range(2), range(3))
    assert session.edit_weights(weight_edits.scale_weights, block, 0.5)
    told = session.hand.effect
    assert told is not None
    assert told.after == pytest.approx(session.run_in_hand.results()["train"]["loss"])
    assert session.run_state == "paused"
    session.undo()
    assert session.run_state == "ready"
    assert session.hand.effect is None
    assert np.array_equal(session.snapshot.parameters, before)
    assert not session.edit_weights(weight_edits.scale_weights, block, float("nan"))
    assert session.hand.effect is None


def test_links_cut_before_the_first_step_leave_the_run_ready_and_the_effect_is_known(session: Session) -> None:
    before = session.snapshot.parameters
    block = Cells(0, range(2), range(3))
    assert session.edit_links(lock_edits.cut_links, block)
    assert session.run_state == "ready"
    assert (block.of(blocks(session.project.network)[0].matrix(session.snapshot.parameters)) == 0.0).all()
    assert session.hand.effect is not None
    assert session.edit_links(lock_edits.restore_links, block)
    assert np.array_equal(session.snapshot.parameters, before)
