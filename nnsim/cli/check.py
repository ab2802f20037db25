"""Is this file in order? A project is opened and its network built; a table is read to the last cell.

Nothing in the file is run and nothing is changed. The exit code is 0 or, with the place and a remedy, 3.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.cli.summary import described, described_runs
from nnsim.data.picture_tables import is_called_so
from nnsim.data.reading import read_table
from nnsim.data.wording import counted, listed
from nnsim.errors import NnsimError
from nnsim.runs.run import Run
from nnsim.storage.project_file import SUFFIX, read_work

EXAMPLE = """\
nnsim new spiral.nnsim --data spiral
nnsim check spiral.nnsim"""

_TABLES = (".csv", ".tsv", ".txt", ".tab", ".dat", ".xlsx", ".xlsm", ".xls")


def add_options(parser: Parser) -> None:
    """What ``check`` understands."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a project or a table: .csv, .tsv, .txt, .xlsx")


def run(options: Namespace, output: Output) -> int:
    """Open it and tell."""
    try:
        lines = _project_lines(options.file) if _is_project(options.file) else _table_lines(options.file)
    except NnsimError as error:
        output.failure(error, {"ok": False, **error.as_dict(), "summary": ""})
        return error.exit_code
    facts = {"ok": True, "code": "ok", "where": "", "message": "", "hint": "", "summary": "\n".join(lines)}
    output.answer(facts, "\n".join([f"{options.file} is in order.", *lines]))
    return 0


def _is_project(path: Path) -> bool:
    """By its ending, and only if that says nothing by its first bytes."""
    ending = path.suffix.lower()
    if ending in (SUFFIX, *_TABLES) or is_called_so(path):
        return ending == SUFFIX
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        return False


def _project_lines(path: Path) -> list[str]:
    opened = read_work(path)
    project = opened.project
    work = Run(project)
    steps = f"{counted(work.trainer.epoch, 'epoch')}, {counted(work.trainer.step, 'step')}"
    learnt = f"{'learnt':<10}{steps if project.checkpoint else 'nothing yet'}"
    return [*described(project, work.prepared), learnt, *described_runs(opened)]


def _table_lines(path: Path) -> list[str]:
    table = read_table(path)
    columns = [f"{column.name} ({column.kind})" for column in table.columns]
    size = f"{counted(table.n_rows, 'row')}, {counted(len(columns), 'column')}"
    return [f"table: {size}", f"columns: {listed(columns)}", *(f"note: {notice}" for notice in table.notices)]
