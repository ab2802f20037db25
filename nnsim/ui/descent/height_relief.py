"""Heights over two weights as a relief that can be turned, with the ways over it."""

from __future__ import annotations

from collections.abc import Sequence
from math import radians, tan
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.height_map import HeightMap
from nnsim.ui.descent.terrain_plot import Way, draw_optimizer_mark, optimizer_colour, parted
from nnsim.ui.plots.lines import curve_pen, dashes, draw
from nnsim.ui.plots.relief_axes import HALF_HEIGHT, ReliefAxes
from nnsim.ui.plots.relief_patches import between, corners, paint_patches, placed
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.plots.turnable import Turnable
from nnsim.ui.theme import FADED_MAP, FAINT_LINE, Size, words

Numbers = NDArray[np.floating[Any]]

_MESH: Final = 33
"""Points of the relief along each side."""
_LOOKS: Final = 32
"""At so many places between a point and the eye it is looked whether the relief is in between."""
_ABOVE: Final = 0.02
"""By so much of the box a point may lie below the relief and still be seen: its patches are flat, the way is not."""
_LID: Final = 1.5
"""The relief is cut off at so many times the height that the way has at most, or it would be all walls."""


class HeightRelief(Turnable):
    """Drag it or press the arrow keys to turn it; Home or a double click turns it back.

    The relief is painted once and kept, the ways over it with every picture; what of them lies behind a hill is faint.
    """

    def __init__(self, appearance: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._ways: tuple[Way, ...] = ()
        self._is_cut = False
        self.show_heights(np.zeros((2, 2)), ((-1.0, 1.0), (-1.0, 1.0)), ("", "", ""))
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Heights over two weights as a relief"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setMinimumSize(24 * Size.GRID, 24 * Size.GRID)
        self.setToolTip(self.tr("Drag to turn it, or use the arrow keys; Home turns it back."))

    @property
    def axes(self) -> ReliefAxes:
        """The two weights, and the height."""
        return self._axes

    def show_heights(
        self,
        heights: Numbers,
        ends: tuple[tuple[float, float], tuple[float, float]],
        names: tuple[str, str, str],
        way: Numbers | None = None,
    ) -> None:
        """Show (rows, columns) heights, row 0 where the second weight is least; what is ∞ is as high as the highest.

        Parameters
        ----------
        ends : of the first weight and of the second
        names : of both and of the height
        way : (moments, 2) that is to be seen well: what is much higher is cut off
        """
        self._map = HeightMap(heights)
        finite = heights[np.isfinite(heights)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
        self._heights = np.where(np.isfinite(heights), heights, high)
        x, y = (Axis(*end, name=name) for end, name in zip(ends, names[:2], strict=True))
        lid = high
        if way is not None and len(way):
            over = float(between(self._heights, x.share(way[:, 0]), y.share(way[:, 1])).max())
            lid = min(high, low + _LID * (over - low)) if over > low else high
        self._is_cut = lid < high or not np.isfinite(heights).all()
        self._axes = ReliefAxes(x, y, Axis(low, lid if lid > low else low + 1.0, name=names[2]))
        self.repaint_ground()

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Show these ways, all of each; one whose place is −1 is that of the run."""
        self._ways = tuple(ways)
        self.update()

    # --- geometry ------------------------------------------------------------------------------------------------

    def placed(self, points: Numbers) -> Numbers:
        """(n, 2) pixels of (n, 3) points of the box."""
        return placed(self._turned, self.width(), self.height(), points)

    def on_relief(self, points: Numbers) -> Numbers:
        """(n, 3) points of the box above (n, 2) places; NaN beyond the map."""
        across, up = self._axes.x.share(points[:, 0]), self._axes.y.share(points[:, 1])
        is_on = (across >= 0) & (across <= 1) & (up >= 0) & (up <= 1)
        box = np.column_stack([2 * across - 1, 2 * up - 1, self._lifted(between(self._heights, across, up))])
        return np.where(is_on[:, None], box, np.nan)

    def _lifted(self, heights: Numbers) -> Numbers:
        """Heights of the box, cut off at its lid."""
        share = np.clip(self._axes.z.share(heights), 0.0, 1.0)
        return np.asarray((2 * share - 1) * HALF_HEIGHT)

    def is_seen(self, points: Numbers) -> NDArray[np.bool_]:
        """(n,) whether no part of the relief lies between (n, 3) points of the box and the eye."""
        a, e = radians(self._turned.azimuth), radians(self._turned.elevation)
        towards = np.array([-np.sin(a), -np.cos(a), tan(e)])
        rays = points[:, None] + np.linspace(0.05, 2.0 * HALF_HEIGHT / tan(e), _LOOKS)[:, None] * towards
        x, y, z = rays.reshape(-1, 3).T
        is_inside = (np.abs(x) <= 1) & (np.abs(y) <= 1)
        x, y = np.nan_to_num(x), np.nan_to_num(y)
        above = self._lifted(between(self._heights, (x + 1) / 2, (y + 1) / 2))
        hidden = is_inside & (above > np.nan_to_num(z, nan=np.inf) + _ABOVE)
        return np.asarray(~hidden.reshape(len(points), _LOOKS).any(axis=1))

    # --- painting ------------------------------------------------------------------------------------------------

    def paint_ground(self, painter: QPainter) -> None:
        """The box and the relief, from back to front."""
        self._axes.paint(painter, self.theme, self._turned, self.placed)
        steps = np.linspace(-1.0, 1.0, _MESH)
        across, up = (grid.ravel() for grid in np.meshgrid(steps, steps))
        heights = between(self._heights, (across + 1) / 2, (up + 1) / 2)
        points, patches = np.column_stack([across, up, self._lifted(heights)]), corners(_MESH)
        away = self._turned.seen(points)[:, 2][patches].mean(axis=1)
        colours = self._colours(heights[patches].mean(axis=1))
        paint_patches(painter, self.theme, self.placed(points)[patches], colours, np.argsort(-away))
        if self._is_cut:
            painter.setFont(words(Size.SMALL))
            painter.setPen(self.theme.colour("second"))
            height = QFontMetricsF(words(Size.SMALL)).height()
            row = QRectF(Size.PAD, Size.PAD, self.width() - 2 * Size.PAD, height)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight, self.tr("what is higher is cut off"))

    def _colours(self, heights: Numbers) -> list[QColor]:
        """Of each patch that of the map."""
        depth, paper = self.theme.depth().astype(float), self.theme.colour("surface")
        strong = depth[np.maximum(self._map.places(heights), 0)]
        mixed = FADED_MAP * strong + (1 - FADED_MAP) * np.array([paper.red(), paper.green(), paper.blue()])
        return [QColor(*shade) for shade in np.rint(mixed).astype(int).tolist()]

    def paint_live(self, painter: QPainter) -> None:
        """The ways, and where each has come to."""
        for way in self._ways:
            self._paint_way(painter, way)
        self.paint_focus(painter)

    def _paint_way(self, painter: QPainter, way: Way) -> None:
        box = self.on_relief(way.points)
        if not len(box):
            return
        seen, places = self.is_seen(box), self.placed(box)
        lines, is_jump = parted(places, way.is_put)
        shown = seen[:-1] & seen[1:]
        theme = self.theme
        colour = theme.colour("text") if way.place < 0 else optimizer_colour(theme, way.place)
        faint = QColor(colour)
        faint.setAlphaF(FAINT_LINE)
        is_on = np.isfinite(lines).all(axis=1)
        painter.setPen(curve_pen(faint, Size.THIN))
        draw(painter, lines[is_on & ~shown])
        for stroke, width in ((theme.colour("surface"), 2 * Size.CURVE), (colour, Size.CURVE)):
            painter.setPen(curve_pen(stroke, width))
            draw(painter, lines[is_on & shown & ~is_jump])
            draw(painter, dashes(lines[is_on & shown & is_jump], Size.DASH, Size.DASH_GAP))
        if np.isfinite(places[-1]).all():
            end = QPointF(*places[-1].tolist())
            if way.place >= 0:
                draw_optimizer_mark(painter, theme, end, way.place)
                return
            painter.setPen(QPen(theme.colour("surface"), Size.RING))
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(end, Size.DOT, Size.DOT)

    # --- overrides of Qt -----------------------------------------------------------------------------------------
