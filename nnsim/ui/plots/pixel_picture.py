"""A sample that is a picture, in the colours of numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from nnsim.ui.plots.surface import Colours, packed
from nnsim.ui.theme import Theme

Numbers = NDArray[np.floating[Any]]


def paint_pixels(painter: QPainter, theme: Theme, box: QRectF, pixels: Numbers) -> None:
    """Paint (height, width) numbers from −1 to 1 as squares of colour; what is not a number takes the middle.

    A picture in colour, (3, height, width) red, green and blue from 0 to 1, is painted as it looks. The picture is
    enlarged here, pixel by pixel of the screen: Qt takes many times longer to do it.
    """
    ratio = painter.device().devicePixelRatioF()
    high, wide = max(round(box.height() * ratio), 1), max(round(box.width() * ratio), 1)
    height, width = pixels.shape[-2:]
    rows, columns = np.arange(high) * height // high, np.arange(wide) * width // wide
    colours = np.ascontiguousarray(in_colours(theme, pixels)[rows][:, columns])
    image = QImage(colours.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(box.topLeft(), image)


def in_colours(theme: Theme, pixels: Numbers) -> Colours:
    """(height, width) as Qt has them: numbers in the colours of numbers, red, green and blue as what they are."""
    if pixels.ndim == 3:
        return packed(np.moveaxis(np.clip(np.nan_to_num(pixels), 0.0, 1.0), 0, 2) * 255)
    shades = np.clip(128 + np.rint(np.where(np.isnan(pixels), 0.0, pixels) * 127), 0, 255).astype(int)
    return np.asarray(_table(theme)[shades])


@lru_cache(maxsize=4)
def _table(theme: Theme) -> Colours:
    """(256,) the colours of numbers, as Qt has them."""
    return packed(theme.heat().astype(np.float64))


def box_within(room: QRectF, shape: tuple[int, ...]) -> QRectF:
    """The place for a picture of (…, height, width) pixels in the middle of a square."""
    height, width = shape[-2:]
    scale = min(room.width(), room.height()) / max(height, width)
    box = QRectF(0, 0, round(width * scale), round(height * scale))
    box.moveCenter(room.center())
    return QRectF(round(box.left()), round(box.top()), box.width(), box.height())
