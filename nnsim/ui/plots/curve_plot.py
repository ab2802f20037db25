"""One input: the curve of the network's answers through the samples."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.data.extent import with_room
from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import LineResponse
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.lines import curve_pen, draw, segments
from nnsim.ui.plots.marks import Crosses, class_colour, draw_mark, draw_ring, mark_path
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.theme import Size

Numbers = NDArray[np.floating[Any]]


class CurvePlot(Sheet):
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
        self._points: Numbers = np.empty((0, 2))
        self._marks_mistakes = False
        self._crosses = Crosses()
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

    def mark_mistakes(self, on: bool) -> None:
        """Cross out the samples that are taken for another class than theirs."""
        self._marks_mistakes = on
        if self.isVisible():
            self._watch()
        self.update()

    def _watch(self) -> None:
        self._session.watch(self.objectName(), ["line", "mistakes"] if self._marks_mistakes else ["line"])

    def _on_snapshot_taken(self) -> None:
        if self.isVisible():
            self._render_data()
            self._render_line()

    def _render_data(self) -> None:
        prepared = self._session.prepared
        if prepared is self._prepared or len(prepared.extents) != 1:
            return
        self._prepared = prepared
        data, (extent,) = prepared.dataset, prepared.extents
        self._x = Axis(extent.low, extent.high, name=pretty_input(data.input_names[extent.column]))
        name = self.tr("probability") if data.classes else data.target_names[0]
        self._y = Axis(*(with_room(np.array([0.0, 1.0])) if data.classes else with_room(data.targets[:, 0])), name=name)
        said = self.tr("{0} samples, {1} from {2} to {3}.")
        ends = (tick_label(float(f"{end:.3g}")) for end in (self._x.low, self._x.high))
        heights = data.targets[:, 0] if len(data.classes) in (0, 2) else np.ones(data.n_samples)
        self._points = np.column_stack([data.inputs[:, extent.column], heights])
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
        if self._line is not None:
            self._paint_line(painter, axes, self._line)
        self._paint_marked(painter, axes)

    def _paint_line(self, painter: QPainter, axes: Axes, line: LineResponse) -> None:
        painter.save()
        painter.setClipRect(axes.area)
        across = axes.across(line.x)
        for column in range(line.prediction.shape[1]):
            painter.setPen(curve_pen(self._line_colour(column), Size.CURVE))
            draw(painter, segments(across, axes.down(line.prediction[:, column])))
        painter.restore()

    def _line_colour(self, column: int) -> QColor:
        several = self._line is not None and self._line.prediction.shape[1] > 1
        return class_colour(self.theme, column) if several else self.theme.colour("accent")

    def _painted_samples(self, axes: Axes) -> QPixmap:
        pixmap = self.layer(self.size())
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            if self._prepared is not None:
                self._paint_marks(painter, axes, self._prepared, self._prepared.train_rows, hollow=False)
                self._paint_marks(painter, axes, self._prepared, self._prepared.test_rows, hollow=True)
        finally:
            painter.end()
        return pixmap

    def _paint_marks(
        self, painter: QPainter, axes: Axes, prepared: Prepared, rows: NDArray[np.intp], *, hollow: bool
    ) -> None:
        data, places = prepared.dataset, self._places(axes, rows)
        for (x, y), target in zip(places.tolist(), data.targets[rows, 0].tolist(), strict=True):
            number = int(target) if data.classes else 0
            colour = class_colour(self.theme, number) if data.classes else self.theme.colour("text")
            draw_mark(painter, self.theme, mark_path(number), QPointF(x, y), colour, hollow=hollow)

    def _places(self, axes: Axes, rows: NDArray[np.intp]) -> Numbers:
        """(n, 2) pixels of rows of the data set."""
        points = self._points[rows[rows < len(self._points)]]
        return np.column_stack([axes.across(points[:, 0]), axes.down(points[:, 1])])

    def _paint_marked(self, painter: QPainter, axes: Axes) -> None:
        """Crosses through mistakes, and the ring around the sample under way."""
        snapshot = self._session.snapshot
        if self._marks_mistakes and snapshot.mistakes is not None:
            rows = np.concatenate([snapshot.mistakes.train, snapshot.mistakes.test])
            self._crosses.draw(painter, self.theme, self._places(axes, rows))
        view = snapshot.sample_view
        if view is not None and view.stepped:
            for place in self._places(axes, np.array([view.row])):
                draw_ring(painter, self.theme, place)

    # overrides of Qt

    def shown(self) -> None:
        """Ask for the curve."""
        self._watch()
        self._render_data()
        self._render_line()

    def hidden(self) -> None:
        """The curve need not be computed."""
        self._session.watch(self.objectName(), [])

    def repaint_ground(self) -> None:
        """Another size moves the samples too."""
        self._samples = None
        super().repaint_ground()
