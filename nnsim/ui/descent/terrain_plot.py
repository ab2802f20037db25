"""Two weights: the heights of a function as a map with lines of equal height, and the ways down from one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.terrains import Terrain, Valley
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.fan import Fan, paint_fan
from nnsim.ui.descent.height_map import HeightMap, paint_caption, pixels_on
from nnsim.ui.descent.words import told
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.lines import curve_pen, draw, segments
from nnsim.ui.plots.marks import class_colour, draw_mark, mark_path
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import DESCENT_COLOURS, Size, Theme, numbers

Numbers = NDArray[np.floating[Any]]

WEIGHTS: Final = ("w₁", "w₂")
"""What the two are called, unless they have names of their own."""
_GRID: Final = 161
"""Points along each side at which the height is worked out."""
_FINE: Final = 200
"""How finely a click divides an axis, about."""
_KEY_PARTS: Final = 40
_DOTTED: Final = 60
"""So many steps still have a dot each."""


@dataclass(frozen=True, eq=False)
class Way:
    """One way down: whose it is, and (steps + 1, 2) where it leads.

    Parameters
    ----------
    place : of its optimizer in the catalog; it has the mark and the colour of that place
    is_put : (steps + 1,) where the weights were put by hand, if anywhere
    """

    place: int
    name: str
    points: Numbers
    is_put: NDArray[np.bool_] | None = None


def parted(places: Numbers, is_put: NDArray[np.bool_] | None) -> tuple[Numbers, NDArray[np.bool_]]:
    """(n − 1, 4) lines between (n, 2) pixels, and along which of them nothing rolled: they lead to where it was put."""
    lines = np.column_stack([places[:-1], places[1:]])
    return lines, np.zeros(len(lines), np.bool_) if is_put is None else is_put[1:]


def optimizer_colour(theme: Theme, place: int) -> QColor:
    """The colour of the optimizer in a place of the catalog."""
    return class_colour(theme, DESCENT_COLOURS[place % len(DESCENT_COLOURS)])


def draw_optimizer_mark(painter: QPainter, theme: Theme, at: QPointF, place: int) -> None:
    """Its mark."""
    draw_mark(painter, theme, mark_path(place), at, optimizer_colour(theme, place), hollow=False, size=Size.RUN_MARK)


def paint_way(painter: QPainter, theme: Theme, places: Numbers, place: int) -> None:
    """A way through (n, 2) pixels, with a dot for each of its first steps."""
    lines, own = segments(places[:, 0], places[:, 1]), optimizer_colour(theme, place)
    for colour, width in ((theme.colour("surface"), 2 * Size.CURVE), (own, Size.CURVE)):
        painter.setPen(curve_pen(colour, width))
        draw(painter, lines)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(own)
    for x, y in places[1:_DOTTED].tolist():
        painter.drawEllipse(QPointF(x, y), Size.CURVE, Size.CURVE)


class TerrainPlot(Sheet):
    """Click or drag to where the ways are to begin; the arrow keys move that place.

    Signals
    -------
    put(float, float) : the user wants them to begin there
    """

    put = Signal(float, float)

    def __init__(self, appearance: Appearance, name: str = "two_weights_plot", parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._names = WEIGHTS
        self._fan: Fan | None = None
        self._terrain: Terrain = Valley()
        self._start = self._terrain.start
        self._ways: tuple[Way, ...] = ()
        self._steps = 0
        self._before: tuple[float, float] | None = None
        self._measure()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Heights over two weights"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(40 * Size.GRID, 24 * Size.GRID)
        self.setToolTip(
            self.tr("Click or drag to where all begin. Arrow keys move that place, Home brings the first back.")
        )

    def show_terrain(self, terrain: Terrain, names: tuple[str, str] = WEIGHTS) -> None:
        """Show the map of this function over two weights of these names."""
        if terrain is not self._terrain:
            self._terrain, self._names = terrain, names
            self._measure()
            self.repaint_ground()

    def show_ways(self, start: tuple[float, float], ways: Sequence[Way], steps: int) -> None:
        """Show these ways, as far as so many steps lead."""
        self._ways, self._steps = tuple(ways), steps
        self.show_start(start)

    def show_start(self, start: tuple[float, float]) -> None:
        """Show where they begin; the ways from there may come a little later."""
        self._start = start
        said = self.tr("Begins at {0} = {1}, {2} = {3}.")
        said = said.format(self._names[0], told(start[0]), self._names[1], told(start[1]))
        self.setAccessibleDescription(said)
        self.update()

    def show_fan(self, fan: Fan) -> None:
        """Show gradients as arrows from where the ways begin."""
        self._fan = fan
        self.update()

    def _measure(self) -> None:
        terrain = self._terrain
        x, y = np.linspace(*terrain.across, _GRID), np.linspace(*terrain.up, _GRID)
        self.heights = terrain.height(x[None, :], y[:, None])
        self._map = HeightMap(self.heights)

    @property
    def axes(self) -> Axes:
        """The first weight across, the second up."""
        x, y = Axis(*self._terrain.across, name=self._names[0]), Axis(*self._terrain.up, name=self._names[1])
        area = area_within(self.width(), self.height(), x, y, name_below=True)
        return Axes(area, x, y, name_below=True)

    def pixels(self, points: Numbers) -> Numbers:
        """(n, 2) pixels of (n, 2) points."""
        return pixels_on(self.axes, points)

    def pixel(self, x: float, y: float) -> QPointF:
        """Where a point lies."""
        return QPointF(*self.pixels(np.array([[x, y]]))[0].tolist())

    def point_at(self, at: QPointF) -> tuple[float, float]:
        """The numbers at a place of the widget, rounded, within the map."""
        axes = self.axes
        return self._inside(*axes.value_at(at))

    def _inside(self, x: float, y: float) -> tuple[float, float]:
        terrain = self._terrain
        return _rounded(x, *terrain.across), _rounded(y, *terrain.up)

    # --- painting ------------------------------------------------------------------------------------------------

    def paint_ground(self, painter: QPainter) -> None:
        """Colours, lines of equal height with their numbers, axes, and where it is lowest."""
        axes, theme = self.axes, self.theme
        axes.paint(painter, theme)
        self._map.paint(painter, theme, axes.area)
        darker = self.tr("Lines of equal height, with their numbers; the darker the colour, the higher")
        lighter = self.tr("Lines of equal height, with their numbers; the lighter the colour, the higher")
        said = lighter if theme.dark else darker
        paint_caption(painter, theme, axes, self.height(), said)

    def _paint_minimum(self, painter: QPainter, x: float, y: float) -> None:
        at, reach = self.pixel(x, y), Size.GAP
        painter.setPen(QPen(self.theme.colour("text"), Size.RING))
        for way in (1, -1):
            painter.drawLine(at + QPointF(-reach, -way * reach), at + QPointF(reach, way * reach))
        self._say(
            painter, at + QPointF(Size.MARGIN, -Size.MARGIN), self.tr("lowest ({0}, {1})").format(told(x), told(y))
        )

    def _say(self, painter: QPainter, at: QPointF, text: str) -> None:
        """Words at the right of a place, on paper, within the picture."""
        theme, metrics = self.theme, QFontMetricsF(numbers(Size.SMALL))
        box = QRectF(
            at.x(), at.y() - metrics.height() / 2, metrics.horizontalAdvance(text) + Size.HALF, metrics.height()
        )
        box.moveRight(min(box.right(), self.axes.area.right()))
        ground = theme.colour("surface")
        ground.setAlphaF(0.85)
        painter.fillRect(box, ground)
        painter.setFont(numbers(Size.SMALL))
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def paint_live(self, painter: QPainter) -> None:
        """The ways with their marks, and where they begin."""
        axes, theme = self.axes, self.theme
        painter.setClipRect(axes.area)
        for way in self._ways:
            paint_way(painter, theme, self.pixels(way.points[: self._steps + 1]), way.place)
        for way in self._ways:
            end = self.pixels(way.points[: self._steps + 1])[-1]
            draw_optimizer_mark(painter, theme, QPointF(*end.tolist()), way.place)
        for x, y in self._terrain.minima:
            self._paint_minimum(painter, x, y)
        at = self.pixel(*self._start)
        if self._fan is not None:
            scale = axes.area.width() / (axes.x.high - axes.x.low), axes.area.height() / (axes.y.high - axes.y.low)
            paint_fan(painter, theme, at, self._fan, scale, optimizer_colour(theme, self._fan.place))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("surface", 2 * Size.RING), ("text", Size.RING)):
            painter.setPen(QPen(theme.colour(colour), width))
            painter.drawEllipse(at, Size.GAP, Size.GAP)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), Size.RING))
            painter.drawRoundedRect(axes.area, Size.CELL_RADIUS, Size.CELL_RADIUS)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._before = self._start
            self.put.emit(*self.point_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it along."""
        if self._before is not None:
            self.put.emit(*self.point_at(event.position()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the beginning, Home brings the first one back, Esc takes a drag back."""
        terrain, key = self._terrain, Qt.Key(event.key())
        across, up = ((ends[1] - ends[0]) / _KEY_PARTS for ends in (terrain.across, terrain.up))
        ways = {
            Qt.Key.Key_Left: (-across, 0.0),
            Qt.Key.Key_Right: (across, 0.0),
            Qt.Key.Key_Up: (0.0, up),
            Qt.Key.Key_Down: (0.0, -up),
        }
        if key == Qt.Key.Key_Escape and self._before is not None:
            before, self._before = self._before, None
            self.put.emit(*before)
        elif key in ways:
            x, y = ways[key]
            self.put.emit(*self._inside(self._start[0] + x, self._start[1] + y))
        elif key == Qt.Key.Key_Home:
            self.put.emit(*terrain.start)
        else:
            super().keyPressEvent(event)


def _rounded(value: float, low: float, high: float) -> float:
    """A round number near ``value``, within the ends."""
    step = 10.0 ** floor(log10((high - low) / _FINE))
    return min(max(float(f"{round(value / step) * step:.12g}"), low), high)
