"""A moment of the past is shown: nothing is changed there, and the present stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.model import edits
from nnsim.model.weight_edits import put_weights
from nnsim.storage import project_file

VIEWS = ("plane", "confusion", "health")


@pytest.fixture
def seen(qtbot, session):
    """What the run was after each epoch of a short course in which the learning rate and the network changed."""
    session.watch("eye", VIEWS)
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)
    noted = {}
    for epoch in range(12):
        if epoch == 4:
            session.apply(edits.set_learning_rate, 0.1)
        if epoch == 8:
            session.apply(edits.add_neuron, 0)
        note(noted, session)
        train_an_epoch(qtbot, session)
    note(noted, session)
    return noted


def train_an_epoch(qtbot, session):
    epoch = session.snapshot.epoch
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch > epoch)


def note(noted, session):
    noted[session.snapshot.epoch] = session.snapshot, session.project


def show(qtbot, session, epoch):
    at = session.at_epoch(epoch)
    assert session.show_past(at)
    qtbot.waitUntil(lambda: session.snapshot.step == at and session.snapshot.plane is not None)


@pytest.mark.parametrize("epoch", [0, 1, 4, 6, 8, 11])
def test_shown_moment_is_as_it_was(qtbot, session, seen, epoch):
    show(qtbot, session, epoch)
    was, project = seen[epoch]
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    snapshot = session.snapshot
    assert np.array_equal(snapshot.parameters, was.parameters)
    assert (session.project.network, session.project.training) == (project.network, project.training)
    for layer, layer_then in zip(snapshot.plane.layers, was.plane.layers, strict=True):
        assert np.array_equal(layer, layer_then)
    assert snapshot.now.train_loss[0] == was.now.train_loss[0]
    assert snapshot.now.epoch[0] == epoch


def test_curves_stay_whole_while_the_past_is_shown(qtbot, session, seen):
    show(qtbot, session, 3)
    assert len(session.snapshot.curves) == 13


def test_present_comes_back_as_it_was(qtbot, session, seen):
    show(qtbot, session, 6)
    session.leave_past()
    was, project = seen[12]
    assert session.project is project
    assert np.array_equal(session.snapshot.parameters, was.parameters)
    assert session.snapshot.step == was.step
    assert session.undoable.label == "add neuron to {0}"


def test_showing_the_present_leaves_the_past(qtbot, session, seen):
    show(qtbot, session, 6)
    session.show_past(seen[12][0].step)
    assert not session.past.is_shown


def test_showing_the_past_pauses_a_run(qtbot, session, seen):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.epoch > 14)
    show(qtbot, session, 13)
    assert session.run_state == "paused"
    step = session.track.now[0]
    qtbot.wait(60)
    assert session.track.now[0] == step


def test_rooms_hear_of_other_settings_and_only_of_these(qtbot, session, seen):
    heard = []
    session.project_changed.connect(heard.append)
    show(qtbot, session, 10)
    assert not heard
    show(qtbot, session, 6)
    show(qtbot, session, 5)
    assert len(heard) == 1
    session.leave_past()
    assert len(heard) == 2


def test_going_on_takes_weights_and_settings_of_then_and_undo_returns(qtbot, session, seen):
    show(qtbot, session, 3)
    session.continue_here()
    assert not session.past.is_shown
    was, project = seen[3]
    assert session.project.training == project.training
    assert np.array_equal(session.stamped_project().checkpoint.parameters, was.parameters)
    assert session.undoable.label == "continue from epoch {0}"
    assert len(session.snapshot.curves) == 4
    session.undo()
    was, project = seen[12]
    assert np.array_equal(session.stamped_project().checkpoint.parameters, was.parameters)
    assert session.track.now == (was.step, 12.0)


def test_an_edit_in_the_past_goes_on_from_there_and_is_a_step_of_its_own(qtbot, session, seen):
    show(qtbot, session, 3)
    assert session.apply(edits.set_batch_size, 10)
    assert not session.past.is_shown
    assert session.snapshot.epoch == 3
    assert session.undoable.label == "batch size {0}"
    session.undo()
    assert session.undoable.label == "continue from epoch {0}"
    session.undo()
    assert session.snapshot.epoch == 12


def test_a_weight_dragged_in_the_past_starts_from_the_weight_of_then(qtbot, session, seen):
    show(qtbot, session, 3)
    before = session.snapshot.parameters[0]
    session.set_weight(0, 0, 0, 0.25, dragging=True)
    session.set_weight(0, 0, 0, 0.5, dragging=True)
    assert session.hand.grab.weight == before
    session.end_gesture()
    session.undo()
    assert session.snapshot.parameters[0] == before


def test_an_edit_that_is_refused_in_the_past_changes_nothing(qtbot, session, seen):
    session.undo()
    session.undo()
    session.redo()
    redoable, undoable = session.redoable, session.undoable
    now = session.stamped_project()
    show(qtbot, session, 3)
    assert not session.apply(edits.resize_layer, 0, 0)
    assert session.past.is_shown
    assert session.snapshot.epoch == 3
    assert (session.undoable, session.redoable) == (undoable, redoable)
    session.leave_past()
    after = session.stamped_project()
    assert np.array_equal(after.checkpoint.parameters, now.checkpoint.parameters)
    assert (after.network, after.training) == (now.network, now.training)


def test_a_bug_in_an_edit_of_the_past_leaves_nothing_half_done(qtbot, session, seen):
    undoable, now = session.undoable, session.stamped_project()
    show(qtbot, session, 3)
    with pytest.raises(ValueError, match="as many"):
        session.edit_weights(put_weights, now.checkpoint.parameters)  # of a network with a neuron more
    assert session.past.is_shown
    assert session.undoable is undoable
    session.leave_past()
    after = session.stamped_project()
    assert np.array_equal(after.checkpoint.parameters, now.checkpoint.parameters)
    assert after.network == now.network


def test_an_edit_that_changes_nothing_stays_in_the_past(qtbot, session, seen):
    show(qtbot, session, 3)
    assert session.apply(edits.set_learning_rate, session.project.training.learning_rate)
    assert session.past.is_shown


@pytest.mark.parametrize("verb", ["run", "step_batch", "step_epoch", "step_sample"])
def test_training_in_the_past_goes_on_from_there(qtbot, session, seen, verb):
    show(qtbot, session, 3)
    getattr(session, verb)()
    assert not session.past.is_shown
    assert session.undoable.label == "continue from epoch {0}"
    qtbot.waitUntil(lambda: session.snapshot.step > seen[3][0].step or session.snapshot.looked > 0)
    session.pause()
    if verb == "step_epoch":
        assert np.array_equal(session.stamped_project().checkpoint.parameters, seen[4][0].parameters)


def test_undo_in_the_past_acts_on_the_present(qtbot, session, seen):
    show(qtbot, session, 3)
    session.undo()
    assert not session.past.is_shown
    assert session.snapshot.epoch == 8
    assert session.redoable.label == "add neuron to {0}"


def test_reset_in_the_past_acts_on_the_present(qtbot, session, seen):
    show(qtbot, session, 3)
    session.reset()
    assert session.project.network == seen[12][1].network
    assert session.snapshot.step == 0


def test_saving_in_the_past_saves_the_present(qtbot, session, seen, tmp_path):
    show(qtbot, session, 3)
    assert session.save(tmp_path / "now.nnsim")
    saved = project_file.read(tmp_path / "now.nnsim")
    assert np.array_equal(saved.checkpoint.parameters, seen[12][0].parameters)
    assert saved.network == seen[12][1].network
    assert session.past.is_shown
    assert not session.modified
    session.continue_here()
    assert session.modified


def test_looking_back_is_nothing_to_save(qtbot, session, seen, tmp_path):
    session.save(tmp_path / "now.nnsim")
    show(qtbot, session, 3)
    session.leave_past()
    assert not session.modified


def test_another_document_leaves_the_past(qtbot, session, seen, tmp_path):
    session.save(tmp_path / "now.nnsim")
    show(qtbot, session, 3)
    assert session.open(tmp_path / "now.nnsim")
    assert not session.past.is_shown
    assert session.snapshot.epoch == 12
    assert session.track.first == (0, 0.0)
    assert session.track.now == (seen[12][0].step, 12.0)


def test_closing_in_the_past_ends_the_thread(qtbot, session, seen):
    session.show_past(5)


def test_what_nobody_knows_any_more_is_said(qtbot, session, seen):
    session.new(session.stamped_project())  # without its runs, as a file of an older version has it
    train_an_epoch(qtbot, session)
    assert not session.show_past(3)
    assert not session.past.is_shown


def test_track_tells_where_edits_lie(session, seen):
    track = session.track
    assert [(mark.change.label, mark.epoch) for mark in track.marks] == [
        ("learning rate {0}", 4.0),
        ("add neuron to {0}", 8.0),
    ]
    assert track.first == (0, 0.0)
    assert track.now == track.shown == (seen[12][0].step, 12.0)
    assert 0 < track.held_bytes < track.budget_bytes


def test_a_drag_begun_in_the_past_and_taken_back_shows_that_moment_again(qtbot, session, seen):
    show(qtbot, session, 6)
    before, undoable = session.stamped_project(), session.undoable
    session.drag(edits.set_learning_rate, 0.2)
    session.drag(edits.set_learning_rate, 0.3)
    assert not session.past.is_shown
    session.cancel_gesture()
    assert session.past.at == session.at_epoch(6)
    assert session.undoable is undoable
    assert session.redoable is None
    session.leave_past()
    after = session.stamped_project()
    assert after.checkpoint.step == before.checkpoint.step
    assert np.array_equal(after.checkpoint.parameters, before.checkpoint.parameters)
    assert after.training == before.training


def test_a_drag_taken_back_after_going_on_by_intent_leaves_that(qtbot, session, seen):
    show(qtbot, session, 6)
    assert session.continue_here()
    continued = session.undoable
    session.drag(edits.set_learning_rate, 0.2)
    session.cancel_gesture()
    assert not session.past.is_shown
    assert session.undoable is continued


def test_a_drag_in_the_past_that_was_meant_is_not_undone_by_the_next_that_is_not(qtbot, session, seen):
    show(qtbot, session, 6)
    session.drag(edits.set_learning_rate, 0.2)
    session.end_gesture()
    session.drag(edits.set_batch_size, 7)
    session.cancel_gesture()
    assert not session.past.is_shown
    assert session.project.training.learning_rate == 0.2


def test_a_moment_that_takes_long_to_compute_is_not_changed_before_it_is_there(qtbot, session, seen, monkeypatch):
    monkeypatch.setattr("nnsim.session.past._WAIT_S", 0.0)
    told = []
    session.failed.connect(told.append)
    at = session.at_epoch(11) - 1
    session._experiment.timeline.present.thin(10**9)
    assert session.show_past(at)
    assert not session.apply(edits.set_batch_size, 7)
    session.run()
    assert session.run_state == "paused"
    assert [error.code for error in told] == ["past.on_the_way"] * 2
    assert session.past.at == at
    qtbot.waitUntil(lambda: session.snapshot.step == at and session.track.computed[0] == session.track.computed[1])
    assert session.apply(edits.set_batch_size, 7)
