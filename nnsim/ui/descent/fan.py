"""The gradients of all batches at one place, as a fan of arrows that lead down, with their mean."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnsim.ui.theme import FAINT_LINE, Size, Theme

Numbers = NDArray[np.floating[Any]]

LONGEST_PX: Final = 20 * Size.GRID
"""The longest arrow of single samples; all others are as long in proportion."""


@dataclass(frozen=True, eq=False)
class Fan:
    """Arrows against the gradients.

    Parameters
    ----------
    place : whose colour they have
    gradients : (batches, 2)
    longest : (samples, 2) the gradients of single samples, which set the scale
    """

    place: int
    gradients: Numbers
    longest: Numbers

    def ends(self, px_per_unit: tuple[float, float]) -> Numbers:
        """(batches + 1, 2) pixels from the place to the head of each arrow, that of the mean last."""
        stretch = np.array([-px_per_unit[0], px_per_unit[1]])  # down the slope, and pixels count downwards
        reach = float(np.hypot(*(self.longest * stretch).T).max())
        all_of_them = np.vstack([self.gradients, self.gradients.mean(axis=0)])
        return np.asarray(all_of_them * stretch * (LONGEST_PX / (reach or 1.0)))


def paint_fan(
    painter: QPainter, theme: Theme, at: QPointF, fan: Fan, px_per_unit: tuple[float, float], colour: QColor
) -> None:
    """All arrows thin, their mean thick."""
    ends = fan.ends(px_per_unit)
    thin = QColor(colour)
    thin.setAlphaF(1.0 - FAINT_LINE / 2)
    for x, y in ends[:-1].tolist():
        _arrow(painter, at, QPointF(x, y), thin, Size.CURVE)
    for shade, width in ((theme.colour("surface"), 2.0 * Size.RING + 1), (theme.colour("text"), 1.5 * Size.RING)):
        _arrow(painter, at, QPointF(*ends[-1].tolist()), shade, width)


def _arrow(painter: QPainter, at: QPointF, way: QPointF, colour: QColor, width: float) -> None:
    length = hypot(way.x(), way.y())
    if length < 1.0:
        return
    along = way / length
    head = min(length, 2.0 * Size.HALF + width)
    aside = QPointF(-along.y(), along.x()) * head / 2
    tip, neck = at + way, at + way - along * head
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(at, neck)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, neck + aside, neck - aside]))
