"""The self-organising map (Kohonen 1982): units on a grid, of which neighbours come to stand for similar samples.

The winner of a sample takes its neighbours along: w += η h (x − w) for every unit, with h = exp(−d² / 2r²) at the
distance d on the grid. The radius r and the rate η shrink, so that the map first unfolds and then settles. The best of
many such rules is not known; this is the one that Kohonen's later work and most programs use.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from nnsim.engine.clusters import distance_chunks
from nnsim.engine.competitive import Competition, CompetitionSpec, UnitsCheckpoint, between, check_setting
from nnsim.engine.parameters import Array


@dataclass(frozen=True, slots=True)
class MapSpec(CompetitionSpec):
    """A map of ``rows`` × ``columns`` units; unit ``row · columns + column`` is at that place.

    Parameters
    ----------
    radius, last_radius : of the neighbourhood, in steps of the grid, at the beginning and from the end of ``epochs``
        on; it shrinks as the rate does. ``radius=None`` is half of the longer side, at least 1
    """

    rows: int
    columns: int
    radius: float | None = None
    last_radius: float = 0.5
    learning_rate: float = field(default=0.5, kw_only=True)
    last_rate: float = field(default=0.02, kw_only=True)


class SelfOrganizingMap(Competition):
    """A map at work."""

    def __init__(self, spec: MapSpec, inputs: Array, start: UnitsCheckpoint | Array | None = None) -> None:
        check_setting("rows", spec.rows, 1)
        check_setting("columns", spec.columns, 1)
        super().__init__(spec.rows * spec.columns, spec, inputs, start)
        self.rows, self.columns = spec.rows, spec.columns
        self._first_radius = max(1.0, max(spec.rows, spec.columns) / 2) if spec.radius is None else spec.radius
        self._last_radius = spec.last_radius
        check_setting("radius", self._first_radius, _SMALLEST_RADIUS)
        check_setting("last radius", self._last_radius, _SMALLEST_RADIUS)
        far_rows, far_columns = np.arange(1 - self.rows, self.rows), np.arange(1 - self.columns, self.columns)
        self._squared_offsets = (far_rows[:, None] ** 2 + far_columns**2).astype(np.float64)
        self._pull = np.empty((self.rows, self.columns))
        self._pull_of_unit = self._pull.reshape(-1, 1)

    @property
    def radius(self) -> float:
        """Of the neighbourhood at the sample that comes next, in steps of the grid."""
        return between(self._first_radius, self._last_radius, self.progress)

    def _move(self, winner: int, ways: Array) -> None:
        row, column = divmod(winner, self.columns)
        # All offsets from a place are a window of those from the middle of a grid twice as large.
        first_row, first_column = self.rows - 1 - row, self.columns - 1 - column
        squares = self._squared_offsets[first_row : first_row + self.rows, first_column : first_column + self.columns]
        np.multiply(squares, -0.5 / self.radius**2, self._pull)
        np.exp(self._pull, self._pull)
        np.multiply(self._pull, self.learning_rate, self._pull)
        np.copyto(self._squares, self._pull_of_unit)
        np.multiply(ways, self._squares, ways)
        np.add(self.weights, ways, self.weights)

    def topographic_error(self) -> float:
        """Share of the samples whose two nearest units are not neighbours on the grid (side by side; not diagonal).

        0 for a map that keeps what is near together. One unit alone has no neighbours, and makes no error.
        """
        if len(self.weights) == 1:
            return 0.0
        torn = 0
        for _, distances in distance_chunks(self.inputs, self.weights):
            best = np.argpartition(distances, 1, axis=1)[:, :2]
            rows, columns = np.divmod(best, self.columns)
            steps = np.abs(np.diff(rows, axis=1)) + np.abs(np.diff(columns, axis=1))
            torn += int(np.count_nonzero(steps != 1))
        return torn / len(self.inputs)


_SMALLEST_RADIUS = 0.01
"""Below it not even a neighbour moves, and squares may vanish."""
