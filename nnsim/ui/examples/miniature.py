"""The shape of a network, as small as a stamp."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnsim.engine.spec import NetworkSpec
from nnsim.ui.theme import Size, Theme

MOST: Final = 7
"""Dots of one layer; a larger one ends in a gap with three small dots."""


@dataclass(frozen=True, slots=True)
class Column:
    """A layer in the miniature.

    Parameters
    ----------
    n_dots : how many neurons are drawn
    goes_on : whether there are more
    is_picture : a layer of pictures, drawn as squares
    """

    n_dots: int
    goes_on: bool
    is_picture: bool


def columns(network: NetworkSpec) -> tuple[Column, ...]:
    """The inputs and all layers."""
    shapes = network.shapes
    counts = [shape[0] if len(shape) == 3 else size for shape, size in zip(shapes, network.sizes, strict=True)]
    return tuple(
        Column(min(count, MOST), count > MOST, len(shape) == 3) for count, shape in zip(counts, shapes, strict=True)
    )


def paint(painter: QPainter, box: QRectF, drawn: tuple[Column, ...], theme: Theme) -> None:
    """Draw the layers from left to right into ``box``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = Size.MINI_DOT
    inner = box.adjusted(radius, radius, -radius, -radius)
    step = inner.width() / max(len(drawn) - 1, 1)
    places = [_places(column, inner.left() + step * index, inner) for index, column in enumerate(drawn)]
    painter.setPen(QPen(theme.colour("faint"), Size.MINI_LINK))
    for left, right in pairwise(places):
        painter.drawLines([QLineF(start, end) for start in left for end in right])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("second"))
    for column, dots in zip(drawn, places, strict=True):
        specks = [dots.pop(-2)] if column.goes_on else []
        for dot in dots:
            square = QRectF(dot.x() - radius, dot.y() - radius, 2 * radius, 2 * radius)
            painter.drawRect(square) if column.is_picture else painter.drawEllipse(square)
        for speck in specks:
            _paint_specks(painter, speck)


def _places(column: Column, x: float, inner: QRectF) -> list[QPointF]:
    """The middles of a column's dots, from above."""
    count = column.n_dots
    pitch = min(Size.MINI_PITCH, inner.height() / max(count - 1, 1))
    top = inner.center().y() - pitch * (count - 1) / 2
    return [QPointF(x, top + pitch * index) for index in range(count)]


def _paint_specks(painter: QPainter, middle: QPointF) -> None:
    """Three specks: there are more."""
    for shift in (-2.0 * Size.MINI_LINK, 0.0, 2.0 * Size.MINI_LINK):
        painter.drawEllipse(middle + QPointF(0.0, 2.0 * shift), 2.0 * Size.MINI_LINK, 2.0 * Size.MINI_LINK)
