"""Steps per second, for the eye."""

from __future__ import annotations

from time import perf_counter

from nnsim.ui.theme import Duration

_MS = 1000


class StepRate:
    """Measured over at least half a second, so that the number can be read."""

    def __init__(self) -> None:
        self.restart(0)

    def restart(self, step: int) -> None:
        """Forget what was measured."""
        self._since, self._step = perf_counter(), step
        self._rate: float | None = None

    def seen(self, step: int) -> float | None:
        """The rate, now that ``step`` is reached; ``None`` until it is known."""
        now = perf_counter()
        if step < self._step:
            self.restart(step)
        elapsed = now - self._since
        if elapsed * _MS >= Duration.RATE:
            self._rate = (step - self._step) / elapsed
            self._since, self._step = now, step
        return self._rate
