"""What a network answers to many samples, and what that is worth, in as little memory as it takes.

A pass needs room for every neuron's answer to every row. Of many rows or wide layers it is made in chunks that are
filled one after the other: that takes no more memory than one chunk, and no more time either, for a chunk stays in the
processor's cache. Data of a classroom are one chunk, looked at where they lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import numpy as np

from nnsim.engine.calls import Calls, run
from nnsim.engine.metrics import Metric
from nnsim.engine.network import Forward, Losses, Network
from nnsim.engine.parameters import Array
from nnsim.engine.spec import NetworkSpec

CHUNK_ROWS = 8_192
CHUNK_CELLS = 4_000_000
"""Answers of neurons in one chunk: 32 MB of float64."""


def chunk_rows(network: NetworkSpec) -> int:
    """The most rows that are looked at together."""
    return max(1, min(CHUNK_ROWS, CHUNK_CELLS // sum(network.sizes)))


class Evaluation:
    """A network on all rows of a table.

    Parameters
    ----------
    table : as ``Network.table`` makes it

    Attributes
    ----------
    prediction : (rows, outputs) as ``look`` or ``measure`` found them last; empty before
    labels : (rows, outputs) as they stand in the table
    whole : the pass, if one chunk is enough
    """

    def __init__(self, network: Network, table: Array) -> None:
        n_rows, most = len(table), chunk_rows(network.spec)
        is_whole = n_rows <= most
        self.table = table
        self._forward = Forward(network, table if is_whole else np.empty((most, table.shape[1]), network.dtype))
        self._losses = Losses(self._forward)
        self._measures: Calls = [*self._forward.calls, *self._losses.calls]
        self.whole = self._forward if is_whole else None
        self.labels = table[:, network.spec.n_inputs + 1 :]
        self.prediction = self._forward.prediction
        self._per_sample = self._losses.per_sample
        if not is_whole:
            self.prediction = np.empty((network.spec.output.size, n_rows), network.dtype).T
            self._per_sample = np.empty(n_rows, network.dtype)

    def look(self) -> Array:
        """``prediction`` with the weights as they are now."""
        if self.whole is not None:
            run(self.whole.calls)
        else:
            for rows in self._chunks(self._forward.calls):
                self.prediction[rows] = self._forward.prediction
        return self.prediction

    def measure(self, metric: Metric) -> tuple[float, float]:
        """Mean loss and metric, NaN without rows."""
        if not len(self.table):
            return nan, nan
        if self.whole is not None:
            run(self._measures)
        else:
            for rows in self._chunks(self._measures):
                self.prediction[rows] = self._forward.prediction
                self._per_sample[rows] = self._losses.per_sample
        mean = float(np.add.reduce(self._per_sample)) / len(self._per_sample)
        return mean, metric(self.prediction, self.labels)

    def _chunks(self, calls: Calls) -> Iterator[slice]:
        """Do ``calls`` for one chunk after the other. The last one reaches back, so that all are of one size."""
        n_rows, most = len(self.table), len(self._forward.table)
        for start in range(0, n_rows, most):
            rows = slice(min(start, n_rows - most), min(start + most, n_rows))
            np.copyto(self._forward.table, self.table[rows])
            run(calls)
            yield rows
