"""From a table to samples: which columns go in, which come out, which rows are whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnsim.data.bags import MOST_TERMS
from nnsim.data.column_parts import Missing, has_gap_part, n_parts, part_names, part_values
from nnsim.data.dataset import Dataset, Mask, Numbers, Task, frozen
from nnsim.data.dates import date_text
from nnsim.data.held_split import HeldSplit
from nnsim.data.tables import Column, Table
from nnsim.data.wording import first_repeated, listed, name_hint, quoted, said
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words, counted_words, translate

MOST_CATEGORIES = 100
_LEAST_NAMED = 10
MOST_CELLS = 62_500_000
"""Rows × columns with one for each label of a text column: 500 MB. Takes 60,000 pictures of 28 × 28."""


def dataset_from(
    table: Table,
    targets: tuple[str, ...],
    task: Task,
    inputs: tuple[str, ...] = (),
    *,
    is_labelled: bool = True,
    missing: Missing = "drop",
) -> Dataset:
    """Samples of a table: each column as the inputs that it becomes (``column_parts.py``).

    Every column besides the targets is an input of the dataset. A row without a target is left out and reported; so is,
    if missing values are dropped, one that lacks a value in a column that is used (``inputs``; all if empty). An unused
    column of very many parts is left out too.

    Parameters
    ----------
    targets : names of the columns to predict; one for classification
    inputs : names of the columns in use, or of their parts ``name=label``
    is_labelled : without, there need be no targets; the samples then are all of one class
    missing : what is done about missing inputs; unless rows are dropped, they are NaN here, and filled by ``prepare``

    Returns
    -------
    Dataset with ``inputs`` (whole rows, columns); classes are in the order of their labels or numbers, those that came
    after the table was first edited behind the others

    Raises
    ------
    TableError
        ``table.no_targets``, ``table.unknown_column``, ``table.repeated_column``, ``table.one_target``,
        ``table.text_target``, ``table.target_as_input``, ``table.no_inputs``, ``table.too_many_categories``,
        ``table.too_many_classes``, ``table.too_large``, ``table.one_class``, ``table.no_whole_rows``,
        ``table.name_clash``
    """
    target_columns = _targets(table, targets, task) if is_labelled or targets else []
    used = used_columns(table, targets, inputs, missing)
    used_names = {column.name for column in used}
    shown = [
        column
        for column in table.columns
        if column.name in used_names or (column.name not in targets and n_parts(column, missing) <= MOST_CATEGORIES)
    ]
    _refuse_too_many_cells(table, shown, missing)
    needed = (*(used if missing == "drop" else ()), *target_columns)
    whole = _whole_rows(needed) if needed else np.ones(table.n_rows, dtype=bool)
    if not whole.any():
        raise TableError(
            "table.no_whole_rows",
            QT_TRANSLATE_NOOP("errors", "Every row lacks a value in a column that is used."),
            where=table.name,
            hint=QT_TRANSLATE_NOOP("errors", "Leave out the columns with many gaps."),
        )
    known = known_classes(table.held, targets)
    classes, target_values = _target_values(target_columns, task, whole, table.name, known)
    return Dataset(
        name=table.name,
        inputs=_inputs(shown, missing, whole),
        input_names=_input_names(shown, missing, table.name),
        targets=frozen(target_values),
        target_names=targets or ("",),
        classes=classes,
        notices=_notices(table, targets, used, needed, whole),
        rows=None if whole.all() else np.flatnonzero(whole),
    )


def _inputs(columns: Sequence[Column], missing: Missing, whole: Mask) -> Numbers:
    """(whole rows, parts of these columns), read-only; made with as few copies as can be."""
    parts = np.column_stack([part_values(column, has_gap=has_gap_part(column, missing)) for column in columns])
    made: Numbers = (parts if whole.all() else parts[whole]).astype(np.float64, copy=False)
    made.flags.writeable = False
    return made


def _whole_rows(columns: Sequence[Column]) -> Mask:
    whole: Mask = ~np.isnan(columns[0].values)
    for column in columns[1:]:
        whole &= ~np.isnan(column.values)
    return whole


def find_column(table: Table, name: str) -> Column:
    """The column called ``name``, or an error that says which there are."""
    try:
        return table.column(name)
    except KeyError:
        raise TableError(
            "table.unknown_column",
            Words(QT_TRANSLATE_NOOP("errors", "There is no column {0}."), quoted(name)),
            where=table.name,
            hint=name_hint(name, table.column_names),
        ) from None


def used_columns(
    table: Table, targets: tuple[str, ...], inputs: tuple[str, ...], missing: Missing = "drop"
) -> list[Column]:
    """The columns that the names ``inputs`` take something from, in the table's order; all but the targets if empty."""
    wanted = set(inputs)
    for name in wanted & set(targets):
        raise TableError(
            "table.target_as_input",
            Words(QT_TRANSLATE_NOOP("errors", "{0} is to be predicted and cannot be an input too."), quoted(name)),
        )
    candidates = [column for column in table.columns if column.name not in targets]
    if not wanted:
        used = candidates
    else:
        used = [column for column in candidates if wanted & {column.name, *part_names(column, missing)}]
        known = {name for column in used for name in (column.name, *part_names(column, missing))}
        for name in inputs:
            if name not in known:
                find_column(table, name)
    if not used:
        raise TableError(
            "table.no_inputs",
            QT_TRANSLATE_NOOP("errors", "No column is left to predict from."),
            where=table.name,
            hint=QT_TRANSLATE_NOOP("errors", "Choose fewer columns to predict."),
        )
    _refuse_many_labels(used, table.name)
    return used


