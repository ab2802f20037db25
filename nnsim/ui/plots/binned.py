"""Counts of numbers in bins, on a scale from −2ᵏ to 2ᵏ that may be wider than theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.readings import BINS

Numbers = NDArray[np.floating[Any]]

NARROWEST: Final = -20
"""The exponent of the narrowest scale that is drawn: of numbers below a millionth nobody looks for a shape."""


@dataclass(frozen=True, eq=False, slots=True)
class Binned:
    """The numbers of one layer.

    Parameters
    ----------
    exponent : k: their bins reach from −2ᵏ to 2ᵏ
    counts : (``BINS``,) in each bin; zeros are in none
    zeros, odd : how many are exactly 0, and how many are no finite numbers
    """

    exponent: int
    counts: Numbers
    zeros: int
    odd: int

    @classmethod
    def of(cls, exponent: float, counts: Numbers) -> Binned:
        """From the session's (``BINS`` + 2,) counts."""
        return cls(int(exponent), counts[:BINS], int(counts[BINS]), int(counts[BINS + 1]))

    @property
    def total(self) -> int:
        """How many numbers there are."""
        return int(self.counts.sum()) + self.zeros + self.odd

    def on(self, exponent: int) -> Numbers:
        """(``BINS``,) counts in bins from −2ᵏ to 2ᵏ with a larger k: each made of whole bins, so nothing is guessed."""
        wider = exponent - self.exponent
        if wider < 0:
            raise ValueError("counts cannot be taken apart")
        half = BINS // 2
        together = 2 ** min(wider, int(np.log2(half)))
        merged = self.counts.reshape(-1, together).sum(axis=1)
        made = np.zeros(BINS)
        beside = (BINS - len(merged)) // 2
        made[beside : BINS - beside] = merged
        return made


def edges(exponent: int) -> Numbers:
    """(``BINS`` + 1,) ends of the bins."""
    return np.linspace(-1.0, 1.0, BINS + 1) * 2.0**exponent


def bin_at(share: float) -> int:
    """The bin at a place of the axis, 0 at its low end and 1 at its high one."""
    return min(max(int(share * BINS), 0), BINS - 1)
