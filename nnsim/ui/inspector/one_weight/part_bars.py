"""What each sample of a batch has in the gradient of a weight: a bar for each, sorted."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnsim.engine.parameters import Array
from nnsim.ui.appearance import Appearance
from nnsim.ui.one_weight_sizes import OneWeightSize
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis, edge
from nnsim.ui.theme import Size
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.tips import in_lines

Numbers = NDArray[np.floating[Any]]


class PartBars(Sheet):
    """Positive parts, which pull the weight down, rise in blue at the left; negative ones hang in orange at the right.

    The scale only grows until ``start_scale_anew``.

    Signals
    -------
    pointed(int) : at the bar of that place in the batch; −1 at none
    picked(int) : the user wants to see that sample
    """

    pointed = Signal(int)
    picked = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._parts: Array = np.empty(0)
        self._order: NDArray[np.intp] = np.empty(0, np.intp)
        self._named: Callable[[int], list[str]] = lambda _place: []
        self._low, self._high = 0.0, 0.0
        self._at = -1
        self.setObjectName("weight_parts")
        self.setAccessibleName(self.tr("Part of each sample in the gradient, sorted"))
        tip = in_lines(
            self.tr(
                "Each bar is what one sample adds to ∂L/∂w, sorted by rank. The step goes against it: a bar upwards "
                "pulls the weight down. Those that pull most have rings in the data plot, "
                "blue ones around samples that pull down, dotted orange ones "
                "around those that pull up. ← → go from bar to bar, Enter or a "
                "click shows that sample."
            )
        )
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(*OneWeightSize.BARS_LEAST)

    @property
    def order(self) -> NDArray[np.intp]:
        """(samples,) places in the batch, from the largest part to the smallest."""
        return self._order

    @property
    def at(self) -> int:
        """The place in the order that is pointed at; −1 for none."""
        return self._at

    def start_scale_anew(self) -> None:
        """Another weight, or another network."""
        self._low = self._high = 0.0
        self._at = -1

    def show_parts(self, parts: Array, named: Callable[[int], list[str]]) -> None:
        """Show these; ``named`` tells of a place in the batch what is said of it."""
        self._parts, self._named = parts, named
        finite = np.where(np.isfinite(parts), parts, 0.0)
        self._order = np.argsort(-finite, kind="stable")
        self._at = min(self._at, len(parts) - 1)
        low, high = edge(float(finite.min(initial=0.0))), edge(float(finite.max(initial=0.0)))
        self._low, self._high = min(self._low, low), max(self._high, high)
        self._describe()
        self.repaint_ground()

    def point_at(self, place: int) -> None:
        """Point at a bar, from the left; −1 at none."""
        place = max(-1, min(place, len(self._order) - 1))
        if place != self._at:
            self._at = place
            self.update()
            self._describe()
            self.pointed.emit(self.pointed_at)

    def _describe(self) -> None:
        """The bar that is pointed at, or how many there are."""
        said = ", ".join(self.told_of())
        self.setAccessibleDescription(said or self.tr("{0} samples").format(format_count(len(self._parts))))

    @property
    def axes(self) -> Axes:
        """Samples across, parts up."""
        n = max(len(self._parts), 1)
        low, high = (self._low, self._high) if self._low < self._high else (-1.0, 1.0)
        x = Axis(0.0, float(n), name=self.tr("rank"))
        y = Axis(low, high, name=self.tr("share of ∂L/∂w: above 0 pulls the weight down"))
        return Axes(area_within(self.width(), self.height(), x, y), x, y)

    def bar(self, place: int) -> QRectF:
        """Where the bar at a place of the order is."""
        axes, part = self.axes, float(self._parts[self._order[place]])
        left, right = axes.across(np.array([place, place + 1.0])).tolist()
        zero, end = axes.down(np.array([0.0, part if np.isfinite(part) else 0.0])).tolist()
        air = OneWeightSize.BAR_AIR if right - left >= OneWeightSize.BAR_AIR_FROM else 0.0
        return QRectF(left, min(zero, end), right - left - air, max(abs(zero - end), 0.0))

    def painted_bars(self) -> tuple[list[QRectF], list[QRectF]]:
        """Above zero and below; of more bars than pixels the longest in each pixel."""
        n, axes = len(self._order), self.axes
        if not n:
            return [], []
        parts = self._parts[self._order]
        parts = np.where(np.isfinite(parts), parts, 0.0)
        firsts = np.unique(np.linspace(0, n, min(n, math.ceil(axes.area.width())), endpoint=False).astype(np.intp))
        edges = axes.across(np.array([*firsts.tolist(), n], float))
        widths = np.diff(edges)
        widths = widths - np.where(widths >= OneWeightSize.BAR_AIR_FROM, OneWeightSize.BAR_AIR, 0.0)
        zero = float(axes.down(np.zeros(1))[0])
        ends = (axes.down(extreme.reduceat(parts, firsts)) for extreme in (np.maximum, np.minimum))
        above, below = (np.column_stack([edges[:-1], end, widths]).tolist() for end in ends)
        return (
            [QRectF(left, end, width, zero - end) for left, end, width in above if end < zero],
            [QRectF(left, zero, width, end - zero) for left, end, width in below if end > zero],
        )

    @property
    def pointed_at(self) -> int:
        """The place in the batch of the bar that is pointed at; −1 for none."""
        return int(self._order[self._at]) if self._at >= 0 else -1

    def told_of(self) -> list[str]:
        """What is said of the bar that is pointed at."""
        return self._named(self.pointed_at) if self._at >= 0 else []

    def _place_under(self, at: QPointF) -> int:
        axes = self.axes
        if not axes.area.left() <= at.x() <= axes.area.right() or not len(self._parts):
            return -1
        return min(int(axes.value_at(at)[0]), len(self._parts) - 1)

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """Axes and bars."""
        axes, theme = self.axes, self.theme
        axes.paint(painter, theme)
        painter.setPen(Qt.PenStyle.NoPen)
        for bars, role in zip(self.painted_bars(), ("positive", "negative"), strict=True):
            for bar in bars:
                painter.fillRect(bar, theme.colour(role))
        zero = float(axes.down(np.array([0.0]))[0])
        painter.setPen(QPen(theme.colour("second"), Size.THIN))
        painter.drawLine(QPointF(axes.area.left(), zero), QPointF(axes.area.right(), zero))

    def paint_live(self, painter: QPainter) -> None:
        """The bar that is pointed at."""
        if 0 <= self._at < len(self._order):
            bar, area = self.bar(self._at), self.axes.area
            painter.setPen(QPen(self.theme.colour("text"), Size.THIN))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            middle = bar.center().x()
            painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()))
            painter.drawRect(bar.adjusted(-1, -1, 1, 1))
            lines = self.told_of()
            if lines:
                readout(painter, self.theme, QPointF(middle, area.center().y()), QRectF(self.rect()), lines)
        self.paint_focus(painter, self.axes.area)

    # overrides of Qt

    def event(self, event: QEvent) -> bool:
        """No tooltip over what is told of a bar: it comes up beside the bars."""
        if event.type() == QEvent.Type.ToolTip and self._at >= 0:
            event.ignore()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another size nothing is under the hand any more."""
        super().resizeEvent(event)
        self.point_at(-1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the bar under the hand."""
        self.point_at(self._place_under(event.position()))

    def leaveEvent(self, event: Any) -> None:
        """Point at none."""
        super().leaveEvent(event)
        self.point_at(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the sample under the hand."""
        self.point_at(self._place_under(event.position()))
        if event.button() == Qt.MouseButton.LeftButton and self._at >= 0:
            self.picked.emit(self.pointed_at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from bar to bar, Home and End to the ends, Enter shows the sample."""
        last, key = len(self._order) - 1, Qt.Key(event.key())
        moves = {
            Qt.Key.Key_Left: max(self._at - 1, 0),
            Qt.Key.Key_Right: min(self._at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in moves and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.point_at(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.picked.emit(self.pointed_at)
        else:
            super().keyPressEvent(event)
