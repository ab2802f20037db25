"""The colours of a heat map of results: the stronger, the better; and a scale that only grows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Final

from PySide6.QtGui import QColor

from nnsim.session.findings import Measure
from nnsim.ui.plots.ticks import edge
from nnsim.ui.theme import Theme

_STEP: Final = 0.1
"""Scales of shares begin and end at multiples of this."""
_FAR: Final = 20.0
_NEARLY: Final = 1e-12
_SMALLEST: Final = 1e-30


@dataclass(frozen=True, slots=True)
class Shades:
    """From the worst to the best number that has a colour of its own.

    Parameters
    ----------
    log : equal steps of colour are equal ratios, not equal differences
    """

    worst: float
    best: float
    log: bool = False

    def share(self, value: float) -> float:
        """0 for the worst, 1 for the best."""
        worst, best = self.worst, self.best
        if self.log:
            worst, best, value = log10(worst), log10(best), log10(max(value, _SMALLEST))
        return min(max((value - worst) / (best - worst), 0.0), 1.0)

    def colour(self, value: float, theme: Theme) -> QColor:
        """Between the middle colour and the accent."""
        return blend(theme.colour("middle"), theme.colour("accent"), self.share(value))


def shades_for(measure: Measure, values: Iterable[float], before: Shades | None = None) -> Shades:
    """A scale between round numbers around these values, and never a smaller one than before.

    Shares keep to tenths. Losses and errors begin at 0; if the largest is ``_FAR`` times the smallest, ratios count.
    """
    known = [value for value in values if isfinite(value)]
    if before is not None:
        known += [before.worst, before.best]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if measure.is_share:
        low, high = floor(round(low / _STEP, 9)) * _STEP, ceil(round(high / _STEP, 9)) * _STEP
        low, high = (low, high) if low < high else (max(low - _STEP, 0.0), min(high + _STEP, 1.0))
        return Shades(low, high)
    if measure.is_larger_better:
        return Shades(min(edge(low), 0.0), max(edge(high), min(edge(low), 0.0) + 1.0))
    least = min((value for value in known if value > _SMALLEST), default=0.0)
    if least and (high / least >= _FAR or (before is not None and before.log)):
        return Shades(max(edge(high), least * _FAR), 10.0 ** floor(log10(least) + _NEARLY), log=True)
    return Shades(edge(high) or 1.0, 0.0)


def blend(one: QColor, other: QColor, share: float) -> QColor:
    """The colour so far on the way from one to the other."""
    first = one.redF(), one.greenF(), one.blueF()
    second = other.redF(), other.greenF(), other.blueF()
    return QColor.fromRgbF(*(start + (end - start) * share for start, end in zip(first, second, strict=True)))
