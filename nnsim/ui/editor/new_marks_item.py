"""Marks on what the last edit has brought: a dashed ring and the word "new" on neurons, beads along links."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.engine.parameters import blocks
from nnsim.engine.spec import NetworkSpec
from nnsim.session.newcomers import Newcomers
from nnsim.session.selection import Selection
from nnsim.ui import theme as look
from nnsim.ui.editor.layout import Arrangement, Column
from nnsim.ui.editor.links_item import curve
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size, Theme

Places = NDArray[np.intp]

translate = QCoreApplication.translate

_AIR: Final = 5.0
"""Between a neuron's face and its ring: the frame of a selected one has room."""
_AIR_ABOVE_WORDS: Final = 1.0
"""Below a block, where its kind and size stand."""
_BEAD: Final = 5.0
_BEAD_STRENGTH: Final = 0.6
_BEADS_APART: Final = 13.0
_DASHES: Final = [2.0, 2.0]
_MOST_BEADED: Final = 80
"""More new links have a soft ground each: beads would run into each other."""
_MOST_GROUNDS: Final = 500
"""More new links have one ground for all of a layer: each for itself would take too long to paint."""


class NewLinksItem(QGraphicsItem):
    """Beads or a ground below the links that are new, of those that are drawn: not from or to folded layers."""

    def __init__(self, arrangement: Arrangement, network: NetworkSpec, theme: Theme) -> None:
        super().__init__()
        self._arrangement = arrangement
        self._network = network
        self._bounds = QRectF(0, 0, arrangement.width, arrangement.height)
        self._paths: list[QPainterPath] = []
        self._points = QPolygonF()
        self._is_filled = False
        self._found: list[tuple[int, Places, Places]] = []
        self.setZValue(-1.5)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.hide()
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._ground = QPen(theme.colour("accent_soft"), _BEAD)
        soft = QColor(theme.colour("accent"))
        soft.setAlphaF(_BEAD_STRENGTH)
        self._beads = QPen(soft, _BEAD)
        self._beads.setCapStyle(Qt.PenCapStyle.RoundCap)
        self.update()

    def show_new(self, new: Newcomers) -> None:
        """Mark the links among these, and no others."""
        self._found = list(self._new_links(new)) if new.places.size else []
        self._paths, self._points = [], QPolygonF()
        n_links = sum(len(rows) for _, rows, _ in self._found)
        self._is_filled = n_links > _MOST_GROUNDS
        for layer, rows, columns in self._found:
            left, right = self._arrangement.column(layer - 1), self._arrangement.column(layer)
            if self._is_filled:
                self._paths.append(_ground(left, right, rows, columns))
                continue
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
                ends = left.right, left.ys[row], right.left, right.ys[column]
                if n_links > _MOST_BEADED:
                    self._paths.append(curve(*ends))
                else:
                    self._points.append(_beads(*ends))
        self.setVisible(bool(self._found))
        self.update()

    def _new_links(self, new: Newcomers) -> Iterator[tuple[int, Places, Places]]:
        """Layers with the rows and the columns of their new links."""
        for layer, block in enumerate(blocks(self._network)):
            if self._arrangement.column(layer).folded or self._arrangement.column(layer - 1).folded:
                continue
            weights = new.places[block.start : block.start + block.n_from * block.n_to].reshape(block.n_from, -1)
            rows, columns = np.nonzero(weights)
            if len(rows):
                yield layer, rows, columns

    @property
    def links(self) -> list[Selection]:
        """The links that are marked."""
        return [
            Selection("link", layer, int(row), int(column))
            for layer, rows, columns in self._found
            for row, column in zip(rows, columns, strict=True)
        ]

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """All links at once."""
        painter.setPen(self._ground)
        if self._is_filled:
            painter.setBrush(self._ground.color())
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        for path in self._paths:  # one long path would take eight times as long
            painter.drawPath(path)
        painter.setPen(self._beads)
        painter.drawPoints(self._points)


