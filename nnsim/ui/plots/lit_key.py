"""What the rings around lit samples mean, told in the picture in which they are."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from nnsim.ui.plots.marks import draw_lit
from nnsim.ui.theme import Size, Theme, words

_SMALL = 0.05
"""The rings of the key are nearly the least there are."""


def lit_key_box(area: QRectF, meaning: tuple[str, str]) -> QRectF:
    """Where it lies: in the lower left corner of the picture."""
    metrics = QFontMetricsF(words(Size.SMALL))
    width = sum(metrics.horizontalAdvance(word) for word in meaning) + 2 * (Size.ICON + Size.HALF) + Size.GAP + Size.PAD
    return QRectF(area.left() + Size.TIGHT, area.bottom() - Size.ICON - Size.TIGHT, width, Size.ICON)


def paint_lit_key(painter: QPainter, theme: Theme, area: QRectF, meaning: tuple[str, str]) -> None:
    """A ring of each kind with its word.

    Parameters
    ----------
    area : the picture with the samples
    meaning : of a solid ring, and of a dashed one
    """
    box = lit_key_box(area, meaning)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(box, Size.CELL_RADIUS, Size.CELL_RADIUS)
    font = words(Size.SMALL)
    metrics = QFontMetricsF(font)
    left, base = box.left() + Size.PAD, box.center().y() + metrics.ascent() / 2 - 1
    for word, sign in zip(meaning, (_SMALL, -_SMALL), strict=True):
        draw_lit(painter, theme, np.array([left + Size.ICON / 2 - Size.TIGHT, box.center().y()]), sign)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(QPointF(left + Size.ICON, base), word)
        left += Size.ICON + Size.HALF + metrics.horizontalAdvance(word) + Size.HALF
