"""What is painted over points that are set by hand: rings around those that are chosen, and the cross hair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim.ui.plots.marks import draw_ring
from nnsim.ui.theme import Size, Theme

_FEW: Final = 12
"""More points that are chosen have thin rings."""


def paint_rings(painter: QPainter, theme: Theme, places: NDArray[np.floating[Any]], chosen: Sequence[int]) -> None:
    """A ring around each chosen point that there is; ``places`` (points, 2) in pixels."""
    for row in chosen:
        if row < len(places) and len(chosen) <= _FEW:
            draw_ring(painter, theme, places[row])
        elif row < len(places):
            painter.setPen(QPen(theme.colour("text"), Size.THIN))
            painter.drawEllipse(QPointF(*places[row].tolist()), Size.MARK * 0.75, Size.MARK * 0.75)


def paint_hair(painter: QPainter, area: QRectF, at: QPointF) -> None:
    """Two lines through a place, with the pen as it is."""
    painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()))
    painter.drawLine(QPointF(area.left(), at.y()), QPointF(area.right(), at.y()))
