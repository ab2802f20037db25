"""The heat map of a sweep: a cell for each setting, with the median of its runs."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, isnan

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.runs.sweep_settings import Value
from nnsim.session.findings import Group, Measure, best_of
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.cell_plan import CellPlan, plan_within
from nnsim.ui.experiments.measure_words import capitalized, measure_name, measured
from nnsim.ui.experiments.picked_sheet import PickedSheet
from nnsim.ui.experiments.shades import Shades, shades_for
from nnsim.ui.experiments.spread_words import quartile_words
from nnsim.ui.ink import black_or_white_on
from nnsim.ui.theme import Size, numbers, words

Named = tuple[str, tuple[str, ...]]
"""An axis: what is varied, and its values, in words."""


class HeatMap(PickedSheet):
    """Rows are values of the first setting, columns of the second; with one setting only, its values are columns.

    A star and a ring mark the best median; cells half of whose runs or more diverged are hatched.
    The arrow keys lead from cell to cell, Enter opens the run in its middle.

    Signals
    -------
    chosen(object) : the user pointed at the cell with these values
    opened(object) : the user wants the middle run of the cell with these values
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("sweep_map")
        self.setAccessibleName(self.tr("Heat map of the results"))
        self._measure = Measure("test", "loss")
        self._groups: Mapping[tuple[Value, ...], Group] = {}
        self._rows: Named = ("", ("",))
        self._columns: Named = ("", ())
        self._seeds = 1
        self._shades: Shades | None = None
        self._at: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None

    @property
    def shades(self) -> Shades | None:
        """The scale of the colours."""
        return self._shades

    def forget(self) -> None:
        """Another sweep or another result will come: the scale begins anew."""
        self._shades, self._at, self._groups = None, None, {}

    def show_groups(
        self, groups: Mapping[tuple[Value, ...], Group], axes: tuple[Named, ...], measure: Measure, seeds: int
    ) -> None:
        """Show these cells, in the order of the plan: ``axes`` has one or two names with their values in words."""
        self._groups, self._measure, self._seeds = groups, measure, seeds
        self._rows, self._columns = axes if len(axes) == 2 else (("", ("",)), axes[0])
        medians = [group.spread.median for group in groups.values() if isfinite(group.spread.median)]
        if medians:
            self._shades = shades_for(measure, medians, self._shades)
        self.setAccessibleDescription(self._in_words())
        self.repaint_ground()

    def show_chosen(self, values: tuple[Value, ...] | None) -> None:
        """Mark the cell that is spoken of."""
        place = None if values is None else next((k for k, key in enumerate(self._groups) if key == values), None)
        self._at = None if place is None else divmod(place, len(self._columns[1]))
        self.update()

    def group_at(self, at: tuple[int, int]) -> Group | None:
        """The runs of a cell, by its row and column."""
        place = at[0] * len(self._columns[1]) + at[1]
        return next((group for k, group in enumerate(self._groups.values()) if k == place), None)

    def plan(self) -> CellPlan:
        """Where the cells are: below the names of the columns, and beside those of the rows."""
        metrics = QFontMetricsF(words(Size.SMALL))
        line = metrics.height()
        widest = max(map(metrics.horizontalAdvance, self._rows[1]), default=0.0)
        left = min(widest, float(Size.CELL_NAME)) + 2 * Size.GAP if self._rows[0] else float(Size.GAP)
        if self._rows[0]:
            left = max(left, metrics.horizontalAdvance(f"{self._rows[0]} ↓") + 2 * Size.GAP)
        top = 2 * line + 2 * Size.GAP
        foot = 2 * line + 3 * Size.GAP
        frame = QRectF(left, top, max(1.0, self.width() - left - Size.GAP), max(1.0, self.height() - top - foot))
        return plan_within(frame, max(len(self._rows[1]), 1), max(len(self._columns[1]), 1))

    def _in_words(self) -> str:
        best = best_of(self._groups.values(), self._measure)
        return self.tr("Best median: {0}").format(measured(self._measure, best[0].spread.median)) if best else ""

    # --- painting ------------------------------------------------------------------------------------------------

    def paint_ground(self, painter: QPainter) -> None:
        """Names, cells and the key of the colours."""
        plan = self.plan()
        self._paint_names(painter, plan)
        best = best_of(self._groups.values(), self._measure)
        for place, group in enumerate(self._groups.values()):
            box = plan.cell(*divmod(place, len(self._columns[1])))
            self._paint_cell(painter, box, group)
            if group in best:
                self._paint_star(painter, box, group)
        self._paint_key(painter, plan)

    def _paint_names(self, painter: QPainter, plan: CellPlan) -> None:
        font = words(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.colour("second"))
        area, line = plan.area, metrics.height()
        name = QRectF(area.left(), Size.HALF, max(area.width(), self.width() - area.left() - Size.GAP), line)
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft, f"{self._columns[0]} →")
        if self._rows[0]:
            beside = QRectF(Size.GAP, area.top() - line - Size.HALF, area.left() - 2 * Size.GAP, line)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight, f"{self._rows[0]} ↓")
        painter.setPen(self.theme.colour("text"))
        for column, said in enumerate(self._columns[1]):
            box = plan.cell(0, column)
            head = QRectF(box.left(), area.top() - line - Size.HALF, box.width(), line)
            shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, head.width())
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, shown)
        for row, said in enumerate(self._rows[1]):
            box = plan.cell(row, 0)
            beside = QRectF(Size.GAP, box.top(), area.left() - 2 * Size.GAP, box.height())
            shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, beside.width())
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_cell(self, painter: QPainter, box: QRectF, group: Group) -> None:
        theme, median = self.theme, group.spread.median
        painter.setPen(QPen(theme.colour("line"), Size.THIN))
        painter.setBrush(theme.colour("surface"))
        ground = theme.colour("surface")
        if isfinite(median) and self._shades is not None:
            ground = self._shades.colour(median, theme)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
        painter.drawRoundedRect(box, Size.CELL_RADIUS, Size.CELL_RADIUS)
        if group.scores and not isfinite(median) and not isnan(median):
            ground = theme.colour("bad_soft")
            painter.setBrush(ground)
            painter.drawRoundedRect(box, Size.CELL_RADIUS, Size.CELL_RADIUS)
            painter.setPen(QPen(theme.colour("bad"), Size.THIN))
            painter.setBrush(QBrush(theme.colour("faint"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, Size.CELL_RADIUS, Size.CELL_RADIUS)
        self._paint_number(painter, box, group)
        self._paint_count(painter, box, group)

    def _paint_number(self, painter: QPainter, box: QRectF, group: Group) -> None:
        median = group.spread.median
        if isnan(median) or box.height() < Size.HEAT_NUMBER:
            return
        said, font = measured(self._measure, median), numbers(Size.NOTE)
        metrics = QFontMetricsF(font)
        if metrics.horizontalAdvance(said) + Size.HALF > box.width():
            font = numbers(Size.TINY)
            metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(said)
        if width > box.width() - Size.TIGHT:
            return
        painter.setFont(font)
        if not isfinite(median):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("bad_soft"))
            middle = QRectF(0, 0, width + Size.GAP, metrics.height())
            middle.moveCenter(box.center())
            painter.drawRect(middle.intersected(box))
            painter.setPen(self.theme.colour("bad"))
        elif self._shades is not None:
            painter.setPen(black_or_white_on(self._shades.colour(median, self.theme)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_count(self, painter: QPainter, box: QRectF, group: Group) -> None:
        """How many runs of a cell are done, as long as some are missing."""
        font = numbers(Size.TINY)
        height = QFontMetricsF(font).height()
        if len(group.scores) == self._seeds or box.height() < Size.HEAT_NUMBER + height:
            return
        painter.setFont(font)
        ground = self.theme.colour("surface")
        if isfinite(group.spread.median) and self._shades is not None:
            ground = self._shades.colour(group.spread.median, self.theme)
        painter.setPen(black_or_white_on(ground))
        below = box.adjusted(Size.HALF, 0, -Size.HALF, -Size.TIGHT)
        done = f"{len(group.scores)}/{self._seeds}"
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, done)

    def _paint_star(self, painter: QPainter, box: QRectF, group: Group) -> None:
        """A star beside the number if there is no room above it."""
        if self._shades is None:
            return
        painter.setFont(words(Size.TINY))
        painter.setPen(black_or_white_on(self._shades.colour(group.spread.median, self.theme)))
        has_room = box.height() >= Size.HEAT_NUMBER + Size.MARGIN
        at = box.adjusted(Size.PAD, Size.HALF, 0, 0) if has_room else box.adjusted(Size.TIGHT, 0, 0, 0)
        flag = Qt.AlignmentFlag.AlignTop if has_room else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(at, Qt.AlignmentFlag.AlignLeft | flag, "★")

    def _paint_key(self, painter: QPainter, plan: CellPlan) -> None:
        """The colours between their two numbers, and what the star means."""
        shades, theme = self._shades, self.theme
        if shades is None:
            return
        font = words(Size.SMALL)
        metrics = QFontMetricsF(font)
        line, left = metrics.height(), plan.area.left()
        top = min(plan.area.bottom() + 2 * Size.GAP, self.height() - 2 * line - Size.GAP)
        painter.setFont(font)
        painter.setPen(theme.colour("second"))
        title = self.tr("Median of {0}, by its ratios") if shades.log else self.tr("Median of {0}")
        title = title.format(measure_name(self._measure))
        painter.drawText(QPointF(left, top + metrics.ascent()), capitalized(title))
        worst, best = (measured(self._measure, end) for end in (shades.worst, shades.best))
        y = top + line + Size.HALF
        painter.setFont(numbers(Size.SMALL))
        worst_width = QFontMetricsF(numbers(Size.SMALL)).horizontalAdvance(worst)
        painter.drawText(QPointF(left, y + metrics.ascent()), worst)
        strip = QRectF(left + worst_width + Size.GAP, y + 2, 2 * Size.LEGEND_STRIP, line - 4)
        gradient = QLinearGradient(strip.topLeft(), strip.topRight())
        gradient.setColorAt(0, theme.colour("middle"))
        gradient.setColorAt(1, theme.colour("accent"))
        painter.fillRect(strip, gradient)
        painter.drawText(QPointF(strip.right() + Size.GAP, y + metrics.ascent()), best)
        best_width = QFontMetricsF(numbers(Size.SMALL)).horizontalAdvance(best)
        painter.setFont(font)
        painter.drawText(
            QPointF(strip.right() + best_width + 4 * Size.GAP, y + metrics.ascent()), self.tr("★ best median")
        )

    def paint_live(self, painter: QPainter) -> None:
        """The cell that is spoken of, the one under the hand, and the ring of the keyboard."""
        plan = self.plan()
        for at, role in ((self._hovered, "second"), (self._at, "text")):
            if at is not None:
                self.outline(painter, plan.cell(*at).adjusted(-1, -1, 1, 1), role)
        super().paint_live(painter)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the hand."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        group = self._group_under(event.position())
        if group is not None:
            self.chosen.emit(group.values)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open its middle run."""
        group = self._group_under(event.position())
        if group is not None:
            self.opened.emit(group.values)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is under the hand."""
        self._hover(self.plan().at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, at: tuple[int, int] | None) -> None:
        if at is not None and self.group_at(at) is None:
            at = None
        if at != self._hovered:
            self._hovered = at
            self.update()

    def _group_under(self, point: QPointF) -> Group | None:
        at = self.plan().at(point)
        return None if at is None else self.group_at(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, and open."""
        ways = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        way = ways.get(Qt.Key(event.key()))
        there = None if self._at is None else self.group_at(self._at)
        if way is not None:
            group = self.group_at(self._stepped(way))
            if group is not None:
                self.chosen.emit(group.values)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and there is not None:
            self.opened.emit(there.values)
        else:
            super().keyPressEvent(event)

    def _stepped(self, way: tuple[int, int]) -> tuple[int, int]:
        """The cell beside the one that is spoken of; the first if there is none."""
        if self._at is None:
            return 0, 0
        row, column = self._at[0] + way[0], self._at[1] + way[1]
        return min(max(row, 0), len(self._rows[1]) - 1), min(max(column, 0), len(self._columns[1]) - 1)

    def tip_at(self, point: QPointF) -> str:
        """What is under the hand, in words."""
        at = self.plan().at(point)
        group = None if at is None else self.group_at(at)
        if at is None or group is None:
            return self.tr("Each cell is a setting, with the median of its runs. The stronger the colour, the better.")
        lines = [self.named(at)]
        if not isnan(group.spread.median):
            lines.append(self.tr("Median {0}").format(measured(self._measure, group.spread.median)))
        if isfinite(group.spread.median):
            lines.append(quartile_words(group, self._measure))
        lines.append(self.tr("Seeds: {0}").format(", ".join(str(score.seed) for score in group.scores) or "–"))
        if group.diverged:
            lines.append(self.tr("Diverged: {0}").format(group.diverged))
        return "\n".join(lines)

    def named(self, at: tuple[int, int]) -> str:
        """A cell in words: ``learning rate 0.1, hidden layers 8, 8``."""
        parts = [(self._rows[0], self._rows[1][at[0]]), (self._columns[0], self._columns[1][at[1]])]
        return "; ".join(f"{name} {value}" for name, value in parts if name)
