"""One equation of a told step, painted: what it says, its formula, its tables, and how one number comes about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nnsim.explain.equations import TIMES, TRANSPOSED, Equation, Lit, Table
from nnsim.ui import theme as look
from nnsim.ui.growing_scale import GrowingScale
from nnsim.ui.inspector.numbers.equation_words import EquationWords
from nnsim.ui.inspector.numbers.table_picture import GAP, TableLook, TablePicture
from nnsim.ui.inspector.numbers.typesetting import Typesetting
from nnsim.ui.sheet_sizes import SheetSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.formula import Formula

_WRAPPED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
_LINE = Qt.AlignmentFlag.AlignVCenter.value


Line: TypeAlias = "list[TablePicture | str]"
"""Tables and what stands between them."""


@dataclass(frozen=True)
class Operator:
    """What stands between two tables: LaTeX, and where."""

    latex: str
    place: QRectF


class EquationPicture(EquationWords):
    """An equation laid out for a width.

    Parameters
    ----------
    is_open : whether it is told how the number in play comes about
    scales : magnitudes at full colour, by table
    """

    def __init__(
        self,
        equation: Equation,
        appearance: TableLook,
        formulas: Typesetting,
        scales: dict[str, GrowingScale],
        chosen: tuple[int, int],
        *,
        is_open: bool,
    ) -> None:
        super().__init__(equation, appearance, chosen)
        self.is_open, self._formulas, self._scales = is_open, formulas, scales
        self.tables: list[TablePicture] = []
        self._operators: list[Operator] = []
        self.place = QRectF()
        self._said, self._formula, self._symbols, self._numbers = QRectF(), QRectF(), QRectF(), QRectF()

    # ---------------------------------------------------------------- layout

    def lay_out(self, left: float, top: float, width: float, most_rows: int) -> float:
        """Find a place for everything; the height that it takes."""
        y = top
        if self._look.is_low:
            y = self._lay_out_tables(left, y + self._lay_out_head(left, top, width), width, most_rows)
        else:
            said = self._wrapped(self.said(), width, look.words(self._look.type_px))
            self._said = QRectF(left, y, width, said)
            y += said + Size.HALF
            self._formula = QRectF(left, y, width, self._height_of(self.equation.formula, self._formula_px))
            y = self._lay_out_tables(left, y + self._formula.height() + Size.HALF, width, most_rows)
            y = self._lay_out_origin(left, y, width)
        self.place = QRectF(left, top, width, y - top)
        return y - top

    def _lay_out_head(self, left: float, top: float, width: float) -> float:
        """Where there is little height: the formula, and beside it how the number in play comes about; its height."""
        height = max(self._height_of(self.equation.formula, self._formula_px), QFontMetricsF(self._look.font).height())
        self._formula = QRectF(left, top, width, height)
        self._numbers = QRectF(left, top, width, height)
        return height

    def _lay_out_origin(self, left: float, top: float, width: float) -> float:
        """How the number in play comes about; where it ends."""
        if not self.is_open or self._look.is_blank:
            return top
        y = top
        symbols = self._height_of(self.symbols_latex(), self._formula_px)
        self._symbols = QRectF(left, y + Size.HALF, width, symbols)
        y += symbols + Size.HALF
        numbers = self._wrapped(self.written(), width, self._look.font)
        self._numbers = QRectF(left, y + Size.HALF, width, numbers)
        return y + numbers + Size.HALF

    @property
    def _formula_px(self) -> float:
        return self._look.type_px + (Size.TIGHT if self._look.is_low else Size.HALF)

    def _lay_out_tables(self, left: float, top: float, width: float, most_rows: int) -> float:
        """Tables side by side with what stands between them, in as many lines as they need; where they end."""
        lines, indents = self._lowest(width, most_rows) if self._look.is_low else self._widest(width, most_rows)
        self.tables = [piece for line in lines for piece in line if isinstance(piece, TablePicture)]
        self.tables[-1].is_known = not self.is_workable
        self._operators = []
        y = top
        for line, indent in zip(lines, indents, strict=True):
            y += self._place_line(line, left + indent, y) + (Size.TIGHT if self._look.is_low else Size.HALF)
        return y

    def _widest(self, width: float, most_rows: int) -> tuple[list[Line], list[float]]:
        """Lines of tables with as many columns as have room, and the room before each line."""
        most = SheetSize.CELLS_MOST
        while True:
            pieces = self._pieces(most, most_rows)
            widths = [self._width_of(piece) for piece in pieces]
            if (max(widths) if self._look.wraps else sum(widths)) <= width or most <= SheetSize.CELLS_LEAST:
                lines = self._in_lines(pieces, width)
                return lines, self._indents(lines, width)
            most -= 1

    def _lowest(self, width: float, most_rows: int) -> tuple[list[Line], list[float]]:
        """The same where height is rare: fewer columns, if the lines then become fewer."""
        found: list[tuple[bool, float, list[Line], list[float]]] = []
        for most in range(SheetSize.CELLS_MOST, SheetSize.CELLS_LEAST - 1, -1):
            lines = self._in_lines(self._pieces(most, most_rows), width)
            indents = self._indents(lines, width)
            self._share_heads(lines, indents)
            is_too_wide = any(sum(map(self._width_of, line)) > width for line in lines)
            found.append((is_too_wide, sum(map(_height_of_line, lines)), lines, indents))
        _, _, lines, indents = min(found, key=lambda one: one[:2])
        return lines, indents

    def _in_lines(self, pieces: Line, width: float) -> list[Line]:
        """One piece behind the other, and where there is no more room, in the next line."""
        lines: list[Line] = [[]]
        x = 0.0
        for piece in pieces:
            if x + self._width_of(piece) > width and isinstance(piece, TablePicture) and lines[-1]:
                # What stands between two tables goes with the one behind it.
                taken = [lines[-1].pop()] if isinstance(lines[-1][-1], str) and len(lines[-1]) > 1 else []
                lines.append(list(taken))
                x = sum(self._width_of(one) for one in taken)
            lines[-1].append(piece)
            x += self._width_of(piece)
        return lines

    def _share_heads(self, lines: Sequence[Line], indents: Sequence[float]) -> None:
        """Of tables of the same columns one below the other, only the first has names above them."""
        above: tuple[float, TablePicture] | None = None
        for line, indent in zip(lines, indents, strict=True):
            *others, last = [piece for piece in line if isinstance(piece, TablePicture)]
            start = indent + _start(line, last, self._width_of)
            if above is not None and not others and last.is_alike(above[1]) and start == above[0]:
                last.share_head()
            above = start, last

    def _indents(self, lines: Sequence[Line], width: float) -> list[float]:
        """Room before each line, so that tables of the same columns at the ends of lines have theirs in one line."""
        lasts = [next(piece for piece in reversed(line) if isinstance(piece, TablePicture)) for line in lines]
        starts = [_start(line, last, self._width_of) for line, last in zip(lines, lasts, strict=True)]
        indents = []
        for line, last, start in zip(lines, lasts, starts, strict=True):
            end = max(one for one, other in zip(starts, lasts, strict=True) if other.is_alike(last))
            has_room = sum(map(self._width_of, line)) + end - start <= width
            indents.append(end - start if has_room else 0.0)
        return indents

    @property
    def is_workable(self) -> bool:
        """Whether all numbers that the result is made of are shown, so that somebody can work it out."""
        whole = {picture.table.key: picture.is_whole for picture in self.tables if not picture.is_result}
        return all(
            (one.row is not None or whole[one.table][0]) and (one.column is not None or whole[one.table][1])
            for one in self.origin.lit
        )

    @property
    def is_typeset(self) -> bool:
        """Whether the signs of all tables can be painted."""
        return all(self._sign_of(picture.table) is not None for picture in self.tables)

    @property
    def is_whole(self) -> bool:
        """Whether no row or column of a table is left out."""
        return all(all(picture.is_whole) for picture in self.tables)

    def _pieces(self, most: int, most_rows: int) -> Line:
        """The result, what it equals, and what it is made of."""
        equation = self.equation
        found: Line = []
        for part in equation.parts:
            if isinstance(part, str):
                found.append(part)
                continue
            if found and isinstance(found[-1], TablePicture):
                found.append(",")
            found.append(self._picture(part.key, most, most_rows))
        found.append(("=" if not equation.is_change else r"\rightarrow") if found else "")
        found.append(self._picture("", most, most_rows))
        return [piece for piece in found if piece != ""]

    def _picture(self, key: str, most: int, most_rows: int) -> TablePicture:
        """A table of the equation, the result if no key is given."""
        equation = self.equation
        is_result = not key
        table = equation.result if is_result else next(one for one in equation.tables if one.key == key)
        lit = [one for one in self.origin.lit if one.table == key]
        focus = (
            ([self.chosen[0]], [self.chosen[1]])
            if is_result
            else (
                [one.row for one in lit if one.row is not None],
                [one.column for one in lit if one.column is not None],
            )
        )
        full = self._scales.setdefault(table.key, GrowingScale()).full
        sign = 0.0
        if self._look.is_low:
            formula = self._sign_of(table)
            sign = Size.PAD + (0.0 if formula is None else formula.size.width())
        return TablePicture(table, self._look, full, (most_rows, most), focus, is_result=is_result, sign_width=sign)

    def _sign_of(self, table: Table) -> Formula | None:
        """That of a table, as soon as it is typeset."""
        return self._formulas.formula(table.symbol.latex(), self._look.type_px, self._look.theme.second)

    def _width_of(self, piece: TablePicture | str) -> float:
        if isinstance(piece, TablePicture):
            return piece.size.width() + self._air
        return float(SheetSize.RAISED) if piece == TRANSPOSED else self._between

    @property
    def _air(self) -> float:
        """Behind a table."""
        return float(Size.HALF if self._look.is_low else Size.GAP)

    @property
    def _between(self) -> float:
        """The width of what stands between two tables."""
        return float(SheetSize.OPERATOR_LOW if self._look.is_low else SheetSize.OPERATOR)

    def _place_line(self, line: Line, left: float, top: float) -> float:
        """One line of tables, whose numbers stand around one middle; its height."""
        pictures = [piece for piece in line if isinstance(piece, TablePicture)]
        signs = 0.0
        if not self._look.is_low:
            signs = max(self._height_of(picture.table.symbol.latex(), self._look.type_px) for picture in pictures)
        numbers = max(picture.size.height() - picture.head for picture in pictures)
        above = top + signs + max(picture.head for picture in pictures)
        x, before = left, top
        for piece in line:
            if isinstance(piece, TablePicture):
                before = above + (numbers - piece.size.height() + piece.head) / 2
                piece.top_left = QPointF(x, before - piece.head)
                x += piece.size.width() + self._air
            elif piece == TRANSPOSED:
                room = QRectF(x - self._air, before + Size.HALF, SheetSize.RAISED, 0.0)
                self._operators.append(Operator(piece, room))
                x += SheetSize.RAISED
            else:
                self._operators.append(Operator(piece, QRectF(x, above, self._between, numbers)))
                x += self._between
        return above + numbers - top

    def _height_of(self, latex: str, size_px: float) -> float:
        colour = self._look.theme.second if size_px == self._look.type_px else self._look.theme.text
        formula = self._formulas.formula(latex, size_px, colour)
        return size_px + Size.HALF if formula is None else formula.size.height()

    def _wrapped(self, text: str, width: float, font: QFont) -> float:
        room = QRectF(0, 0, width, SheetSize.FAR)
        return QFontMetricsF(font).boundingRect(room, _WRAPPED, text).height()

    @property
    def answer(self) -> QRectF:
        """Where it is written out how the number in play comes about."""
        return self._numbers

    # -------------------------------------------------------------- painting

    def show(self, equation: Equation) -> None:
        """The same equation with other numbers."""
        self.equation = equation
        self.origin = equation.origin(*self.chosen)
        by_key = {table.key: table for table in equation.tables}
        for picture in self.tables:
            picture.table = equation.result if picture.is_result else by_key[picture.table.key]
            picture.full = self._scales[picture.table.key].full

    def paint(self, painter: QPainter) -> None:
        """All of it, where it was laid out."""
        self._paint_head(painter)
        for operator in self._operators:
            self._paint_centred(painter, operator)
        for picture in self.tables:
            self._paint_table(painter, picture)
        if self.is_open and not (self._look.is_blank or self._look.is_low):
            self._paint_formula(painter, self.symbols_latex(), self._symbols)
            painter.setFont(self._look.font)
            painter.setPen(self._look.theme.colour("text"))
            painter.drawText(self._numbers, _WRAPPED, self.written())

    def _paint_head(self, painter: QPainter) -> None:
        """What happens, the formula, and its numbers that stand in no table; in little height all in one line."""
        second = self._look.theme.colour("second")
        if not self._look.is_low:
            painter.setFont(look.words(self._look.type_px))
            painter.setPen(second)
            painter.drawText(self._said, _WRAPPED, self.said())
        beside = self._formula.adjusted(self._paint_formula(painter, self.equation.formula, self._formula), 0, 0, 0)
        painter.setFont(self._look.font)
        painter.setPen(second)
        if self.equation.constants:
            beside.setLeft(beside.left() + 2 * Size.PAD)
            painter.drawText(beside, _LINE, self.constants())
            beside.setLeft(beside.left() + QFontMetricsF(self._look.font).horizontalAdvance(self.constants()))
        if self._look.is_low:
            beside.setLeft(beside.left() + 2 * Size.PAD)
            self._paint_beside(painter, beside)

    def _paint_beside(self, painter: QPainter, room: QRectF) -> None:
        """How the number in play comes about; of an equation that is not in play what it says."""
        if self.is_open:
            self._numbers = room
            painter.setPen(self._look.theme.colour("text"))
            painter.drawText(room, _LINE, self.worked_out(room.width()))
            return
        words = look.words(self._look.type_px)
        painter.setFont(words)
        said = QFontMetricsF(words).elidedText(self.said(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LINE, said)

    def _paint_table(self, painter: QPainter, picture: TablePicture) -> None:
        formula = self._sign_of(picture.table)
        if formula is not None:
            above = formula.size.height()
            if self._look.is_low:  # it stands beside the first row
                above = -picture.head - (self._look.cell.height() - formula.size.height()) / 2
            formula.paint(painter, picture.top_left - QPointF(0, above))
        lit: tuple[Lit, ...] = ()
        chosen = None
        if self.is_open:
            key = picture.table.key
            lit = () if picture.is_result else tuple(one for one in self.origin.lit if one.table == key)
            chosen = self.chosen if picture.is_result else None
        picture.paint(painter, lit, chosen)

    def _paint_formula(self, painter: QPainter, latex: str, place: QRectF) -> float:
        """Draw a formula as soon as it is typeset, smaller if it is too wide; the width that it takes."""
        formula = self._formulas.formula(latex, self._formula_px, self._look.theme.text)
        if formula is None:
            return 0.0
        scale = min(1.0, place.width() / formula.size.width())
        formula.paint(painter, place.topLeft(), scale)
        return scale * formula.size.width()

    def _paint_centred(self, painter: QPainter, operator: Operator) -> None:
        if operator.latex == ",":
            return
        shown = {TRANSPOSED: r"{}^{\top}", TIMES: r"\cdot"}.get(operator.latex, operator.latex)
        formula = self._formulas.formula(shown, self._formula_px, self._look.theme.text)
        if formula is not None:
            middle = operator.place.center() - QPointF(formula.size.width() / 2, formula.size.height() / 2)
            formula.paint(painter, middle)

    def number_at(self, point: QPointF) -> tuple[TablePicture, int, int] | None:
        """The number there, and its table."""
        for picture in self.tables:
            cell = picture.cell_at(point)
            if cell is not None and GAP not in cell:
                return picture, *cell
        return None


def _height_of_line(line: Line) -> float:
    pictures = [piece for piece in line if isinstance(piece, TablePicture)]
    return max(one.head for one in pictures) + max(one.size.height() - one.head for one in pictures)


def _start(
    line: Sequence[TablePicture | str], picture: TablePicture, width_of: Callable[[TablePicture | str], float]
) -> float:
    """Where the numbers of a picture in a line begin."""
    return sum(map(width_of, line[: line.index(picture)])) + picture.names_width


def blank(appearance: TableLook) -> TableLook:
    """The same with room for numbers in place of what is found, as far as it can be worked out."""
    return replace(appearance, is_blank=True)
