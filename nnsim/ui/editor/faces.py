"""The faces of neurons: what each of them answers over the plane, or to the sample in hand, as small pictures."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, qRgb

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.spec import Choice
from nnsim.ui.growing_scale import place
from nnsim.ui.theme import Theme

Floats = NDArray[np.floating[Any]]


def colour_table(theme: Theme) -> list[int]:
    """The 256 heat colours as Qt's colour table."""
    return [qRgb(int(red), int(green), int(blue)) for red, green, blue in theme.heat()]


def squash(activation: Choice, h: Floats) -> Floats:
    """Activations brought to −1 … 1: bounded ones stretched to fill it, the others by h / (1 + |h|)."""
    low, high = _bounds(activation)
    if (low, high) == (-1.0, 1.0):
        return h
    if math.isfinite(high - low):
        return np.asarray((2.0 * h - (low + high)) / (high - low))
    with np.errstate(invalid="ignore"):
        squashed = h / (1.0 + np.abs(h))
    return np.where(np.isinf(h), np.sign(h), squashed)


def strength(activation: Choice, h: Floats) -> Floats:
    """What colours an activation written as a number: as ``squash``, but between 0 and 1 a 0 is nothing, not less."""
    return h if _bounds(activation) == (0.0, 1.0) else squash(activation, h)


@cache
def _bounds(activation: Choice) -> tuple[float, float]:
    return ACTIVATIONS.build(activation).bounds


def spread_input(values: Floats) -> Floats:
    """Inputs (grid, grid, inputs) in shares of the largest magnitude of each, −1 … 1."""
    largest = np.abs(values).max(axis=(0, 1))
    return np.asarray(values / np.where(largest > 0, largest, 1.0))


class Atlas:
    """The faces of one layer below each other in one picture with the theme's colours.

    Each face is ``side`` × ``side``; face ``i`` starts at row ``i · side``. One buffer is reused from frame to frame.
    """

    def __init__(self, table: list[int]) -> None:
        self._table = table
        self._indices = np.full((1, 1, 1), 128, np.uint8)
        self.image = self._picture()

    @property
    def side(self) -> int:
        """Points of one face, across and down."""
        return int(self._indices.shape[1])

    def recolour(self, table: list[int]) -> None:
        """The same faces in another theme."""
        self._table = table
        self.image.setColorTable(table)

    def show_plane(self, answers: Floats) -> None:
        """Draw (grid, grid, neurons) in −1 … 1; row 0 is the lowest x₂, so it comes last."""
        grid, _, n_neurons = answers.shape
        self._resize(n_neurons, grid)
        np.copyto(self._indices, place(answers, 1.0)[::-1].transpose(2, 0, 1))

    def show_values(self, values: Floats) -> None:
        """Draw one colour for each of (neurons,) in −1 … 1."""
        self._resize(len(values), 4)
        self._indices[:] = place(values, 1.0)[:, None, None]

    def _resize(self, n_neurons: int, side: int) -> None:
        row = -(-side // 4) * 4
        if self._indices.base is not None and self._indices.shape == (n_neurons, side, side):
            return
        whole = np.full((n_neurons, side, row), 128, np.uint8)
        self._indices = whole[:, :, :side]
        self.image = self._picture()

    def _picture(self) -> QImage:
        """A picture that looks straight into the buffer."""
        n_neurons, side, _ = self._indices.shape
        data: Any = self._indices if self._indices.base is None else self._indices.base
        image = QImage(
            memoryview(data).cast("B"), side, side * n_neurons, self._indices.strides[1], QImage.Format.Format_Indexed8
        )
        image.setColorTable(self._table)
        return image


def weight_picture(weights: Floats, full: float, table: list[int], most: int = 64) -> QImage:
    """A small picture of a weight matrix (from, to): rows from, columns to; of a large one every so-manieth weight."""
    rows, columns = (-(-length // most) for length in weights.shape)
    return picture_of(place(weights[::rows, ::columns], full), table)


def picture_of(indices: NDArray[np.uint8], table: list[int]) -> QImage:
    """Indices (height, width) into a table of colours, as a picture."""
    height, width = indices.shape
    indices = np.ascontiguousarray(indices)
    image = QImage(indices.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    return image.copy()
