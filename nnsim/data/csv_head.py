"""What is understood of a table in plain text: its dialect, and the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nnsim.data.cells import Decimal, number_in
from nnsim.data.csv_columns import RawColumn
from nnsim.data.csv_dialect import (
    delimiter_title,
    likely_decimal,
    likely_delimiter,
    likely_header,
)
from nnsim.data.csv_records import Records, read_records
from nnsim.data.wording import counted, listed, quoted
from nnsim.errors import TableError


class Cut(NamedTuple):
    """Records, and the dialect in which they were read."""

    records: Records
    delimiter: str
    decimal: Decimal
    notices: tuple[str, ...]


def cut(text: str, name: str, delimiter: str | None, decimal: Decimal | None) -> Cut:
    """Cut ``text`` into cells; what is not given is found out, and each finding is a notice."""
    notices = []
    if delimiter is None:
        found = likely_delimiter(text, decimal)
        # A line that nothing cuts is one cell; the comma keeps quoted cells readable.
        delimiter = found or ("\t" if decimal == "," or '"' not in text else ",")
        notices.append(f"Cells are separated by {delimiter_title(found)}." if found else "The table has one column.")
    records = read_records(text, delimiter, name)
    if decimal is None:
        decimal = likely_decimal(text, records.cells, delimiter)
        if decimal == ",":
            notices.append("Decimal mark: comma.")
    if records.n_blank:
        lines = counted(records.n_blank, "blank line was", "blank lines were")
        notices.append(f"{lines} skipped, the first is line {records.first_blank}.")
    return Cut(records, delimiter, decimal, tuple(notices))


class Named(NamedTuple):
    """Names of the columns, and how many records (0 or 1) held them."""

    names: tuple[str, ...]
    n_header_rows: int
    notices: tuple[str, ...]


def named(cut: Cut, name: str, header: bool | None) -> Named:
    """The names of the columns: those of the first record if it holds names."""
    records = cut.records
    if not records.cells:
        raise TableError("table.empty", "The file is empty.", where=name, hint="Choose a file that holds a table.")
    has_header = likely_header(records.cells, cut.decimal) if header is None else header
    line = records.lines[0]
    if not has_header:
        notice = f"Line {line} holds values already, so the columns were named column 1, column 2, …"
        names = tuple(f"column {number}" for number in range(1, len(records.cells[0]) + 1))
        return Named(names, 0, (notice,))
    if len(records.cells) == 1:
        raise TableError(
            "table.no_rows",
            "The table has names of columns but no rows.",
            where=f"{name}, line {line}",
            hint="Add rows of values below the names.",
        )
    names, renamed = _unique_names([" ".join(cell.split()) for cell in records.cells[0]])
    found = () if header is not None else (f"Line {line} holds the names of the columns.",)
    return Named(names, 1, (*found, *renamed))


def _unique_names(written: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Names that are all different and not empty, and notices of those that had to be made."""
    notices = []
    taken = set(written)
    names: list[str] = []
    for number, name in enumerate(written, 1):
        unique = name
        if not name or name in names:
            unique = _free_name(name or f"column {number}", taken)
            what = f"The second column {quoted(name)}" if name else f"Column {number}, which has no name,"
            notices.append(f"{what} was named {quoted(unique)}.")
        taken.add(unique)
        names.append(unique)
    return tuple(names), notices


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def refuse_spaces_between(raw: RawColumn) -> None:
    """Refuse a table whose cells are separated by spaces, which would else become one column of text."""
    parts = raw.cells[0].split()
    if len(parts) > 1 and all(number_in(part) is not None for part in parts):
        raise TableError(
            "table.spaces",
            f"The cells seem to be separated by spaces: {listed(map(quoted, parts), most=3)}.",
            where=f"{raw.file}, line {raw.lines[0]}",
            hint="Separate them by commas, semicolons or tabs.",
        )
