"""Scales of axes: round steps, ranges that only grow, and the words of the ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]

_LARGEST = 1e300
_SMALLEST = 1e-30
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_EDGES = (1.0, 1.2, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_LOG_EDGES = (1.0, 3.0, 10.0)
_LEAST_CLOSE, _FINER, _MOST_DIGITS = 3, 12, 15
_PARTS = 8
"""Ends of a range of round numbers are multiples of about this part of it."""


def _round_up(value: float, steps: tuple[float, ...]) -> float:
    """The smallest ``step`` · 10ᵏ that is not below a positive ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in steps if step * power >= value * (1 - 1e-9)), steps[-1] * power)


def _round_down(value: float, steps: tuple[float, ...]) -> float:
    """The largest ``step`` · 10ᵏ that is not above a positive ``value``."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-12)
    return max((step * power for step in steps if step * power <= value * (1 + 1e-9)), default=power)


def edge(value: float) -> float:
    """The round number at which an axis that has to show ``value`` ends; the sign is kept, 0 stays 0."""
    if value == 0 or abs(value) < _SMALLEST:
        return 0.0
    return math.copysign(_round_up(min(abs(value), _LARGEST), _EDGES), value)


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: from ``low`` to ``high``, in equal steps or in equal ratios.

    Parameters
    ----------
    name : what it counts, written beside it
    percent : numbers from 0 to 1 are written as 0 % to 100 %
    close : a part chosen by hand: three numbers at least, with as many digits as tell them apart
    """

    low: float
    high: float
    log: bool = False
    name: str = ""
    percent: bool = False
    close: bool = False

    def share(self, values: Numbers) -> Numbers:
        """(points,) place on the axis, 0 at ``low`` and 1 at ``high``; on a log axis zeros lie below the low end."""
        if not self.log:
            half = self.high / 2 - self.low / 2  # halves, so that the difference of huge numbers stays finite
            return np.asarray((values / 2 - self.low / 2) / half)
        low, high = math.log10(self.low), math.log10(self.high)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log10(np.where(values > 0, values, np.where(np.isnan(values), np.nan, _SMALLEST)))
        return np.asarray((np.maximum(logs, low - (high - low)) - low) / (high - low))

    def value(self, share: float) -> float:
        """The number at a place of the axis: the other way round."""
        if not self.log:
            return self.low + (self.high - self.low) * share
        low, high = math.log10(self.low), math.log10(self.high)
        return math.pow(10.0, min(max(low + (high - low) * share, -300.0), 300.0))

    def ticks(self, at_most: int) -> list[tuple[float, str]]:
        """Round numbers between the ends with their words, ``at_most`` of them."""
        values = _log_ticks(self.low, self.high, at_most) if self.log else _linear_ticks(self.low, self.high, at_most)
        if self.close:
            return self._close_ticks(values, at_most)
        return [(value, tick_label(value * 100) + " %" if self.percent else tick_label(value)) for value in values]

    def _close_ticks(self, values: list[float], at_most: int) -> list[tuple[float, str]]:
        wanted = at_most
        while len(values) < _LEAST_CLOSE and wanted < at_most + _FINER:
            values = _linear_ticks(self.low, self.high, wanted)
            wanted += 1
        factor, sign = (100, " %") if self.percent else (1, "")
        labels = [tick_label(value * factor) for value in values]
        digits = 4
        while len(set(labels)) < len(labels) and digits < _MOST_DIGITS:
            digits += 1
            labels = [f"{value * factor:.{digits}g}".replace("-", "−") for value in values]
        return [(value, label + sign) for value, label in zip(values, labels, strict=True)]


def _linear_ticks(low: float, high: float, at_most: int) -> list[float]:
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low]
    step = _round_up(span / max(at_most, 1), _STEPS)
    if int(span / step + 1e-9) + 1 > at_most + 1:
        step = _round_up(step * 1.01, _STEPS)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]


def _log_ticks(low: float, high: float, at_most: int) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    decades = max(last - first, 0)
    if decades * 2 < at_most:  # room for the threes between the decades
        between = [3 * 10.0**k for k in range(first - 1, last + 1)]
        fine = [v for v in between if low * 0.999 <= v <= high * 1.001]
        return sorted([10.0**k for k in range(first, last + 1)] + fine)
    step = max(1, -(-(decades + 1) // max(at_most, 1)))
    return [10.0**k for k in range(first, last + 1) if (last - k) % step == 0]


def tick_label(value: float) -> str:
    """A round number in few signs: ``0.03``, ``1,200``, ``1e−5``, always with a true minus sign."""
    if value == 0:
        return "0"
    if 1e-3 <= abs(value) < 1e6:
        text = f"{value:,.4f}".rstrip("0").rstrip(".") if abs(value) < 1e3 else f"{value:,.0f}"
    else:
        mantissa, power = f"{value:.1e}".split("e")
        text = f"{mantissa.removesuffix('.0')}e{int(power)}"
    return text.replace("-", "−")


class GrowingRange:
    """A range that a run may only widen, in round steps, so that the picture does not jump under the eye.

    ``log`` leaves out zeros and what is below: they have no place on such an axis.
    """

    def __init__(self, *, log: bool, least: tuple[float, float]) -> None:
        self._log = log
        self._least = least
        self.low, self.high = least

    def clear(self) -> None:
        """Back to the range of an empty record."""
        self.low, self.high = self._least

    def include(self, values: Numbers) -> None:
        """Widen until all finite ``values`` fit."""
        fitting = values[np.isfinite(values) & ((values > 0) if self._log else True)]
        if not len(fitting):
            return
        low, high = float(fitting.min()), float(fitting.max())
        if self._log:
            if low < self.low:
                self.low = _round_down(max(low, _SMALLEST), _LOG_EDGES)
            if high > self.high:
                self.high = _round_up(min(high, _LARGEST), _LOG_EDGES)
            return
        self.low = min(self.low, edge(low)) if low < 0 else self.low
        self.high = max(self.high, edge(high))


class RoundRange:
    """A range between round numbers around all that it has been shown; a run may only widen it."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Nothing has been shown."""
        self.low, self.high = 0.0, 1.0
        self._shown: tuple[float, float] | None = None

    def include(self, values: Numbers) -> bool:
        """Widen until all finite ``values`` fit; whether the range has become another."""
        finite = values[np.isfinite(values)]
        if not len(finite):
            return False
        least, most = (min(max(float(end), -_LARGEST), _LARGEST) for end in (finite.min(), finite.max()))
        if self._shown is None:
            self._shown = (least, most)
            self.low, self.high = _around(least, most)
            return True
        if self.low <= least and most <= self.high:
            return False
        self._shown = (min(least, self._shown[0]), max(most, self._shown[1]))
        low, high = _around(*self._shown)
        self.low, self.high = min(low, self.low), max(high, self.high)
        return True


def _around(low: float, high: float) -> tuple[float, float]:
    """Round numbers around two numbers, also around two that are alike."""
    if high - low <= max(abs(low), abs(high)) * 1e-9:
        room = max(abs(low), 1.0) / 2
        low, high = low - room, high + room
    step = _round_up((high - low) / _PARTS, _STEPS)
    return math.floor(low / step) * step, math.ceil(high / step) * step
