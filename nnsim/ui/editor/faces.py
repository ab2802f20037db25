"""The faces of neurons: what each of them answers over the plane, or to the sample in hand, as small pictures."""

from __future__ import annotations

import math
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, qRgb

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.spec import Choice
from nnsim.ui.growing_scale import place
from nnsim.ui.theme import Theme

Floats = NDArray[np.floating[Any]]

_SHARP: Final = 48
"""Points along a picture of few pixels, at least, so that they do not blur into each other when it is enlarged."""


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


def over_plane(activation: Choice, h: Floats, *, is_boundary: bool) -> Floats:
    """What colours a face over the plane, −1 … 1: orange is less than nothing, pale nothing, blue more.

    So shares and probabilities, hidden ones too, run from pale to blue, as they do where they are written as numbers.
    Only the output that alone tells two classes apart, ``is_boundary``, is stretched: there the middle is the boundary
    between the two, pale between orange and blue.
    """
    return squash(activation, h) if is_boundary else strength(activation, h)


@cache
def _bounds(activation: Choice) -> tuple[float, float]:
    return ACTIVATIONS.build(activation).bounds


def spread_input(values: Floats) -> Floats:
    """Inputs (grid, grid, inputs) in shares of the largest magnitude of each, −1 … 1."""
    largest = np.abs(values).max(axis=(0, 1))
    return np.asarray(values / np.where(largest > 0, largest, 1.0))


class Atlas:
    """The faces of one layer below each other in one picture with the theme's colours.

    All have the same height; face ``i`` starts at row ``i · height``. The buffers are reused from frame to frame.
    Colours are looked up here and not by Qt's colour table: a picture of plain colours is pasted five times as fast.
    """

    def __init__(self, table: list[int]) -> None:
        self._colours = np.array(table, np.uint32)
        self._indices = np.empty((0, 0, 0), np.uint8)
        self._resize(1, 1, 1)

    def part(self, face: int) -> QRect:
        """Where a face lies in the picture."""
        _, height, width = self._indices.shape
        return QRect(0, face * height, width, height)

    def recolour(self, table: list[int]) -> None:
        """The same faces in another theme."""
        self._colours = np.array(table, np.uint32)
        self._colour()

    def show_plane(self, answers: Floats) -> None:
        """Draw (grid, grid, neurons) in −1 … 1; row 0 is the lowest x₂, so it comes last."""
        grid, _, n_neurons = answers.shape
        self._resize(n_neurons, grid, grid)
        np.copyto(self._indices, place(answers.transpose(2, 0, 1), 1.0)[:, ::-1])
        self._colour()

    def show_pictures(self, pictures: Floats) -> None:
        """Draw (neurons, height, width) in −1 … 1, pixels with sharp edges."""
        n_neurons, height, width = pictures.shape
        larger = -(-_SHARP // max(height, width))
        self._resize(n_neurons, height * larger, width * larger)
        np.copyto(self._indices, place(pictures, 1.0).repeat(larger, axis=1).repeat(larger, axis=2))
        self._colour()

    def show_values(self, values: Floats) -> None:
        """Draw one colour for each of (neurons,) in −1 … 1."""
        self._resize(len(values), 4, 4)
        self._indices[:] = place(values, 1.0)[:, None, None]
        self._colour()

    def _colour(self) -> None:
        np.take(self._colours, self._indices, out=self._pixels, mode="clip")

    def _resize(self, n_neurons: int, height: int, width: int) -> None:
        if self._indices.shape == (n_neurons, height, width):
            return
        self._indices = np.full((n_neurons, height, width), 128, np.uint8)
        self._pixels = np.zeros((n_neurons, height, width), np.uint32)
        self._colour()
        # A picture that looks straight into the buffer.
        buffer: Any = self._pixels
        self.image = QImage(
            memoryview(buffer).cast("B"), width, height * n_neurons, 4 * width, QImage.Format.Format_RGB32
        )


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
