"""Rows of another table, to predict from: brought to the columns of the dataset that a network was trained on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from nnsim.data.choices import Choices, ColumnKind
from nnsim.data.column_parts import has_gap_part, part_names, part_values
from nnsim.data.csv_records import MOST_ROWS
from nnsim.data.dataset import Numbers, frozen
from nnsim.data.prepare import Prepared
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.table_dataset import find_column, label_of
from nnsim.data.tables import Column, Table
from nnsim.data.wording import listed, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words


def rows_for(spec: DataSpec, prepared: Prepared, table: Table) -> Numbers:
    """The inputs that ``table`` holds, in the units of its cells. Other columns of it are ignored.

    Returns
    -------
    (rows, columns of ``prepared.dataset.inputs``), for ``Prepared.inputs_of``; NaN in columns that are not in use

    Raises
    ------
    TableError
        ``table.unknown_column``, ``table.not_a_number``, ``table.unknown_label``, ``table.missing_value``
    """
    position = {name: index for index, name in enumerate(prepared.dataset.input_names)}
    rows = np.full((table.n_rows, len(position)), np.nan)
    missing = spec.source.missing if isinstance(spec.source, TableSource) else "drop"
    for known in _columns_in_use(spec, prepared):
        column = _like(known, find_column(table, known.name), table.name)
        has_gap = has_gap_part(known, missing)
        if missing == "drop" or (missing == "own" and not has_gap):
            _refuse_gaps(column, table.name)
        names, values = part_names(known, missing), part_values(column, has_gap=has_gap)
        for name, part in zip(names, values.T, strict=True):
            rows[:, position[name]] = np.where(np.isnan(part), prepared.fill[position[name]], part)
    return frozen(rows)


def choices_for(spec: DataSpec, prepared: Prepared, choices: Choices, names: Collection[str]) -> Choices:
    """How a table of new rows is to be read: labels and texts as what the network knows them as, all rows, and gaps.

    Without it ``01`` and ``1`` were the same number, and of many pictures some were taken.

    Parameters
    ----------
    choices : what is said of the new table
    names : of its columns
    """
    known = [column for column in _columns_in_use(spec, prepared) if column.name in names]
    kinds: list[tuple[str, ColumnKind]] = [
        (column.name, column.kind) for column in known if column.kind in ("category", "text")
    ]
    gaps = spec.source.table.gaps if isinstance(spec.source, TableSource) else ()
    return replace(choices, kinds=tuple(kinds), gaps=(*gaps, *choices.gaps), most_rows=MOST_ROWS)


def _columns_in_use(spec: DataSpec, prepared: Prepared) -> list[Column]:
    if isinstance(spec.source, TableSource):
        return [spec.source.table.column(name) for name in prepared.chosen_inputs]
    return [Column(name, "number", np.empty(0)) for name in prepared.dataset.input_names]


def _like(known: Column, new: Column, table_name: str) -> Column:
    """The new column with the kind and the labels of the known one."""
    if known.kind in ("number", "date"):
        if new.kind not in ("number", "date"):
            row = np.isnan(new.values).tolist().index(False)
            raise TableError(
                "table.not_a_number",
                Words(QT_TRANSLATE_NOOP("errors", "{0} is not a number."), quoted(label_of(new, new.values[row]))),
                where=_place(table_name, row, known.name),
                hint=QT_TRANSLATE_NOOP("errors", "The column held numbers when the network was trained."),
            )
        return new
    if known.kind == "text":
        return _as_texts(known, new)
    number_of = {label: float(number) for number, label in enumerate(known.labels)}
    values = np.full(len(new.values), np.nan)
    for row in np.flatnonzero(~np.isnan(new.values)).tolist():
        label = label_of(new, new.values[row])
        if label not in number_of:
            raise TableError(
                "table.unknown_label",
                Words(
                    QT_TRANSLATE_NOOP("errors", "{0} did not occur in the data that the network was trained on."),
                    quoted(label),
                ),
                where=_place(table_name, row, known.name),
                hint=Words(QT_TRANSLATE_NOOP("errors", "Known are: {0}."), listed(known.labels)),
            )
        values[row] = number_of[label]
    return Column(known.name, "category", values, known.labels)


def _as_texts(known: Column, new: Column) -> Column:
    """The cells as texts, whatever they were taken for, of which the same words are counted."""
    present = np.unique(new.values[~np.isnan(new.values)])
    texts = tuple(label_of(new, value) for value in present)
    values = np.where(np.isnan(new.values), np.nan, np.searchsorted(present, new.values))
    return Column(known.name, "text", values, texts, known.bag)


def _refuse_gaps(column: Column, table_name: str) -> None:
    gaps = np.isnan(column.values)
    if gaps.any():
        raise TableError(
            "table.missing_value",
            QT_TRANSLATE_NOOP("errors", "The cell is empty, and nothing can be predicted from a row with a gap."),
            where=_place(table_name, int(np.argmax(gaps)), column.name),
            hint=QT_TRANSLATE_NOOP("errors", "Fill in the cell or remove the row."),
        )


def _place(table_name: str, row: int, column: str) -> str:
    return f"{table_name}, row {row + 1}, column {quoted(column)}"
