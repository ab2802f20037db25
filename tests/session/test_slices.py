"""Work in slices: the window gets its turn between them, and what fails does so once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from pytestqt.qtbot import QtBot

from nnsim.session.slices import PAUSE_MS, Slices


@pytest.fixture
def jobs(qapp: object, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """With a clock on which a slice has time for two."""
    monkeypatch.setattr("nnsim.session.slices.perf_counter", count(0.0).__next__)
    monkeypatch.setattr("nnsim.session.slices.SLICE_S", 2.5)
    return []


def sliced(jobs: list[Callable[[], object]]) -> Slices:
    def piece() -> bool:
        if jobs:
            jobs.pop(0)()
        return bool(jobs)

    return Slices(piece)


def test_a_slice_does_what_it_has_time_for_and_the_last_one_what_is_left(
    qtbot: QtBot, jobs: list[Callable[[], object]]
) -> None:
    done, seen = list[int](), list[int]()
    jobs += [lambda number=number: done.append(number) for number in range(5)]
    slices = sliced(jobs)
    slices.worked.connect(lambda: seen.append(len(done)))
    slices.start()
    qtbot.waitUntil(lambda: len(seen) == 3)
    qtbot.wait(3 * PAUSE_MS)
    assert seen == [2, 4, 5]
    assert done == [0, 1, 2, 3, 4]


def test_a_bug_comes_up_once_and_ends_the_work(qtbot: QtBot, jobs: list[Callable[[], object]]) -> None:
    tries = list[int]()

    def fail() -> bool:
        tries.append(0)
        return bool(1 // 0)

    slices = Slices(fail)
    with qtbot.captureExceptions() as met:
        slices.start()
        qtbot.wait(5 * PAUSE_MS)
    assert tries == [0]
    assert [kind for kind, _value, _where in met] == [ZeroDivisionError]


def test_who_has_seen_enough_stops_it(qtbot: QtBot, jobs: list[Callable[[], object]]) -> None:
    jobs += [lambda: None] * 9
    slices = sliced(jobs)
    slices.worked.connect(slices.stop)
    slices.start()
    qtbot.wait(5 * PAUSE_MS)
    assert len(jobs) == 7
