"""Tables of one's own that were in hand lately, so that each is found again behind a tile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from nnsim.data.classics import CLASSICS
from nnsim.data.dataset import Dataset, frozen
from nnsim.data.prepare import Prepared
from nnsim.data.spec import DataSpec, Source, TableSource
from nnsim.data.tables import Table

MOST_TABLES: Final = 3
MOST_BYTES: Final = 128 * 2**20
"""Of those that are not in hand; beyond it the oldest are let go."""
N_SHOWN: Final = 90
"""Samples for a picture."""


@dataclass(frozen=True, eq=False, slots=True)
class OwnTable:
    """A table with what was learnt from it when it was in hand last.

    Parameters
    ----------
    number : by which it is known as long as the program runs, from 1
    shown : a few of its samples, for a picture
    """

    number: int
    data: DataSpec
    shown: Dataset

    @property
    def table(self) -> Table:
        """The table itself."""
        if not isinstance(self.data.source, TableSource):
            raise TypeError("only tables are kept here")
        return self.data.source.table

    @property
    def n_bytes(self) -> int:
        """What its numbers take."""
        return sum(column.values.nbytes for column in self.table.columns)


class OwnTables(QObject):
    """The tables, with the one that was in hand last at the front. Other documents leave them alone.

    A table that is edited, read otherwise, or opened once more takes the place of the one called like it.

    Signals
    -------
    changed() : ``tables`` are others
    """

    changed = Signal()

    def __init__(self, in_hand: Callable[[], tuple[DataSpec, Prepared]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._in_hand = in_hand
        self._made = 0
        self.tables: tuple[OwnTable, ...] = ()
        self.follow()

    def numbered(self, number: int) -> OwnTable | None:
        """The table with this number, unless it was let go."""
        return next((own for own in self.tables if own.number == number), None)

    def of(self, source: Source) -> OwnTable | None:
        """The one that these data are of."""
        if not isinstance(source, TableSource):
            return None
        return next((own for own in self.tables if own.table.name == source.table.name), None)

    def follow(self) -> None:
        """Take note of what is in hand now."""
        data, prepared = self._in_hand()
        if not is_own(data.source):
            return
        known = self.of(data.source)
        if known is not None and known.data == data and known is self.tables[0]:
            return
        self._made += known is None
        now = OwnTable(self._made if known is None else known.number, data, _few(prepared))
        self.tables = _bounded((now, *(own for own in self.tables if own is not known)))
        self.changed.emit()


def is_own(source: Source) -> bool:
    """Whether it is a table that does not come with nnsim."""
    return isinstance(source, TableSource) and source.table.name not in CLASSICS


def _bounded(tables: tuple[OwnTable, ...]) -> tuple[OwnTable, ...]:
    """The first, and of the others as many as there is room for."""
    kept, room = [tables[0]], MOST_BYTES
    for own in tables[1:MOST_TABLES]:
        if own.n_bytes <= room:
            kept.append(own)
            room -= own.n_bytes
    return tuple(kept)


def _few(prepared: Prepared) -> Dataset:
    """Some of the samples, from first to last, with the inputs in use."""
    known = prepared.known
    rows = np.linspace(0, known.n_samples - 1, min(known.n_samples, N_SHOWN)).astype(int)
    inputs, targets = prepared.copies_of(known.inputs[rows]), known.targets[rows]
    return replace(
        known, inputs=frozen(inputs), input_names=prepared.input_names, targets=frozen(targets), notices=(), rows=None
    )
