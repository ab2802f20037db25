"""Lines along which numbers on a grid have one value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]
Edge = tuple[int, int, int]
"""Between a point of the grid and the next one: row, column, and 0 for the next in the row, 1 for the one above."""


def contours(values: Numbers) -> list[Numbers]:
    """The lines along which ``values`` (rows, columns) are 0, each (n, 2) of column and row, from end to end.

    Marching squares: within each square of four points the line is straight; through a saddle it goes so that the
    corners of the sign that the middle has stay together. What is not a number has no lines around it.
    """
    links: dict[Edge, list[Edge]] = {}
    for one, other in _pieces(values):
        links.setdefault(one, []).append(other)
        links.setdefault(other, []).append(one)
    ends = [edge for edge, others in links.items() if len(others) == 1]
    return [
        np.array([_place(values, passed) for passed in _walk(links, edge)]) for edge in (*ends, *links) if links[edge]
    ]


def _pieces(values: Numbers) -> Iterator[tuple[Edge, Edge]]:
    """The two edges that the line crosses, for each square that it crosses."""
    above = values > 0.0
    finite = np.isfinite(values)
    corners = [above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]]
    whole = finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, 1:] & finite[1:, :-1]
    crossed = whole & ~((corners[0] == corners[1]) & (corners[1] == corners[2]) & (corners[2] == corners[3]))
    for row, column in np.argwhere(crossed).tolist():
        edges = ((row, column, 0), (row, column + 1, 1), (row + 1, column, 0), (row, column, 1))
        signs = [bool(corner[row, column]) for corner in corners]
        met = [edge for edge, one, other in zip(edges, signs, (*signs[1:], signs[0]), strict=True) if one != other]
        if len(met) == 2:
            yield met[0], met[1]
            continue
        below, right, top, left = edges
        middle_is_above = bool(values[row : row + 2, column : column + 2].mean() > 0.0)
        if middle_is_above == signs[0]:
            yield from ((below, right), (top, left))
        else:
            yield from ((left, below), (right, top))


def _walk(links: dict[Edge, list[Edge]], start: Edge) -> list[Edge]:
    """Follow the line from an edge to its end, or around to where it began; what has been walked is used up."""
    walked = [start]
    while links[walked[-1]]:
        edge = walked[-1]
        following = links[edge].pop()
        links[following].remove(edge)
        walked.append(following)
    return walked


def _place(values: Numbers, edge: Edge) -> tuple[float, float]:
    """Where between its two points the edge has the value 0."""
    row, column, up = edge
    one = float(values[row, column])
    other = float(values[row + up, column + 1 - up])
    share = one / (one - other) if one != other else 0.5
    return (column, row + share) if up else (column + share, row)
