"""The seven segments that a network sees, as a digit beside its inputs; beside its outputs those that come out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.engine.parameters import Array
from nnsim.ui import theme as look
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.growing_scale import place
from nnsim.ui.ink import readable_on
from nnsim.ui.lamps import SHAPE, lamp_shapes, paint_lamps
from nnsim.ui.names import Names
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size, Theme


def lamps_beside(names: Names, arrangement: Arrangement, theme: Theme) -> list[LampsItem]:
    """One beside the inputs if they are segments, and one beside their copy."""
    last = len(names.network.layers) - 1
    layers = (-1, last) if names.is_copy else (-1,)
    return [LampsItem(arrangement, names.segments, layer, theme) for layer in layers] if names.segments else []


class LampsItem(QGraphicsItem):
    """A digit whose segments have the colours of the neurons that they are, and their letters."""

    def __init__(self, arrangement: Arrangement, segments: tuple[str, ...], layer: int, theme: Theme) -> None:
        super().__init__()
        column = arrangement.column(layer)
        width, height = float(NetworkSize.LAMPS), NetworkSize.LAMPS / SHAPE
        left = Size.GAP if layer < 0 else arrangement.width - Size.GAP - width
        self._box = QRectF(left, (column.top + column.bottom - height) / 2, width, height)
        self._segments, self._layer, self._theme = segments, layer, theme
        self._places = place(np.zeros(len(segments)), 1.0)
        self.setZValue(-2)

    def show_values(self, layer: int, strengths: Array) -> None:
        """Take the colours of the neurons of ``layer``, (neurons,) −1 to 1, if these are its lamps."""
        if layer == self._layer and len(strengths) == len(self._segments):
            places = place(strengths, 1.0)
            if (places != self._places).any():
                self._places = places
                self.update()

    def lit(self) -> str:
        """The letters of the segments that are more on than off."""
        half = place(np.array([0.25]), 1.0)[0]
        return "".join(name for name, at in zip(self._segments, self._places.tolist(), strict=True) if at > half)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        """All segments with their rims."""
        return self._box.adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Each segment, and its letter on it; one that is left out is not there."""
        heat, theme = self._theme.heat(), self._theme
        colours = {
            name: QColor(*heat[at].tolist()) for name, at in zip(self._segments, self._places.tolist(), strict=True)
        }
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_lamps(painter, self._box, colours, theme.colour("line"))
        font = look.words(Size.TINY)
        painter.setFont(font)
        height = QFontMetricsF(font).height()
        for name, shape in lamp_shapes(self._box).items():
            if name in colours:
                middle = shape.boundingRect().center()
                painter.setPen(readable_on(colours[name], theme))
                room = QRectF(middle.x() - height, middle.y() - height / 2, 2 * height, height)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)
        painter.restore()
