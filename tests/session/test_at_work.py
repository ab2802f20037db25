"""Training in turns with the window: running, pausing, steps, speed, and what is watched meanwhile."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from nnsim.data.named import named_data
from nnsim.engine.spec import TrainSpec
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.session.session import Session
from tests.session.trained import train_until, weights

PAUSE_LIMIT_S = 2.0
"""Far above what a person would accept: the promise of 100 ms is measured by ``nnsim bench``, not asserted here."""


def test_running_session_learns(qtbot, session):
    before = session.snapshot.curves.train_loss[0]
    train_until(qtbot, session, 2000)
    assert session.snapshot.curves.train_loss[-1] < before


def test_paused_run_keeps_its_weights(qtbot, session):
    train_until(qtbot, session, 50)
    first = weights(session)
    qtbot.wait(100)
    assert np.array_equal(weights(session), first)
    assert session.run_state == "paused"


def test_pause_takes_effect_at_once(qtbot, session):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 0)
    asked = perf_counter()
    session.pause()
    step = session.stamped_project().checkpoint.step
    assert perf_counter() - asked < PAUSE_LIMIT_S
    qtbot.wait(50)
    assert session.stamped_project().checkpoint.step == step


def test_training_in_turns_gives_the_same_numbers_as_training_in_one_go(qtbot, session, project):
    train_until(qtbot, session, 500)
    checkpoint = session.stamped_project().checkpoint
    run = Run(project)
    run.trainer.advance(checkpoint.step)
    assert np.array_equal(run.checkpoint().parameters, checkpoint.parameters)
    assert np.array_equal(run.checkpoint().curves.train_loss, checkpoint.curves.train_loss)


def test_watching_changes_no_number(qtbot, project):
    results = []
    for views in ((), ("plane", "confusion", "sample", "health")):
        session = Session(project)
        session.watch("eye", views)
        for _ in range(30):
            session.step_batch()
            qtbot.waitUntil(lambda session=session: session.run_state == "paused")
        results.append(weights(session))
        assert session.close()
    assert np.array_equal(*results)


def test_only_watched_views_are_computed(qtbot, session):
    session.watch("eye", ("plane",))
    with qtbot.waitSignal(session.snapshot_taken):
        session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)
    assert session.snapshot.confusion is None
    session.watch("eye", ())
    session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.plane is None)


def test_step_batch_makes_one_update(qtbot, session):
    session.step_batch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    assert session.snapshot.step == 1


def test_step_epoch_goes_to_the_end_of_the_epoch_under_way(qtbot, session):
    for _ in range(2):
        session.step_batch()
        qtbot.waitUntil(lambda: session.run_state == "paused")
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    assert (session.snapshot.epoch, session.snapshot.batch) == (1, 0)


def test_step_sample_shows_a_sample_and_updates_with_the_last_of_the_batch(qtbot, session):
    session.watch("eye", ("sample",))
    for number in range(1, 21):
        session.step_sample()
        qtbot.waitUntil(lambda number=number: session.snapshot.looked == number % 20)
        assert session.snapshot.sample_view is not None
    assert session.snapshot.step == 1


def test_speed_limit_slows_training_down(qtbot, session):
    session.set_speed(20.0)
    session.run()
    qtbot.wait(500)
    session.pause()
    assert 1 <= session.stamped_project().checkpoint.step < 200


def test_two_presses_make_two_steps(qtbot, session):
    session.step_batch()
    session.step_batch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    assert session.snapshot.step == 2
    session.step_sample()
    session.step_sample()
    qtbot.waitUntil(lambda: session.snapshot.looked == 2)


def test_picture_follows_a_step_that_was_interrupted(qtbot, session):
    session.step_batch()
    session.pause()
    step = session.stamped_project().checkpoint
    qtbot.waitUntil(lambda: session.snapshot.step == (0 if step is None else step.step))


def test_training_goes_on_behind_slow_frames(qtbot, session):
    def draw() -> None:
        until = perf_counter() + 0.04
        while perf_counter() < until:
            pass

    session.snapshot_taken.connect(draw)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 200)
    session.pause()


def test_training_goes_on_beside_slow_pictures(qtbot):
    wide = new_project("wide", named_data("circle"), (200, 200), training=TrainSpec(batch_size=20))
    session = Session(wide)
    session.watch("eye", ("plane",))
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 100)
    session.pause()
    assert session.close()


def test_losses_shown_are_those_of_the_weights_at_rest(qtbot, session):
    session.set_weight(0, 0, 0, 9.0)
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    run = Run(session.stamped_project())
    assert session.snapshot.now.train_loss[0] == run.results()["train"]["loss"]
    assert session.snapshot.now.train_loss[0] != session.snapshot.curves.train_loss[-1]
