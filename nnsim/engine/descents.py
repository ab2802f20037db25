"""The way that an optimizer takes down a slope: the optimizers of training, on any function."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import Choice


class Descent:
    """A point on its way, one step at a time, by the very calls that a training step makes.

    Parameters
    ----------
    slope : (n,) gradient at an (n,) point
    start : (n,) where it begins
    optimizer : an entry of the catalog with its numbers
    rate : learning rate, positive

    Attributes
    ----------
    point : (n,) where it is

    Raises
    ------
    SpecError : if there is no such optimizer
    """

    def __init__(self, slope: Callable[[Array], Array], start: Array, optimizer: Choice, rate: float) -> None:
        self._slope = slope
        self.point: Array = np.array(start, np.float64)
        self._gradient, self._update = np.zeros_like(self.point), np.zeros_like(self.point)
        moving = OPTIMIZERS.build(optimizer, "optimizer")
        state = moving.init(self.point)
        self._calls = moving.update(self.point, self._gradient, self._update, state, np.array(rate))
        self._calls.append((np.subtract, (self.point, self._update, self.point)))

    def advance(self) -> bool:
        """Make a step; whether all numbers are still finite. After one that is not, it may not go on."""
        with prepared_arithmetic():
            self._gradient[...] = self._slope(self.point)
            run(self._calls)
        return bool(np.isfinite(self.point).all())


def descend(slope: Callable[[Array], Array], start: Array, optimizer: Choice, rate: float, steps: int) -> Array:
    """(up to steps + 1, n) the way from ``start``, both ends included; it ends before a number that is not finite."""
    descent = Descent(slope, start, optimizer, rate)
    way = [descent.point.copy()]
    for _ in range(steps):
        if not descent.advance():
            break
        way.append(descent.point.copy())
    return frozen(np.array(way))
