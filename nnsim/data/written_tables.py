"""A table in hand as the text that would be read as it: what was edited by hand has no file any more."""

from __future__ import annotations

import csv
import io
from typing import Final

import numpy as np

from nnsim.data.choices import Choices, ColumnKind, Pasted
from nnsim.data.dates import date_text
from nnsim.data.tables import Column, Table

MOST_WRITTEN: Final = 500_000
"""Cells of a table that is written while somebody waits."""


def written(table: Table) -> Pasted:
    """Its cells with tabs between them, below the names of its columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*map(_cells, table.columns), strict=True))
    return Pasted(text.getvalue(), table.name)


def choices_for(table: Table) -> Choices:
    """With these what is ``written`` is read as the table it came from; a column without values is left to a guess."""
    kinds: tuple[tuple[str, ColumnKind], ...] = tuple(
        (column.name, column.kind) for column in table.columns if not np.isnan(column.values).all()
    )
    return Choices(delimiter="\t", decimal=".", has_header=True, kinds=kinds, gaps=table.gaps)


def _cells(column: Column) -> list[str]:
    if column.kind == "number":
        return ["" if value != value else repr(value) for value in column.values.tolist()]
    if column.kind == "date":
        return ["" if value != value else date_text(value) for value in column.values.tolist()]
    return ["" if value != value else column.labels[int(value)] for value in column.values.tolist()]
