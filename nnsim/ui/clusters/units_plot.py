"""Samples and the units that compete for them, on a plane: their regions, the grid of a map, k-means beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import Dataset
from nnsim.ui.appearance import Appearance
from nnsim.ui.ink import readable_on
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.fit_plot import nearest
from nnsim.ui.plots.lines import draw
from nnsim.ui.plots.marks import class_colour, class_name, draw_ring
from nnsim.ui.plots.plane_frame import PlaneFrame, frame_within
from nnsim.ui.plots.pointed_sheet import PointedSheet
from nnsim.ui.plots.regions import nearest_parts
from nnsim.ui.plots.sample_stamps import SampleStamps
from nnsim.ui.plots.stamps import draw_stamps, stamp
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import FAINT_REGION, Size, numbers
from nnsim.ui.widgets.numbers import format_count, format_number, in_percent

Numbers = NDArray[np.floating[Any]]
Rows = NDArray[np.intp]

MOST_COLOURED: Final = 10
"""So many units have colours that can be told apart."""
MOST_REGIONS: Final = 49
"""Regions of more units are cut out only at rest: they take longer than a frame has."""
MOST_NUMBERED: Final = 50
_AIR: Final = 1.08
"""Room around the outermost points."""
_TICK: Final = 3.0
"""So far the ticks of a target reach into its ring and out of it; in its middle a sample below is seen."""


@dataclass(frozen=True, eq=False)
class UnitsScene:
    """What is on the plane, in the units of its axes.

    Parameters
    ----------
    samples, units : (n, 2) and (k, 2)
    winners : (n,) the unit of each sample; −1 for one that has none yet
    pairs : (p, 2) units that are neighbours on a grid
    means : (m, 2) those of k-means, if they are shown
    known, rows : the samples with what is known of them, and which of them these are
    names : of both axes
    is_whole : the plane holds all that a sample is, so that regions can be drawn
    is_moving : another scene follows soon
    is_dead : (k,) which units are shown as having won nothing
    """

    samples: Numbers
    units: Numbers
    winners: Rows
    pairs: Rows
    means: Numbers | None
    known: Dataset
    rows: Rows
    names: tuple[str, str]
    is_whole: bool
    is_moving: bool
    is_dead: NDArray[np.bool_]

    @property
    def wins(self) -> NDArray[np.intp]:
        """(k,)"""
        return np.bincount(self.winners[self.winners >= 0], minlength=len(self.units))


class UnitsPlot(PointedSheet):
    """The plane has one scale in both directions, because nearness decides. It only grows until units begin anew."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._scene: UnitsScene | None = None
        self._reach: Numbers | None = None
        self._x, self._y = Axis(-1.0, 1.0), Axis(-1.0, 1.0)
        self._stamps = SampleStamps()
        self._dots: dict[tuple[object, ...], QPixmap] = {}
        self._walked: int | None = None
        self.shows_classes = False
        self.shows_regions = True
        self.setObjectName("units_plot")
        self.setAccessibleName(self.tr("Samples and the units that compete for them"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(20 * Size.GRID, 20 * Size.GRID)

    @property
    def scene(self) -> UnitsScene | None:
        """What is shown."""
        return self._scene

    @property
    def scales(self) -> tuple[Axis, Axis]:
        """The axes as they are."""
        return self._x, self._y

    def forget(self) -> None:
        """Other units or another plane: the next scene has a scale of its own."""
        self._reach, self._walked = None, None

    def show_scene(self, scene: UnitsScene | None) -> None:
        """Show another moment."""
        self._scene = scene
        if scene is not None:
            self._measure(scene)
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _measure(self, scene: UnitsScene) -> None:
        points = np.concatenate([scene.samples, scene.units])
        ends = np.stack([points.min(axis=0), points.max(axis=0)])
        if self._reach is None or (ends[0] < self._reach[0]).any() or (ends[1] > self._reach[1]).any():
            before = ends if self._reach is None else self._reach
            self._reach = np.stack([np.minimum(ends[0], before[0]), np.maximum(ends[1], before[1])])
        low, high = self._reach
        half = (float((high - low).max()) or 2.0) / 2 * _AIR
        x, y = (
            Axis(middle - half, middle + half, name=name)
            for middle, name in zip(((low + high) / 2).tolist(), scene.names, strict=True)
        )
        if (x, y) != (self._x, self._y):
            self._x, self._y = x, y
            self.repaint_ground()

    def _in_words(self) -> str:
        if self._scene is None:
            return self.tr("No units.")
        said = self.tr("{0} samples and {1} units; axes {2} and {3}.")
        return said.format(len(self._scene.samples), len(self._scene.units), self._x.name, self._y.name)

    def frame(self) -> PlaneFrame:
        """The square of the plane and its axes."""
        return frame_within(self.width(), self.height(), self._x, self._y)

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The numbers and names of both axes."""
        self.frame().paint_empty(painter, self.theme)

    def paint_live(self, painter: QPainter) -> None:
        """Regions, samples, grid, means, units, and what is said of what is under the hand."""
        scene = self._scene
        if scene is None:
            return
        frame = self.frame()
        painter.save()
        painter.setClipRect(frame.area)
        if self.shows_regions:
            self._paint_regions(painter, frame, scene)
        self._paint_samples(painter, frame, scene)
        units = frame.place(scene.units)
        painter.setPen(QPen(self.theme.colour("accent"), Size.RING))
        draw(painter, np.column_stack([units[scene.pairs[:, 0]], units[scene.pairs[:, 1]]]))
        if scene.means is not None:
            self._paint_means(painter, frame.place(scene.means))
        painter.restore()
        self._paint_units(painter, scene, units)
        self.paint_focus(painter, frame.area)
        at = self._hand
        if at is None and self.hasFocus() and self._walked is not None and self._walked < len(units):
            at = QPointF(*units[self._walked].tolist())
            draw_ring(painter, self.theme, units[self._walked])
        if at is not None:
            lines = self.lines_under(at)
            if lines:
                readout(painter, self.theme, at, QRectF(self.rect()), lines)

    def _paint_regions(self, painter: QPainter, frame: PlaneFrame, scene: UnitsScene) -> None:
        """Which unit is the nearest: of each unit the polygon where it is."""
        if not scene.is_whole or (scene.is_moving and len(scene.units) > MOST_REGIONS):
            return
        x, y = self._x, self._y
        corners = np.array([(x.low, y.low), (x.high, y.low), (x.high, y.high), (x.low, y.high)])
        placed = [frame.place(part) for part in nearest_parts(scene.units, corners)]
        if len(placed) <= MOST_COLOURED and not self.shows_classes:
            self._fill(painter, placed)
        painter.setPen(QPen(self.theme.colour("faint"), Size.THIN))
        draw(painter, np.vstack([np.hstack([part, np.roll(part, -1, axis=0)]) for part in placed]))

    def _fill(self, painter: QPainter, parts: list[Numbers]) -> None:
        """Faintly; without smooth rims, which would take most of a frame and lie below the lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, part in enumerate(parts):
            colour = QColor(class_colour(self.theme, number))
            colour.setAlphaF(FAINT_REGION)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in part.tolist()]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _paint_samples(self, painter: QPainter, frame: PlaneFrame, scene: UnitsScene) -> None:
        placed = frame.place(scene.samples)
        if self.shows_classes:
            self._stamps.draw(painter, self.theme, scene.known, scene.rows, placed, hollow=False)
        elif len(scene.units) > MOST_COLOURED:
            draw_stamps(painter, self._dot(painter, self.theme.colour("faint")), placed)
        else:
            for unit in np.unique(scene.winners).tolist():
                colour = self.theme.sample(unit) if unit >= 0 else self.theme.colour("faint")
                draw_stamps(painter, self._dot(painter, colour), placed[scene.winners == unit])

    def _dot(self, painter: QPainter, colour: QColor) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        key = (colour.rgba(), ratio)
        if key not in self._dots:

            def paint(at: QPainter) -> None:
                at.setPen(Qt.PenStyle.NoPen)
                at.setBrush(colour)
                at.drawEllipse(QPointF(0, 0), PlotSize.UNIT_SAMPLE, PlotSize.UNIT_SAMPLE)

            self._dots[key] = stamp(round(2 * PlotSize.UNIT_SAMPLE) + 2, ratio, paint)
        return self._dots[key]

    def _paint_means(self, painter: QPainter, placed: Numbers) -> None:
        """Targets, which are the mark of no class: rings with ticks, on a pale rim that is seen on every colour."""
        turns = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, role in ((3 * Size.RING, "surface"), (Size.RING, "text")):
            painter.setPen(QPen(self.theme.colour(role), width))
            for middle in placed:
                painter.drawEllipse(QPointF(*middle.tolist()), PlotSize.MEAN, PlotSize.MEAN)
                inner, outer = PlotSize.MEAN - _TICK, PlotSize.MEAN + _TICK
                draw(painter, np.hstack([middle + inner * turns, middle + outer * turns]))

    def _paint_units(self, painter: QPainter, scene: UnitsScene, placed: Numbers) -> None:
        """Numbered circles; of a map points of its grid. One that has won nothing is hollow and dashed."""
        is_map = len(scene.pairs) > 0
        radius = PlotSize.UNIT_ON_GRID if is_map or len(placed) > MOST_NUMBERED else PlotSize.UNIT
        painter.setFont(numbers(Size.SMALL))
        for unit, ((x, y), dead) in enumerate(zip(placed.tolist(), scene.is_dead.tolist(), strict=True)):
            colour = self.theme.colour("accent") if is_map else self._unit_colour(len(placed), unit)
            pen = QPen(self.theme.colour("text"), Size.THIN)
            if dead:
                colour = self.theme.colour("surface")
                # Dashes around a small circle are specks.
                if radius == PlotSize.UNIT:
                    pen.setStyle(Qt.PenStyle.DashLine)
                else:
                    pen = QPen(self.theme.colour("accent"), Size.RING)
            painter.setPen(pen)
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x, y), radius, radius)
            if radius == PlotSize.UNIT:
                painter.setPen(readable_on(colour, self.theme))
                box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(unit + 1))

    def _unit_colour(self, n_units: int, unit: int) -> QColor:
        """Its own; where colours are classes, none: a unit is no class."""
        has_own = n_units <= MOST_COLOURED and not self.shows_classes
        return class_colour(self.theme, unit) if has_own else self.theme.colour("accent_soft")

    # what is under the hand

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the unit or the sample under a place in the widget; nothing where there is none."""
        scene = self._scene
        if scene is None:
            return []
        frame = self.frame()
        unit = nearest(frame.place(scene.units), at)
        if unit is not None:
            return self._of_unit(scene, unit)
        sample = nearest(frame.place(scene.samples), at)
        return [] if sample is None else self._of_sample(scene, sample)

    def _of_unit(self, scene: UnitsScene, unit: int) -> list[str]:
        wins, n_samples = int(scene.wins[unit]), max(len(scene.samples), 1)
        won = self.tr("wins {0} samples, {1} %").format(format_count(wins), in_percent(wins / n_samples, 2))
        return [
            self.tr("unit {0}").format(unit + 1),
            won if wins else self.tr("has won nothing"),
            *self._coordinates(scene.units[unit]),
        ]

    def _of_sample(self, scene: UnitsScene, sample: int) -> list[str]:
        row, known = int(scene.rows[sample]), scene.known
        winner = int(scene.winners[sample])
        lines = [
            self.tr("sample {0}").format(format_count(row + 1)),
            self.tr("won by unit {0}").format(winner + 1) if winner >= 0 else self.tr("of no unit yet"),
        ]
        if self.shows_classes and known.classes:
            lines.append(self.tr("is {0}").format(class_name(known.classes[int(known.targets[row, 0])])))
        return [*lines, *self._coordinates(scene.samples[sample])]

    def _coordinates(self, place: Numbers) -> list[str]:
        return [f"{axis.name} {format_number(float(value))}" for axis, value in zip(self.scales, place, strict=True)]

    # overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from unit to unit, and tell of each."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._scene is None:
            super().keyPressEvent(event)
            return
        n_units = len(self._scene.units)
        self._walked = (0 if step > 0 else n_units - 1) if self._walked is None else (self._walked + step) % n_units
        self.setAccessibleDescription(", ".join(self._of_unit(self._scene, self._walked)))
        self.update()
