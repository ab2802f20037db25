"""From the cells of a column to its values: numbers, or the numbers of labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from nnsim.data.cells import Decimal, has_mark, is_missing, number_in, numbers_in
from nnsim.data.dataset import frozen
from nnsim.data.tables import Column
from nnsim.data.wording import counted, listed, quoted
from nnsim.errors import TableError


class RawColumn(NamedTuple):
    """A column as it stands in a file.

    Parameters
    ----------
    file : the file's name
    name : the column's name
    cells : its cells, without spaces around them
    lines : for each cell the line where its record starts, from 1
    """

    file: str
    name: str
    cells: Sequence[str]
    lines: Sequence[int]

    def place(self, row: int) -> str:
        """File, line and column of a cell."""
        return f"{self.file}, line {self.lines[row]}, column {quoted(self.name)}"


class ReadColumn(NamedTuple):
    """A column and the decisions taken while reading it; ``column`` is ``None`` if every cell was empty."""

    column: Column | None
    notices: tuple[str, ...]


def read_column(raw: RawColumn, decimal: Decimal) -> ReadColumn:
    """Read the cells as numbers if at least half of those that are not missing are numbers, else as labels.

    Raises
    ------
    TableError
        ``table.not_a_number`` for text among numbers, ``table.overflow`` for a number beyond ±1.8e308,
        ``table.decimal_mixed`` if the column uses the other decimal mark
    """
    numbers = numbers_in(raw.cells, decimal)
    n_numbers = len(numbers) - numbers.count(None)
    if n_numbers == len(numbers):
        return _number_column(raw, numbers, decimal)
    others = [cell for cell, number in zip(raw.cells, numbers, strict=True) if number is None]
    n_missing = sum(is_missing(cell) for cell in others)
    if n_missing == len(raw.cells):
        return ReadColumn(None, (f"Column {quoted(raw.name)} is empty and was left out.",))
    if n_numbers and 2 * n_numbers >= len(raw.cells) - n_missing:
        return _number_column(raw, numbers, decimal)
    _refuse_other_decimal(raw, decimal)
    return _category_column(raw, n_numbers)


def _number_column(raw: RawColumn, numbers: list[float | None], decimal: Decimal) -> ReadColumn:
    for row, number in enumerate(numbers):
        if number is None and not is_missing(raw.cells[row], among_numbers=True):
            raise _not_a_number(raw, row, decimal, sum(number is not None for number in numbers))
    values = frozen([np.nan if number is None else number for number in numbers])
    if np.isinf(values).any():
        row = int(np.argmax(np.isinf(values)))
        raise TableError(
            "table.overflow",
            f"{quoted(raw.cells[row])} is too large: numbers reach up to about 1.8e308.",
            where=raw.place(row),
            line=raw.lines[row],
            column=raw.name,
            hint="Correct the cell, or leave it empty if the value is not known.",
        )
    missing = [number is None for number in numbers]
    return ReadColumn(Column(raw.name, "number", values), _missing_notice(raw, missing))


def _category_column(raw: RawColumn, n_numbers: int) -> ReadColumn:
    missing = [is_missing(cell) for cell in raw.cells]
    labels = in_order({cell for cell, is_out in zip(raw.cells, missing, strict=True) if not is_out})
    number_of = {label: float(number) for number, label in enumerate(labels)}
    values = [np.nan if is_out else number_of[cell] for cell, is_out in zip(raw.cells, missing, strict=True)]
    kind = f"Column {quoted(raw.name)} holds text: {counted(len(labels), 'category', 'categories')}"
    mixed = f" Also {counted(n_numbers, 'number')}, taken as text." if n_numbers else ""
    notice = f"{kind} ({listed(labels, most=5)}).{mixed}"
    return ReadColumn(Column(raw.name, "category", frozen(values), labels), (notice, *_missing_notice(raw, missing)))


def in_order(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels in alphabetical order, or by size if all are whole numbers."""
    labels = sorted(labels)
    if all(label.removeprefix("-").isdecimal() and label.isascii() and len(label) < 20 for label in labels):
        labels.sort(key=int)
    return tuple(labels)


def _missing_notice(raw: RawColumn, missing: list[bool]) -> tuple[str, ...]:
    if not any(missing):
        return ()
    written = sorted(set(compress(raw.cells, missing)))
    marks = listed(quoted(mark) if mark else "empty" for mark in written)
    first = raw.lines[missing.index(True)]
    cells = counted(sum(missing), "cell is missing", "cells are missing")
    return (f"Column {quoted(raw.name)}: {cells} ({marks}), the first in line {first}.",)


def _not_a_number(raw: RawColumn, row: int, decimal: Decimal, n_numbers: int) -> TableError:
    cell = raw.cells[row]
    if has_mark(cell, "," if decimal == "." else "."):
        hint = "Write every number with the same decimal mark, a point or a comma."
    else:
        hint = (
            "Write the number in digits, without unit or thousands separator; "
            "leave the cell empty if the value is missing."
        )
    return TableError(
        "table.not_a_number",
        f"{quoted(cell)} is not a number, but {n_numbers} of the {len(raw.cells)} cells of the column are.",
        where=raw.place(row),
        line=raw.lines[row],
        column=raw.name,
        hint=hint,
    )


def _refuse_other_decimal(raw: RawColumn, decimal: Decimal) -> None:
    """Refuse a column of numbers in the other decimal mark, which would else become categories without a word."""
    other: Decimal = "," if decimal == "." else "."
    present = [row for row, cell in enumerate(raw.cells) if not is_missing(cell, among_numbers=True)]
    marked = [row for row in present if has_mark(raw.cells[row], other)]
    if marked and all(number_in(raw.cells[row], other) is not None for row in present):
        raise TableError(
            "table.decimal_mixed",
            f"The numbers of this column are written with {quoted(other)}, the decimal mark of the file is "
            f"{quoted(decimal)}.",
            where=raw.place(marked[0]),
            line=raw.lines[marked[0]],
            column=raw.name,
            hint="Write every number with the same decimal mark, a point or a comma.",
        )
