"""Quantities: how far off each prediction is, and how that is spread."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.snapshot import Fit, Residuals, View
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.curve_legend import draw_dashed
from nnsim.ui.plots.fit_plot import FitPlot
from nnsim.ui.plots.health_marks import Entry, draw_guide, draw_key
from nnsim.ui.plots.ticks import Axis, RoundRange
from nnsim.ui.theme import FAINT_LINE, Beats, Size, Theme, numbers, words
from nnsim.ui.widgets.numbers import format_count, format_number, in_percent

Numbers = NDArray[np.floating[Any]]

_BINS: Final = 20
"""Bars between the ends of the axis: an even number, so that 0 parts two of them."""
_SHARES: Final = (0.25, 0.5, 0.75, 1.0)
"""Lengths that the side of the bars may stand for; it grows from one to the next and does not shrink within a run."""
_DIGITS: Final = 4


class ResidualPlot(FitPlot):
    """A point for each sample: across what is predicted, upwards what is true less what is predicted. On 0 it is exact.

    Of very many samples the points are some, but the bars at the side and all that is said are of every one: which
    share of the samples is off by so much, filled for training, dashed for test.
    The upright axis reaches as far below 0 as above it, and only grows.
    """

    VIEWS: ClassVar[tuple[View, ...]] = ("fit", "residuals")
    BEAT = Beats.COUNTS

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        self._all: Residuals | None = None
        self._shares: tuple[Numbers, Numbers] = (np.zeros(_BINS), np.zeros(_BINS))
        self._spread = RoundRange()
        self._longest = 0
        super().__init__(session, appearance, parent)
        self.setObjectName("residual_plot")
        self.setAccessibleName(self.tr("How far off each prediction is"))

    @property
    def axes(self) -> Axes:
        """What is predicted across, how far it is off upwards, and room for the bars at the right."""
        x = Axis(self._range.low, self._range.high, name=self.tr("predicted {0}").format(self._name()))
        reach = max(self._spread.high, -self._spread.low)
        y = Axis(-reach, reach, name=self.tr("true − predicted {0}").format(self._name()))
        area = area_within(self.width() - self._side(), self.height(), x, y, name_below=True)
        return Axes(area, x, y, name_below=True)

    def _side(self) -> int:
        """Width for the bars: with more room they are longer."""
        return min(max(self.width() // 6, PlotSize.SIDE_BARS), 3 * PlotSize.SIDE_BARS)

    @property
    def bars(self) -> QRectF:
        """Where the bars are."""
        area = self.axes.area
        return QRectF(area.right() + Size.GAP, area.top(), self._side() - Size.GAP - Size.TIGHT, area.height())

    @property
    def longest(self) -> float:
        """The share of the samples that a bar across the whole side stands for."""
        return _SHARES[self._longest]

    @property
    def shares(self) -> tuple[Numbers, Numbers]:
        """(bins,) which share of the samples of training and of test is off by so much, from below upwards."""
        return self._shares

    def _counted(self, residuals: Numbers) -> Numbers:
        axis = self.axes.y
        counts = np.histogram(residuals, _BINS, (axis.low, axis.high))[0]
        return np.asarray(counts / max(len(residuals), 1))

    def _residuals(self, fit: Fit) -> Numbers:
        """(n,) of the points: of training and, after them, of test."""
        true, predicted = self._numbers(fit)
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(true - predicted)

    def _start_range(self) -> None:
        self._spread.clear()
        self._longest = 0
        super()._start_range()

    def _render_fit(self) -> None:
        found = self._session.snapshot.residuals
        self._all = found if found is not None and self._target < found.train.shape[1] else None
        super()._render_fit()

    def _parts(self) -> tuple[Numbers, Numbers]:
        """(samples,) of training and of test, of every sample."""
        if self._all is None:
            return np.empty(0), np.empty(0)
        return self._all.train[:, self._target], self._all.test[:, self._target]

    def _include(self, fit: Fit) -> bool:
        is_wider = super()._include(fit)
        train, test = self._parts()
        residuals = np.abs(np.concatenate([self._residuals(fit), train, test]))
        is_higher = self._spread.include(np.concatenate([residuals, -residuals]))
        self._shares = self._counted(train), self._counted(test)
        longest = max(float(shares.max(initial=0.0)) for shares in self._shares)
        needed = next((n for n, share in enumerate(_SHARES) if share >= longest), len(_SHARES) - 1)
        is_longer = needed > self._longest
        self._longest = max(needed, self._longest)
        return is_wider or is_higher or is_longer

    def _in_words(self) -> str:
        if self._fit is None or self._all is None:
            return self.tr("Not computed yet.")
        parts = [part for part in self._parts() if len(part)]
        said = self.tr("Training: off by {0} at the most; test: by {1}.")
        if len(parts) == 1:
            said = self.tr("Training: off by {0} at the most.")
        return said.format(*(format_number(float(np.abs(part).max())) for part in parts))

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes, the line of 0, and the side of the bars."""
        axes, bars = self.axes, self.bars
        axes.paint(painter, self.theme)
        middle = float(axes.down(np.array(0.0)))
        painter.setPen(QPen(self.theme.colour("second"), Size.THIN))
        painter.drawLine(QLineF(axes.area.left(), middle, bars.right(), middle))
        painter.drawLine(QLineF(bars.topLeft(), bars.bottomLeft()))
        self._paint_key(painter, axes)
        metrics = QFontMetricsF(words(Size.SMALL))
        painter.setFont(numbers(Size.SMALL))
        below = QRectF(bars.left() - Size.GAP, bars.bottom() + Size.GAP, bars.width() + Size.GAP, metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{in_percent(self.longest)} %")

    def _paint_key(self, painter: QPainter, axes: Axes) -> None:
        """What the bars and the dashes are, at the right above them, if the name of the axis leaves the room."""
        metrics = QFontMetricsF(words(Size.SMALL))
        key: list[Entry] = [(_draw_bar, self.tr("training"))]
        if self._prepared is not None and len(self._prepared.test_rows):
            key.append((draw_guide, self.tr("test")))
        width = sum(Size.GAP + Size.HALF + metrics.horizontalAdvance(word) + Size.GAP for _, word in key)
        left = self.width() + Size.GAP - width
        if left > metrics.horizontalAdvance(axes.y.name) + Size.GAP:
            draw_key(painter, self.theme, QPointF(left, 0), key)

    def paint_live(self, painter: QPainter) -> None:
        """The bars, the points, what the line of 0 means, and the numbers of the point under the hand."""
        if self._fit is not None:
            self._paint_bars(painter, *self.shares)
        super().paint_live(painter)
        if self._hand is None:
            self._paint_line_name(painter, self.axes)

    def _paint_line_name(self, painter: QPainter, axes: Axes) -> None:
        """``exact``, on paper of its own: points lie there."""
        painter.setFont(words(Size.SMALL))
        metrics, said = QFontMetricsF(painter.font()), self.tr("exact")
        middle = float(axes.down(np.array(0.0)))
        base = QPointF(axes.area.left() + Size.HALF, middle - metrics.descent() - Size.TIGHT)
        behind = QRectF(base.x() - Size.TIGHT, base.y() - metrics.ascent(), 0, metrics.height())
        behind.setWidth(metrics.horizontalAdvance(said) + 2 * Size.TIGHT)
        painter.fillRect(behind, self.theme.colour("surface"))
        painter.setPen(self.theme.colour("second"))
        painter.drawText(base, said)

    def _paint_bars(self, painter: QPainter, train: Numbers, test: Numbers) -> None:
        bars = self.bars
        height = bars.height() / _BINS
        colour = _bar_colour(self.theme)
        for number, share in enumerate(train.tolist()):
            bottom = bars.bottom() - number * height
            length = min(share / self.longest, 1.0) * bars.width()
            painter.fillRect(QRectF(bars.left(), bottom - height + 1, length, height - 1), colour)
        if self._fit is not None and len(self._fit.test_rows):
            draw_dashed(painter, self.theme, self._outline(test))

    def _outline(self, shares: Numbers) -> Numbers:
        """(lines, 4) around the bars of test, from below upwards."""
        bars = self.bars
        across = bars.left() + np.minimum(shares / self.longest, 1.0) * bars.width()
        edges = bars.bottom() - np.arange(_BINS + 1) * bars.height() / _BINS
        upright = np.column_stack([across, edges[:-1], across, edges[1:]])
        level = np.column_stack([across[:-1], edges[1:-1], across[1:], edges[1:-1]])
        lines = np.empty((2 * _BINS - 1, 4))
        lines[::2], lines[1::2] = upright, level
        return lines

    def _places(self, axes: Axes, fit: Fit) -> Numbers:
        """(n, 2) pixels of the samples of training and, after them, of test."""
        return np.column_stack([axes.across(self._numbers(fit)[1]), axes.down(self._residuals(fit))])

    def _told(self, fit: Fit, found: int) -> list[str]:
        n_train = len(fit.train_rows)
        row = fit.train_rows[found] if found < n_train else fit.test_rows[found - n_train]
        sample, true, predicted = super()._told(fit, found)
        off = self.tr("off by {0}").format(format_number(float(self._residuals(fit)[found]), _DIGITS))
        return [f"{sample} {format_count(int(row) + 1)}", true, predicted, off]

    def tip_at(self, at: QPointF) -> str:
        """What the bars are."""
        if self._fit is None or not self.bars.contains(at):
            return self.tr("Residuals: what is true less what is predicted. Above 0 the prediction is too small.")
        axis, bars = self.axes.y, self.bars
        number = min(int((bars.bottom() - at.y()) / bars.height() * _BINS), _BINS - 1)
        low, high = (axis.low + (axis.high - axis.low) * edge / _BINS for edge in (number, number + 1))
        train, test = (in_percent(float(shares[number])) for shares in self.shares)
        said = self.tr("off by {0} to {1}: {2} % of the training samples, {3} % of the test samples")
        if not len(self._parts()[1]):
            said = self.tr("off by {0} to {1}: {2} % of the training samples")
        return said.format(format_number(low), format_number(high), train, test)


def _bar_colour(theme: Theme) -> QColor:
    colour = theme.colour("accent")
    colour.setAlphaF(FAINT_LINE)
    return colour


def _draw_bar(painter: QPainter, theme: Theme, box: QRectF) -> None:
    painter.fillRect(box, _bar_colour(theme))
