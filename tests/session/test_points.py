"""Points drawn by hand through the door of the window: what is told, what is shown of the past, what is undone."""

from __future__ import annotations

import numpy as np

from nnsim.model import drawn_edits, edits
from nnsim.model.change import Part


def add(session, count=1, *, dragging=False):
    places = np.linspace(-3, 3, 2 * count).reshape(-1, 2)
    return (session.drag if dragging else session.apply)(drawn_edits.add_points, places, 0)


def train(qtbot, session, epochs=1):
    for _ in range(epochs):
        session.step_epoch()
        qtbot.waitUntil(lambda: session.run_state == "paused")


def test_a_moment_of_the_past_is_shown_with_the_points_of_its_time(qtbot, session):
    train(qtbot, session, 2)
    at, before = session.snapshot.step, session.prepared
    add(session, 30)
    after = session.prepared
    train(qtbot, session)
    assert session.show_past(at - 3)
    qtbot.waitUntil(lambda: session.snapshot.step == at - 3)
    assert session.prepared is before
    session.leave_past()
    assert session.prepared is after
    assert session.prepared.dataset.n_samples == before.dataset.n_samples + 30


def test_going_on_from_the_past_has_its_points(qtbot, session):
    train(qtbot, session, 2)
    at, before = session.snapshot.step, session.prepared.dataset.n_samples
    add(session, 30)
    train(qtbot, session)
    assert session.show_past(at - 3)
    qtbot.waitUntil(lambda: session.snapshot.step == at - 3)
    assert session.continue_here()
    assert session.prepared.dataset.n_samples == before
    session.undo()
    assert session.prepared.dataset.n_samples == before + 30


def test_a_gesture_is_told_when_it_begins_and_when_it_ends(session):
    told = []
    session.project_changed.connect(told.append)
    for _ in range(5):
        add(session, dragging=True)
    assert len(told) == 1
    session.end_gesture()
    assert len(told) == 2
    session.end_gesture()
    assert len(told) == 2


def test_what_was_held_back_is_told_with_the_next_change_and_of_no_other_document(session):
    for _ in range(3):
        add(session, dragging=True)
    told = []
    session.project_changed.connect(told.append)
    session.apply(edits.add_neuron, 0)
    assert [change.parts for change in told] == [{Part.POINTS, Part.NETWORK}]
    for _ in range(3):
        add(session, dragging=True)
    session.new(session.project)
    told.clear()
    session.end_gesture()
    assert not told


def test_the_run_goes_on_through_an_edit_and_its_undo(qtbot, session):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 5)
    add(session, 6)
    assert session.run_state == "running"
    step = session.snapshot.step
    qtbot.waitUntil(lambda: session.snapshot.step > step)
    session.undo()
    assert session.run_state == "running"
    step = session.snapshot.step
    qtbot.waitUntil(lambda: session.snapshot.step > step)
    session.pause()
