"""All links between two layers as one item, and the broad band that stands for too many of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.engine.spec import Places
from nnsim.ui.editor.layout import Column, link_ends
from nnsim.ui.editor.strokes import CUT, LEVELS, levels
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size, Theme


def curve(x0: float, y0: float, x1: float, y1: float) -> QPainterPath:
    """A link: it leaves and arrives horizontally."""
    bend = (x1 - x0) / 2
    path = QPainterPath(QPointF(x0, y0))
    path.cubicTo(x0 + bend, y0, x1 - bend, y1, x1, y1)
    return path


class LinksItem(QGraphicsItem):
    """Every link between two unfolded layers. The curves are made once; a frame only chooses their pens."""

    def __init__(self, left: Column, right: Column, pens: list[QPen], cut: Places = ()) -> None:
        super().__init__()
        start, end = link_ends(left, right)
        self._paths = [curve(left.right, float(a), right.left, float(b)) for a, b in zip(start, end, strict=True)]
        self._pens = pens
        self._cut = [row * right.size + column for row, column in cut]
        self._bounds = _bounds(left, right)
        self._strokes: list[tuple[QPainterPath, int]] = [(path, LEVELS) for path in self._paths]
        self.levels: NDArray[np.int64] = np.full(len(self._paths), LEVELS)
        self.setZValue(-1)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def set_weights(self, weights: NDArray[np.floating[Any]], full: float) -> None:
        """Choose the pens for weights (n_from, n_to); strong links are drawn over weak ones, and of very many
        only the strongest. Where all pens stay as they were nothing is painted.
        """
        chosen = levels(weights.ravel(), full)
        if self._cut:
            chosen[self._cut] = CUT
        if np.array_equal(chosen, self.levels):
            return
        self.levels = chosen
        paths = self._paths
        order = np.argsort(np.abs(self.levels - LEVELS), kind="stable")[-NetworkSize.LINKS_DRAWN :]
        self._strokes = [
            (paths[index], level) for index, level in zip(order.tolist(), self.levels[order].tolist(), strict=True)
        ]
        self.update()

    def path(self, link: int) -> QPainterPath:
        """The curve of one link, counted row by row."""
        return self._paths[link]

    def boundingRect(self) -> QRectF:
        """Where links may be."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw all links, changing the pen only where the strength changes."""
        pens, draw, choose = self._pens, painter.drawPath, painter.setPen
        before = -1
        for path, level in self._strokes:
            if level != before:
                choose(pens[level])
                before = level
            draw(path)


class BandItem(QGraphicsItem):
    """One broad band in place of the links, if one of the layers is folded."""

    def __init__(self, left: Column, right: Column, theme: Theme) -> None:
        super().__init__()
        self._bounds = _bounds(left, right)
        x0, x1, bend = left.right, right.left, (right.left - left.right) / 2
        self._path = QPainterPath(QPointF(x0, left.top))
        self._path.cubicTo(x0 + bend, left.top, x1 - bend, right.top, x1, right.top)
        self._path.lineTo(x1, right.bottom)
        self._path.cubicTo(x1 - bend, right.bottom, x0 + bend, left.bottom, x0, left.bottom)
        self._path.closeSubpath()
        self.recolour(theme)
        self.setZValue(-1)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._fill = theme.colour("field")
        self._edge = QPen(theme.colour("line"), Size.THIN)

    def boundingRect(self) -> QRectF:
        """Where the band is."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the band."""
        painter.setPen(self._edge)
        painter.setBrush(self._fill)
        painter.drawPath(self._path)


class RailsItem(QGraphicsItem):
    """Through an open layer with files of neurons: from where links arrive over each neuron to where they start."""

    def __init__(self, column: Column, theme: Theme) -> None:
        super().__init__()
        self._bounds = QRectF(column.left, column.top, column.right - column.left, column.bottom - column.top)
        self._lines = [QLineF(column.left, y, column.right, y) for y in column.ys]
        self.recolour(theme)
        self.setZValue(-1)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._pen = QPen(theme.colour("line"), Size.THIN)

    def boundingRect(self) -> QRectF:
        """The column."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the lines."""
        painter.setPen(self._pen)
        painter.drawLines(self._lines)


class EmphasisItem(QGraphicsItem):
    """A link drawn once more, over all others but below the neurons: the one that is pointed at or selected."""

    def __init__(self) -> None:
        super().__init__()
        self._path = QPainterPath()
        self._pen = QPen()
        self._halo: QPen | None = None
        self.setZValue(-0.5)
        self.hide()

    def show_link(self, path: QPainterPath, pen: QPen, halo: QPen | None) -> None:
        """Show this curve in this pen, on a ``halo`` if it is the selected one."""
        self.prepareGeometryChange()
        self._path, self._pen, self._halo = path, pen, halo
        self.show()
        self.update()

    def boundingRect(self) -> QRectF:
        """The curve and its width."""
        margin = 2.0 * NetworkSize.LINK_MAX
        return self._path.boundingRect().adjusted(-margin, -margin, margin, margin)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the one link."""
        if self._halo is not None:
            painter.setPen(self._halo)
            painter.drawPath(self._path)
        painter.setPen(self._pen)
        painter.drawPath(self._path)


def _bounds(left: Column, right: Column) -> QRectF:
    top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    return QRectF(
        left.right, top - NetworkSize.LINK_MAX, right.left - left.right, bottom - top + 2 * NetworkSize.LINK_MAX
    )
