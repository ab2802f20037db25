"""How many samples are trained with, of data that can become others while a run goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from nnsim.data.drawn import draws_of
from nnsim.data.spec import DataSpec, DrawnSource, TableSource
from nnsim.data.tables import Table

_OF_TABLES: Final[WeakKeyDictionary[Table, dict[DataSpec, int]]] = WeakKeyDictionary()
_NO_TABLE: Final = Table("", ())


def note_count(data: DataSpec, count: int) -> None:
    """So many samples of a table are trained with. Forgotten with the table."""
    if isinstance(data.source, TableSource):
        _OF_TABLES.setdefault(data.source.table, {})[_choices(data, data.source)] = count


def n_train_of(data: DataSpec) -> int | None:
    """How many points drawn by hand, or rows of a table that was prepared once; ``None`` of other data."""
    source = data.source
    if isinstance(source, DrawnSource):
        return max(1, int(np.count_nonzero(draws_of(source) >= data.test_fraction)))
    if isinstance(source, TableSource):
        return _OF_TABLES.get(source.table, {}).get(_choices(data, source))
    return None


def _choices(data: DataSpec, source: TableSource) -> DataSpec:
    """All but the table, which nothing here may keep alive."""
    return replace(data, source=replace(source, table=_NO_TABLE))
