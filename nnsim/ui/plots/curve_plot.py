"""One input: the curve of the network's answers through the samples."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from nnsim.data.extent import bulk_with_room, with_room
from nnsim.engine.snapshot import LineResponse, Snapshot
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.lines import curve_pen, draw, draw_ghost, segments
from nnsim.ui.plots.marks import class_colour, draw_mark, mark_path
from nnsim.ui.plots.sample_plot import SamplePlot
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.numbers import format_count

Numbers = NDArray[np.floating[Any]]

_BEYOND: Final = 2.0
"""The curve is followed this many times the samples' range below and above it: to five times the range in all."""
_STEPS: Final = 4
"""Into how many steps that range is divided when the axis grows."""
_SLACK: Final = 0.02
"""The part of a step that a curve may run out before the axis grows."""


class CurvePlot(SamplePlot):
    """The prediction as a line, what it should be as marks: filled for training, hollow for test.

    With classes the line is the probability (one for each class when there are more than two), and the mark of a sample
    lies where it should be: at 0 or 1.
    """

    VIEWS = ("line",)

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._line: LineResponse | None = None
        self._ghost: LineResponse | None = None
        self._ends = session.class_ends
        self._x, self._y = Axis(-1, 1), Axis(-1, 1)
        self._around = self._y
        self._run_id = session.snapshot.run_id
        self.setObjectName("curve_plot")
        self.setAccessibleName(self.tr("Prediction over the input"))
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)
        self._measure_data()
        self._render_answers()

    @property
    def axes(self) -> Axes:
        """The axes: around the samples, and wider in steps where the curve runs out, never beyond ``_BEYOND``."""
        return Axes(area_within(self.width(), self.height(), self._x, self._y), self._x, self._y)

    def heights(self) -> tuple[float, float]:
        """The ends of the vertical axis."""
        return self._y.low, self._y.high

    def reach(self, low: float, high: float) -> None:
        """Let the vertical axis reach as far as that of another picture, beside which it stands."""
        self._set_heights(replace(self._y, low=min(self._y.low, low), high=max(self._y.high, high)))

    def place(self, points: Numbers) -> Numbers:
        """(n, 2) pixels of (n, 2) inputs and heights; what lies beyond the axis is at its edge."""
        axes = self.axes
        down = np.clip(axes.down(points[:, 1]), axes.area.top(), axes.area.bottom())
        return np.column_stack([axes.across(points[:, 0]), down])

    def units_at(self, at: QPointF) -> tuple[float, float]:
        """The input and the height at a place in the widget."""
        return self.axes.value_at(at)

    def _measure_data(self) -> None:
        data, (extent,) = self.dataset, self._prepared.extents
        before = (self._x, self._around)
        self._x = Axis(extent.low, extent.high, name=pretty_input(data.input_names[extent.column]))
        self._ends = self._session.class_ends
        target = self._take_target()
        name = data.target_names[target]
        if data.classes:
            name = self.tr("probability") if self._ends == (0.0, 1.0) else self.tr("answer")
        fixed = None if data.classes else self._prepared.heights
        around = (
            (with_room(np.array(self._ends)) if data.classes else bulk_with_room(data.targets[:, target]))
            if fixed is None
            else fixed
        )
        self._around = Axis(*around, name=name)
        is_same_ground = (self._x, self._around) == before
        if not is_same_ground:
            self._y = self._around
        said = self.tr("{0} samples, {1} from {2} to {3}.")
        ends = (tick_label(float(f"{end:.3g}")) for end in (self._x.low, self._x.high))
        heights = data.targets[:, target] if len(data.classes) in (0, 2) else np.ones(data.n_samples)
        if data.classes:
            heights = self._ends[0] + heights * (self._ends[1] - self._ends[0])
        self._points = np.column_stack([data.inputs[:, extent.column], heights])
        self.setAccessibleDescription(said.format(data.n_samples, self._x.name, *ends))
        self.repaint_samples() if is_same_ground else self.repaint_ground()

    def _render_answers(self) -> None:
        snapshot = self._session.snapshot
        self._line = snapshot.line
        if self.dataset.classes and self._session.class_ends != self._ends:
            self._measure_data()
        if snapshot.run_id != self._run_id:
            self._run_id = snapshot.run_id
            self._set_heights(self._around)
        if self._line is not None:
            self._set_heights(self._with_curve(self._line.prediction[:, self._columns(self._line)]))
        self.update()

    def _with_curve(self, prediction: Numbers) -> Axis:
        """The axis so far, and as many steps more as the curve needs, of those that are left."""
        low, high = self._around.low, self._around.high
        span = high - low
        ends = low - _BEYOND * span, high + _BEYOND * span
        inside = np.clip(prediction[np.isfinite(prediction)], *ends)
        if not np.isfinite(span) or not ((inside > ends[0]) & (inside < ends[1])).any():
            return self._y
        step = span / _STEPS
        below = ceil((low - float(inside.min())) / step - _SLACK) * step
        above = ceil((float(inside.max()) - high) / step - _SLACK) * step
        low, high = low - max(below, 0.0), high + max(above, 0.0)
        return replace(self._y, low=min(self._y.low, low), high=max(self._y.high, high))

    def _set_heights(self, axis: Axis) -> None:
        if axis != self._y:
            self._y = axis
            self.repaint_ground()

    def picture_area(self) -> QRectF:
        """Between the axes."""
        return self.axes.area

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes."""
        self.axes.paint(painter, self.theme)

    def _render_ghost(self, before: Snapshot | None) -> None:
        self._ghost = None if before is None else before.line

    def paint_live(self, painter: QPainter) -> None:
        """The samples and the curve over them."""
        self._paint_samples(painter)
        if self._ghost is not None:
            self._paint_ghost(painter, self.axes, self._ghost)
        if self._line is not None:
            self._paint_line(painter, self.axes, self._line)
        self._paint_marked(painter)
        self._paint_beyond(painter)

    def beyond(self) -> int:
        """How many samples are farther out than the axis reaches."""
        heights = self._points[:, 1]
        return int(np.count_nonzero((heights < self._y.low) | (heights > self._y.high)))

    def _paint_beyond(self, painter: QPainter) -> None:
        """That there are such samples, and where they are."""
        count = self.beyond()
        if not count:
            return
        one, many = self.tr("1 sample lies beyond, at the edge"), self.tr("{0} samples lie beyond, at the edge")
        painter.setPen(self.theme.colour("second"))
        painter.setFont(words(Size.SMALL))
        area = self.axes.area  # in the line of the name of its axis, where no sample lies
        said = one if count == 1 else many.format(format_count(count))
        room = QRectF(area.left(), 0.0, area.width(), painter.fontMetrics().height())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, said)

    def _columns(self, line: LineResponse) -> list[int]:
        """A curve for each class; of quantities only the one that is shown."""
        n_outputs = line.prediction.shape[1]
        return list(range(n_outputs)) if self.dataset.classes else [min(self._target, n_outputs - 1)]

    def _paint_line(self, painter: QPainter, axes: Axes, line: LineResponse) -> None:
        painter.save()
        painter.setClipRect(axes.area)
        across = axes.across(line.x)
        for column in self._columns(line):
            painter.setPen(curve_pen(self._line_colour(column), Size.CURVE))
            draw(painter, segments(across, axes.down(line.prediction[:, column])))
        painter.restore()

    def _paint_ghost(self, painter: QPainter, axes: Axes, line: LineResponse) -> None:
        painter.save()
        painter.setClipRect(axes.area)
        for column in self._columns(line):
            draw_ghost(painter, self.theme, segments(axes.across(line.x), axes.down(line.prediction[:, column])))
        painter.restore()

    def _line_colour(self, column: int) -> QColor:
        several = self._line is not None and len(self._columns(self._line)) > 1
        return class_colour(self.theme, column) if several else self.theme.colour("accent")

    def _alike(self, targets: Numbers) -> Numbers:
        return targets if self.dataset.classes else np.zeros(len(targets))

    def _paint_mark(self, painter: QPainter, x: float, y: float, target: float, *, hollow: bool) -> None:
        classes = self.dataset.classes
        number = int(target) if classes else 0
        colour = self.theme.sample(number) if classes else self.theme.colour("second" if hollow else "text")
        draw_mark(painter, self.theme, mark_path(number), QPointF(x, y), colour, hollow=hollow, size=self._mark_size)
