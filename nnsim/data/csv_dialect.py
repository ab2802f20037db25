"""Which dialect a table in plain text is written in: its delimiter, its decimal mark, whether it starts with names.

The methods are simple enough to be told with the reason of each guess, and each can be overruled.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from nnsim.data.cells import Decimal, has_mark, is_missing, number_in
from nnsim.data.choices import Guess
from nnsim.data.dates import day_in, days_in
from nnsim.data.notation import Notation, may_be_grouped, told_decimal
from nnsim.data.wording import quoted
from nnsim.errors import UsageError
from nnsim.words import QT_TRANSLATE_NOOP, Words

# Commas stand last: next to one of the others they are decimal commas or punctuation.
_DELIMITERS = ("\t", ";", "|", ",")
_TITLES = {
    "\t": QT_TRANSLATE_NOOP("tables", "tabs"),
    ";": QT_TRANSLATE_NOOP("tables", "semicolons"),
    "|": QT_TRANSLATE_NOOP("tables", "vertical bars"),
    ",": QT_TRANSLATE_NOOP("tables", "commas"),
    " ": QT_TRANSLATE_NOOP("tables", "spaces"),
}
_WORDS = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "bar": "|", "space": " "}
# Below the longest cell that the csv module takes.
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_RECORDS = 200
_COMMA = re.compile(",[0-9]")
_MARK = re.compile("[.,][0-9]")
# Between cells that commas separate, a decimal comma stands in quotes.
_QUOTED_COMMA = re.compile(r'"[ \t]*[+\-−]?[0-9]*,[0-9]+(?:[eE][+\-−]?[0-9]+)?[ \t]*"')
_MARKED_CHARACTERS = 20_000


def asked_delimiter(text: str) -> str:
    """The delimiter that a person wrote: a character, or ``tab``, ``comma``, ``semicolon``, ``bar``, ``space``."""
    delimiter = _WORDS.get(text, text)
    if len(delimiter) != 1 or delimiter in '"\r\n\0' or delimiter.isalnum():
        raise UsageError(
            "table.delimiter",
            Words(QT_TRANSLATE_NOOP("errors", "{0} cannot separate cells."), quoted(text)),
            hint=QT_TRANSLATE_NOOP(
                "errors",
                "Choose , ; | or tab, or leave it out.",
            ),
        )
    return delimiter


def asked_decimal(text: str) -> Decimal:
    """The decimal mark that a person wrote."""
    if text == ".":
        return "."
    if text == ",":
        return ","
    raise UsageError(
        "table.decimal",
        Words(QT_TRANSLATE_NOOP("errors", "{0} is not a decimal mark."), quoted(text)),
        hint=QT_TRANSLATE_NOOP(
            "errors",
            "Choose . or , or leave it out.",
        ),
    )


def delimiter_title(delimiter: str) -> str:
    """How notices call a delimiter."""
    return Words(_TITLES[delimiter], context="tables") if delimiter in _TITLES else quoted(delimiter)


def likely_delimiter(text: str, decimal: Decimal | None = None) -> Guess[str] | None:
    """The character that cuts the most lines into as many cells as the first; ``None`` if it cuts none.

    Among equals the order is tab, semicolon, vertical bar, comma. A first line that stays whole counts as a title above
    the table if nine in ten of the others are cut alike. Unless one of them cuts all lines alike, spaces may separate
    columns of numbers.
    """
    samples = {delimiter: sample_of(text, delimiter) for delimiter in _DELIMITERS}
    if decimal == "," and '"' not in text:
        del samples[","]
    spaced = [line.split() for line in text[:_SAMPLE_CHARACTERS].splitlines()[:_SAMPLE_RECORDS] if line.strip()]
    are_spaces_likely = '"' not in text and _are_columns_of_numbers(spaced)
    steps = ((_share_like_the_first, 0.5), (_share_below_a_title, 0.0), (_share_like_the_first, 0.0))
    for share_of, least in steps:  # a mark in a title that cuts few lines like it stands behind one that cuts the rest
        shares = {delimiter: share_of(records) for delimiter, records in samples.items()}
        best = max(shares, key=lambda delimiter: shares[delimiter])
        if shares[best] > (0.99 if are_spaces_likely else least):
            return _reasoned(best, samples[best])
    return _reasoned(" ", spaced) if are_spaces_likely else None


def _reasoned(delimiter: str, records: Sequence[Sequence[str]]) -> Guess[str]:
    width, times = Counter(len(record) for record in records if len(record) > 1).most_common(1)[0]
    reason = QT_TRANSLATE_NOOP("tables", "Of the first {0} lines, {1} cut {2} into {3} cells.")
    said = Words(reason, len(records), delimiter_title(delimiter), times, width, context="tables")
    return Guess(delimiter, said)


def _are_columns_of_numbers(records: Sequence[Sequence[str]]) -> bool:
    """Whether all records are of one length above 1, and below the first at least half of all cells are numbers."""
    if len(records) < 2 or len({len(record) for record in records}) > 1 or len(records[0]) < 2:
        return False
    cells = [cell for record in records[1:] for cell in record]
    n_numbers = sum(number_in(cell) is not None or number_in(cell, ",") is not None for cell in cells)
    return 2 * n_numbers >= len(cells)


class Marks(NamedTuple):
    """How many cells hold a number with digits after a comma, and after a point.

    Parameters
    ----------
    n_thousands : how many of the commas stand before three digits and behind one to three, as in ``12,345``
    """

    n_commas: int
    n_points: int
    n_thousands: int = 0


def decimal_marks(text: str, delimiter: str) -> Marks:
    """The decimal marks of some of the cells: from the line where a comma stands in front of a digit."""
    candidate = (_QUOTED_COMMA if delimiter == "," else _COMMA).search(text)
    if candidate is None:
        return Marks(0, 0)
    cells = _cells_from(text, candidate.start(), delimiter)
    commas = [cell for cell in cells if has_mark(cell, ",")]
    n_points = sum(has_mark(cell, ".") for cell in cells)
    return Marks(len(commas), n_points, sum(map(may_be_grouped, commas)))


def marks_beside_thousands(text: str, delimiter: str) -> Marks:
    """The decimal marks of some cells in a table whose thousands are set apart."""
    candidate = _MARK.search(text)
    cells = [] if candidate is None else _cells_from(text, candidate.start(), delimiter)
    told = [told_decimal(cell) for cell in cells]
    return Marks(told.count(","), told.count("."))


def _cells_from(text: str, place: int, delimiter: str) -> list[str]:
    """Some cells, from the line of that place."""
    start = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
    stream = io.StringIO(text[start : start + _MARKED_CHARACTERS], newline="")
    records = list(csv.reader(stream, delimiter=delimiter, skipinitialspace=delimiter != " "))
    is_cut = len(text) > start + _MARKED_CHARACTERS and len(records) > 1
    return [cell.strip() for record in records[: -1 if is_cut else None] for cell in record]


def likely_decimal(marks: Marks, delimiter: str) -> Guess[Decimal]:
    """A comma if more cells hold a number with a decimal comma than one with a decimal point."""
    n_commas, n_points = marks.n_commas, marks.n_points
    if n_commas + n_points:
        reason = QT_TRANSLATE_NOOP("tables", "{0} of the first cells hold a decimal comma, {1} a decimal point.")
        return Guess("," if n_commas > n_points else ".", Words(reason, n_commas, n_points, context="tables"))
    if delimiter == ",":
        reason = QT_TRANSLATE_NOOP("tables", "The comma is taken: it separates the cells.")
    else:
        reason = QT_TRANSLATE_NOOP("tables", "No cell holds a number with a decimal comma.")
    return Guess(".", Words(reason, context="tables"))


def likely_header(records: Sequence[Sequence[str]], notation: Notation) -> Guess[bool]:
    """Whether the first record holds names.

    It does if none of its cells is a number, or a date above others, and either a column below is made of numbers or
    of dates or no cell comes back in its own column.
    """
    first = [cell.strip() for cell in records[0]]
    number = next((cell for cell in first if notation.number_in(cell) is not None), None)
    if number is not None:
        return Guess(False, _said(QT_TRANSLATE_NOOP("tables", "{0} in the first line is a number."), quoted(number)))
    if not any(first):
        return Guess(False, _said(QT_TRANSLATE_NOOP("tables", "The cells of the first line are empty.")))
    below = [[cell.strip() for cell in record] for record in islice(records, 1, _SAMPLE_RECORDS)]
    columns = list(zip(*below, strict=False))
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


def sample_of(text: str, delimiter: str) -> list[list[str]]:
    """The first records of a text, whatever is wrong with them."""
    return [record for _, record in numbered_sample(text, delimiter)]


def numbered_sample(text: str, delimiter: str, line: int = 1) -> list[tuple[int, list[str]]]:
    """The same, each with the line where it starts; ``line`` is that of the text's beginning."""
    records = list(islice(_numbered(text, delimiter, line), _SAMPLE_RECORDS))
    is_cut = len(text) > _SAMPLE_CHARACTERS and 1 < len(records) < _SAMPLE_RECORDS
    return records[:-1] if is_cut else records


