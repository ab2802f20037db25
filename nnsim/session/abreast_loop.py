"""The beat of runs side by side: who trains in which frame, who is drawn, and when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal, Slot

from nnsim.runs.abreast import Abreast
from nnsim.session.abreast_thread import AbreastReport, AbreastThread, AbreastTurn
from nnsim.session.column import Column
from nnsim.session.frame_clock import FrameClock
from nnsim.session.throttle import Throttle

FIGURES_EVERY: Final = 8
"""Frames of a run from one look at the losses of all to the next; in each frame at most one column is drawn. So many
frames after the last update everything is as it is now, also at a speed at which updates are rare."""
LEVEL_S: Final = 0.1
"""A click may wait so long."""
FIRST_SPEED: Final = 50.0
"""Epochs a second at first: slow enough to watch who pulls ahead."""

State = Literal["ready", "running", "paused", "ended"]


class AbreastLoop(QObject):
    """Trains columns in step. Between ``take_back`` and the next frame they belong to the window's thread.

    Attributes
    ----------
    most_s : they pause so many seconds after they were started; ``None`` for never

    Signals
    -------
    snapshot_taken() : the snapshots of all columns are newer
    state_changed() : ``state`` is another
    """

    snapshot_taken = Signal()
    state_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.state: State = "ready"
        self.most_s: float | None = None
        self._abreast = Abreast(())
        self._drawing: list[Column] = []
        self._stale = False
        self._goal: int | None = None
        self._frame = self._behind = 0
        self._started_s = 0.0
        self._speed: float | None = FIRST_SPEED
        self._throttle = Throttle()
        self._thread: AbreastThread | None = None
        self._clock = FrameClock(self)
        self._clock.frame.connect(self._on_frame)
        self._clock.painted.connect(self._on_painted)

    @property
    def can_go(self) -> bool:
        """Whether any of them can still learn."""
        return self._abreast.can_go

    @property
    def is_at_rest(self) -> bool:
        """Whether all have met, everything is drawn, and nothing more will come."""
        return not self._clock.on

    @property
    def next_epoch(self) -> int:
        """At the end of the epoch under way; of the one after that, if that is the goal already."""
        return (self._abreast.epoch if self._goal is None else self._goal) + 1

    @property
    def speed(self) -> float | None:
        """Most epochs a second; ``None`` is as fast as the machine can."""
        return self._speed

    def set_speed(self, epochs_per_s: float | None) -> None:
        """Train at most so many epochs a second."""
        self._speed = epochs_per_s
        self._throttle.limit = None if epochs_per_s is None else epochs_per_s * self._abreast.meetings

    def take_up(self, columns: Sequence[Column]) -> None:
        """Train these from now on; those that are behind catch up. To be called after ``take_back``."""
        self.columns, self._drawing = tuple(columns), []
        self._abreast = Abreast([column.lane for column in columns])
        self.set_speed(self._speed)

    def go(self, goal: int | None) -> None:
        """Train until so many epochs are finished; ``None`` until somebody pauses."""
        self._goal = goal
        if self.state != "running":
            self._throttle.start()
            self._started_s = perf_counter()
        self._enter("running")
        self._clock.start()

    def stand(self, state: State) -> None:
        """Go no further than to where they meet next."""
        self._goal = None
        self._enter(state)
        self.refresh()

    def refresh(self) -> None:
        """Draw everything in the next frame."""
        self._stale = True
        if self.columns:
            self._clock.start()

    def take_back(self) -> None:
        """From here on the runs belong to the window's thread, until the next frame has been painted."""
        if self._thread is not None:
            self._thread.recall()
            self._collect(self._thread)

    def level(self) -> None:
        """Take them back where they have met; where they meet seldom, as near to that as ``LEVEL_S`` allows."""
        self.take_back()
        end = perf_counter() + LEVEL_S
        while not self._abreast.has_met and perf_counter() < end:
            self._abreast.move()

    def close(self) -> None:
        """End clock and thread."""
        self._clock.stop()
        if self._thread is not None:
            self._thread.close()

    def _enter(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit()

    def _collect(self, thread: AbreastThread) -> None:
        report = thread.collect()
        if report is None:
            return
        if report.bug is not None:
            self._goal = None
            self._enter("paused")
            raise report.bug
        self._show(report)
        if self.state == "running":
            self._end_if_due()

    def _end_if_due(self) -> None:
        abreast = self._abreast
        is_there = self._goal is not None and abreast.has_met and abreast.epoch >= self._goal
        if not abreast.can_go or is_there or self._is_out_of_time():
            self.stand("paused" if abreast.can_go else "ended")

    def _is_out_of_time(self) -> bool:
        return self.most_s is not None and perf_counter() - self._started_s >= self.most_s

    def _show(self, report: AbreastReport) -> None:
        if report.snapshots is None:
            self._stale = True
            return
        for column, snapshot in zip(self.columns, report.snapshots, strict=True):
            if snapshot is not None:
                column.take(snapshot)
        for column in self._drawing:
            column.snapshot_taken.emit()
        if None not in report.snapshots:
            self.snapshot_taken.emit()

    @Slot()
    def _on_frame(self) -> None:
        thread = self._working_thread()
        thread.wait_briefly()
        self._collect(thread)
        if self.state != "running" and not self._stale and self._abreast.has_met and thread.is_idle():
            self._behind = 0
            self._clock.stop()

    @Slot(float)
    def _on_painted(self, deadline: float) -> None:
        thread, is_running = self._working_thread(), self.state == "running"
        if not thread.is_idle():
            return
        meetings = self._throttle.allowance(perf_counter()) if is_running else 0
        is_at_rest = meetings == 0 and self._abreast.has_met
        if is_at_rest and not self._stale and not self._behind:
            return
        self._stale = False
        self._behind = max(self._behind - 1, 0) if is_at_rest else FIGURES_EVERY
        self._frame += 1
        is_in_turn = is_running and self._goal is None
        count = len(self.columns)
        self._drawing = [
            column
            for place, column in enumerate(self.columns)
            if not is_in_turn or column.is_due(self._frame, place, count)
        ]
        is_for_all = not is_in_turn or self._frame % FIGURES_EVERY == 0
        views = tuple(
            column.rota.wanted() if column in self._drawing else frozenset() if is_for_all else None
            for column in self.columns
        )
        thread.grant(AbreastTurn(self._abreast, deadline, meetings, self._goal, views))

    def _working_thread(self) -> AbreastThread:
        if self._thread is None:
            self._thread = AbreastThread()
            self._thread.start()
        return self._thread
