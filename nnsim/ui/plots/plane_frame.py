"""The square of a plane between its two axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.theme import Size, Theme, numbers, words

Numbers = NDArray[np.floating[Any]]
Ticks = list[tuple[float, str]]

_SHORT_NAME = 3.0 * Size.GRID
_TICKS = 4


@dataclass(frozen=True, slots=True)
class PlaneFrame:
    """A square in a widget, and the axes along it.

    Names as short as x₁ stand between the numbers; longer ones, of columns, above and below the square.
    """

    area: QRectF
    x: Axis
    y: Axis

    def place(self, points: Numbers) -> Numbers:
        """(n, 2) pixels of (n, 2) points in the units of the axes."""
        area = self.area
        across = area.left() + self.x.share(points[:, 0]) * area.width()
        return np.column_stack([across, area.bottom() - self.y.share(points[:, 1]) * area.height()])

    def share_at(self, at: QPointF) -> tuple[float, float]:
        """How far from the left and from the bottom a place in the widget is, 0 to 1."""
        return (at.x() - self.area.left()) / self.area.width(), (self.area.bottom() - at.y()) / self.area.height()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Numbers and names."""
        painter.setPen(theme.colour("second"))
        painter.setFont(numbers(Size.SMALL))
        metrics = QFontMetricsF(numbers(Size.SMALL))
        self._paint_x(painter, metrics)
        self._paint_y(painter, metrics)
        painter.setFont(words(Size.SMALL))
        if names_are_short(self.x, self.y):
            self._paint_short_names(painter, metrics)
        else:
            self._paint_long_names(painter, metrics)

    def paint_empty(self, painter: QPainter, theme: Theme) -> None:
        """Numbers and names around a square on which something is to be drawn."""
        self.paint(painter, theme)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("field"))
        painter.drawRoundedRect(self.area, Size.FIELD_RADIUS, Size.FIELD_RADIUS)

    def _paint_x(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        area, base, free = self.area, self._base(metrics), -np.inf
        for value, label in ticks_of(self.x):
            width = metrics.horizontalAdvance(label)
            across = area.left() + float(self.x.share(np.array(value))) * area.width()
            left = min(max(across - width / 2, area.left()), area.right() - width)
            if left >= free:
                painter.drawText(QPointF(left, base), label)
                free = left + width + Size.GAP

    def _paint_y(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        area = self.area
        for value, label in ticks_of(self.y):
            down = area.bottom() - float(self.y.share(np.array(value))) * area.height() + metrics.capHeight() / 2
            down = min(max(down, area.top() + metrics.capHeight()), area.bottom())
            left = area.left() - Size.GAP / 2 - metrics.horizontalAdvance(label)
            painter.drawText(QPointF(left, down), label)

    def _base(self, metrics: QFontMetricsF) -> float:
        return self.area.bottom() + Size.GAP / 4 + metrics.ascent()

    def _paint_short_names(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        area, naming = self.area, QFontMetricsF(painter.font())
        middle = area.left() + area.width() * 0.75 - naming.horizontalAdvance(self.x.name) / 2
        painter.drawText(QPointF(middle, self._base(metrics)), self.x.name)
        down = area.top() + area.height() * 0.25 + naming.xHeight() / 2
        left = area.left() - Size.GAP / 2 - naming.horizontalAdvance(self.y.name)
        painter.drawText(QPointF(left, down), self.y.name)

    def _paint_long_names(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        area, naming = self.area, QFontMetricsF(painter.font())
        right, below = Qt.AlignmentFlag.AlignRight, area.bottom() + Size.GAP / 4 + metrics.height()
        x_name, y_name = (
            naming.elidedText(axis.name, Qt.TextElideMode.ElideRight, area.right()) for axis in (self.x, self.y)
        )
        painter.drawText(QRectF(0, below, area.right(), naming.height()), right, x_name)
        painter.drawText(QPointF(0, naming.ascent()), y_name)


def names_are_short(*axes: Axis) -> bool:
    """Whether the names have room between the numbers."""
    metrics = QFontMetricsF(words(Size.SMALL))
    return all(metrics.horizontalAdvance(axis.name) <= _SHORT_NAME for axis in axes)


def ticks_of(axis: Axis) -> Ticks:
    """Round numbers; of an axis around 0 both ends and the middle."""
    if axis.low == -axis.high:
        return [(value, tick_label(float(f"{value:.2g}"))) for value in (axis.low, 0.0, axis.high)]
    return axis.ticks(_TICKS)


def frame_within(width: float, height: float, x: Axis, y: Axis) -> PlaneFrame:
    """The largest square with room for its numbers and names."""
    metrics, naming = QFontMetricsF(numbers(Size.SMALL)), QFontMetricsF(words(Size.SMALL))
    short = names_are_short(x, y)
    left = max((metrics.horizontalAdvance(label) for _, label in ticks_of(y)), default=0.0)
    if short:
        left = max(left, naming.horizontalAdvance(y.name))
    left += Size.GAP / 2
    name = 0.0 if short else naming.height() + Size.GAP / 4
    below = metrics.height() + Size.GAP / 2 + name
    side = max(1.0, min(width - left, height - below - name))
    return PlaneFrame(QRectF(round(left + (width - left - side) / 2), round(name), round(side), round(side)), x, y)
