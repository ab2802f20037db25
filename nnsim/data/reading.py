"""The one door for tables that people have: what is understood of a file or of pasted text, and the table itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from nnsim.data.cells import Decimal
from nnsim.data.choices import Choices, ColumnKind, ColumnPreview, Guess, Pasted, Preview, Problem, Remedy
from nnsim.data.csv_columns import RawColumn, read_column
from nnsim.data.csv_dialect import asked_decimal, asked_delimiter, delimiter_title
from nnsim.data.csv_head import Cut, cut, named, refuse_spaces_between
from nnsim.data.csv_text import FileText, read_text, text_of
from nnsim.data.tables import Column, Table
from nnsim.errors import NnsimError, TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

Source = Path | Pasted
Progress = Callable[[float], None]

UNCHANGED = QT_TRANSLATE_NOOP("errors", "Nothing has changed: of a table that cannot be read, nothing is taken.")
_MOST_PREVIEW_ROWS = 100


def preview_table(source: Source, choices: Choices | None = None) -> Preview:
    """The beginning of the table as ``read_table`` would take it with these choices.

    What is wrong is told, not raised.
    """
    choices = choices or Choices()
    seen = Preview(source.name)
    stages = _growing(source, choices)
    try:
        while (further := next(stages, None)) is not None:
            seen = further
    except NnsimError as error:
        return replace(seen, problems=(*seen.problems, _problem(error, choices, seen)))
    return seen


def read_table(source: Source, choices: Choices | None = None, progress: Progress | None = None) -> Table:
    """Read the table, or raise the first of its problems.

    Every number equals Python's ``float`` of the cell's text (with a point for a decimal comma, a hyphen for U+2212).

    Parameters
    ----------
    progress : is told the share that is done, 0 to 1; whatever it raises ends the reading and comes out of here

    Raises
    ------
    TableError
        ``table.…``, with the place in the file, and that nothing was taken over
    UsageError
        for a delimiter or decimal mark that cannot be one
    """
    choices = choices or Choices()
    tell = progress or (lambda _share: None)
    try:
        return _read(source, _checked(choices), tell)
    except NnsimError as error:
        error.unchanged = error.unchanged or UNCHANGED
        raise


def _checked(choices: Choices) -> Choices:
    """The choices with marks that can be marks."""
    return replace(
        choices,
        delimiter=None if choices.delimiter is None else asked_delimiter(choices.delimiter),
        decimal=None if choices.decimal is None else asked_decimal(choices.decimal),
    )


def _read(source: Source, choices: Choices, tell: Progress) -> Table:
    tell(0.0)
    text = _text(source, choices)
    parts = cut(text.text, source.name, choices.delimiter, choices.decimal)
    names = named(parts, source.name, choices.has_header)
    notices = [*text.notices, *parts.notices, *names.notices]
    columns: list[Column] = []
    for place, raw in enumerate(_raw_columns(parts, names.names, names.n_header_rows, source.name)):
        if choices.kind_of(raw.name) == "left_out":
            continue
        column, column_notices = read_column(raw, parts.decimal)
        notices += column_notices
        if column is not None:
            columns.append(column)
        if len(names.names) == 1:
            refuse_spaces_between(raw)
        tell((place + 1) / len(names.names))
    if not columns:
        raise TableError("table.no_values", "Every cell of the table is empty.", where=source.name, hint="Fill it in.")
    return Table(source.name, tuple(columns), tuple(notices))


def _raw_columns(parts: Cut, names: tuple[str, ...], n_header_rows: int, file: str) -> Iterator[RawColumn]:
    lines = parts.records.lines[n_header_rows:]
    cells = parts.records.cells[n_header_rows:]
    for place, name in enumerate(names):
        yield RawColumn(file, name, [record[place].strip() for record in cells], lines)


def _growing(source: Source, choices: Choices) -> Iterator[Preview]:
    """The preview with more and more understood, up to where an error ends it."""
    choices = _checked(choices)
    text = _text(source, choices)
    seen = Preview(source.name, encoding=_encoding_guess(text, choices))
    yield seen
    parts = cut(text.text, seen.name, choices.delimiter, choices.decimal)
    seen = replace(seen, delimiter=_delimiter_guess(parts, choices), decimal=_decimal_guess(parts, choices))
    yield seen
    names = named(parts, seen.name, choices.has_header)
    shown = islice(zip(parts.records.cells, parts.records.lines, strict=True), names.n_header_rows, _MOST_PREVIEW_ROWS)
    rows, lines = zip(*shown, strict=True)
    is_header = bool(names.n_header_rows)
    reason = names.notices[0] if names.notices and choices.has_header is None else _asked("")
    seen = replace(
        seen,
        has_header=Guess(is_header, reason, choices.has_header is not None),
        rows=tuple(tuple(cell.strip() for cell in row) for row in rows),
        lines=lines,
        notices=(*text.notices, *parts.notices, *names.notices),
    )
    yield seen
    for place, raw in enumerate(_raw_columns(parts, names.names, names.n_header_rows, seen.name)):
        seen = _with_column(seen, raw, place, parts.decimal, choices)
        yield seen


def _with_column(seen: Preview, raw: RawColumn, place: int, decimal: Decimal, choices: Choices) -> Preview:
    asked = choices.kind_of(raw.name)
    if asked == "left_out":
        kind: Guess[ColumnKind] = Guess("left_out", _asked(""), is_asked=True)
        return replace(seen, columns=(*seen.columns, ColumnPreview(raw.name, place, kind)))
    try:
        column, notices = read_column(raw, decimal)
        if len(raw.cells) and len(seen.rows[0]) == 1:
            refuse_spaces_between(raw)
    except TableError as error:
        kind = Guess("number", error.message)
        seen = replace(seen, problems=(*seen.problems, _problem(error, choices, seen)))
    else:
        told = (
            notices[0] if notices else Words(QT_TRANSLATE_NOOP("tables", "Every cell is a number."), context="tables")
        )
        kind = Guess("left_out" if column is None else column.kind, told)
        seen = replace(seen, notices=(*seen.notices, *notices), table=_grown(seen, column))
    return replace(seen, columns=(*seen.columns, ColumnPreview(raw.name, place, kind)))


def _grown(seen: Preview, column: Column | None) -> Table | None:
    if column is None:
        return seen.table
    return Table(seen.name, (*(seen.table.columns if seen.table else ()), column))


def _problem(error: NnsimError, choices: Choices, seen: Preview) -> Problem:
    line = error.line if isinstance(error, TableError) else None
    column = error.column if isinstance(error, TableError) else None
    return Problem(
        error.code, error.message, error.where, error.hint, line, column, _remedies(error, choices, seen, column)
    )


def _remedies(error: NnsimError, choices: Choices, seen: Preview, column: str | None) -> tuple[Remedy, ...]:
    remedies = []
    if error.code == "table.decimal_mixed" and seen.decimal is not None:
        other: Decimal = "," if seen.decimal.value == "." else "."
        remedies.append(Remedy(f"Decimal mark {other}", replace(choices, decimal=other)))
    if column is not None:
        remedies.append(Remedy("Leave the column out", choices.with_kind(column, "left_out")))
    return tuple(remedies)


def _encoding_guess(text: FileText, choices: Choices) -> Guess[str]:
    if choices.encoding is not None:
        return Guess(choices.encoding, _asked(""), is_asked=True)
    return Guess("utf-8", text.notices[0] if text.notices else "All characters are plain ASCII.")


def _delimiter_guess(parts: Cut, choices: Choices) -> Guess[str]:
    if choices.delimiter is not None:
        return Guess(parts.delimiter, _asked(""), is_asked=True)
    return Guess(parts.delimiter, f"Cells are separated by {delimiter_title(parts.delimiter)}.")


def _decimal_guess(parts: Cut, choices: Choices) -> Guess[Decimal]:
    return Guess(parts.decimal, "", choices.decimal is not None)


def _asked(_what: str) -> str:
    return Words(QT_TRANSLATE_NOOP("tables", "You have chosen it."), context="tables")


def _text(source: Source, choices: Choices) -> FileText:
    if isinstance(source, Pasted):
        return text_of(source.text, source.name)
    return read_text(source, choices.encoding)
