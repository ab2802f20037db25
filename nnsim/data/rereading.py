"""A table that is read once more, otherwise: rows that are there still stay in their part, classes keep their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from nnsim.data.dataset import frozen
from nnsim.data.held_split import HeldSplit
from nnsim.data.prepare import holding_split
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.table_dataset import label_of
from nnsim.data.tables import Table

_COMPARED: Final = (200, 20)
"""Rows and columns that tell at which end of the table some have come or gone."""


def held_over(former: DataSpec, table: Table) -> HeldSplit | None:
    """Who is tested in ``table``, which is what the table of ``former`` came from, read otherwise.

    Lines that are skipped, or taken for names, come and go at the beginning; a file that was written on has more rows
    at the end. Rows in which nothing is known of a part get one as rows do that are added by hand.
    """
    held = holding_split(former)
    if held is None or not isinstance(former.source, TableSource):
        return None
    before, more = former.source.table, table.n_rows - len(held.parts)
    at_end = more and _n_alike(before, table, 0) > _n_alike(before, table, more)
    parts = held.parts[max(0, -more) :] if not at_end else held.parts[: table.n_rows]
    unknown = np.full(max(0, more), np.nan)
    whole = frozen(np.concatenate([parts, unknown] if at_end else [unknown, parts]))
    return replace(held, parts=whole, targets=tuple(_called_now(name, before, table) for name in held.targets))


def _called_now(name: str, before: Table, after: Table) -> str:
    """The name of the column in the same place, where all are called otherwise: the first line is no names any more."""
    if name in after.column_names or name not in before.column_names or len(before.columns) != len(after.columns):
        return name
    return after.column_names[before.column_names.index(name)]


def _n_alike(before: Table, after: Table, moved: int) -> int:
    """In how many of some cells both have the same text if rows of ``before`` stand ``moved`` rows farther down."""
    first = max(0, -moved)
    rows = range(first, min(first + _COMPARED[0], before.n_rows, after.n_rows - moved))
    columns = range(min(_COMPARED[1], len(before.columns), len(after.columns)))
    return sum(_text(before, row, one) == _text(after, row + moved, one) for row in rows for one in columns)


def _text(table: Table, row: int, column: int) -> str:
    held = table.columns[column]
    value = float(held.values[row])
    return "" if value != value else label_of(held, value)
