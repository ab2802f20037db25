"""A glow below the links and around the neurons that changed most in the last epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.session.selection import Selection
from nnsim.ui.editor.last_epoch import Glow
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.editor.links_item import curve
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Theme

STEPS: Final = 3
"""Of strength: more could not be told apart, and would flicker while a run learns."""
_RINGS: Final = (1.0, 0.66, 0.33)
"""Shares of the width that are painted one over the other, so that the glow is soft at its edge."""
_OPACITY: Final = 0.24


class GlowItem(QGraphicsItem):
    """One glow for all. How wide it is tells how much a part has changed beside those that changed most.

    Parameters
    ----------
    height : its z value

    Attributes
    ----------
    glows : what glows, the most changed first
    """

    def __init__(self, arrangement: Arrangement, theme: Theme, height: float) -> None:
        super().__init__()
        self._arrangement = arrangement
        self._bounds = QRectF(0, 0, arrangement.width, arrangement.height)
        self._shapes: list[tuple[int, QPainterPath]] = []
        self.glows: tuple[Glow, ...] = ()
        self.setZValue(height)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.hide()
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        colour = QColor(theme.colour("glow"))
        colour.setAlphaF(_OPACITY)
        self._pens = [
            [QPen(colour, share * _width(step), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap) for share in _RINGS]
            for step in range(STEPS)
        ]
        self.update()

    def show_glows(self, glows: Sequence[Glow]) -> None:
        """Let these glow, and nothing else; painted anew only where it looks otherwise than before."""
        self.glows = tuple(glows)
        before = self._shapes
        self._shapes = [(_step(glow), self._shape(glow)) for glow in glows]
        self.setVisible(bool(self._shapes))
        for one, other in ((before, self._shapes), (self._shapes, before)):
            for shape in one:
                if shape not in other:
                    self.update(_room(*shape))

    def has(self, part: Selection) -> bool:
        """Whether a part glows."""
        return any(glow.part == part for glow in self.glows)

    def _shape(self, glow: Glow) -> QPainterPath:
        part = glow.part
        column = self._arrangement.column(part.layer)
        if part.kind == "link":
            left = self._arrangement.column(part.layer - 1)
            return curve(left.right, left.ys[part.row], column.left, column.ys[part.column])
        path = QPainterPath()
        path.addRoundedRect(QRectF(*column.face_of(part.column)), NetworkSize.NEURON_RADIUS, NetworkSize.NEURON_RADIUS)
        return path

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Each shape in several widths, the weakest first."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for step, path in reversed(self._shapes):
            for pen in self._pens[step]:
                painter.setPen(pen)
                painter.drawPath(path)


class LinkGlowItem(GlowItem):
    """Below the links, so that they keep their colours."""

    def __init__(self, arrangement: Arrangement, theme: Theme) -> None:
        super().__init__(arrangement, theme, -1.4)


class NeuronGlowItem(GlowItem):
    """Around neurons and blocks: above the links and bands that end there."""

    def __init__(self, arrangement: Arrangement, theme: Theme) -> None:
        super().__init__(arrangement, theme, -0.6)


def _step(glow: Glow) -> int:
    """0 to ``STEPS`` − 1."""
    return min(int(glow.strength * STEPS), STEPS - 1)


def _room(step: int, path: QPainterPath) -> QRectF:
    """Where a shape is painted."""
    edge = _width(step) / 2 + 1
    return path.boundingRect().adjusted(-edge, -edge, edge, edge)


def _width(step: int) -> float:
    return float(NetworkSize.GLOW_MIN + (NetworkSize.GLOW_MAX - NetworkSize.GLOW_MIN) * step / (STEPS - 1))
