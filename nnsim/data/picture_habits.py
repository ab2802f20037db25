"""How the pictures of a data set are made: which number is ink, where they stand, how thick their lines are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.pixels import picture_size
from nnsim.data.prepare import Prepared

_LOOKED_AT: Final = 1000
"""Pictures that are measured: the first ones of training."""
_LARGE: Final = 0.9
_INK: Final = 0.25
"""From so much ink on, a pixel belongs to what is drawn."""


@dataclass(frozen=True, slots=True)
class PictureHabits:
    """What the pictures of training have in common, so that a drawing can be made like them.

    Parameters
    ----------
    shape : (height, width) in pixels
    ground, ink : the number of an empty pixel and of a full one, in the units of the data
    size : (width, height) of what is drawn, in pixels: nine of ten pictures have no more
    middle : (x, y) of it, the median of all pictures
    pen : width of the lines, in pixels
    """

    shape: tuple[int, int]
    ground: float
    ink: float
    size: tuple[float, float]
    middle: tuple[float, float]
    pen: float

    def pixels_of(self, ink: Numbers) -> Numbers:
        """(height · width,) numbers of the data from (height, width) ink."""
        return np.asarray(self.ground + ink.ravel() * (self.ink - self.ground))

    def ink_of(self, pixels: Numbers) -> Numbers:
        """(height, width) ink, 0 to 1, from a row of the data."""
        shares = (pixels - self.ground) / (self.ink - self.ground)
        return np.asarray(np.clip(np.nan_to_num(shares), 0.0, 1.0).reshape(self.shape))


def habits_of(prepared: Prepared) -> PictureHabits | None:
    """Those of the pictures that a network is trained with; ``None`` if the data are no pictures, or all alike."""
    shape = picture_size(prepared.dataset.input_names)
    if shape is None:
        return None
    pixels = prepared.dataset.inputs[prepared.train_rows[:_LOOKED_AT]]
    low, high = float(np.nanmin(pixels)), float(np.nanmax(pixels))
    if not high > low:
        return None
    pictures = (np.nan_to_num(pixels.reshape(-1, *shape), nan=low) - low) / (high - low)
    is_dark_on_light = float(np.median(_rim(pictures))) > 0.5
    if is_dark_on_light:
        pictures = 1.0 - pictures
    ground, ink = (high, low) if is_dark_on_light else (low, high)
    boxes = _boxes(pictures)
    width, height = np.quantile(boxes[:, 1::2] - boxes[:, ::2], _LARGE, axis=0).tolist()
    middle = np.median(boxes[:, :2].mean(axis=1)), np.median(boxes[:, 2:].mean(axis=1))
    return PictureHabits(shape, ground, ink, (width, height), (float(middle[0]), float(middle[1])), _pen(pictures))


def _rim(pictures: Numbers) -> Numbers:
    """The pixels at the four sides."""
    sides = pictures[:, 0], pictures[:, -1], pictures[:, :, 0], pictures[:, :, -1]
    return np.concatenate([side.ravel() for side in sides])


def _boxes(pictures: Numbers) -> Numbers:
    """(pictures, 4) left, right, top and bottom of the ink; of an empty one the whole.

    A pixel at the border belongs to it with the share of ink that it has.
    """
    ends = []
    for axis in (1, 2):
        most = pictures.max(axis=axis)
        most[(most <= _INK).all(axis=1)] = 1.0
        has_ink, every = most > _INK, np.arange(len(most))
        first, last = has_ink.argmax(axis=1), has_ink.shape[1] - 1 - has_ink[:, ::-1].argmax(axis=1)
        ends += [first + 1.0 - most[every, first], last + most[every, last]]
    return np.stack(ends, axis=1)


def _pen(pictures: Numbers) -> float:
    """How thick lines are: a line of length L and width w has the area Lw and two edges as long as L.

    The length of all edges is the sum of the slopes, which does not change when edges are soft.
    """
    around = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    across = (np.diff(around, axis=2)[:, :-1] + np.diff(around, axis=2)[:, 1:]) / 2
    down = (np.diff(around, axis=1)[:, :, :-1] + np.diff(around, axis=1)[:, :, 1:]) / 2
    edges = np.sqrt(across**2 + down**2).sum(axis=(1, 2))
    area = pictures.sum(axis=(1, 2))
    return float(np.clip(np.median(2 * area[edges > 0] / edges[edges > 0]), 1.0, min(pictures.shape[1:]) / 3))
