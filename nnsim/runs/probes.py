"""What a network answers away from its samples: over the plane of two inputs, along the line of one; and to them."""

from __future__ import annotations

import numpy as np

from nnsim.data.dataset import Rows
from nnsim.data.extent import Extent
from nnsim.data.prepare import Prepared
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.network import Forward, Network
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import Fit, LineResponse, PlaneResponse, frozen

GRID = 64
LINE_POINTS = 241
MARGIN = 1.2
"""The line reaches this much further than the farthest sample."""
FIT_POINTS = 1000
"""Of more samples, an eye could not tell the points apart, and a frame would have to draw them all."""


class PlaneProbe:
    """Every neuron's answer on a grid over the plane, for data with two columns in use."""

    def __init__(self, network: Network, prepared: Prepared) -> None:
        self._x, self._y = prepared.extents
        across, up = np.meshgrid(_steps(self._x, GRID), _steps(self._y, GRID))
        points = _rows_of(prepared, {self._x.column: across.ravel(), self._y.column: up.ravel()})
        self._forward = Forward(network, network.table(prepared.inputs_of(points)))
        self._inputs = frozen(self._forward.inputs).reshape(GRID, GRID, -1)

    def response(self) -> PlaneResponse:
        """As the network is now."""
        with prepared_arithmetic():
            run(self._forward.calls)
        layers = tuple(frozen(h).reshape(GRID, GRID, -1) for h in self._forward.h)
        return PlaneResponse((self._x.low, self._x.high), (self._y.low, self._y.high), layers, self._inputs)


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


def thinned(n_rows: int, n_samples: int) -> Rows:
    """The rows to draw of ``n_rows`` if ``n_samples`` share ``FIT_POINTS``: all, or some at equal distances."""
    kept = n_rows if n_samples <= FIT_POINTS else -(-n_rows * FIT_POINTS // n_samples)
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
