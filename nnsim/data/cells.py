"""What one cell of a table says: a number, nothing, or a label.

The grammar of numbers is stricter than Python's ``float``, which takes ``1_000``, ``infinity`` and the digits of
any script.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.data.amounts import without_currency

Decimal = Literal[".", ","]

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?", "-", "--", ".", "~"})
# Among numbers ``none`` can only mean that there is none; among labels it may well be one.
MISSING_AMONG_NUMBERS = MISSING | {"none"}

NO_RESULT = "#NO RESULT!"
"""What stands in a cell whose formula was never worked out."""
_FAILED = re.compile(rf"#(?:DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR!|{NO_RESULT[1:]}).*", re.DOTALL)

_NUMBER = {
    decimal: re.compile(
        rf"[+\-−]?(?:[0-9]+(?:{re.escape(decimal)}[0-9]*)?|{re.escape(decimal)}[0-9]+)(?:[eE][+\-−]?[0-9]+)?"
    )
    for decimal in (".", ",")
}
_WITH_MARK = {
    decimal: re.compile(rf"[+\-−]?[0-9]*{re.escape(decimal)}[0-9]+(?:[eE][+\-−]?[0-9]+)?") for decimal in (".", ",")
}

_WITH_THOUSANDS = re.compile(r"[+\-−]?[0-9]{1,3}(?:([,.'’\s\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")

_PLAIN = {".": b"0123456789+-eE.\n", ",": b"0123456789+-eE,\n"}


def number_in(cell: str, decimal: Decimal = ".") -> float | None:
    """The number that ``cell`` spells: Python's ``float`` of it, or ``None`` if it spells none.

    A decimal comma and the minus sign U+2212 are read like ``.`` and ``-``. Too large a number is ``inf``.
    """
    if not _NUMBER[decimal].fullmatch(cell):
        return None
    return float(cell.replace(",", ".").replace("−", "-"))


def numbers_in(cells: Sequence[str], decimal: Decimal = ".") -> list[float | None]:
    """``number_in`` of each cell, ten times as fast for a column of numbers, also with empty cells."""
    numbers: Sequence[float | None] | None = _plain_numbers(cells, decimal)
    if numbers is None and "" in cells:
        present = _plain_numbers([cell for cell in cells if cell], decimal)
        if present is not None:
            left = iter(present)
            numbers = [next(left) if cell else None for cell in cells]
    if numbers is None:
        different = {cell: number_in(cell, decimal) for cell in dict.fromkeys(cells)}
        numbers = [different[cell] for cell in cells]
    return list(numbers)


def block_of_numbers(text: str, delimiter: str, decimal: Decimal, columns: Sequence[int]) -> NDArray[np.float64] | None:
    """The numbers in some columns of a text without quotes: (lines, columns), or ``None`` if a cell is anything else.

    Each equals ``number_in`` of its cell: for each cell NumPy asks the same function of C as ``float`` does, and what
    else it would take is not finite. It takes half of the time.
    """
    if delimiter == decimal or not columns or (decimal == "," and "." in text):
        return None
    points = text if decimal == "." else text.replace(",", ".")
    try:
        numbers = np.loadtxt(io.StringIO(points), delimiter=delimiter, comments=None, usecols=columns, ndmin=2)
    except ValueError:
        return None
    is_whole = len(numbers) == text.count("\n") + 1 and np.isfinite(numbers).all()
    return numbers if is_whole else None


def _plain_numbers(cells: Sequence[str], decimal: Decimal) -> list[float] | None:
    """The numbers of cells that hold nothing else, written in plain letters, or ``None``."""
    column = "\n".join(cells)
    # Of texts in these characters alone, Python's float takes exactly those that our grammar takes.
    is_plain = not column.encode("utf-8", "replace").translate(None, _PLAIN[decimal])
    if not is_plain or column.count("\n") != max(0, len(cells) - 1):
        return None
    try:
        return list(map(float, cells if decimal == "." else column.replace(",", ".").split("\n"))) if cells else []
    except ValueError:
        return None


def has_mark(cell: str, decimal: Decimal) -> bool:
    """Whether ``cell`` is a number with digits after this decimal mark."""
    return _WITH_MARK[decimal].fullmatch(without_currency(cell)) is not None


def has_thousands(cell: str) -> bool:
    """Whether ``cell`` is a number whose thousands are set apart: ``1,234,567.8``, ``1.234``, ``1'234``, ``1 234``."""
    return _WITH_THOUSANDS.fullmatch(without_currency(cell)) is not None


def has_failed(cell: str) -> bool:
    """Whether ``cell`` holds what a spreadsheet program writes where a formula has no result."""
    return cell.startswith("#") and _FAILED.fullmatch(cell) is not None


def is_missing(cell: str, *, among_numbers: bool = False) -> bool:
    """Whether ``cell`` says that there is no value."""
    return cell.casefold() in (MISSING_AMONG_NUMBERS if among_numbers else MISSING)
