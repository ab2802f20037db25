"""How far the samples are from their units, over the epochs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.lines import curve_pen, draw, segments
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis, GrowingRange
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.numbers import format_number

Numbers = NDArray[np.floating[Any]]

_LEAST: Final = 1e-9
"""Of the range of errors; smaller ones are told as 0 before they come here."""


class ErrorPlot(Sheet):
    """A curve for the units, thin ones for those of other kinds, a dashed line for the best that k-means has found."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._record: Numbers = np.empty((0, 2))
        self._means: float | None = None
        self._others: tuple[tuple[str, Numbers], ...] = ()
        self._range = GrowingRange(log=False, least=(0.0, _LEAST))
        self._x, self._y = Axis(0.0, 1.0), Axis(0.0, 1.0)
        self.setObjectName("clusters_error")
        self.setAccessibleName(self.tr("Quantisation error over the epochs"))
        self.setMinimumSize(20 * Size.GRID, 16 * Size.GRID)

    def show_record(
        self,
        record: Numbers,
        means: float | None,
        epochs: int,
        counted: str,
        others: Sequence[tuple[str, Numbers]] = (),
    ) -> None:
        """Show a record.

        Parameters
        ----------
        record : (n, 2) epoch and error
        means : the error of k-means, if it is known
        epochs : so many are planned
        counted : what the axis counts: epochs, or rounds of k-means
        others : records of other units on the same data, with their names
        """
        if not len(record) or not len(self._record) or record[0, 1] != self._record[0, 1]:
            self._range.clear()
        self._record, self._means, self._others = record, means, tuple(others)
        for one in (record, *(other for _, other in others)):
            self._range.include(one[:, 1] if len(one) else np.empty(0))
        if means is not None:
            self._range.include(np.array([means]))
        last = max((float(one[-1, 0]) for one in (record, *(other for _, other in others)) if len(one)), default=0.0)
        x = Axis(0.0, max(float(epochs), np.ceil(last)), name=counted)
        high = self._range.high if self._range.high > _LEAST else 1.0  # of errors that all are 0
        y = Axis(0.0, high, name=self.tr("quantisation error"))
        if (x, y) != (self._x, self._y):
            self._x, self._y = x, y
            self.repaint_ground()
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _in_words(self) -> str:
        if not len(self._record):
            return self.tr("Nothing yet.")
        first, last = (format_number(float(self._record[place, 1])) for place in (0, -1))
        said = self.tr("From {0} to {1}.").format(first, last)
        return said if self._means is None else f"{said} {self.tr('best k-means')}: {format_number(self._means)}"

    @property
    def axes(self) -> Axes:
        """Both axes in the room that there is."""
        return Axes(area_within(self.width(), self.height(), self._x, self._y), self._x, self._y)

    def paint_ground(self, painter: QPainter) -> None:
        """The axes."""
        self.axes.paint(painter, self.theme)

    def paint_live(self, painter: QPainter) -> None:
        """The curve, and the line of k-means with its name."""
        axes = self.axes
        painter.save()
        painter.setClipRect(axes.area.adjusted(0, -2, 0, 2))
        for place, (name, record) in enumerate(self._others):
            self._paint_other(painter, axes, place, name, record)
        if len(self._record):
            painter.setPen(curve_pen(self.theme.colour("text"), Size.CURVE))
            draw(painter, segments(axes.across(self._record[:, 0]), axes.down(self._record[:, 1])))
        if self._means is not None:
            down = float(axes.down(np.array([self._means]))[0])
            pen = QPen(self.theme.colour("second"), Size.RING, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(axes.area.left(), down), QPointF(axes.area.right(), down))
            painter.setFont(words(Size.SMALL))
            high = QFontMetricsF(painter.font()).height()
            # Below, where the curve does not come, if there is room.
            top = down + 1 if down + high < axes.area.bottom() else down - high
            room = QRectF(axes.area.left(), top, axes.area.width(), high)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, self.tr("best k-means"))
        painter.restore()

    def _paint_other(self, painter: QPainter, axes: Axes, place: int, name: str, record: Numbers) -> None:
        """A thin curve, and its name at the right above, where errors have left."""
        painter.setPen(curve_pen(self.theme.colour("accent"), Size.THIN))
        draw(painter, segments(axes.across(record[:, 0]), axes.down(record[:, 1])))
        painter.setFont(words(Size.SMALL))
        high = QFontMetricsF(painter.font()).height()
        room = QRectF(axes.area.left(), axes.area.top() + place * high, axes.area.width(), high)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, name)
