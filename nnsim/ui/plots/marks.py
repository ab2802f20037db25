"""Samples as marks: a shape and a colour for each class, filled for training and hollow for test."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.stamps import draw_stamps, stamp
from nnsim.ui.theme import CLASS_MARKS, Size, Theme

_MANY: Final = 500
"""More marks than these are drawn smaller."""
_HOLLOW_SHARE: Final = 0.62
_HOLLOW_VALUE_SHARE: Final = 0.75
_HOLLOW_STROKE: Final = 1.1
_HOLE_SHARE: Final = 0.45
"""A hollow mark: its width as a share of a filled one's, how thick its line is, and the hole in that of a number."""


def _polygon(corners: int, turn: float = 0.0, inner: float = 1.0) -> QPainterPath:
    """Corners around the middle, the first at the top; ``inner`` pulls every second one inwards."""
    points = []
    for k in range(corners):
        angle = 2 * math.pi * k / corners - math.pi / 2 + turn
        radius = 0.5 * (inner if k % 2 else 1.0)
        points.append(QPointF(radius * math.cos(angle), radius * math.sin(angle)))
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _cross() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-0.5, -0.18, 1, 0.36))
    other = QPainterPath()
    other.addRect(QRectF(-0.18, -0.5, 0.36, 1))
    return path.united(other)


def _turned(path: QPainterPath, degrees: float) -> QPainterPath:
    return QTransform().rotate(degrees).map(path)


def _circle() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), 0.5, 0.5)
    return path


def _square() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-0.45, -0.45, 0.9, 0.9))
    return path


_SHAPES: dict[str, Callable[[], QPainterPath]] = {
    "o": _circle,
    "s": _square,
    "t": lambda: _turned(_polygon(3), 180),
    "t1": lambda: _polygon(3),
    "d": lambda: _polygon(4),
    "p": lambda: _polygon(5),
    "h": lambda: _polygon(6),
    "star": lambda: _polygon(10, inner=0.45),
    "+": _cross,
    "x": lambda: _turned(_cross(), 45),
}


@cache
def mark_path(number: int) -> QPainterPath:
    """The mark of a class, one unit wide, around (0, 0)."""
    return _SHAPES[CLASS_MARKS[number % len(CLASS_MARKS)]]()


def class_name(name: str) -> str:
    """The name of a class in words, also where it is only a number."""
    return QCoreApplication.translate("marks", "class {0}").format(name) if name.isdecimal() else name


def class_colour(theme: Theme, number: int) -> QColor:
    """The colour of a class."""
    return QColor(theme.classes[number % len(theme.classes)])


def mark_size(n_samples: int) -> float:
    """The width of a mark among so many: smaller where they would run together."""
    return Size.MARK if n_samples <= _MANY else Size.MARK_AMONG_MANY


def draw_value_mark(
    painter: QPainter, theme: Theme, at: QPointF, colour: QColor, *, hollow: bool = False, size: float = Size.MARK
) -> None:
    """A sample whose colour is a number: an edge in a colour of words, because the colour itself may be pale.

    A hollow one is smaller, and paper in its middle.
    """
    radius = size / 2 * (_HOLLOW_VALUE_SHARE if hollow else 1.0)
    painter.setPen(QPen(theme.colour("text"), Size.THIN * (size / Size.MARK)))
    painter.setBrush(colour)
    painter.drawEllipse(at, radius, radius)
    if hollow:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(at, radius * _HOLE_SHARE, radius * _HOLE_SHARE)


def draw_mark(
    painter: QPainter,
    theme: Theme,
    path: QPainterPath,
    at: QPointF,
    colour: QColor,
    *,
    hollow: bool = False,
    size: float = Size.MARK,
) -> None:
    """One mark; its edge keeps it apart from a ground of its own colour. A hollow one is smaller and thin."""
    width = size * (_HOLLOW_SHARE if hollow else 1.0)
    stroke = (_HOLLOW_STROKE if hollow else Size.THIN) * (size / Size.MARK)
    painter.save()
    painter.translate(at)
    painter.scale(width, width)
    surface = theme.colour("surface")
    painter.setPen(QPen(colour if hollow else surface, stroke / width))
    painter.setBrush(surface if hollow else colour)
    painter.drawPath(path)
    painter.restore()


def draw_ring(painter: QPainter, theme: Theme, at: NDArray[np.floating[Any]]) -> None:
    """The ring around the sample that is looked at, at (2,) pixels."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("surface", 2 * Size.RING), ("text", Size.RING)):
        painter.setPen(QPen(theme.colour(colour), width))
        painter.drawEllipse(QPointF(*at.tolist()), Size.MARK, Size.MARK)


def draw_lit(painter: QPainter, theme: Theme, at: NDArray[np.floating[Any]], weight: float) -> None:
    """A ring at (2,) pixels, larger the farther ``weight`` is from 0 (at most 1): solid for above 0, dashed below."""
    middle, radius = QPointF(*at.tolist()), Size.MARK * (PlotSize.LIT_LEAST + PlotSize.LIT_MORE * abs(weight))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("surface"), 2 * Size.RING))
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(
        QPen(
            theme.colour("positive" if weight > 0 else "negative"),
            Size.RING,
            Qt.PenStyle.SolidLine if weight > 0 else Qt.PenStyle.DotLine,
        )
    )
    painter.drawEllipse(middle, radius, radius)


def draw_cross(painter: QPainter, theme: Theme, at: QPointF) -> None:
    """The cross through a sample that is taken for another class; the mark still shows between its arms."""
    _draw_arms(painter, theme.colour("surface"), PlotSize.CROSS + 1.5 * Size.THIN, at)
    _draw_arms(painter, theme.colour("text"), PlotSize.CROSS, at)


def _draw_arms(painter: QPainter, colour: QColor, width: float, at: QPointF) -> None:
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for slope in (1, -1):
        for end in (1, -1):
            way = QPointF(end, end * slope)
            painter.drawLine(QLineF(at + way * PlotSize.CROSS_FROM, at + way * PlotSize.CROSS_TO))


class Crosses:
    """Crosses in many places at once, in the colours of a theme."""

    def __init__(self) -> None:
        self._made_for: tuple[Theme, float] | None = None
        self._pictures: tuple[QPixmap, ...] = ()

    def draw(self, painter: QPainter, theme: Theme, places: NDArray[np.floating[Any]]) -> None:
        """Cross out each of (n, 2) ``places`` in pixels. Where they crowd, no edge of one cuts the arms of another."""
        ratio = painter.device().devicePixelRatioF()
        if self._made_for != (theme, ratio):
            side = 2 * math.ceil(PlotSize.CROSS_TO + PlotSize.CROSS + Size.THIN)
            kinds = (
                (theme.colour("surface"), PlotSize.CROSS + 1.5 * Size.THIN),
                (theme.colour("text"), PlotSize.CROSS),
            )
            self._pictures = tuple(
                stamp(side, ratio, partial(_draw_arms, colour=colour, width=width, at=QPointF(0, 0)))
                for colour, width in kinds
            )
            self._made_for = (theme, ratio)
        for picture in self._pictures:
            draw_stamps(painter, picture, places)
