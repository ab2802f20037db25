"""A sample that is a picture, in the colours of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from nnsim.ui.theme import Theme

Numbers = NDArray[np.floating[Any]]


def paint_pixels(painter: QPainter, theme: Theme, box: QRectF, pixels: Numbers) -> None:
    """Paint (height, width) numbers from −1 to 1 as squares of colour; what is not a number takes the middle."""
    heat = theme.heat()
    shades = np.clip(128 + np.rint(np.nan_to_num(pixels) * 127), 0, 255).astype(int)
    colours = np.ascontiguousarray(heat[shades])
    height, width = pixels.shape
    image = QImage(colours.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(box, image)
    painter.restore()


def box_within(room: QRectF, shape: tuple[int, int]) -> QRectF:
    """The place for a picture of (height, width) pixels in the middle of a square."""
    scale = min(room.width(), room.height()) / max(shape)
    box = QRectF(0, 0, round(shape[1] * scale), round(shape[0] * scale))
    box.moveCenter(room.center())
    return QRectF(round(box.left()), round(box.top()), box.width(), box.height())
