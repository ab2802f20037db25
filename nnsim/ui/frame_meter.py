"""Measures how evenly a window is painted."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class FrameMeter(QObject):
    """Notes each time the whole window is painted, from now until ``stop``.

    Qt collects what is to be painted and asks the window once for each frame (``UpdateRequest``); that moment is noted.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._moments: list[float] = []
        window.installEventFilter(self)

    def stop(self) -> dict[str, float]:
        """Gaps between frames in milliseconds: median, 99th percentile, longest; and their number."""
        self._window.removeEventFilter(self)
        gaps = np.diff(self._moments) * 1e3
        if not len(gaps):
            return {"p50": 0.0, "p99": 0.0, "max": 0.0, "frames": 0}
        p50, p99 = np.percentile(gaps, (50, 99))
        return {"p50": float(p50), "p99": float(p99), "max": float(gaps.max()), "frames": len(gaps)}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the moment; filter nothing."""
        if event.type() == QEvent.Type.UpdateRequest:
            self._moments.append(perf_counter())
        return super().eventFilter(watched, event)
