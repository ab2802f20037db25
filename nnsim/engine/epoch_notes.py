"""What an epoch changes in the parameters, noted only if somebody wants to see it."""

from __future__ import annotations

from typing import Final

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import EpochChange, frozen

MOST: Final = 2_000_000
"""Of more parameters nothing is noted: three arrays would take memory that learning may need."""


class EpochNotes:
    """The parameters at the start of the epoch under way, and what the last finished one has changed.

    Parameters
    ----------
    parameters : (n_parameters,) the live ones; they are only read
    is_start : whether an epoch starts here. If not, the one under way is not noted, for nobody knows how it began.
    """

    def __init__(self, parameters: Array, *, is_start: bool) -> None:
        self._parameters = parameters
        self._before = parameters.copy()
        self._amounts = np.zeros_like(parameters)
        self._knows_start = is_start
        self._epoch = 0
        self._told: EpochChange | None = None

    def end(self, epoch: int) -> None:
        """The epoch with this number has just been finished, and the next one starts. Takes no memory."""
        if self._knows_start:
            np.subtract(self._parameters, self._before, self._amounts)
            self._epoch = epoch
        np.copyto(self._before, self._parameters)
        self._knows_start = True

    def change(self) -> EpochChange | None:
        """Of the last finished epoch, the same object until the next one is; ``None`` before the first."""
        if self._epoch and (self._told is None or self._told.epoch != self._epoch):
            self._told = EpochChange(self._epoch, frozen(self._amounts))
        return self._told
