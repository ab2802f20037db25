"""What the numbers of a matrix are like, in a few figures and as a histogram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]

NEAR: Final = 0.01
"""Nearer to 0 than this part of the largest magnitude is near 0."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the finite numbers of a matrix.

    Parameters
    ----------
    count : how many they are
    mean, deviation, least, greatest : the deviation is that of all of them: √(Σ(x − mean)² / count)
    near_zero : the share of those whose magnitude is below ``NEAR`` times the largest one
    """

    count: int
    mean: float
    deviation: float
    least: float
    greatest: float
    near_zero: float


def figures_of(values: Numbers) -> Figures | None:
    """Of (any shape) numbers; ``None`` if none is finite."""
    finite = values[np.isfinite(values)].astype(np.float64)
    if not finite.size:
        return None
    magnitude = np.abs(finite)
    near = float((magnitude <= NEAR * magnitude.max()).mean())
    return Figures(
        finite.size, float(finite.mean()), float(finite.std()), float(finite.min()), float(finite.max()), near
    )


def bin_edges(bins: int) -> NDArray[np.intp]:
    """(bins + 1,) places 0 … 256 in the colours. 0 lies in the middle of the middle one; those at the ends are half.

    Parameters
    ----------
    bins : one more than a power of two, 129 at most
    """
    width = 256 // (bins - 1)
    return np.array([0, *range(width // 2, 256, width), 256], np.intp)


def counts_of(heat: NDArray[np.uint8], finite: NDArray[np.bool_], bins: int) -> NDArray[np.intp]:
    """(bins,) how many finite numbers lie where on the scale of the colours, between ``bin_edges``.

    Their places in the colours are known when they are painted, so nothing is laid out in bins a second time.

    Parameters
    ----------
    heat : (any shape) places 0 … 255 from ``growing_scale.place``; 128 is 0
    finite : (the same) which of them stand for a number
    """
    colours = np.bincount(heat[finite], minlength=256)
    return np.asarray(np.add.reduceat(colours, bin_edges(bins)[:-1]))
