"""Columns of a table that are the pixels of a picture."""

from __future__ import annotations

import re
from functools import cache
from math import isqrt
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)

_PLACED: Final = re.compile(r"(.*?)[ _]?(\d+)[_x,](\d+)")
"""``pixel_0_7``, ``1x28``: row and column."""
_COUNTED: Final = re.compile(r"(pix\D*|px|p)(\d+)", re.IGNORECASE)
"""``pixel784``: one after another, row by row."""
CHANNELS: Final = ("red", "green", "blue")
"""``red_0_7``: row and column in one of the three pictures of which one in colour is made, one after another."""
_SHORTEST: Final = 3
"""A picture has at least so many pixels across and down; less may as well be the cells of something else."""


def as_picture(values: NDArray[T], shape: tuple[int, int, int]) -> NDArray[T]:
    """(height, width), or of three channels (3, height, width), of the values of a sample that is such a picture."""
    return values.reshape(shape[1:] if shape[0] == 1 else shape)


def pixel_names(channels: int, height: int, width: int) -> tuple[str, ...]:
    """The names of columns that are such pictures, of one channel or of three: row by row, channel by channel."""
    names = ("pixel",) if channels == 1 else CHANNELS
    return tuple(f"{name}_{row}_{column}" for name in names for row in range(height) for column in range(width))


@cache
def picture_shape(names: tuple[str, ...]) -> tuple[int, int, int] | None:
    """(channels, height, width) if these columns are a whole picture; of one in colour three channels."""
    size = picture_size(names)
    if size is not None:
        return (1, *size)
    n_pixels, rest = divmod(len(names), len(CHANNELS))
    parts = [names[start : start + n_pixels] for start in range(0, len(names), n_pixels)] if n_pixels else []
    if rest or not all(part[0].startswith(name) for part, name in zip(parts, CHANNELS, strict=True)):
        return None
    sizes = {picture_size(part) for part in parts}
    size = sizes.pop()
    return None if sizes or size is None else (len(CHANNELS), *size)


def likely_shape(names: tuple[str, ...], least_side: int = 4) -> tuple[int, int, int] | None:
    """What a picture of these columns could be: what their names say, else a square without colours."""
    found = picture_shape(names)
    side = isqrt(len(names))
    if found is None and side * side == len(names) and side >= least_side:
        return 1, side, side
    return found


@cache
def picture_size(names: tuple[str, ...]) -> tuple[int, int] | None:
    """Height and width in pixels if these columns are a whole picture, row by row; ``None`` if they are not.

    They tell so by their names: row and column of each, counted from 0 or 1, or one number for each of a square.
    """
    return _size_of_placed(names) or _size_of_counted(names)


def _size_of_placed(names: tuple[str, ...]) -> tuple[int, int] | None:
    found = [_PLACED.fullmatch(name) for name in names]
    matches = [match for match in found if match is not None]
    if not matches or len(matches) < len(names) or len({match[1] for match in matches}) > 1:
        return None
    places = [(int(match[2]), int(match[3])) for match in matches]
    (top, left), (bottom, right) = places[0], places[-1]
    whole = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    height, width = bottom - top + 1, right - left + 1
    return (height, width) if places == whole and min(height, width) >= _SHORTEST else None


def _size_of_counted(names: tuple[str, ...]) -> tuple[int, int] | None:
    side = isqrt(len(names))
    found = [_COUNTED.fullmatch(name) for name in names]
    matches = [match for match in found if match is not None]
    if side < _SHORTEST or side * side != len(names) or len(matches) < len(names):
        return None
    numbers = [int(match[2]) for match in matches]
    is_row = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return (side, side) if is_row and len({match[1] for match in matches}) == 1 else None
