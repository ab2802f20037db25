"""The numbers of a layer at earlier moments, and the scale on which they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nnsim.session.retrospect import Rows
from nnsim.ui.plots.binned import NARROWEST, Binned
from nnsim.ui.plots.ticks import GrowingRange

Numbers = NDArray[np.floating[Any]]

Earlier = tuple[int, float, Binned]
"""Updates and epochs until a moment, and the numbers of then."""

_FIRST_COUNT: Final = 10.0


class SpreadScale:
    """What one kind of numbers of one layer is drawn on; it only grows.

    Attributes
    ----------
    exponent : k: the bins reach from −2ᵏ to 2ᵏ
    counts : the axis of the bars
    share : the part of all numbers at which a ridge is as high as it may be
    """

    def __init__(self) -> None:
        self.exponent = NARROWEST
        self.counts = GrowingRange(log=False, least=(0.0, _FIRST_COUNT))
        self.share = 0.0

    def cover(self, now: Binned | None, before: Sequence[Binned]) -> None:
        """Make room for what is shown now, and for what was."""
        shown = [*before] if now is None else [*before, now]
        self.exponent = max([self.exponent, *(binned.exponent for binned in shown)])
        if now is not None:
            self.counts.include(now.on(self.exponent))
        self.share = max([self.share, *(float(shares_of(binned, self.exponent).max()) for binned in shown)])


def earlier(rows: Rows, key: int, part: int, most: int) -> list[Earlier]:
    """At most so many of the moments that are known and have the layer with that key, evenly, up to the newest."""
    known = zip(rows.at.tolist(), rows.epoch.tolist(), rows.values, rows.places([key])[:, 0].tolist(), strict=True)
    found = [(at, epoch, values[place, part]) for at, epoch, values, place in known if place >= 0]
    every = max(1, -(-len(found) // most))
    return [(at, epoch, Binned.of(values[0], values[1:])) for at, epoch, values in found[::-every][::-1]]


def shares_of(binned: Binned, exponent: int) -> Numbers:
    """(bins,) parts of all numbers, in bins from −2ᵏ to 2ᵏ."""
    return np.asarray(binned.on(exponent) / max(binned.total, 1))
