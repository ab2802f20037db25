"""A run trained epoch by epoch, until all of its course is known."""

from __future__ import annotations


def wait_for_all(qtbot, session):
    qtbot.waitUntil(lambda: not session.clock.on)


def train(qtbot, session, epochs=6):
    for _ in range(epochs):
        epoch = session.snapshot.epoch
        session.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: session.run_state == "paused" and session.snapshot.epoch > epoch)
    wait_for_all(qtbot, session)
