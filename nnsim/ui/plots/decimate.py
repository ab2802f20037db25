"""Fewer points for the eye: a long record drawn with its extremes, so that no spike vanishes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]

MAX_POINTS = 1000
"""Points drawn for one curve; two curves make 2,000, which still draw within a millisecond."""


def extremes(y: Numbers, bucket: int) -> NDArray[np.intp]:
    """Rows of the smallest and the largest value in each bucket of ``bucket`` rows, in order of time.

    Parameters
    ----------
    y : (buckets · bucket,) values; those that are not finite count only in a bucket that has no others
    """
    table = y.reshape(-1, bucket)
    finite = np.isfinite(table)
    low = np.where(finite, table, np.inf).argmin(axis=1)
    high = np.where(finite, table, -np.inf).argmax(axis=1)
    pairs = np.sort(np.stack([low, high], axis=1), axis=1)
    return np.asarray((pairs + (np.arange(len(table)) * bucket)[:, None]).ravel())


def rows_to_draw(y: Numbers, max_points: int = MAX_POINTS) -> NDArray[np.intp]:
    """At most ``max_points`` rows of ``y``: the first, the last, and the extremes of each stretch between."""
    if len(y) <= max_points:
        return np.arange(len(y))
    bucket = -(-len(y) * 2 // (max_points - 4))
    whole = len(y) // bucket * bucket
    inner = extremes(y[:whole], bucket)
    rest = extremes(y[whole:], len(y) - whole) + whole if whole < len(y) else inner[:0]
    ends = np.array([0, len(y) - 1])
    return _each_once(np.concatenate([ends[:1], inner, rest, ends[1:]]))


def _each_once(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rows in order without repetitions."""
    return np.asarray(rows[np.append(True, rows[1:] > rows[:-1])])


class Decimator:
    """``rows_to_draw`` for a record that grows at its end: what was sifted once is not looked at again."""

    def __init__(self, max_points: int = MAX_POINTS) -> None:
        self._max_points = max_points
        self.clear()

    def clear(self) -> None:
        """Forget the record."""
        self._bucket = 1
        self._sifted = 0
        self._kept: NDArray[np.intp] = np.empty(0, np.intp)

    def rows(self, y: Numbers) -> NDArray[np.intp]:
        """Rows of ``y`` to draw; ``y`` begins with the values of the call before, or is shorter."""
        if len(y) < self._sifted:
            self.clear()
        while len(y) * 2 > (self._max_points - 6) * self._bucket and len(y) > self._max_points:
            self._bucket *= 2
            self._sifted = 0
        if self._bucket == 1:
            return np.arange(len(y))
        if self._sifted == 0:
            self._kept = np.empty(0, np.intp)
        whole = len(y) // self._bucket * self._bucket
        if whole > self._sifted:
            new = extremes(y[self._sifted : whole], self._bucket) + self._sifted
            self._kept = np.concatenate([self._kept, new])
            self._sifted = whole
        rest = extremes(y[whole:], len(y) - whole) + whole if whole < len(y) else self._kept[:0]
        ends = np.array([0, len(y) - 1])
        return _each_once(np.concatenate([ends[:1], self._kept, rest, ends[1:]]))
