"""Quantities over the course are found out in the turns of the training thread, if somebody watches them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnsim.errors import SpecError
from nnsim.model import edits
from nnsim.session.retrospect import MOST_WEIGHTS, Rows


def train(qtbot, session, epochs=10):
    for _ in range(epochs):
        epoch = session.snapshot.epoch
        session.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: session.run_state == "paused" and session.snapshot.epoch > epoch)


def wait_for_all(qtbot, session):
    qtbot.waitUntil(lambda: not session.clock.on)


def test_nothing_is_found_out_that_nobody_watches(qtbot, session):
    train(qtbot, session, 3)
    wait_for_all(qtbot, session)
    assert len(session.hindsight.rows("health")) == 0


def test_whoever_comes_late_sees_the_whole_course(qtbot, session):
    train(qtbot, session)
    wait_for_all(qtbot, session)
    session.hindsight.watch("eye", ["results"])
    wait_for_all(qtbot, session)
    rows = session.hindsight.rows("results")
    assert rows.at[0] == 0
    assert rows.at[-1] == session.track.now[0]
    assert rows.epoch[-1] == session.track.now[1]
    loss = rows.table[:, 0, session.hindsight.metrics.index("loss")]
    curves = session.snapshot.curves
    whole = rows.epoch == np.floor(rows.epoch)
    assert whole.any()
    for epoch, found in zip(rows.epoch[whole], loss[whole], strict=True):
        assert found in curves.train_loss[curves.epoch == epoch]


def test_looking_back_draws_no_new_picture(qtbot, session):
    train(qtbot, session)
    wait_for_all(qtbot, session)
    drawn = []
    session.snapshot_taken.connect(lambda: drawn.append(1))
    with qtbot.waitSignal(session.hindsight.rows_added):
        session.hindsight.watch("eye", ["results"])
    wait_for_all(qtbot, session)
    assert not drawn


def test_a_run_fills_in_what_is_watched_and_goes_on(qtbot, session):
    session.hindsight.watch("eye", ["health", "results"])
    session.run()
    qtbot.waitUntil(lambda: len(session.hindsight.rows("health")) > 3, timeout=20_000)
    step = session.track.now[0]
    qtbot.waitUntil(lambda: session.track.now[0] > step)
    session.pause()
    wait_for_all(qtbot, session)
    assert session.hindsight.rows("results").at[-1] == session.track.now[0]


def test_the_course_is_whole_while_its_past_is_shown(qtbot, session):
    session.hindsight.watch("eye", ["results"])
    train(qtbot, session)
    wait_for_all(qtbot, session)
    before = session.hindsight.rows("health").at
    assert session.show_past(session.at_epoch(4))
    wait_for_all(qtbot, session)
    assert np.array_equal(session.hindsight.rows("health").at, before)
    assert session.snapshot.epoch == 4


def test_going_on_from_there_forgets_what_has_not_been(qtbot, session):
    session.hindsight.watch("eye", ["results"])
    train(qtbot, session)
    session.show_past(session.at_epoch(4))
    session.continue_here()
    wait_for_all(qtbot, session)
    assert session.hindsight.rows("results").epoch[-1] == 4.0
    session.undo()
    wait_for_all(qtbot, session)
    assert session.hindsight.rows("results").epoch[-1] == 10.0


def test_reset_begins_anew(qtbot, session):
    session.hindsight.watch("eye", ["results"])
    train(qtbot, session)
    session.reset()
    wait_for_all(qtbot, session)
    assert list(session.hindsight.rows("results").at) == [0]


def test_an_edit_amid_looking_back_is_done_at_once(qtbot, session):
    train(qtbot, session)
    session.hindsight.watch("eye", ["health", "results"])
    assert session.apply(edits.set_learning_rate, 0.5)
    wait_for_all(qtbot, session)
    assert session.hindsight.rows("results").at[-1] == session.track.now[0]


def test_rows_of_another_network_take_the_room_of_the_largest():
    rows = Rows(np.array([1, 2]), np.array([0.5, 1.0]), (np.ones((2, 1)), np.zeros((2, 3))))
    assert rows.table.shape == (2, 2, 3)
    assert np.isnan(rows.table[0, :, 1:]).all()
    assert (rows.table[1] == 0).all()


def spoil(session, places):
    """Moments that stand beyond the end of an epoch, as no program writes them."""
    moments = session._experiment.timeline.present.moments
    beyond = len(session.prepared.train_rows)
    for place in places:
        moment = moments[place]
        moments[place] = replace(moment, seen=beyond, checkpoint=replace(moment.checkpoint, seen=beyond))


def test_moments_that_cannot_be_looked_at_are_told_once_and_neither_end_training_nor_hide_the_rest(qtbot, session):
    train(qtbot, session, 6)
    spoil(session, [2, 3])
    moments = session._experiment.timeline.present.moments
    lost = {moments[2].at, moments[3].at}
    with qtbot.captureExceptions() as told:
        session.hindsight.watch("eye", ["results"])
        wait_for_all(qtbot, session)
        session.run()
        step = session.snapshot.step
        qtbot.waitUntil(lambda: session.snapshot.step > step + 200)
        assert session.run_state == "running"
        session.pause()
        wait_for_all(qtbot, session)
    assert [type(error) for _, error, _ in told] == [SpecError]
    found = session.hindsight.rows("results").at
    assert lost.isdisjoint(found)
    assert {0, session.track.now[0]} <= set(found)


def test_a_moment_that_cannot_be_shown_is_refused_in_words(qtbot, session):
    train(qtbot, session, 6)
    spoil(session, [2])
    at = session._experiment.timeline.present.moments[2].at
    with qtbot.waitSignal(session.failed) as said:
        assert not session.show_past(at + 1)
    assert isinstance(said.args[0], SpecError)
    assert not session.past.is_shown
    train(qtbot, session, 1)


def test_of_single_weights_the_last_few_are_remembered_and_another_one_is_found_anew(qtbot, session):
    train(qtbot, session, 2)
    hindsight = session.hindsight
    layer = session.project.network.layers[0].key
    keys = [hindsight.key_of_weight(layer, row, column) for row in range(3) for column in range(4)]
    for key in keys:
        hindsight.watch("eye", [key])
        wait_for_all(qtbot, session)
        assert len(hindsight.rows(key)) > 1
    assert [len(hindsight.rows(key)) > 1 for key in keys] == [False] * 4 + [True] * MOST_WEIGHTS
    hindsight.watch("eye", keys[:1])
    wait_for_all(qtbot, session)
    assert len(hindsight.rows(keys[0])) > 1
