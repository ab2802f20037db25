"""One input: the curve of the network's answers through the samples."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import Dataset
from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import LineResponse
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.canvas import Canvas
from nnsim.ui.plots.lines import curve_pen, draw, segments
from nnsim.ui.plots.marks import class_colour, draw_mark, mark_path
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.theme import Size

Numbers = NDArray[np.floating[Any]]

_MARGIN = 0.08
"""Share of the samples' range that is left free on each side."""


def padded(values: Numbers) -> tuple[float, float]:
    """The range of ``values`` with room around it; around a single number, one unit."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    room = (high / 2 - low / 2) * 2 * _MARGIN or max(abs(low), 1.0) / 2
    return low - room, high + room


class CurvePlot(Canvas):
    """The prediction as a line, what it should be as marks: filled for training, hollow for test.

    With classes the line is the probability (one for each class when there are more than two), and the mark of a sample
    lies where it should be: at 0 or 1.
    """

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._session = session
        self._prepared: Prepared | None = None
        self._samples: QPixmap | None = None
        self._line: LineResponse | None = None
        self._x, self._y = Axis(-1, 1), Axis(-1, 1)
        self.setObjectName("curve_plot")
        self.setAccessibleName(self.tr("Prediction over the input"))
        self.setMinimumSize(20 * Size.GRID, 16 * Size.GRID)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._render_data()
        self._render_line()

    @property
    def axes(self) -> Axes:
        """The axes; they follow the samples, never the prediction, so that they stand still."""
        return Axes(area_within(self.width(), self.height(), self._x, self._y), self._x, self._y)

    def _on_snapshot_taken(self) -> None:
        if self.isVisible():
            self._render_data()
            self._render_line()

    def _render_data(self) -> None:
        if self._session.prepared is self._prepared:
            return
        self._prepared = self._session.prepared
        data = self._prepared.dataset
        self._x = Axis(*padded(data.inputs[:, 0]), name=pretty_input(data.input_names[0]))
        name = self.tr("probability") if data.classes else data.target_names[0]
        self._y = Axis(*(padded(np.array([0.0, 1.0])) if data.classes else padded(data.targets[:, 0])), name=name)
        said = self.tr("{0} samples, {1} from {2} to {3}.")
        ends = (tick_label(float(f"{end:.3g}")) for end in (self._x.low, self._x.high))
        self.setAccessibleDescription(said.format(data.n_samples, self._x.name, *ends))
        self.repaint_ground()

    def _render_line(self) -> None:
        self._line = self._session.snapshot.line
        self.update()

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes."""
        self.axes.paint(painter, self.theme)

    def paint_live(self, painter: QPainter) -> None:
        """The samples and the curve over them."""
        axes = self.axes
        if self._samples is None or self._samples.devicePixelRatio() != self.devicePixelRatioF():
            self._samples = self._painted_samples(axes)
        painter.drawPixmap(0, 0, self._samples)
        if self._line is None:
            return
        painter.setClipRect(axes.area)
        across = axes.across(self._line.x)
        for column in range(self._line.prediction.shape[1]):
            painter.setPen(curve_pen(self._line_colour(column), Size.CURVE))
            draw(painter, segments(across, axes.down(self._line.prediction[:, column])))

    def _line_colour(self, column: int) -> QColor:
        several = self._line is not None and self._line.prediction.shape[1] > 1
        return class_colour(self.theme, column) if several else self.theme.colour("accent")

    def _painted_samples(self, axes: Axes) -> QPixmap:
        pixmap = self.layer(self.size())
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            if self._prepared is not None:
                self._paint_marks(painter, axes, self._prepared.dataset, self._prepared.train_rows, hollow=False)
                self._paint_marks(painter, axes, self._prepared.dataset, self._prepared.test_rows, hollow=True)
        finally:
            painter.end()
        return pixmap

    def _paint_marks(
        self, painter: QPainter, axes: Axes, data: Dataset, rows: NDArray[np.intp], *, hollow: bool
    ) -> None:
        across = axes.across(data.inputs[rows, 0])
        targets = data.targets[rows, 0]
        heights = targets
        if data.classes:
            heights = targets if len(data.classes) == 2 else np.ones_like(targets)
        down = axes.down(heights)
        for x, y, target in zip(across.tolist(), down.tolist(), targets.tolist(), strict=True):
            number = int(target) if data.classes else 0
            colour = class_colour(self.theme, number) if data.classes else self.theme.colour("text")
            draw_mark(painter, self.theme, mark_path(number), QPointF(x, y), colour, hollow=hollow)

    # overrides of Qt

    def shown(self) -> None:
        """Ask for the curve."""
        self._session.watch(self.objectName(), ["line"])
        self._render_data()
        self._render_line()

    def hidden(self) -> None:
        """The curve need not be computed."""
        self._session.watch(self.objectName(), [])

    def repaint_ground(self) -> None:
        """Another size moves the samples too."""
        self._samples = None
        super().repaint_ground()