def is_usable(column: Column, missing: Missing = "drop") -> bool:
    """Whether the column becomes few enough inputs, and any: one of very many labels teaches nothing."""
    return 0 < n_parts(column, missing) <= (MOST_TERMS if column.kind == "text" else MOST_CATEGORIES)


def is_usual_input(column: Column, missing: Missing = "drop") -> bool:
    """Whether it goes in unless somebody says otherwise: it is usable, names no rows, and is no date.

    A date says when a row was written. Rows to come have later ones, of which nothing can be learnt.
    """
    return is_usable(column, missing) and column.kind != "date" and not names_rows(column)


def names_rows(column: Column) -> bool:
    """Whether each row has a label of its own, as a name: what is learnt of that says nothing of other rows."""
    n_present = int((~np.isnan(column.values)).sum())
    return column.kind == "category" and n_present >= _LEAST_NAMED and len(column.labels) == n_present


def _targets(table: Table, targets: tuple[str, ...], task: Task) -> list[Column]:
    if not targets:
        raise TableError(
            "table.no_targets",
            QT_TRANSLATE_NOOP("errors", "No column to predict was named."),
            where=table.name,
            hint=QT_TRANSLATE_NOOP("errors", "Name one."),
        )
    if len(set(targets)) < len(targets):
        raise TableError(
            "table.repeated_column",
            QT_TRANSLATE_NOOP("errors", "A column to predict was named twice."),
            where=table.name,
        )
    columns = [find_column(table, name) for name in targets]
    if task == "classification" and len(columns) > 1:
        raise TableError(
            "table.one_target",
            Words(QT_TRANSLATE_NOOP("errors", "Classes are taken from one column, but {0} were named."), len(columns)),
            where=table.name,
            hint=QT_TRANSLATE_NOOP("errors", "Name one column, or choose regression."),
        )
    return columns


class _TargetValues(NamedTuple):
    """Names of the classes (none for regression) and values (whole rows, targets)."""

    classes: tuple[str, ...]
    values: Numbers


def known_classes(held: HeldSplit | None, targets: tuple[str, ...]) -> tuple[str, ...]:
    """The classes of these targets in the order that they had before, as far as one is remembered."""
    return held.classes if held is not None and held.targets == targets else ()


def _target_values(
    columns: Sequence[Column], task: Task, whole: Mask, name: str, known: tuple[str, ...]
) -> _TargetValues:
    if not columns:
        return _TargetValues(("sample",), np.zeros((int(whole.sum()), 1)))
    if task == "classification":
        return _class_numbers(columns[0], columns[0].values[whole], name, known)
    for column in columns:
        if column.kind not in ("number", "date"):
            raise TableError(
                "table.text_target",
                Words(
                    QT_TRANSLATE_NOOP("errors", "Column {0} holds text; only numbers can be predicted by regression."),
                    quoted(column.name),
                ),
                where=name,
                hint=QT_TRANSLATE_NOOP("errors", "Choose classification, or another column."),
            )
    return _TargetValues((), np.column_stack([column.values[whole] for column in columns]))


