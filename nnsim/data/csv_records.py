"""From the text of a CSV file to records of equal length, each with the line where it starts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from nnsim.data.csv_dialect import delimiter_title
from nnsim.data.wording import counted, quoted
from nnsim.errors import TableError

_MOST_COLUMNS = 10_000
_MOST_ROWS = 1_000_000
_MOST_CELLS = 5_000_000
_QUOTES_HINT = "Close the quote, or write a quote inside a cell twice and put the whole cell in quotes."

_LENGTH_HINT = "Shorten it, or look for a missing quote."


class Records(NamedTuple):
    """Records of equal length.

    Parameters
    ----------
    cells : the cells of each record, as written
    lines : for each record the line where it starts, from 1
    n_blank : how many blank lines were skipped
    first_blank : the first of them, or 0
    """

    cells: list[list[str]]
    lines: list[int]
    n_blank: int
    first_blank: int


def read_records(text: str, delimiter: str, name: str) -> Records:
    """Cut ``text`` into records; ``name`` is the file's, for messages.

    Raises
    ------
    TableError
        ``table.ragged``, ``table.unclosed_quote``, ``table.stray_quote``, ``table.huge_cell``, ``table.too_wide``,
        ``table.too_large``
    """
    _refuse_too_many(text, delimiter, name)
    cells: list[list[str]] = []
    lines: list[int] = []
    blanks: list[int] = []
    width = 0
    for line, record in _numbered_records(text, delimiter, name):
        if not record or (len(record) == 1 and width != 1 and not record[0].strip()):
            blanks.append(line)
            continue
        width = width or len(record)
        if len(record) != width:
            raise _ragged(name, line, lines[0], width, len(record), delimiter)
        cells.append(record)
        lines.append(line)
    if width > _MOST_COLUMNS:
        raise TableError(
            "table.too_wide",
            f"The table has {width:,} columns; at most {_MOST_COLUMNS:,} can be read.",
            where=name,
            hint="Keep only the columns that are needed.",
        )
    return Records(cells, lines, len(blanks), blanks[0] if blanks else 0)


def _refuse_too_many(text: str, delimiter: str, name: str) -> None:
    """Refuse before memory is taken; delimiters in quotes are counted too."""
    n_rows = _line_breaks(text, 0, len(text)) + 1
    n_cells = text.count(delimiter) + n_rows
    if n_rows > _MOST_ROWS or n_cells > _MOST_CELLS:
        raise TableError(
            "table.too_large",
            f"The table has about {n_rows:,} rows and {n_cells:,} cells; at most {_MOST_ROWS:,} rows and "
            f"{_MOST_CELLS:,} cells can be read.",
            where=name,
            hint="Keep only the rows and columns that are needed.",
        )


def _numbered_records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _malformed(text, line, delimiter, name) from None
        yield line, record
        line = reader.line_num + 1


def _ragged(name: str, line: int, first_line: int, expected: int, seen: int, delimiter: str) -> TableError:
    if seen < expected:
        hint = "Add the missing cells; an empty cell still needs its delimiter."
    else:
        hint = f"Remove the surplus cells, or put a cell that contains {quoted(delimiter)} in quotes."
    return TableError(
        "table.ragged",
        f"The row has {counted(seen, 'cell')} separated by {delimiter_title(delimiter)}; "
        f"{expected} are expected, as in line {first_line}.",
        where=f"{name}, line {line}",
        line=line,
        hint=hint,
    )


def _malformed(text: str, line: int, delimiter: str, name: str) -> TableError:
    """Why the record that starts in ``line`` cannot be read, with the line where the quote opened."""
    fault = _first_fault(text, _start_of(text, line), delimiter)
    opened = line + _line_breaks(text, _start_of(text, line), fault.opened)
    where = f"{name}, line {opened}"
    if fault.is_huge:
        message = f"A cell is longer than {csv.field_size_limit():,} characters."
        return TableError("table.huge_cell", message, where=where, line=opened, hint=_LENGTH_HINT)
    beginning = quoted(text[fault.opened : fault.opened + 60].splitlines()[0])
    if fault.found is None or _line_breaks(text, fault.opened, fault.found):
        message = f"The quote that opens before {beginning} is never closed."
        return TableError("table.unclosed_quote", message, where=where, line=opened, hint=_QUOTES_HINT)
    message = f"After the closing quote of the cell {beginning} comes more text before the next delimiter."
    return TableError("table.stray_quote", message, where=where, line=opened, hint=_QUOTES_HINT)


class _Fault(NamedTuple):
    """Where the faulty cell opens, and where its end was found, if it was."""

    opened: int
    found: int | None
    is_huge: bool


def _first_fault(text: str, position: int, delimiter: str) -> _Fault:
    """Walk over the cells from ``position`` to the first that the csv module refuses."""
    limit = csv.field_size_limit()
    while position < len(text):
        position += len(text[position : position + 1000]) - len(text[position : position + 1000].lstrip(" "))
        start = position
        if text[start : start + 1] == '"':
            end = _closing_quote(text, start)
            if end is None:
                return _Fault(start, None, is_huge=False)
            position = end + 1
            if text[position : position + 1] not in ("", delimiter, "\r", "\n"):
                return _Fault(start, end, is_huge=False)
        else:
            ends = (text.find(mark, start) for mark in (delimiter, "\r", "\n"))
            position = min((end for end in ends if end >= 0), default=len(text))
        if position - start > limit:
            return _Fault(start, position, is_huge=True)
        position += 1
    return _Fault(0, None, is_huge=False)


def _closing_quote(text: str, opening: int) -> int | None:
    """Where the quoted cell that opens at ``opening`` closes: at the first quote that is not one of a pair."""
    position = text.find('"', opening + 1)
    while position >= 0 and text[position + 1 : position + 2] == '"':
        position = text.find('"', position + 2)
    return position if position >= 0 else None


def _start_of(text: str, line: int) -> int:
    lines = io.StringIO(text, newline="")
    return sum(len(next(lines)) for _ in range(line - 1))


def _line_breaks(text: str, start: int, end: int) -> int:
    return text.count("\n", start, end) + text.count("\r", start, end) - text.count("\r\n", start, end)
