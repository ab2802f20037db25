"""The record of a run: one point of each curve for every epoch, never dropped."""

from __future__ import annotations

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import Curves


class Record:
    """Curves that grow. What it hands out are views of the part that will never be written again."""

    def __init__(self, start: Curves | None = None) -> None:
        self._points = 0
        self._rows: Array = np.empty((5, 256))
        if start is not None and len(start):
            self._points = len(start)
            self._rows = np.empty((5, max(256, 2 * self._points)))
            self._rows[:, : self._points] = (
                start.epoch,
                start.train_loss,
                start.test_loss,
                start.train_metric,
                start.test_metric,
            )

    def __len__(self) -> int:
        return self._points

    def add(self, epoch: int, train: tuple[float, float], test: tuple[float, float]) -> None:
        """Add a point: the number of finished epochs, and (loss, metric) on training and test data."""
        if self._points == self._rows.shape[1]:
            grown = np.empty((5, 2 * self._points))
            grown[:, : self._points] = self._rows
            self._rows = grown
        self._rows[:, self._points] = (epoch, train[0], test[0], train[1], test[1])
        self._points += 1

    def curves(self) -> Curves:
        """All points so far, read-only."""
        views = self._rows[:, : self._points].view()
        views.flags.writeable = False
        return Curves(*views)
