"""The points through which a line is laid, and the lines from which it begins and to which each way has led."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.line_fit import INPUTS, LABELS
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.terrain_plot import Way, optimizer_colour
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.lines import curve_pen, dashes, draw, segments
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import Size

Numbers = NDArray[np.floating[Any]]

_ACROSS = (-1.5, 3.5)
_UP = (-5.0, 6.0)


class PointsPlot(Sheet):
    """Dashed the line where all begin, solid in the colour of each way the line to which it has led."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._start = (0.0, 0.0)
        self._ways: tuple[Way, ...] = ()
        self._label = "y"
        self.setObjectName("batches_points")
        self.setAccessibleName(self.tr("The points, and the lines laid through them"))
        self.setToolTip(
            self.tr("Each point is a sample. Dashed: the line where all begin; in colour: where each way has led.")
        )
        self.setMinimumHeight(12 * Size.GRID)

    def call_label(self, label: str) -> None:
        """What the label is called, y or ŷ."""
        if label != self._label:
            self._label = label
            self.repaint_ground()

    def show_lines(self, start: tuple[float, float], ways: Sequence[Way]) -> None:
        """Show the line of weight and bias ``start``, and those where the ways end."""
        self._start, self._ways = start, tuple(ways)
        self.update()

    @property
    def axes(self) -> Axes:
        """Input and label of the points."""
        x, y = Axis(*_ACROSS, name="x"), Axis(*_UP, name=self._label)
        return Axes(area_within(self.width(), self.height(), x, y), x, y)

    def line(self, weight: float, bias: float) -> Numbers:
        """(1, 4) pixels of a line from one side to the other."""
        ends = np.array(_ACROSS)
        heights = np.clip(weight * ends + bias, -1e6, 1e6)  # what is lost leads out of the picture all the same
        return segments(self.axes.across(ends), self.axes.down(heights))

    def paint_ground(self, painter: QPainter) -> None:
        """The axes and the points."""
        axes = self.axes
        axes.paint(painter, self.theme)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("second"))
        for at in np.column_stack([axes.across(INPUTS), axes.down(LABELS)]).tolist():
            painter.drawEllipse(QPointF(*at), Size.CURVE, Size.CURVE)

    def paint_live(self, painter: QPainter) -> None:
        """The lines."""
        painter.setClipRect(self.axes.area)
        painter.setPen(QPen(self.theme.colour("text"), Size.CURVE))
        draw(painter, dashes(self.line(*self._start), Size.DASH, Size.DASH_GAP))
        for way in self._ways:
            painter.setPen(curve_pen(optimizer_colour(self.theme, way.place), Size.CURVE))
            draw(painter, self.line(*way.points[-1].tolist()))
        painter.setClipping(False)
