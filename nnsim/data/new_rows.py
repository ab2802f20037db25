"""Rows of another table, to predict from: brought to the columns of the dataset that a network was trained on."""

from __future__ import annotations

import numpy as np

from nnsim.data.dataset import Numbers, frozen
from nnsim.data.prepare import Prepared
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.table_dataset import find_column, label_of, one_hot, part_names
from nnsim.data.tables import Column, Table
from nnsim.data.wording import listed, quoted
from nnsim.errors import TableError


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
    for known in _columns_in_use(spec, prepared):
        values = one_hot(_like(known, find_column(table, known.name), table.name))
        _refuse_gaps(known.name, values, table.name)
        for name, column in zip(part_names(known), values.T, strict=True):
            rows[:, position[name]] = column
    return frozen(rows)


def _columns_in_use(spec: DataSpec, prepared: Prepared) -> list[Column]:
    if isinstance(spec.source, TableSource):
        return [spec.source.table.column(name) for name in prepared.chosen_inputs]
    return [Column(name, "number", np.empty(0)) for name in prepared.dataset.input_names]


def _like(known: Column, new: Column, table_name: str) -> Column:
    """The new column with the kind and the labels of the known one."""
    if known.kind == "number":
        if new.kind != "number":
            row = np.isnan(new.values).tolist().index(False)
            raise TableError(
                "table.not_a_number",
                f"{quoted(label_of(new, new.values[row]))} is not a number.",
                where=_place(table_name, row, known.name),
                hint="The column held numbers when the network was trained.",
            )
        return new
    number_of = {label: float(number) for number, label in enumerate(known.labels)}
    values = np.full(len(new.values), np.nan)
    for row in np.flatnonzero(~np.isnan(new.values)).tolist():
        label = label_of(new, new.values[row])
        if label not in number_of:
            raise TableError(
                "table.unknown_label",
                f"{quoted(label)} did not occur in the data that the network was trained on.",
                where=_place(table_name, row, known.name),
                hint=f"Known are: {listed(known.labels)}.",
            )
        values[row] = number_of[label]
    return Column(known.name, "category", values, known.labels)


def _refuse_gaps(name: str, values: Numbers, table_name: str) -> None:
    gaps = np.isnan(values[:, 0])
    if gaps.any():
        raise TableError(
            "table.missing_value",
            "The cell is empty, and nothing can be predicted from a row with a gap.",
            where=_place(table_name, int(np.argmax(gaps)), name),
            hint="Fill in the cell or remove the row.",
        )


def _place(table_name: str, row: int, column: str) -> str:
    return f"{table_name}, row {row + 1}, column {quoted(column)}"
