"""A block of numbers as text: what spreadsheets put on the clipboard, and what they take from it.

Cells lie between tabs, else between semicolons, else between commas where these can be nothing else. Which of comma and
point is the decimal mark is told by the numbers themselves: in ``1,5`` it is the comma, in ``1,234.5`` the point. Only
where no number tells does the mark of the machine's language count, and a notice says so. A row and a column of names
are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nnsim.data.cells import Decimal
from nnsim.data.dataset import Numbers
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_MINUSES: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-", "\ufe63": "-", "\uff0d": "-"})
_SPACES: Final = re.compile(r"(?<=\d)[\u0020\u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
"""A space between groups of three digits."""
_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_GROUPS: Final = {mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+") for mark in ",."}
_CLEAN: Final = re.compile(r"[-+.,0-9eE]+")
"""Nothing in it needs to be mended: so are nearly all cells of a large table, and looking closer takes time."""
_STARTS_OF_NUMBERS: Final = "0123456789+-.,#\u2212\u2013\u2012\ufe63\uff0d"
_NO_NUMBERS: Final = ("inf", "infinity", "nan", "∞")
_COMMAS_OF_A_NUMBER: Final = 4
"""Where nothing else parts cells, a number has hardly more: 1,234,567,890,123."""
_SOON_READ: Final = 10_000
"""So many cells are read in no time, and what is wrong with them can be told better."""
_LINE: Final = re.compile(r"\r\n|\n|\r")
_OTHER: Final[dict[Decimal, Decimal]] = {",": ".", ".": ","}


@dataclass(frozen=True, eq=False)
class NumberBlock:
    """Numbers in rows and columns.

    Parameters
    ----------
    values : (rows, columns)
    notices : what could have been read otherwise, or was left out
    """

    values: Numbers
    notices: tuple[Words, ...] = ()


def write_block(
    values: NDArray[np.floating], decimal: Decimal, names: tuple[Sequence[str], Sequence[str]] | None = None
) -> str:
    """(rows, columns) numbers between tabs, each in the fewest digits that read back as the same number.

    Parameters
    ----------
    names : of the rows and of the columns, to be written beside and above them
    """
    rows = [[str(value).replace(".", decimal) for value in row] for row in values]
    if names is not None:
        beside, above = ([_one_line(name) for name in some] for some in names)
        rows = [["", *above], *([name, *row] for name, row in zip(beside, rows, strict=True))]
    return "\n".join("\t".join(row) for row in rows) + "\n"


def read_block(text: str, decimal: Decimal, room: tuple[int, int] | None = None) -> NumberBlock:
    """The numbers of a text.

    Parameters
    ----------
    decimal : the decimal mark where no number tells
    room : rows and columns that there are for them; a text that clearly holds more is refused without being read

    Raises
    ------
    TableError : ``block.too_large``, ``block.empty``, ``block.ragged``, ``block.not_a_number``, ``block.two_marks``
    """
    if room is not None:
        _check_room(text, room)
    records = _records(text)
    if not any(cell for record in records for cell in record):
        raise TableError(
            "block.empty",
            QT_TRANSLATE_NOOP("errors", "There are no numbers to paste."),
            hint=QT_TRANSLATE_NOOP("errors", "Copy cells of a spreadsheet first, or numbers between tabs."),
        )
    width = max(len(record) for record in records)
    for number, record in enumerate(records, 1):
        if len(record) != width:
            raise TableError(
                "block.ragged",
                Words(
                    QT_TRANSLATE_NOOP("errors", "Row {0} of what is pasted has {1} cells, another row has {2}."),
                    number,
                    len(record),
                    width,
                ),
                hint=QT_TRANSLATE_NOOP("errors", "Copy a rectangle of cells."),
            )
    top, left, notices = _names_left_out(records)
    cells = [record[left:] for record in records[top:]]
    decimal, said = _decimal_of(cells, decimal)
    values = [
        [_number(cell, decimal, (row, column)) for column, cell in enumerate(record, left + 1)]
        for row, record in enumerate(cells, top + 1)
    ]
    return NumberBlock(np.array(values), (*notices, *said))


def _check_room(text: str, room: tuple[int, int]) -> None:
    """Count the marks between cells, which takes no time; names beside the numbers may be among these."""
    rows, columns = room
    parted = max(text.count("\t"), text.count(";"))
    least = text.rstrip().count("\n") + (parted or text.count(",") // _COMMAS_OF_A_NUMBER)
    if least > max((rows + 1) * (columns + 1), _SOON_READ):
        raise TableError(
            "block.too_large",
            Words(
                QT_TRANSLATE_NOOP("errors", "The clipboard holds at least {0} cells, but the layer only {1} × {2}."),
                f"{least:,}",
                rows,
                columns,
            ),
            hint=QT_TRANSLATE_NOOP("errors", "Copy fewer cells."),
            unchanged=QT_TRANSLATE_NOOP("errors", "Nothing was pasted; the weights are as they were."),
        )


# --- rows and cells --------------------------------------------------------------------------------------------------


def _records(text: str) -> list[list[str]]:
    lines = _LINE.split(text.removeprefix("\ufeff"))
    while lines and not lines[-1].strip(" ;"):
        lines.pop()
    delimiter = next((mark for mark in "\t;" if any(mark in line for line in lines)), None)
    if delimiter is None and _commas_part(lines):
        delimiter = ","
    return [[_bare(cell) for cell in (line.split(delimiter) if delimiter else [line])] for line in lines]


def _commas_part(lines: Sequence[str]) -> bool:
    """Whether commas stand between cells: as many in each line, and not each of them could be a decimal comma.

    So it is where a decimal point stands between two of them that group no thousands, or more than one stands in a
    line with no thousands to group.
    """
    counts = {line.count(",") for line in lines}
    if len(counts) != 1 or counts == {0}:
        return False

    def is_one_number(line: str) -> bool:
        if line.count("/") == 1 and all(part.count(",") <= 1 for part in line.split("/")):
            return True
        whole, _, rest = line.strip().translate(_MINUSES).partition(".")
        return _GROUPS[","].fullmatch(whole) is not None and "," not in rest

    return not all(is_one_number(line) for line in lines) and (counts != {1} or any("." in line for line in lines))


def _bare(cell: str) -> str:
    plain = cell.strip().strip("\u00a0\u2009\u202f")
    is_quoted = len(plain) > 1 and plain[0] == plain[-1] == '"'
    return plain[1:-1].replace('""', '"').strip() if is_quoted else plain


def _one_line(name: str) -> str:
    return re.sub(r"\s+", " ", name)


def _names_left_out(records: Sequence[Sequence[str]]) -> tuple[int, int, tuple[Words, ...]]:
    """How many rows and columns of names there are, 0 or 1 each, and the words for it."""
    above, beside = records[0][1:], [record[0] for record in records[1:]]
    if not records[0][0] and above and beside and all(above) and all(beside):
        top = left = 1  # an empty corner: names at both sides, whatever they are
    else:
        top = int(len(records) > 1 and all(map(_is_name, records[0])))
        left = int(len(records[0]) > 1 and all(_is_name(record[0]) for record in records[top:]))
    said = (Words(QT_TRANSLATE_NOOP("errors", "Names beside the numbers were left out.")),) if top or left else ()
    return top, left, said


def _is_name(cell: str) -> bool:
    """Whether it is words, and no failed attempt at a number."""
    return bool(cell) and cell[0] not in _STARTS_OF_NUMBERS and cell.casefold() not in _NO_NUMBERS


# --- numbers ---------------------------------------------------------------------------------------------------------


def _decimal_of(cells: Sequence[Sequence[str]], usual: Decimal) -> tuple[Decimal, tuple[Words, ...]]:
    """The decimal mark, and the words for it if it was only supposed."""
    told: dict[Decimal, str] = {}
    doubtful = ""
    for cell in (part for record in cells for whole in record for part in _parts(whole)):
        mark = _told_by(cell)
        if mark is not None:
            told.setdefault(mark, cell)
        elif not doubtful and any(groups.fullmatch(cell) for groups in _GROUPS.values()):
            doubtful = cell
    if len(told) == 2:
        raise TableError(
            "block.two_marks",
            Words(
                QT_TRANSLATE_NOOP("errors", "“{0}” has a decimal comma, but “{1}” has a decimal point."),
                told[","],
                told["."],
            ),
            hint=QT_TRANSLATE_NOOP("errors", "Write all numbers with the same decimal sign."),
        )
    if told:
        return next(iter(told)), ()
    if not doubtful:
        return usual, ()
    read = _value(doubtful, usual)
    words = Words(
        QT_TRANSLATE_NOOP("errors", "“{0}” was read as {1}, with the decimal sign of this computer’s language."),
        doubtful,
        repr(read).removesuffix(".0"),
    )
    return usual, (words,)


def _told_by(cell: str) -> Decimal | None:
    """The decimal mark that a number can only have; ``None`` if it could have the other one too."""
    commas, points = cell.count(","), cell.count(".")
    if commas and points:
        return "," if cell.rfind(",") > cell.rfind(".") else "."
    mark: Decimal = "," if commas else "."
    if commas + points == 0 or (commas + points == 1 and _GROUPS[mark].fullmatch(cell)):
        return None
    return mark if commas + points == 1 else _OTHER[mark]


def _parts(cell: str) -> Sequence[str]:
    """A number, or the two of a fraction, with plain minus signs and without spaces between thousands."""
    if _CLEAN.fullmatch(cell):
        return (cell,)
    return [_SPACES.sub("", part.strip()) for part in cell.translate(_MINUSES).split("/")]


def _value(cell: str, decimal: Decimal) -> float | None:
    """The number of a cell, ``None`` if it is none: decimal mark, thousands, a fraction."""
    numbers = [_plain_value(part, decimal) for part in _parts(cell)]
    if len(numbers) == 1:
        return numbers[0]
    over, under = numbers[0], numbers[1]
    if len(numbers) != 2 or over is None or not under:
        return None
    return over / under


def _plain_value(part: str, decimal: Decimal) -> float | None:
    grouping = _OTHER[decimal]
    whole, mark, rest = part.partition(decimal)
    if grouping in whole:
        if not _GROUPS[grouping].fullmatch(whole):
            return None
        whole = whole.replace(grouping, "")
    plain = f"{whole}{'.' if mark else ''}{rest}"
    if grouping in rest or not _PLAIN.fullmatch(plain):
        return None
    value = float(plain)
    return value if isfinite(value) else None


def _number(cell: str, decimal: Decimal, place: tuple[int, int]) -> float:
    value = _value(cell, decimal)
    if value is None:
        message = QT_TRANSLATE_NOOP("errors", "“{0}” in row {1}, column {2} of what is pasted is not a number.")
        if not cell:
            message = QT_TRANSLATE_NOOP("errors", "Row {1}, column {2} of what is pasted is empty.")
        raise TableError(
            "block.not_a_number",
            Words(message, cell[:40], *place),
            hint=QT_TRANSLATE_NOOP("errors", "Every cell needs a number, such as 0.5, 0,5, 1/3 or 3e-4."),
        )
    return value
