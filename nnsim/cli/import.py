"""Read a table that people have, text with any delimiter or a sheet of a workbook, and make a project of it.

What is not given is found out, and every decision is a note. Without --out nothing is written: only what would come
of the table is told.
"""  # noqa: N999  (it is the name of the command)

from __future__ import annotations

import argparse
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from nnsim.cli.destinations import check_folder, check_free
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, names, number, positive, whole
from nnsim.cli.picture_options import add_picture_options, picture_choices, source_of
from nnsim.cli.progress import Progress
from nnsim.cli.reading_options import add_reading_options, reading_choices
from nnsim.data.bags import MOST_TERMS, Bag
from nnsim.data.choices import Choices, ColumnKind
from nnsim.data.column_parts import Missing
from nnsim.data.guesses import reasons
from nnsim.data.named import table_data
from nnsim.data.picture_tables import usual_scaling
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.reading import read_table
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Table
from nnsim.data.wording import counted, listed
from nnsim.errors import UsageError
from nnsim.model.project import Project
from nnsim.model.start import USUAL_HIDDEN, USUAL_TRAINING, new_project
from nnsim.storage.project_file import write
from nnsim.storage.semantic import table_hash

EXAMPLE = """\
nnsim import flowers.csv
nnsim import flowers.csv --out flowers.nnsim --target species --missing mean
nnsim import flowers.csv --delimiter comma --header --kind petal_width_cm=left_out
nnsim import leaves --out leaves.nnsim --size 32 --grey --fit crop"""

_PERCENT = 100


def add_options(parser: Parser) -> None:
    """What ``import`` understands."""
    add = parser.add_argument
    add("data", type=Path, metavar="DATA", help="a table: .csv, .tsv, .txt, .xlsx; pictures: IDX, .npz, a folder")
    add("--out", type=Path, metavar="PROJECT", help="the project file to make; else nothing is written")
    add_reading_options(parser)
    kinds = ", ".join(get_args(ColumnKind))
    add("--kind", type=_kind, action="append", default=[], metavar="COLUMN=KIND", help=f"{kinds}; may be repeated")
    add("--rows", type=positive, metavar="N", help="of pictures take N, of each class the same share (default: 10,000)")
    add_picture_options(parser)
    terms = parser.add_mutually_exclusive_group()
    terms.add_argument(
        "--words", type=positive, metavar="N", help="in texts count the N most frequent words (default: 50)"
    )
    terms.add_argument("--letters", type=positive, metavar="N", help="… or letters")
    add("--missing", choices=get_args(Missing), default="drop", help="rows left out, the mean, an input of its own")
    add("--target", type=names, default=(), metavar="COLUMN[,COLUMN]", help="what to predict; else the last column")
    add("--task", choices=("classification", "regression"), help="else guessed from the target column")
    add("--scaling", choices=("none", "standardize", "minmax"), help="(default: standardize; of IDX and .npz: minmax)")
    add("--test-fraction", type=number, metavar="SHARE", help="kept for testing (default: 0.3)")
    add("--seed", type=whole, default=0, help="of the split and the first weights (default: 0)")
    add("--force", action="store_true", help="replace PROJECT if there is such a file")


def run(options: Namespace, output: Output) -> int:
    """Read, tell, and write if there is where to."""
    if options.out is not None:
        (check_folder if options.force else check_free)(options.out)
    table = _read(options)
    data = _data(table, options)
    prepared = prepare(data)
    notices = [*table.notices, *prepared.dataset.notices, *_reasons(data, options)]
    if options.out is not None:
        write(_begun(options.out.stem, data, prepared), options.out)
    facts = {
        "rows": table.n_rows,
        "columns": [{"name": column.name, "kind": column.kind} for column in table.columns],
        "notices": notices,
        "table_hash": table_hash(table),
        "inputs": list(prepared.input_names),
        "targets": list(prepared.dataset.target_names),
        "classes": list(prepared.dataset.classes),
        "project": None if options.out is None else str(options.out),
    }
    output.answer(facts, "\n".join(_lines(table, notices, options)))
    return 0


def _begun(name: str, data: DataSpec, prepared: Prepared) -> Project:
    return new_project(name, data, USUAL_HIDDEN, training=USUAL_TRAINING, prepared=prepared)


def _read(options: Namespace) -> Table:
    most = options.letters or options.words or Bag().most
    if most > MOST_TERMS:
        raise UsageError(
            "usage.options",
            f"At most {MOST_TERMS:,} can be counted.",
            where="--letters" if options.letters else "--words",
            hint="Take fewer: the most frequent say most.",
        )
    choices = replace(
        reading_choices(options),
        kinds=tuple(options.kind),
        bag=Bag("letters" if options.letters else "words", most),
        most_rows=options.rows or Choices().most_rows,
        pictures=picture_choices(options),
    )
    source = source_of(options.data)
    with Progress(_PERCENT, "percent") as progress:
        return read_table(source, choices, lambda share: progress.show(round(share * _PERCENT)))


def _data(table: Table, options: Namespace) -> DataSpec:
    return table_data(
        table,
        targets=options.target,
        task=options.task,
        seed=options.seed,
        test_fraction=options.test_fraction,
        scaling=options.scaling or usual_scaling(source_of(options.data)),
        missing=options.missing,
    )


def _reasons(data: DataSpec, options: Namespace) -> tuple[str, ...]:
    source = data.source
    if options.target or not isinstance(source, TableSource):
        return ()
    return reasons(source.table, source.targets, source.task)


def _lines(table: Table, notices: list[str], options: Namespace) -> list[str]:
    columns = [f"{column.name} ({column.kind})" for column in table.columns]
    size = f"{counted(table.n_rows, 'row')}, {counted(len(columns), 'column')}"
    saved = [] if options.out is None else [f"Saved as {options.out}."]
    return [f"table: {size}", f"columns: {listed(columns)}", *(f"  note: {notice}" for notice in notices), *saved]


def _kind(text: str) -> tuple[str, ColumnKind]:
    """A column and what it is: ``stem=category``."""
    column, equals, kind = text.rpartition("=")
    if not equals or not column or kind not in get_args(ColumnKind):
        kinds = ", ".join(get_args(ColumnKind))
        raise argparse.ArgumentTypeError(f"“{text}” cannot be read; write COLUMN=KIND, with one of {kinds}")
    return column, cast("ColumnKind", kind)
