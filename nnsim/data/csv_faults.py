"""Why a record cannot be read, with the line where its faulty quote opens."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from nnsim.data.table_text import line_breaks
from nnsim.data.wording import quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_QUOTES_HINT = QT_TRANSLATE_NOOP(
    "errors",
    "Close the quote, or write a quote inside a cell twice and put the whole cell in quotes.",
)
_LENGTH_HINT = QT_TRANSLATE_NOOP("errors", "Shorten it, or look for a missing quote.")


def malformed(text: str, line: int, delimiter: str, name: str) -> TableError:
    """Why the record at the beginning of ``text``, which starts in ``line``, is refused by the csv module."""
    fault = _first_fault(text, delimiter)
    opened = line + line_breaks(text, 0, fault.opened)
    where = f"{name}, line {opened}"
    if fault.is_huge:
        message = Words(
            QT_TRANSLATE_NOOP("errors", "A cell is longer than {0} characters."), f"{csv.field_size_limit():,}"
        )
        return TableError("table.huge_cell", message, where=where, line=opened, hint=_LENGTH_HINT)
    beginning = quoted(text[fault.opened : fault.opened + 60].splitlines()[0])
    if fault.found is None or line_breaks(text, fault.opened, fault.found):
        message = Words(QT_TRANSLATE_NOOP("errors", "The quote that opens before {0} is never closed."), beginning)
        return TableError("table.unclosed_quote", message, where=where, line=opened, hint=_QUOTES_HINT)
    message = Words(
        QT_TRANSLATE_NOOP(
            "errors",
            "After the closing quote of the cell {0} comes more text before the next delimiter.",
        ),
        beginning,
    )
    return TableError("table.stray_quote", message, where=where, line=opened, hint=_QUOTES_HINT)


def start_of(text: str, n_lines: int) -> int:
    """The place in the text behind so many lines."""
    lines = io.StringIO(text, newline="")
    return sum(len(next(lines)) for _ in range(n_lines))


class _Fault(NamedTuple):
    """Where the faulty cell opens, and where its end was found, if it was."""

    opened: int
    found: int | None
    is_huge: bool


def _first_fault(text: str, delimiter: str) -> _Fault:
    """Walk over the cells to the first that the csv module refuses."""
    limit, position = csv.field_size_limit(), 0
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
