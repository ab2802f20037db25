"""The cells of a sheet as texts, in records: whole numbers without a point, dates as such, merged cells filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from nnsim.data.blocks import Block
from nnsim.data.dates import date_text
from nnsim.data.sheet_times import days_of_span, days_since, hold_spans
from nnsim.data.wording import lines_skipped, listed, quoted, said
from nnsim.words import QT_TRANSLATE_NOOP, counted_words, translate

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Place = tuple[int, int]
_ROWS = 2_000
_MOST_ABOVE = 20


@dataclass(frozen=True, eq=False)
class SheetCells:
    """What a sheet holds.

    Parameters
    ----------
    place : file and sheet, for messages
    left : the first column that holds anything, from 0
    top : the row where the table begins, from 0, below what stands above it
    merged : for each covered cell, by row and column from 0, the cell whose value it has
    unseen : cells that calamine gives as empty and that are not, with what stands there
    notices : what was decided
    """

    sheet: CalamineSheet
    place: str
    left: int
    top: int
    merged: Mapping[Place, Place]
    unseen: Mapping[Place, str]
    notices: tuple[str, ...]

    @classmethod
    def of(cls, sheet: CalamineSheet, unseen: Mapping[Place, str], place: str, n_skipped: int = 0) -> SheetCells:
        """Find where the table begins, below ``n_skipped`` rows of the sheet that somebody has said to skip."""
        (start, left), (end, right) = sheet.start or (0, 0), sheet.end or (0, 0)
        start = max(start, n_skipped)
        first_rows = list(islice(sheet.iter_rows(), start, start + _MOST_ABOVE))
        n_above = _rows_above(first_rows) if right > left else 0
        merged = {
            (row, column): (first_row, first_column)
            for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ()
            if first_row >= start + n_above
            for row in range(first_row, min(last_row, end) + 1)
            for column in range(first_column, min(last_column, right) + 1)
            if (row, column) != (first_row, first_column)
        }
        notices = [lines_skipped(n_skipped)] if n_skipped else []
        if n_above:
            titles = [str(cell) for row in first_rows[:n_above] for cell in row if cell != ""]
            notices.append(
                counted_words(
                    n_above,
                    QT_TRANSLATE_NOOP("tables", "1 line above the table was left out: {0}."),
                    translate("tables", "{n} lines above the table were left out: {0}.", None, 2),
                    listed(map(quoted, titles), most=3),
                )
            )
        if merged:
            notices.append(
                counted_words(
                    len(merged),
                    QT_TRANSLATE_NOOP("tables", "1 merged cell has the value of the first one."),
                    translate("tables", "{n} merged cells have the value of the first one.", None, 2),
                )
            )
        return cls(sheet, place, left, start + n_above, merged, unseen, tuple(notices))


class SheetRecords:
    """The records of a sheet; wholly empty rows are left out."""

    def __init__(self, cells: SheetCells) -> None:
        self._cells = cells
        self._n_blank = 0
        self._times: set[int] = set()
        self._answers: set[int] = set()

    def __iter__(self) -> Iterator[Block]:
        """Block after block, the names among them."""
        cells = self._cells
        height = max(1, cells.sheet.total_height)
        rows = cells.sheet.iter_rows()
        first = cells.top
        for _ in islice(rows, first):
            pass
        origins: dict[Place, str] = {}
        while part := list(islice(rows, _ROWS)):
            columns = [
                self._texts(values, column) for column, values in enumerate(zip(*part, strict=True), start=cells.left)
            ]
            self._fill(columns, first, origins)
            filled = [row for row, record in enumerate(zip(*columns, strict=True)) if any(record)]
            self._n_blank += len(part) - len(filled)
            if len(filled) < len(part):
                columns = [[column[row] for row in filled] for column in columns]
            share = (first + len(part)) / height
            if filled:
                yield Block(columns, [first + row + 1 for row in filled], min(1.0, share))
            first += len(part)

    def _texts(self, values: Sequence[Any], column: int) -> list[str]:
        kinds = set(map(type, values))
        if kinds == {float}:
            return [_written(value) for value in values]
        if bool in kinds:
            self._answers.add(column)
        are_spans = not kinds <= {float, int, str, bool} and hold_spans(values)
        if are_spans or kinds & {time, timedelta}:
            self._times.add(column)
        return [_text(value, are_spans=are_spans) for value in values]

    def _fill(self, columns: list[list[str]], first: int, origins: dict[Place, str]) -> None:
        """Put in what calamine gives as empty, and what merged cells have from the first one."""
        left, end = self._cells.left, first + len(columns[0])
        for (row, column), text in self._cells.unseen.items():
            if first <= row < end and not columns[column - left][row - first]:
                columns[column - left][row - first] = text
        for place, (from_row, from_column) in self._cells.merged.items():
            if first <= from_row < end:
                origins[from_row, from_column] = columns[from_column - left][from_row - first]
            row, column = place
            if first <= row < end and not columns[column - left][row - first]:
                columns[column - left][row - first] = origins.get((from_row, from_column), "")

    def notices(self) -> tuple[str, ...]:
        """What became of times, of yes and no, and of empty rows, as far as they have been gone through."""
        told: list[str] = []
        if self._n_blank:
            told.append(
                counted_words(
                    self._n_blank,
                    QT_TRANSLATE_NOOP("tables", "1 empty row was skipped."),
                    translate("tables", "{n} empty rows were skipped.", None, 2),
                )
            )
        if self._times:
            template = QT_TRANSLATE_NOOP(
                "tables", "Times without a date ({0}) became days and parts of days, as workbooks count."
            )
            told.append(said(template, _columns(self._times)))
        if self._answers:
            template = QT_TRANSLATE_NOOP("tables", "Yes and no ({0}) became TRUE and FALSE.")
            told.append(said(template, _columns(self._answers)))
        return tuple(told)


def _rows_above(rows: Sequence[Sequence[Any]]) -> int:
    """How many rows at the top hold one cell at most, as titles do, if a row of more follows."""
    filled = [sum(cell != "" for cell in row) for row in rows]
    return next((number for number, count in enumerate(filled) if count > 1), 0)


def _text(value: Any, *, are_spans: bool) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        days = days_of_span(value) if are_spans else None
        return date_text(days_since(value)) if days is None else _written(days)
    return _written(value if isinstance(value, float) else days_since(value))


def _written(number: float) -> str:
    """The shortest text of a number, without a point if it is whole."""
    text = repr(number)
    return text[:-2] if text[-2:] == ".0" and text != "-0.0" else text


def _columns(numbers: set[int]) -> str:
    letters = [chr(ord("A") + number) if number < 26 else f"column {number + 1}" for number in sorted(numbers)]
    return listed(letters, most=5)
