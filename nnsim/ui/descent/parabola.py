"""The loss over one weight: the parabola, the point on it, its tangent, the step, and where more steps would lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import floor, isfinite, log10
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnsim.engine.one_weight import OneWeight
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.words import told
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.lines import curve_pen, dashes, draw, segments
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis, RoundRange, edge
from nnsim.ui.theme import Size, numbers

Numbers = NDArray[np.floating[Any]]

FORESEEN: Final = 12
"""So many steps are shown ahead."""
_POINTS: Final = 201
_FINE: Final = 100
"""How finely a drag divides the axis, about."""
_LEAST_AROUND: Final = 1.0
"""The axis shows at least this much at both sides of the minimum."""
_AROUND: Final = 1.5
"""… and this many times the distance of the weight."""
_ARROW: Final = 6.0
_NAMED_FROM: Final = 400.0
"""Width of the picture from which there is room in its corner for the names of the curves."""
_TANGENT: Final = 104.0
"""Half the length of the tangent, in pixels."""


class Parabola(Sheet):
    """Drag the point, or click where it is to be; the arrow keys move it.

    Scales only grow until ``forget``, so that steps of different lengths can be compared.

    Signals
    -------
    moved(float) : the user wants that weight
    stepped(int) : Enter asked for a step, Backspace for the one before (−1)
    """

    moved = Signal(float)
    stepped = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._now = OneWeight()
        self._way: tuple[float, ...] = ()
        self._range = RoundRange()
        self._top = 0.0
        self._before: float | None = None
        self._label = "y"
        self._said: list[QRectF] = []
        self.setObjectName("one_weight_plot")
        self.setAccessibleName(self.tr("Loss over the weight"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumSize(40 * Size.GRID, 20 * Size.GRID)
        self.setToolTip(
            self.tr("Drag the point along the loss. Arrow keys move it, Enter makes a step, Backspace takes one back.")
        )

    def forget(self) -> None:
        """Another parabola comes, or it begins anew: scales begin anew."""
        self._range.clear()
        self._top = 0.0

    def call_label(self, label: str) -> None:
        """What the label is called, y or ŷ."""
        if label != self._label:
            self._label = label
            self.repaint_ground()

    @property
    def _names(self) -> dict[str, str]:
        """Of both curves, equally long."""
        names = {"quadratic": f"½ (w · x − {self._label})²", "mse": f"(w · x − {self._label})²"}
        return {loss: name.rjust(len(names["quadratic"])) for loss, name in names.items()}

    def show_step(self, now: OneWeight, way: Sequence[float]) -> None:
        """Show this step, and the weights that came before it."""
        is_other_loss = replace(now, weight=0.0, rate=1.0) != replace(self._now, weight=0.0, rate=1.0)
        self._now, self._way = now, tuple(way)
        before = (self._range.low, self._range.high, self._top)
        self._measure()
        self.setAccessibleDescription(
            self.tr("w = {0}, loss {1}, slope {2}, next w {3}").format(
                *map(told, (now.weight, now.value, now.gradient, now.after.weight))
            )
        )
        if is_other_loss or before != (self._range.low, self._range.high, self._top):
            self.repaint_ground()
        self.update()

    def _measure(self) -> None:
        """Widen the axes if they have to be; not under the hand that drags along them."""
        now = self._now
        if self._before is not None:
            return
        reached = [now.weight, now.after.weight]
        if not self._top:
            middle = now.weight if now.minimum is None else now.minimum
            around = max(_AROUND * abs(now.weight - middle), _LEAST_AROUND)
            reached += [middle - around, middle + around]
        self._range.include(np.array(reached))
        heights = [now.loss_at(end) for end in reached]
        self._top = max(self._top, edge(max(height for height in heights if isfinite(height))), 1e-9)

    @property
    def axes(self) -> Axes:
        """The weight across, the loss up."""
        x = Axis(self._range.low, self._range.high, name=self.tr("weight w"))
        y = Axis(0.0, self._top or 1.0, name=self.tr("loss L"))
        return Axes(area_within(self.width(), self.height(), x, y, name_below=True), x, y, name_below=True)

    def pixel(self, weight: float, loss: float | None = None) -> QPointF:
        """Where a weight lies; on the parabola, unless a height is given."""
        axes, height = self.axes, self._now.loss_at(weight) if loss is None else loss
        return QPointF(float(axes.across(np.array([weight]))[0]), float(axes.down(np.array([height]))[0]))

    def weight_at(self, x: float) -> float:
        """The weight at a place: a round number within the axis."""
        axes = self.axes
        value = min(max(axes.value_at(QPointF(x, 0))[0], axes.x.low), axes.x.high)
        return self._rounded(value)

    @property
    def _fineness(self) -> float:
        return float(10.0 ** floor(log10((self._range.high - self._range.low) / _FINE)))

    def _rounded(self, weight: float) -> float:
        return float(f"{round(weight / self._fineness) * self._fineness:.12g}")

    # --- painting ------------------------------------------------------------------------------------------------

    def paint_ground(self, painter: QPainter) -> None:
        """Axes, both parabolas, and the lowest place."""
        axes, theme, now = self.axes, self.theme, self._now
        axes.paint(painter, theme)
        other = replace(now, loss="mse" if now.loss == "quadratic" else "quadratic")
        painter.setClipRect(axes.area.adjusted(0, 0, 0, 1))
        painter.setPen(curve_pen(theme.colour("faint"), Size.THIN))
        draw(painter, dashes(self._curve(axes, other), Size.DASH, Size.DASH_GAP))
        painter.setPen(curve_pen(theme.colour("accent"), Size.CURVE))
        draw(painter, self._curve(axes, now))
        painter.setClipping(False)
        self._paint_names(painter, axes, other)
        if now.minimum is not None and axes.x.low <= now.minimum <= axes.x.high:
            at = self.pixel(now.minimum)
            painter.setPen(QPen(theme.colour("second"), Size.THIN, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(at.x(), axes.area.top()), at)
            painter.setFont(numbers(Size.SMALL))
            painter.drawText(self.name_of_lowest, self._lowest_said)

    @property
    def _lowest_said(self) -> str:
        return (
            ""
            if self._now.minimum is None
            else self.tr("lowest at {0}/x = {1}").format(self._label, told(self._now.minimum))
        )

    @property
    def name_of_lowest(self) -> QRectF:
        """Where it is said which weight is best: right of its line, or left if the names of the curves are there."""
        area, at = self.axes.area, 0.0 if self._now.minimum is None else self.pixel(self._now.minimum).x()
        metrics = QFontMetricsF(numbers(Size.SMALL))
        width = metrics.horizontalAdvance(self._lowest_said) + Size.HALF
        end = self.names_left if area.width() >= _NAMED_FROM else area.right()
        has_room = at + Size.HALF + width <= end or at - Size.HALF - width < area.left()
        left = at + Size.HALF if has_room else min(at, end) - Size.HALF - width
        return QRectF(left, area.top() + Size.MARGIN - metrics.ascent(), width, metrics.height())

    @property
    def labels(self) -> tuple[QRectF, ...]:
        """Where something is said beside a place, in the picture that was painted last."""
        return tuple(self._said)

    @property
    def names_left(self) -> float:
        """Where the names of the curves begin."""
        metrics = QFontMetricsF(numbers(Size.SMALL))
        width = metrics.horizontalAdvance(self._names["quadratic"]) + 2 * Size.GAP + 3 * Size.GRID
        return float(self.axes.area.right() - width)

    def _curve(self, axes: Axes, one: OneWeight) -> Numbers:
        """(lines, 4) the parabola as far as it lies in the picture."""
        weights = np.linspace(axes.x.low, axes.x.high, _POINTS)
        losses = np.square(weights * one.x - one.label) * one.factor
        return segments(axes.across(weights), axes.down(np.minimum(losses, 2.0 * axes.y.high)))

    def _paint_names(self, painter: QPainter, axes: Axes, other: OneWeight) -> None:
        """Which curve has the ½, in the corner; a small picture leaves that to the chips beside it."""
        if axes.area.width() < _NAMED_FROM:
            return
        theme = self.theme
        font = numbers(Size.SMALL)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        right, top = axes.area.right(), axes.area.top() + metrics.height()
        for row, (one, role) in enumerate(((self._now, "accent"), (other, "second"))):
            text = self._names[one.loss]
            left, base = right - metrics.horizontalAdvance(text) - Size.GAP, top + row * metrics.height()
            start = self.names_left
            painter.fillRect(
                QRectF(start, base - metrics.ascent(), right - start, metrics.height()), theme.colour("surface")
            )
            painter.setPen(theme.colour(role))
            painter.drawText(QPointF(left, base), text)
            pen = QPen(theme.colour(role), Size.CURVE if row == 0 else Size.THIN)
            if row:
                pen.setDashPattern([Size.DASH, Size.DASH_GAP])
            painter.setPen(pen)
            middle = base - metrics.xHeight() / 2
            painter.drawLine(QPointF(start, middle), QPointF(left - Size.GAP, middle))

    def paint_live(self, painter: QPainter) -> None:
        """The way so far, the steps ahead, the tangent, the step, and the point."""
        axes = self.axes
        self._said = [self.name_of_lowest] if self._now.minimum is not None else []
        painter.setClipRect(axes.area.adjusted(-Size.GAP, -Size.GAP, Size.GAP, Size.GAP))
        self._paint_ahead(painter)
        self._paint_way(painter)
        self._paint_tangent(painter)
        self._paint_step(painter)
        self._paint_point(painter)
        painter.setClipping(False)
        if self.hasFocus():  # around what the keys move along, not through the names of the axes
            painter.setPen(QPen(self.theme.colour("accent"), Size.RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(axes.area, Size.CELL_RADIUS, Size.CELL_RADIUS)

    def _paint_ahead(self, painter: QPainter) -> None:
        points = [self.pixel(weight) for weight in self._now.way(FORESEEN)]
        painter.save()
        painter.setClipRect(self.axes.area.adjusted(0, 0, 0, Size.GAP))  # not through the top, where the loss grows
        colour = self.theme.colour("second")
        painter.setPen(QPen(colour, Size.THIN, Qt.PenStyle.DotLine))
        painter.drawPolyline(QPolygonF(points[1:]))
        painter.setPen(QPen(colour, Size.THIN))
        painter.setBrush(self.theme.colour("surface"))
        for point in points[2:]:
            painter.drawEllipse(point, 2.5, 2.5)
        painter.restore()

    def _paint_way(self, painter: QPainter) -> None:
        points = [self.pixel(weight) for weight in (*self._way, self._now.weight)]
        colour = self.theme.colour("text")
        painter.setPen(QPen(colour, Size.THIN))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(colour)
        for point in points[:-1]:
            painter.drawEllipse(point, 2.5, 2.5)

    def _paint_tangent(self, painter: QPainter) -> None:
        """A straight line through the point, with its slope at the end that leads up."""
        now, theme = self._now, self.theme
        here, beside = self.pixel(now.weight), self.pixel(now.weight + 1.0, now.value + now.gradient)
        way = beside - here
        length = float(np.hypot(way.x(), way.y()))
        if not isfinite(length) or not length:
            return
        arm = way * (_TANGENT / length)
        painter.setPen(curve_pen(theme.colour("text"), Size.CURVE_PINNED))
        painter.drawLine(here - arm, here + arm)
        up = here + arm if arm.y() <= 0 else here - arm
        says = self.tr("slope g = {0}").format(told(now.gradient))
        to_right = up.x() >= here.x()
        self._say(painter, up + QPointF(Size.GAP if to_right else -Size.GAP, 0), says, "text", to_right)

    def _paint_step(self, painter: QPainter) -> None:
        """Across to the next weight, then down to its loss."""
        now, theme = self._now, self.theme
        role = "positive" if now.step > 0 else "negative"
        here, there = self.pixel(now.weight), self.pixel(now.after.weight, now.value)
        next_point = self.pixel(now.after.weight)
        painter.setPen(QPen(theme.colour(role), Size.THIN, Qt.PenStyle.DashLine))
        painter.drawLine(there, next_point)
        painter.setPen(QPen(theme.colour(role), Size.CURVE))
        painter.drawLine(here, there)
        painter.setBrush(theme.colour(role))
        if abs(there.x() - here.x()) > _ARROW:
            back = _ARROW if there.x() > here.x() else -_ARROW
            tip = [there, there + QPointF(-back, _ARROW / 2), there + QPointF(-back, -_ARROW / 2)]
            painter.drawPolygon(QPolygonF(tip))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(next_point, Size.MARK / 2 + 1, Size.MARK / 2 + 1)
        below = QPointF((here.x() + there.x()) / 2, here.y() - Size.PAD)
        self._say(painter, below, f"−η · g = {told(now.step)}", f"{role}_text", None)

    def _paint_point(self, painter: QPainter) -> None:
        theme, here = self.theme, self.pixel(self._now.weight)
        painter.setPen(QPen(theme.colour("surface"), Size.RING))
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(here, Size.DOT, Size.DOT)
        is_left = self._now.gradient < 0
        says = self.tr("w = {0}, L = {1}").format(told(self._now.weight), told(self._now.value))
        away = Size.MARGIN + Size.HALF
        self._say(painter, here + QPointF(-away if is_left else away, away), says, "text", not is_left)

    def _say(self, painter: QPainter, at: QPointF, text: str, role: str, to_right: bool | None) -> None:
        """Words beside a place (``None``: above it, in the middle), on the surface and within the picture."""
        theme, area = self.theme, self.axes.area
        font = numbers(Size.SMALL)
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(text) + Size.HALF, metrics.height()
        left = at.x() - width / 2 if to_right is None else at.x() if to_right else at.x() - width
        top = at.y() - (height if to_right is None else height / 2)
        left = min(max(left, area.left() + 1), area.right() - width)
        top = min(max(top, area.top()), area.bottom() - height)
        box = self._free(QRectF(left, top, width, height))
        self._said.append(box)
        ground = theme.colour("surface")
        ground.setAlphaF(0.85)
        painter.fillRect(box, ground)
        painter.setFont(font)
        painter.setPen(theme.colour(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _free(self, box: QRectF) -> QRectF:
        """The nearest place above or below where nothing is said yet; the place itself if there is none."""
        for lines in (0, 1, -1, 2, -2, 3, -3, 4, -4):
            moved = box.translated(0.0, lines * (box.height() + Size.TIGHT))
            is_inside = self.axes.area.top() <= moved.top() and moved.bottom() <= self.axes.area.bottom()
            if is_inside and not any(moved.intersects(other) for other in self._said):
                return moved
        return box

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the point there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._before = self._now.weight
            self.moved.emit(self.weight_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it along."""
        if self._before is not None:
            self.moved.emit(self.weight_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go: now the axes may grow."""
        self._before = None
        self.show_step(self._now, self._way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move it, Enter steps, Backspace steps back, Esc takes a drag back."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        steps = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Backspace: -1}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._before is not None:
            before, self._before = self._before, None
            self.moved.emit(before)
        elif key in ways:
            self.moved.emit(self._rounded(self._now.weight + ways[key] * self._fineness * 10))
        elif key in steps:
            self.stepped.emit(steps[key])
        else:
            super().keyPressEvent(event)
