"""Where the cells of a heat map lie."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from nnsim.ui.theme import Size


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Rows and columns of equal cells within a frame; they are never larger than ``Size.HEAT_CELL``.

    Parameters
    ----------
    area : of all cells
    """

    area: QRectF
    rows: int
    columns: int

    @property
    def width(self) -> float:
        """Of a cell, the air beside it included."""
        return self.area.width() / self.columns

    @property
    def height(self) -> float:
        """Of a cell, the air below it included."""
        return self.area.height() / self.rows

    def cell(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell."""
        left, top = self.area.left() + column * self.width, self.area.top() + row * self.height
        return QRectF(left, top, self.width - Size.TIGHT, self.height - Size.TIGHT)

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """The cell under a point."""
        if not self.area.contains(point):
            return None
        row = int((point.y() - self.area.top()) / self.height)
        column = int((point.x() - self.area.left()) / self.width)
        return min(row, self.rows - 1), min(column, self.columns - 1)


def plan_within(frame: QRectF, rows: int, columns: int) -> CellPlan:
    """The largest cells that fit, from the upper left corner of the frame on."""
    width = min(frame.width() / columns, float(Size.HEAT_CELL[0]))
    height = min(frame.height() / rows, float(Size.HEAT_CELL[1]))
    return CellPlan(QRectF(frame.left(), frame.top(), width * columns, height * rows), rows, columns)
