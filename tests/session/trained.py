"""A session trained for a while, and its weights."""

from __future__ import annotations


def train_until(qtbot, session, step):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step >= step)
    session.pause()


def weights(session):
    return session.stamped_project().checkpoint.parameters
