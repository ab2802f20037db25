"""The record of a run: a point of each curve for every epoch, and of a very long run the points that tell its course.

Up to ``MOST_POINTS`` every epoch is kept. When the record is full, its epochs are divided into stretches of equal
length, and of each at most ``KEPT`` points stay: the smallest and the largest value of each of the four curves, and
some at equal distances. Epochs that come after that are again kept one by one, until the record is full once more and
the stretches are longer. So no spike is ever lost, every point is one that was measured, at the epoch it was measured,
and what stays follows from the points alone: the same run in other portions, or saved and resumed, has the same record.
"""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import Curves

MOST_POINTS = 100_000
KEPT = 16
"""Points of a stretch: the extremes of four curves, and as many at equal distances."""

_FREE = np.nan
"""The epoch of a column that no record has written yet."""


class Record:
    """Curves that grow. What it hands out are views of the part that will never be written again.

    Records share their columns: one that starts with another's curves goes on in the same memory, and copies only when
    the next column is already taken, or none is left.
    """

    def __init__(self, start: Curves | None = None) -> None:
        self._points = 0 if start is None else len(start)
        shared = None if start is None else _columns_behind(start)
        if shared is not None:
            self._rows = shared
        elif start is None or not self._points:
            self._rows = _columns(np.empty((5, 0)))
        else:
            self._rows = _columns(np.stack(_rows_of(start)))
        if self._points > MOST_POINTS:
            self._make_room()

    def __len__(self) -> int:
        return self._points

    def add(self, epoch: int, train: tuple[float, float], test: tuple[float, float]) -> None:
        """Add a point: the number of finished epochs, and (loss, metric) on training and test data."""
        points, rows = self._points, self._rows
        if points == rows.shape[1] or not isnan(rows.item(0, points)):  # none left, or another record's
            self._make_room()
            points, rows = self._points, self._rows
        rows[:, points] = (epoch, train[0], test[0], train[1], test[1])
        self._points = points + 1

    def _make_room(self) -> None:
        kept = self._rows[:, : self._points]
        if self._points >= MOST_POINTS:
            kept = thinned(kept, MOST_POINTS // 2)
        self._rows = _columns(kept)
        self._points = kept.shape[1]

    def curves(self) -> Curves:
        """All points so far, read-only."""
        views = self._rows[:, : self._points].view()
        views.flags.writeable = False
        return Curves(*views)


def thinned(rows: Array, most: int) -> Array:
    """About ``most`` points at the most.

    Parameters
    ----------
    rows : (5, points) epochs, ascending, and four curves; NaN where there is nothing

    Returns
    -------
    (5, fewer points) with the first, the last, and the extremes of every curve
    """
    epochs = rows[0] - rows[0, 0]
    length = 2.0 * KEPT
    while KEPT * (epochs[-1] + 1.0) > length * most:
        length *= 2.0
    stretch = np.floor_divide(epochs, length)
    starts = np.flatnonzero(np.append(True, stretch[1:] > stretch[:-1]))
    sizes = np.diff(starts, append=len(stretch))
    group = np.repeat(np.arange(len(starts)), sizes)
    keep = _first_of_each(group, np.floor_divide(epochs, length / (KEPT // 2)))
    keep |= (sizes <= KEPT)[group]
    for curve in rows[1:]:
        finite = np.isfinite(curve)
        for values in (np.where(finite, curve, np.inf), np.where(finite, -curve, np.inf)):
            lowest = np.flatnonzero(values == np.minimum.reduceat(values, starts)[group])
            keep[lowest[_first_of_each(group[lowest], group[lowest])]] = True
    keep[-1] = True
    return rows[:, keep]


def _first_of_each(group: NDArray[np.intp], part: NDArray[Any]) -> NDArray[np.bool_]:
    """(n,) whether a row is the first of its part of its group; both ascend."""
    return np.append(True, (group[1:] > group[:-1]) | (part[1:] > part[:-1]))


def _columns(kept: Array) -> Array:
    """(5, more columns than ``kept`` has, if there may be more) with ``kept`` at the beginning."""
    points = kept.shape[1]
    made = np.empty((5, max(points, min(max(256, 2 * points), MOST_POINTS))))
    made[:, :points] = kept
    made[0, points:] = _FREE
    return made


def _columns_behind(curves: Curves) -> Array | None:
    """The columns that ``curves`` are views of, if a record made them."""
    columns = curves.epoch.base
    if not isinstance(columns, np.ndarray) or columns.dtype != np.float64 or columns.shape[:1] != (5,):
        return None
    if columns.ndim != 2 or not columns.flags.owndata or not columns.flags.writeable:
        return None
    starts = [row.__array_interface__["data"][0] for row in columns]
    theirs = [row.__array_interface__["data"][0] for row in _rows_of(curves)]
    return columns if starts == theirs else None


def _rows_of(curves: Curves) -> tuple[Array, ...]:
    return curves.epoch, curves.train_loss, curves.test_loss, curves.train_metric, curves.test_metric
