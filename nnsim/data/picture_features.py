"""Numbers that people would take from a picture by hand: sums, symmetry, ink, where it lies, holes."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from nnsim.data.dataset import Numbers

_INK: Final = 0.5
"""From this share of the brightest pixel on, a pixel is ink when holes are counted."""


def row_sums(pictures: Numbers) -> Numbers:
    """(n, height) what lies in each row of pixels, of (n, height, width) ``pictures``."""
    return np.asarray(pictures.sum(axis=2))


def column_sums(pictures: Numbers) -> Numbers:
    """(n, width) what lies in each column of pixels."""
    return np.asarray(pictures.sum(axis=1))


def ink(pictures: Numbers) -> Numbers:
    """(n, 1) the mean of all pixels."""
    return np.asarray(pictures.mean(axis=(1, 2)))[:, None]


def symmetry(pictures: Numbers) -> Numbers:
    """(n, 2) how much a picture is like its mirror image, left to right and top to bottom: 1 the same, 0 never.

    1 − Σ|p − mirrored p| / Σ(|p| + |mirrored p|); an empty picture is the same.
    """
    return np.column_stack([_likeness(pictures, pictures[:, :, ::-1]), _likeness(pictures, pictures[:, ::-1])])


def mean_position(pictures: Numbers) -> Numbers:
    """(n, 2) where the ink lies on average, across and down: 0 the first column or row, 1 the last; ½ without ink."""
    weights = np.maximum(pictures, 0.0)
    total = weights.sum(axis=(1, 2))
    height, width = pictures.shape[1:]
    across = weights.sum(axis=1) @ np.linspace(0.0, 1.0, width)
    down = weights.sum(axis=2) @ np.linspace(0.0, 1.0, height)
    has_ink = total > 0.0
    safe = np.where(has_ink, total, 1.0)[:, None]
    return np.asarray(np.where(has_ink[:, None], np.column_stack([across, down]) / safe, 0.5))


def holes(pictures: Numbers, brightest: float) -> Numbers:
    """(n, 1) areas without ink that do not reach the edge: one in 0, 6 and 9, two in 8.

    Pixels of such an area touch at their sides. Each takes the lowest number of its neighbours until none changes; then
    there are as many areas as pixels that have kept their own.

    Parameters
    ----------
    pictures : (n, height, width)
    brightest : of all pictures; from half of it on a pixel is ink
    """
    is_ink = pictures >= _INK * brightest if brightest > 0.0 else np.zeros(pictures.shape, bool)
    empty = np.pad(~is_ink, ((0, 0), (1, 1), (1, 1)), constant_values=True)
    height, width = empty.shape[1:]
    own = np.arange(height * width, dtype=np.int32).reshape(height, width)
    beyond = np.int32(height * width)
    numbers = np.where(empty, own, beyond)
    while True:
        lowest = _lowest_around(numbers, beyond)
        lowest = np.where(empty, lowest, beyond)
        if np.array_equal(lowest, numbers):
            break
        numbers = lowest
    areas = np.count_nonzero(empty & (numbers == own), axis=(1, 2))
    return np.asarray(areas - 1.0)[:, None]  # the one outside is none


def _likeness(one: Numbers, other: Numbers) -> Numbers:
    differs = np.abs(one - other).sum(axis=(1, 2))
    whole = (np.abs(one) + np.abs(other)).sum(axis=(1, 2))
    return np.asarray(1.0 - differs / np.where(whole > 0.0, whole, 1.0))


def _lowest_around(numbers: NDArray[np.int32], beyond: np.int32) -> NDArray[np.int32]:
    """Of each pixel and its four neighbours."""
    around = np.pad(numbers, ((0, 0), (1, 1), (1, 1)), constant_values=beyond)
    lowest = np.minimum(numbers, around[:, :-2, 1:-1])
    for part in (around[:, 2:, 1:-1], around[:, 1:-1, :-2], around[:, 1:-1, 2:]):
        np.minimum(lowest, part, out=lowest)
    return lowest
