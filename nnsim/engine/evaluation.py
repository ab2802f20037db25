"""What a network answers to many samples, and what that is worth, in as little memory as it takes.

A pass needs room for every neuron's answer to every sample. Of many samples or wide layers it is made in chunks that
are filled one after the other: that takes no more memory than one chunk, and no more time either, for a chunk stays in
the processor's cache. Data of a classroom are one chunk, looked at where they lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import nan, prod

import numpy as np

from nnsim.engine.calls import Calls, run
from nnsim.engine.metrics import Metric
from nnsim.engine.network import Forward, Losses, Network
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import NetworkSpec

CHUNK_SAMPLES = 8_192
CHUNK_CELLS = 4_000_000
"""Answers of neurons in one chunk: 32 MB of float64."""

COPIES = 3
"""Numbers that a step holds of each neuron and sample: pre-activation, activation, and the gradient that comes back."""


def cells_of_sample(network: NetworkSpec) -> int:
    """Numbers that one sample takes in a pass, as answers of neurons: what a step holds only once counts a third.

    That is a convolution's patches: for each place of the filters the pixels under them, and a 1 for the bias.
    """
    shapes = network.shapes
    once = 0
    for layer, shape, after in zip(network.layers, shapes, shapes[1:], strict=False):
        if layer.kind == "conv2d":
            once += (layer.rows(shape) + 1) * prod(after[1:])
    return sum(map(prod, shapes)) + -(-once // COPIES)


def chunk_samples(network: NetworkSpec) -> int:
    """The most samples that are looked at together."""
    return max(1, min(CHUNK_SAMPLES, CHUNK_CELLS // cells_of_sample(network)))


def products_of_sample(network: NetworkSpec) -> int:
    """Products of a weight and a number that one pass takes of a sample; a filter makes them at each of its places."""
    after = network.shapes[1:]
    layers = zip(blocks(network), network.layers, after, strict=True)
    return sum(
        block.n_from * block.n_to * (prod(shape[1:]) if layer.kind == "conv2d" else 1) for block, layer, shape in layers
    )


class Evaluation:
    """A network on all samples of a table.

    Parameters
    ----------
    table : as ``Network.table`` makes it

    Attributes
    ----------
    prediction : (samples, outputs) as ``look``, ``measure`` or ``mean_loss`` found them last
    labels : (samples, outputs) as they stand in the table
    losses : (samples,) as ``measure`` or ``mean_loss`` found them last
    """

    def __init__(self, network: Network, table: Array) -> None:
        n_samples, most = table.shape[1], chunk_samples(network.spec)
        self._is_whole = n_samples <= most
        most = -(-n_samples // max(1, -(-n_samples // most)))  # chunks of equal size
        self.table = table
        self._forward = Forward(network, table if self._is_whole else network.empty_table(most))
        self._loss_calls = Losses(self._forward)
        self._measures: Calls = [*self._forward.calls, *self._loss_calls.calls]
        self.labels = table[network.sizes[0] + 1 :].T
        self.prediction = self._forward.prediction
        self.losses = self._loss_calls.per_sample
        if not self._is_whole:
            self.prediction = np.empty((network.sizes[-1], n_samples), network.dtype).T
            self.losses = np.empty(n_samples, network.dtype)

    def look(self) -> Array:
        """``prediction`` with the weights as they are now."""
        if self._is_whole:
            run(self._forward.calls)
        else:
            for part in self._chunks(self._forward.calls):
                self.prediction[part] = self._forward.prediction
        return self.prediction

    def measure(self, metric: Metric, first: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """(mean loss, metric) of the ``first`` samples and of the others; NaN of none."""
        self._measure()
        return self._part(metric, 0, first), self._part(metric, first, len(self.losses))

    def mean_loss(self) -> float:
        """The mean loss of all samples, at least one."""
        self._measure()
        return float(np.add.reduce(self.losses)) / len(self.losses)

    def _measure(self) -> None:
        if self._is_whole:
            for function, arguments in self._measures:
                function(*arguments)
        else:
            for part in self._chunks(self._measures):
                self.prediction[part] = self._forward.prediction
                self.losses[part] = self._loss_calls.per_sample

    def _part(self, metric: Metric, start: int, stop: int) -> tuple[float, float]:
        if start == stop:
            return nan, nan
        mean = float(np.add.reduce(self.losses[start:stop])) / (stop - start)
        return mean, metric(self.prediction[start:stop], self.labels[start:stop])

    def _chunks(self, calls: Calls) -> Iterator[slice]:
        """Do ``calls`` for one chunk after the other. The last one reaches back, so that all are of one size."""
        n_samples, most = self.table.shape[1], self._forward.table.shape[1]
        for start in range(0, n_samples, most):
            part = slice(min(start, n_samples - most), min(start + most, n_samples))
            np.copyto(self._forward.table, self.table[:, part])
            run(calls)
            yield part
