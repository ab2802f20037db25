"""Functions of two variables to roll down on, each with its slope and where it is lowest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from nnsim.engine.parameters import Array

Ends = tuple[float, float]


class Terrain(ABC):
    """A height over a plane, and its exact derivatives."""

    minima: ClassVar[tuple[tuple[float, float], ...]]
    """Where it is lowest; empty if it falls without end."""
    across: ClassVar[Ends]
    up: ClassVar[Ends]
    """The part of the plane that is worth seeing."""
    start: ClassVar[tuple[float, float]]
    """A telling place to begin."""
    usual_rate: ClassVar[float]
    """A learning rate with which plain gradient descent gets on."""

    @abstractmethod
    def height(self, x: Array, y: Array) -> Array:
        """The height at each place; ``x`` and ``y`` of any shapes that go together."""

    @abstractmethod
    def slope(self, point: Array) -> Array:
        """(2,) ∂/∂x and ∂/∂y at (2,) ``point``."""


class Valley(Terrain):
    """½ (x² + 100 y²): steep across, flat along. Curvatures 1 and 100, so plain descent diverges from η = 0.02 on."""

    minima = ((0.0, 0.0),)
    across, up = (-10.0, 10.0), (-2.0, 2.0)
    start, usual_rate = (-9.0, 1.0), 0.018

    def height(self, x: Array, y: Array) -> Array:
        """½ (x² + 100 y²)."""
        return np.asarray(0.5 * (x * x + 100.0 * (y * y)))

    def slope(self, point: Array) -> Array:
        """(x, 100 y)."""
        return np.array([point[0], 100.0 * point[1]])


class Rosenbrock(Terrain):
    """(1 − x)² + 100 (y − x²)²: a bent valley (Rosenbrock, 1960, Computer Journal 3); lowest, with 0, at (1, 1)."""

    minima = ((1.0, 1.0),)
    across, up = (-2.0, 2.0), (-1.0, 3.0)
    start, usual_rate = (-1.2, 1.0), 0.001

    def height(self, x: Array, y: Array) -> Array:
        """(1 − x)² + 100 (y − x²)²."""
        bend, rest = y - x * x, 1.0 - x
        return np.asarray(rest * rest + 100.0 * (bend * bend))

    def slope(self, point: Array) -> Array:
        """(−2 (1 − x) − 400 x (y − x²), 200 (y − x²))."""
        x, y = point
        bend = y - x * x
        return np.array([-2.0 * (1.0 - x) - 400.0 * x * bend, 200.0 * bend])


class Saddle(Terrain):
    """½ (x² − y²): uphill along x, downhill along y. At (0, 0) the slope is 0, and yet nothing is lowest there."""

    minima = ()
    across, up = (-3.0, 3.0), (-3.0, 3.0)
    start, usual_rate = (-2.5, 0.01), 0.1

    def height(self, x: Array, y: Array) -> Array:
        """½ (x² − y²)."""
        return np.asarray(0.5 * (x * x - y * y))

    def slope(self, point: Array) -> Array:
        """(x, −y)."""
        return np.array([point[0], -point[1]])