class NewMarksItem(QGraphicsItem):
    """Rings around the neurons that are new, and a word at the first of each layer.

    A layer that is new as a whole, or folded, has one ring.

    Attributes
    ----------
    parts : what is marked: neurons, and folded layers with something new in them
    """

    def __init__(self, arrangement: Arrangement, network: NetworkSpec, theme: Theme) -> None:
        super().__init__()
        self._arrangement = arrangement
        self._network = network
        self._bounds = QRectF(0, 0, arrangement.width, arrangement.height)
        self.parts: list[Selection] = []
        self._rings: list[QRectF] = []
        self._worded: list[QRectF] = []
        self.setZValue(0.6)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.hide()
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._accent, self._ink = theme.colour("accent"), theme.colour("on_accent")
        self.update()

    def show_new(self, new: Newcomers) -> None:
        """Mark the neurons among these, and nothing else."""
        columns = self._arrangement.columns
        fresh = new.layers(self._network)
        self.parts = [Selection("layer", column.layer) for column in columns if column.folded and column.layer in fresh]
        for layer, neuron in sorted(new.neurons):
            if not self._arrangement.column(layer).folded:
                self.parts.append(Selection("neuron", layer, column=neuron))
        self._rings, self._worded = [], []
        for layer, parts in groupby(self.parts, key=lambda part: part.layer):
            rings = _rings(self._arrangement.column(layer), [part.column for part in parts])
            self._rings += rings
            self._worded.append(rings[0])
        self.setVisible(bool(self.parts))
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Rings, and words at their upper right corners, where no neuron is covered."""
        ring = QPen(self._accent, Size.CURVE)
        ring.setDashPattern(_DASHES)
        painter.setPen(ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = NetworkSize.NEURON_RADIUS + _AIR
        for place in self._rings:
            painter.drawRoundedRect(place, radius, radius)
        font = look.words(Size.TINY)
        word, metrics = translate("NewMarksItem", "new"), QFontMetricsF(font)
        plate = QRectF(0, 0, metrics.horizontalAdvance(word) + Size.GAP, metrics.height() + Size.TIGHT)
        painter.setFont(font)
        for place in self._worded:
            plate.moveTopLeft(place.topRight())
            plate.translate(-_AIR, -Size.HALF)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._accent)
            painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
            painter.setPen(self._ink)
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, word)


def _beads(x0: float, y0: float, x1: float, y1: float) -> list[QPointF]:
    """Points on a link's curve, about equally far from each other."""
    count = max(round(math.hypot(x1 - x0, y1 - y0) / _BEADS_APART), 1)
    t = (np.arange(count) + 0.5) / count
    across, down = 1.5 * t * (1 - t) + t**3, t * t * (3 - 2 * t)
    places = zip((x0 + (x1 - x0) * across).tolist(), (y0 + (y1 - y0) * down).tolist(), strict=True)
    return [QPointF(x, y) for x, y in places]


def _ground(left: Column, right: Column, rows: Places, columns: Places) -> QPainterPath:
    """What the links between these rows and columns cover, from the topmost to the lowest."""
    path = curve(left.right, left.ys[int(rows.min())], right.left, right.ys[int(columns.min())])
    path.connectPath(curve(left.right, left.ys[int(rows.max())], right.left, right.ys[int(columns.max())]).toReversed())
    path.closeSubpath()
    return path


def _rings(column: Column, neurons: list[int]) -> list[QRectF]:
    """One around those that stand one below the other, and one around a block."""
    faces: list[QRectF] = []
    for place, neuron in enumerate(neurons):
        face = QRectF(*column.face_of(neuron))
        if place and neuron == neurons[place - 1] + 1:
            faces[-1] = faces[-1].united(face)
        else:
            faces.append(face)
    below = _AIR_ABOVE_WORDS if column.folded else _AIR
    return [face.adjusted(-_AIR, -_AIR, _AIR, below) for face in faces]
