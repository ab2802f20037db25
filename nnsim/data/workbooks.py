"""Sheets of workbooks (.xlsx, .xlsm, old .xls) as tables: every cell as the text that a CSV file would hold."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from nnsim.data.blocks import Block
from nnsim.data.choices import Choices, Guess
from nnsim.data.csv_records import refuse_too_many
from nnsim.data.file_bytes import UNPACKING_FAILURES, Progress, byte_blocks, reading_failures
from nnsim.data.heads import Head, chosen, named
from nnsim.data.notation import Notation
from nnsim.data.sheet_records import SheetCells, SheetRecords
from nnsim.data.spec import ScalingKind
from nnsim.data.wording import name_hint, quoted
from nnsim.data.workbook_gaps import extent_of, unseen_cells
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words, counted_words, translate

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PACKED = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PART = "xl/workbook.xml"
_MOST_EXPANDED_BYTES = 2**30
_LOOKED_AT = 200
_DAMAGES = (*UNPACKING_FAILURES, struct.error, ElementTree.ParseError, LookupError)
"""What unpacking and parsing raise for data that make no sense."""
_MOST_CELLS = 20_000_000


@dataclass(frozen=True, eq=False)
class OpenedSheet:
    """A sheet of a workbook."""

    name: str
    cells: SheetCells
    head: Head
    sheet: Guess[str]
    sheets: tuple[str, ...]
    pictures: None = None
    encoding: None = None
    scaling: ScalingKind = "standardize"

    @property
    def place(self) -> str:
        """File and sheet."""
        return self.cells.place

    @property
    def notices(self) -> tuple[str, ...]:
        """Which sheet is read if there are several, what stands above the table, and what its beginning tells."""
        told = counted_words(
            len(self.sheets) - 1,
            QT_TRANSLATE_NOOP("tables", "Sheet {0} is read; 1 other sheet is not."),
            translate("tables", "Sheet {0} is read; {n} other sheets are not.", None, 2),
            quoted(self.sheet.value),
        )
        is_told = len(self.sheets) > 1 and not self.sheet.is_asked
        return (*((told,) if is_told else ()), *self.cells.notices, *self.head.notices)

    def records(self, labels: Collection[int] = ()) -> SheetRecords:
        """All records."""
        return SheetRecords(self.cells)

    def first_rows(self, n_rows: int) -> list[tuple[int, list[str]]]:
        """The first records with their lines."""
        block = next(iter(self.records()), Block([], [], 1.0))
        rows = zip(*(column[:n_rows] for column in block.columns), strict=True)
        return [(line, list(row)) for line, row in zip(block.lines, rows, strict=False)]


def is_workbook(head: bytes, path: Path) -> bool:
    """Whether the file is a workbook by its first bytes and, if it is packed, by what is in it.

    Raises
    ------
    TableError
        ``table.password``, ``table.too_large``, ``table.damaged``
    """
    if head.startswith(_OLD):
        if any(_ENCRYPTED in block for block in byte_blocks(path)):
            raise _locked(path.name)
        return path.suffix.lower() in (".xls", ".xlsx", ".xlsm")
    if not head.startswith(_PACKED):
        return False
    is_named_so = path.suffix.lower() in (".xlsx", ".xlsm")
    try:
        with zipfile.ZipFile(path) as archive:
            n_bytes = sum(part.file_size for part in archive.infolist())
            names = set(archive.namelist())
    except _DAMAGES:
        if is_named_so:
            raise _damaged(path.name) from None
        return False
    if _PART not in names:
        return False
    if n_bytes > _MOST_EXPANDED_BYTES:
        raise TableError(
            "table.too_large",
            Words(
                QT_TRANSLATE_NOOP("errors", "Unpacked, the workbook has {0} MB; at most {1} MB can be read."),
                f"{n_bytes / 2**20:,.0f}",
                f"{_MOST_EXPANDED_BYTES / 2**20:,.0f}",
            ),
            where=path.name,
            hint=QT_TRANSLATE_NOOP(
                "errors",
                "Keep only the rows and columns that are needed, or save the sheet as CSV.",
            ),
        )
    return True


def open_workbook(path: Path, choices: Choices, tell: Progress) -> OpenedSheet:
    """Open a sheet, the one that is asked for or the first that holds anything.

    Parameters
    ----------
    tell : is called now and then; whatever it raises comes out of here

    Raises
    ------
    TableError
        ``table.damaged``, ``table.password``, ``table.unknown_sheet``, ``table.empty``, ``table.too_large``
    """
    from python_calamine import load_workbook

    with _failures(path), _archive(path) as archive:
        workbook = load_workbook(str(path))
        found, sheet, is_suspicious = _found(workbook, choices, archive, path.name, tell)
        place = f"{path.name}, sheet {quoted(found.value)}"
        gaps = unseen_cells(archive, found.value) if archive and is_suspicious else {}
    tell(0.0)
    cells = SheetCells.of(sheet, gaps, place, choices.n_above)
    block = next(iter(SheetRecords(cells)), None)
    if block is None:
        raise _empty(place)
    records = list(zip(*(column[:_LOOKED_AT] for column in block.columns), strict=True))
    notation = Notation(has_thousands=choices.has_thousands)
    header, names, notices = named(records, notation, block.lines[0], choices)
    head = Head(None, None, header, names, block.lines[0], 0, notices, has_thousands=choices.has_thousands)
    return OpenedSheet(path.name, cells, head, found, tuple(workbook.sheet_names))


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile | None]:
    """The parts of a workbook, or ``None`` for an old one, which has none."""
    if not zipfile.is_zipfile(path):
        yield None
        return
    with zipfile.ZipFile(path) as archive:
        yield archive


def _look_over(archive: zipfile.ZipFile, sheet: str, place: str) -> bool:
    """Refuse a sheet that is too large, and say whether it may have cells that calamine does not show."""
    extent = extent_of(archive, sheet)
    refuse_too_many(extent.n_rows, extent.n_columns, place, _MOST_CELLS)
    return extent.is_suspicious


class _Found(NamedTuple):
    """Which sheet is read, its cells, and whether it may have some that calamine does not show."""

    name: Guess[str]
    sheet: CalamineSheet
    is_suspicious: bool


def _found(
    workbook: CalamineWorkbook, choices: Choices, archive: zipfile.ZipFile | None, name: str, tell: Progress
) -> _Found:
    from python_calamine import SheetTypeEnum

    def loaded(guess: Guess[str]) -> _Found:
        """Each sheet is gone through once: that takes longest of all."""
        place = f"{name}, sheet {quoted(guess.value)}"
        is_suspicious = archive is not None and _look_over(archive, guess.value, place)
        tell(0.0)
        return _Found(guess, workbook.get_sheet_by_name(guess.value), is_suspicious)

    names = workbook.sheet_names
    if choices.sheet is not None:
        if choices.sheet not in names:
            raise TableError(
                "table.unknown_sheet",
                Words(QT_TRANSLATE_NOOP("errors", "There is no sheet {0}."), quoted(choices.sheet)),
                where=name,
                hint=name_hint(choices.sheet, names),
            )
        return loaded(Guess(choices.sheet, chosen(), is_asked=True))
    reason = QT_TRANSLATE_NOOP("tables", "It is the first sheet that holds anything.")
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        found = loaded(Guess(meta.name, Words(reason, context="tables")))
        if found.sheet.height:
            return found
    raise _empty(name)


@contextmanager
def _failures(path: Path) -> Iterator[None]:
    from python_calamine import CalamineError, PasswordError

    with reading_failures(path):
        try:
            yield
        except PasswordError:
            raise _locked(path.name) from None
        except (CalamineError, *_DAMAGES) as error:
            raise _damaged(path.name) from error


def _empty(place: str) -> TableError:
    return TableError(
        "table.empty",
        QT_TRANSLATE_NOOP("errors", "The sheet is empty."),
        where=place,
        hint=QT_TRANSLATE_NOOP(
            "errors",
            "Choose a sheet that holds a table.",
        ),
    )


def _locked(name: str) -> TableError:
    return TableError(
        "table.password",
        QT_TRANSLATE_NOOP("errors", "The workbook is protected by a password, so nobody can read it without."),
        where=name,
        hint=QT_TRANSLATE_NOOP("errors", "Save a copy without a password, or the sheet as CSV."),
    )


def _damaged(name: str) -> TableError:
    return TableError(
        "table.damaged",
        QT_TRANSLATE_NOOP(
            "errors",
            "The workbook is damaged: it cannot be unpacked, or what is in it makes no sense.",
        ),
        where=name,
        hint=QT_TRANSLATE_NOOP(
            "errors",
            "Open it in a spreadsheet program and save it again, or save the sheet as CSV.",
        ),
    )
