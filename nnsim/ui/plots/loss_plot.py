"""The loss over the epochs, or another measure of how well the network answers, beside the runs that are pinned."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.snapshot import View
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.change_marks import ChangeMarks
from nnsim.ui.plots.curve_legend import draw_legend
from nnsim.ui.plots.curve_lines import heights_between
from nnsim.ui.plots.curve_readout import said_at, value_said
from nnsim.ui.plots.loss_curves import Curve
from nnsim.ui.plots.measures import BATCH, RECORDED, Measure, measures, per_batch
from nnsim.ui.plots.past_sheet import PastSheet
from nnsim.ui.plots.pinned_runs import Pin, PinnedRuns
from nnsim.ui.plots.present_curves import PresentCurves
from nnsim.ui.plots.record_range import RecordRange
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.plots.zoomed_sheet import ZoomedSheet
from nnsim.ui.theme import Beats, Size, words

Numbers = NDArray[np.floating[Any]]

_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class LossPlot(ZoomedSheet, PastSheet):
    """Training solid and test dashed, on axes that only grow while the run is the same.

    The arrow keys walk along the record.

    Attributes
    ----------
    measure : what the vertical axis measures
    pins : the runs that are drawn beside the present one
    """

    BEAT = Beats.LOSS

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._name = "loss"
        self._by_batch = False
        self._log = True
        self._present = PresentCurves()
        self._pinned: list[tuple[Pin, tuple[Curve, ...]]] = []
        self._range = RecordRange()
        self._marks = ChangeMarks()
        self._hover: int | None = None
        self.pins = PinnedRuns()
        self.measure = self._chosen_measure()
        self.setObjectName("loss_plot")
        self.setAccessibleName(self.tr("Loss over the epochs"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(*PlotSize.CURVES_MIN)
        session.runs_changed.connect(self._on_runs_changed)
        session.project_changed.connect(self._on_runs_changed)
        self._on_runs_changed()

    # what is shown

    @property
    def task(self) -> Any:
        """What the network is to do: to classify, or to predict numbers."""
        return self._session.prepared.dataset.task

    def _chosen_measure(self) -> Measure:
        """One that the task does not have is the loss."""
        if self.by_batch:
            return per_batch()
        known = measures(self.task)
        return next((one for one in known if one.name == self._name), known[0])

    @property
    def by_batch(self) -> bool:
        """Whether the loss of each batch is shown."""
        return self._by_batch and self._name == "loss"

    @property
    def log(self) -> bool:
        """Whether the vertical axis goes in equal ratios; only errors do."""
        return self._log and self.measure.can_log

    def show_measure(self, name: str) -> None:
        """Show the loss, or another measure by its name."""
        self._name = name
        self._look_anew()

    def show_batches(self, by_batch: bool) -> None:
        """Show the loss of each batch, or of all samples at the end of each epoch."""
        self._by_batch = by_batch
        self._look_anew()

    def show_log(self, log: bool) -> None:
        """Show equal ratios or equal steps."""
        self._log = log
        self._look_anew()

    def fit(self) -> None:
        """Show everything again."""
        self._look_anew()

    def views(self) -> tuple[View, ...]:
        """The loss of each batch is computed only for who looks at it."""
        return ("batches",) if self.by_batch else ()

    def curves(self) -> tuple[Curve, ...]:
        """Those of the present run."""
        return self._present.drawn

    def record(self) -> tuple[Numbers, Numbers, Numbers]:
        """Epochs and the two curves over them, whole."""
        first, second = self.curves()
        return first.x, first.y, second.y

    # axes

    def made_axes(self) -> Axes:
        """Of all that is drawn, or of the part that was chosen by hand."""
        measure = self.measure
        (left, right), (low, high) = self._range.window(measure.name, log=self.log)
        if self.zoom.window is not None:
            (left, right), _ = self.zoom.window
            all_of_them = (*self.curves(), *(curve for _, theirs in self._pinned for curve in theirs))
            low, high = heights_between(all_of_them, left, right, log=self.log) or (low, high)
        close = self.zoomed
        y = Axis(low, high, log=self.log, name=measure.label, percent=measure.is_percent, close=close)
        x = Axis(left, right, name=self.tr("epoch"), close=close)
        area = area_within(self.width(), self.height(), x, y)
        if self._tells_marks:
            area.setTop(area.top() + PlotSize.MARK_BAND)
        return Axes(area, x, y)

    @property
    def _tells_marks(self) -> bool:
        """Whether there are changes, and room for their words."""
        return self._marks.has_any and self.height() >= PlotSize.CURVES_LOW

    # following the session

    def render_snapshot(self) -> None:
        """Go on with the record, or begin anew with another run."""
        length = len(self._present.record)
        if self._present.follow(self._session.snapshot):
            self._hover = None
            self.zoom.fit()
            self._range.clear()
            self.repaint_ground()
        elif len(self._present.record) < length:
            self._hover = None  # thinned: other rows
        self._marks.take(self._session.track)
        self._take_up()

    def _take_up(self) -> None:
        """Draw what there is now; the axes make room for it."""
        before, name = self._axes, self.measure.name
        now = self._session.track.now[0]
        is_called_otherwise = self._present.take_up(name, self._session.snapshot, self._session.hindsight, now)
        if self.by_batch and self.isVisible():
            self._session.hindsight.watch(self.objectName(), self._present.past.keys)
        self._range.include_epochs(self._present.record)
        self._range.include(name, self.curves())
        for _, theirs in self._pinned:
            self._range.include(name, theirs)
        if before is None or self.made_axes() != before or is_called_otherwise:
            self.repaint_ground()
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _look_anew(self) -> None:
        self.measure = self._chosen_measure()
        self._hover = None
        self.zoom.fit()
        self._present.forget_lines()
        if self.isVisible():
            self._watch()
        self._pinned = self.pins.curves(self.measure.name, self.task)
        self.repaint_ground()
        self._take_up()
        self.view_changed.emit()

    def quantities(self) -> tuple[str, ...]:
        """The measure, or the batches, as far as the run has not recorded them."""
        name = self.measure.name
        if name == BATCH:
            return self._present.past.keys
        return () if name in ("loss", RECORDED[self.task]) else ("results",)

    def _on_runs_changed(self) -> None:
        """If other runs are pinned, the axes are those of what is drawn now; or only their words are others."""
        had = self.measure.name, self.pins.drawn(self.measure.name)
        self.pins.take(self._session)
        self.measure = self._chosen_measure()
        if self.isVisible():
            self._watch()  # other data may not have the measure
        self._pinned = self.pins.curves(self.measure.name, self.task)
        if had != (self.measure.name, self.pins.drawn(self.measure.name)):
            self._range.clear()
            self.repaint_ground()
        self.render_snapshot()
        self.view_changed.emit()

    def render_found(self) -> None:
        """Go on with the curves that are found afterwards."""
        self._take_up()

    def _in_words(self) -> str:
        first, second = self.curves()
        if not len(first):
            return self._missing() or self.tr("Nothing learnt yet.")
        measure = self.measure
        said = self.tr("{0} at epoch {1}: {2} {3}, {4} {5}.")
        values = (value_said(measure, float(curve.y[-1])) for curve in (first, second))
        told = [text for pair in zip((first.name, second.name), values, strict=True) for text in pair]
        beside = "".join(f"\n{pin.letter}: {pin.name}, {pin.unlike}" for pin, theirs in self._pinned if theirs)
        return said.format(measure.label, int(first.x[-1]), *told) + beside

    def _missing(self) -> str:
        """Why there are no curves though the run has learnt; empty if there are, or if it has not."""
        if not self.by_batch or len(self.curves()[0]) or not self._session.track.now[0]:
            return ""
        if self._session.hindsight.has_more():
            return self.tr("The batches until now were not recorded. They are being trained once more …")
        return self.tr("The batches until now were not recorded. From now on each is recorded: train on to see them.")

    def point_at(self, at: QPointF | None) -> None:
        """Read out the epoch under the hand."""
        epoch = self.curves()[0].x
        if at is None or not self.axes.area.contains(at) or not len(epoch):
            self._hover = None
        else:
            self._hover = int(np.abs(epoch - self.axes.value_at(at)[0]).argmin())

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes, the legend, and the pinned runs, which stand still."""
        axes = self.axes
        axes.paint(painter, self.theme)
        draw_legend(painter, self.theme, axes.area.right(), [(curve.name, curve.look) for curve in self.curves()])
        self.pins.paint(painter, self.theme, axes, self._pinned, part=self.zoomed)

    def paint_live(self, painter: QPainter) -> None:
        """The curves and the readout."""
        axes = self.axes
        self._marks.paint(painter, self.theme, axes, in_words=self._tells_marks)
        self._present.paint(painter, self.theme, axes, part=self.zoomed)
        self._present.paint_shown_moment(painter, self.theme, axes, self._session.snapshot)
        if missing := self._missing():
            self._paint_missing(painter, axes.area, missing)
        if self._hover is not None and self._hover < len(self.curves()[0]):
            self._paint_readout(painter, axes, self._hover)

    def _paint_missing(self, painter: QPainter, area: QRectF, missing: str) -> None:
        how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.setFont(words(Size.NOTE))
        plate = painter.boundingRect(area.adjusted(Size.MARGIN, 0, -Size.MARGIN, 0), int(how), missing)
        painter.fillRect(plate, self.theme.colour("surface"))
        painter.setPen(self.theme.colour("second"))
        painter.drawText(plate, how, missing)

    def _paint_readout(self, painter: QPainter, axes: Axes, row: int) -> None:
        x = float(axes.across(self.curves()[0].x[row : row + 1])[0])
        painter.setPen(QPen(self.theme.colour("faint"), Size.THIN))
        painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
        self._present.paint_dots(painter, self.theme, axes, row)
        said = said_at(self.measure, self.curves(), row, self._pinned)
        said += self._marks.near(axes, x)[-PlotSize.CHANGES_SAID :]
        below = QRectF(self.rect())
        below.setTop(axes.area.top())  # below the legend
        readout(painter, self.theme, QPointF(x, axes.area.center().y()), below, said)

    # overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the record."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None or not len(self.curves()[0]):
            super().keyPressEvent(event)
            return
        last = len(self.curves()[0]) - 1
        self._hover = min(max((last if self._hover is None else self._hover) + step, 0), last)
        self.update()
