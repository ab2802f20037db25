"""The order in which samples are looked at: a pure function of seed and epoch, so that any epoch can be replayed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]


class Order:
    """The shuffled rows of one epoch, in a buffer that stays the same array from epoch to epoch.

    Philox is a counter-based generator: epoch e starts at counter e, without running through the epochs before.
    """

    def __init__(self, seed: int, n_samples: int) -> None:
        self._bits = np.random.Philox(key=seed)
        self._rng = np.random.Generator(self._bits)
        self._state = self._bits.state
        self._sorted: Rows = np.arange(n_samples, dtype=np.intp)
        self.rows: Rows = self._sorted.copy()

    def shuffle(self, epoch: int) -> None:
        """Fill ``rows`` with the order of ``epoch``."""
        self._state["state"]["counter"] = np.array([0, 0, epoch, 0], np.uint64)
        self._bits.state = self._state
        np.copyto(self.rows, self._sorted)
        self._rng.shuffle(self.rows)


def bounds(n_samples: int, batch_size: int) -> list[tuple[int, int]]:
    """First and one-past-last place of each batch; the last may be shorter."""
    return [(start, min(start + batch_size, n_samples)) for start in range(0, n_samples, batch_size)]
