"""Measures how evenly a window is painted."""

from __future__ import annotations

from array import array
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, SignalInstance
from PySide6.QtWidgets import QWidget


class FrameMeter(QObject):
    """Notes each frame of a window, from now until ``stop``.

    Qt collects what is to be painted and asks the window once for each frame (``UpdateRequest``); that moment is noted.
    A frame in which everything looks as before is not painted. It is in time all the same: then the moment is noted at
    which that was found.

    Parameters
    ----------
    over : emitted when a frame is on the screen, or would be if there was anything to paint
    """

    def __init__(self, window: QWidget, over: SignalInstance) -> None:
        super().__init__(window)
        self._window = window
        self._over = over
        self._moments = array("d")
        self._is_painted = False
        self.unchanged = 0
        """Frames without anything to paint, so far."""
        window.installEventFilter(self)
        over.connect(self._on_over)

    def __len__(self) -> int:
        """Frames so far."""
        return len(self._moments)

    def gaps_ms(self) -> NDArray[np.float64]:
        """Milliseconds from each frame to the next."""
        return np.diff(self._moments) * 1e3

    def stop(self) -> dict[str, float]:
        """Gaps between frames in milliseconds: median, 90th and 99th percentile, longest; and their number."""
        self._window.removeEventFilter(self)
        self._over.disconnect(self._on_over)
        return summary(self.gaps_ms())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the moment; filter nothing."""
        if event.type() == QEvent.Type.UpdateRequest:
            self._is_painted = True
            self._moments.append(perf_counter())
        return super().eventFilter(watched, event)

    def _on_over(self) -> None:
        if not self._is_painted:
            self.unchanged += 1
            self._moments.append(perf_counter())
        self._is_painted = False


def summary(gaps_ms: NDArray[np.float64]) -> dict[str, float]:
    """Median, 90th and 99th percentile, the longest gap, and the number of ``frames``; zeros for none."""
    if not len(gaps_ms):
        return {"p50": 0.0, "p90": 0.0, "p99": 0.0, "max": 0.0, "frames": 0}
    p50, p90, p99 = np.percentile(gaps_ms, (50, 90, 99))
    longest = float(gaps_ms.max())
    return {"p50": float(p50), "p90": float(p90), "p99": float(p99), "max": longest, "frames": len(gaps_ms)}


def histogram(gaps_ms: NDArray[np.float64]) -> list[tuple[int, int]]:
    """(whole milliseconds, rounded down; how many gaps of that length), of those there are."""
    ms, frames = np.unique(gaps_ms.astype(int), return_counts=True)
    return list(zip(ms.tolist(), frames.tolist(), strict=True))
