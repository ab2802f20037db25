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
from nnsim.cli.weight_files import ENDINGS, read_weights, write_weights
from nnsim.data.wording import counted
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import NetworkSpec
from nnsim.errors import InputError
from nnsim.model.change import Change, Edited, Part
from nnsim.model.project import Project
from nnsim.runs.preserve import timeline_of, work_of
from nnsim.runs.run import Run
from nnsim.storage.project_file import SUFFIX, read, read_work
from nnsim.storage.stamp import stamp
from nnsim.words import QT_TRANSLATE_NOOP

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
    matrices = _matrices(project.network, Run(project).trainer.network.parameters)
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
    parameters = Run(project).trainer.network.parameters.copy()
    matrices = _matrices(project.network, parameters)
    for name, matrix in new.items():
        if name not in matrices or matrix.shape != matrices[name].shape:
            raise _misfit(name, matrix, matrices, options.set)
        matrices[name][...] = matrix
    _check_possible(project.network, matrices, options.set)
    edited = _with_parameters(project, parameters)
    timeline = timeline_of(work)
    timeline.leave(project)
    timeline.go_on(edited.project, edited.change)
    save(work_of(timeline, edited.project), out, output, expected=opened if options.out is None else None)
    output.answer({"project": str(out), "set": list(new)}, f"{_listed(new)} put in; saved in {out}.")
    output.note("To train on from these weights use --resume; without it training starts anew from the seed.")
    return 0


def _matrices(network: NetworkSpec, parameters: Array) -> dict[str, Array]:
    """Views of all weights and biases, and of what normalisation learns and remembers, by name."""
    found: dict[str, Array] = {}
    for number, (block, layer) in enumerate(zip(blocks(network), network.layers, strict=True), 1):
        if layer.has_weights:
            found[f"W{number}"] = block.weights(parameters)
        biases = block.biases(parameters)
        if biases is not None:
            found[f"b{number}"] = biases
        found |= {f"{name}{number}": row for name, row in zip("gmv", block.normalization(parameters), strict=False)}
    return found


def _check_possible(network: NetworkSpec, matrices: dict[str, Array], file: Path) -> None:
    """Refuse a weight for a link that is cut, and a variance below 0."""
    for number, layer in enumerate(network.layers, 1):
        for row, column in layer.cut:
            if matrices[f"W{number}"][row, column] != 0.0:
                raise InputError(
                    "weights.cut",
                    f"The link {row + 1} → {column + 1} of W{number} is cut, so its weight can only be 0.",
                    where=str(file),
                    hint="Give a 0 there.",
                    unchanged="Nothing was changed.",
                )
        if layer.normalize and (matrices[f"v{number}"] < 0.0).any():
            raise InputError(
                "weights.variance",
                f"v{number} holds a number below 0, which no variance is.",
                where=str(file),
                unchanged="Nothing was changed.",
            )


def _with_parameters(project: Project, parameters: Array) -> Edited:
    """The counters and the record stay: only the weights were changed by hand."""
    checkpoint = project.checkpoint or Checkpoint(project.network, parameters)
    change = Change(frozenset({Part.WEIGHTS}), QT_TRANSLATE_NOOP("edits", "weights from a file"))
    return Edited(replace(project, checkpoint=replace(checkpoint, parameters=frozen(parameters))), change)


def _misfit(name: str, matrix: Array, known: dict[str, Array], file: Path) -> InputError:
    if name not in known:
        message, hint = f"The network has no {name}.", f"It has: {', '.join(known)}."
    else:
        shape, needed = (" × ".join(map(str, array.shape)) for array in (matrix, known[name]))
        message, hint = (
            f"{name} is {shape}, but the network's is {needed}.",
            "Rows are from-neurons, columns to-neurons.",
        )
    return InputError("weights.shape", message, where=str(file), hint=hint, unchanged="Nothing was changed.")


def _listed(matrices: dict[str, Array]) -> str:
    return f"{', '.join(matrices)} ({counted(sum(matrix.size for matrix in matrices.values()), 'number')})"
