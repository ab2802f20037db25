"""What an epoch changes in the parameters, noted only if somebody wants to see it."""

from __future__ import annotations

from typing import Final

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.readings import EpochChange
from nnsim.engine.snapshot import frozen

MOST: Final = 2_000_000
"""Of more parameters nothing is noted: three arrays would take memory that learning may need."""


class EpochNotes:
    """The parameters at the start of the epoch under way, and what the last finished one has changed.

    Parameters
    ----------
    parameters : (n_parameters,) the live ones; they are only read
    is_start : whether an epoch starts here; if not, of the one under way only the rest can be told
    """

    def __init__(self, parameters: Array, *, is_start: bool) -> None:
        self._parameters = parameters
        self._before = parameters.copy()
        self._amounts = np.zeros_like(parameters)
        self._starts_whole = self._is_whole = is_start
        self._epoch = 0
        self._told: EpochChange | None = None

    def end(self, epoch: int) -> None:
        """The epoch with this number has just been finished, and the next one starts. Takes no memory."""
        np.subtract(self._parameters, self._before, self._amounts)
        np.copyto(self._before, self._parameters)
        self._epoch = epoch
        self._is_whole, self._starts_whole = self._starts_whole, True

    def change(self) -> EpochChange | None:
        """Of the last finished epoch, the same object until the next one is; ``None`` before the first."""
        if self._epoch and (self._told is None or self._told.epoch != self._epoch):
            self._told = EpochChange(self._epoch, frozen(self._amounts), self._is_whole)
        return self._told
