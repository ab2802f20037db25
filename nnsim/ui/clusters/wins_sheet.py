"""How many samples each unit wins, and which of them never win."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.clusters.units_plot import MOST_COLOURED
from nnsim.ui.ink import readable_on
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.marks import class_colour
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.theme import Size, numbers, words
from nnsim.ui.widgets.numbers import format_count

Counts = NDArray[np.integer[Any]]

_ROW: Final = 22
"""Height of the bar of a unit."""


@dataclass(frozen=True, eq=False)
class Wins:
    """What is shown: (units,) wins, what is said behind each, and rows and columns of a map."""

    counts: Counts
    said: tuple[str, ...]
    grid: tuple[int, int] | None


class WinsSheet(Sheet):
    """A bar for each unit, in order; of a map its grid with the numbers of wins in it."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._wins: Wins | None = None
        self.setObjectName("clusters_wins")
        self.setAccessibleName(self.tr("Samples that each unit wins"))
        self.setMinimumSize(20 * Size.GRID, 8 * Size.GRID)

    def show_wins(self, wins: Wins | None) -> None:
        """Show other numbers."""
        self._wins = wins
        said = [] if wins is None else [self._told(unit, int(count)) for unit, count in enumerate(wins.counts)]
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def _told(self, unit: int, count: int) -> str:
        return self.tr("unit {0}: {1}").format(unit + 1, format_count(count))

    def paint_live(self, painter: QPainter) -> None:
        """Bars or the grid."""
        wins = self._wins
        if wins is None:
            return
        if wins.grid is None:
            self._paint_bars(painter, wins)
        else:
            self._paint_grid(painter, wins, *wins.grid)

    def _paint_bars(self, painter: QPainter, wins: Wins) -> None:
        n_units = len(wins.counts)
        shown = min(n_units, max(int(self.height() / _ROW) - (n_units * _ROW > self.height()), 1))
        largest = max(int(wins.counts.max(initial=0)), 1)
        metrics = QFontMetricsF(numbers(Size.SMALL))
        left = 2 * PlotSize.UNIT + Size.GAP
        wide = self.width() - left - metrics.horizontalAdvance("0" * 6)
        for unit in range(shown):
            count, top = int(wins.counts[unit]), unit * _ROW
            has_own = n_units <= MOST_COLOURED and not wins.said  # where colours are classes a unit has none
            colour = class_colour(self.theme, unit) if has_own else self.theme.colour("accent_soft")
            self._paint_unit(painter, QPointF(PlotSize.UNIT + 1, top + _ROW / 2), unit, colour, is_dead=not count)
            bar = QRectF(left, top + Size.PAD, max(wide * count / largest, 1.0), _ROW - 2 * Size.PAD)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(bar, Size.TIGHT, Size.TIGHT)
            painter.setPen(self.theme.colour("text"))
            painter.setFont(numbers(Size.SMALL))
            behind = QRectF(bar.right() + Size.HALF, top, self.width() - bar.right(), _ROW)
            painter.drawText(behind, Qt.AlignmentFlag.AlignVCenter, format_count(count))
            self._paint_said(painter, wins, unit, bar, top)
        if shown < n_units:
            painter.setPen(self.theme.colour("second"))
            painter.setFont(words(Size.SMALL))
            more = self.tr("… {0} more units").format(n_units - shown)
            painter.drawText(QRectF(0, shown * _ROW, self.width(), _ROW), Qt.AlignmentFlag.AlignVCenter, more)

    def _paint_said(self, painter: QPainter, wins: Wins, unit: int, bar: QRectF, top: float) -> None:
        """What is known of the samples, on the bar if that is long enough, else behind the number."""
        if not wins.said:
            return
        font = words(Size.SMALL)
        metrics, said = QFontMetricsF(font), wins.said[unit]
        painter.setFont(font)
        behind = QFontMetricsF(numbers(Size.SMALL)).horizontalAdvance("0" * 5)
        on_bar = metrics.horizontalAdvance(said) + Size.GAP < bar.width()
        left = bar.left() + Size.HALF if on_bar else bar.right() + behind
        room = QRectF(left, top, self.width() - left, _ROW)
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_unit(self, painter: QPainter, at: QPointF, unit: int, colour: QColor, *, is_dead: bool) -> None:
        pen = QPen(self.theme.colour("text"), Size.THIN)
        if is_dead:
            pen.setStyle(Qt.PenStyle.DashLine)
            colour = self.theme.colour("surface")
        painter.setPen(pen)
        painter.setBrush(colour)
        painter.drawEllipse(at, PlotSize.UNIT, PlotSize.UNIT)
        painter.setPen(readable_on(colour, self.theme))
        painter.setFont(numbers(Size.SMALL))
        box = QRectF(at.x() - PlotSize.UNIT, at.y() - PlotSize.UNIT, 2 * PlotSize.UNIT, 2 * PlotSize.UNIT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(unit + 1))

    def _paint_grid(self, painter: QPainter, wins: Wins, rows: int, columns: int) -> None:
        side = float(int(min(self.width() / columns, self.height() / rows, PlotSize.WINS_CELL)))
        depth, largest = self.theme.depth(), max(int(wins.counts.max(initial=0)), 1)
        painter.setFont(numbers(Size.SMALL))
        metrics = QFontMetricsF(painter.font())
        for unit, count in enumerate(wins.counts.tolist()):
            row, column = divmod(unit, columns)
            box = QRectF(column * side, row * side, side - 1, side - 1)
            red, green, blue = depth[round(count / largest * _DEEPEST)].tolist()
            painter.fillRect(box, QColor(red, green, blue))
            said = format_count(count)
            if metrics.horizontalAdvance(said) < side - 2:
                painter.setPen(readable_on(QColor(red, green, blue), self.theme))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said if count else "–")


_DEEPEST: Final = 170
"""Of 255: the last shades are those of ink."""
