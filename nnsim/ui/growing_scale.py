"""A scale of colours and widths that does not jump under the learner."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST_FULL = 2.0**-40
"""Where the scales of gradients and the like begin: these are far smaller than weights."""
_SMALLEST = 1.0
_SINGLE = 1e30
"""Beyond this, as in a run that diverges, single precision would make infinity of a number and 0 of its share."""


class GrowingScale:
    """The magnitude that is shown at full strength: while a run learns it only grows, in steps, and never shrinks.

    Two views that see the same runs show the same scale, and with it the same colours.

    Parameters
    ----------
    smallest : where it begins, a power of 2
    """

    def __init__(self, smallest: float = _SMALLEST) -> None:
        self._run_id: int | None = None
        self._smallest = smallest
        self.full = smallest

    def start_anew(self) -> None:
        """Measure what is covered next alone: someone has changed the weights, learning has not."""
        self._run_id = None

    def cover(self, run_id: int, values: NDArray[np.floating[Any]]) -> bool:
        """Make room for ``values`` (any shape), the finite ones; whether the scale became another one."""
        before = self.full
        if run_id != self._run_id:
            self._run_id = run_id
            self.full = self._smallest
        largest = _largest(values)
        while self.full < largest:
            self.full = _next_step(self.full)
        return self.full != before


def _largest(values: NDArray[np.floating[Any]]) -> float:
    if not values.size:
        return 0.0
    largest = max(float(values.max()), -float(values.min()))
    if math.isfinite(largest):
        return largest
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def _next_step(full: float) -> float:
    """1, 1.5, 2, 3, 4, 6, 8, 12 …"""
    mantissa, _ = math.frexp(full)
    return full * (1.5 if mantissa == 0.5 else 4 / 3)


def place(values: NDArray[np.floating[Any]], full: float) -> NDArray[np.uint8]:
    """Index 0 … 255 into the colours of ``Theme.heat`` for −full … +full; what is not a number takes the middle."""
    if full > _SINGLE:
        values, full = values / full, 1.0
    share = np.multiply(values, 127.5 / full, dtype=np.float32, casting="same_kind")
    share += 128.0  # half a step more than the middle: what follows cuts off
    np.clip(share, 0.0, 255.0, out=share)
    if np.isnan(share.sum()):
        share[np.isnan(share)] = 128.0
    indices: NDArray[np.uint8] = share.astype(np.uint8)
    return indices
