"""The thread that waits for the outcomes of many runs, which other processes make."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from queue import SimpleQueue

from nnsim.runs.executors import Executor
from nnsim.runs.sweep import Job, Outcome


class Crew(threading.Thread):
    """Does jobs once. All methods but ``run`` are for the window's thread, which asks: no signal comes from here.

    Parameters
    ----------
    who : makes whoever does the jobs
    """

    def __init__(self, jobs: Sequence[Job], who: Callable[[], Executor]) -> None:
        super().__init__(name="many runs", daemon=True)
        self._jobs, self._who = jobs, who
        self._found: SimpleQueue[Outcome] = SimpleQueue()
        self._told = threading.Event()
        self.bug: BaseException | None = None
        """What went wrong, once the thread has ended."""

    @property
    def is_told(self) -> bool:
        """Whether it was asked to end."""
        return self._told.is_set()

    def collect(self) -> list[Outcome]:
        """What has come in since the last time."""
        return [self._found.get() for _ in range(self._found.qsize())]

    def cancel(self) -> None:
        """End the processes between two steps; the thread ends with them."""
        self._told.set()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Cancel, and wait; true if all has ended within the time."""
        self.cancel()
        self.join(timeout_s)
        return not self.is_alive()

    def run(self) -> None:
        """Until all is done, or cancelled."""
        try:
            with closing(self._who().outcomes(self._jobs, self._told.is_set)) as outcomes:
                for outcome in outcomes:
                    self._found.put(outcome)
        except BaseException as error:  # noqa: BLE001  (carried to the window's thread and told or raised there)
            self.bug = error
