"""Heights over a rectangle: colours, and lines of equal height with their numbers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.depth_scale import DepthScale
from nnsim.ui.plots.iso_lines import iso_lines
from nnsim.ui.plots.levels import Level, paint_level_numbers, paint_levels
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import FADED_MAP, Size, Theme, words

Numbers = NDArray[np.floating[Any]]

_DEPTH: Final = 1e-4
"""Heights below this part of the highest are one colour: a scale of ratios has no 0."""
_RATIOS_FROM: Final = 30.0
"""From this ratio of the highest to the lowest on, lines are drawn in ratios."""
_TIMES: Final = (1.0, 3.0)
_LINES: Final = 10
"""So many lines at most where they are drawn in equal steps."""
_LEAST: Final = 1e-300
_FAR: Final = 20.0
"""So many times the width of the map beside it a point may lie and still be drawn at its own place."""


class HeightMap:
    """Painted below everything else.

    Parameters
    ----------
    heights : (rows, columns), row 0 at the bottom; ∞ is beyond every line

    Attributes
    ----------
    levels : the heights that have a line
    is_level : whether all are the same, so that there is nothing to see
    """

    def __init__(self, heights: Numbers) -> None:
        self._heights = heights
        self.is_level = bool((heights == heights[:1, :1]).all())
        finite = heights[np.isfinite(heights)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (1.0, 1.0)
        highest = high
        high = max(high, low + max(abs(low) * 1e-9, _LEAST))
        if low >= 0.0 and high > _RATIOS_FROM * low:
            least = max(_DEPTH * high, low)
            self._scale = DepthScale(Axis(least, high, log=True))
            powers = range(int(np.floor(np.log10(least))), int(np.ceil(np.log10(high))) + 1)
            levels = [times * 10.0**power for power in powers for times in _TIMES]
            self.levels = [level for level in levels if least < level < high]
        else:
            self._scale = DepthScale(Axis(low, high))
            self.levels = [value for value, _ in self._scale.axis.ticks(_LINES) if low < value < highest]

    def places(self, heights: Numbers) -> NDArray[np.intp]:
        """0 to 255, which colour each height has."""
        return self._scale.places(heights)

    def height(self, across: float, up: float) -> float:
        """Between the points that were worked out, at these parts, 0 to 1, of the way across and up."""
        rows, columns = self._heights.shape
        row, column = up * (rows - 1), across * (columns - 1)
        below, left = min(int(row), rows - 2), min(int(column), columns - 2)
        corners = self._heights[below : below + 2, left : left + 2]
        up_part, across_part = row - below, column - left
        weights = np.outer((1.0 - up_part, up_part), (1.0 - across_part, across_part))
        return float((corners[weights > 0.0] * weights[weights > 0.0]).sum())

    def paint(self, painter: QPainter, theme: Theme, area: QRectF) -> None:
        """Colours, lines and numbers."""
        painter.fillRect(area, theme.colour("surface"))
        painter.save()
        painter.setClipRect(area)
        painter.setOpacity(FADED_MAP)
        self._scale.paint_cells(painter, theme, area, self._heights[::-1])
        levels = [Level(height, self._line(area, height)) for height in self.levels]
        found = [level for level in levels if len(level.lines)]
        paint_levels(painter, theme, found)
        painter.setOpacity(1.0)
        paint_level_numbers(painter, theme, area, found)
        if self.is_level:
            painter.setFont(words())
            painter.setPen(theme.colour("second"))
            said = QCoreApplication.translate("descent_words", "the loss is the same all over")
            painter.drawText(area, Qt.AlignmentFlag.AlignHCenter, said)
        painter.restore()

    def _line(self, area: QRectF, height: float) -> Numbers:
        """(lines, 4) pixels of the line of a height."""
        rows, columns = self._heights.shape
        lines = iso_lines(self._heights, height)
        lines[:, ::2] = area.left() + lines[:, ::2] / (columns - 1) * area.width()
        lines[:, 1::2] = area.bottom() - lines[:, 1::2] / (rows - 1) * area.height()
        return lines


def paint_caption(painter: QPainter, theme: Theme, axes: Axes, bottom: float, said: str) -> None:
    """Words in the last line of a widget of height ``bottom``, before the name of the axis; ended by … without room."""
    metrics = QFontMetricsF(words(Size.SMALL))
    room = axes.area.width() - metrics.horizontalAdvance(axes.x.name) - 2 * Size.GAP
    painter.setFont(words(Size.SMALL))
    painter.setPen(theme.colour("second"))
    box = QRectF(axes.area.left(), bottom - metrics.height(), room, metrics.height())
    shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft, shown)


def pixels_on(axes: Axes, points: Numbers) -> Numbers:
    """(n, 2) pixels of (n, 2) points; what is far outside stays near enough to be drawn."""
    near = [
        np.clip(points[:, way], axis.low - _FAR * (axis.high - axis.low), axis.high + _FAR * (axis.high - axis.low))
        for way, axis in enumerate((axes.x, axes.y))
    ]
    return np.column_stack([axes.across(near[0]), axes.down(near[1])])
