"""The loss of training and test over the epochs, and beside it the accuracy or the error in units of the target."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnsim.engine.snapshot import Curves
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.change_marks import ChangeMarks
from nnsim.ui.plots.curve_legend import draw_dashed, draw_dot, draw_legend, draw_solid
from nnsim.ui.plots.curve_lines import CurveLines
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.record_range import Quantity, RecordRange, continues, goes_on
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.plots.zoom import Zoom
from nnsim.ui.theme import Beats, Size

Numbers = NDArray[np.floating[Any]]

_ROOM = 0.08
"""Share of the curves' heights that is left free above and below them when a part is looked at."""
_LEAST_ROOM = 1e-6
_LEAST, _MOST = 1e-300, 1e300
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class LossPlot(LiveSheet):
    """Two curves, training solid and test dashed, on axes that only grow while the run is the same.

    The wheel zooms, dragging moves, a double click fits everything again. The arrow keys walk along the record.

    Signals
    -------
    view_changed() : another quantity, another kind of axis, or zoomed in or out
    """

    BEAT = Beats.LOSS
    _session: Session
    view_changed = Signal()

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._quantity: Quantity = "loss"
        self._log = True
        self._run_id: int | None = None
        self._curves = Curves()
        self._range = RecordRange()
        self._axes: Axes | None = None
        self._drawn = CurveLines()
        self._marks = ChangeMarks()
        self._zoom = Zoom()
        self._hover: int | None = None
        self.setObjectName("loss_plot")
        self.setAccessibleName(self.tr("Loss over the epochs"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(*Size.CURVES_MIN)
        self.render_snapshot()

    @property
    def quantity(self) -> Quantity:
        """Which curves are shown."""
        return self._quantity

    @property
    def log(self) -> bool:
        """Whether the vertical axis goes in equal ratios; accuracy always goes from 0 % to 100 %."""
        return self._log and not self.shows_accuracy

    @property
    def zoomed(self) -> bool:
        """Whether a part is shown, chosen by hand."""
        return self._zoom.window is not None

    @property
    def shows_accuracy(self) -> bool:
        """Whether the curves are shares of right answers."""
        return self._quantity == "metric" and self._session.prepared.dataset.task == "classification"

    def show_quantity(self, quantity: Quantity) -> None:
        """Show the loss, or the metric of the task."""
        self._quantity = quantity
        self._look_anew()

    def show_log(self, log: bool) -> None:
        """Show equal ratios or equal steps."""
        self._log = log
        self._look_anew()

    def fit(self) -> None:
        """Show everything again."""
        self._look_anew()

    @property
    def axes(self) -> Axes:
        """The axes as they are now."""
        if self._axes is None:
            self._axes = self._made_axes()
        return self._axes

    def _made_axes(self) -> Axes:
        if self._zoom.window is not None:
            (left, right), _ = self._zoom.window
            low, high = self._heights_between(left, right)
        else:
            (left, right), (low, high) = self._range.window(self._quantity, log=self.log)
        close = self.zoomed
        y = Axis(low, high, log=self.log, name=self.quantity_name(), percent=self.shows_accuracy, close=close)
        x = Axis(left, right, name=self.tr("epoch"), close=close)
        return Axes(area_within(self.width(), self.height(), x, y), x, y)

    def _heights_between(self, left: float, right: float) -> tuple[float, float]:
        """The ends of the vertical axis that hold all of the curves between two epochs, and little more."""
        epoch, train, test = self.record()
        inside = (epoch >= left) & (epoch <= right)
        ends = np.array([left, right])
        ends = ends[(ends >= epoch[0]) & (ends <= epoch[-1])] if len(epoch) else ends[:0]
        seen: list[Numbers] = []
        for values in (train, test):
            heights = self._straightened(values)
            seen += [heights[inside], np.interp(ends, epoch, heights) if len(ends) else ends]
        heights = np.concatenate(seen)
        heights = heights[np.isfinite(heights)]
        if not len(heights):
            return self._range.window(self._quantity, log=self.log)[1]
        low, high = float(heights.min()), float(heights.max())
        room = max((high / 2 - low / 2) * 2 * _ROOM, _LEAST_ROOM * max(abs(low), abs(high), 1e-12))
        low, high = low - room, high + room
        return (10.0**low, 10.0**high) if self.log else (max(low, -_MOST), min(high, _MOST))

    def _straightened(self, values: Numbers) -> Numbers:
        """Heights in which the curves run straight from point to point: on a log axis the logarithms."""
        if not self.log:
            return values
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where((values > _LEAST) & (values < _MOST), np.log10(values), np.nan)

    def quantity_name(self) -> str:
        """``loss``, ``accuracy``, or ``root mean squared error`` in short."""
        if self._quantity == "loss":
            return self.tr("loss")
        return self.tr("accuracy") if self.shows_accuracy else self.tr("RMSE")

    def record(self) -> tuple[Numbers, Numbers, Numbers]:
        """Epoch, training and test, whole."""
        curves = self._curves
        if self._quantity == "loss":
            return curves.epoch, curves.train_loss, curves.test_loss
        return curves.epoch, curves.train_metric, curves.test_metric

    def render_snapshot(self) -> None:
        """Go on with the record, or begin anew with another run."""
        snapshot = self._session.snapshot
        if snapshot.run_id != self._run_id or not continues(snapshot.curves, self._curves):
            is_thinned = snapshot.run_id == self._run_id and goes_on(snapshot.curves, self._curves)
            self._run_id = snapshot.run_id
            self._start_record(is_thinned=is_thinned)
        before = len(self._curves)
        self._curves = snapshot.curves
        if len(self._curves) > before:
            self._widen(before)
        self._marks.take(self._session.track)
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _start_record(self, *, is_thinned: bool) -> None:
        """Other rows. Of the same run they are drawn in the same window."""
        self._curves = Curves()
        self._hover = None
        self._drawn.clear()
        if is_thinned:
            return
        self._zoom.fit()
        self._range.clear()
        self.repaint_ground()

    def _widen(self, before: int) -> None:
        old = self.axes
        self._range.include(self._curves, before)
        if self._made_axes() != old:
            self.repaint_ground()

    def _look_anew(self) -> None:
        self._zoom.fit()
        self._drawn.clear()
        self.repaint_ground()
        self.view_changed.emit()

    def _in_words(self) -> str:
        epoch, train, test = self.record()
        if not len(epoch):
            return self.tr("Nothing learnt yet.")
        said = self.tr("{0} at epoch {1}: training {2}, test {3}.")
        return said.format(self.quantity_name(), int(epoch[-1]), self._said(train[-1]), self._said(test[-1]))

    def _said(self, value: float) -> str:
        if not np.isfinite(value):
            return self.tr("none")
        return f"{value * 100:.1f} %" if self.shows_accuracy else f"{value:.4g}".replace("-", "−")

    def _lines(self, axes: Axes, kind: str, values: Numbers) -> Numbers:
        return self._drawn.of(axes, kind, self._curves.epoch, values, part=self.zoomed)

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes and the legend."""
        axes = self.axes
        axes.paint(painter, self.theme)
        draw_legend(painter, self.theme, axes.area.right(), ((self.tr("training"), False), (self.tr("test"), True)))

    def paint_live(self, painter: QPainter) -> None:
        """The curves and the readout."""
        axes = self.axes
        epoch, train, test = self.record()
        is_low = self.height() < Size.CURVES_LOW
        self._marks.paint(painter, self.theme, axes, at_top=not self.shows_accuracy, with_words=not is_low)
        painter.save()
        painter.setClipRect(axes.area.adjusted(-1, -Size.CURVE, Size.CURVE, Size.CURVE))
        draw_solid(painter, self.theme, self._lines(axes, "train", train))
        draw_dashed(painter, self.theme, self._lines(axes, "test", test))
        painter.restore()
        self._paint_shown_moment(painter, axes)
        self._paint_single_point(painter, axes)
        if self._hover is not None and self._hover < len(epoch):
            self._paint_readout(painter, axes, self._hover)

    def _paint_shown_moment(self, painter: QPainter, axes: Axes) -> None:
        """A line where the snapshot stands, if that is before the end of its curves: a moment of the past is shown."""
        snapshot, epoch = self._session.snapshot, self._curves.epoch
        shown = snapshot.epoch + snapshot.batch / max(snapshot.n_batches, 1)
        if not len(epoch) or shown >= epoch[-1]:
            return
        x = float(axes.across(np.array([shown]))[0])
        if axes.area.left() - 1 <= x <= axes.area.right() + 1:
            painter.setPen(QPen(self.theme.colour("accent"), Size.RING))
            painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))

    def _paint_single_point(self, painter: QPainter, axes: Axes) -> None:
        """One point makes no line: before the first epoch the starting values show as dots."""
        epoch, train, test = self.record()
        if len(epoch) == 1:
            self._paint_dots(painter, axes, 0, train, test)

    def _paint_dots(self, painter: QPainter, axes: Axes, row: int, train: Numbers, test: Numbers) -> None:
        x = float(axes.across(self._curves.epoch[row : row + 1])[0])
        for values, hollow in ((test, True), (train, False)):
            y = float(axes.down(values[row : row + 1])[0])
            draw_dot(painter, self.theme, QPointF(x, y), hollow=hollow)

    def _paint_readout(self, painter: QPainter, axes: Axes, row: int) -> None:
        epoch, train, test = self.record()
        x = float(axes.across(epoch[row : row + 1])[0])
        painter.setPen(QPen(self.theme.colour("faint"), Size.THIN))
        painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
        self._paint_dots(painter, axes, row, train, test)
        named = ((self.tr("epoch"), tick_label(float(epoch[row]))), (self.tr("training"), self._said(train[row])),
                 (self.tr("test"), self._said(test[row])))  # fmt: skip
        wide, figure = max(len(name) for name, _ in named), max(len(said) for _, said in named)
        said = [f"{name:<{wide}}  {text:>{figure}}" for name, text in named]
        said += self._marks.near(axes, x)[-Size.CHANGES_SAID :]
        below = QRectF(self.rect())
        below.setTop(axes.area.top())  # below the legend
        readout(painter, self.theme, QPointF(x, axes.area.center().y()), below, said)

    # overrides of Qt

    def repaint_ground(self) -> None:
        """Another scale or size makes other axes."""
        self._axes = None
        super().repaint_ground()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out the epoch under the hand, or move the picture with it."""
        if self._zoom.dragged(self.axes, event.position()):
            self.repaint_ground()
            return
        across, _ = self.axes.value_at(event.position())
        epoch = self._curves.epoch
        inside = self.axes.area.contains(event.position()) and len(epoch) > 0
        self._hover = int(np.abs(epoch - across).argmin()) if inside else None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._zoom.grab(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self._zoom.let_go():
            self.view_changed.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show everything again."""
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the hand."""
        if self._zoom.turned(self.axes, event.position(), event.angleDelta().y()):
            self.repaint_ground()
            self.view_changed.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the record."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None or not len(self._curves):
            super().keyPressEvent(event)
            return
        last = len(self._curves) - 1
        self._hover = min(max((last if self._hover is None else self._hover) + step, 0), last)
        self.update()

    def leaveEvent(self, event: Any) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._hover = None
        self.update()
