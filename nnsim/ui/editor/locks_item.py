"""Small locks on what training does not change: frozen layers, held weights and biases."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.engine.spec import NetworkSpec
from nnsim.session.selection import Selection
from nnsim.ui.editor.layout import Arrangement, middle_of
from nnsim.ui.theme import Size, Theme
from nnsim.ui.widgets.icons import drawing

_SIDE: Final = 16.0
_ICON: Final = 10.0


def locked_places(arrangement: Arrangement, network: NetworkSpec) -> list[tuple[float, float]]:
    """Where locks hang: at the upper corner of a frozen layer, on a held link, and at the mark of a held bias."""
    found = []
    for layer, spec in enumerate(network.layers):
        column = arrangement.column(layer)
        if spec.frozen:
            found.append((column.right, column.top))
        if column.folded or arrangement.column(layer - 1).folded:
            continue
        bias_row = spec.rows(network.shapes[layer])
        for row, neuron in () if spec.frozen else spec.held:
            if row == bias_row:
                left, top, _, height = column.face_of(neuron)
                found.append((left, top + height))
            else:
                found.append(middle_of(arrangement, Selection("link", layer, row, neuron)))
    return found


class LocksItem(QGraphicsItem):
    """All locks of a network. They hide nothing to click on: what lies below takes the click."""

    def __init__(self, arrangement: Arrangement, network: NetworkSpec, theme: Theme) -> None:
        super().__init__()
        self._bounds = QRectF(0, 0, arrangement.width, arrangement.height)
        self.places = locked_places(arrangement, network)
        self.setVisible(bool(self.places))
        self.setZValue(0.5)
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        self._icon = QSvgRenderer(QByteArray(drawing("lock", theme.text)))
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """A lock on a small round plate at each place."""
        for x, y in self.places:
            painter.setPen(QPen(self._theme.colour("line"), Size.THIN))
            painter.setBrush(self._theme.colour("surface"))
            painter.drawEllipse(QPointF(x, y), _SIDE / 2, _SIDE / 2)
            self._icon.render(painter, QRectF(x - _ICON / 2, y - _ICON / 2, _ICON, _ICON))
