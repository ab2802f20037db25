"""What travels through the network while a step is shown: dots along the links, rings and numbers where they arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.ui import theme as look
from nnsim.ui.editor.journey import Journey, Moment
from nnsim.ui.editor.layout import Arrangement, Column
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size, Theme
from nnsim.ui.widgets.numbers import format_fixed, format_number

Floats = NDArray[np.floating[Any]]

MOST: Final = 96
"""Links of one layer that carry a dot: those that carry most."""
_LEAST_RADIUS, _MOST_RADIUS = 1.75, 5.0
_PLAIN_RADIUS: Final = 3.0
_ROOM: Final = 12.0
_ROOM_FOR_NUMBER: Final = 26.0
_ARROW: Final = 4.5
_TAIL: Final = 0.08
"""Of the way between two columns."""


@dataclass(frozen=True, eq=False)
class Flow:
    """The dots between two columns, the largest last.

    Parameters
    ----------
    links : (dots,) which links they travel on, counted row by row
    carried : (dots,) what each brings, see ``Journey.flow``
    start, end : (dots,) heights between which they travel
    """

    links: NDArray[np.intp]
    carried: Floats
    start: Floats
    end: Floats


class PulseItem(QGraphicsItem):
    """One moment of a step. It draws only while a step is shown, and only where something is another then.

    Attributes
    ----------
    journey, moment : what is shown, and where it is; ``None`` at rest
    """

    def __init__(self, arrangement: Arrangement, theme: Theme) -> None:
        super().__init__()
        self._arrangement = arrangement
        self._bounds = QRectF(0, 0, arrangement.width, arrangement.height)
        self.journey: Journey | None = None
        self.moment: Moment | None = None
        self._flows: dict[int, Flow | None] = {}
        self.setZValue(2)
        self.hide()
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        self.update()

    def show_moment(self, journey: Journey | None, moment: Moment | None) -> None:
        """Show where it is now, or nothing."""
        if journey is not self.journey:
            self._flows = {}
            self.update()
        else:
            self.update(self._around(self.moment).united(self._around(moment)))
        self.journey, self.moment = journey, moment
        self.setVisible(journey is not None)

    def _around(self, moment: Moment | None) -> QRectF:
        """The columns between which it is then."""
        if moment is None:
            return QRectF()
        if moment.direction == "rest":
            return self._bounds
        hop = self._hop(moment)
        left, right = self._arrangement.columns[hop], self._arrangement.columns[hop + 1]
        return QRectF(left.left - _ROOM, 0, right.right - left.left + 2 * _ROOM, self._bounds.height())

    def _hop(self, moment: Moment) -> int:
        return min(int(moment.at), len(self._arrangement.columns) - 2)

    def flow(self, hop: int) -> Flow | None:
        """The dots on the way into a layer; ``None`` where it or the one in front is folded into a block."""
        if self.journey is not None and hop not in self._flows:
            self._flows[hop] = self._made(self.journey, hop)
        return self._flows.get(hop)

    def _made(self, journey: Journey, hop: int) -> Flow | None:
        left, right = self._arrangement.columns[hop], self._arrangement.columns[hop + 1]
        if left.folded or right.folded:
            return None
        carried = np.nan_to_num(journey.flow(hop).ravel())
        links = np.argsort(np.abs(carried), kind="stable")[-MOST:]
        links = links[carried[links] != 0.0]
        rows, columns = np.divmod(links, right.size)
        return Flow(links, carried[links], np.array(left.ys)[rows], np.array(right.ys)[columns])

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Dots or arrows between two columns; rings and numbers at those that have been reached."""
        journey, moment = self.journey, self.moment
        if journey is None or moment is None:
            return
        hop = self._hop(moment)
        t = moment.at - hop
        left, right = self._arrangement.columns[hop], self._arrangement.columns[hop + 1]
        if 0.0 < t < 1.0:
            flow = self.flow(hop)
            if flow is None:
                self._paint_front(painter, left, right, t)
            elif moment.direction == "backward":
                self._paint_arrows(painter, _places(flow, left, right, t))
            else:
                self._paint_dots(painter, flow, _places(flow, left, right, t), _places(flow, left, right, t - _TAIL))
        if moment.direction == "backward":
            self._paint_rings(painter, self._arrangement.columns[int(np.ceil(moment.at))])
            return
        for column in self._arrangement.columns[: int(moment.at) + 1]:
            self._paint_numbers(painter, journey, column)
        if moment.direction == "forward":
            self._paint_rings(painter, self._arrangement.columns[int(moment.at)])

    def _paint_front(self, painter: QPainter, left: Column, right: Column, t: float) -> None:
        """Where a block hides the links: one line that passes the band."""
        x = left.right + (right.left - left.right) * t
        share = t * t * (3 - 2 * t)
        top, bottom = (a + (b - a) * share for a, b in ((left.top, right.top), (left.bottom, right.bottom)))
        painter.setPen(QPen(self._theme.colour("accent"), NetworkSize.GLOW_MIN / 2))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def _paint_dots(self, painter: QPainter, flow: Flow, places: Floats, tails: Floats) -> None:
        """Full where something positive arrives, hollow where something negative does; each comes from its tail."""
        theme, is_sample = self._theme, self.journey is not None and self.journey.sample is not None
        if not len(flow.links):
            return
        radii = _LEAST_RADIUS + (_MOST_RADIUS - _LEAST_RADIUS) * np.abs(flow.carried) / np.abs(flow.carried).max()
        surface, accent = theme.colour("surface"), theme.colour("accent")
        positive, negative = theme.colour("positive"), theme.colour("negative")
        dots = zip(places.tolist(), tails.tolist(), radii.tolist(), flow.carried.tolist(), strict=True)
        for (x, y), tail, radius, amount in dots:
            colour = accent if not is_sample else negative if amount < 0 else positive
            painter.setPen(QPen(colour, radius))
            painter.drawLine(QPointF(*tail), QPointF(x, y))
            painter.setPen(QPen(colour if is_sample and amount < 0 else surface, Size.CURVE * 0.75))
            painter.setBrush(surface if is_sample and amount < 0 else colour)
            size = radius if is_sample else _PLAIN_RADIUS
            painter.drawEllipse(QPointF(x, y), size, size)

    def _paint_arrows(self, painter: QPainter, places: Floats) -> None:
        """The way back: heads that point to the left. How much travels is not known here, so all are alike."""
        painter.setPen(QPen(self._theme.colour("surface"), Size.THIN))
        painter.setBrush(self._theme.colour("accent"))
        head = QPolygonF([QPointF(-_ARROW, 0.0), QPointF(_ARROW, -_ARROW), QPointF(_ARROW, _ARROW)])
        for x, y in places.tolist():
            painter.drawPolygon(head.translated(x, y))

    def _paint_rings(self, painter: QPainter, column: Column) -> None:
        painter.setPen(QPen(self._theme.colour("accent"), Size.RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        air = Size.RING
        for neuron in range(max(len(column.ys), 1)):
            face = QRectF(*column.face_of(neuron)).adjusted(-air, -air, air, air)
            painter.drawRoundedRect(face, NetworkSize.NEURON_RADIUS + Size.RING, NetworkSize.NEURON_RADIUS + Size.RING)

    def _paint_numbers(self, painter: QPainter, journey: Journey, column: Column) -> None:
        """What the neurons answer to the sample, where their faces show something else."""
        values = journey.values(column.layer)
        is_told = journey.snapshot.plane is None
        if values is None or is_told or column.folded or 2 * column.half_height < _ROOM_FOR_NUMBER:
            return
        font = look.numbers(Size.TINY)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        plate = QRectF(0, 0, 2 * column.half_height, Size.CAPTION)
        for y, value in zip(column.ys, values.tolist(), strict=True):
            plate.moveCenter(QPointF(column.x, y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("surface"))
            painter.drawRect(plate)
            painter.setPen(self._theme.colour("text"))
            texts = [format_fixed(value, 2), format_fixed(value, 1), format_number(value, 1)]
            shown = (text for text in texts if metrics.horizontalAdvance(text) <= plate.width())
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, next(shown, "…"))


def _places(flow: Flow, left: Column, right: Column, t: float) -> Floats:
    """(dots, 2) where the dots are on their curves; ``links_item.curve`` in formulas."""
    t = max(t, 0.0)
    across, down = 1.5 * t * (1 - t) + t**3, t * t * (3 - 2 * t)
    x = left.right + (right.left - left.right) * across
    return np.column_stack([np.full(len(flow.links), x), flow.start + (flow.end - flow.start) * down])
