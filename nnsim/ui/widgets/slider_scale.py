"""What the positions of a slider mean."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Protocol


class SliderScale(Protocol):
    """Values at positions 0 … ``last``."""

    @property
    def last(self) -> int:
        """The rightmost position."""

    def value(self, position: int) -> float:
        """The value at a position."""

    def position(self, value: float) -> int:
        """The position nearest to a value."""


@dataclass(frozen=True, slots=True)
class LinearScale:
    """From ``minimum`` to ``maximum`` in equal steps."""

    minimum: float
    maximum: float
    step: float

    @property
    def last(self) -> int:
        """Number of steps."""
        return round((self.maximum - self.minimum) / self.step)

    def value(self, position: int) -> float:
        """Rounded, so that ten times 0.1 is 1."""
        return round(self.minimum + position * self.step, 10)

    def position(self, value: float) -> int:
        """Values beyond an end are at the end."""
        within = min(max(value, self.minimum), self.maximum)
        return round((within - self.minimum) / self.step)


@dataclass(frozen=True, slots=True)
class Stops:
    """A few values in ascending order, whatever their distances; the last may be infinite."""

    values: tuple[float, ...]

    @property
    def last(self) -> int:
        """Index of the last value."""
        return len(self.values) - 1

    def value(self, position: int) -> float:
        """The value at a stop."""
        return self.values[position]

    def position(self, value: float) -> int:
        """The stop nearest by ratio, as the stops are mostly spread by ratio."""
        above = bisect_left(self.values, value)
        if above == 0:
            return 0
        if above > self.last:
            return self.last
        below_value, above_value = self.values[above - 1], self.values[above]
        if math.isinf(above_value):
            return above if math.isinf(value) else above - 1
        return above if value - below_value > above_value - value else above - 1
