"""The loss of the network in hand over a plane through its weights, and the way of its run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.height_map import HeightMap, paint_caption, pixels_on
from nnsim.ui.descent.terrain_plot import Way, draw_optimizer_mark, paint_way, parted
from nnsim.ui.descent.words import told
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.lines import curve_pen, dashes, draw, segments
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import Size
from nnsim.ui.widgets.numbers import format_number

Numbers = NDArray[np.floating[Any]]

_KEY_PARTS = 40
_DIGITS = 4


class LossMapPlot(Sheet):
    """A click puts the weights there. The arrow keys move a cross, Enter puts them where it is.

    Signals
    -------
    put(float, float) : the user wants the weights at this place of the map
    """

    put = Signal(float, float)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._map = HeightMap(np.zeros((2, 2)))
        self._ends = ((-1.0, 1.0), (-1.0, 1.0))
        self._names = ("", "")
        self._way: Numbers = np.empty((0, 2))
        self._later: Numbers = np.empty((0, 2))
        self._is_put: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._ways: tuple[Way, ...] = ()
        self._aim: tuple[float, float] | None = None
        self.setObjectName("network_loss_plot")
        self.setAccessibleName(self.tr("Loss over a plane through the weights"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(40 * Size.GRID, 24 * Size.GRID)
        self.setToolTip(
            self.tr("Click to put the weights there; undo takes it back. Arrow keys aim, Enter puts them there.")
        )

    def show_map(self, coordinates: tuple[Numbers, Numbers], losses: Numbers, names: tuple[str, str]) -> None:
        """Show another map; ``losses`` (steps across, steps up), ``names`` of the two directions."""
        self._map = HeightMap(losses.T)
        across, up = ((float(steps[0]), float(steps[-1])) for steps in coordinates)
        self._ends, self._names = (across, up), names
        self._aim_at(None)
        self.repaint_ground()

    def show_way(self, way: Numbers, later: Numbers, is_put: NDArray[np.bool_] | None = None) -> None:
        """Show where training has been, (moments, 2), the last where the weights are, and where it went from there.

        ``is_put`` : (moments,) of the way, where the weights were put by hand
        """
        is_put = np.zeros(len(way), np.bool_) if is_put is None else is_put
        has_changed = is_put.any() != self._is_put.any()
        self._way, self._later, self._is_put = way, later, is_put
        if has_changed:
            self.repaint_ground()
        self.update()

    @property
    def way(self) -> tuple[Numbers, Numbers]:
        """What ``show_way`` shows."""
        return self._way, self._later

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Show these ways beside that of the run."""
        self._ways = tuple(ways)
        self.update()

    @property
    def ways(self) -> tuple[Way, ...]:
        """What ``show_ways`` shows."""
        return self._ways

    @property
    def axes(self) -> Axes:
        """Along both directions: from where the weights stood, or what the two weights are."""
        x, y = (Axis(*ends, name=name) for ends, name in zip(self._ends, self._names, strict=True))
        return Axes(area_within(self.width(), self.height(), x, y, name_below=True), x, y, name_below=True)

    def pixels(self, points: Numbers) -> Numbers:
        """(n, 2) pixels of (n, 2) places of the map."""
        return pixels_on(self.axes, points)

    def pixel(self, first: float, second: float) -> QPointF:
        """Where a place of the map lies."""
        return QPointF(*self.pixels(np.array([[first, second]]))[0].tolist())

    @property
    def has_left(self) -> bool:
        """Whether the way has led beyond the map."""
        if not len(self._way):
            return False
        first, second = self._way[-1].tolist()
        return (first, second) != self._inside(first, second)

    def _inside(self, first: float, second: float) -> tuple[float, float]:
        across, up = self._ends
        return min(max(first, across[0]), across[1]), min(max(second, up[0]), up[1])

    @property
    def told_of_aim(self) -> list[str]:
        """What is said of the cross: where it is, and the loss there; nothing if there is none."""
        if self._aim is None:
            return []
        places = [f"{name} {told(place)}" for name, place in zip(self._names, self._aim, strict=True)]
        across, up = ((place - low) / (high - low) for place, (low, high) in zip(self._aim, self._ends, strict=True))
        return [*places, self.tr("loss ≈ {0}").format(format_number(self._map.height(across, up), _DIGITS))]

    def _aim_at(self, aim: tuple[float, float] | None) -> None:
        self._aim = aim
        self.setAccessibleDescription(", ".join(self.told_of_aim))
        self.update()

    # --- painting ------------------------------------------------------------------------------------------------

    def paint_ground(self, painter: QPainter) -> None:
        """The map and its axes."""
        axes, theme = self.axes, self.theme
        axes.paint(painter, theme)
        self._map.paint(painter, theme, axes.area)
        paint_caption(painter, theme, axes, self.height(), self.caption)

    @property
    def caption(self) -> str:
        """What the marks and the colours mean."""
        marks = self.tr("○ where the run began, ● where the weights are")
        if self._is_put.any():
            marks = self.tr("○ where the run began, ◇ where weights were put (dashed), ● where they are")
        darker, lighter = (
            self.tr("{0}; the darker the colour, the higher"),
            self.tr("{0}; the lighter the colour, the higher"),
        )
        return (lighter if self.theme.dark else darker).format(marks)

    def paint_live(self, painter: QPainter) -> None:
        """The way, where it began, where the weights are, and the cross of the keyboard; thin what came later."""
        axes, theme = self.axes, self.theme
        painter.setClipRect(axes.area)
        if len(self._later):
            after = self.pixels(self._later)
            painter.setPen(curve_pen(theme.colour("second"), Size.THIN))
            draw(painter, segments(after[:, 0], after[:, 1]))
        if len(self._way):
            places = self.pixels(self._way)
            lines, is_jump = parted(places, self._is_put)
            for colour, width in (("surface", 2 * Size.CURVE), ("text", Size.CURVE)):
                painter.setPen(curve_pen(theme.colour(colour), width))
                draw(painter, lines[~is_jump])
                draw(painter, dashes(lines[is_jump], Size.DASH, Size.DASH_GAP))
            for at in places[self._is_put].tolist():
                self._paint_put(painter, QPointF(*at))
            painter.setPen(QPen(theme.colour("text"), Size.RING))
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(QPointF(*places[0].tolist()), Size.PAD, Size.PAD)
            painter.setPen(QPen(theme.colour("surface"), Size.RING))
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(*places[-1].tolist()), Size.DOT, Size.DOT)
        for way in self._ways:
            paint_way(painter, theme, self.pixels(way.points), way.place)
        for way in self._ways:
            draw_optimizer_mark(painter, theme, self.pixel(*way.points[-1].tolist()), way.place)
        if self._aim is not None and self.hasFocus():
            at = self.pixel(*self._aim)
            painter.setPen(QPen(theme.colour("text"), Size.RING))
            for arm in (QPointF(Size.MARGIN, 0), QPointF(0, Size.MARGIN)):
                painter.drawLine(at - arm, at + arm)
        painter.setClipping(False)
        if self._aim is not None and self.hasFocus():
            readout(painter, theme, self.pixel(*self._aim), axes.area, self.told_of_aim)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), Size.RING))
            painter.drawRoundedRect(axes.area, Size.CELL_RADIUS, Size.CELL_RADIUS)

    def _paint_put(self, painter: QPainter, at: QPointF) -> None:
        """A hollow diamond where the weights were put."""
        painter.setPen(QPen(self.theme.colour("text"), Size.RING))
        painter.setBrush(self.theme.colour("surface"))
        arms = ((Size.PAD, 0), (0, Size.PAD), (-Size.PAD, 0), (0, -Size.PAD))
        painter.drawPolygon(QPolygonF([at + QPointF(*arm) for arm in arms]))

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the weights there."""
        axes = self.axes
        if event.button() == Qt.MouseButton.LeftButton and axes.area.contains(event.position()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.put.emit(*axes.value_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys aim, Enter puts the weights there."""
        across, up = ((ends[1] - ends[0]) / _KEY_PARTS for ends in self._ends)
        ways = {
            Qt.Key.Key_Left: (-across, 0.0),
            Qt.Key.Key_Right: (across, 0.0),
            Qt.Key.Key_Up: (0.0, up),
            Qt.Key.Key_Down: (0.0, -up),
        }
        key = Qt.Key(event.key())
        if key in ways:
            first, second = self._aim or (self._way[-1].tolist() if len(self._way) else (0.0, 0.0))
            self._aim_at(self._inside(first + ways[key][0], second + ways[key][1]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._aim is not None:
            self.put.emit(*self._aim)
        else:
            super().keyPressEvent(event)
