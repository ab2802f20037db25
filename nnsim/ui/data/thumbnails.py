"""Small pictures of data sets, drawn from their own samples."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnsim.data.dataset import Dataset, Numbers
from nnsim.data.pixels import as_picture, likely_shape
from nnsim.ui.lamps import SEGMENTS, SHAPE, paint_lamps
from nnsim.ui.theme import Size, Theme

N_POINTS: Final = 90
"""More points than these would only be a blot."""
_IMAGE_SIDE: Final = 8
_FEW: Final = 4
_FEW_ROWS: Final = 10
_MOST_AXES: Final = 2
_PLAIN: Final = 2
"""Axes of a picture without colours."""
_DIGIT: Final = 2
"""Which of the digits of lamps is shown: some are lit and some are not."""


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """What to draw, free of any theme.

    Parameters
    ----------
    places : (points, 2) in the unit square, y upwards; empty for an image
    classes : (points,) class numbers, or ``None`` for numbers to predict
    strengths : (points,) −1 to 1, the targets of a regression
    image : (height, width) 0 to 1, dark to bright, in colour (3, height, width), or ``None``
    lit : of a digit of lamps those that are lit
    """

    places: Numbers
    classes: Numbers | None
    strengths: Numbers
    image: Numbers | None = None
    lit: tuple[str, ...] = ()


def thumbnail(dataset: Dataset, most: int = N_POINTS) -> Thumbnail:
    """The picture of a data set: an image if its inputs are one, a few long rows of bits as a table, else ``most``
    points in two of its columns.
    """
    if dataset.name == "segments" and dataset.input_names == SEGMENTS:
        lit = tuple(name for name, bit in zip(SEGMENTS, dataset.inputs[_DIGIT].tolist(), strict=True) if bit)
        return Thumbnail(np.empty((0, 2)), None, np.empty(0), lit=lit)
    if dataset.n_samples <= _FEW_ROWS and dataset.inputs.shape[1] > _MOST_AXES:
        return Thumbnail(np.empty((0, 2)), None, np.empty(0), dataset.inputs)
    shape = likely_shape(dataset.input_names, _IMAGE_SIDE)
    if shape is not None:
        first = as_picture(dataset.inputs[0], shape)
        return Thumbnail(np.empty((0, 2)), None, np.empty(0), first / (first.max() or 1.0))
    rows = np.linspace(0, dataset.n_samples - 1, min(dataset.n_samples, most)).astype(int)
    targets = dataset.targets[rows, 0]
    places = np.column_stack([axis[rows] for axis in _axes(dataset)])
    low, high = places.min(axis=0), places.max(axis=0)
    middle, span = (low + high) / 2, np.where(high > low, high - low, 1.0)
    largest = float(np.abs(targets).max()) or 1.0
    classes = targets if dataset.task == "classification" else None
    return Thumbnail((places - middle) / span + 0.5, classes, targets / largest)


def paint(painter: QPainter, box: QRectF, picture: Thumbnail, theme: Theme) -> None:
    """Draw the picture into ``box``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if picture.lit:
        digit = QRectF(0, 0, box.height() * SHAPE, box.height())
        digit.moveCenter(box.center())
        on, off = theme.colour("positive"), theme.colour("middle")
        colours = {name: on if name in picture.lit else off for name in SEGMENTS}
        paint_lamps(painter, digit, colours, theme.colour("line"))
        return
    if picture.image is not None:
        _paint_image(painter, box, picture.image, theme)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    few = len(picture.places) <= _FEW
    radius = Size.THUMB_DOT * (2.0 if few else min(1.0, sqrt(N_POINTS / len(picture.places))))
    inner = box.adjusted(radius, radius, -radius, -radius)
    for index, (x, y) in enumerate(picture.places):
        painter.setBrush(_colour(picture, index, theme))
        painter.drawEllipse(
            QPointF(inner.left() + x * inner.width(), inner.bottom() - y * inner.height()), radius, radius
        )


def _axes(dataset: Dataset) -> tuple[Numbers, Numbers]:
    """The first column and the last, which in most tables tells most; with a single column of quantities the target.

    Where some columns are quantities, those that say yes or no are left out.
    """
    columns = dataset.inputs
    quantities = [place for place in range(columns.shape[1]) if len(np.unique(columns[:, place])) > _FEW]
    places = quantities or [0, columns.shape[1] - 1]
    first, last = places[0], places[-1]
    return columns[:, first], columns[:, last] if last != first else dataset.targets[:, 0]


def _colour(picture: Thumbnail, index: int, theme: Theme) -> QColor:
    if picture.classes is not None:
        return QColor(theme.classes[int(picture.classes[index]) % len(theme.classes)])
    red, green, blue = theme.heat()[round((float(picture.strengths[index]) + 1) * 127.5)]
    return QColor(int(red), int(green), int(blue))


def _paint_image(painter: QPainter, box: QRectF, image: Numbers, theme: Theme) -> None:
    height, width = image.shape[-2:]
    if image.ndim == _PLAIN:
        colours = theme.heat()[np.clip(128 + np.rint(image * 127), 0, 255).astype(int)]
    else:
        colours = np.rint(255 * np.clip(np.moveaxis(image, 0, 2), 0, 1)).astype(np.uint8)
    pixels = np.ascontiguousarray(colours)
    made = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    whole = box.width() / max(height, width)
    left, top = box.center().x() - whole * width / 2, box.center().y() - whole * height / 2
    painter.drawImage(QRectF(left, top, whole * width, whole * height), made.copy())
