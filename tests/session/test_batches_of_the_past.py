"""The losses of batches go with a run through edits, into its past, on from there, and back."""

from __future__ import annotations

import pytest

from nnsim.model import edits
from tests.session.test_past import train_an_epoch


@pytest.fixture
def noted(qtbot, session):
    """Six epochs in which batches were noted from the first; in the middle the learning rate and the network change."""
    session.watch("eye", ("batches", "plane"))
    qtbot.waitUntil(lambda: session.snapshot.batches is not None)
    for epoch in range(6):
        if epoch == 2:
            session.apply(edits.set_learning_rate, 0.1)
        if epoch == 4:
            session.apply(edits.add_neuron, 0)
        train_an_epoch(qtbot, session)
    return session.snapshot.batches.rows.copy()


def steps(session):
    return session.snapshot.batches.step.tolist()


def test_edits_leave_no_gap(session, noted):
    assert noted[0].tolist() == list(range(session.snapshot.step))
    assert noted[1, 0] == 0
    assert 5 < noted[1, -1] < 6


def test_they_stay_whole_while_the_past_is_shown(qtbot, session, noted):
    at = session.at_epoch(3)
    assert session.show_past(at)
    qtbot.waitUntil(lambda: session.snapshot.step == at and session.snapshot.plane is not None)
    assert (session.snapshot.batches.rows == noted).all()


def test_who_goes_on_from_the_past_has_those_until_then_and_undo_brings_all_back(qtbot, session, noted):
    at = session.at_epoch(3)
    session.show_past(at)
    qtbot.waitUntil(lambda: session.snapshot.step == at)
    session.continue_here()
    assert steps(session) == list(range(at))
    train_an_epoch(qtbot, session)
    assert steps(session) == list(range(session.snapshot.step))
    session.undo()
    assert (session.snapshot.batches.rows == noted).all()


def test_a_reset_begins_a_record_of_its_own(qtbot, session, noted):
    session.apply(edits.restart)
    assert steps(session) == []
    train_an_epoch(qtbot, session)
    assert steps(session) == list(range(session.snapshot.step))
