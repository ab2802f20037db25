"""A progress bar for people: on a terminal only, and only for what takes longer than a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType

FIRST_AFTER_S = 1.0
EVERY_S = 0.1
_WIDTH = 24


class Progress:
    """A bar on standard error that draws itself over and leaves nothing behind.

    Parameters
    ----------
    total : how many of ``unit`` there are to do
    """

    def __init__(self, total: int, unit: str) -> None:
        self._total = max(total, 1)
        self._unit = unit
        self._start = time.monotonic()
        self._next = self._start + FIRST_AFTER_S
        self._drawn = 0
        self._is_on = sys.stderr.isatty()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._start

    def is_due(self) -> bool:
        """Whether ``show`` would draw: a caller may save the trouble of finding out what to say."""
        return self._is_on and time.monotonic() >= self._next

    def show(self, done: int, note: str = "") -> None:
        """Draw the bar if it is time to."""
        if not self.is_due():
            return
        self._next = time.monotonic() + EVERY_S
        share = min(done / self._total, 1.0)
        filled = round(share * _WIDTH)
        left_s = self.seconds * (1.0 - share) / share if share > 0 else 0.0
        line = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done:,} of {self._total:,} {self._unit}"
        line += f"  {note}" if note else ""
        line += f"  {_duration(left_s)} left" if share > 0 else ""
        sys.stderr.write(f"\r{line:<{self._drawn}}")
        sys.stderr.flush()
        self._drawn = len(line)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        if self._drawn:
            sys.stderr.write(f"\r{'':<{self._drawn}}\r")
            sys.stderr.flush()


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
