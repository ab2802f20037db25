"""Over which range of a column to look at what a network answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.data.dataset import Dataset, Numbers

_ROOM = 0.08
"""Share of the samples' range that is left free on each side."""
_BEYOND = 1.05
_FEW = 20
"""Of fewer values each counts."""
_TAIL = 0.02
"""Share of the values at each end that may be left out …"""
_FLAT = 10.0
"""… if with them the range is so many times that of the others."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A column of the data set and the range to look at, in the units of the column.

    Parameters
    ----------
    column : its place in ``Dataset.inputs``
    low, high : ends of the range, ``low`` below ``high``
    """

    column: int
    low: float
    high: float


def with_room(values: Numbers) -> tuple[float, float]:
    """The range of the finite ``values`` with room around it; around a single number, half of it or half a unit."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    room = (high / 2 - low / 2) * 2 * _ROOM or max(abs(low), 1.0) / 2
    return low - room, high + room


def bulk_with_room(values: Numbers) -> tuple[float, float]:
    """The same, but without single values so far out that all others would lie on a line, as of 1/x near 0."""
    finite = values[np.isfinite(values)]
    if len(finite) < _FEW:
        return with_room(finite)
    low, high = np.quantile(finite, [_TAIL, 1.0 - _TAIL])
    if not 0.0 < high - low < (finite.max() - finite.min()) / _FLAT:
        return with_room(finite)
    return with_room(finite[(finite >= low) & (finite <= high)])


def square_reach(inputs: Numbers) -> float:
    """Half the side of the square around 0 that holds all samples (rows of two columns), a whole number at least 1."""
    return float(max(1.0, np.ceil(np.abs(inputs).max(initial=0.0) * _BEYOND)))


def of_points(dataset: Dataset) -> tuple[Extent, ...]:
    """Of points made for a lesson: two coordinates share a square around 0, a single one has its own range."""
    if dataset.inputs.shape[1] != 2:
        return of_columns(dataset, tuple(range(dataset.inputs.shape[1])))
    reach = square_reach(dataset.inputs)
    return Extent(0, -reach, reach), Extent(1, -reach, reach)


def of_columns(dataset: Dataset, columns: tuple[int, ...]) -> tuple[Extent, ...]:
    """Of columns of a table, each with a range of its own."""
    return tuple(Extent(column, *with_room(dataset.inputs[:, column])) for column in columns)
