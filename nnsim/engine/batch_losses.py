"""The loss of each batch as training met it, noted only from when somebody wants to see it.

A step leaves what its output layer has found in a place that was prepared for its batch: two copies, nothing is
allocated or decided. What that is worth is computed at the end of the epoch for all batches together, and only some
hundred batches together go into the record. There the rule of ``record.py`` holds: every batch is kept until there are
many, and then the extremes of each stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnsim.engine.batches import Rows
from nnsim.engine.calls import Calls, run
from nnsim.engine.network import Forward, Network
from nnsim.engine.parameters import Array
from nnsim.engine.record import MOST_POINTS, thinned
from nnsim.engine.snapshot import BatchCurve

_WIDTH: Final = BatchCurve.WIDTH
_ROWS: Final = 4
_BLOCK: Final = 1024
_FREE: Final = np.nan
"""The step of a column that no record has written yet."""


class BatchLosses:
    """The batches of one trainer, behind those that were noted before.

    Parameters
    ----------
    network : whose loss it is
    labels : (outputs, samples) of all training samples
    rows : (samples,) the live order of the epoch under way; ``None`` if one batch takes all samples as they lie
    bounds : first and one-past-last place of each batch in that order
    step, epoch, batch : where noting begins
    before : what was noted until then
    """

    def __init__(
        self,
        network: Network,
        labels: Array,
        rows: Rows | None,
        bounds: Sequence[tuple[int, int]],
        step: int,
        epoch: int,
        batch: int,
        before: BatchCurve,
    ) -> None:
        self._step, self._epoch, self._taken = step, epoch, batch
        self._order, self._bounds = rows, bounds
        self._source = np.ascontiguousarray(labels)  # or ``take`` would copy it once an epoch
        self._z, self._h, self._labels = (np.zeros(labels.shape, network.dtype) for _ in range(3))
        np.copyto(self._labels, labels)
        self._per_sample = np.zeros(labels.shape[1], network.dtype)
        self._measures = network.loss.per_sample(self._z, self._h, self._labels, self._per_sample)
        self._starts = np.array([start for start, _ in bounds])
        self._sizes = np.array([stop - start for start, stop in bounds])
        self._block = np.zeros((max(1, _BLOCK // len(bounds)), len(bounds)), network.dtype)
        self._lines = list(self._block)
        self._full = 0
        self._record = _Columns(before)
        self._last = _last_losses(before, step)
        # The record may begin there; but if it has a gap, the losses of before are known no more.
        self._is_behind_gap = len(self._last) < min(len(before), _WIDTH - 1)

    def calls(self, batch: int, forward: Forward) -> Calls:
        """What a step does to note its batch, between the forward and the backward pass."""
        part, last = slice(*self._bounds[batch]), forward.layers[-1]
        # A third of the time of ``np.copyto``.
        return [(self._z[:, part].__setitem__, (..., last.z)), (self._h[:, part].__setitem__, (..., last.h))]

    def end(self) -> None:
        """The last batch of an epoch has been noted; its order is still there."""
        self._measure(self._lines[self._full])
        self._full += 1
        if self._full == len(self._lines):
            self._take_block()

    def _measure(self, sums: Array) -> None:
        """The sum of the losses in each batch of the epoch under way."""
        if self._order is not None:
            self._source.take(self._order, 1, self._labels, "clip")
        run(self._measures)
        np.add.reduceat(self._per_sample, self._starts, 0, None, sums)

    def curve(self, batch: int) -> BatchCurve:
        """All so far, with the first ``batch`` batches of the epoch under way."""
        self._take_block()
        if batch > self._taken:
            sums = np.empty(len(self._sizes), self._block.dtype)
            self._measure(sums)
            places = self._epoch + np.arange(self._taken, batch) / len(sums)
            self._add(places, (sums / self._sizes)[self._taken : batch])
            self._taken = batch
        return self._record.curve()

    def _take_block(self) -> None:
        """Put the whole epochs that wait into the record."""
        if not self._full:
            return
        epochs = self._epoch + np.arange(self._full)[:, None] + np.arange(len(self._sizes)) / len(self._sizes)
        losses = self._block[: self._full] / self._sizes
        self._add(epochs.ravel()[self._taken :], losses.ravel()[self._taken :])
        self._epoch += self._full
        self._full = self._taken = 0

    def _add(self, places: Array, losses: Array) -> None:
        count = len(losses)
        if not count:
            return
        steps = np.arange(self._step, self._step + count)
        known = np.concatenate([self._last, losses])
        padded = np.concatenate([np.zeros(_WIDTH - 1 - len(self._last)), known])
        mean = sliding_window_view(padded, _WIDTH).sum(axis=1)
        counts = np.minimum(np.arange(len(self._last) + 1, len(known) + 1), _WIDTH)
        mean /= counts
        if self._is_behind_gap:
            mean[counts < _WIDTH] = np.nan
        self._record.add(np.stack([steps, places, losses, mean]))
        self._last = known[-(_WIDTH - 1) :]
        self._step += count


class _Columns:
    """A curve that grows at its end, in memory that it may share with the curve it goes on from."""

    def __init__(self, before: BatchCurve) -> None:
        self._points = len(before)
        self._rows = _columns_behind(before)

    def curve(self) -> BatchCurve:
        """All so far, read-only."""
        view = self._rows[:, : self._points].view()
        view.flags.writeable = False
        return BatchCurve(view)

    def add(self, new: Array) -> None:
        """Put (4, batches) behind the others."""
        points, more = self._points, new.shape[1]
        # A batch size that has changed amid an epoch goes on a little earlier in it.
        if points:
            np.maximum(new[1], self._rows[1, points - 1], out=new[1])
        is_free = points < self._rows.shape[1] and isnan(self._rows.item(0, points))
        if points + more > self._rows.shape[1] or not is_free:
            self._make_room(more)
            points = self._points
        self._rows[:, points : points + more] = new
        self._points = points + more

    def _make_room(self, more: int) -> None:
        kept = self._rows[:, : self._points]
        if self._points + more > MOST_POINTS and self._points:
            kept = _thinned(kept)
        points = kept.shape[1]
        made = np.empty((_ROWS, max(points + more, min(max(_BLOCK, 2 * (points + more)), MOST_POINTS))))
        made[:, :points] = kept
        made[0, points:] = _FREE
        self._rows, self._points = made, points


def _columns_behind(curve: BatchCurve) -> Array:
    """The columns that a curve is the beginning of, to go on in; its own numbers if no record made them."""
    columns = curve.rows.base
    if not isinstance(columns, np.ndarray) or columns.ndim != curve.rows.ndim or not columns.flags.writeable:
        return curve.rows
    is_its_beginning = len(columns) == _ROWS and columns.ctypes.data == curve.rows.ctypes.data
    return columns if is_its_beginning else curve.rows


def _thinned(columns: Array) -> Array:
    """About half as many as there may be, the last ones all: the means go on from them."""
    old, last = columns[:, : -(_WIDTH - 1)], columns[:, -(_WIDTH - 1) :]
    return np.concatenate([thinned(old, MOST_POINTS // 2), last], axis=1) if old.shape[1] else columns


def _last_losses(curve: BatchCurve, step: int) -> Array:
    """The losses right before a step that lie without a gap, as many as a mean needs."""
    steps = curve.step[-(_WIDTH - 1) :]
    is_next = steps == step - np.arange(len(steps), 0, -1)
    return np.asarray(curve.loss[-(_WIDTH - 1) :][is_next])
