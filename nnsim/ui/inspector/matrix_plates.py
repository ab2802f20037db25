"""Kept pictures of cells with their numbers, a few cells on each: what is only moved is not written anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from nnsim.ui.inspector.matrix_delegate import MatrixDelegate

ROWS: Final = 4
COLUMNS: Final = 8
"""Cells on a plate."""
AT_ONCE: Final = 8
"""Plates that are written in one painting; the others follow in the next ones."""
IN_MOTION: Final = 2
"""The same while cells move: then the next painting is waited for, and numbers cannot be read."""
_SPARE: Final = 64
"""So many plates out of sight are kept: the way back is often taken at once."""

Corner = tuple[int, int]
"""The first row and the first column on a plate."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that lie in a widget.

    Parameters
    ----------
    origin : where the cell of row 0 and column 0 lies, or would lie; in pixels, as all lengths
    pitch : a cell's width and height
    all_rows, all_columns : those that there are
    rows, columns : those in sight, if only in part
    """

    origin: QPointF
    pitch: tuple[float, float]
    all_rows: range
    all_columns: range
    rows: range
    columns: range

    def at(self, row: int, column: int) -> QPointF:
        """The upper left corner of a cell."""
        return self.origin + QPointF(column * self.pitch[0], row * self.pitch[1])

    def corners(self) -> list[Corner]:
        """Those of the plates in sight."""
        downs = range(self.rows.start // ROWS * ROWS, self.rows.stop, ROWS)
        acrosses = range(self.columns.start // COLUMNS * COLUMNS, self.columns.stop, COLUMNS)
        return [(down, across) for down in downs for across in acrosses]

    def around(self, corner: Corner) -> QRectF:
        """Where a plate lies."""
        rows, columns = self.on_plate(corner)
        return QRectF(self.at(rows.start, columns.start), self.at(rows.stop, columns.stop))

    def on_plate(self, corner: Corner) -> tuple[range, range]:
        """Its rows and columns."""
        down, across = corner
        rows = range(max(down, self.all_rows.start), min(down + ROWS, self.all_rows.stop))
        return rows, range(across, min(across + COLUMNS, self.all_columns.stop))


class NumberPlates:
    """Writes the numbers of a large matrix a few plates at a time, and keeps them.

    A thousand numbers take longer to write than a frame lasts. So of the plates in sight only a few are written in one
    painting, first where there is none, then those that have waited longest. Until its turn a plate that shows earlier
    numbers stays as it was. What fits into a card is written at once, and is of one moment.

    Parameters
    ----------
    cells : who paints a cell
    """

    def __init__(self, cells: MatrixDelegate) -> None:
        self._cells = cells
        self._key: tuple[object, ...] = ()
        self._kept: dict[Corner, tuple[int, QPixmap]] = {}

    def clear(self) -> None:
        """Other rows, columns or quantities are to be shown: what was there is wrong, not only late."""
        self._kept.clear()

    def paint(self, painter: QPainter, grid: Grid, version: int, ground: QColor, ratio: float, most: int) -> QRectF:
        """Paint the plates in sight; where numbers are still to come, empty if nowhere.

        Parameters
        ----------
        version : a higher one stands for other numbers
        ground : what the cells lie on
        ratio : pixels of the screen in one of the widget
        most : so many are written now
        """
        key = grid.pitch, ground.rgb(), ratio
        if key != self._key:
            self._key = key
            self._kept.clear()
        corners = grid.corners()
        late = [corner for corner in corners if self._version(corner) != version]
        late.sort(key=self._version)
        for corner in late[:most]:
            self._kept[corner] = version, self._written(grid, corner, ground, ratio)
        for corner in corners:
            if corner in self._kept:
                painter.drawPixmap(_whole(grid.around(corner).topLeft()), self._kept[corner][1])
        if len(self._kept) > len(corners) + _SPARE:
            self._kept = {corner: self._kept[corner] for corner in corners if corner in self._kept}
        return reduce(QRectF.united, (grid.around(corner) for corner in late[most:]), QRectF())

    def _version(self, corner: Corner) -> int:
        return self._kept[corner][0] if corner in self._kept else -1

    def _written(self, grid: Grid, corner: Corner, ground: QColor, ratio: float) -> QPixmap:
        (width, height), (rows, columns) = grid.pitch, grid.on_plate(corner)
        plate = QPixmap(round(len(columns) * width * ratio), round(len(rows) * height * ratio))
        plate.setDevicePixelRatio(ratio)
        plate.fill(ground)
        painter = QPainter(plate)
        try:
            self._cells.prepare(painter)
            for row in rows:
                for column in columns:
                    place = QRectF((column - columns.start) * width, (row - rows.start) * height, width, height)
                    self._cells.paint_cell(painter, place, row, column, is_selected=False)
        finally:
            painter.end()
        return plate


def _whole(at: QPointF) -> QPoint:
    """Between pixels a picture is blurred, and takes ten times as long."""
    return QPoint(round(at.x()), round(at.y()))
