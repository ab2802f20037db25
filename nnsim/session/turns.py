"""A thread that works in turns which the window grants, and never at the same time as the window.

A thread that calls small NumPy functions in a loop holds the interpreter lock nearly always, and a window that has to
win it back for every call becomes a slide show. So the two take turns, frame by frame: the window draws, then grants a
turn that ends just before the next frame; the thread works until then, hands in a report and waits. Between turns what
it works on belongs to the window's thread. Figures: docs/performance.md.
"""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

LATENESS_S = 0.005
"""A frame waits so long for a turn that ends late; drawing the last picture again would help nobody."""

TurnT = TypeVar("TurnT")
ReportT = TypeVar("ReportT")


class TurnThread(threading.Thread, Generic[TurnT, ReportT]):
    """Serves turns until it is closed. All methods but ``run`` and ``serve`` are for the window's thread."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._condition = threading.Condition()
        self._turn: TurnT | None = None
        self._report: ReportT | None = None
        self._recalled = False
        self._closing = False

    def serve(self, turn: TurnT) -> ReportT:
        """Work, until the turn is over or ``_recalled`` is true; raises nothing."""
        raise NotImplementedError

    def is_idle(self) -> bool:
        """Whether there is neither a turn under way nor a report to collect."""
        with self._condition:
            return self._turn is None and self._report is None

    def grant(self, turn: TurnT) -> None:
        """Let the thread have what it works on until it reports. Only when it is idle."""
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

    def collect(self) -> ReportT | None:
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
            report = self.serve(turn)
            with self._condition:
                self._report, self._turn = report, None
                self._condition.notify_all()
