"""How fast training may go."""

from __future__ import annotations

from time import perf_counter


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
