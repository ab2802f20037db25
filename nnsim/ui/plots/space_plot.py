"""Hidden space: where the samples sit after a layer, with the plane of the inputs bent along."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.layer_space import LayerLook, LayerSpace
from nnsim.engine.snapshot import View
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import Names, names_of
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.fit_plot import nearest
from nnsim.ui.plots.lines import curve_pen, draw, segments
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.marks import Crosses, class_colour, class_name, draw_ring
from nnsim.ui.plots.regions import borders, class_scores, regions
from nnsim.ui.plots.sample_stamps import SampleStamps
from nnsim.ui.plots.ticks import Axis, RoundRange
from nnsim.ui.theme import FAINT_LINE, FAINT_REGION, Beats, Size, words
from nnsim.ui.widgets.numbers import format_count, format_number, in_percent

Numbers = NDArray[np.floating[Any]]

_MANY_PARAMETERS: Final = 4000
_WIDEST: Final = 2.0
"""How many times as wide as high the plot is at the most: wider, distances across would look much longer."""


class SpacePlot(LiveSheet):
    """The samples in the space of one layer, seen along two neurons or in the plane in which they lie farthest apart.

    Each layer moves the samples; where the last hidden one has brought them, the output has to part them by straight
    lines. With two neurons these lines are exact and drawn; a projection of more has no place for them.

    Signals
    -------
    sample_clicked(int) : the user clicked the sample in that row of the data set, or −1 beside all of them
    """

    sample_clicked = Signal(int)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._document = session
        self._look = LayerLook(-1)
        self._space: LayerSpace | None = None
        self._data = session.prepared
        self._names: Names = names_of(session)
        self._ranges = RoundRange(), RoundRange()
        self._measured: tuple[int, LayerLook, bool] | None = None
        self._x, self._y = Axis(-1.0, 1.0), Axis(-1.0, 1.0)
        self._is_large = False
        self._stamps, self._crosses = SampleStamps(), Crosses()
        self._marks_mistakes = False
        self.setObjectName("space_plot")
        self.setAccessibleName(self.tr("Samples in the space of a layer"))
        self.setMouseTracking(True)
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)
        self.render_snapshot()

    @property
    def look(self) -> LayerLook:
        """What is looked at."""
        return self._look

    @property
    def space(self) -> LayerSpace | None:
        """What is drawn; ``None`` before it is known."""
        return self._space

    def show_look(self, look: LayerLook) -> None:
        """Look at another layer, or from elsewhere."""
        if look != self._look:
            self._look = look
            if self.isVisible():
                self._watch()
            self.render_snapshot()

    def mark_mistakes(self, on: bool) -> None:
        """Cross out the samples that are taken for another class than theirs."""
        self._marks_mistakes = on
        if self.isVisible():
            self._watch()
        self.update()

    def _watch(self) -> None:
        """Of a large network seldom: a look takes a good part of a frame."""
        self._is_large = self._session.snapshot.network.n_parameters > _MANY_PARAMETERS
        self._session.watch(self.objectName(), self.views(), Beats.FIGURES if self._is_large else Beats.ANSWER)

    def views(self) -> tuple[View, ...]:
        """Mistakes too, while they are marked."""
        shown: tuple[View, ...] = (self._look, "sample")
        return (*shown, "mistakes") if self._marks_mistakes else shown

    def render_snapshot(self) -> None:
        """The places, and axes that hold them."""
        space, self._names = self._session.snapshot.space, names_of(self._document)
        self._data = self._session.prepared  # of what is drawn, until the next is: an edit may come in between
        is_large = self._session.snapshot.network.n_parameters > _MANY_PARAMETERS
        if is_large != self._is_large and self.isVisible():
            self._watch()
        fits = space is not None and space.look == self._look and self._holds(space)
        self._space = space if fits else None
        if self._space is not None:
            self._render_axes(self._space)
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _holds(self, space: LayerSpace) -> bool:
        """Whether it is of the data in hand."""
        n_samples = self._data.dataset.n_samples
        return bool(max(space.train_rows.max(initial=0), space.test_rows.max(initial=0)) < n_samples)

    # axes

    def _render_axes(self, space: LayerSpace) -> None:
        run_id = self._session.snapshot.run_id
        measured = (run_id, space.look, self._is_projection(space))
        if measured != self._measured:
            self._measured = measured
            for one in self._ranges:
                one.clear()
        x, y = self._axes_of(space)
        if (x, y) != (self._x, self._y):
            self._x, self._y = x, y
            self.repaint_ground()

    def _axes_of(self, space: LayerSpace) -> tuple[Axis, Axis]:
        places = np.concatenate([space.train, space.test])
        names = self._axis_names(space)
        if self._is_projection(space):
            for one, values in zip(self._ranges, np.abs(places).T, strict=True):
                one.include(np.concatenate([values, -values]))
            x, y = (Axis(-one.high, one.high, name=name) for one, name in zip(self._ranges, names, strict=True))
            return x, y
        bounds = self._bounds(space.look.layer)
        if bounds is not None:
            x = Axis(*bounds, name=names[0])
            return x, Axis(*((-1.0, 1.0) if space.width == 1 else bounds), name=names[1])
        for one, values in zip(self._ranges, places.T, strict=True):
            one.include(values)
        x, y = (Axis(one.low, one.high, name=name) for one, name in zip(self._ranges, names, strict=True))
        return x, y

    def _bounds(self, layer: int) -> tuple[float, float] | None:
        """Between which numbers the answers of a layer lie; ``None`` if they have no ends."""
        if layer < 0 or layer >= len(self._names.network.layers):
            return None
        low, high = ACTIVATIONS.build(self._names.network.layers[layer].activation).bounds
        return (low, high) if np.isfinite(low) and np.isfinite(high) else None

    def _is_projection(self, space: LayerSpace) -> bool:
        return space.look.neurons is None and space.width > 1

    def _axis_names(self, space: LayerSpace) -> tuple[str, str]:
        if space.width == 1:
            return self._long_name(space.look.layer, 0), self.tr("a single neuron: no second axis")
        if space.look.neurons is not None:
            across, up = (self._long_name(space.look.layer, neuron) for neuron in space.look.neurons)
            return across, up
        shares = [in_percent(float(share), 2) for share in space.shares]
        across, up = self.tr("direction 1: {0} % of the spread"), self.tr("direction 2: {0} % of the spread")
        return across.format(shares[0]), up.format(shares[1])

    def _long_name(self, layer: int, neuron: int) -> str:
        name = self._names.long(layer, neuron)
        is_scaled = layer < 0 and self._data.input_scaling.kind != "none"
        return self.tr("{0}, scaled").format(name) if is_scaled else name

    @property
    def axes(self) -> Axes:
        """Two axes; those of a projection have one unit, so that distances are the same in every direction."""
        room = area_within(self.width(), self.height(), self._x, self._y, name_below=True)
        width = round(min(room.width(), _WIDEST * room.height()))
        area = QRectF(round(room.left() + (room.width() - width) / 2), room.top(), width, room.height())
        x, y = self._x, self._y
        if self._space is not None and self._is_projection(self._space):
            aspect = area.width() / area.height()
            reach = max(y.high, x.high / aspect)
            x, y = replace(x, low=-reach * aspect, high=reach * aspect), replace(y, low=-reach, high=reach)
        return Axes(area, x, y, name_below=True)

    def _in_words(self) -> str:
        space = self._space
        if space is None:
            return self.tr("Not computed yet.")
        said = self.tr("{0}: {1} samples in a space of {2} numbers; axes {3} and {4}.")
        shown = len(space.train_rows) + len(space.test_rows)
        return said.format(self._names.layer(space.look.layer), shown, space.width, self._x.name, self._y.name)

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes, and the word that more than two are seen at once."""
        axes = self.axes
        axes.paint(painter, self.theme)
        said = "" if self._space is None else self._reservations(self._space)
        if said:
            font = words(Size.SMALL)
            metrics = QFontMetricsF(font)
            if metrics.horizontalAdvance(said) + metrics.horizontalAdvance(axes.y.name) + Size.GAP < self.width():
                painter.setFont(font)
                painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, said)

    def _reservations(self, space: LayerSpace) -> str:
        """What the picture leaves out: numbers, and samples."""
        shown, there = len(space.train_rows) + len(space.test_rows), self._n_samples()
        said = [self.tr("projection of {0} numbers").format(space.width)] if self._is_projection(space) else []
        if shown < there:
            said.append(self.tr("{0} of {1} samples").format(format_count(shown), format_count(there)))
        return "  ·  ".join(said)

    def _n_samples(self) -> int:
        return len(self._data.train_rows) + len(self._data.test_rows)

    def paint_live(self, painter: QPainter) -> None:
        """The regions of the classes, the bent plane, the samples, and what is said of the one under the hand."""
        space = self._space
        if space is None:
            return
        axes = self.axes
        painter.save()
        painter.setClipRect(axes.area)
        self._paint_regions(painter, axes, space.scores)
        self._paint_grid(painter, axes, space.grid)
        self._paint_borders(painter, axes, space.scores)
        painter.restore()
        dataset = self._data.known
        train, test = self._placed(axes, space.train), self._placed(axes, space.test)
        self._stamps.draw(painter, self.theme, dataset, space.train_rows, train, hollow=False)
        self._stamps.draw(painter, self.theme, dataset, space.test_rows, test, hollow=True)
        places, rows = np.concatenate([train, test]), np.concatenate([space.train_rows, space.test_rows])
        self._paint_marked(painter, rows, places)
        found = nearest(places, self._hand) if self._hand is not None else None
        if found is not None and self._hand is not None:
            draw_ring(painter, self.theme, places[found])
            readout(painter, self.theme, self._hand, axes.area, self._told(space, found))

    def _placed(self, axes: Axes, points: Numbers) -> Numbers:
        return np.column_stack([axes.across(points[:, 0]), axes.down(points[:, 1])])

    def _paint_grid(self, painter: QPainter, axes: Axes, grid: Numbers) -> None:
        """The plane of the inputs: its lines pale, its edge and its middle a little stronger."""
        if not len(grid):
            return
        half = len(grid) // 2
        strong = {0, half // 2, half - 1, half, half + half // 2, 2 * half - 1}
        for numbers, opacity in ((set(range(len(grid))) - strong, FAINT_LINE), (strong, 1.0)):
            colour = self.theme.colour("faint")
            colour.setAlphaF(opacity)
            painter.setPen(QPen(colour, Size.THIN))
            lines = [segments(axes.across(grid[n, :, 0]), axes.down(grid[n, :, 1])) for n in sorted(numbers)]
            draw(painter, np.concatenate(lines))

    def _corners(self) -> Numbers:
        x, y = self._x, self._y
        return np.array([(x.low, y.low), (x.high, y.low), (x.high, y.high), (x.low, y.high)])

    def _paint_regions(self, painter: QPainter, axes: Axes, scores: Numbers) -> None:
        """Where the output would say which class."""
        if not len(scores):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for number, part in enumerate(regions(class_scores(scores), self._corners())):
            if len(part):
                colour = QColor(class_colour(self.theme, number))
                colour.setAlphaF(FAINT_REGION)
                painter.setBrush(colour)
                painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in self._placed(axes, part).tolist()]))

    def _paint_borders(self, painter: QPainter, axes: Axes, scores: Numbers) -> None:
        """The straight lines between them."""
        if not len(scores):
            return
        painter.setPen(curve_pen(self.theme.colour("text"), Size.CURVE))
        for _, _, ends in borders(class_scores(scores), self._corners()):
            placed = self._placed(axes, ends)
            painter.drawLine(QPointF(*placed[0].tolist()), QPointF(*placed[1].tolist()))

    def _paint_marked(self, painter: QPainter, rows: NDArray[np.intp], places: Numbers) -> None:
        """Crosses through mistakes, and the ring around the sample under way."""
        snapshot = self._session.snapshot
        if self._marks_mistakes and snapshot.mistakes is not None:
            wrong = np.concatenate([snapshot.mistakes.train, snapshot.mistakes.test])
            self._crosses.draw(painter, self.theme, places[np.isin(rows, wrong)])
        view = snapshot.sample_view
        if view is not None and view.is_marked:
            for place in places[rows == view.row]:
                draw_ring(painter, self.theme, place)

    def row_at(self, at: QPointF) -> int:
        """The row in the data set of the sample under a place in the widget; −1 where there is none."""
        if self._space is None:
            return -1
        found = nearest(self._placed(self.axes, np.concatenate([self._space.train, self._space.test])), at)
        rows = np.concatenate([self._space.train_rows, self._space.test_rows])
        return -1 if found is None else int(rows[found])

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the sample under a place in the widget; nothing where there is none."""
        if self._space is None:
            return []
        axes = self.axes
        places = self._placed(axes, np.concatenate([self._space.train, self._space.test]))
        found = nearest(places, at)
        return [] if found is None else self._told(self._space, found)

    def _told(self, space: LayerSpace, found: int) -> list[str]:
        n_train, data = len(space.train_rows), self._data.known
        is_train = found < n_train
        row = int(space.train_rows[found] if is_train else space.test_rows[found - n_train])
        place = space.train[found] if is_train else space.test[found - n_train]
        said = self.tr("training sample {0}") if is_train else self.tr("test sample {0}")
        target = float(data.targets[row, 0])
        is_class = self.tr("is {0}").format(class_name(data.classes[int(target)]) if data.classes else "")
        lines = [said.format(format_count(row + 1)), is_class if data.classes else f"y {format_number(target)}"]
        short = self._short_names(space)
        return lines + [f"{name} {format_number(float(value))}" for name, value in zip(short, place, strict=False)]

    def _short_names(self, space: LayerSpace) -> list[str]:
        layer = space.look.layer
        if space.width == 1:
            return [self._names.short(layer, 0)]
        if space.look.neurons is not None:
            return [self._names.short(layer, neuron) for neuron in space.look.neurons]
        return [self.tr("direction 1"), self.tr("direction 2")]

    # overrides of Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which sample is meant."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.sample_clicked.emit(self.row_at(event.position()))
