"""The decision surface of two inputs, with the samples on it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from nnsim.engine.snapshot import Snapshot
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.contour import contours
from nnsim.ui.plots.levels import Level, levels_over, paint_level_numbers, paint_levels
from nnsim.ui.plots.lines import draw_ghost, segments
from nnsim.ui.plots.marks import draw_mark, draw_value_mark, mark_path
from nnsim.ui.plots.plane_frame import PlaneFrame, frame_within
from nnsim.ui.plots.sample_plot import SamplePlot
from nnsim.ui.plots.surface import (
    Between,
    class_colours,
    colours_of,
    in_words,
    lead,
    signed,
    signed_colours,
    target_middle,
    target_scale,
)
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.theme import Size
from nnsim.ui.widgets.numbers import format_number

Numbers = NDArray[np.floating[Any]]

_SHADES = 16
"""On each side of 0, of marks that are moved by hand."""
_FINE = 160
"""Points of the surface along each side; Qt smooths between them."""


class PlanePlot(SamplePlot):
    """Colours for what the network would answer, marks for what it should answer."""

    VIEWS = ("plane",)

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._answers: Numbers | None = None
        self._finer: Between | None = None
        self._activation = ""
        self._ghost: list[Numbers] = []
        self._n_outputs = session.snapshot.network.output.size
        self._x, self._y = Axis(-1.0, 1.0), Axis(-1.0, 1.0)
        self._framed = (0, 0, self._x, self._y)
        self._frame = frame_within(*self._framed)
        self._surface: QImage | None = None
        self._surface_of: tuple[object, object] = (None, None)
        self._table = signed_colours(self.theme)
        self._target_scale, self._target_middle = 1.0, 0.0
        self.setObjectName("plane_plot")
        self.setAccessibleName(self.tr("Answer of the network over the plane of its two inputs"))
        self.setMouseTracking(True)
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)
        self._measure_data()
        self._render_answers()

    def _on_appearance_changed(self) -> None:
        self._render_table()
        super()._on_appearance_changed()

    def _measure_data(self) -> None:
        data, extents = self.dataset, self._prepared.extents
        self._answers = None
        self._ghost = []
        axes = tuple(
            Axis(extent.low, extent.high, name=pretty_input(data.input_names[extent.column])) for extent in extents
        )
        is_same_ground = axes == self._both
        self._x, self._y = axes
        if not data.classes or not is_same_ground:
            self._surface = None
        self._points = data.inputs[:, [extent.column for extent in extents]]
        target, heights = self._take_target(), self._prepared.heights
        self._target_scale = (target_scale(data, target) or 1.0) if heights is None else max(map(abs, heights))
        self._target_middle = target_middle(data, target) if heights is None else 0.0
        self._render_table()
        self.repaint_samples() if is_same_ground else self.repaint_ground()

    def _render_table(self) -> None:
        several = self.dataset.classes and self._n_outputs > 2
        table = class_colours(self.theme, self._n_outputs) if several else signed_colours(self.theme)
        if not np.array_equal(table, self._table):
            self._table, self._surface = table, None

    def _render_answers(self) -> None:
        snapshot = self._session.snapshot
        plane = snapshot.plane
        of = (plane, self._session.class_ends)
        if of[0] is not self._surface_of[0] or of[1] != self._surface_of[1]:
            self._surface, self._surface_of = None, of
        self._answers = self._in_units(plane.layers[-1]) if plane is not None else None
        self._activation = snapshot.network.output.activation.name
        if snapshot.network.output.size != self._n_outputs:
            self._n_outputs = snapshot.network.output.size
            self._render_table()
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _render_ghost(self, before: Snapshot | None) -> None:
        """The lines between the classes, or where a number is 0, in shares of the square."""
        self._ghost = []
        if before is None or before.plane is None:
            return
        answers = self._in_units(before.plane.layers[-1])
        layers = self._zero_on_boundary(answers)
        finer = Between(len(answers), _FINE // 2)
        self._ghost = [
            line / (finer.points - 1) for layer in np.moveaxis(layers, 2, 0) for line in contours(finer.both(layer))
        ]

    def _zero_on_boundary(self, answers: Numbers) -> Numbers:
        """(grid, grid, lines) numbers that are 0 where the answer changes from one class to another, or its sign."""
        if not self.dataset.classes:
            return self._shown(answers)
        if answers.shape[2] > 2:
            return lead(answers)
        return signed(answers, self._session.class_ends)[..., None]

    def _shown(self, answers: Numbers) -> Numbers:
        """(grid, grid, 1) of quantities the one that is shown."""
        target = min(self._target, answers.shape[2] - 1)
        return answers[..., target : target + 1]

    def _in_units(self, output: Numbers) -> Numbers:
        """(grid, grid, outputs) answers as the targets are given: numbers unscaled, probabilities as they are."""
        if self.dataset.classes or output.shape[2] != self.dataset.targets.shape[1]:
            return output
        return np.asarray(self._prepared.predictions_in_units(output.reshape(-1, output.shape[2]))).reshape(
            output.shape
        )

    def _in_words(self) -> str:
        data = self.dataset
        said = self.tr("{0}: {1} samples, {2} from {3} to {4}, {5} from {6} to {7}.")
        ends = ([axis.name, *(tick_label(float(f"{end:.3g}")) for end in (axis.low, axis.high))] for axis in self._both)
        return said.format(data.name, data.n_samples, *(part for three in ends for part in three))

    @property
    def _both(self) -> tuple[Axis, Axis]:
        return self._x, self._y

    # geometry

    def frame(self) -> PlaneFrame:
        """The square of the plane and its axes."""
        found = (self.width(), self.height(), self._x, self._y)
        if found != self._framed:
            self._framed, self._frame = found, frame_within(*found)
        return self._frame

    def place(self, points: Numbers) -> Numbers:
        """(n, 2) pixels of (n, 2) points in the units of the data."""
        return self.frame().place(points)

    def units_at(self, at: QPointF) -> tuple[float, float]:
        """Both coordinates at a place in the widget."""
        across, up = self.frame().share_at(at)
        return self._x.value(across), self._y.value(up)

    def picture_area(self) -> QRectF:
        """The square of the plane."""
        return self.frame().area

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The numbers and names of both inputs."""
        self.frame().paint(painter, self.theme)

    def paint_live(self, painter: QPainter) -> None:
        """The surface, the samples, what is marked among them, and the readout."""
        frame = self.frame()
        self._paint_surface(painter, frame.area)
        levels = self._levels(frame.area)
        paint_levels(painter, self.theme, levels)
        self._paint_ghost(painter, frame.area)
        self._paint_samples(painter)
        paint_level_numbers(painter, self.theme, frame.area, levels)
        self._paint_marked(painter)
        if self._hand is not None and frame.area.contains(self._hand):
            readout(painter, self.theme, self._hand, frame.area, self._under(frame, self._hand))

    def _levels(self, area: QRectF) -> list[Level]:
        """Lines of equal answer, if it is a quantity."""
        if self._answers is None or self.dataset.classes:
            return []
        return levels_over(area, self._shown(self._answers)[..., 0], self._target_scale, self._target_middle)

    def _paint_surface(self, painter: QPainter, area: QRectF) -> None:
        if self._answers is None:
            painter.fillRect(area, self.theme.colour("field"))
            return
        if self._surface is None:
            self._surface = self._coloured(self._answers)
        # The outermost answers belong to the very edge of the square: half a cell hangs over on each side.
        source = QRectF(0.5, 0.5, self._surface.width() - 1, self._surface.height() - 1)
        painter.drawImage(area, self._surface, source)

    def _coloured(self, answers: Numbers) -> QImage:
        """The answers as colours, finer than they are; points that are moved are painted again and again over them."""
        if self._finer is None or self._finer.grid != len(answers):
            self._finer = Between(len(answers), _FINE)
        if self.dataset.classes:
            colours = colours_of(answers, self._table, self._session.class_ends, finer=self._finer)
        else:
            away = self._shown(answers) - self._target_middle
            colours = colours_of(away, self._table, None, self._target_scale, self._finer)
        colours = np.ascontiguousarray(colours[::-1])
        grid = len(colours)
        return QImage(colours.data, grid, grid, 4 * grid, QImage.Format.Format_RGB32).copy()

    def _paint_ghost(self, painter: QPainter, area: QRectF) -> None:
        """Dashes on a pale line, which are seen on every colour."""
        for line in self._ghost:
            across, down = area.left() + line[:, 0] * area.width(), area.bottom() - line[:, 1] * area.height()
            draw_ghost(painter, self.theme, segments(across, down))

    def _paint_marks(self, painter: QPainter) -> None:
        area = self.frame().area
        self._paint_corners(painter, area)
        painter.setClipRect(area.adjusted(-Size.GAP, 0, Size.GAP, Size.GAP / 2))
        super()._paint_marks(painter)

    def _paint_corners(self, painter: QPainter, area: QRectF) -> None:
        """Round the square by covering its corners, which costs nothing per frame."""
        square, rounded = QPainterPath(), QPainterPath()
        square.addRect(area)
        rounded.addRoundedRect(area, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        painter.fillPath(square.subtracted(rounded), self.theme.colour("surface"))

    def _paint_mark(self, painter: QPainter, x: float, y: float, target: float, *, hollow: bool) -> None:
        if self.dataset.classes:
            number = int(target)
            colour = self.theme.sample(number)
            draw_mark(
                painter, self.theme, mark_path(number), QPointF(x, y), colour, hollow=hollow, size=self._mark_size
            )
        else:
            draw_value_mark(
                painter, self.theme, QPointF(x, y), self._colour(target), hollow=hollow, size=self._mark_size
            )

    def _alike(self, targets: Numbers) -> Numbers:
        if self.dataset.classes:
            return targets
        step = self._target_scale / _SHADES
        return np.asarray(np.round((targets - self._target_middle) / step) * step + self._target_middle)

    def _colour(self, target: float) -> QColor:
        share = (target - self._target_middle) / self._target_scale
        place = round(max(-1.0, min(share, 1.0)) * 127.5 + 127.5)
        red, green, blue = self.theme.heat()[min(place, 255)].tolist()
        return QColor(red, green, blue)

    def _under(self, frame: PlaneFrame, at: QPointF) -> list[str]:
        """The inputs under the hand and the answer to them."""
        across, up = frame.share_at(at)
        lines = [
            f"{axis.name} {format_number(axis.value(share))}"
            for axis, share in zip(self._both, (across, up), strict=True)
        ]
        if self._answers is not None:
            last = len(self._answers) - 1
            answers = self._answers if self.dataset.classes else self._shown(self._answers)
            answer = answers[round(up * last), round(across * last)]
            ends, called = self._session.class_ends, self._session.wording.prediction
            lines.append(in_words(answer, self.dataset.classes, self._activation, ends, prediction=called))
        return lines
