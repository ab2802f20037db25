"""Axes as every plot here draws them: small numbers, faint lines, no box, names in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import Size, Theme, numbers, words

Numbers = NDArray[np.floating[Any]]


_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Axes:
    """Two axes and the rectangle between them, in pixels.

    Parameters
    ----------
    name_below : the name of x stands below its numbers, however short it is
    """

    area: QRectF
    x: Axis
    y: Axis
    name_below: bool = False

    def across(self, values: Numbers) -> Numbers:
        """(points,) pixels from the left of the widget."""
        return self.area.left() + self.x.share(values) * self.area.width()

    def down(self, values: Numbers) -> Numbers:
        """(points,) pixels from the top of the widget."""
        return self.area.bottom() - self.y.share(values) * self.area.height()

    def value_at(self, point: QPointF) -> tuple[float, float]:
        """The numbers of both axes under a point."""
        across = (point.x() - self.area.left()) / max(self.area.width(), 1.0)
        up = (self.area.bottom() - point.y()) / max(self.area.height(), 1.0)
        return self.x.value(across), self.y.value(up)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Lines, numbers and names: that of y above its numbers, that of x before its own, or below if it is long."""
        font = numbers(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        self._paint_y(painter, theme, metrics)
        self._paint_x(painter, theme, metrics)
        self._paint_names(painter, theme)

    def _paint_y(self, painter: QPainter, theme: Theme, metrics: QFontMetricsF) -> None:
        height = metrics.height()
        last_top = float("inf")
        for value, label in self.y.ticks(min(_MOST_TICKS, max(2, int(self.area.height() / (height * 1.6))))):
            y = round(float(self.down(np.array([value]))[0])) + 0.5
            painter.setPen(QPen(theme.colour("line"), Size.THIN))
            painter.drawLine(QPointF(self.area.left(), y), QPointF(self.area.right(), y))
            if y + height / 2 > last_top:
                continue
            last_top = y - height / 2
            painter.setPen(theme.colour("second"))
            box = QRectF(0, y - height / 2, self.area.left() - Size.GAP, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)

    def _paint_x(self, painter: QPainter, theme: Theme, metrics: QFontMetricsF) -> None:
        painter.setPen(theme.colour("second"))
        widest = max(metrics.horizontalAdvance(label) for _, label in self.x.ticks(5))
        for value, label in self.x.ticks(max(1, min(5, int(self.area.width() / (widest * 2 + 1))))):
            x = float(self.across(np.array([value]))[0])
            width = metrics.horizontalAdvance(label)
            left = min(x - width / 2, self.area.right() - width)
            painter.drawText(QPointF(left, self.area.bottom() + Size.GAP + metrics.ascent()), label)

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        font = words(Size.SMALL)
        height = QFontMetricsF(font).height()
        painter.setFont(font)
        painter.setPen(theme.colour("second"))
        row = QRectF(0, self.area.bottom() + Size.GAP, self.area.left() - Size.GAP, height)
        if not self.name_below and QFontMetricsF(font).horizontalAdvance(self.x.name) <= row.width():
            painter.drawText(row, Qt.AlignmentFlag.AlignRight, self.x.name)
        else:
            below = QRectF(self.area.left(), row.bottom(), self.area.width(), height)
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, self.x.name)
        painter.drawText(QRectF(0, 0, self.area.right(), height), Qt.AlignmentFlag.AlignLeft, self.y.name)


def area_within(width: float, height: float, x: Axis, y: Axis, *, name_below: bool = False) -> QRectF:
    """The rectangle between axes that fill a widget, with room for the widest number and the names."""
    metrics, naming = QFontMetricsF(numbers(Size.SMALL)), QFontMetricsF(words(Size.SMALL))
    line = metrics.height()
    widest = max((metrics.horizontalAdvance(label) for _, label in y.ticks(_MOST_TICKS)), default=0.0)
    left = round(max(widest, metrics.horizontalAdvance("00.00")) + Size.GAP)
    top = round(naming.height() + line / 2)
    below = name_below or naming.horizontalAdvance(x.name) > left - Size.GAP
    bottom = Size.GAP + line + (naming.height() if below else 0.0)
    return QRectF(left, top, max(1.0, width - left - Size.GAP / 2), max(1.0, round(height - top - bottom)))


def readout(painter: QPainter, theme: Theme, at: QPointF, bounds: QRectF, lines: list[str]) -> None:
    """A small box of numbers beside the point the hand is at, on the side with more room, kept within ``bounds``."""
    painter.setPen(QPen(theme.colour("faint"), Size.THIN))
    painter.setBrush(theme.colour("surface"))
    box = readout_box(at, bounds, lines)
    painter.drawRoundedRect(box, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
    font = numbers(Size.SMALL)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(theme.colour("text"))
    for row, line in enumerate(lines):
        base = box.top() + Size.GAP / 2 + metrics.ascent() + row * metrics.height()
        painter.drawText(QPointF(box.left() + Size.GAP, base), line)


def readout_box(at: QPointF, bounds: QRectF, lines: list[str]) -> QRectF:
    """Where that box lies."""
    font = numbers(Size.SMALL)
    metrics = QFontMetricsF(font)
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * Size.GAP
    height = metrics.height() * len(lines) + Size.GAP
    left = at.x() + Size.MARGIN if at.x() <= bounds.center().x() else at.x() - Size.MARGIN - width
    top = min(max(at.y() - height - Size.GAP, bounds.top()), bounds.bottom() - height)
    return QRectF(min(max(left, bounds.left()), bounds.right() - width), top, width, height)
