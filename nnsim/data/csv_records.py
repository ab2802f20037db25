"""From the text of a table to records of equal length, a block at a time, each with the line where it starts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from nnsim.data.blocks import Block, Cells
from nnsim.data.cells import Decimal, block_of_numbers
from nnsim.data.csv_dialect import delimiter_title, is_blank
from nnsim.data.csv_faults import malformed, start_of
from nnsim.data.wording import cells_counted, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words, counted_words, translate

if TYPE_CHECKING:
    from _csv import Reader

MOST_COLUMNS = 10_000
MOST_ROWS = 10_000_000
MOST_CELLS = 62_500_000
_RUNS_OF_SPACES = re.compile(r'("(?:[^"]|"")*"?)|^ +| +$| +', re.MULTILINE)


class RaggedError(TableError):
    """A row has more or fewer cells, ``n_cells``, than the ``n_expected`` of the first."""

    def __init__(self, message: str, hint: str, name: str, line: int, n_cells: int, n_expected: int) -> None:
        super().__init__("table.ragged", message, where=f"{name}, line {line}", line=line, hint=hint)
        self.n_cells = n_cells
        self.n_expected = n_expected


class Records:
    """The records of a text, cut at a delimiter.

    Parameters
    ----------
    blocks : of whole lines, with the share that is done, as ``TableText.blocks`` gives them
    name : the file's, for messages
    first_line : the number of the first line of ``blocks``
    decimal : the decimal mark
    labels : the places of columns that are not worth a try as numbers

    Attributes
    ----------
    n_blank, first_blank : how many blank lines were skipped, and the first of them, or 0
    """

    def __init__(
        self,
        blocks: Iterable[tuple[str, float]],
        delimiter: str,
        name: str,
        first_line: int = 1,
        decimal: Decimal = ".",
        labels: Collection[int] = (),
    ) -> None:
        self.n_blank = 0
        self.first_blank = 0
        self._blocks = blocks
        self._delimiter = delimiter
        self._decimal: Decimal = decimal
        self._labels = labels
        self._name = name
        self._line = first_line
        self._width = 0
        self._width_from = 0
        self._last_blank = 0
        self._n_rows = 0

    def __iter__(self) -> Iterator[Block]:
        """Block after block.

        Raises
        ------
        TableError
            ``table.ragged``, ``table.unclosed_quote``, ``table.stray_quote``, ``table.huge_cell``, ``table.too_wide``,
            ``table.too_large``
        """
        rest = ""
        for text, share in self._blocks:
            whole = rest + (single_spaces(text) if self._delimiter == " " else text)
            block, rest = self._block(whole, share, is_last=False)
            if block is not None:
                yield block
        if rest:
            block, _ = self._block(rest, 1.0, is_last=True)
            if block is not None:
                yield block

    def notices(self) -> tuple[str, ...]:
        """How many blank lines were skipped so far."""
        if not self.n_blank:
            return ()
        return (
            counted_words(
                self.n_blank,
                QT_TRANSLATE_NOOP("tables", "1 blank line was skipped, the first is line {0}."),
                translate("tables", "{n} blank lines were skipped, the first is line {0}.", None, 2),
                self.first_blank,
            ),
        )

    def _block(self, text: str, share: float, *, is_last: bool) -> tuple[Block | None, str]:
        """The records of the text, and what of it is left because its last quote is still open."""
        block = self._plain_block(text, share)
        if block is not None:
            return block, ""
        records, lines, rest = self._records(text, is_last=is_last)
        self._count(len(records))
        if not records:
            return None, rest
        columns = [[cell.strip() for cell in column] for column in zip(*records, strict=True)]
        return Block(columns, lines, share), rest

    def _plain_block(self, text: str, share: float) -> Block | None:
        """The records of a text without quotes and blank lines, in which every line has as many cells; else ``None``.

        Cut by NumPy and ``str.split``: twice as fast as the csv module, which would find the same.
        """
        if '"' in text or not self._delimiter.isascii():
            return None
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.removesuffix("\n")
        first = text.partition("\n")[0]
        width = self._width or first.count(self._delimiter) + 1
        if not first.strip() or (width == 1 and "\n\n" in text) or width > MOST_COLUMNS:
            return None
        data = np.frombuffer(text.encode("utf-8", "surrogatepass") + b"\n", np.uint8)
        ends = np.flatnonzero((data == ord(self._delimiter)) | (data == ord("\n")))
        if len(ends) % width or np.diff(ends, prepend=-1).max() > csv.field_size_limit():
            return None
        is_line_end = (data[ends] == ord("\n")).reshape(-1, width)
        if not is_line_end[:, -1].all() or is_line_end[:, :-1].any():
            return None
        self._keep_width(width, self._line)
        lines = range(self._line, self._line + len(is_line_end))
        self._line += len(lines)
        self._count(len(lines))
        columns = [column for column in range(width) if column not in self._labels]
        found = block_of_numbers(text, self._delimiter, self._decimal, columns)
        numbers = {} if found is None else dict(zip(columns, found.T, strict=True))
        return Block(Cells(text, self._delimiter, width), lines, share, numbers)

    def _records(self, text: str, *, is_last: bool) -> tuple[list[list[str]], list[int], str]:
        records: list[list[str]] = []
        lines: list[int] = []
        first_line = self._line
        reader = self._reader(text)
        while True:
            try:
                record = next(reader, None)
            except csv.Error:
                rest = text[start_of(text, self._line - first_line) :]
                if is_last or not _may_go_on(rest, self._delimiter):
                    raise malformed(rest, self._line, self._delimiter, self._name) from None
                return records, lines, rest
            if record is None:
                return records, lines, ""
            if is_blank(record, self._width):
                self.n_blank += 1
                self.first_blank = self.first_blank or self._line
                self._last_blank = self._line
            else:
                self._keep_width(len(record), self._line)
                if len(record) != self._width:
                    raise self._ragged(len(record))
                records.append(record)
                lines.append(self._line)
            self._line = first_line + reader.line_num

    def _reader(self, text: str) -> Reader:
        skips = self._delimiter != " "
        stream = io.StringIO(text, newline="")
        return csv.reader(stream, delimiter=self._delimiter, strict=True, skipinitialspace=skips)

    def _keep_width(self, width: int, line: int) -> None:
        if self._width:
            return
        if width > MOST_COLUMNS:
            raise TableError(
                "table.too_wide",
                Words(
                    QT_TRANSLATE_NOOP("errors", "The table has {0} columns; at most {1} can be read."),
                    f"{width:,}",
                    f"{MOST_COLUMNS:,}",
                ),
                where=self._name,
                hint=QT_TRANSLATE_NOOP("errors", "Keep only the columns that are needed."),
            )
        self._width, self._width_from = width, line

    def _count(self, n_rows: int) -> None:
        self._n_rows += n_rows
        refuse_too_many(self._n_rows, self._width, self._name)

    def _ragged(self, seen: int) -> RaggedError:
        if seen < self._width:
            hint = QT_TRANSLATE_NOOP(
                "errors",
                "Add the missing cells; an empty cell still needs its delimiter.",
            )
        else:
            hint = Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "Remove the surplus cells, or put a cell that contains {0} in quotes.",
                ),
                quoted(self._delimiter),
            )
        if self._width == 1:
            title = QT_TRANSLATE_NOOP("errors", "If line {0} is a title above the table, skip it. {1}")
            hint = Words(title, self._width_from, hint)
        elif self._line - 1 == self._last_blank:
            another = QT_TRANSLATE_NOOP("errors", "If another table begins here, keep each in a file of its own. {0}")
            hint = Words(another, hint)
        message = Words(
            QT_TRANSLATE_NOOP("errors", "The row has {0} separated by {1}, but line {2} has {3}."),
            cells_counted(seen),
            delimiter_title(self._delimiter),
            self._width_from,
            cells_counted(self._width),
        )
        return RaggedError(message, hint, self._name, self._line, seen, self._width)


def refuse_too_many(n_rows: int, n_columns: int, name: str, most_cells: int = MOST_CELLS) -> None:
    """Refuse more cells than a project can hold: ``table.too_large``."""
    if n_rows > MOST_ROWS or n_rows * n_columns > most_cells:
        raise TableError(
            "table.too_large",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The table has about {0} rows and {1} cells; at most {2} rows and {3} cells can be read.",
                ),
                f"{n_rows:,}",
                f"{n_rows * n_columns:,}",
                f"{MOST_ROWS:,}",
                f"{most_cells:,}",
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Keep only the rows and columns that are needed."),
        )


def single_spaces(text: str) -> str:
    """The text with one space where there are several, and none around lines; in quotes it stays as it is."""
    return _RUNS_OF_SPACES.sub(_shorter, text)


def _shorter(found: re.Match[str]) -> str:
    if found[1]:
        return found[1]
    is_edge = found.start() == 0 or found.string[found.start() - 1] in "\r\n"
    is_edge = is_edge or found.end() == len(found.string) or found.string[found.end()] in "\r\n"
    return "" if is_edge else " "


def _may_go_on(rest: str, delimiter: str) -> bool:
    """Whether the faulty record could be put right by more lines: its last quote is open, and no cell too long."""
    try:
        list(csv.reader(io.StringIO(rest + '"', newline=""), delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return False
    return True
