"""What the beginning of a table in plain text tells: its dialect, and the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from nnsim.data.cells import Decimal, number_in
from nnsim.data.choices import Choices, Guess
from nnsim.data.csv_dialect import (
    Marks,
    decimal_marks,
    delimiter_title,
    likely_decimal,
    likely_delimiter,
    marks_beside_thousands,
    number_in_halves,
    numbered_sample,
)
from nnsim.data.csv_records import Records, refuse_too_many, single_spaces
from nnsim.data.first_line import likely_header
from nnsim.data.notation import Notation
from nnsim.data.table_text import TableText, empty
from nnsim.data.wording import lines_skipped, quoted, said
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_SEPARATOR_LINE = re.compile(r"sep=([^\r\n\"0-9A-Za-z])[ \t]*(?:\r\n|\r|\n|$)", re.IGNORECASE)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_NO_DELIMITERS = set("\t;|, .+-−\"'()eE")
_MOST_LINES = 200
_ONE_COLUMN = said(QT_TRANSLATE_NOOP("tables", "The table has one column."))


class UnknownDelimiterError(TableError):
    """The lines are cut by a character that is not looked for: ``delimiter``."""

    def __init__(self, delimiter: str, example: str, name: str) -> None:
        super().__init__(
            "table.separator",
            Words(
                QT_TRANSLATE_NOOP("errors", "The cells seem to be separated by {0}, as in {1}."),
                quoted(delimiter),
                quoted(example),
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP(
                "errors",
                "Say that this character separates the cells, or use commas, semicolons or tabs.",
            ),
        )
        self.delimiter = delimiter


@dataclass(frozen=True, eq=False)
class Head:
    """How a table is to be cut and named.

    Parameters
    ----------
    delimiter, decimal : ``None`` for a workbook
    names : of the columns, all different
    line : that of the first record, from 1
    n_skipped : how many lines stand above, such as ``sep=;`` or a title
    notices : what was decided, in plain words
    doubts : what cannot be told, and has to be said before the table can be read
    has_thousands : thousands may be set apart
    is_named : the names are no matter of choice, as of arrays, which have none
    """

    delimiter: Guess[str] | None
    decimal: Guess[Decimal] | None
    has_header: Guess[bool]
    names: tuple[str, ...]
    line: int
    n_skipped: int
    notices: tuple[str, ...]
    doubts: tuple[TableError, ...] = ()
    is_named: bool = False
    has_thousands: bool = False

    @property
    def notation(self) -> Notation:
        """How numbers are written: with a point in a workbook, whose numbers have no marks."""
        if self.decimal is None or self.delimiter is None:
            return Notation(has_thousands=self.has_thousands)
        is_likely = self.delimiter.value == "," and self.decimal.value == "."
        is_sure = self.decimal.is_asked or self.has_thousands
        return Notation(self.decimal.value, self.has_thousands, is_sure, is_sure or is_likely)

    def records(self, text: TableText, labels: Collection[int] = ()) -> Records:
        """The records of the whole text, the names among them; ``labels`` are places of columns without numbers."""
        delimiter = self.delimiter.value if self.delimiter else "\t"
        blocks = _below(self.n_skipped, text.blocks())
        return Records(blocks, delimiter, text.name, 1 + self.n_skipped, self.notation.decimal, labels)

    def first_block(self, text: TableText) -> str:
        """The beginning of the text, with single spaces if these separate the cells."""
        first, _ = next(_below(self.n_skipped, text.blocks()), ("", 1.0))
        return single_spaces(first) if self.delimiter and self.delimiter.value == " " else first


def head_of(text: TableText, choices: Choices) -> Head:
    """Find out what ``choices`` leave open.

    Raises
    ------
    TableError
        ``table.empty``, ``table.too_large``; ``table.separator`` and ``table.thousands`` come back in ``doubts``
    """
    above = _separator_line(next(text.blocks(), ("", 1.0))[0])
    n_skipped = max(choices.n_above, int(bool(above)))
    whole = _below(n_skipped, text.blocks())
    first, _ = next(whole, ("", 1.0))
    if not first.strip():
        raise empty(text.name)
    delimiter, told = _delimiter(above, first, choices)
    if delimiter.value == " ":
        first = single_spaces(first)
    decimal, marks = _decimal(chain([first], (block for block, _ in whole)), delimiter.value, choices)
    is_cut = delimiter.is_asked or told != _ONE_COLUMN
    sample = numbered_sample(first, delimiter.value, 1 + n_skipped)
    if not sample:
        raise empty(text.name)
    line, records = sample[0][0], [record for _, record in sample]
    refuse_too_many(text.n_breaks, len(records[0]), text.name)
    notation = Notation(decimal.value, choices.has_thousands)
    header, names, renamed = named(records, notation, line, choices)
    is_sure = delimiter.is_asked or bool(above) or decimal.is_asked
    doubts = (
        *_doubts(delimiter.value, is_cut, marks, first, text.name),
        *(() if is_sure or delimiter.value != "," else _torn(first, text.name)),
    )
    skipped = lines_skipped(choices.n_above) if choices.n_above else ""
    comma = (
        said(QT_TRANSLATE_NOOP("tables", "Decimal mark: comma."))
        if decimal.value == "," and not decimal.is_asked
        else ""
    )
    apart = said(QT_TRANSLATE_NOOP("tables", "Thousands may be set apart, as asked.")) if choices.has_thousands else ""
    notices = tuple(filter(None, (skipped, told, comma, apart, *renamed)))
    return Head(
        delimiter, decimal, header, names, line, n_skipped, notices, doubts, has_thousands=choices.has_thousands
    )


def named(
    records: Sequence[Sequence[str]], notation: Notation, line: int, choices: Choices
) -> tuple[Guess[bool], tuple[str, ...], tuple[str, ...]]:
    """Whether the first record holds names, the names of the columns, and notices of what was decided."""
    header = likely_header(records, notation)
    if choices.has_header is not None:
        header = Guess(choices.has_header, chosen(), is_asked=True)
    if not header.value:
        template = QT_TRANSLATE_NOOP(
            "tables", "Line {0} holds values already, so the columns were named column 1, column 2, …"
        )
        notice = said(template, line)
        return header, tuple(f"column {number}" for number in range(1, len(records[0]) + 1)), (notice,)
    names, renamed = _unique_names([" ".join(cell.split()) for cell in records[0]])
    held = said(QT_TRANSLATE_NOOP("tables", "Line {0} holds the names of the columns."), line)
    found = () if header.is_asked else (held,)
    return header, names, (*found, *renamed)


def chosen() -> str:
    """The reason of what a person has said."""
    return Words(QT_TRANSLATE_NOOP("tables", "You have chosen it."), context="tables")


def _separator_line(text: str) -> str:
    """What the line ``sep=;`` of a spreadsheet program says, if there is one."""
    found = _SEPARATOR_LINE.match(text)
    return found[1] if found else ""


def _below(n_skipped: int, blocks: Iterator[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """The blocks without their first lines."""
    for text, share in blocks:
        end = 0
        while n_skipped and (found := _LINE_BREAK.search(text, end)):
            end = found.end()
            n_skipped -= 1
        if not n_skipped:
            yield text[end:], share


def _delimiter(above: str, text: str, choices: Choices) -> tuple[Guess[str], str]:
    """The delimiter and what to tell of it."""
    if choices.delimiter is not None:
        return Guess(choices.delimiter, chosen(), is_asked=True), ""
    if above:
        reason = Words(QT_TRANSLATE_NOOP("tables", "The first line says so."), context="tables")
        template = QT_TRANSLATE_NOOP("tables", "Cells are separated by {0}, as the first line says.")
        return Guess(above, reason), said(template, delimiter_title(above))
    found = likely_delimiter(text, choices.decimal)
    if found is not None:
        template = QT_TRANSLATE_NOOP("tables", "Cells are separated by {0}.")
        return found, said(template, delimiter_title(found.value))
    # A line that nothing cuts is one cell; the comma keeps quoted cells readable.
    reason = Words(
        QT_TRANSLATE_NOOP("tables", "Nothing cuts the lines alike: the table has one column."), context="tables"
    )
    return Guess("\t" if choices.decimal == "," or '"' not in text else ",", reason), _ONE_COLUMN


def _other_delimiters(text: str, name: str) -> Iterator[UnknownDelimiterError]:
    """What else may separate the cells of a table that would become one column of text."""
    lines = [line.strip() for line in text[:100_000].splitlines()[:_MOST_LINES] if line.strip()]
    for mark in dict.fromkeys(lines[-1]):
        if mark.isalnum() or mark in _NO_DELIMITERS or len({line.count(mark) for line in lines}) > 1:
            continue
        cells = [cell.strip() for line in lines[1:] or lines for cell in line.split(mark)]
        if 2 * sum(number_in(cell) is not None or number_in(cell, ",") is not None for cell in cells) >= len(cells):
            yield UnknownDelimiterError(mark, lines[-1], name)
            return


def _decimal(blocks: Iterator[str], delimiter: str, choices: Choices) -> tuple[Guess[Decimal], Marks]:
    if choices.decimal is not None:
        return Guess(choices.decimal, chosen(), is_asked=True), Marks(0, 0)
    if choices.has_thousands:
        return likely_decimal(marks_beside_thousands(next(blocks), delimiter), delimiter), Marks(0, 0)
    for block in blocks:
        marks = decimal_marks(block, delimiter)
        if any(marks) or delimiter == ",":  # between commas, quoted decimal commas show soon or not at all
            return likely_decimal(marks, delimiter), marks
    return likely_decimal(Marks(0, 0), delimiter), Marks(0, 0)


def _doubts(delimiter: str, is_cut: bool, marks: Marks, text: str, name: str) -> Iterator[TableError]:
    """What cannot be told from the text, and would become something else without a word."""
    if not is_cut:
        yield from _other_delimiters(text, name)
    if delimiter == "," and marks.n_points < marks.n_commas == marks.n_thousands:
        yield TableError(
            "table.thousands",
            QT_TRANSLATE_NOOP(
                "errors",
                "Numbers such as “12,345” have a comma in front of three digits: it may be a decimal mark, "
                "or set thousands apart.",
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Say whether the comma is the decimal mark or sets thousands apart."),
        )


def _torn(text: str, name: str) -> Iterator[TableError]:
    """Lines that are as likely one number with a decimal comma as two cells."""
    line = number_in_halves(text)
    if line is not None:
        yield TableError(
            "table.one_or_two",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "Each line is like {0}: two cells with a comma between them, or one number with a decimal comma.",
                ),
                quoted(line),
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Say whether the comma separates cells or is the decimal mark."),
        )


def _unique_names(written: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Names that are all different and not empty, and notices of those that had to be made."""
    notices: list[str] = []
    taken = set(written)
    names: list[str] = []
    used: set[str] = set()
    for number, name in enumerate(written, 1):
        unique = name
        if not name or name in used:
            unique = _free_name(name or f"column {number}", taken)
            again = QT_TRANSLATE_NOOP("tables", "The second column {0} was named {1}.")
            nameless = QT_TRANSLATE_NOOP("tables", "Column {0}, which has no name, was named {1}.")
            notices.append(said(again if name else nameless, quoted(name) if name else number, quoted(unique)))
        taken.add(unique)
        used.add(unique)
        names.append(unique)
    return tuple(names), notices


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
