"""Cells of a table typed or pasted by hand: columns with other values, rows more, rows fewer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from nnsim.data.cells import Decimal
from nnsim.data.column_kinds import in_order, labels_told
from nnsim.data.dataset import Mask, Rows, frozen
from nnsim.data.dates import day_in
from nnsim.data.pasted_numbers import decimal_of, no_number, number_of
from nnsim.data.tables import Column, Table
from nnsim.data.wording import quoted, said
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

BY_HAND: Final = said(QT_TRANSLATE_NOOP("tables", "Edited by hand after it was read."))
"""The notice of a table that is no longer as it was read."""
_NUMBERS: Final = QT_TRANSLATE_NOOP("errors", "Type a number, such as 0.5, 1/3 or 3e−4, or leave the cell empty.")
_CELL: Final = re.compile(r'(?:"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*))(\t|\r\n|\r|\n|\Z)')
UNCHANGED: Final = QT_TRANSLATE_NOOP("errors", "The table is as it was.")


def with_cells(table: Table, typed: Mapping[int, Mapping[int, str]]) -> Table:
    """The table with other texts in some cells; the columns that stay are the same ones.

    A number may have a decimal comma or be a fraction; the numbers of several cells have one decimal mark. What is
    empty, or says so, is missing. A label that is new becomes one of the column's; one that is not left anywhere stays,
    so that no input goes.

    Parameters
    ----------
    typed : column → row → text; rows and columns from 0

    Raises
    ------
    TableError
        ``table.not_a_number``, ``table.thousands``, ``table.not_a_date``, with the place of the cell
    """
    columns, notices = list(table.columns), table.notices
    of_numbers = [texts.values() for number, texts in typed.items() if columns[number].kind == "number"]
    decimal = decimal_of(chain(*of_numbers)) if sum(map(len, typed.values())) > 1 else None
    for number, texts in typed.items():
        before, columns[number] = columns[number], _with_texts(columns[number], texts, table, decimal)
        was, now = labels_told(before.name, before.labels), labels_told(before.name, columns[number].labels)
        if was != now:
            notices = tuple(now if notice == was else notice.replace(was, now) for notice in notices)
    return _edited(replace(table, notices=notices), columns)


def without_values(table: Table, rows_of: Mapping[int, Rows]) -> Table:
    """The table with cells that have no value: of each column the rows."""
    columns = list(table.columns)
    for number, rows in rows_of.items():
        values = columns[number].values.copy()
        values[rows] = np.nan
        columns[number] = _holding(columns[number], values)
    return _edited(table, columns)


def block_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a block that was copied: a line for each row, tabs between them, quotes as spreadsheets set.

    A quote is one only if the cell ends with another: ``"5 inch`` is a text.
    """
    rest = text.rstrip("\r\n")
    lines: list[tuple[str, ...]] = []
    cells: list[str] = []
    for found in _CELL.finditer(rest):
        inside, plain, end = found.groups()
        cells.append(plain if inside is None else inside.replace('""', '"'))
        if end != "\t":
            lines.append(tuple(cells))
            cells = []
        if not end:
            break
    return tuple(lines) if rest else ()


def with_empty_rows(table: Table, at: int, count: int = 1) -> Table:
    """The table with ``count`` rows of missing cells before row ``at``, 0 to ``n_rows``."""
    columns = [_holding(one, np.insert(one.values, at, [np.nan] * count)) for one in table.columns]
    return replace(_edited(table, columns), held=table.held and table.held.with_rows(at, count))


def with_row(table: Table, cells: Mapping[str, float]) -> Table:
    """The table with one row more behind the last: of some columns what it holds, a label by its number.

    In a column of whole numbers, as pixels are, it is rounded to one; all other cells are missing.
    """
    columns = []
    for column in table.columns:
        value = cells.get(column.name, np.nan)
        present = column.values[~np.isnan(column.values)]
        value = float(np.rint(value)) if np.array_equal(present, np.rint(present)) else value
        columns.append(_holding(column, np.append(column.values, value)))
    return replace(_edited(table, columns), held=table.held and table.held.with_rows(table.n_rows, 1))


def without_rows(table: Table, rows: Sequence[int]) -> Table:
    """The table without these rows."""
    kept: Mask = np.ones(table.n_rows, np.bool_)
    kept[list(rows)] = False
    columns = [_holding(column, column.values[kept]) for column in table.columns]
    return replace(_edited(table, columns), held=table.held and table.held.only(kept))


def _edited(table: Table, columns: Sequence[Column]) -> Table:
    notices = table.notices if BY_HAND in table.notices else (*table.notices, BY_HAND)
    return replace(table, columns=tuple(columns), notices=notices)


def _holding(column: Column, values: ArrayLike) -> Column:
    return replace(column, values=frozen(values))


def _with_texts(column: Column, texts: Mapping[int, str], table: Table, decimal: Decimal | None) -> Column:
    if column.kind in ("number", "date"):
        values = column.values.copy()
        value_of = partial(_number, decimal=decimal) if column.kind == "number" else _date
        for row, text in texts.items():
            place = f"{table.name}, row {row + 1:,}, column {quoted(column.name)}"
            is_gap = table.is_gap(text.strip(), among_numbers=column.kind == "number")
            values[row] = np.nan if is_gap else value_of(text.strip(), place)
        return _holding(column, values)
    labels = {row: "" if table.is_gap(text.strip()) else " ".join(text.split()) for row, text in texts.items()}
    grown = _with_labels(column, {label for label in labels.values() if label})
    number_of = {label: float(number) for number, label in enumerate(grown.labels)}
    values = grown.values.copy()
    for row, label in labels.items():
        values[row] = number_of.get(label, np.nan)
    return _holding(grown, values)


def _number(text: str, place: str, decimal: Decimal | None) -> float:
    try:
        return number_of(text, decimal)
    except ValueError:
        raise no_number(text, decimal, place, _NUMBERS, UNCHANGED) from None


def _date(text: str, place: str) -> float:
    days = day_in(text)
    if days is None:
        raise TableError(
            "table.not_a_date",
            Words(QT_TRANSLATE_NOOP("errors", "{0} is not a date, and the column holds dates."), quoted(text)),
            where=place,
            hint=QT_TRANSLATE_NOOP("errors", "Type a date, such as 2025-05-31 or 31.5.2025, or leave the cell empty."),
            unchanged=UNCHANGED,
        )
    return days


def _with_labels(column: Column, labels: set[str]) -> Column:
    """The same cells, with room for more labels, in the usual order."""
    if labels <= set(column.labels):
        return column
    grown = in_order({*column.labels, *labels})
    place = np.array([grown.index(label) for label in column.labels], np.float64)
    values = column.values.copy()
    present = ~np.isnan(values)
    values[present] = place[values[present].astype(np.intp)]
    return replace(column, values=frozen(values), labels=grown)
