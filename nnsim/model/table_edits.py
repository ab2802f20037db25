"""Edits of the table that a network learns from: cells typed or pasted, rows added and deleted.

They are the same data still, so what is held, cut and muted stays where it can, and the run goes on with the samples as
they are now. Only where the network would have other inputs or outputs, training starts anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from nnsim.data.dataset import Rows
from nnsim.data.prepare import Prepared, holding_split, prepare
from nnsim.data.spec import TableSource
from nnsim.data.tables import Table
from nnsim.data.typed_cells import UNCHANGED, with_cells, with_empty_rows, with_row, without_rows, without_values
from nnsim.errors import SpecError, TableError
from nnsim.model.change import Change, Edited, Part
from nnsim.model.data_edits import with_same_data
from nnsim.model.drawn_edits import carried
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words

Texts = Sequence[Sequence[str]]
"""A block of cells: for each row the texts from left to right."""


def set_cells(project: Project, rows: Sequence[int], column: int, block: Texts) -> Edited:
    """Type texts into the cells from ``column`` on to the right.

    Parameters
    ----------
    rows : the row of each line of the block, as they stand in sight; those past the last one are added

    Raises
    ------
    SpecError
        ``data.not_a_table``
    TableError
        as ``with_cells`` and ``prepare``; ``table.too_wide`` for a block that reaches past the last column
    """
    table = _table(project)
    n_columns = max(map(len, block), default=0)
    if column + n_columns > len(table.columns):
        raise TableError(
            "table.too_wide",
            Words(
                QT_TRANSLATE_NOOP("errors", "What is pasted is {0} columns wide, and from here on the table has {1}."),
                n_columns,
                len(table.columns) - column,
            ),
            where=table.name,
            hint=QT_TRANSLATE_NOOP("errors", "Choose a cell farther to the left, or copy fewer columns."),
            unchanged=UNCHANGED,
        )
    missing = max(rows, default=0) + 1 - table.n_rows
    grown = with_empty_rows(table, table.n_rows, missing) if missing > 0 else table
    typed: dict[int, dict[int, str]] = {}
    for row, texts in zip(rows, block, strict=True):
        for across, text in enumerate(texts):
            typed.setdefault(column + across, {})[row] = text
    return _with_table(project, with_cells(grown, typed), *_cells_label(table, rows, column, block))


def clear_cells(project: Project, rows_of: Mapping[int, Rows]) -> Edited:
    """Let cells have no value: of each column the rows."""
    label, count = QT_TRANSLATE_NOOP("edits", "{0} cells emptied"), f"{sum(map(len, rows_of.values())):,}"
    return _with_table(project, without_values(_table(project), rows_of), label, (count,))


def add_row(project: Project, at: int) -> Edited:
    """An empty row before row ``at``, or behind the last; it is left out until its cells are filled in."""
    table = _table(project)
    return _with_table(project, with_empty_rows(table, at), QT_TRANSLATE_NOOP("edits", "a row more"), ())


def add_sample(project: Project, inputs: Sequence[float], class_number: int) -> Edited:
    """A sample more, such as one that was drawn, behind the last row.

    Parameters
    ----------
    inputs : (columns of the dataset's inputs,) in the units of the table
    class_number : which of the dataset's classes it is

    Raises
    ------
    SpecError
        ``data.not_a_table``
    """
    table, known = _table(project), prepare(project.data).known
    target = table.column(known.target_names[0])
    label = known.classes[class_number]
    value = float(label) if target.kind == "number" else float(target.labels.index(label))
    cells = dict(zip(known.input_names, map(float, inputs), strict=True)) | {target.name: value}
    return _with_table(project, with_row(table, cells), QT_TRANSLATE_NOOP("edits", "a sample more: {0}"), (label,))


def delete_rows(project: Project, rows: Collection[int]) -> Edited:
    """Without these rows; raises ``TableError`` if too little is left to learn from."""
    fewer = without_rows(_table(project), sorted(rows))
    if len(rows) == 1:
        return _with_table(project, fewer, QT_TRANSLATE_NOOP("edits", "a row fewer"), ())
    return _with_table(project, fewer, QT_TRANSLATE_NOOP("edits", "{0} rows fewer"), (f"{len(rows):,}",))


def _cells_label(table: Table, rows: Sequence[int], column: int, block: Texts) -> tuple[str, tuple[str, ...]]:
    count = sum(map(len, block))
    if count == 1:
        return QT_TRANSLATE_NOOP("edits", "{0} of row {1}"), (table.columns[column].name, f"{rows[0] + 1:,}")
    return QT_TRANSLATE_NOOP("edits", "{0} cells"), (f"{count:,}",)


def _table(project: Project) -> Table:
    """The table in hand, its rows held in their parts."""
    source = project.data.source
    if not isinstance(source, TableSource):
        raise SpecError(
            "data.not_a_table",
            QT_TRANSLATE_NOOP("errors", "These samples follow from a rule, so none can be typed."),
            where="data",
        )
    return replace(source.table, held=holding_split(project.data))


def _with_table(project: Project, table: Table, label: str, arguments: tuple[str, ...]) -> Edited:
    source = project.data.source
    if not isinstance(source, TableSource):
        raise TypeError("only a table is edited")
    if _are_same_cells(source.table, table):
        return Edited(project, Change(frozenset({Part.POINTS}), label, arguments))
    data = replace(project.data, source=replace(source, table=table))
    before, anew = prepare(project.data), with_same_data(project, data, label, arguments)
    after = anew.prepared or prepare(data)
    is_same_network = (anew.project.network, anew.project.training) == (project.network, project.training)
    if not (is_same_network and _mean_the_same(before, after)):
        return anew
    checkpoint = project.checkpoint
    if checkpoint is not None:
        checkpoint = carried(checkpoint, len(before.train_rows), len(after.train_rows))
    goes_on = replace(project, data=data, checkpoint=checkpoint)
    return Edited(goes_on, Change(frozenset({Part.POINTS}), label, arguments), after)


def _are_same_cells(before: Table, now: Table) -> bool:
    """Whether nothing has been typed that did not stand there."""
    if before.n_rows != now.n_rows:
        return False
    pairs = zip(before.columns, now.columns, strict=True)
    return all(
        one is other or (one.labels == other.labels and np.array_equal(one.values, other.values, equal_nan=True))
        for one, other in pairs
    )


def _mean_the_same(before: Prepared, after: Prepared) -> bool:
    """Whether inputs and outputs of the network stand for the same, so that what it has learnt holds of both."""
    one, other = before.dataset, after.dataset
    are_same_ends = before.input_names == after.input_names and one.target_names == other.target_names
    return are_same_ends and one.classes == other.classes
