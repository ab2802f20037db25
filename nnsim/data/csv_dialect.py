"""Which dialect a table in plain text is written in: its delimiter and its decimal mark.

The methods are simple enough to be told with the reason of each guess, and each can be overruled.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from nnsim.data.cells import Decimal, has_mark, number_in
from nnsim.data.choices import Guess
from nnsim.data.notation import is_grouped, may_be_grouped, told_decimal
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
_HALVES = re.compile("[+\\-−]?[0-9]+,[0-9]+")
_TORN = re.compile("[+\\-−]0,[0-9]+|[+\\-−]?[0-9]+,0[0-9]+")
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
    columns of numbers; so they do if these have decimal commas, which commas would tear apart.
    """
    samples = {delimiter: sample_of(text, delimiter) for delimiter in _DELIMITERS}
    spaced = [line.split() for line in text[:_SAMPLE_CHARACTERS].splitlines()[:_SAMPLE_RECORDS] if line.strip()]
    are_spaces_likely = '"' not in text and _are_columns_of_numbers(spaced)
    are_decimals = are_spaces_likely and _have_decimal_commas(spaced) and not _are_numbers(samples[","])
    if '"' not in text and (decimal == "," or are_decimals):
        del samples[","]
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


def _have_decimal_commas(records: Sequence[Sequence[str]]) -> bool:
    """Whether below the first record all cells are numbers, and each comma anywhere is a decimal one."""
    cells = [cell for record in records[1:] for cell in record]
    with_commas = [cell for cell in (*records[0], *cells) if "," in cell]
    are_decimal = bool(with_commas) and all(has_mark(cell, ",") for cell in with_commas)
    return are_decimal and all("," in cell or number_in(cell) is not None for cell in cells)


def _are_numbers(records: Sequence[Sequence[str]]) -> bool:
    """Whether all cells below the first record are numbers, perhaps with spaces between thousands."""
    cells = [cell.strip() for record in records[1:] for cell in record]
    return all(number_in(cell) is not None or is_grouped(cell, ".") for cell in cells)


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


def number_in_halves(text: str) -> str | None:
    """Of lines that each hold one comma a line which tells that it may be a decimal one, as in ``0,05`` and ``-0,5``.

    A cell of a whole number hardly begins with a zero.
    """
    lines = [line.strip() for line in text[:_SAMPLE_CHARACTERS].splitlines()[:_SAMPLE_RECORDS] if line.strip()]
    if not lines or not all(_HALVES.fullmatch(line) for line in lines):
        return None
    return next((line for line in lines if _TORN.fullmatch(line)), None)


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
