"""A table that has been opened: what its beginning tells, and its records as often as they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from nnsim.data.blocks import Block
from nnsim.data.cells import number_in
from nnsim.data.choices import Choices, FolderLook, Guess, Pasted
from nnsim.data.csv_dialect import asked_decimal, asked_delimiter, numbered_sample
from nnsim.data.file_bytes import Progress, first_bytes, size_of
from nnsim.data.folder_tables import open_folder
from nnsim.data.heads import Head, head_of
from nnsim.data.picture_decoding import PictureFolder
from nnsim.data.picture_tables import LABEL, holds_pictures, is_called_so, open_pictures
from nnsim.data.spec import ScalingKind
from nnsim.data.table_text import TableText, open_text
from nnsim.data.wording import quoted
from nnsim.data.workbooks import is_workbook, open_workbook
from nnsim.errors import TableError, UsageError
from nnsim.words import QT_TRANSLATE_NOOP, Words

Source = Path | Pasted | PictureFolder

_HEAD_BYTES = 4096
_NOT_PLAIN = (b"PK", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\0\0")
"""How packed files, old workbooks and arrays begin."""


def unheard(_share: float) -> None:
    """Nobody listens."""


class Numbered(Protocol):
    """Records in blocks, and what to tell of them when all have been gone through."""

    def __iter__(self) -> Iterator[Block]:
        """Block after block, the names among them."""

    def notices(self) -> tuple[str, ...]:
        """What was done with them."""


class Opened(Protocol):
    """What every kind of table can tell."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def place(self) -> str:
        """What messages call it, with the sheet of a workbook."""

    @property
    def head(self) -> Head:
        """What its beginning tells."""

    @property
    def encoding(self) -> Guess[str] | None:
        """``None`` if it has none."""

    @property
    def sheet(self) -> Guess[str] | None:
        """Of a workbook the sheet that is read."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Of a workbook the names of all sheets."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What was decided to open it."""

    @property
    def scaling(self) -> ScalingKind:
        """What suits its numbers, unless something else is chosen."""

    @property
    def pictures(self) -> FolderLook | None:
        """Of a folder of pictures what they look like."""

    def records(self, labels: Collection[int] = ()) -> Numbered:
        """All records from the beginning; ``labels`` are the places of columns that are not worth a try as numbers."""

    def first_rows(self, n_rows: int) -> list[tuple[int, list[str]]]:
        """The first records with their lines, also faulty ones."""


@dataclass(frozen=True, eq=False)
class OpenedText:
    """A table in plain text."""

    text: TableText
    head: Head
    sheet: None = None
    sheets: tuple[str, ...] = ()
    pictures: None = None
    scaling: ScalingKind = "standardize"

    @property
    def name(self) -> str:
        """The file's name."""
        return self.text.name

    @property
    def place(self) -> str:
        """The same."""
        return self.text.name

    @property
    def encoding(self) -> Guess[str] | None:
        """Of a file."""
        return self.text.encoding

    @property
    def notices(self) -> tuple[str, ...]:
        """The encoding if it is not plain, and what the beginning tells."""
        encoding = self.encoding
        is_told = encoding is not None and not encoding.is_asked and "ASCII" not in encoding.reason
        return (*((encoding.reason,) if encoding is not None and is_told else ()), *self.head.notices)

    def records(self, labels: Collection[int] = ()) -> Numbered:
        """All records."""
        return self.head.records(self.text, labels)

    def first_rows(self, n_rows: int) -> list[tuple[int, list[str]]]:
        """The first records with their lines."""
        first = self.head.first_block(self.text)
        delimiter = self.head.delimiter.value if self.head.delimiter else "\t"
        return numbered_sample(first, delimiter, 1 + self.head.n_skipped)[:n_rows]


def open_table(source: Source, choices: Choices, tell: Progress = unheard, *, is_glance: bool = False) -> Opened:
    """Open a table and find out what ``choices`` leave open; at a glance, from the beginning of a large file.

    Parameters
    ----------
    tell : is told the share that is done, where it takes long; whatever it raises ends the opening

    Raises
    ------
    TableError
        as ``open_text``, ``open_workbook``, ``open_pictures``, ``open_folder`` and ``head_of``
    """
    choices = checked(choices)
    if isinstance(source, PictureFolder):
        return open_folder(source, choices, tell, is_glance=is_glance)
    if isinstance(source, Path):
        size_of(source)
        head = first_bytes(source, _HEAD_BYTES)
        if holds_pictures(head, source):
            return open_pictures(source, choices, tell, is_glance=is_glance)
        if is_workbook(head, source):
            return open_workbook(source, choices, tell)
    text = open_text(source, choices.encoding, is_glance=is_glance)
    return OpenedText(text, head_of(text, choices))


def is_plain(source: Source) -> bool:
    """Whether it is what it seems: text, of which as much is read as there is; also what nothing is read of at all."""
    if isinstance(source, Pasted):
        return True
    if isinstance(source, PictureFolder):
        return False
    try:
        size_of(source)
        return not is_called_so(source) and not first_bytes(source, 4).startswith(_NOT_PLAIN)
    except TableError:
        return True


def settled(source: Source, choices: Choices) -> Choices:
    """The choices with what is no guess of such a source: what is known of a picture is the class it lies in."""
    if isinstance(source, PictureFolder) and choices.kind_of(LABEL) is None:
        return choices.with_kind(LABEL, "category")
    return choices


def below_names(records: Iterable[Block], head: Head) -> Iterator[Block]:
    """The records without that of the names."""
    is_first = head.has_header.value
    for block in records:
        if is_first:
            is_first = False
            block = Block([column[1:] for column in block.columns], block.lines[1:], block.share)
            if not block.lines:
                continue
        yield block


def no_rows(opened: Opened) -> TableError:
    """What to say of a table that has only names."""
    return TableError(
        "table.no_rows",
        QT_TRANSLATE_NOOP("errors", "The table has names of columns but no rows."),
        where=f"{opened.place}, line {opened.head.line}",
        line=opened.head.line,
        hint=QT_TRANSLATE_NOOP("errors", "Add rows of values below the names."),
    )


def no_values(opened: Opened) -> TableError:
    """What to say of a table of which nothing is left."""
    return TableError(
        "table.no_values",
        QT_TRANSLATE_NOOP("errors", "Every cell of the table is empty, or its column was left out."),
        where=opened.place,
        hint=QT_TRANSLATE_NOOP("errors", "Fill it in, or keep a column."),
    )


def checked(choices: Choices) -> Choices:
    """The choices with marks that can be marks and gaps that are words, or ``UsageError``."""
    for word in choices.gaps:
        if number_in(word) is not None or number_in(word, ",") is not None:
            raise UsageError(
                "table.gap",
                Words(QT_TRANSLATE_NOOP("errors", "{0} is a number, and cannot say that there is none."), quoted(word)),
                hint=QT_TRANSLATE_NOOP("errors", "Empty these cells in the file."),
            )
    return replace(
        choices,
        delimiter=None if choices.delimiter is None else asked_delimiter(choices.delimiter),
        decimal=None if choices.decimal is None else asked_decimal(choices.decimal),
    )
