"""The beat of the window: turns of training between frames."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter, sleep

from pytestqt.qtbot import QtBot

from nnsim.session.frame_clock import FRAME_S, LEAST_TURN_S, FrameClock

TIMER_S = 0.001
"""A timer fires so much before the frame is due, at most."""
LATE_S = 0.001
"""A slot is called so much after the clock has looked at the time, at most by far."""


def turns(qtbot: QtBot, frames_s: list[float]) -> list[float]:
    """Seconds from the end of each frame, which takes as long as told, to the moment at which training has to end."""
    clock, found, left = FrameClock(), list[float](), iter(frames_s)

    def on_painted(deadline: float) -> None:
        found.append(deadline - perf_counter())
        if len(found) == len(frames_s):
            clock.stop()

    clock.frame.connect(lambda: sleep(next(left)))
    clock.painted.connect(on_painted)
    clock.start()
    qtbot.waitUntil(lambda: len(found) == len(frames_s))
    return found


def test_a_turn_is_over_when_the_next_frame_is_due(qtbot: QtBot) -> None:
    assert max(turns(qtbot, [0.0] * 10)) <= FRAME_S + TIMER_S


def test_where_all_frames_take_long_training_still_gets_its_time(qtbot: QtBot) -> None:
    found = turns(qtbot, [FRAME_S] * 10)
    assert all(max(pair) >= LEAST_TURN_S - LATE_S for pair in pairwise(found))


def test_one_frame_that_takes_long_takes_its_time_from_training_alone(qtbot: QtBot) -> None:
    found = turns(qtbot, [0.0, 0.0, FRAME_S - LEAST_TURN_S / 4, 0.0])
    assert found[2] < LEAST_TURN_S
