"""Predict from a table with the columns that the project was trained on.

Columns are found by their names, in any order; others are left alone. Each row of the answer belongs to the same row of
the table: the class and what speaks for each class, or the predicted numbers in the units of the training data.
"""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nnsim.cli.destinations import check_replaceable
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.cli.reading_options import add_reading_options, reading_choices
from nnsim.data.dataset import Numbers
from nnsim.data.new_rows import choices_for, rows_for
from nnsim.data.opening import open_table
from nnsim.data.prepare import Prepared
from nnsim.data.reading import read_table
from nnsim.data.spec import TableSource
from nnsim.data.tables import Table
from nnsim.data.wording import counted, listed, quoted
from nnsim.errors import TableError
from nnsim.model.project import Project
from nnsim.runs.labels import ends
from nnsim.runs.run import Run
from nnsim.storage.atomic import replace_bytes
from nnsim.storage.project_file import read

EXAMPLE = """\
nnsim new iris.nnsim --data iris
nnsim train iris.nnsim --epochs 50
nnsim predict iris.nnsim --in flowers.csv --out species.csv"""

Columns = dict[str, Sequence[str] | Sequence[float]]


def add_options(parser: Parser) -> None:
    """What ``predict`` understands."""
    add = parser.add_argument
    add("project", type=Path, metavar="PROJECT", help="a trained project")
    add("--in", type=Path, required=True, dest="table", metavar="X.csv", help="the table to predict from")
    add("--out", type=Path, metavar="Y.csv", help="write the answers there instead of printing them")
    add_reading_options(parser)


def run(options: Namespace, output: Output) -> int:
    """Read, predict, write."""
    if options.out is not None:
        check_replaceable(options.out, (".csv", ".txt"), (options.table, options.project))
    project = read(options.project)
    work = Run(project)
    table = _new_table(options, project, work.prepared)
    _refuse_missing(table, work.prepared, project)
    predictions = work.predict(rows_for(project.data, work.prepared, table))
    columns = _columns(predictions, work)
    notices = _notices(table, work.prepared, project)
    if options.out is not None:
        replace_bytes(options.out, _csv(columns).encode("utf-8"))
    facts = {
        "rows": table.n_rows,
        "columns": list(columns),
        "predictions": [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)],
        "out": None if options.out is None else str(options.out),
        "notices": notices,
    }
    if not output.as_json:
        for notice in notices:
            output.note(f"note: {notice}")
    told = (
        _csv(columns) if options.out is None else f"{counted(table.n_rows, 'row')} predicted, saved in {options.out}."
    )
    output.answer(facts, told)
    return 0


def _new_table(options: Namespace, project: Project, prepared: Prepared) -> Table:
    choices = reading_choices(options)
    names = open_table(options.table, choices, is_glance=True).head.names
    return read_table(options.table, choices_for(project.data, prepared, choices, names))


def _needed(prepared: Prepared, project: Project) -> tuple[str, ...]:
    is_table = isinstance(project.data.source, TableSource)
    return prepared.chosen_inputs if is_table else prepared.dataset.input_names


def _refuse_missing(table: Table, prepared: Prepared, project: Project) -> None:
    missing = [name for name in _needed(prepared, project) if name not in table.column_names]
    if missing:
        raise TableError(
            "table.unknown_column",
            f"{counted(len(missing), 'column is', 'columns are')} missing: {listed(map(quoted, missing))}.",
            where=table.name,
            hint=f"The table has: {listed(table.column_names)}.",
        )


def _notices(table: Table, prepared: Prepared, project: Project) -> list[str]:
    extra = [name for name in table.column_names if name not in _needed(prepared, project)]
    idle = tuple(f"Column {quoted(name)}" for name in extra)
    notices = [notice for notice in table.notices if not notice.startswith(idle)]
    notices += [f"Columns that the network does not use: {listed(map(quoted, extra))}."] if extra else []
    gaps = [name for name in _needed(prepared, project) if np.isnan(table.column(name).values).any()]
    if gaps:  # where rows with gaps are left out, they have been refused
        notices.append(f"Missing values filled as in training: {listed(map(quoted, gaps))}.")
    if project.checkpoint is None:
        notices.append("The project has not been trained: these are the answers of its first weights.")
    return notices


def _columns(predictions: Numbers, work: Run) -> Columns:
    dataset, output = work.prepared.dataset, work.project.network.output
    if not dataset.classes:
        return {name: values.tolist() for name, values in zip(dataset.target_names, predictions.T, strict=True)}
    if predictions.shape[1] == 1:
        low, high = ends(output, work.project.training.loss)
        predictions = np.column_stack((low + high - predictions[:, 0], predictions[:, 0]))
    # Only sigmoid and softmax answer in probabilities.
    word = "p" if output.activation.name in ("sigmoid", "softmax") else "output"
    columns: Columns = {dataset.target_names[0]: _classes(predictions, work)}
    for name, values in zip(dataset.classes, predictions.T, strict=False):
        columns[f"{word}({name})"] = values.tolist()
    return columns


def _classes(predictions: Numbers, work: Run) -> list[str]:
    return work.classes_of(predictions[:, 1:] if work.project.network.output.size == 1 else predictions)


def _csv(columns: Columns) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()
