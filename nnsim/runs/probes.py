"""What a network answers away from its samples: over the plane of two inputs, along the line of one."""

from __future__ import annotations

import numpy as np

from nnsim.data.prepare import Prepared
from nnsim.engine.calls import run
from nnsim.engine.network import Forward, Network
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import LineResponse, PlaneResponse, frozen

GRID = 64
LINE_POINTS = 241
MARGIN = 1.2
"""The plane reaches this much further than the farthest sample."""


class PlaneProbe:
    """Every neuron's answer on a grid over the plane, for data with two columns."""

    def __init__(self, network: Network, prepared: Prepared) -> None:
        self.reach = plane_reach(prepared.dataset.inputs)
        steps = np.linspace(-self.reach, self.reach, GRID)
        points = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
        table = network.table(prepared.inputs_of(points))
        self._inputs = frozen(table[:, : network.spec.n_inputs].reshape(GRID, GRID, -1))
        self._forward = Forward(network, table)

    def response(self) -> PlaneResponse:
        """As the network is now."""
        with np.errstate(all="ignore"):
            run(self._forward.calls)
        layers = tuple(frozen(h).reshape(GRID, GRID, -1) for h in self._forward.h)
        return PlaneResponse(-self.reach, self.reach, layers, self._inputs)


class LineProbe:
    """The network's answer along its only column."""

    def __init__(self, network: Network, prepared: Prepared) -> None:
        column = prepared.dataset.inputs[:, 0]
        middle, half = (column.max() + column.min()) / 2, (column.max() - column.min()) / 2 or 1.0
        self._x: Array = np.linspace(middle - half * MARGIN, middle + half * MARGIN, LINE_POINTS)
        self._prepared = prepared
        self._forward = Forward(network, network.table(prepared.inputs_of(self._x[:, None])))

    def response(self) -> LineResponse:
        """As the network is now."""
        with np.errstate(all="ignore"):
            run(self._forward.calls)
        return LineResponse(frozen(self._x), frozen(self._prepared.predictions_in_units(self._forward.prediction)))


def plane_reach(inputs: Array) -> float:
    """Half the side of the square around 0 that holds all samples (rows of two columns), a whole number at least 1."""
    return float(max(1.0, np.ceil(np.abs(inputs).max(initial=0.0) * 1.05)))
