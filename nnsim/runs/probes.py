"""What a network answers away from its samples: over the plane of two inputs, along the line of one; and to them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnsim.data.dataset import Rows
from nnsim.data.extent import Extent
from nnsim.data.prepare import Prepared
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.network import Forward, Network
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import Fit, LineResponse, PlaneResponse, frozen

GRID = 64
COARSE_GRID = 32
MANY_NEURONS = 512
"""A network with more of them is asked at fewer points: its picture would take longer than the frames it is for."""
MOST_FACES = 64
"""Of a larger layer nobody need keep what each neuron answers: it is not drawn neuron by neuron."""
CHUNK = 1024
"""Points that go through the network at a time: what lies between two layers then stays in the processor's cache."""
FAR = 100.0
"""Ranges that an input may lie away from 0: single precision then still has 1,000 steps between two of the points."""
LINE_POINTS = 241
MARGIN = 1.2
"""The line reaches this much further than the farthest sample."""
FIT_POINTS = 1000
"""Of more samples, an eye could not tell the points apart, and a frame would have to draw them all."""


class PlaneProbe:
    """Every neuron's answer on a grid over the plane, for data with two columns in use.

    It is a picture in 256 colours, and of a deep network it is most of what a frame costs. So it is computed in single
    precision, in a quarter of the time; in the network's own where single precision overflows, or would hardly tell the
    points apart.
    """

    def __init__(self, network: Network, prepared: Prepared) -> None:
        self._x, self._y = prepared.extents
        self._grid = GRID if sum(network.sizes[1:]) <= MANY_NEURONS else COARSE_GRID
        across, up = np.meshgrid(_steps(self._x, self._grid), _steps(self._y, self._grid))
        points = _rows_of(prepared, {self._x.column: across.ravel(), self._y.column: up.ravel()})
        self._points = prepared.inputs_of(points)
        self._inputs = frozen(self._points).reshape(self._grid, self._grid, -1)
        self._network = network
        self._light = network
        if network.dtype != np.float32 and _can_be_single(self._points):
            self._light = Network(replace(network.spec, dtype="float32"), network.activations, network.loss)
        self._pass = _ChunkedPass(self._light, self._points)

    def response(self) -> PlaneResponse:
        """As the network is now."""
        with prepared_arithmetic():
            if self._light is not self._network:
                np.copyto(self._light.parameters, self._network.parameters, casting="same_kind")
            answers = self._pass.answers()
            if self._light is not self._network and not np.isfinite(answers[-1]).all():
                answers = _ChunkedPass(self._network, self._points).answers()
        layers = tuple(h.reshape(-1, self._grid, self._grid).transpose(1, 2, 0) for h in answers)
        return PlaneResponse((self._x.low, self._x.high), (self._y.low, self._y.high), layers, self._inputs)


def _can_be_single(points: Array) -> bool:
    """Whether single precision tells the points apart: no input lies far from 0 beside the range that it has."""
    span = np.ptp(points, axis=0)
    return bool((np.abs(points).max(axis=0) <= FAR * np.where(span > 0.0, span, np.inf)).all())


class _ChunkedPass:
    """The forward pass over very many samples, ``CHUNK`` at a time."""

    def __init__(self, network: Network, inputs: Array) -> None:
        self._samples = network.table(inputs)
        self._forward = Forward(network, network.empty_table(min(CHUNK, len(inputs))))
        self._kept = [*(size if size <= MOST_FACES else 0 for size in network.sizes[1:-1]), network.sizes[-1]]

    def answers(self) -> list[Array]:
        """For each layer (neurons, samples), read-only; (0, samples) of a hidden layer that is too large for faces."""
        forward, n_samples = self._forward, self._samples.shape[1]
        whole = [np.empty((size, n_samples), forward.network.dtype) for size in self._kept]
        chunk = forward.table.shape[1]
        for start in range(0, n_samples, chunk):
            part = slice(start, start + chunk)
            np.copyto(forward.table, self._samples[:, part])
            run(forward.calls)
            for kept, h in zip(whole, forward.h, strict=True):
                if len(kept):
                    kept[:, part] = h.T
        for kept in whole:
            kept.flags.writeable = False
        return whole


class LineProbe:
    """The network's answer along its only column in use."""

    def __init__(self, network: Network, prepared: Prepared) -> None:
        (extent,) = prepared.extents
        column = prepared.dataset.inputs[:, extent.column]
        middle, half = (column.max() + column.min()) / 2, (column.max() - column.min()) / 2 or 1.0
        self._x: Array = np.linspace(middle - half * MARGIN, middle + half * MARGIN, LINE_POINTS)
        self._prepared = prepared
        points = _rows_of(prepared, {extent.column: self._x})
        self._forward = Forward(network, network.table(prepared.inputs_of(points)))

    def response(self) -> LineResponse:
        """As the network is now."""
        with prepared_arithmetic():
            run(self._forward.calls)
        return LineResponse(frozen(self._x), frozen(self._prepared.predictions_in_units(self._forward.prediction)))


class FitProbe:
    """What quantities are and what the network takes them for, for at most ``FIT_POINTS`` samples."""

    def __init__(self, network: Network, prepared: Prepared) -> None:
        self._prepared = prepared
        n_samples = len(prepared.train_rows) + len(prepared.test_rows)
        self._train = thinned(len(prepared.train_rows), n_samples)
        self._test = thinned(len(prepared.test_rows), n_samples)
        inputs = np.concatenate([prepared.train_inputs[self._train], prepared.test_inputs[self._test]])
        self._forward = Forward(network, network.table(inputs))

    def fit(self) -> Fit:
        """As the network is now."""
        with prepared_arithmetic():
            run(self._forward.calls)
            predicted = self._prepared.predictions_in_units(self._forward.prediction)
        train, test = self._prepared.train_rows[self._train], self._prepared.test_rows[self._test]
        targets = self._prepared.dataset.targets
        return Fit(
            frozen(train),
            frozen(targets[train]),
            frozen(predicted[: len(train)]),
            frozen(test),
            frozen(targets[test]),
            frozen(predicted[len(train) :]),
        )


def thinned(n_rows: int, n_samples: int, most: int = FIT_POINTS) -> Rows:
    """The rows to draw of ``n_rows`` if ``n_samples`` share ``most`` places: all, or some at equal distances."""
    kept = n_rows if n_samples <= most else -(-n_rows * most // n_samples)
    return np.linspace(0, n_rows - 1, kept).astype(np.intp)


def _steps(extent: Extent, points: int) -> Array:
    steps: Array = np.linspace(extent.low, extent.high, points)
    return steps


def _rows_of(prepared: Prepared, columns: dict[int, Array]) -> Array:
    """Rows (points, columns of the data set) with these columns filled in; the others are not in use."""
    rows = np.zeros((len(next(iter(columns.values()))), prepared.dataset.inputs.shape[1]))
    for column, values in columns.items():
        rows[:, column] = values
    return rows
