"""The colours of many weights as an image: a dot for each, or for several where there are too few dots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Heat = NDArray[np.uint8]
_MIDDLE = 128


def strongest(heat: Heat, rows: int, columns: int) -> Heat:
    """(⌈n / rows⌉, ⌈m / columns⌉) of (n, m): of each so many rows and columns the place farthest from the middle.

    So a strong weight among pale ones is seen; a mean would hide it, and every tenth weight might miss it.
    """
    if rows > 1:
        heat = _farther(heat, np.arange(0, heat.shape[0], rows), axis=0)
    if columns > 1:
        heat = _farther(heat, np.arange(0, heat.shape[1], columns), axis=1)
    return heat


def anywhere(mask: NDArray[np.bool_], rows: int, columns: int) -> NDArray[np.bool_]:
    """(⌈n / rows⌉, ⌈m / columns⌉) of (n, m): whether it is so anywhere in so many rows and columns."""
    if rows > 1:
        mask = np.logical_or.reduceat(mask, np.arange(0, mask.shape[0], rows), axis=0)
    if columns > 1:
        mask = np.logical_or.reduceat(mask, np.arange(0, mask.shape[1], columns), axis=1)
    return mask


def _farther(heat: Heat, starts: NDArray[np.intp], axis: int) -> Heat:
    high = np.maximum.reduceat(heat, starts, axis=axis)
    low = np.minimum.reduceat(heat, starts, axis=axis)
    return np.where(high.astype(np.int16) - _MIDDLE >= _MIDDLE - low.astype(np.int16), high, low)
