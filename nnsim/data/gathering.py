"""The cells of a column, block after block, of which no more is kept than its values need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnsim.data.amounts import currencies_in
from nnsim.data.cells import Decimal, is_missing
from nnsim.data.dataset import Mask, Numbers, Rows
from nnsim.data.dates import days_in
from nnsim.data.notation import Notation

MOST_LABELS = 100_000
"""So many different texts are kept of a column; a project file could not hold more as labels."""
_OTHER = -1
_FEW = 4


@dataclass(frozen=True, eq=False)
class Gathered:
    """All cells of a column.

    Parameters
    ----------
    file, name : of the file and the column
    notation : how its numbers are written
    lines : (rows,) for each row the line where it starts, from 1
    numbers : (rows,) NaN where the cell is no number, infinite where it is too large
    texts : the different texts of the other cells, and of numbers that are too large
    rows, codes : (others,) where these cells are, ascending, and their places in ``texts``; −1 for more texts than
        are kept
    has_all_texts : whether the texts of numbers are among them, too
    gaps : words that say that there is no value, besides the usual ones, in small letters
    currencies : the signs of currencies in all cells
    """

    file: str
    name: str
    notation: Notation
    lines: Rows
    numbers: Numbers
    texts: tuple[str, ...]
    rows: Rows
    codes: Rows
    has_all_texts: bool
    gaps: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()

    @property
    def decimal(self) -> Decimal:
        """The mark in front of the decimals."""
        return self.notation.decimal

    @property
    def n_rows(self) -> int:
        """How many cells there are."""
        return len(self.numbers)

    @property
    def is_number(self) -> Mask:
        """(rows,) which cells hold a number."""
        found: Mask = ~np.isnan(self.numbers)
        return found

    @cached_property
    def days(self) -> Numbers:
        """(texts,) the days since 30 December 1899 of each text that is a date, NaN of the others."""
        dated = zip(self.texts, days_in(self.texts), strict=True)
        return np.array([np.nan if day is None or self.is_gap(text) else day for text, day in dated], np.float64)

    @property
    def n_dates(self) -> int:
        """How many cells hold a date."""
        return int((~np.isnan(np.array([*self.days, np.nan])[self.codes])).sum())

    def rows_of(self, wanted: Sequence[bool]) -> Rows:
        """The rows that hold one of the wanted texts, ascending; ``wanted`` has one answer for each text."""
        chosen: Rows = self.rows[np.array([*wanted, False])[self.codes]]  # −1 is the last one
        return chosen

    def missing(self, *, among_numbers: bool = False) -> Rows:
        """The rows without a value."""
        return self.rows_of([self.is_gap(text, among_numbers=among_numbers) for text in self.texts])

    def is_gap(self, text: str, *, among_numbers: bool = False) -> bool:
        """Whether a cell of this text has no value."""
        return is_missing(text, among_numbers=among_numbers) or text.casefold() in self.gaps

    def text_at(self, row: int) -> str:
        """What is written in a cell whose text was kept."""
        return self.texts[int(self.codes[np.searchsorted(self.rows, row)])]

    def place(self, row: int) -> str:
        """File, line and column of a cell."""
        return f"{self.file}, line {self.lines[row]}, column “{self.name}”"


class Gathering:
    """Takes the cells of one column.

    Parameters
    ----------
    keeps_texts : whether the texts of numbers are kept, too, as they are needed for labels
    gaps : words that say that there is no value, besides the usual ones
    """

    def __init__(
        self, file: str, name: str, notation: Notation, *, keeps_texts: bool = False, gaps: Sequence[str] = ()
    ) -> None:
        self.name = name
        self._file = file
        self._notation = notation
        self._keeps_texts = keeps_texts
        self._gaps = frozenset(map(str.casefold, gaps))
        self._n_rows = 0
        self._numbers: list[Numbers] = []
        self._rows: list[Rows] = []
        self._codes: list[Rows] = []
        self._code_of: dict[str, int] = {}
        self._currencies: frozenset[str] = frozenset()

    def take(self, cells: Sequence[str]) -> None:
        """Take the cells of the next rows."""
        different = list(dict.fromkeys(cells)) if self._keeps_texts else []
        if different and _FEW * len(different) < len(cells):
            self._take_few(cells, different)
        else:
            self._take_many(cells)
        self._currencies |= currencies_in(cells)
        self._n_rows += len(cells)

    def _take_few(self, cells: Sequence[str], different: Sequence[str]) -> None:
        """Take cells of few different texts, each of which is looked at once."""
        place = {cell: number for number, cell in enumerate(different)}
        places = np.fromiter(map(place.__getitem__, cells), np.intp, len(cells))
        self._numbers.append(np.array(self._notation.numbers_in(different), dtype=np.float64)[places])
        self._codes.append(self._codes_of(different)[places])
        self._rows.append(self._n_rows + np.arange(len(cells)))

    def _take_many(self, cells: Sequence[str]) -> None:
        numbers = np.array(self._notation.numbers_in(cells), dtype=np.float64)
        self._numbers.append(numbers)
        rows = np.flatnonzero(self._keeps_texts | ~np.isfinite(numbers))
        if len(rows):
            kept = cells if len(rows) == len(cells) else [cells[row] for row in rows.tolist()]
            self._codes.append(self._codes_of(kept))
            self._rows.append(self._n_rows + rows)

    def take_numbers(self, numbers: Numbers) -> None:
        """Take the next rows, whose cells are these numbers, all finite; only if no texts of numbers are kept."""
        self._numbers.append(numbers.copy())  # of its own, or the whole block would be kept
        self._n_rows += len(numbers)

    def _codes_of(self, cells: Sequence[str]) -> Rows:
        for cell in dict.fromkeys(cells):
            if cell not in self._code_of and len(self._code_of) <= MOST_LABELS:
                self._code_of[cell] = len(self._code_of)
        return np.fromiter((self._code_of.get(cell, _OTHER) for cell in cells), np.intp, len(cells))

    def gathered(self, lines: Rows) -> Gathered:
        """All that was taken; ``lines`` are those of all rows."""
        return Gathered(
            file=self._file,
            name=self.name,
            notation=self._notation,
            lines=lines,
            numbers=np.concatenate(self._numbers) if self._numbers else np.empty(0),
            texts=tuple(self._code_of),
            rows=np.concatenate(self._rows) if self._rows else np.empty(0, np.intp),
            codes=np.concatenate(self._codes) if self._codes else np.empty(0, np.intp),
            has_all_texts=self._keeps_texts,
            gaps=self._gaps,
            currencies=self._currencies,
        )