def is_blank(record: Sequence[str], width: int) -> bool:
    """Whether a record is a blank line in a table of so many columns, 0 if that is not known yet."""
    return not record or (len(record) == 1 and width != 1 and not record[0].strip())


def _numbered(text: str, delimiter: str, line: int) -> Iterator[tuple[int, list[str]]]:
    stream = io.StringIO(text[:_SAMPLE_CHARACTERS], newline="")
    reader = csv.reader(stream, delimiter=delimiter, skipinitialspace=delimiter != " ")
    start, width = line, 0
    for record in reader:
        if not is_blank(record, width):
            width = width or len(record)
            yield start, record
        start = line + reader.line_num


def _share_like_the_first(records: list[list[str]]) -> float:
    width = len(records[0]) if records else 1
    return sum(len(record) == width for record in records) / len(records) if width > 1 else 0.0


def _share_below_a_title(records: list[list[str]]) -> float:
    rest = records[1:]
    if not rest or _is_one_column_of_decimals(rest):
        return 0.0
    width, n_alike = Counter(len(record) for record in rest).most_common(1)[0]
    share = n_alike / len(rest)
    return share if width > 1 and share >= 0.9 else 0.0


def _is_one_column_of_decimals(records: list[list[str]]) -> bool:
    """Whether commas only cut numbers such as ``1,5`` in two."""
    return all(len(record) == 1 or has_mark(",".join(record), ",") for record in records)


def _is_numeric(column: Iterable[str], notation: Notation) -> bool:
    present = [cell for cell in column if not is_missing(cell, among_numbers=True)]
    n_numbers = sum(notation.number_in(cell) is not None for cell in present)
    return n_numbers > 0 and 2 * n_numbers >= len(present)


def _are_dates(column: Iterable[str]) -> bool:
    present = [cell for cell in column if not is_missing(cell)]
    return 2 * sum(day is not None for day in days_in(present)) >= len(present) > 0


def _said(template: str, *arguments: str) -> str:
    return Words(template, *arguments, context="tables")
