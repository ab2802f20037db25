"""Colours for quantities without a sign, on a scale that stays the same, with the key that says what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen

from nnsim.ui.plots.surface import packed
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.theme import Size, Theme, numbers
from nnsim.ui.widgets.numbers import in_percent_fixed

Numbers = NDArray[np.floating[Any]]

_COLOURS = 256


@dataclass(frozen=True, slots=True)
class DepthScale:
    """The least is nearly paper, the most nearly ink; what lies beyond an end has the colour of the end.

    Parameters
    ----------
    axis : from the least to the most
    guide : a number that is marked on the key
    """

    axis: Axis
    guide: float | None = None

    def places(self, values: Numbers) -> NDArray[np.intp]:
        """0 to 255 for each value; −1 where it is not a number."""
        with np.errstate(invalid="ignore"):
            share = np.clip(self.axis.share(np.minimum(values, self.axis.high)), 0.0, 1.0)
        return np.where(np.isnan(values), -1, np.nan_to_num(share) * (_COLOURS - 1)).astype(np.intp)

    def paint_cells(self, painter: QPainter, theme: Theme, area: QRectF, values: Numbers) -> None:
        """(rows, columns) as a field of colours; what is not known stays paper."""
        colours = np.append(packed(theme.depth().astype(float)), packed(_surface(theme)))
        pixels = np.ascontiguousarray(colours[self.places(values)], np.uint32)
        rows, columns = pixels.shape
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(area, image)
        painter.restore()

    def paint_key(self, painter: QPainter, theme: Theme, room: QRectF) -> None:
        """A strip of all colours between the numbers of its ends, at the right of ``room``; nothing if it has none."""
        font = numbers(Size.SMALL)
        metrics = QFontMetricsF(font)
        low, high = (self._said(end) for end in (self.axis.low, self.axis.high))
        beside = metrics.horizontalAdvance(low) + metrics.horizontalAdvance(high) + 2 * Size.HALF
        width = min(3.0 * Size.LEGEND_STRIP, room.width() - beside)
        if width < Size.LEGEND_STRIP / 2:
            return
        right = room.right() - metrics.horizontalAdvance(high) - Size.HALF
        strip = QRectF(right - width, room.center().y() - Size.HALF, width, Size.GAP)
        self.paint_cells(painter, theme, strip, self._all()[None])
        painter.setFont(font)
        painter.setPen(QPen(theme.colour("faint"), Size.THIN))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(strip)
        base = room.center().y() + metrics.capHeight() / 2
        painter.setPen(theme.colour("second"))
        painter.drawText(QPointF(strip.left() - Size.HALF - metrics.horizontalAdvance(low), base), low)
        painter.drawText(QPointF(strip.right() + Size.HALF, base), high)
        if self.guide is not None:
            self._paint_guide(painter, theme, strip, self.guide)

    def _paint_guide(self, painter: QPainter, theme: Theme, strip: QRectF, guide: float) -> None:
        x = round(strip.left() + float(self.axis.share(np.array([guide]))[0]) * strip.width()) + 0.5
        painter.setPen(QPen(theme.colour("text"), Size.THIN))
        painter.drawLine(QPointF(x, strip.top() - Size.HALF), QPointF(x, strip.bottom() + Size.HALF))

    def _all(self) -> Numbers:
        return np.array([self.axis.value(share) for share in np.linspace(0.0, 1.0, _COLOURS)])

    def _said(self, value: float) -> str:
        return f"{in_percent_fixed(value, 0)} %" if self.axis.percent else tick_label(value)


def _surface(theme: Theme) -> Numbers:
    colour = theme.colour("surface")
    return np.array([[colour.red(), colour.green(), colour.blue()]], float)
