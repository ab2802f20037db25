"""One number of a weight over the course of the run, with the moment that is shown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.one_weight_sizes import OneWeightSize
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.lines import curve_pen, draw, segments
from nnsim.ui.plots.pointed_sheet import PointedSheet
from nnsim.ui.plots.ticks import Axis, RoundRange
from nnsim.ui.theme import Size
from nnsim.ui.widgets.numbers import format_number

Numbers = NDArray[np.floating[Any]]


class HistoryPlot(PointedSheet):
    """Scales only grow until ``start_scale_anew``. A click, or an arrow key, asks for a moment.

    Signals
    -------
    picked(int) : the user wants the moment after so many updates
    """

    picked = Signal(int)

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._name = ""
        self._at: NDArray[np.integer[Any]] = np.empty(0, np.intp)
        self._epochs: Numbers = np.empty(0)
        self._values: Numbers = np.empty(0)
        self._marked = 0.0
        self._range, self._last = RoundRange(), 1.0
        self._is_ranged, self._alone = False, 0.0
        self._is_read_by_key = False
        self.name_it(name)
        self.setToolTip(self.tr("The upright line is the moment that is shown. A click, or ← →, goes to another."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(*OneWeightSize.SIDE_LEAST)

    def name_it(self, name: str) -> None:
        """Call the number this."""
        if name != self._name:
            self._name = name
            self.setAccessibleName(self.tr("{0} over the epochs").format(name))
            self.repaint_ground()

    def start_scale_anew(self) -> None:
        """Another weight, or another course."""
        self._range.clear()
        self._is_ranged = False
        self._last = 1.0

    def show_values(self, at: NDArray[np.integer[Any]], epochs: Numbers, values: Numbers, marked: float) -> None:
        """Show these (moments,); ``at`` : updates made by then, ``marked`` : epochs until the moment that is shown."""
        self._at, self._epochs, self._values, self._marked = at, epochs, values, marked
        self.setAccessibleDescription(", ".join(self._told(self._marked_row())))
        finite = values[np.isfinite(values)]
        if len(finite) and finite.min() < finite.max():  # around a single number a range would be a guess
            self._range.include(finite)
            self._is_ranged = True
        elif len(finite) and not self._is_ranged:
            self._alone = float(finite[0])
        self._last = max(self._last, float(epochs.max(initial=0.0)), marked)
        self.repaint_ground()

    @property
    def axes(self) -> Axes:
        """Epochs across, the number up."""
        around = abs(self._alone) or 1.0
        low, high = self._alone - around, self._alone + around
        if self._is_ranged:
            low, high = self._range.low, self._range.high
        x, y = Axis(0.0, self._last, name=self.tr("epoch")), Axis(low, high, name=self._name)
        return Axes(area_within(self.width(), self.height(), x, y), x, y)

    def row_at(self, x: float) -> int:
        """The moment nearest to a place; −1 if there is none."""
        if not len(self._epochs):
            return -1
        return int(np.argmin(np.abs(self.axes.across(self._epochs) - x)))

    def _marked_row(self) -> int:
        """The moment nearest to the one that is shown; −1 if there is none."""
        return int(np.argmin(np.abs(self._epochs - self._marked))) if len(self._epochs) else -1

    def _told(self, row: int) -> list[str]:
        """The moment in a row, and the number of then."""
        if row < 0 or not np.isfinite(self._values[row]):
            return []
        epoch = self.tr("epoch {0}").format(format_number(float(self._epochs[row]), 5))
        return [epoch, f"{self._name} {format_number(float(self._values[row]), 5)}"]

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """Axes and the curve; a single moment is a dot."""
        axes = self.axes
        axes.paint(painter, self.theme)
        painter.setClipRect(axes.area.adjusted(-1, -1, 1, 1))
        across, down = axes.across(self._epochs), axes.down(self._values)
        painter.setPen(curve_pen(self.theme.colour("accent"), Size.CURVE))
        draw(painter, segments(across, down))
        if len(across) == 1 and np.isfinite(down[0]):
            self._paint_dot(painter, QPointF(float(across[0]), float(down[0])))

    def paint_live(self, painter: QPainter) -> None:
        """The moment that is shown, and the numbers under the hand, or of the moment the keyboard has gone to."""
        axes = self.axes
        x = float(axes.across(np.array([self._marked]))[0])
        painter.setPen(QPen(self.theme.colour("text"), Size.THIN))
        painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
        row = self._marked_row() if self._is_read_by_key else -1 if self._hand is None else self.row_at(self._hand.x())
        lines = self._told(row)
        if lines:
            at = QPointF(float(axes.across(self._epochs)[row]), float(axes.down(self._values)[row]))
            self._paint_dot(painter, at)
            readout(painter, self.theme, at, QRectF(self.rect()), lines)
        self.paint_focus(painter, axes.area)

    def _paint_dot(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(self.theme.colour("surface"), Size.THIN))
        painter.setBrush(self.theme.colour("accent"))
        painter.drawEllipse(at, OneWeightSize.POINT, OneWeightSize.POINT)

    # overrides of Qt

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read off under the hand."""
        super().mouseMoveEvent(event)
        self._is_read_by_key = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the moment under the hand."""
        row = self.row_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.picked.emit(int(self._at[row]))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard reads off elsewhere."""
        super().focusOutEvent(event)
        self._is_read_by_key = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the moment before or behind."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & Qt.KeyboardModifier.AltModifier or not len(self._epochs):
            super().keyPressEvent(event)
            return
        epochs = self._epochs.tolist()  # the moment that is shown may lie between two of them
        row = bisect_left(epochs, self._marked - 1e-9) - 1 if by < 0 else bisect_right(epochs, self._marked + 1e-9)
        self._is_read_by_key = True
        self.update()
        self.picked.emit(int(self._at[min(max(row, 0), len(epochs) - 1)]))
