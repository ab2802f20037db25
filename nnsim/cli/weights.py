"""Take the weights and biases out of a project, or put others in, by the names W1, b1, W2, b2, …

W1 belongs to the first layer; rows are the from-neurons, columns the to-neurons. Filters are columns, too: their rows
are the pixels they look at, channel by channel, row by row. A layer that normalises by batches also has gains g1, and
the means m1 and variances v1 that it remembers. A CSV file has the columns name, from, to, value (from is empty for a
bias, neurons count from 1); an .npz file has one array for each name. What is not named when putting in stays as it is.
"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from nnsim.cli.destinations import check_replaceable
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.cli.saving import save
from nnsim.data.wording import counted
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.model.named_weights import named_weights, put_named_weights
from nnsim.runs.preserve import timeline_of, work_of
from nnsim.runs.run import Run
from nnsim.storage.project_file import SUFFIX, read, read_work
from nnsim.storage.stamp import stamp
from nnsim.storage.weight_files import ENDINGS, read_weights, write_weights

EXAMPLE = """\
nnsim new xor.nnsim --data xor --layers 2
nnsim weights xor.nnsim --get weights.csv
nnsim weights xor.nnsim --set weights.csv --out same.nnsim"""


def add_options(parser: Parser) -> None:
    """What ``weights`` understands."""
    add = parser.add_argument
    add("project", type=Path, metavar="PROJECT", help="a project file")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--get", type=Path, metavar="FILE", help="write the weights into a .csv or .npz file")
    way.add_argument("--set", type=Path, metavar="FILE", help="put the weights of a .csv or .npz file in")
    add("--out", type=Path, metavar="P2", help="with --set: save there and leave PROJECT as it is")


def run(options: Namespace, output: Output) -> int:
    """Take out or put in."""
    return _get(options, output) if options.get is not None else _set(options, output)


def _get(options: Namespace, output: Output) -> int:
    check_replaceable(options.get, ENDINGS, (options.project,))
    project = read(options.project)
    matrices = named_weights(project.network, Run(project).trainer.network.parameters)
    write_weights(options.get, matrices)
    shapes = {name: list(matrix.shape) for name, matrix in matrices.items()}
    output.answer({"file": str(options.get), "shapes": shapes}, f"{_listed(matrices)} saved in {options.get}.")
    return 0


def _set(options: Namespace, output: Output) -> int:
    out: Path = options.out or options.project
    if options.out is not None:
        check_replaceable(options.out, (SUFFIX,))
    opened = stamp(options.project)
    work = read_work(options.project)
    project = work.project
    new = read_weights(options.set)
    checkpoint = project.checkpoint or Checkpoint(project.network, frozen(Run(project).trainer.network.parameters))
    edited = put_named_weights(replace(project, checkpoint=checkpoint), new, str(options.set))
    timeline = timeline_of(work)
    timeline.leave(project)
    timeline.go_on(edited.project, edited.change)
    save(work_of(timeline, edited.project), out, output, expected=opened if options.out is None else None)
    output.answer({"project": str(out), "set": list(new)}, f"{_listed(new)} put in; saved in {out}.")
    output.note("To train on from these weights use --resume; without it training starts anew from the seed.")
    return 0


def _listed(matrices: dict[str, Array]) -> str:
    return f"{', '.join(matrices)} ({counted(sum(matrix.size for matrix in matrices.values()), 'number')})"
