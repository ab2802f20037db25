"""What units stand for where samples are pictures: each unit's numbers as a picture, on the grid of a map."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
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
    pictures : (units, height, width) from −1 to 1
    said : what stands below each
    grid : rows and columns of a map; ``None`` for units without places
    is_dead : (units,) which of them have won nothing
    """

    pictures: Numbers
    said: tuple[str, ...]
    grid: tuple[int, int] | None
    is_dead: NDArray[np.bool_]


class UnitPictures(Sheet):
    """As large as there is room for. What has won nothing is pale."""

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
        line = QFontMetricsF(words(Size.SMALL)).height()
        side = int(min(self.width() / columns - Size.HALF, self.height() / rows - line - Size.HALF))
        wide, high = max(side, 1) + Size.HALF, max(side, 1) + line + Size.HALF
        left = (self.width() - columns * wide) / 2
        return [
            QRectF(left + unit % columns * wide, unit // columns * high, max(side, 1), max(side, 1))
            for unit in range(len(shown.pictures))
        ]

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
        shape = shown.pictures.shape[1:]
        for picture, said, cell, dead in zip(shown.pictures, shown.said, self.cells(), shown.is_dead, strict=True):
            painter.setOpacity(_PALE if dead else 1.0)
            paint_pixels(painter, self.theme, box_within(cell, (shape[0], shape[1])), picture)
            painter.setOpacity(1.0)
            painter.setPen(self.theme.colour("second"))
            below = QRectF(cell.left(), cell.bottom(), cell.width(), metrics.height())
            text = metrics.elidedText(said, Qt.TextElideMode.ElideRight, cell.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)


_PALE = 0.4
