"""The step made last is made once more by the training thread, for a moment at which somebody stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnsim.session import step_errand
from nnsim.session.session import Session


def stepped(qtbot: QtBot, session: Session, steps: int) -> None:
    for _ in range(steps):
        step = session.snapshot.step + 1
        session.step_batch()
        qtbot.waitUntil(lambda step=step: session.run_state != "running" and session.snapshot.step == step)


def told_of(monkeypatch: pytest.MonkeyPatch, tell: Callable[[], object]) -> None:
    traced = step_errand.trace_of

    def trace_of(*arguments: Any) -> Any:
        tell()
        return traced(*arguments)

    monkeypatch.setattr(step_errand, "trace_of", trace_of)


def test_it_is_the_step_that_was_made_and_the_window_is_not_held_up_by_it(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = list[threading.Thread]()
    told_of(monkeypatch, lambda: threads.append(threading.current_thread()))
    stepped(qtbot, session, 2)
    before = session.snapshot.parameters.copy()
    stepped(qtbot, session, 1)
    session.last_step.want()
    assert session.last_step.is_on_the_way
    with qtbot.waitSignal(session.last_step.changed):
        pass
    made = session.last_step.made
    assert made is not None
    assert made.before == 2
    first = made.trace.layers[0]
    for told, parameters in ((first.parameters, before), (first.new_parameters, session.snapshot.parameters)):
        assert np.array_equal(told.weights.ravel(), parameters[: told.weights.size])
    assert threading.main_thread() not in threads
    assert not session.last_step.is_on_the_way


def test_a_moment_that_is_passed_is_not_looked_at_and_one_that_rests_is(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, traced = [0.0], list[int]()
    monkeypatch.setattr("nnsim.session.last_step.perf_counter", lambda: now[0])
    told_of(monkeypatch, lambda: traced.append(0))
    stepped(qtbot, session, 4)
    for at in (3, 2):
        session.show_past(at)
        session.last_step.want()
        qtbot.waitUntil(lambda at=at: session.snapshot.step == at)
    assert traced == []
    now[0] = 1.0
    qtbot.waitUntil(lambda: session.last_step.made is not None)
    assert session.last_step.made is not None
    assert session.last_step.made.before == 1
    assert traced == [0]


def test_a_bug_on_the_way_comes_up_once(qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    told_of(monkeypatch, lambda: 1 // 0)
    stepped(qtbot, session, 1)
    with qtbot.captureExceptions() as met:
        session.last_step.want()
        qtbot.waitUntil(lambda: not session.last_step.is_on_the_way)
        session.last_step.want()
        qtbot.wait(60)
    assert [kind for kind, _value, _where in met] == [ZeroDivisionError]
    assert session.last_step.made is None
