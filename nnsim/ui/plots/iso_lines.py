"""Lines of equal height over a grid, at round numbers, all of a level found at once.

Pieces are not joined to curves as in ``contour.py``: a frame of a run has no time for that, and a solid line needs no
order.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]

_NONE: Final = -1
_BELOW, _RIGHT, _ABOVE, _LEFT = range(4)
_CROSSED: Final = np.array(
    [
        (_NONE, _NONE, _NONE, _NONE),
        (_LEFT, _BELOW, _NONE, _NONE),
        (_BELOW, _RIGHT, _NONE, _NONE),
        (_LEFT, _RIGHT, _NONE, _NONE),
        (_RIGHT, _ABOVE, _NONE, _NONE),
        (_LEFT, _BELOW, _RIGHT, _ABOVE),
        (_BELOW, _ABOVE, _NONE, _NONE),
        (_LEFT, _ABOVE, _NONE, _NONE),
        (_LEFT, _ABOVE, _NONE, _NONE),
        (_BELOW, _ABOVE, _NONE, _NONE),
        (_BELOW, _RIGHT, _LEFT, _ABOVE),
        (_RIGHT, _ABOVE, _NONE, _NONE),
        (_LEFT, _RIGHT, _NONE, _NONE),
        (_BELOW, _RIGHT, _NONE, _NONE),
        (_LEFT, _BELOW, _NONE, _NONE),
        (_NONE, _NONE, _NONE, _NONE),
    ]
)
"""Which sides of a square the line crosses, two by two, by which of its corners are above the level: 1 for the lower
left, 2 for the lower right, 4 for the upper right, 8 for the upper left one (marching squares)."""


def iso_lines(values: Numbers, level: float) -> Numbers:
    """(lines, 4) column, row, column, row of the straight pieces along which ``values`` (rows, columns) are ``level``.

    What is not a number has no lines around it.
    """
    heights = np.asarray(values, np.float64) - level
    corners = np.stack([heights[:-1, :-1], heights[:-1, 1:], heights[1:, 1:], heights[1:, :-1]])
    kind = ((corners > 0.0) * np.array([1, 2, 4, 8])[:, None, None]).sum(axis=0)
    kind[~np.isfinite(corners).all(axis=0)] = 0
    row, column = np.nonzero((kind > 0) & (kind < 15))
    sides, found = _CROSSED[kind[row, column]], corners[:, row, column]
    places = np.stack([_on_side(found, side) for side in range(4)])  # (sides, squares, column and row)
    places += np.stack([column, row], axis=1)
    pieces = []
    for first, second in ((0, 1), (2, 3)):
        there = np.flatnonzero(sides[:, first] != _NONE)
        ends = (places[sides[there, end], there] for end in (first, second))
        pieces.append(np.concatenate(list(ends), axis=1))
    return np.concatenate(pieces)


def _on_side(corners: Numbers, side: int) -> Numbers:
    """(squares, 2) where a side of each square has height 0, from its lower left corner; only crossed sides count."""
    one, other = corners[side], corners[(side + 1) % 4]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = one / (one - other)
    zero, whole = np.zeros_like(share), np.ones_like(share)
    x, y = ((share, zero), (whole, share), (1.0 - share, whole), (zero, 1.0 - share))[side]
    return np.stack([x, y], axis=1)
