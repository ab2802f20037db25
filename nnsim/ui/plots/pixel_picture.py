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

    The picture is enlarged here, pixel by pixel of the screen: Qt takes many times longer to do it.
    """
    ratio = painter.device().devicePixelRatioF()
    high, wide = max(round(box.height() * ratio), 1), max(round(box.width() * ratio), 1)
    shades = np.clip(128 + np.rint(np.where(np.isnan(pixels), 0.0, pixels) * 127), 0, 255).astype(int)
    height, width = pixels.shape
    rows, columns = np.arange(high) * height // high, np.arange(wide) * width // wide
    colours = np.ascontiguousarray(_table(theme)[shades][rows][:, columns])
    image = QImage(colours.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(box.topLeft(), image)


@lru_cache(maxsize=4)
def _table(theme: Theme) -> Colours:
    """(256,) the colours of numbers, as Qt has them."""
    return packed(theme.heat().astype(np.float64))


def box_within(room: QRectF, shape: tuple[int, int]) -> QRectF:
    """The place for a picture of (height, width) pixels in the middle of a square."""
    scale = min(room.width(), room.height()) / max(shape)
    box = QRectF(0, 0, round(shape[1] * scale), round(shape[0] * scale))
    box.moveCenter(room.center())
    return QRectF(round(box.left()), round(box.top()), box.width(), box.height())
