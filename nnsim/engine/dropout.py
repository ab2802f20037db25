"""Dropout (Srivastava et al., 2014): each training step leaves some neurons out, others in each step.

What stays is divided by the share that stays, so that the next layer finds as much as it will without dropout
("inverted" dropout, as PyTorch's). Who is left out is a pure function of seed and step, so that any step can be
replayed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnsim.engine.calls import Calls, constant
from nnsim.engine.counted_generator import CountedGenerator
from nnsim.engine.parameters import Array


class Chance:
    """Random numbers of one training step.

    Parameters
    ----------
    seed : of the run
    step : tells which step it is
    """

    def __init__(self, seed: int, step: Callable[[], int]) -> None:
        self._step = step
        self._counted = CountedGenerator(seed, stream=1)

    def rewind(self) -> None:
        """From here on the numbers are the first ones of the step."""
        self._counted.start(self._step())

    def fill(self, numbers: Array) -> None:
        """The step's next numbers, uniform from 0 to below 1."""
        self._counted.generator.random(numbers.shape, numbers.dtype, numbers)


class Dropout:
    """The dropout of one layer, prepared for one pass.

    Parameters
    ----------
    share : of the neurons to leave out
    h, out : (neurons, samples) what the layer hands on, and where it goes with some of it left out

    Attributes
    ----------
    forward : calls that fill ``out``
    mask : (neurons, samples) by what h is multiplied: 0 for what is left out
    """

    def __init__(self, share: float, h: Array, out: Array, chance: Chance) -> None:
        self.mask, stays = np.empty_like(h), np.empty(h.shape, bool)
        self.forward: Calls = [
            (chance.fill, (self.mask,)),
            (np.greater_equal, (self.mask, constant(share, h), stays)),
            (np.copyto, (self.mask, stays)),
            (np.multiply, (self.mask, constant(1.0 / (1.0 - share), h), self.mask)),
            (np.multiply, (h, self.mask, out)),
        ]

    def backward(self, delta: Array) -> Calls:
        """Calls that turn ``delta`` from ∂L/∂out into ∂L/∂h, in place."""
        return [(np.multiply, (delta, self.mask, delta))]
