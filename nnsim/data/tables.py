"""Tables that people have, as frozen values. ``reading.py`` reads them, ``table_dataset.py`` learns from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nnsim.data.bags import WORDS, Bag
from nnsim.data.cells import is_missing
from nnsim.data.dataset import Numbers, memory_of
from nnsim.data.held_split import HeldSplit


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : its header
    kind : ``number``, ``category`` for labels, ``text`` for sentences, or ``date``
    values : (rows,) float64; for a category or a text the number of its label; for a date the days since
        30 December 1899; NaN where the cell is missing
    labels : the labels of a category or the different texts, in order of their numbers (sorted, or numerically if all
        are whole numbers)
    bag : what is counted in the texts of a ``text``
    """

    name: str
    kind: Literal["number", "category", "text", "date"]
    values: Numbers
    labels: tuple[str, ...] = ()
    bag: Bag = WORDS


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length.

    Parameters
    ----------
    name : the file's name
    notices : each decision taken while reading
    gaps : words that said, when it was read, that there is no value, besides the usual ones
    held : who was tested when it was first edited by hand, or read once more; ``None`` if it never was
    """

    name: str
    columns: tuple[Column, ...]
    notices: tuple[str, ...] = ()
    held: HeldSplit | None = None
    gaps: tuple[str, ...] = ()

    def is_gap(self, text: str, *, among_numbers: bool = False) -> bool:
        """Whether a cell of this text has no value."""
        return is_missing(text, among_numbers=among_numbers) or text.casefold() in map(str.casefold, self.gaps)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.columns[0].values) if self.columns else 0

    @property
    def column_names(self) -> tuple[str, ...]:
        """The headers, from left to right."""
        return tuple(column.name for column in self.columns)

    def memory(self) -> dict[int, int]:
        """Bytes of the memory behind it, by its identity: tables that come of each other share columns."""
        held = () if self.held is None else (self.held.parts,)
        return memory_of(*(column.values for column in self.columns), *held)

    def column(self, name: str) -> Column:
        """The column called ``name``; raises ``KeyError``."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
