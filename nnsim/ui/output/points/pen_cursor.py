"""The pointer while points are drawn: a cross, and beside it the mark that will be set."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QCursor, QPainter, QPen, QPixmap

from nnsim.ui.plots.marks import draw_mark, draw_value_mark, mark_path
from nnsim.ui.theme import Size, Theme

_SIDE: Final = 32
_ARM: Final = 6.0
_GAP: Final = 2.0
_MARK: Final = 10.0


def pen_cursor(theme: Theme, number: int | None, ratio: float) -> QCursor:
    """A cross whose middle is what it points at, and the mark of a class, or of a quantity (``None``)."""
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(_ARM + 2, _ARM + 2)
    for colour, width in (("surface", 3.0), ("text", 1.5)):
        painter.setPen(QPen(theme.colour(colour), width))
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            way = QPointF(x, y)
            painter.drawLine(QLineF(middle + way * _GAP, middle + way * _ARM))
    at = QPointF(_SIDE - _MARK, _SIDE - _MARK)
    if number is None:
        draw_value_mark(painter, theme, at, theme.colour("middle"), size=_MARK)
    else:
        draw_mark(painter, theme, mark_path(number), at, theme.sample(number), size=_MARK + Size.TIGHT)
    painter.end()
    return QCursor(picture, round(middle.x()), round(middle.y()))
