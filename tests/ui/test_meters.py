"""What measures the window: gaps between frames, and how soon an answer comes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from time import sleep

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEventLoop, QPointF, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnsim.ui.answer_meter import AnswerMeter, click
from nnsim.ui.frame_meter import FrameMeter, histogram, summary

GAPS = st.lists(st.integers(0, 2000).map(lambda quarters: quarters / 4), min_size=1, max_size=60).map(np.array)


class Pad(QWidget):
    """Counts how often it is painted, and notes what is done to it."""

    over = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0
        self.hits: list[tuple[str, QPointF]] = []
        self.answer: Callable[[], None] = lambda: None

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hits.append(("press", event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hits.append(("release", event.position()))
        self.answer()


@pytest.fixture
def pad(shown: Callable[[Pad, int, int], Pad]) -> Pad:
    return shown(Pad(), 200, 100)


def rest(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


@given(GAPS)
def test_the_histogram_counts_every_gap_once_where_it_belongs(gaps: np.ndarray) -> None:
    found = histogram(gaps)
    assert sum(frames for _, frames in found) == len(gaps)
    assert all(frames == np.count_nonzero((gaps >= ms) & (gaps < ms + 1)) for ms, frames in found)
    assert all(before[0] < after[0] for before, after in pairwise(found))


@given(GAPS)
def test_percentiles_come_in_their_order(gaps: np.ndarray) -> None:
    found = summary(gaps)
    assert gaps.min() <= found["p50"] <= found["p90"] <= found["p99"] <= found["max"] == gaps.max()


def test_without_frames_there_are_no_gaps() -> None:
    assert set(summary(np.empty(0)).values()) == {0}


def test_a_meter_counts_what_is_painted_until_it_is_stopped(pad: Pad) -> None:
    rest(20)
    meter, before = FrameMeter(pad, pad.over), pad.painted
    for _ in range(3):
        pad.update()
        rest(20)
    assert len(meter) == pad.painted - before == 3
    assert meter.stop()["frames"] == 2
    pad.update()
    rest(20)
    assert len(meter) == 3


def test_a_frame_in_which_nothing_has_changed_counts_when_it_is_over(pad: Pad) -> None:
    rest(20)
    meter = FrameMeter(pad, pad.over)
    for changes in (True, False, False, True):
        if changes:
            pad.update()
        rest(20)
        pad.over.emit()
    assert (len(meter), meter.unchanged) == (4, 2)
    meter.stop()
    pad.over.emit()
    assert len(meter) == 4


def test_an_answer_counts_from_the_moment_at_which_the_click_was_due_until_it_is_painted(pad: Pad) -> None:
    rest(20)
    meter, before = AnswerMeter(pad), pad.painted
    pad.answer = lambda: (meter.expect(), pad.update())
    waited = meter.until_painted_ms(lambda: click(pad, QPointF(30, 40)))
    assert pad.hits == [("press", QPointF(30, 40)), ("release", QPointF(30, 40))]
    assert pad.painted == before + 1
    assert waited > 0


def test_what_takes_long_is_answered_late(pad: Pad) -> None:
    assert AnswerMeter(pad).until_done_ms(lambda: sleep(0.06)) >= 60


def test_what_is_not_answered_is_given_up(pad: Pad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nnsim.ui.answer_meter.PATIENCE_S", 0.1)
    assert AnswerMeter(pad).until_painted_ms(lambda: None) == pytest.approx(100)
