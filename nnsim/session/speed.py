"""How fast training goes, and how fast it may go."""

from __future__ import annotations

from time import perf_counter

AVERAGE_S = 0.5


class Speedometer:
    """Steps per second over the last half second or so."""

    def __init__(self) -> None:
        self.steps_per_s = 0.0
        self.start()

    def start(self) -> None:
        """Begin to measure anew."""
        self._since, self._steps = perf_counter(), 0

    def count(self, steps: int) -> None:
        """So many steps were just made."""
        self._steps += steps
        elapsed = perf_counter() - self._since
        if elapsed >= AVERAGE_S:
            self.steps_per_s = self._steps / elapsed
            self.start()


class Throttle:
    """Hands out steps at a limited rate; ``limit`` is in steps per second, ``None`` for no limit."""

    def __init__(self) -> None:
        self.limit: float | None = None
        self._last = 0.0
        self._saved = 1.0

    def start(self) -> None:
        """The next step may be made at once."""
        self._last, self._saved = perf_counter(), 1.0

    def allowance(self, now: float) -> int | None:
        """Steps that may be made at the time ``now``; ``None`` for any number."""
        if self.limit is None:
            return None
        self._saved = min(self._saved + (now - self._last) * self.limit, max(1.0, self.limit / 10))
        self._last = now
        steps = int(self._saved)
        self._saved -= steps
        return steps
