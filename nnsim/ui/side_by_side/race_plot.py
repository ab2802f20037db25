"""The losses of all runs in one picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.snapshot import Curves
from nnsim.session.abreast import LETTERS
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.decimate import rows_to_draw
from nnsim.ui.plots.lines import curve_pen, dashes, draw, segments
from nnsim.ui.plots.pointed_sheet import PointedSheet
from nnsim.ui.plots.record_range import Quantity
from nnsim.ui.plots.run_marks import draw_run_mark, run_colour
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.side_by_side.race_range import PARTS, RaceRange
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.numbers import format_number, in_percent_fixed

Numbers = NDArray[np.floating[Any]]

_DIGITS = 4
_POINTS = 400
"""Of each curve, where there are more: eight curves still draw within two milliseconds."""


class RacePlot(PointedSheet):
    """Every run has its colour, its mark and its letter at the end of its curves; training solid, test dashed.

    A past that all of them share belongs to none: it is drawn once, in grey, up to a line at which they part. The axes
    only grow until the runs begin anew.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._curves: tuple[Curves, ...] = ()
        self._included: list[int] = []
        self._range = RaceRange()
        self._quantity: Quantity = "loss"
        self._is_share = False
        self._shared = 0
        self._log = True
        self._parts: tuple[str, ...] = ("test",)
        self._axes: Axes | None = None
        self.setObjectName("side_race")
        self.setAccessibleName(self.tr("Losses of all runs over the epochs"))
        self.setMouseTracking(True)
        self.setMinimumSize(*Size.SIDE_CURVES)

    @property
    def parts(self) -> tuple[str, ...]:
        """Which curves are drawn: ``train``, ``test`` or both."""
        return self._parts

    @property
    def quantity(self) -> Quantity:
        """Loss or metric."""
        return self._quantity

    @property
    def log(self) -> bool:
        """Whether the vertical axis goes in equal ratios; accuracy always goes in equal steps."""
        return self._log and not (self._quantity == "metric" and self._is_share)

    def show_parts(self, parts: Sequence[str]) -> None:
        """Draw the curves of training, of test, or both."""
        self._parts = tuple(part for part in PARTS if part in parts)
        self.repaint_ground()

    def show_quantity(self, quantity: Quantity) -> None:
        """Draw the loss or the metric."""
        self._quantity = quantity
        self.repaint_ground()

    def show_log(self, log: bool) -> None:
        """Draw equal ratios or equal steps."""
        self._log = log
        self.repaint_ground()

    def begin(self, *, is_share: bool, shared: int = 0) -> None:
        """Other runs: the axes begin anew.

        Parameters
        ----------
        is_share : the metric is an accuracy
        shared : so many epochs all runs have in common
        """
        self._is_share, self._shared = is_share, shared
        self._curves, self._included = (), []
        self._range.clear()
        self.repaint_ground()

    def show_curves(self, curves: Sequence[Curves]) -> None:
        """The records as they are now, one for each run."""
        if len(curves) != len(self._included):
            self._included = [0] * len(curves)
        self._curves = tuple(curves)
        before = self._made_axes()
        for place, record in enumerate(curves):
            first = self._included[place] if self._included[place] <= len(record) else 0
            if len(record) > first:
                self._range.include(record, first)
            self._included[place] = len(record)
        if self._made_axes() != before:
            self.repaint_ground()
        self.update()

    @property
    def axes(self) -> Axes:
        """The axes as they are now."""
        if self._axes is None:
            self._axes = self._made_axes()
        return self._axes

    def _made_axes(self) -> Axes:
        (left, right), (low, high) = self._range.window(self._quantity, self._parts, log=self.log)
        is_share = self._quantity == "metric" and self._is_share
        y = Axis(low, high, log=self.log, name=self._name(), percent=is_share)
        x = Axis(left, right, name=self.tr("epoch"))
        area = area_within(self.width(), self.height(), x, y)
        return Axes(area.adjusted(0, 0, -self._room_at_end(), 0), x, y)

    def _room_at_end(self) -> float:
        """For the letters behind the curves."""
        return 2 * Size.RUN_MARK + QFontMetricsF(words(Size.SMALL)).maxWidth() / 2

    def _name(self) -> str:
        if self._quantity == "loss":
            return self.tr("loss")
        return self.tr("accuracy") if self._is_share else self.tr("RMSE")

    def _values(self, curves: Curves, part: str) -> Numbers:
        values: Numbers = getattr(curves, f"{part}_{self._quantity}")
        return values

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes."""
        self.axes.paint(painter, self.theme)

    def paint_live(self, painter: QPainter) -> None:
        """The curves, their ends, and the numbers under the hand."""
        axes = self.axes
        painter.save()
        painter.setClipRect(axes.area.adjusted(-1, -Size.CURVE, Size.CURVE, Size.CURVE))
        self._paint_shared(painter, axes)
        for place, curves in enumerate(self._curves):
            for part in self._parts:
                own = curves.epoch >= self._shared
                self._paint_curve(painter, axes, run_colour(self.theme, place), curves, part, own)
        painter.restore()
        self._paint_ends(painter, axes)
        if self._hand is not None and axes.area.contains(self._hand):
            self._paint_readout(painter, axes, self._hand)

    def _paint_shared(self, painter: QPainter, axes: Axes) -> None:
        """What all have in common, and where they part."""
        curves = next(iter(self._curves), None)
        if not self._shared or curves is None:
            return
        for part in self._parts:
            past = curves.epoch <= self._shared
            self._paint_curve(painter, axes, self.theme.colour("second"), curves, part, past)
        x = float(axes.across(np.array([float(self._shared)]))[0])
        painter.setPen(QPen(self.theme.colour("faint"), Size.THIN, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
        painter.setFont(words(Size.SMALL))
        metrics = QFontMetricsF(painter.font())
        said = self.tr("the past they share")
        if x - axes.area.left() > metrics.horizontalAdvance(said) + Size.GAP:
            painter.setPen(self.theme.colour("second"))
            left = x - Size.GAP - metrics.horizontalAdvance(said)
            painter.drawText(QPointF(left, axes.area.top() + metrics.ascent()), said)

    def _paint_curve(
        self, painter: QPainter, axes: Axes, colour: QColor, curves: Curves, part: str, within: NDArray[np.bool_]
    ) -> None:
        """Those points of a curve that are ``within``."""
        epochs, values = curves.epoch[within], self._values(curves, part)[within]
        rows = rows_to_draw(values, _POINTS)
        lines = segments(axes.across(epochs[rows]), axes.down(values[rows]))
        painter.setPen(curve_pen(colour, Size.CURVE))
        draw(painter, dashes(lines, Size.DASH, Size.DASH_GAP) if part == "test" else lines)

    def _paint_ends(self, painter: QPainter, axes: Axes) -> None:
        """A mark at the end of each curve, and its letter behind it; letters that would meet stand side by side."""
        painter.setFont(words(Size.SMALL, words().Weight.DemiBold))
        metrics = QFontMetricsF(painter.font())
        taken: list[QPointF] = []
        for place, curves in enumerate(self._curves):
            for part in self._parts:
                values = self._values(curves, part)
                if not len(values) or not math.isfinite(values[-1]):
                    continue
                at = QPointF(float(axes.across(curves.epoch[-1:])[0]), float(axes.down(values[-1:])[0]))
                if not axes.area.adjusted(-1, -Size.GAP, 1, Size.GAP).contains(at):
                    continue
                draw_run_mark(painter, self.theme, at, place, hollow=part == "test")
                said = QPointF(at.x() + Size.RUN_MARK, at.y() + metrics.capHeight() / 2)
                while any(
                    abs(said.x() - x.x()) < Size.RUN_MARK and abs(said.y() - x.y()) < Size.RUN_MARK for x in taken
                ):
                    said += QPointF(Size.RUN_MARK, 0)
                taken.append(said)
                painter.setPen(self.theme.colour("text"))
                painter.drawText(said, LETTERS[place])

    def _paint_readout(self, painter: QPainter, axes: Axes, hand: QPointF) -> None:
        across, _ = axes.value_at(hand)
        longest = max(self._curves, key=len, default=Curves())
        if not len(longest):
            return
        epoch = float(longest.epoch[int(np.abs(longest.epoch - across).argmin())])
        x = float(axes.across(np.array([epoch]))[0])
        painter.setPen(QPen(self.theme.colour("faint"), Size.THIN))
        painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
        lines = [f"{self.tr('epoch')} {tick_label(epoch)}"]
        for place, curves in enumerate(self._curves):
            row = int(np.searchsorted(curves.epoch, epoch))
            if row < len(curves) and curves.epoch[row] == epoch:
                said = "  ".join(self._said(float(self._values(curves, part)[row])) for part in self._parts)
                lines.append(f"{LETTERS[place]}  {said}")
        readout(painter, self.theme, QPointF(x, hand.y()), QRectF(self.rect()), lines)

    def _said(self, value: float) -> str:
        if not math.isfinite(value):
            return self.tr("none")
        if self._quantity == "metric" and self._is_share:
            return f"{in_percent_fixed(value, 1)} %"
        return format_number(value, _DIGITS)

    # overrides of Qt

    def repaint_ground(self) -> None:
        """Another scale or size makes other axes."""
        self._axes = None
        super().repaint_ground()
