"""The names left of the inputs and right of the outputs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.session.selection import has_neurons
from nnsim.ui import theme as look
from nnsim.ui.editor.layout import Arrangement, Column
from nnsim.ui.names import Names
from nnsim.ui.theme import Size, Theme

_SHORT = 4
"""Names of up to so many signs are mathematics, and larger."""
_WIDEST_SHARE = 0.18


def side_room(names: Names, layer: int, width: float) -> float:
    """How much room the names beside one column take: what they need, but not too much of the picture's ``width``."""
    size = names.network.sizes[layer + 1]
    if not has_neurons(names.network, layer):
        return 2.0 * Size.GAP
    if size > Size.NEURONS_SHOWN:
        return float(Size.NETWORK_SIDE)
    metrics = QFontMetricsF(_font(names, layer))
    widest = max(metrics.horizontalAdvance(names.short(layer, column)) for column in range(size))
    return max(float(Size.NETWORK_SIDE), min(widest + 2.5 * Size.GAP, width * _WIDEST_SHARE))


def _font(names: Names, layer: int) -> QFont:
    size = Size.BODY if len(names.short(layer, 0)) <= _SHORT else Size.SMALL
    return look.words(size, QFont.Weight.DemiBold)


class SideNamesItem(QGraphicsItem):
    """The names left of the inputs and right of the outputs, shortened to the room there is."""

    def __init__(self, arrangement: Arrangement, names: Names, theme: Theme) -> None:
        super().__init__()
        self._whole = QRectF(0, 0, arrangement.width, arrangement.height)
        self._arrangement = arrangement
        self._names = names
        self.recolour(theme)
        self.setZValue(-2)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._ink = theme.colour("text")

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return self._whole

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Write the names."""
        painter.setPen(self._ink)
        first, last = self._arrangement.columns[0], self._arrangement.columns[-1]
        self._write(painter, first, QRectF(0, 0, first.left - Size.GAP, 0), Qt.AlignmentFlag.AlignRight)
        start = last.right + Size.GAP
        self._write(painter, last, QRectF(start, 0, self._arrangement.width - start, 0), Qt.AlignmentFlag.AlignLeft)

    def _write(self, painter: QPainter, column: Column, room: QRectF, side: Qt.AlignmentFlag) -> None:
        font = _font(self._names, column.layer)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        if column.size > 1 and column.ys and column.ys[1] - column.ys[0] < metrics.ascent():
            return  # names would lie on each other
        for index, y in enumerate(column.ys):
            name = metrics.elidedText(self._names.short(column.layer, index), Qt.TextElideMode.ElideRight, room.width())
            place = QRectF(room.left(), y - metrics.height() / 2, room.width(), metrics.height())
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, name)
