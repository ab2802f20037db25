"""The mark of what is chosen among many: a tick in a circle, or an empty circle. It tells without any colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from nnsim.ui.theme import Size, Theme

_TICK = ((0.27, 0.53), (0.44, 0.69), (0.74, 0.33))
"""Its corners, in shares of the circle's side."""


def paint_tick(painter: QPainter, middle: QPointF, theme: Theme, *, on: bool) -> None:
    """Draw the mark around ``middle``."""
    side = float(Size.ICON)
    box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    painter.setPen(QPen(theme.colour("accent" if on else "faint"), Size.THIN))
    painter.setBrush(theme.colour("accent" if on else "surface"))
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    if on:
        painter.setPen(QPen(theme.colour("on_accent"), Size.RING, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(box.left() + x * side, box.top() + y * side) for x, y in _TICK]))
