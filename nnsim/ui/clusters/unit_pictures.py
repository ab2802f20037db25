"""What units stand for where samples are pictures: each unit's numbers as a picture, on the grid of a map."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.pixel_picture import box_within, paint_pixels
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.theme import Size, words

Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class UnitsGallery:
    """What is shown.

    Parameters
    ----------
    pictures : (units, height, width) from −1 to 1, in colour (units, 3, height, width)
    said : what stands below each
    grid : rows and columns of a map; ``None`` for units without places
    is_dead : (units,) which of them have won nothing
    """

    pictures: Numbers
    said: tuple[str, ...]
    grid: tuple[int, int] | None
    is_dead: NDArray[np.bool_]


class UnitPictures(Sheet):
    """As large as there is room for, as far apart as the words below them ask for. What has won nothing is framed."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._shown: UnitsGallery | None = None
        self.setObjectName("unit_pictures")
        self.setAccessibleName(self.tr("What the units stand for, as pictures"))
        self.setMinimumSize(20 * Size.GRID, 20 * Size.GRID)

    def show_gallery(self, gallery: UnitsGallery | None) -> None:
        """Show other pictures."""
        self._shown = gallery
        self.setAccessibleDescription("" if gallery is None else "; ".join(gallery.said))
        self.update()

    def cells(self) -> list[QRectF]:
        """Where the picture of each unit stands."""
        shown = self._shown
        if shown is None:
            return []
        rows, columns = shown.grid or self._arranged(len(shown.pictures))
        metrics = QFontMetricsF(words(Size.SMALL))
        line = metrics.height()
        side = max(int(min(self.width() / columns - Size.HALF, self.height() / rows - line - Size.HALF)), 1)
        longest = max((metrics.horizontalAdvance(said) for said in shown.said), default=0.0)
        wide = min(max(side + Size.HALF, longest + Size.GAP), self.width() / columns)
        high = side + line + Size.HALF
        left = (self.width() - columns * wide) / 2 + (wide - side) / 2
        return [
            QRectF(left + unit % columns * wide, unit // columns * high, side, side)
            for unit in range(len(shown.pictures))
        ]

    def _room_for_words(self, cells: list[QRectF]) -> float:
        """How wide what is said below a picture may be: as far as one picture is from the next."""
        is_row = len(cells) > 1 and cells[1].top() == cells[0].top()
        return cells[1].left() - cells[0].left() if is_row else self.width()

    def _arranged(self, n_units: int) -> tuple[int, int]:
        """About as many columns and rows as the shape of the widget asks for."""
        columns = max(1, min(n_units, round(sqrt(n_units * self.width() / max(self.height(), 1)))))
        return ceil(n_units / columns), columns

    def paint_live(self, painter: QPainter) -> None:
        """The pictures and what is said of them."""
        shown = self._shown
        if shown is None:
            return
        font = words(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        shape, cells = shown.pictures.shape[1:], self.cells()
        room = self._room_for_words(cells)
        for picture, said, cell, dead in zip(shown.pictures, shown.said, cells, shown.is_dead, strict=True):
            box = box_within(cell, shape)
            paint_pixels(painter, self.theme, box, picture)
            if dead:
                painter.setPen(QPen(self.theme.colour("text"), Size.THIN, Qt.PenStyle.DashLine))
                painter.drawRect(box)
            painter.setPen(self.theme.colour("second"))
            below = QRectF(cell.center().x() - room / 2, cell.bottom(), room, metrics.height())
            text = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        self.paint_focus(painter)
