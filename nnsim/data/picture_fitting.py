"""From a picture of any size to one of the size that all have: each new pixel is the mean of the area it covers."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from nnsim.data.choices import Fit
from nnsim.data.dataset import Numbers
from nnsim.data.picture_decoding import Colours

GREY: Final = (0.299, 0.587, 0.114)
"""How bright red, green and blue are to the eye (ITU-R BT.601)."""
_COLOURED: Final = 24
"""From such a difference of red, green and blue on, of 255, a pixel is coloured."""
_ENOUGH: Final = 0.01
"""Share of coloured pixels that makes a picture one in colour."""


def fitted(picture: Colours, shape: tuple[int, int], fit: Fit) -> Numbers:
    """The picture in the new size.

    Parameters
    ----------
    picture : (height, width, 3)
    shape : (height, width) that all get
    fit : ``stretch`` changes its proportions, ``crop`` cuts off what is too long, in the middle, ``fit`` fills up what
        is too short with the ground, the median of the pixels at its rim

    Returns
    -------
    (height, width, 3) 0 to 255, not rounded
    """
    if fit == "crop":
        picture = _cropped(picture, shape)
    if fit != "fit":
        return _scaled(picture, shape)
    inside = _inner_shape(picture.shape[:2], shape)
    whole = np.empty((*shape, 3))
    whole[:] = _ground(picture)
    top, left = (shape[0] - inside[0]) // 2, (shape[1] - inside[1]) // 2
    whole[top : top + inside[0], left : left + inside[1]] = _scaled(picture, inside)
    return whole


def within(picture: Colours, side: int) -> Colours:
    """The whole picture, made so small that it fits into a square; a smaller one as it is."""
    if max(picture.shape[:2]) <= side:
        return picture
    return np.rint(_scaled(picture, _inner_shape(picture.shape[:2], (side, side)))).astype(np.uint8)


def numbers_of(picture: Numbers, *, colour: bool, inverted: bool) -> Colours:
    """(channels, height, width) whole numbers, 0 to 255, of (height, width, 3): three channels, or one of grey."""
    channels = np.moveaxis(picture, 2, 0) if colour else (picture @ np.array(GREY))[None]
    rounded = np.clip(np.rint(channels), 0, 255)
    return (255 - rounded if inverted else rounded).astype(np.uint8)


def is_coloured(picture: Colours) -> bool:
    """Whether more than a few pixels are anything but grey."""
    spread = picture.max(axis=2).astype(int) - picture.min(axis=2)
    return bool(np.mean(spread > _COLOURED) > _ENOUGH)


def _cropped(picture: Colours, shape: tuple[int, int]) -> Colours:
    height, width = picture.shape[:2]
    keeps = min(height / shape[0], width / shape[1])
    high, wide = max(round(shape[0] * keeps), 1), max(round(shape[1] * keeps), 1)
    top, left = (height - high) // 2, (width - wide) // 2
    return picture[top : top + high, left : left + wide]


def _inner_shape(size: tuple[int, ...], shape: tuple[int, int]) -> tuple[int, int]:
    scale = min(shape[0] / size[0], shape[1] / size[1])
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _ground(picture: Colours) -> Numbers:
    """(3,) the median of the pixels at the four sides."""
    sides = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return np.asarray(np.median(sides, axis=0))


def _scaled(picture: Colours, shape: tuple[int, int]) -> Numbers:
    """Row by row, so that no copy of a large picture in other numbers is made."""
    height, width = picture.shape[:2]
    if (height, width) == shape:
        return picture.astype(np.float64)
    across, down = _shares(width, shape[1]), _shares(height, shape[0])
    firsts = (np.arange(shape[0]) * height // shape[0]).tolist()
    lasts = (-(-np.arange(1, shape[0] + 1) * height // shape[0])).tolist()
    rows = np.empty((shape[0], width, 3))
    for row, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        rows[row] = (down[row, first:last] @ picture[first:last].reshape(last - first, -1)).reshape(width, 3)
    return np.asarray(across @ rows)


@lru_cache(maxsize=64)
def _shares(n_from: int, n_to: int) -> Numbers:
    """(to, from) which share of each new pixel each old one covers; each row sums to 1."""
    edges = np.arange(n_to + 1) * (n_from / n_to)
    old = np.arange(n_from)
    covered = np.minimum(edges[1:, None], old + 1) - np.maximum(edges[:-1, None], old)
    covered = np.maximum(covered, 0.0)
    return np.asarray(covered / covered.sum(axis=1, keepdims=True))
