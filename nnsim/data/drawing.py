"""A drawing on its way to the network: from strokes, or a sample that was taken, to the numbers of a sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.picture_habits import PictureHabits
from nnsim.data.strokes import Moved, Stroke, box_of, ink_of, moved, moved_picture, put_into

_UNMOVED: Final = Moved()
_SEED: Final = 0
"""Of the noise: more of it is the same pattern, stronger."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is on the pad, and what is done to it before the network sees it.

    Parameters
    ----------
    strokes : in pixels of the data's pictures, in their order
    ground : (height, width) ink of a sample that was taken, on which is drawn; ``None`` is empty paper
    fitted : put where the pictures of the data stand, and as large; what is drawn on a sample stays where it is
    move : after that turned, resized, pushed
    noise : standard deviation of what is added to each pixel at last, as a share of full ink
    """

    strokes: tuple[Stroke, ...] = ()
    ground: Numbers | None = None
    fitted: bool = True
    move: Moved = _UNMOVED
    noise: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on it, or all has been erased."""
        return self.ground is None and box_of(self.strokes) is None

    def ink(self, habits: PictureHabits) -> Numbers:
        """(height, width) what the network is to see, as ink from 0 to 1."""
        strokes = self.strokes
        if self.ground is None:
            if self.fitted:
                strokes = put_into(strokes, habits.size, habits.middle)
            found = ink_of(moved(strokes, self.move, habits.shape), habits.shape)
        else:
            found = moved_picture(ink_of(strokes, habits.shape, self.ground), self.move)
        if not self.noise:
            return found
        pattern = np.random.default_rng(_SEED).standard_normal(habits.shape)
        return np.asarray(np.clip(found + self.noise * pattern, 0.0, 1.0))

    def pixels(self, habits: PictureHabits) -> Numbers:
        """(height · width,) the same in the units of the data: a row of the data set."""
        return habits.pixels_of(self.ink(habits))
