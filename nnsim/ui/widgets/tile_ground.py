"""The ground that tiles are painted on."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui.theme import Size, Theme


def paint_tile_ground(painter: QPainter, tile: QWidget, theme: Theme, line: str, ground: str = "field") -> None:
    """A round field within a line, which is stronger than others if its colour is: it is chosen, or has the keyboard.

    Parameters
    ----------
    line, ground : colours of the theme; under the hand the ``field`` is another
    """
    width = float(Size.THIN if line == "line" else Size.RING)
    painter.setPen(QPen(theme.colour(line), width))
    painter.setBrush(theme.colour("hover" if ground == "field" and tile.underMouse() else ground))
    frame = QRectF(tile.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawRoundedRect(frame, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
