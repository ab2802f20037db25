"""A quantity over two inputs as a relief that can be turned."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.data.prepare import Prepared
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.fit_plot import nearest
from nnsim.ui.plots.lines import draw
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.marks import draw_mark, draw_ring, mark_path
from nnsim.ui.plots.relief_axes import HALF_HEIGHT, ReliefAxes
from nnsim.ui.plots.relief_patches import between, corners, paint_patches, placed
from nnsim.ui.plots.stamps import draw_stamps, stamp
from nnsim.ui.plots.surface import target_middle, target_scale
from nnsim.ui.plots.ticks import Axis, RoundRange
from nnsim.ui.plots.turnable import Turnable
from nnsim.ui.theme import Beats, Size, Theme, words
from nnsim.ui.widgets.numbers import format_count, format_number

Numbers = NDArray[np.floating[Any]]

_MESH: Final = 17
_FINE_MESH: Final = 25
"""Points of the relief along each side, and where it is large: the more, the longer a frame takes."""
_MOST_PINS: Final = 400
"""Of more samples, some at equal distances: a wood of pins would hide the relief."""
_DIGITS: Final = 4


class ReliefPlot(Turnable, LiveSheet):
    """What the network would answer, as heights over the plane; the samples as pins from there to what is true.

    So the length of a pin is how far off the answer is. Dragging or the arrow keys turn it, Home or a double click
    turns it back. Colours and heights have the scale of the targets; that of the heights only grows within a run.
    """

    VIEWS = ("plane",)
    BEAT = Beats.FIGURES  # it takes longer to paint than any other picture of the answers

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._prepared: Prepared | None = None
        self._run_id = -1
        self._heights: Numbers | None = None
        self._range = RoundRange()
        self._axes = ReliefAxes(Axis(-1, 1), Axis(-1, 1), Axis(-1, 1))
        self._pins: Numbers = np.empty((0, 3))
        self._rows, self._n_train = np.empty(0, np.intp), 0
        self._target = 0
        self._stood_on: Numbers = np.empty(0)
        self._marks: tuple[tuple[Theme, float], QPixmap, QPixmap] | None = None
        self.setObjectName("relief_plot")
        self.setAccessibleName(self.tr("Answer of the network as a relief over its two inputs"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)
        self.setToolTip(self.tr("Drag to turn it. Each pin leads from the answer to what is true."))
        self.render_snapshot()

    def show_target(self, target: int) -> None:
        """Show another of the quantities that are predicted."""
        self._target, self._prepared = target, None
        self.render_snapshot()

    def render_snapshot(self) -> None:
        """Other data or another run, then the heights."""
        prepared, snapshot = self._session.prepared, self._session.snapshot
        if len(prepared.extents) != 2 or prepared.dataset.classes:
            self._heights = None
            return
        if prepared is not self._prepared or snapshot.run_id != self._run_id:
            self._prepared, self._run_id = prepared, snapshot.run_id
            self._measure_data(prepared)
        self._heights = None
        if snapshot.plane is not None and snapshot.plane.layers[-1].shape[2] == prepared.dataset.targets.shape[1]:
            self._take_up(prepared, snapshot.plane.layers[-1])
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _measure_data(self, prepared: Prepared) -> None:
        data = prepared.dataset
        self._target = self._target if self._target < data.targets.shape[1] else 0
        rows = [_thinned(part, data.n_samples) for part in (prepared.train_rows, prepared.test_rows)]
        self._rows, self._n_train = np.concatenate(rows), len(rows[0])
        columns = [extent.column for extent in prepared.extents]
        self._pins = np.column_stack([data.inputs[self._rows][:, columns], data.targets[self._rows, self._target]])
        self._range.clear()
        self._range.include(data.targets[:, self._target])
        self._render_axes(prepared)

    def _render_axes(self, prepared: Prepared) -> None:
        x, y = (
            Axis(extent.low, extent.high, name=pretty_input(prepared.dataset.input_names[extent.column]))
            for extent in prepared.extents
        )
        name = prepared.dataset.target_names[self._target]
        self._axes = ReliefAxes(x, y, Axis(self._range.low, self._range.high, name=name))
        self.repaint_ground()

    def _take_up(self, prepared: Prepared, answers: Numbers) -> None:
        grid = len(answers)
        flat = prepared.predictions_in_units(answers.reshape(-1, answers.shape[2]))
        whole = flat[:, self._target].reshape(grid, grid)
        self._heights = whole.astype(np.float64)
        self._stood_on = between(whole, self._axes.x.share(self._pins[:, 0]), self._axes.y.share(self._pins[:, 1]))
        if self._range.include(self._heights):
            self._render_axes(prepared)

    def _in_words(self) -> str:
        if self._heights is None:
            return self.tr("Not computed yet.")
        low, high = float(np.min(self._heights)), float(np.max(self._heights))
        return self.tr("Answers from {0} to {1}.").format(format_number(low), format_number(high))

    # geometry

    def placed(self, points: Numbers) -> Numbers:
        """(n, 2) pixels of (n, 3) points of the box; the whole box has room however it is turned."""
        return placed(self._turned, self.width(), self.height(), points)

    def _sample_places(self) -> tuple[Numbers, Numbers]:
        """(n, 2) pixels of what is true, and of the answer below or above it."""
        feet = np.column_stack([self._pins[:, :2], self._stood_on])
        return self.placed(self._axes.in_box(self._pins)), self.placed(self._axes.in_box(feet))

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The box, and how many of the samples stand there if not all do."""
        self._axes.paint(painter, self.theme, self._turned, self.placed)
        if self._prepared is None or len(self._pins) == self._n_samples(self._prepared):
            return
        shown, there = format_count(len(self._pins)), format_count(self._n_samples(self._prepared))
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRectF(self.rect()), flags, self.tr("{0} of {1} samples").format(shown, there))

    @staticmethod
    def _n_samples(prepared: Prepared) -> int:
        return len(prepared.train_rows) + len(prepared.test_rows)

    def paint_live(self, painter: QPainter) -> None:
        """The relief from back to front with the pins that stand there, and what is said of the one under the hand."""
        if self._heights is None or self._prepared is None:
            return
        tops, feet = self._sample_places()
        self._paint_relief(painter, self._heights, tops, feet)
        found = nearest(tops, self._hand) if self._hand is not None and self._held is None else None
        if found is not None and self._hand is not None:
            draw_ring(painter, self.theme, tops[found])
            readout(painter, self.theme, self._hand, QRectF(self.rect()), self._told(found))
        if self.hasFocus():
            painter.setPen(QPen(self.theme.colour("accent"), Size.RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Size.FIELD_RADIUS, Size.FIELD_RADIUS)

    def _paint_relief(self, painter: QPainter, heights: Numbers, tops: Numbers, feet: Numbers) -> None:
        mesh = _FINE_MESH if min(self.width(), self.height()) >= PlotSize.RELIEF_LARGE else _MESH
        place = np.linspace(0, len(heights) - 1, mesh).round().astype(int)
        steps = 2.0 * place / (len(heights) - 1) - 1.0
        heights = heights[np.ix_(place, place)]
        across, along = np.meshgrid(steps, steps)
        height = (2 * np.clip(self._axes.z.share(heights), 0.0, 1.0) - 1) * HALF_HEIGHT
        points = np.column_stack([across.ravel(), along.ravel(), height.ravel()])
        patches = corners(mesh)
        polygons = self.placed(points)[patches]
        away = self._turned.seen(points)[:, 2][patches].mean(axis=1)
        colours = self._colours(heights.ravel()[patches].mean(axis=1))
        order = np.argsort(-away)
        box = self._axes.in_box(self._pins)
        pin_away = self._turned.seen(box)[:, 2] if len(box) else np.empty(0)
        pins = np.argsort(-pin_away)
        ends = np.linspace(0, len(order), mesh // 2).astype(int)
        done = 0
        for start, stop in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            paint_patches(painter, self.theme, polygons, colours, order[start:stop])
            nearer = away[order[stop]] if stop < len(order) else -np.inf
            until = int(np.searchsorted(-pin_away[pins], -nearer))
            self._paint_pins(painter, pins[done:until], tops, feet)
            done = until

    def _colours(self, values: Numbers) -> list[QColor]:
        """Of each patch: blue above the middle, orange below, full at the farthest target."""
        scale, middle = 1.0, 0.0
        if self._prepared is not None:
            scale = target_scale(self._prepared.dataset, self._target) or 1.0
            middle = target_middle(self._prepared.dataset, self._target)
        with np.errstate(invalid="ignore"):
            shares = np.nan_to_num(np.clip((values - middle) / scale, -1.0, 1.0))
        heat = self.theme.heat()[(shares * 127.5 + 127.5).astype(np.uint8)]
        return [QColor(*shade) for shade in heat.tolist()]

    def _paint_pins(self, painter: QPainter, which: NDArray[np.intp], tops: Numbers, feet: Numbers) -> None:
        if not len(which):
            return
        filled, hollow = self._stamps()
        painter.setPen(QPen(self.theme.colour("second"), Size.THIN))
        lines = np.column_stack([feet[which], tops[which]])
        draw(painter, lines[np.isfinite(lines).all(axis=1)])
        draw_stamps(painter, filled, tops[which[which < self._n_train]])
        draw_stamps(painter, hollow, tops[which[which >= self._n_train]])

    def _stamps(self) -> tuple[QPixmap, QPixmap]:
        """The heads of the pins of training and of test."""
        key = (self.theme, self.devicePixelRatioF())
        if self._marks is None or self._marks[0] != key:
            theme, side, colour = self.theme, round(Size.MARK) + 3, self.theme.colour("text")

            def painted(painter: QPainter, is_hollow: bool) -> None:
                draw_mark(
                    painter, theme, mark_path(0), QPointF(0, 0), colour, hollow=is_hollow, size=Size.MARK_AMONG_MANY
                )

            filled = stamp(side, key[1], lambda painter: painted(painter, False))
            self._marks = key, filled, stamp(side, key[1], lambda painter: painted(painter, True))
        return self._marks[1:]

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the pin whose head is under a place in the widget; nothing where there is none."""
        if self._heights is None:
            return []
        found = nearest(self._sample_places()[0], at)
        return [] if found is None else self._told(found)

    def _told(self, found: int) -> list[str]:
        x, y, true = self._pins[found].tolist()
        predicted = float(self._stood_on[found])
        sample = self.tr("training sample {0}") if found < self._n_train else self.tr("test sample {0}")
        return [
            sample.format(format_count(int(self._rows[found]) + 1)),
            f"{self._axes.x.name} {format_number(x)}  {self._axes.y.name} {format_number(y)}",
            self.tr("true {0}").format(format_number(true, _DIGITS)),
            self.tr("predicted about {0}").format(format_number(predicted)),
        ]

    # overrides of Qt


def _thinned(rows: NDArray[np.intp], n_samples: int) -> NDArray[np.intp]:
    """All, or some at equal distances."""
    kept = len(rows) if n_samples <= _MOST_PINS else -(-len(rows) * _MOST_PINS // n_samples)
    return rows[np.linspace(0, len(rows) - 1, kept).astype(np.intp)]
