"""A box seen from above at an angle, without perspective, so that equal lengths stay equal."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]

LOWEST: Final = 8.0
HIGHEST: Final = 82.0
"""Degrees from which one can look down: from the side or from above alone, it would be no picture of three axes."""


@dataclass(frozen=True, slots=True)
class Turned:
    """From where the box is seen.

    Parameters
    ----------
    azimuth : degrees by which it is turned about its upright axis, counted as a clock goes seen from above
    elevation : degrees from which one looks down on it
    """

    azimuth: float = 30.0
    elevation: float = 28.0

    def by(self, azimuth: float, elevation: float) -> Turned:
        """Turned by so many degrees more, and tilted within its limits."""
        turned = (self.azimuth + azimuth + 180.0) % 360.0 - 180.0
        return Turned(turned, min(max(self.elevation + elevation, LOWEST), HIGHEST))

    def seen(self, points: Numbers) -> Numbers:
        """(n, 3) to the right, upwards, and away from the eye, of (n, 3) points x, y, z of the box around 0.

        Of points above the floor, those farther away are hidden by what is nearer, never the other way round: painting
        by falling third number hides what is to be hidden (the painter's algorithm).
        """
        x, y, z = points.T
        a, e = radians(self.azimuth), radians(self.elevation)
        right = x * cos(a) - y * sin(a)
        away = x * sin(a) + y * cos(a)
        return np.column_stack([right, z * cos(e) + away * sin(e), away])
