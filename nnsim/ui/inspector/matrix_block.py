"""What is chosen on the picture of a large matrix, framed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from nnsim.ui.theme import BLOCK_TINT, Size, Theme


def paint_frame(painter: QPainter, theme: Theme, place: QRectF, seen: QRectF, *, is_block: bool = False) -> None:
    """Around a weight, or around a block with a tint within; if that is tiny, wider than it is, so that it is found.

    Parameters
    ----------
    place : where it lies, in part perhaps out of sight
    seen : where the matrix is in sight
    """
    least = float(Size.PAD)
    framed = QRectF(place)
    framed.setSize(place.size().expandedTo(QSizeF(least, least)))
    framed.moveCenter(place.center())
    painter.save()
    painter.setClipRect(seen.adjusted(-least, -least, least, least))
    if is_block:
        tint = theme.colour("accent")
        tint.setAlphaF(BLOCK_TINT)
        painter.fillRect(place, tint)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("surface", 2.0 * Size.RING), ("accent" if is_block else "text", Size.RING / 1.0)):
        painter.setPen(QPen(theme.colour(colour), width))
        painter.drawRect(framed)
    painter.restore()
