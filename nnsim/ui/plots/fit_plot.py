"""Quantities: what the network predicts against what is true."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import Fit, View
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.marks import draw_mark, draw_ring, mark_path
from nnsim.ui.plots.stamps import draw_stamps, stamp
from nnsim.ui.plots.ticks import Axis, RoundRange
from nnsim.ui.theme import Size, Theme, words
from nnsim.ui.widgets.numbers import format_number

Numbers = NDArray[np.floating[Any]]

_DIGITS = 4


class FitPlot(LiveSheet):
    """A point for each sample, filled for training, hollow for test; on the diagonal the prediction is exact.

    Both axes have the same range: that of the true numbers, widened when predictions lie outside, never narrowed within
    a run.
    """

    VIEWS: ClassVar[tuple[View, ...]] = ("fit",)

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._prepared: Prepared | None = None
        self._fit: Fit | None = None
        self._run_id = session.snapshot.run_id
        self._target = 0
        self._range = RoundRange()
        self._marks: tuple[tuple[Theme, float], QPixmap, QPixmap] | None = None
        self.setObjectName("fit_plot")
        self.setAccessibleName(self.tr("Predicted numbers over the true ones"))
        self.setMouseTracking(True)
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)
        self.render_snapshot()

    @property
    def axes(self) -> Axes:
        """Two equal axes around a square."""
        name = self._name()
        x = Axis(self._range.low, self._range.high, name=self.tr("true {0}").format(name))
        y = Axis(self._range.low, self._range.high, name=self.tr("predicted {0}").format(name))
        room = area_within(self.width(), self.height(), x, y, name_below=True)
        side = round(min(room.width(), room.height()))
        return Axes(
            QRectF(round(room.left() + (room.width() - side) / 2), room.top(), side, side), x, y, name_below=True
        )

    @property
    def target(self) -> int:
        """Which of the quantities is shown."""
        return self._target

    def show_target(self, target: int) -> None:
        """Show another of the quantities that are predicted."""
        self._target = target
        self._start_range()
        self._render_fit()

    def heights(self) -> tuple[float, float]:
        """The ends of its axes."""
        return self._range.low, self._range.high

    def reach(self, low: float, high: float) -> None:
        """Let the axes reach as far as those of another picture, beside which it stands."""
        if self._range.include(np.array([low, high])):
            self.repaint_ground()

    def _name(self) -> str:
        names = self._prepared.dataset.target_names if self._prepared is not None else ()
        return names[self._target] if self._target < len(names) else ""

    def render_snapshot(self) -> None:
        """Other data or another run, then the points."""
        self._render_data()
        self._render_fit()

    def _render_data(self) -> None:
        run_id = self._session.snapshot.run_id
        prepared = self._session.prepared
        if prepared is self._prepared and run_id == self._run_id:
            return
        if prepared is not self._prepared:
            self._target = 0
        self._prepared, self._run_id = prepared, run_id
        self._start_range()

    def _start_range(self) -> None:
        self._range.clear()
        if self._prepared is not None:
            self._range.include(self._prepared.dataset.targets[:, self._target])
        self.repaint_ground()

    def _render_fit(self) -> None:
        fit = self._session.snapshot.fit
        fits = fit is not None and self._target < min(fit.train_true.shape[1], fit.train_predicted.shape[1])
        self._fit = fit if fits else None
        if self._fit is not None and self._include(self._fit):
            self.repaint_ground()
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _include(self, fit: Fit) -> bool:
        """Widen the axes; whether they have become others."""
        return self._range.include(self._numbers(fit)[1])

    def _in_words(self) -> str:
        if self._fit is None:
            return self.tr("Not computed yet.")
        said = self.tr("{0} points of training and {1} of test; both axes from {2} to {3}.")
        ends = (format_number(end) for end in (self._range.low, self._range.high))
        return said.format(len(self._fit.train_rows), len(self._fit.test_rows), *ends)

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes and the diagonal."""
        axes = self.axes
        axes.paint(painter, self.theme)
        painter.setPen(QPen(self.theme.colour("faint"), Size.THIN))
        painter.drawLine(QLineF(axes.area.bottomLeft(), axes.area.topRight()))
        self._paint_diagonal_name(painter, axes.area)

    def _paint_diagonal_name(self, painter: QPainter, area: QRectF) -> None:
        """What the diagonal means, along its upper end."""
        metrics, said = QFontMetricsF(words(Size.SMALL)), self.tr("exact")
        painter.save()
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        painter.translate(area.topRight())
        painter.rotate(-45)
        painter.drawText(QPointF(-metrics.horizontalAdvance(said) - Size.GAP, metrics.ascent()), said)
        painter.restore()

    def paint_live(self, painter: QPainter) -> None:
        """The points, and the numbers of the one that is pointed at."""
        if self._fit is None:
            return
        axes = self.axes
        filled, hollow = self._stamps()
        places, n_train = self._places(axes, self._fit), len(self._fit.train_rows)
        draw_stamps(painter, filled, places[:n_train])
        draw_stamps(painter, hollow, places[n_train:])
        found = nearest(places, self._hand) if self._hand is not None else None
        if found is not None and self._hand is not None:
            draw_ring(painter, self.theme, places[found])
            readout(painter, self.theme, self._hand, axes.area, self._told(self._fit, found))

    def _places(self, axes: Axes, fit: Fit) -> Numbers:
        """(n, 2) pixels of the samples of training and, after them, of test."""
        true, predicted = self._numbers(fit)
        return np.column_stack([axes.across(true), axes.down(predicted)])

    def _numbers(self, fit: Fit) -> tuple[Numbers, Numbers]:
        """(n,) true and predicted numbers of training and, after them, of test."""
        true = np.concatenate([fit.train_true, fit.test_true])[:, self._target]
        return true, np.concatenate([fit.train_predicted, fit.test_predicted])[:, self._target]

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the point under a place in the widget; nothing where there is none."""
        found = nearest(self._places(self.axes, self._fit), at) if self._fit is not None else None
        return [] if found is None or self._fit is None else self._told(self._fit, found)

    def _told(self, fit: Fit, found: int) -> list[str]:
        true, predicted = (format_number(float(values[found]), _DIGITS) for values in self._numbers(fit))
        return [
            self.tr("training sample") if found < len(fit.train_rows) else self.tr("test sample"),
            self.tr("true {0}").format(true),
            self.tr("predicted {0}").format(predicted),
        ]

    def _stamps(self) -> tuple[QPixmap, QPixmap]:
        """The marks of training and of test."""
        key = (self.theme, self.devicePixelRatioF())
        if self._marks is None or self._marks[0] != key:
            theme, side, colour = self.theme, round(Size.MARK) + 3, self.theme.colour("accent")

            def painted(painter: QPainter, hollow: bool) -> None:
                draw_mark(painter, theme, mark_path(0), QPointF(0, 0), colour, hollow=hollow)

            filled = stamp(side, key[1], lambda painter: painted(painter, False))
            self._marks = (key, filled, stamp(side, key[1], lambda painter: painted(painter, True)))
        return self._marks[1:]


def nearest(places: Numbers, at: QPointF, reach: float = Size.HIT / 2) -> int | None:
    """The row of (n, 2) ``places`` that is next to a point, ``None`` if all are further than ``reach`` from it."""
    distances = np.hypot(places[:, 0] - at.x(), places[:, 1] - at.y())
    near = np.where(np.isfinite(distances), distances, np.inf)
    if not len(near) or near.min() > reach:
        return None
    return int(near.argmin())
