"""One equation of a told step, painted: what it says, its formula, its tables, and how one number comes about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isinf

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nnsim.explain.equations import TIMES, TRANSPOSED, Equation, Lit, Origin
from nnsim.explain.pens import Latex, Plain
from nnsim.ui import theme as look
from nnsim.ui.growing_scale import GrowingScale
from nnsim.ui.inspector.numbers.table_picture import GAP, TableLook, TablePicture
from nnsim.ui.inspector.numbers.typesetting import Typesetting
from nnsim.ui.sheet_sizes import SheetSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.numbers import Rounded
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words

translate = QCoreApplication.translate

_WRAPPED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
_TERMS_SYMBOLS, _TERMS_NUMBERS = 5, 12
"""Of a longer sum the beginning and the end are written."""


@dataclass(frozen=True)
class Operator:
    """What stands between two tables: LaTeX, and where."""

    latex: str
    place: QRectF


class EquationPicture:
    """An equation laid out for a width.

    Parameters
    ----------
    chosen : row and column of the number of the result that is in play
    is_open : whether it is told how that number comes about
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
        self.equation, self.is_open = equation, is_open
        rows, columns = equation.result.values.shape
        self.chosen = min(chosen[0], rows - 1), min(chosen[1], columns - 1)
        self._look, self._formulas, self._scales = appearance, formulas, scales
        self.origin: Origin = equation.origin(*self.chosen)
        self.tables: list[TablePicture] = []
        self._operators: list[Operator] = []
        self.place = QRectF()
        self._said, self._formula, self._symbols, self._numbers = QRectF(), QRectF(), QRectF(), QRectF()

    # ---------------------------------------------------------------- layout

    def lay_out(self, left: float, top: float, width: float, most_rows: int) -> float:
        """Find a place for everything; the height that it takes."""
        y, is_low = top, self._look.is_low
        if not is_low:
            said = self._wrapped(self.said(), width, look.words(self._look.type_px))
            self._said = QRectF(left, y, width, said)
            y += said + Size.HALF
        self._formula = QRectF(left, y, width, self._height_of(self.equation.formula, self._formula_px))
        y += self._formula.height() + Size.HALF
        if is_low:
            y = self._lay_out_origin(left, y - Size.HALF, width) + Size.HALF
        y = self._lay_out_tables(left, y, width, most_rows)
        if not is_low:
            y = self._lay_out_origin(left, y, width)
        self.place = QRectF(left, top, width, y - top)
        return y - top

    def _lay_out_origin(self, left: float, top: float, width: float) -> float:
        """How the number in play comes about; where it ends. In little height in numbers only."""
        if not self.is_open or self._look.is_blank:
            return top
        y = top
        if not self._look.is_low:
            symbols = self._height_of(self.symbols_latex(), self._formula_px)
            self._symbols = QRectF(left, y + Size.HALF, width, symbols)
            y += symbols + Size.HALF
        numbers = self._wrapped(self.worked_out(), width, self._look.font)
        self._numbers = QRectF(left, y + Size.HALF, width, numbers)
        return y + numbers + Size.HALF

    @property
    def _formula_px(self) -> float:
        return self._look.type_px + Size.HALF

    def _lay_out_tables(self, left: float, top: float, width: float, most_rows: int) -> float:
        """Tables side by side with what stands between them, in as many lines as they need; where they end."""
        most = SheetSize.CELLS_MOST
        while True:
            pieces = self._pieces(most, most_rows)
            widths = [self._width_of(piece) for piece in pieces]
            if (max(widths) if self._look.wraps else sum(widths)) <= width or most <= SheetSize.CELLS_LEAST:
                break
            most -= 1
        self.tables = [piece for piece in pieces if isinstance(piece, TablePicture)]
        self.tables[-1].is_known = not self.is_workable
        self._operators = []
        lines: list[list[TablePicture | str]] = [[]]
        x = 0.0
        for piece in pieces:
            if x + self._width_of(piece) > width and isinstance(piece, TablePicture) and lines[-1]:
                # What stands between two tables goes with the one behind it.
                taken = [lines[-1].pop()] if isinstance(lines[-1][-1], str) and len(lines[-1]) > 1 else []
                lines.append(list(taken))
                x = sum(self._width_of(one) for one in taken)
            lines[-1].append(piece)
            x += self._width_of(piece)
        y = top
        for line, indent in zip(lines, self._indents(lines, width), strict=True):
            y += self._place_line(line, left + indent, y) + Size.HALF
        return y

    def _indents(self, lines: Sequence[Sequence[TablePicture | str]], width: float) -> list[float]:
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
    def is_whole(self) -> bool:
        """Whether no row or column of a table is left out."""
        return all(all(picture.is_whole) for picture in self.tables)

    def _pieces(self, most: int, most_rows: int) -> list[TablePicture | str]:
        """The result, what it equals, and what it is made of."""
        equation = self.equation
        found: list[TablePicture | str] = []
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
        return TablePicture(table, self._look, full, (most_rows, most), focus, is_result=is_result)

    def _width_of(self, piece: TablePicture | str) -> float:
        if isinstance(piece, TablePicture):
            return piece.size.width() + Size.GAP
        return float(SheetSize.RAISED if piece == TRANSPOSED else SheetSize.OPERATOR)

    def _place_line(self, line: Sequence[TablePicture | str], left: float, top: float) -> float:
        """One line of tables; its height."""
        pictures = [piece for piece in line if isinstance(piece, TablePicture)]
        signs = max(self._height_of(picture.table.symbol.latex(), self._look.type_px) for picture in pictures)
        height = max(picture.size.height() for picture in pictures) + signs
        x, before = left, top
        for piece in line:
            if isinstance(piece, TablePicture):
                middle = (height - signs - piece.size.height()) / 2
                piece.top_left = QPointF(x, top + signs + middle)
                before = piece.top_left.y() + piece.head
                x += piece.size.width() + Size.GAP
            elif piece == TRANSPOSED:
                room = QRectF(x - Size.GAP, before + Size.HALF, SheetSize.RAISED, 0.0)
                self._operators.append(Operator(piece, room))
                x += SheetSize.RAISED
            else:
                self._operators.append(Operator(piece, QRectF(x, top + signs, SheetSize.OPERATOR, height - signs)))
                x += SheetSize.OPERATOR
        return height

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

    # ---------------------------------------------------------------- words

    def said(self) -> str:
        """What happens, in plain words."""
        return translated(Words(self.equation.says, context="explain"))

    def symbols_latex(self) -> str:
        """How the number in play comes about, in symbols."""
        pen = Latex(self._look.number, symbols=True, most_terms=_TERMS_SYMBOLS, word=explained)
        result = self.equation.result
        name = result.symbol_at(*self.chosen).latex()
        relation = r"\leftarrow" if self.equation.is_change else "="
        return f"{name} {relation} {self.origin.expression.write(pen)}"

    def constants(self) -> str:
        """The numbers in the formula that stand in no table: ``η = 0.03   t = 2``."""
        names, numbers = Plain(self._look.number, symbols=True), Plain(self._look.number)
        return "   ".join(f"{one.write(names)} = {one.write(numbers)}" for one in self.equation.constants)

    def written(self) -> str:
        """The same in numbers: ``= 0.5·1.2 + 0.1 = 0.7``; ≈ where a number had to be rounded."""
        number = Rounded(self._look.digits)
        told = self.origin.expression.write(Plain(number, most_terms=_TERMS_NUMBERS, word=explained))
        value = float(self.equation.result.values[self.chosen])
        if isinf(value):
            # Not ∞: on paper it can be written.
            said = translate("numbers", "= {0}, which is too large for a number of the computer")
            return said.format(told)
        found = number(value)
        return f"= {told}" if told == found else f"= {told} {'=' if number.is_exact else '≈'} {found}"

    def worked_out(self) -> str:
        """What stands below the symbols; without them it says itself which number it is."""
        if not self._look.is_low:
            return self.written()
        relation = " " if not self.equation.is_change else " ← "
        name = self.equation.result.symbol_at(*self.chosen).text()
        return f"{name}{relation}{self.written()}"

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
        if self.is_open and not self._look.is_blank:
            if not self._look.is_low:
                self._paint_formula(painter, self.symbols_latex(), self._symbols)
            painter.setFont(self._look.font)
            painter.setPen(self._look.theme.colour("text"))
            painter.drawText(self._numbers, _WRAPPED, self.worked_out())

    def _paint_head(self, painter: QPainter) -> None:
        """What happens, the formula, and its numbers that stand in no table; in little height all in one line."""
        words, second = look.words(self._look.type_px), self._look.theme.colour("second")
        painter.setFont(words)
        painter.setPen(second)
        if not self._look.is_low:
            painter.drawText(self._said, _WRAPPED, self.said())
        taken = self._paint_formula(painter, self.equation.formula, self._formula)
        beside = self._formula.adjusted(taken + 2 * Size.PAD, 0, 0, 0)
        painter.setFont(self._look.font)
        painter.setPen(second)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter.value, self.constants())
        if self._look.is_low:
            constants = QFontMetricsF(self._look.font).horizontalAdvance(self.constants())
            beside = beside.adjusted(constants + (2 * Size.PAD if constants else 0), 0, 0, 0)
            said = QFontMetricsF(words).elidedText(self.said(), Qt.TextElideMode.ElideRight, beside.width())
            painter.setFont(words)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter.value, said)

    def _paint_table(self, painter: QPainter, picture: TablePicture) -> None:
        symbol = picture.table.symbol.latex()
        formula = self._formulas.formula(symbol, self._look.type_px, self._look.theme.second)
        if formula is not None:
            corner = picture.top_left - QPointF(0, formula.size.height())
            formula.paint(painter, corner)
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


def _start(
    line: Sequence[TablePicture | str], picture: TablePicture, width_of: Callable[[TablePicture | str], float]
) -> float:
    """Where the numbers of a picture in a line begin."""
    return sum(map(width_of, line[: line.index(picture)])) + picture.names_width


def blank(appearance: TableLook) -> TableLook:
    """The same with room for numbers in place of what is found, as far as it can be worked out."""
    return replace(appearance, is_blank=True)


def explained(text: str) -> str:
    """A word of the expressions in the user's language."""
    return translated(Words(text, context="explain"))