def _class_numbers(column: Column, values: Numbers, name: str, known: tuple[str, ...]) -> _TargetValues:
    """Number the labels that occur, known ones first; labels that only occur in rows left out are no classes."""
    distinct, numbers = np.unique(values, return_inverse=True)
    where = f"{name}, column {quoted(column.name)}"
    if len(distinct) < 2:
        raise TableError(
            "table.one_class",
            QT_TRANSLATE_NOOP("errors", "All rows belong to the same class, so there is nothing to tell apart."),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Choose another column to predict."),
        )
    if len(distinct) > MOST_CATEGORIES:
        raise TableError(
            "table.too_many_classes",
            Words(
                QT_TRANSLATE_NOOP("errors", "The column has {0} different values; at most {1} can be classes."),
                f"{len(distinct):,}",
                MOST_CATEGORIES,
            ),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Choose regression if they are quantities, or another column."),
        )
    labels = [label_of(column, value) for value in distinct]
    place = {label: number for number, label in enumerate(known)}
    order = sorted(range(len(labels)), key=lambda number: place.get(labels[number], len(known)))
    classes = np.argsort(order).astype(np.float64)[numbers]
    return _TargetValues(tuple(labels[number] for number in order), classes.reshape(-1, 1))


def label_of(column: Column, value: float) -> str:
    """How the value of a cell is written as a class: ``setosa``, ``7``, ``0.5``, ``2025-05-01``."""
    if column.kind == "date":
        return date_text(value)
    if column.kind != "number":
        return column.labels[int(value)]
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _input_names(columns: Sequence[Column], missing: Missing, table_name: str) -> tuple[str, ...]:
    names = [name for column in columns for name in part_names(column, missing)]
    clash = first_repeated(names)
    if clash is not None:
        raise TableError(
            "table.name_clash",
            Words(QT_TRANSLATE_NOOP("errors", "Two inputs would both be called {0}."), quoted(clash)),
            where=table_name,
            hint=QT_TRANSLATE_NOOP("errors", "Rename one of the columns."),
        )
    return tuple(names)


def _refuse_many_labels(columns: Sequence[Column], table_name: str) -> None:
    for column in columns:
        if column.kind == "text" and not column.bag.terms:
            raise TableError(
                "table.no_words",
                Words(
                    QT_TRANSLATE_NOOP("errors", "There is nothing to count in the column: none of its texts has {0}."),
                    column.bag.unit,
                ),
                where=f"{table_name}, column {quoted(column.name)}",
                hint=QT_TRANSLATE_NOOP("errors", "Do not use the column as an input."),
            )
        if column.kind == "category" and len(column.labels) > MOST_CATEGORIES:
            raise TableError(
                "table.too_many_categories",
                Words(
                    QT_TRANSLATE_NOOP("errors", "The column holds {0} different texts; an input may have {1}."),
                    f"{len(column.labels):,}",
                    MOST_CATEGORIES,
                ),
                where=f"{table_name}, column {quoted(column.name)}",
                hint=QT_TRANSLATE_NOOP(
                    "errors", "Do not use the column as an input: names and numbers of samples teach nothing."
                ),
            )


def _refuse_too_many_cells(table: Table, columns: Sequence[Column], missing: Missing) -> None:
    """Before any of them is made."""
    n_columns = sum(n_parts(column, missing) for column in columns)
    if table.n_rows * n_columns > MOST_CELLS:
        raise TableError(
            "table.too_large",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "{0} rows of {1} inputs, one for each label of a text column, make {2} numbers; at most "
                    "{3} are possible.",
                ),
                f"{table.n_rows:,}",
                f"{n_columns:,}",
                f"{table.n_rows * n_columns:,}",
                f"{MOST_CELLS:,}",
            ),
            where=table.name,
            hint=QT_TRANSLATE_NOOP("errors", "Take fewer rows, or leave out text columns of many labels."),
        )


def _notices(
    table: Table, targets: tuple[str, ...], used: Sequence[Column], needed: Sequence[Column], whole: Mask
) -> tuple[str, ...]:
    notices: list[str] = []
    n_left_out = int((~whole).sum())
    if n_left_out:
        gaps = [column.name for column in needed if np.isnan(column.values).any()]
        notices.append(
            counted_words(
                n_left_out,
                QT_TRANSLATE_NOOP("tables", "1 row was left out for missing values in {0}."),
                translate("tables", "{n} rows were left out for missing values in {0}.", None, 2),
                listed(map(quoted, gaps)),
            )
        )
    used_names = {column.name for column in used}
    idle = [column.name for column in table.columns if column.name not in {*targets, *used_names}]
    if idle:
        notices.append(said(QT_TRANSLATE_NOOP("tables", "Not used: {0}."), listed(map(quoted, idle))))
    return tuple(notices)
