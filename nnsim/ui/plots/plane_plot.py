"""The decision surface of two inputs, with the samples on it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import Dataset
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.canvas import Canvas
from nnsim.ui.plots.marks import class_colour, draw_mark, draw_value_mark, mark_path
from nnsim.ui.plots.surface import Between, class_colours, colours_of, in_words, signed_colours, target_scale
from nnsim.ui.plots.ticks import tick_label
from nnsim.ui.theme import Size, numbers, words

Numbers = NDArray[np.floating[Any]]

_EMPTY_REACH = 1.1
_FINE = 160
"""Points of the surface along each side; Qt smooths between them."""


class PlanePlot(Canvas):
    """Colours for what the network would answer, marks for what it should answer.

    The samples do not change while a run goes on: they are painted once on a layer of their own.
    """

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._session = session
        self._samples: QPixmap | None = None
        self._prepared = session.prepared
        self._answers: Numbers | None = None
        self._finer: Between | None = None
        self._activation = ""
        self._n_outputs = session.snapshot.network.output.size
        self._range = (-1.0, 1.0)
        self._table = signed_colours(self.theme)
        self._target_scale = 1.0
        self._hand: QPointF | None = None
        self.setObjectName("plane_plot")
        self.setAccessibleName(self.tr("Answer of the network over the plane of its two inputs"))
        self.setMouseTracking(True)
        self.setMinimumSize(20 * Size.GRID, 20 * Size.GRID)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._measure_data()
        self._render_surface()

    @property
    def dataset(self) -> Dataset:
        """The samples on the plane."""
        return self._prepared.dataset

    def _on_snapshot_taken(self) -> None:
        if self.isVisible():
            self._render_data()
            self._render_surface()

    def _on_appearance_changed(self) -> None:
        self._samples = None
        self._render_table()
        super()._on_appearance_changed()

    def _render_data(self) -> None:
        if self._session.prepared is self._prepared:
            return
        self._prepared = self._session.prepared
        self._answers = None
        self._measure_data()

    def _measure_data(self) -> None:
        inputs = self.dataset.inputs[:, :2]
        reach = float(np.abs(inputs).max(initial=0.0)) * _EMPTY_REACH or 1.0
        self._range = (-reach, reach)
        self._target_scale = target_scale(self.dataset) or 1.0
        self._render_table()
        self._samples = None
        self.repaint_ground()

    def _render_table(self) -> None:
        several = self.dataset.classes and self._n_outputs > 2
        self._table = class_colours(self.theme, self._n_outputs) if several else signed_colours(self.theme)

    def _render_surface(self) -> None:
        snapshot = self._session.snapshot
        plane = snapshot.plane
        if plane is not None and (plane.low, plane.high) != self._range:
            self._range = (plane.low, plane.high)
            self._samples = None
            self.repaint_ground()
        self._answers = self._in_units(plane.layers[-1]) if plane is not None else None
        self._activation = snapshot.network.output.activation.name
        if snapshot.network.output.size != self._n_outputs:
            self._n_outputs = snapshot.network.output.size
            self._render_table()
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _in_units(self, output: Numbers) -> Numbers:
        """(grid, grid, outputs) answers as the targets are given: numbers unscaled, probabilities as they are."""
        if self.dataset.classes:
            return output
        return np.asarray(self._prepared.predictions_in_units(output.reshape(-1, output.shape[2]))).reshape(
            output.shape
        )

    def _in_words(self) -> str:
        data = self.dataset
        said = self.tr("{0}: {1} samples, {2} to {3} along {4} and {5}.")
        low, high = (tick_label(end) for end in self._range)
        return said.format(data.name, data.n_samples, low, high, *self._input_names())

    def _input_names(self) -> tuple[str, str]:
        first, second = self.dataset.input_names[:2]
        return pretty_input(first), pretty_input(second)

    # geometry

    def area(self) -> QRectF:
        """The square of the plane, in pixels."""
        line = QFontMetricsF(numbers(Size.SMALL)).height()
        left, below = self._gutter(), line + Size.GAP / 2
        side = max(1.0, min(self.width() - left, self.height() - below))
        return QRectF(round(left + (self.width() - left - side) / 2), 0, round(side), round(side))

    def _gutter(self) -> float:
        metrics = QFontMetricsF(numbers(Size.SMALL))
        widest = max(metrics.horizontalAdvance(label) for _, label in self._ticks())
        name = QFontMetricsF(words(Size.SMALL)).horizontalAdvance(self._input_names()[1])
        return float(max(widest, min(name, 3.0 * Size.GRID)) + Size.GAP / 2)

    def _ticks(self) -> list[tuple[float, str]]:
        """Both ends and the middle, which is 0 when the data lie around it."""
        low, high = self._range
        return [(value, tick_label(float(f"{value:.2g}"))) for value in (low, (low + high) / 2, high)]

    def place(self, inputs: Numbers) -> Numbers:
        """(samples, 2) pixels of (samples, 2) inputs."""
        low, high = self._range
        area = self.area()
        share = (inputs[:, :2] - low) / (high - low)
        return np.column_stack([area.left() + share[:, 0] * area.width(), area.bottom() - share[:, 1] * area.height()])

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The numbers and names of both inputs."""
        area = self.area()
        metrics = QFontMetricsF(numbers(Size.SMALL))
        first, second = self._input_names()
        painter.setPen(self.theme.colour("second"))
        painter.setFont(numbers(Size.SMALL))
        base = area.bottom() + Size.GAP / 4 + metrics.ascent()
        low, high = self._range
        for value, label in self._ticks():
            width = metrics.horizontalAdvance(label)
            across = area.left() + (value - low) / (high - low) * area.width()
            painter.drawText(QPointF(min(max(across - width / 2, area.left()), area.right() - width), base), label)
            down = area.bottom() - (value - low) / (high - low) * area.height() + metrics.capHeight() / 2
            down = min(max(down, metrics.capHeight()), area.bottom())
            painter.drawText(QPointF(area.left() - Size.GAP / 2 - width, down), label)
        painter.setFont(words(Size.SMALL))
        name = QFontMetricsF(words(Size.SMALL))
        painter.drawText(QPointF(area.left() + area.width() * 0.75 - name.horizontalAdvance(first) / 2, base), first)
        room = area.left() - Size.GAP / 2
        second = name.elidedText(second, Qt.TextElideMode.ElideRight, room)
        down = area.top() + area.height() * 0.25 + name.xHeight() / 2
        painter.drawText(QPointF(room - name.horizontalAdvance(second), down), second)

    def paint_live(self, painter: QPainter) -> None:
        """The surface, the samples, the ring around the sample under way, and the readout."""
        area = self.area()
        self._paint_surface(painter, area)
        if self._samples is None or self._samples.devicePixelRatio() != self.devicePixelRatioF():
            self._samples = self._painted_samples(area)
        painter.drawPixmap(0, 0, self._samples)
        view = self._session.snapshot.sample_view
        if view is not None and view.row < self.dataset.n_samples:
            self._paint_ring(painter, view.row)
        if self._hand is not None and area.contains(self._hand):
            readout(painter, self.theme, self._hand, area, self._under(self._hand))

    def _paint_surface(self, painter: QPainter, area: QRectF) -> None:
        if self._answers is None:
            painter.fillRect(area, self.theme.colour("field"))
            return
        if self._finer is None or self._finer.grid != len(self._answers):
            self._finer = Between(len(self._answers), _FINE)
        if self.dataset.classes:
            colours = colours_of(self._answers, self._table, self._activation, finer=self._finer)
        else:
            colours = colours_of(self._answers[..., :1], self._table, "", self._target_scale, self._finer)
        colours = np.ascontiguousarray(colours[::-1])
        grid = len(colours)
        image = QImage(colours.data, grid, grid, 4 * grid, QImage.Format.Format_RGB32)
        # The outermost answers belong to the very edge of the square: half a cell hangs over on each side.
        source = QRectF(0.5, 0.5, grid - 1, grid - 1)
        painter.drawImage(area, image, source)

    def _painted_samples(self, area: QRectF) -> QPixmap:
        pixmap = self.layer(self.size())
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            self._paint_corners(painter, area)
            painter.setClipRect(area.adjusted(-Size.GAP, 0, Size.GAP, Size.GAP / 2))
            self._paint_marks(painter, self._prepared.train_rows, hollow=False)
            self._paint_marks(painter, self._prepared.test_rows, hollow=True)
        finally:
            painter.end()
        return pixmap

    def _paint_corners(self, painter: QPainter, area: QRectF) -> None:
        """Round the square by covering its corners, which costs nothing per frame."""
        square, rounded = QPainterPath(), QPainterPath()
        square.addRect(area)
        rounded.addRoundedRect(area, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        painter.fillPath(square.subtracted(rounded), self.theme.colour("surface"))

    def _paint_marks(self, painter: QPainter, rows: NDArray[np.intp], *, hollow: bool) -> None:
        places = self.place(self.dataset.inputs[rows])
        targets = self.dataset.targets[rows, 0]
        paths = [mark_path(number) for number in range(len(self.dataset.classes))]
        for (x, y), target in zip(places.tolist(), targets.tolist(), strict=True):
            at = QPointF(x, y)
            if paths:
                colour = class_colour(self.theme, int(target))
                draw_mark(painter, self.theme, paths[int(target)], at, colour, hollow=hollow)
            else:
                draw_value_mark(painter, self.theme, at, self._colour(target), hollow=hollow)

    def _colour(self, target: float) -> QColor:
        place = round(max(-1.0, min(target / self._target_scale, 1.0)) * 127.5 + 127.5)
        red, green, blue = self.theme.heat()[min(place, 255)].tolist()
        return QColor(red, green, blue)

    def _paint_ring(self, painter: QPainter, row: int) -> None:
        x, y = self.place(self.dataset.inputs[row : row + 1])[0].tolist()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("surface", 2 * Size.RING), ("text", Size.RING)):
            painter.setPen(QPen(self.theme.colour(colour), width))
            painter.drawEllipse(QPointF(x, y), Size.MARK, Size.MARK)

    def _under(self, at: QPointF) -> list[str]:
        """The inputs under the hand and the answer to them."""
        area, (low, high) = self.area(), self._range
        across, up = (at.x() - area.left()) / area.width(), (area.bottom() - at.y()) / area.height()
        named = zip(self._input_names(), (across, up), strict=True)
        lines = [f"{name} {low + share * (high - low):.2f}".replace("-", "−") for name, share in named]
        if self._answers is not None:
            last = len(self._answers) - 1
            answer = self._answers[round(up * last), round(across * last)]
            lines.append(in_words(answer, self.dataset.classes, self._activation))
        return lines

    # overrides of Qt

    def shown(self) -> None:
        """Ask for the plane."""
        self._session.watch(self.objectName(), ["plane"])
        self._render_data()
        self._render_surface()

    def hidden(self) -> None:
        """The plane need not be computed."""
        self._session.watch(self.objectName(), [])

    def repaint_ground(self) -> None:
        """Another size moves the samples too."""
        self._samples = None
        super().repaint_ground()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out what is under the hand."""
        self._hand = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._hand = None
        self.update()
