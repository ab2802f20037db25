"""The numbers of weights and biases, written on the network."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.engine.parameters import Array
from nnsim.engine.spec import NetworkSpec
from nnsim.session.selection import Selection
from nnsim.ui import theme as look
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.editor.value_places import Place, Wanted, Wish, readable_places
from nnsim.ui.theme import Size, Theme
from nnsim.ui.widgets.numbers import MINUS, format_fixed, format_number

_WIDEST = "−0e000"
_PLATE = 0.86
"""How much a number's plate hides of the links below it."""


class ValuesItem(QGraphicsItem):
    """As many numbers as can be read, always equally large on the screen. Signs have their colours and a − or none."""

    def __init__(self, arrangement: Arrangement, network: NetworkSpec, theme: Theme) -> None:
        super().__init__()
        self._arrangement = arrangement
        self._wanted = Wanted(arrangement, network)
        self._bounds = QRectF(0, 0, arrangement.width, arrangement.height)
        self._wish = Wish()
        self._places: dict[Selection, Place] = {}
        self._numbers: list[tuple[QPointF, float, str]] = []
        metrics = QFontMetricsF(look.numbers(Size.TINY))
        self._width, self._height = metrics.horizontalAdvance(_WIDEST) + Size.HALF, metrics.height()
        self.setZValue(1)
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        self._plate = theme.colour("surface")
        self._plate.setAlphaF(_PLATE)
        self.update()

    def render(self, wish: Wish, parameters: Array) -> None:
        """Write the numbers of now; they stay where they are as long as nothing but they themselves is another."""
        if not wish.is_like(self._wish):
            self._wish = wish
            parts = self._wanted.largest(wish, parameters)
            width, height = self._width / wish.scale, self._height / wish.scale
            self._places = readable_places(self._arrangement, parts, width, height)
            self.setVisible(bool(self._places))
        self._numbers = []
        for part, (x, y) in self._places.items():
            value = self._wanted.number(part, parameters)
            self._numbers.append((QPointF(x, y), value, in_short(value)))
        self.update()

    def texts(self) -> dict[Selection, str]:
        """What is written, by part."""
        return dict(zip(self._places, (text for _, _, text in self._numbers), strict=True))

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Each number on a plate that lets it be read over links."""
        theme = self._theme
        painter.save()
        painter.setFont(look.numbers(Size.TINY))
        inks = {sign: theme.colour(role) for sign, role in ((1, "positive_text"), (-1, "negative_text"), (0, "second"))}
        plate = QRectF(-self._width / 2, -self._height / 2, self._width, self._height)
        origin = painter.transform()
        for at, value, text in self._numbers:
            painter.setTransform(origin)
            painter.translate(at)
            painter.scale(1 / self._wish.scale, 1 / self._wish.scale)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._plate)
            painter.drawRoundedRect(plate, Size.HALF, Size.HALF)
            painter.setPen(inks.get(int(np.sign(value)) if value == value else 0, inks[0]))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


def in_short(value: float) -> str:
    """A weight in at most six signs: ``−0.85``, ``12.3``, ``−2e100``."""
    if abs(value) < 9.995:
        return format_fixed(value, 2)
    if abs(value) < 99.95:
        return format_fixed(value, 1)
    if abs(value) < 9999.5:
        return format_fixed(value, 0)
    mantissa, _, power = f"{value:.0e}".partition("e")
    return f"{mantissa}e{int(power)}".replace("-", MINUS) if power else format_number(value)
