"""The names left of the inputs and right of the outputs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.session.selection import has_neurons
from nnsim.ui import theme as look
from nnsim.ui.editor.layout import Arrangement, Column
from nnsim.ui.names import Names
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size, Theme

_SHORT = 4
"""Names of up to so many signs are mathematics, and larger."""
_WIDEST_SHARE = 0.18


def side_room(names: Names, layer: int, width: float) -> float:
    """How much room the names beside one column take: what they need, but not too much of the picture's ``width``."""
    size = names.network.sizes[layer + 1]
    if not has_neurons(names.network, layer):
        return 2.0 * Size.GAP
    if size > NetworkSize.NEURONS_SHOWN:
        return float(NetworkSize.NETWORK_SIDE)
    metrics = QFontMetricsF(_font(names, layer))
    widest = max(metrics.horizontalAdvance(names.short(layer, column)) for column in range(size))
    if layer >= 0:
        widest = max(widest, QFontMetricsF(look.words(Size.SMALL)).horizontalAdvance(_equals(names.meaning(0))))
    lamps = NetworkSize.LAMPS + Size.GAP if names.segments and (layer < 0 or names.is_copy) else 0
    return lamps + max(float(NetworkSize.NETWORK_SIDE), min(widest + 2.5 * Size.GAP, width * _WIDEST_SHARE))


def _font(names: Names, layer: int) -> QFont:
    size = Size.BODY if len(names.short(layer, 0)) <= _SHORT else Size.SMALL
    return look.words(size, QFont.Weight.DemiBold)


def _equals(meaning: str) -> str:
    return f"= {meaning}" if meaning else ""


class SideNamesItem(QGraphicsItem):
    """The names left of the inputs or right of the outputs, shortened to the room there is.

    It takes no more room than that: what changes with every frame is elsewhere, so names are written once.
    """

    def __init__(self, arrangement: Arrangement, names: Names, layer: int, theme: Theme) -> None:
        super().__init__()
        self._font = _font(names, layer)
        metrics = QFontMetricsF(self._font)
        column = arrangement.column(layer)
        left = 0.0 if layer < 0 else column.right + Size.GAP
        right = column.left - Size.GAP if layer < 0 else arrangement.width
        self._room = QRectF(left, 0, max(right - left, 0.0), arrangement.height)
        self._side = Qt.AlignmentFlag.AlignRight if layer < 0 else Qt.AlignmentFlag.AlignLeft
        self._texts: list[tuple[QRectF, str]] = []
        self._meaning: tuple[QRectF, str] | None = None
        if not _lie_on_each_other(column, metrics.ascent()):
            for index, y in enumerate(column.ys):
                place = QRectF(left, y - metrics.height() / 2, self._room.width(), metrics.height())
                name = names.short(layer, index)
                shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, place.width())
                self._texts.append((place, shown))
        meaning = _equals(names.meaning(0)) if layer >= 0 else ""
        if meaning:
            small = QFontMetricsF(look.words(Size.SMALL))
            place = QRectF(left, column.ys[0] + metrics.height() / 2, self._room.width(), small.height())
            self._meaning = place, small.elidedText(meaning, Qt.TextElideMode.ElideRight, place.width())
        self.recolour(theme)
        self.setZValue(-2)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._ink, self._second = theme.colour("text"), theme.colour("second")

    def boundingRect(self) -> QRectF:
        """From the edge of the picture to the column."""
        return self._room

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Write the names."""
        painter.setPen(self._ink)
        painter.setFont(self._font)
        for place, text in self._texts:
            painter.drawText(place, self._side | Qt.AlignmentFlag.AlignVCenter, text)
        if self._meaning is not None:
            painter.setPen(self._second)
            painter.setFont(look.words(Size.SMALL))
            painter.drawText(self._meaning[0], self._side | Qt.AlignmentFlag.AlignVCenter, self._meaning[1])


def _lie_on_each_other(column: Column, height: float) -> bool:
    return len(column.ys) > 1 and column.ys[1] - column.ys[0] < height
