"""The batches of an epoch: which samples each takes, and how they come into its table.

The order is a pure function of seed and epoch, so that any epoch can be replayed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.calls import Call
from nnsim.engine.counted_generator import CountedGenerator
from nnsim.engine.parameters import Array

Rows = NDArray[np.intp]

SMALL = 1_000_000
"""Numbers of a training set that is laid out anew for each epoch, batch by batch, if it is narrow, too: one copy then
fills a batch. The samples of a larger one are picked for each batch where they lie."""


class Order:
    """The shuffled rows of one epoch, in a buffer that stays the same array from epoch to epoch."""

    def __init__(self, seed: int, n_samples: int) -> None:
        self._chance = CountedGenerator(seed, stream=0)
        self._sorted: Rows = np.arange(n_samples, dtype=np.intp)
        self.rows: Rows = self._sorted.copy()

    def shuffle(self, epoch: int) -> None:
        """Fill ``rows`` with the order of ``epoch``."""
        self._chance.start(epoch)
        np.copyto(self.rows, self._sorted)
        self._chance.generator.shuffle(self.rows)


def bounds(n_samples: int, batch_size: int) -> list[tuple[int, int]]:
    """First and one-past-last place of each batch; the last may be shorter."""
    return [(start, min(start + batch_size, n_samples)) for start in range(0, n_samples, batch_size)]


class Batches:
    """The samples of each batch of an epoch.

    Parameters
    ----------
    source : (columns, samples) as ``Network.table`` makes it; the first ``order.rows.size`` samples are for training
    tables : (columns, batch size) the tables to fill: of a whole batch and, if the last is shorter, of that
    order : of the samples

    Attributes
    ----------
    fills : for each batch the call that fills its table
    """

    def __init__(self, source: Array, tables: list[Array], order: Order) -> None:
        self._source, self._order = source, order
        width, size = tables[0].shape
        n_samples = order.rows.size
        whole = n_samples // size
        places = bounds(n_samples, size)
        targets = [tables[0]] * whole + tables[1:]
        self._laid_out: Array | None = None
        if source.flags.c_contiguous and width * n_samples <= SMALL:
            self._picked = np.empty((width, n_samples), source.dtype)
            self._laid_out = np.empty((whole, width, size), source.dtype)
            self._in_turn = self._picked[:, : whole * size].reshape(width, whole, size).transpose(1, 0, 2)
            parts = [*self._laid_out, self._picked[:, whole * size :]]
            self.fills: list[Call] = [(np.copyto, pair) for pair in zip(targets, parts, strict=False)]
        elif source.flags.c_contiguous:
            self.fills = [
                (source.take, (order.rows[start:stop], 1, table, "clip"))
                for (start, stop), table in zip(places, targets, strict=True)
            ]
        else:
            self.fills = [
                (source.T.take, (order.rows[start:stop], 0, table.T, "clip"))
                for (start, stop), table in zip(places, targets, strict=True)
            ]

    def begin(self, epoch: int) -> None:
        """Draw the order of an epoch."""
        self._order.shuffle(epoch)
        if self._laid_out is not None:
            self._source.take(self._order.rows, 1, self._picked, "clip")
            np.copyto(self._laid_out, self._in_turn)
