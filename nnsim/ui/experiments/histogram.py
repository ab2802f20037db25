"""The histogram of a lottery: every run a brick, named by its seed."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, isnan
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.session.findings import Group, Measure, Score
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.bins import BINS, Bins, bins_for
from nnsim.ui.experiments.bricks import DIVERGED, Wall, WallPlan, wall_of
from nnsim.ui.experiments.measure_words import capitalized, measure_name, measured
from nnsim.ui.experiments.picked_sheet import PickedSheet
from nnsim.ui.plots.axes import Axes
from nnsim.ui.theme import Size, numbers, words
from nnsim.ui.widgets.numbers import format_count


class Present(NamedTuple):
    """What the run in hand had come to after so many epochs."""

    value: float
    epoch: int


class Histogram(PickedSheet):
    """Bricks in bars of fixed width; the quartiles below them; a lane of its own for runs that diverged.

    The arrow keys walk the bricks, Home and End lead to the first and the last, Enter opens.

    Signals
    -------
    chosen(int) : the user pointed at a run, by its number in the plan
    opened(int) : the user wants it as the project in hand
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("seeds_histogram")
        self.setAccessibleName(self.tr("Histogram of the results"))
        self._measure = Measure("test", "loss")
        self._scores: tuple[Score, ...] = ()
        self._group: Group | None = None
        self._bins: Bins | None = None
        self._wall = Wall(((),) * (BINS + 1), 0)
        self._number: int | None = None
        self._hovered: int | None = None
        self._present: Present | None = None

    @property
    def wall(self) -> Wall:
        """The bricks as they lie."""
        return self._wall

    @property
    def present(self) -> Present | None:
        """Where the run in hand is marked."""
        return self._present

    def forget(self) -> None:
        """Other runs or another result will come: scales begin anew."""
        self._bins, self._wall, self._group = None, Wall(((),) * (BINS + 1), 0), None

    def show_runs(self, scores: Sequence[Score], group: Group | None, measure: Measure) -> None:
        """Show these runs; ``group`` has their quartiles. Scales only grow until they are forgotten."""
        if self._bins is not None and (tuple(scores), measure) == (self._scores, self._measure):
            return
        self._scores, self._measure, self._group = tuple(scores), measure, group
        values = [score.value for score in scores]
        self._bins = bins_for(measure, values, self._bins)
        self._wall = wall_of(scores, self._bins, self._wall.high)
        self.repaint_ground()

    def show_chosen(self, number: int | None) -> None:
        """Mark the run that is spoken of."""
        self._number = number
        self.update()

    def show_present(self, present: Present | None) -> None:
        """Mark where the run in hand stood; ``None`` if it has no such number."""
        if present != self._present:
            self._present = present
            self.update()

    def plan(self) -> WallPlan:
        """Where everything is."""
        line = QFontMetricsF(numbers(Size.SMALL)).height()
        below = Size.SPREAD + 2 * line + Size.GAP
        height = max(1.0, self.height() - 2 * line - below - Size.GAP)
        width = max(1.0, self.width() - Size.LANE - 6.0 * Size.GAP)
        area = QRectF(2 * Size.GAP, 2 * line + Size.HALF, width, height)
        lane = QRectF(area.right() + 2.0 * Size.GAP, area.top(), Size.LANE, height)
        return WallPlan(area, lane, max(self._wall.high, 1))

    # --- painting ------------------------------------------------------------------------------------------------

    def paint_ground(self, painter: QPainter) -> None:
        """The axis with its numbers, the bricks, how many there are in each bar, and the quartiles."""
        plan, theme = self.plan(), self.theme
        painter.setPen(QPen(theme.colour("faint"), Size.THIN))
        for base in (plan.area, plan.lane):
            painter.drawLine(QPointF(base.left(), base.bottom() + 0.5), QPointF(base.right(), base.bottom() + 0.5))
        self._paint_axis(painter, plan)
        for place, scores in enumerate(self._wall.columns):
            for row, score in enumerate(scores):
                self._paint_brick(painter, plan.brick(place, row), score)
            if scores:
                self._paint_count(painter, plan, place, len(scores))
        self._paint_spread(painter, plan)

    def _paint_axis(self, painter: QPainter, plan: WallPlan) -> None:
        font, metrics = numbers(Size.SMALL), QFontMetricsF(numbers(Size.SMALL))
        painter.setFont(font)
        painter.setPen(self.theme.colour("second"))
        top = plan.area.bottom() + Size.SPREAD
        axes = self._axes(plan)
        for value, label in axes.x.ticks(11 if plan.area.width() > 11 * metrics.horizontalAdvance("0000000") else 6):
            x = self._x(axes, value)
            painter.drawLine(QPointF(x, plan.area.bottom()), QPointF(x, plan.area.bottom() + Size.HALF))
            width = metrics.horizontalAdvance(label)
            painter.drawText(QPointF(x - width / 2, top + metrics.ascent()), label)
        painter.setFont(words(Size.SMALL))
        names = QRectF(plan.area.left(), top + metrics.height(), plan.area.width(), metrics.height() + 2)
        painter.drawText(names, Qt.AlignmentFlag.AlignRight, capitalized(measure_name(self._measure)))
        lane = QRectF(plan.lane.left() - Size.GAP, top, plan.lane.width() + 2 * Size.GAP, metrics.height() + 2)
        painter.drawText(lane, Qt.AlignmentFlag.AlignCenter, self.tr("diverged"))
        painter.drawText(names, Qt.AlignmentFlag.AlignLeft, self.tr("Above each bar: its runs"))

    def _axes(self, plan: WallPlan) -> Axes:
        bins = self._bins or Bins(0.0, 1.0)
        axis = bins.axis(measure_name(self._measure), percent=self._measure.is_share)
        return Axes(plan.area, axis, axis)

    def _paint_brick(self, painter: QPainter, box: QRectF, score: Score) -> None:
        theme = self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        radius = Size.CELL_RADIUS if box.height() >= Size.BRICK_NAME_FROM else 0
        if score.has_diverged:
            painter.setBrush(theme.colour("bad_soft"))
            painter.drawRoundedRect(box, radius, radius)
            painter.setBrush(QBrush(theme.colour("faint"), Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(theme.colour("bad"), Size.THIN))
            painter.drawRoundedRect(box, radius, radius)
        else:
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(box, radius, radius)
        name = str(score.seed)
        font = numbers(Size.TINY)
        if box.height() >= Size.BRICK_NAME_FROM and QFontMetricsF(font).horizontalAdvance(name) <= box.width() - 2:
            if score.has_diverged:
                self._paint_name_ground(painter, box, name)
            painter.setFont(font)
            painter.setPen(theme.colour("text" if score.has_diverged else "on_accent"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_name_ground(self, painter: QPainter, box: QRectF, name: str) -> None:
        """A free place for a name on hatching."""
        width = QFontMetricsF(numbers(Size.TINY)).horizontalAdvance(name) + Size.GAP
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("bad_soft"))
        painter.drawRect(QRectF(box.center().x() - width / 2, box.top() + 2, width, box.height() - 4))

    def _paint_count(self, painter: QPainter, plan: WallPlan, place: int, count: int) -> None:
        top = plan.brick(place, count - 1).top()
        metrics = QFontMetricsF(numbers(Size.SMALL))
        painter.setFont(numbers(Size.SMALL))
        painter.setPen(self.theme.colour("text"))
        column = plan.column(place)
        box = QRectF(column.left(), top - metrics.height() - 1, column.width(), metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))

    def _paint_spread(self, painter: QPainter, plan: WallPlan) -> None:
        """A bar from quartile to quartile, and a dot at the median."""
        if self._group is None or not self._group.scores:
            return
        axes, y = self._axes(plan), plan.area.bottom() + Size.SPREAD / 2
        spread = self._group.spread
        ends = [self._x(axes, value) for value in (spread.low, spread.median, spread.high)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("second"))
        left, right = min(ends[0], ends[2]), max(ends[0], ends[2])
        painter.drawRoundedRect(QRectF(left - 2, y - 2, right - left + 4, Size.GROOVE), 2, 2)
        painter.setBrush(self.theme.colour("surface"))
        painter.setPen(QPen(self.theme.colour("text"), Size.RING))
        painter.drawEllipse(QPointF(ends[1], y), Size.DOT / 2, Size.DOT / 2)
        font = words(Size.TINY)
        metrics, said = QFontMetricsF(font), self.tr("half of the runs, and the median")
        width = metrics.horizontalAdvance(said)
        fits = right + Size.GAP + width < plan.area.right()
        painter.setFont(font)
        painter.setPen(self.theme.colour("second"))
        x = right + Size.GAP if fits else left - Size.GAP - width
        painter.drawText(QPointF(x, y + metrics.capHeight() / 2), said)

    def _x(self, axes: Axes, value: float) -> float:
        """Where a value lies; what diverged lies in the lane."""
        if not isfinite(value):
            return self.plan().lane.center().x()
        return float(axes.across(np.array([value]))[0])

    def paint_live(self, painter: QPainter) -> None:
        """The run that is spoken of, the one under the hand, the one in hand, and the ring of the keyboard."""
        plan = self.plan()
        for number, role in ((self._hovered, "second"), (self._number, "text")):
            place = None if number is None else self._wall.column_of(number)
            if place is not None:
                row = next(row for row, score in enumerate(self._wall.columns[place]) if score.number == number)
                self.outline(painter, plan.brick(place, row).adjusted(1, 1, -1, -1), "surface")
                self.outline(painter, plan.brick(place, row).adjusted(-1, -1, 1, 1), role)
        self._paint_present(painter, plan)
        super().paint_live(painter)

    def _paint_present(self, painter: QPainter, plan: WallPlan) -> None:
        """A dashed line and a triangle where the run in hand stood; beyond the axis, its number at that end."""
        if self._present is None or not isfinite(self._present.value) or self._bins is None:
            return
        bins, value = self._bins, self._present.value
        said = self.tr("the run in hand at epoch {0}").format(format_count(self._present.epoch))
        metrics = QFontMetricsF(words(Size.SMALL))
        x = self._x(self._axes(plan), min(max(value, bins.low), bins.high))
        painter.setPen(QPen(self.theme.colour("text"), Size.THIN, Qt.PenStyle.DashLine))
        if bins.low <= value <= bins.high:
            top = metrics.height() + 2 + Size.HALF
            painter.drawLine(QPointF(x, top), QPointF(x, plan.area.bottom()))
            said, left = f"▼ {said}", x - metrics.horizontalAdvance("▼") / 2
        elif value > bins.high:
            said = f"{said}: {measured(self._measure, value)} ▶"
            left = x - metrics.horizontalAdvance(said)
        else:
            said, left = f"◀ {said}: {measured(self._measure, value)}", x
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("text"))
        left = min(left, self.width() - metrics.horizontalAdvance(said) - Size.GAP)
        painter.drawText(QPointF(left, Size.HALF + metrics.ascent()), said)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the run under the hand."""
        score = self.plan().at(event.position(), self._wall)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if score is not None:
            self.chosen.emit(score.number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        score = self.plan().at(event.position(), self._wall)
        if score is not None:
            self.opened.emit(score.number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is under the hand."""
        self._hover(self.plan().at(event.position(), self._wall))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, score: Score | None) -> None:
        number = None if score is None else score.number
        if number != self._hovered:
            self._hovered = number
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, and open."""
        ways = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        key, order = Qt.Key(event.key()), self._wall.in_order
        if key in ways and order:
            score = self._wall.beside(self._number, *ways[key])
            self.chosen.emit(order[0].number if score is None else score.number)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and order:
            self.chosen.emit(order[0 if key == Qt.Key.Key_Home else -1].number)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._number is not None:
            self.opened.emit(self._number)
        else:
            super().keyPressEvent(event)

    def tip_at(self, at: QPointF) -> str:
        """What is under the hand, in words."""
        plan = self.plan()
        score = plan.at(at, self._wall)
        place = None if score is None else self._wall.column_of(score.number)
        if score is None or place is None or self._bins is None:
            return self.tr("Each brick is a run, named by its seed. The bar below: half of all runs, and the median.")
        count = len(self._wall.columns[place])
        value = self.tr("diverged") if isnan(score.value) else measured(self._measure, score.value)
        seed = self.tr("Seed {0}: {1}").format(score.seed, value)
        if place == DIVERGED:
            return "\n".join((seed, self.tr("Runs that diverged: {0}").format(count)))
        low, high = (measured(self._measure, end) for end in self._bins.ends(place))
        return "\n".join((seed, self.tr("Runs from {0} to {1}: {2}").format(low, high, count)))
