"""How a table is to be read, and what was understood of it, as values that a dialog can show and a person change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnsim.data.bags import WORDS, Bag
from nnsim.data.cells import Decimal
from nnsim.data.spec import ScalingKind
from nnsim.data.tables import Table

ColumnKind = Literal["number", "category", "text", "date", "left_out"]
Fit = Literal["stretch", "fit", "crop"]
"""How a picture of another shape gets the one of all: drawn out, filled up with its ground, or cut off."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table as text, such as a spreadsheet program lays on the clipboard; ``name`` is what messages call it."""

    text: str
    name: str = "clipboard"


@dataclass(frozen=True, slots=True)
class PictureChoices:
    """What a person has decided about pictures of a folder; what is ``None`` is guessed.

    Parameters
    ----------
    shape : (height, width) in pixels that all get
    colour : whether red, green and blue go in, or how bright a pixel is
    fit : how a picture of another shape gets that one
    inverted : light becomes dark
    most_per_class : of each class not more are taken
    leaves_out : files that cannot be read are left out, and told
    """

    shape: tuple[int, int] | None = None
    colour: bool | None = None
    fit: Fit | None = None
    inverted: bool = False
    most_per_class: int | None = None
    leaves_out: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has decided about the reading of a table; what is ``None`` is guessed.

    Parameters
    ----------
    delimiter : the character between two cells
    decimal : the mark in front of the decimals
    has_thousands : whether thousands may be set apart, as in ``1,234.5`` and ``1.234,5``
    encoding : such as ``utf-8`` or ``cp1252``
    has_header : whether the first line holds the names of the columns
    n_above : how many lines of a text, or rows of a sheet, stand above the table, such as a title, and are skipped
    sheet : which sheet of a workbook
    kinds : pairs of a column's name and its kind; a column that is not named is guessed
    gaps : words that say that there is no value, besides the usual ones, in small or capital letters
    bag : what is counted in columns of texts
    bags : pairs of a column's name and what is counted in its texts, where that is something else
    most_rows : of pictures not more are taken, of each class the same share
    pictures : how those of a folder are made alike
    """

    delimiter: str | None = None
    decimal: Decimal | None = None
    encoding: str | None = None
    has_header: bool | None = None
    has_thousands: bool = False
    n_above: int = 0
    sheet: str | None = None
    kinds: tuple[tuple[str, ColumnKind], ...] = ()
    gaps: tuple[str, ...] = ()
    bag: Bag = WORDS
    bags: tuple[tuple[str, Bag], ...] = ()
    most_rows: int = 10_000
    pictures: PictureChoices = PictureChoices()

    def kind_of(self, column: str) -> ColumnKind | None:
        """What was decided about the column, or ``None``."""
        return dict(self.kinds).get(column)

    def bag_of(self, column: str) -> Bag:
        """What is counted in the texts of the column."""
        return dict(self.bags).get(column, self.bag)

    def with_bags_of(self, table: Table) -> Choices:
        """These choices, but counted is what is counted in the texts of this table."""
        found = {column.name: replace(column.bag, terms=()) for column in table.columns if column.kind == "text"}
        if len(set(found.values())) == 1:
            return replace(self, bag=next(iter(found.values())), bags=())
        return replace(self, bags=tuple(found.items()))

    def with_kind(self, column: str, kind: ColumnKind | None) -> Choices:
        """These choices with another kind of one column; ``None`` leaves it to be guessed."""
        kinds = tuple(pair for pair in self.kinds if pair[0] != column)
        return replace(self, kinds=kinds if kind is None else (*kinds, (column, kind)))


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """What was found out, and why it is thought so; ``is_asked`` if a person has said it."""

    value: T
    reason: str
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column of the preview: its name, its place among the cells of a row, from 0, and its kind."""

    name: str
    place: int
    kind: Guess[ColumnKind]


@dataclass(frozen=True, slots=True)
class Remedy:
    """Other choices with which a problem would be gone, and what to write on the button."""

    label: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the table cannot be read with these choices: the parts of the error that ``read_table`` would raise.

    Parameters
    ----------
    line : the line of the file, from 1, or ``None`` if it is no matter of one line
    column : the name of the column, or ``None``
    """

    code: str
    message: str
    where: str
    hint: str
    line: int | None = None
    column: str | None = None
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class ClassLook:
    """A class of pictures: how many there are, and some of them.

    Parameters
    ----------
    n_files : how many are taken of ``n_found``
    before : pictures as they are, or reduced, each (height, width, 3) from 0 to 255
    after : (pictures, channels, height, width) what becomes of them
    """

    name: str
    n_files: int
    n_found: int
    before: tuple[NDArray[np.uint8], ...]
    after: NDArray[np.uint8]


@dataclass(frozen=True, eq=False, slots=True)
class FolderLook:
    """A folder of pictures as it would be read.

    Parameters
    ----------
    shapes : (height, width) that may be chosen
    """

    classes: tuple[ClassLook, ...]
    shape: Guess[tuple[int, int]]
    shapes: tuple[tuple[int, int], ...]
    colour: Guess[bool]
    fit: Guess[Fit]


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a table as it would be read, with every guess.

    Parameters
    ----------
    name : of the file
    delimiter, decimal, encoding, has_header : ``None`` where there is nothing to choose, as in a workbook
    first_line : the line of a text or a sheet where the table begins, from 1; ``None`` if none can be skipped
    sheet, sheets : of a workbook; ``None`` and empty for text
    columns : empty if nothing could be understood
    gaps : words that say that there is no value, besides the usual ones
    rows : the first rows below the names, each cell as it is written; a faulty row has another length
    lines : for each row the line where it starts, from 1
    n_rows : how many rows the table has, or may have; ``None`` if nobody knows
    is_whole : whether ``problems`` tell of the whole table, and not only of its beginning
    problems : what has to be changed before the table can be read; empty if nothing
    notices : what would be done to it, in plain words
    table : the columns that could be read, with all rows if ``is_whole``, to count and to guess from
    scaling : what suits its numbers, unless something else is chosen
    pictures : of a folder of pictures what they look like
    """

    name: str
    delimiter: Guess[str] | None = None
    decimal: Guess[Decimal] | None = None
    encoding: Guess[str] | None = None
    has_header: Guess[bool] | None = None
    first_line: int | None = None
    sheet: Guess[str] | None = None
    sheets: tuple[str, ...] = ()
    columns: tuple[ColumnPreview, ...] = ()
    gaps: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()
    n_rows: int | None = None
    is_whole: bool = True
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    table: Table | None = None
    scaling: ScalingKind = "standardize"
    pictures: FolderLook | None = None
