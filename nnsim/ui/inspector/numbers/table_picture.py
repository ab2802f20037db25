"""One table of a told step, painted: numbers in the colours of the heat maps, with names on both sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnsim.explain.equations import Axis, Lit, Table
from nnsim.explain.pens import Figures
from nnsim.ui import theme as look
from nnsim.ui.growing_scale import place
from nnsim.ui.ink import readable_on
from nnsim.ui.inspector.numbers.givens import is_given
from nnsim.ui.sheet_sizes import SheetSize
from nnsim.ui.theme import Size, Theme

Name = Callable[[Axis, int], str]
_MIDDLE = Qt.AlignmentFlag.AlignCenter
GAP = -1
"""In place of the number of a row or column: some are left out here."""


@dataclass(frozen=True)
class TableLook:
    """How tables are painted.

    Parameters
    ----------
    number : writes a number, with at most ``digits`` digits
    name : of a row or column
    type_px : of the numbers
    is_blank : the numbers of results are left for somebody to write in
    on_paper : without colours, so that it can be printed in black and white; blanks are high enough to write in
    is_low : there is little height: what is found comes first
    wraps : where tables do not fit side by side they stand below each other, else rows and columns are left out
    """

    theme: Theme
    number: Figures
    digits: int
    name: Name
    type_px: int = Size.SMALL
    is_blank: bool = False
    on_paper: bool = False
    is_low: bool = False
    wraps: bool = False

    @cached_property
    def font(self) -> QFont:
        """Of the numbers."""
        return look.numbers(self.type_px)

    @cached_property
    def name_font(self) -> QFont:
        """Of the names."""
        return look.words(self.type_px)

    @cached_property
    def strong_name_font(self) -> QFont:
        """Of the names of what plays a part."""
        bold = QFont(self.name_font)
        bold.setWeight(QFont.Weight.Bold)
        return bold

    @cached_property
    def cell(self) -> QSizeF:
        """Room for any number with so many digits: a minus sign, a point and a power of ten included.

        Where there is little height there is none for the power of ten: such a number is written smaller.
        """
        if self.is_low:
            return QSizeF(self._widest(SheetSize.SIGNS_LOW) - Size.TIGHT, SheetSize.CELL_LOW)
        least = SheetSize.WRITING if self.is_blank else Size.HIT
        return QSizeF(self._widest(SheetSize.SIGNS), max(least, self.type_px + Size.MARGIN))

    def _widest(self, signs: int) -> float:
        return QFontMetricsF(self.font).horizontalAdvance("8" * (self.digits + signs)) + Size.PAD

    @cached_property
    def colours(self) -> list[QColor]:
        """For the 256 places of the heat maps."""
        return [QColor(int(red), int(green), int(blue)) for red, green, blue in self.theme.heat()]


def in_sight(count: int, most: int, focus: Sequence[int]) -> tuple[int, ...]:
    """Which of many rows or columns are shown: all if they are few, else the ends and those around what is in play.

    ``GAP`` stands where some are left out. At least five places are needed for that.
    """
    if count <= most:
        return tuple(range(count))
    middle = min(max(focus[0], 0), count - 1) if focus else 0
    kept: set[int] = {middle}
    for candidate in _outwards(middle, count):
        wider = _with_gaps({*kept, candidate}, count)
        if len(wider) > max(most, 1):
            break
        kept.add(candidate)
    return _with_gaps(kept, count)


def _outwards(middle: int, count: int) -> list[int]:
    """The two ends, then the neighbours of the middle, ever farther away."""
    order = [0, count - 1]
    for distance in range(1, count):
        order += [place for place in (middle - distance, middle + distance) if 0 <= place < count]
        if len(order) > SheetSize.CELLS_MOST:
            break
    return order


def _with_gaps(kept: set[int], count: int) -> tuple[int, ...]:
    found: list[int] = []
    before = -1
    for number in sorted(kept):
        if number > before + 1:
            found.append(GAP)
        found.append(number)
        before = number
    if before < count - 1:
        found.append(GAP)
    return tuple(found)


class TablePicture:
    """A table at its place.

    Parameters
    ----------
    full : the magnitude at full colour
    most : rows and columns shown at most
    focus : rows and columns in play, around which the others are left out
    is_result : its numbers are what is found: they may be blank, and have an origin
    sign_width : room left of all for the sign of the table; 0 if that stands above

    Attributes
    ----------
    is_known : its numbers are given even where those of results are left blank
    """

    def __init__(
        self,
        table: Table,
        appearance: TableLook,
        full: float,
        most: tuple[int, int],
        focus: tuple[Sequence[int], Sequence[int]],
        *,
        is_result: bool,
        sign_width: float = 0.0,
    ) -> None:
        self.table, self._look, self.full, self.is_result = table, appearance, full, is_result
        self.is_known = False
        rows, columns = table.values.shape
        self.rows = in_sight(rows, most[0], focus[0])
        self.columns = in_sight(columns, most[1], focus[1])
        metrics = QFontMetricsF(appearance.strong_name_font)
        self._row_names = ["…" if row == GAP else appearance.name(table.rows, row) for row in self.rows]
        self._column_names = ["…" if c == GAP else appearance.name(table.columns, c) for c in self.columns]
        widest = max((metrics.horizontalAdvance(name) for name in self._row_names), default=0.0)
        self._names = sign_width + (min(widest, Size.CELL_NAME) + Size.PAD if widest else 0.0)
        self._head = metrics.height() if any(self._column_names) else 0.0
        self.top_left = QPointF()

    @property
    def size(self) -> QSizeF:
        """Names included."""
        cell = self._look.cell
        return QSizeF(self._names + sum(map(self._width, self.columns)), self._head + len(self.rows) * cell.height())

    @property
    def is_blank(self) -> bool:
        """Whether its numbers are left for somebody to write in."""
        return self._look.is_blank and not self.is_known and (self.is_result or not is_given(self.table))

    @property
    def is_whole(self) -> tuple[bool, bool]:
        """Whether all rows, and all columns, are shown."""
        return GAP not in self.rows, GAP not in self.columns

    @property
    def names_width(self) -> float:
        """Width of the names of the rows, left of the numbers."""
        return self._names

    def is_alike(self, other: TablePicture) -> bool:
        """Whether the other one shows the same columns."""
        return (self.table.columns, self.columns) == (other.table.columns, other.columns)

    def share_head(self) -> None:
        """Have no names of its own above the columns: those of a table above it are the same."""
        self._head = 0.0

    @property
    def head(self) -> float:
        """Height of the names above the columns."""
        return self._head

    def _width(self, column: int) -> float:
        return float(SheetSize.GAP_CELL) if column == GAP else self._look.cell.width()

    def cell_rect(self, row: int, column: int) -> QRectF | None:
        """Where a number stands; nothing if it is left out."""
        if row not in self.rows or column not in self.columns:
            return None
        at_row, at_column = self.rows.index(row), self.columns.index(column)
        left = self.top_left.x() + self._names + sum(map(self._width, self.columns[:at_column]))
        top = self.top_left.y() + self._head + at_row * self._look.cell.height()
        return QRectF(left, top, self._look.cell.width(), self._look.cell.height())

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Row and column of the number there."""
        for row in self.rows:
            for column in self.columns:
                rect = self.cell_rect(row, column) if GAP not in (row, column) else None
                if rect is not None and rect.contains(point):
                    return row, column
        return None

    def paint(self, painter: QPainter, lit: Sequence[Lit], chosen: tuple[int, int] | None) -> None:
        """All of it; what is lit has a frame, what is chosen a stronger one."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter, lit, chosen)
        heats = place(self.table.values, self.full)
        painter.setFont(self._look.font)
        top = self.top_left.y() + self._head
        for row, _ in zip(self.rows, self._row_names, strict=True):
            left = self.top_left.x() + self._names
            for column in self.columns:
                rect = QRectF(left, top, self._width(column), self._look.cell.height())
                if GAP in (row, column):
                    painter.setPen(self._look.theme.colour("second"))
                    painter.drawText(rect, _MIDDLE, "…")
                else:
                    self._paint_cell(painter, rect, row, column, int(heats[row, column]))
                    self._paint_frame(painter, rect, _is_lit(lit, row, column), (row, column) == chosen)
                left += rect.width()
            top += self._look.cell.height()

    def _paint_names(self, painter: QPainter, lit: Sequence[Lit], chosen: tuple[int, int] | None) -> None:
        theme, cell = self._look.theme, self._look.cell
        bold = self._look.strong_name_font
        rows = {one.row for one in lit} | ({chosen[0]} if chosen else set())
        columns = {one.column for one in lit} | ({chosen[1]} if chosen else set())
        left = self.top_left.x() + self._names
        for column, name in zip(self.columns, self._column_names if self._head else (), strict=bool(self._head)):
            width = self._width(column)
            painter.setFont(bold if column in columns else self._look.name_font)
            painter.setPen(theme.colour("accent" if column in columns else "second"))
            room = QRectF(left, self.top_left.y(), width, self._head)
            painter.drawText(room, _MIDDLE, _elided(painter, name, width))
            left += width
        top = self.top_left.y() + self._head
        for row, name in zip(self.rows, self._row_names, strict=True):
            painter.setFont(bold if row in rows else self._look.name_font)
            painter.setPen(theme.colour("accent" if row in rows else "second"))
            room = QRectF(self.top_left.x(), top, self._names - Size.HALF, cell.height())
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, side, _elided(painter, name, room.width()))
            top += cell.height()

    def _paint_cell(self, painter: QPainter, rect: QRectF, row: int, column: int, heat: int) -> None:
        inner = rect.adjusted(1.5, 1.0, -1.5, -1.0)
        if self._look.on_paper:
            painter.setPen(QPen(self._look.theme.colour("second" if self.is_blank else "line"), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, Size.CELL_RADIUS, Size.CELL_RADIUS)
            if self.is_blank:
                return
            painter.setPen(self._look.theme.colour("text"))
        else:
            ground = self._look.colours[heat]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(inner, Size.CELL_RADIUS, Size.CELL_RADIUS)
            painter.setPen(readable_on(ground, self._look.theme))
        self._paint_number(painter, inner, self._look.number(float(self.table.values[row, column])))

    def _paint_number(self, painter: QPainter, room: QRectF, number: str) -> None:
        """In the middle; smaller where it is too long."""
        wide = painter.fontMetrics().horizontalAdvance(number)
        if wide > room.width():
            font = QFont(self._look.font)
            font.setPixelSize(int(self._look.type_px * room.width() / wide))
            painter.setFont(font)
        painter.drawText(room, _MIDDLE, number)
        painter.setFont(self._look.font)

    def _paint_frame(self, painter: QPainter, rect: QRectF, is_lit: bool, is_chosen: bool) -> None:
        if not (is_lit or is_chosen):
            return
        painter.setPen(QPen(self._look.theme.colour("accent"), Size.RING if is_chosen else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1.5, 1.0, -1.5, -1.0), Size.CELL_RADIUS, Size.CELL_RADIUS)


def _is_lit(lit: Sequence[Lit], row: int, column: int) -> bool:
    return any((one.row is None or one.row == row) and (one.column is None or one.column == column) for one in lit)


def _elided(painter: QPainter, text: str, room: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
