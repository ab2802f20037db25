"""Whether the first line of a table holds the names of its columns, or values already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from nnsim.data.cells import is_missing
from nnsim.data.choices import Guess
from nnsim.data.dates import day_in, days_in
from nnsim.data.notation import Notation
from nnsim.data.wording import quoted
from nnsim.words import QT_TRANSLATE_NOOP, Words

_SAMPLE_RECORDS: Final = 200
_YEAR: Final = re.compile("1[5-9][0-9]{2}|2[01][0-9]{2}")
_LEAST_COUNTED: Final = 3
_SURELY_COUNTED: Final = 10


def likely_header(records: Sequence[Sequence[str]], notation: Notation) -> Guess[bool]:
    """Whether the first record holds names.

    It does if none of its cells is a number, or a date above others, and either a column below is made of numbers or
    of dates or no cell comes back in its own column. Numbers are names if they are years above other numbers, or count
    the columns from 0, as programs write above columns without names.
    """
    first = [cell.strip() for cell in records[0]]
    below = [[cell.strip() for cell in record] for record in islice(records, 1, _SAMPLE_RECORDS)]
    columns = list(zip(*below, strict=False))
    number = next((cell for cell in first if notation.number_in(cell) is not None), None)
    if number is not None and (reason := _why_names(first, columns, notation)):
        return Guess(True, _said(reason, quoted(number)))
    if number is not None:
        return Guess(False, _said(QT_TRANSLATE_NOOP("tables", "{0} in the first line is a number."), quoted(number)))
    if not any(first):
        return Guess(False, _said(QT_TRANSLATE_NOOP("tables", "The cells of the first line are empty.")))
    dated = [
        cell for cell, column in zip(first, columns, strict=False) if day_in(cell) is not None and _are_dates(column)
    ]
    if dated:
        return Guess(False, _said(QT_TRANSLATE_NOOP("tables", "{0} in the first line is a date."), quoted(dated[0])))
    named = [column for cell, column in zip(first, columns, strict=False) if not is_missing(cell)]
    if any(_is_numeric(column, notation) for column in named):
        return Guess(True, _said(QT_TRANSLATE_NOOP("tables", "The first line holds no number, the lines below do.")))
    if any(map(_are_dates, named)):
        return Guess(True, _said(QT_TRANSLATE_NOOP("tables", "The first line holds no date, the lines below do.")))
    again = next((cell for cell, column in zip(first, columns, strict=False) if cell in column), None)
    if again is None:
        return Guess(True, _said(QT_TRANSLATE_NOOP("tables", "No cell of the first line comes back below.")))
    return Guess(False, _said(QT_TRANSLATE_NOOP("tables", "{0} comes back below the first line."), quoted(again)))


def _why_names(first: Sequence[str], columns: Sequence[Sequence[str]], notation: Notation) -> str:
    """Why a first line with numbers in it holds names all the same; empty if it does not."""
    pairs = list(zip(first, columns, strict=False))
    numbered = [(cell, column) for cell, column in pairs if notation.number_in(cell) is not None]
    texts = [(cell, column) for cell, column in pairs if notation.number_in(cell) is None]
    if not columns or any(cell in column for cell, column in texts if cell):
        return ""
    is_whole = all(_is_whole(cell, notation) for _, column in numbered for cell in column)
    names = [cell for cell, _ in numbered]
    if names == [str(number) for number in range(len(names))]:
        is_told = len(names) >= _SURELY_COUNTED or bool(texts) or not is_whole
        if is_told and len(names) >= _LEAST_COUNTED:
            return QT_TRANSLATE_NOOP("tables", "The numbers of the first line count the columns, from {0}.")
    if texts and all(map(_YEAR.fullmatch, names)) and names in (sorted({*names}), sorted({*names}, reverse=True)):
        n_years = sum(_YEAR.fullmatch(cell) is not None for _, column in numbered for cell in column)
        is_above_others = 2 * n_years < sum(len(column) for _, column in numbered)
        if is_above_others and (len(names) > 1 or not is_whole):
            return QT_TRANSLATE_NOOP("tables", "{0} in the first line is a year, above other numbers.")
    return ""


def _is_whole(cell: str, notation: Notation) -> bool:
    number = notation.number_in(cell)
    return is_missing(cell, among_numbers=True) or (number is not None and number.is_integer())


def _is_numeric(column: Iterable[str], notation: Notation) -> bool:
    present = [cell for cell in column if not is_missing(cell, among_numbers=True)]
    n_numbers = sum(notation.number_in(cell) is not None for cell in present)
    return n_numbers > 0 and 2 * n_numbers >= len(present)


def _are_dates(column: Iterable[str]) -> bool:
    present = [cell for cell in column if not is_missing(cell)]
    return 2 * sum(day is not None for day in days_in(present)) >= len(present) > 0


def _said(template: str, *arguments: str) -> str:
    return Words(template, *arguments, context="tables")
