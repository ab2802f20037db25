"""The training thread: it works in turns that the window grants, and never at the same time as the window.

A thread that calls small NumPy functions in a loop holds the interpreter lock nearly always, and a window that has to
win it back for every call becomes a slide show. So the two take turns, frame by frame: the window draws, then grants a
turn that ends just before the next frame; the worker trains until then, hands in a report and waits. Between turns the
run belongs to the window's thread. Figures: docs/performance.md.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from time import perf_counter

from nnsim.engine.snapshot import Snapshot, View
from nnsim.engine.stopping import StopReason
from nnsim.errors import DivergedError
from nnsim.runs.pace import next_bundle
from nnsim.runs.run import Run

BUNDLE_S = 0.0003
"""Between two looks at the clock: short enough to stop at once, long enough for the look to cost nothing."""
LATENESS_S = 0.004
"""A frame waits so long for a turn that ends late; drawing the last picture again would help nobody."""


@dataclass(frozen=True, eq=False)
class Turn:
    """What the worker may do before it hands the run back.

    Parameters
    ----------
    deadline : when to be done, in ``perf_counter`` seconds
    steps : most updates to make; ``None`` as many as time allows
    looks : samples to look at, one after the other, instead of making updates
    views : what the snapshot is to hold
    """

    run: Run
    deadline: float
    steps: int | None = None
    looks: int = 0
    views: frozenset[View] = field(default_factory=frozenset)


@dataclass(frozen=True, eq=False)
class Report:
    """What a turn brought. ``snapshot`` is ``None`` if the turn was called off; ``bug`` is not for people.

    ``stopped`` : which condition has ended training, if one has
    """

    steps: int
    snapshot: Snapshot | None
    stopped: StopReason | None = None
    failure: DivergedError | None = None
    bug: BaseException | None = None


class Worker(threading.Thread):
    """Alive as long as the session. All methods but ``run`` are for the window's thread."""

    def __init__(self) -> None:
        super().__init__(name="training", daemon=True)
        self._condition = threading.Condition()
        self._turn: Turn | None = None
        self._report: Report | None = None
        self._recalled = False
        self._closing = False
        self._bundle = 1
        self._bundled_run: Run | None = None
        self._snapshot_s = 0.001

    def is_idle(self) -> bool:
        """Whether there is neither a turn under way nor a report to collect."""
        with self._condition:
            return self._turn is None and self._report is None

    def grant(self, turn: Turn) -> None:
        """Let the worker have the run until it reports. Only when it is idle."""
        with self._condition:
            self._recalled = False
            self._turn = turn
            self._condition.notify_all()

    def recall(self) -> None:
        """End the turn under way, if any, after the bundle in hand, and wait for that."""
        self._recalled = True
        with self._condition:
            self._condition.wait_for(lambda: self._turn is None or self._closing)

    def wait_briefly(self) -> None:
        """Wait a little for a turn that is about to end."""
        with self._condition:
            self._condition.wait_for(lambda: self._turn is None or self._closing, LATENESS_S)

    def collect(self) -> Report | None:
        """The report of the last turn, once."""
        with self._condition:
            report, self._report = self._report, None
        return report

    def close(self, timeout_s: float = 2.0) -> bool:
        """End the thread; true if it has ended within the time."""
        self._recalled = True
        with self._condition:
            self._closing = True
            self._condition.notify_all()
        self.join(timeout_s)
        return not self.is_alive()

    def run(self) -> None:
        """Serve turns until closed."""
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._turn is not None or self._closing)
                turn = self._turn
                if self._closing or turn is None:
                    return
            report = self._serve(turn)
            with self._condition:
                self._report, self._turn = report, None
                self._condition.notify_all()

    def _serve(self, turn: Turn) -> Report:
        before = turn.run.trainer.step
        failure: DivergedError | None = None
        stopped: StopReason | None = None
        snapshot: Snapshot | None = None
        bug: BaseException | None = None
        try:
            try:
                stopped = _look(turn) if turn.looks else self._train(turn)
            except DivergedError as error:
                failure = error
            if not self._recalled:
                snapshot = self._timed_snapshot(turn)
        except BaseException as error:  # noqa: BLE001  (carried to the window's thread and raised there)
            bug = error
        return Report(turn.run.trainer.step - before, snapshot, stopped, failure, bug)

    def _train(self, turn: Turn) -> StopReason | None:
        if turn.run is not self._bundled_run:
            self._bundled_run, self._bundle = turn.run, 1
        trainer, left = turn.run.trainer, turn.steps
        started = perf_counter()
        # The snapshot belongs to the turn. Where it takes long, training gets as much time, whatever the frame says.
        end = max(turn.deadline - self._snapshot_s, started + self._snapshot_s)
        while (left is None or left > 0) and started < end and not self._recalled:
            made = trainer.advance(self._bundle if left is None else min(self._bundle, left))
            if trainer.stopped is not None:
                return trainer.stopped
            now = perf_counter()
            self._bundle = next_bundle(made, now - started, BUNDLE_S)
            started = now
            if left is not None:
                left -= made
        return None

    def _timed_snapshot(self, turn: Turn) -> Snapshot:
        started = perf_counter()
        snapshot = turn.run.snapshot(turn.views)
        # A running mean that a single moment of a busy machine cannot throw off.
        measured = min(perf_counter() - started, 4.0 * self._snapshot_s)
        self._snapshot_s += 0.25 * (measured - self._snapshot_s)
        return snapshot


def _look(turn: Turn) -> StopReason | None:
    """Look at samples one by one. The last one of an epoch may end training: then no further one is looked at."""
    trainer = turn.run.trainer
    for _ in range(turn.looks):
        before = trainer.step
        trainer.look_at_sample()
        if trainer.step > before and trainer.stopped is not None:
            return trainer.stopped
    return None
