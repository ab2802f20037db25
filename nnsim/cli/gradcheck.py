"""Compare the gradients with measured slopes: each weight is moved a little up and down, and the loss is looked at.

The exit code is 0 if the largest relative error is below 1e-6, as it must be; 70 if not, for that would be a fault in
nnsim. The project is left as it is; float64 is used whatever the project says.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, positive
from nnsim.engine.gradcheck import TOLERANCE, GradientCheck, check_gradient
from nnsim.engine.parameters import blocks
from nnsim.model.project import Project
from nnsim.runs.run import Run
from nnsim.storage.project_file import read

EXAMPLE = """\
nnsim new circle.nnsim --data circle --layers 4,3
nnsim gradcheck circle.nnsim"""


def add_options(parser: Parser) -> None:
    """What ``gradcheck`` understands."""
    add = parser.add_argument
    add("project", type=Path, metavar="PROJECT", help="a project file")
    add("--samples", type=positive, default=10, metavar="N", help="training samples to take (default: 10)")


def run(options: Namespace, output: Output) -> int:
    """Measure and compare."""
    project = read(options.project)
    work = Run(project)
    data = work.trainer.data
    inputs, labels = data.train_inputs[: options.samples], data.train_labels[: options.samples]
    found = check_gradient(project.network, project.training, work.trainer.network.parameters, inputs, labels)
    facts = {
        "max_relative_error": found.largest,
        "passed": found.passed,
        "too_small_to_tell": int(found.too_small.sum()),
        "parameters": _parameters(project, found),
    }
    output.answer(facts, "\n".join(_lines(facts)))
    return 0 if found.passed else 70


def _parameters(project: Project, found: GradientCheck) -> list[dict[str, Any]]:
    """One entry for each weight, bias and gain, by its place in ``W1``, ``b1``, ``g1`` …; places count from 1.

    What a normalisation remembers is not learnt by gradient.
    """
    entries: list[dict[str, Any]] = []
    for number, block in enumerate(blocks(project.network), 1):
        names = [f"W{number}[{row + 1}," for row in range(block.n_from)]
        names += [f"b{number}["] * block.bias + [f"g{number}["] * block.normalize
        for row, name in enumerate(names):
            for column in range(block.n_to):
                index = block.start + row * block.n_to + column
                entries.append(
                    {
                        "name": f"{name}{column + 1}]",
                        "analytic": float(found.analytic[index]),
                        "numeric": float(found.numeric[index]),
                        "relative_error": float(found.relative_error[index]),
                    }
                )
    return entries


def _lines(facts: dict[str, Any]) -> list[str]:
    worst = sorted(facts["parameters"], key=lambda entry: -entry["relative_error"])[:5]
    verdict = "the gradients are right" if facts["passed"] else "THE GRADIENTS ARE WRONG"
    lines = [f"largest relative error {facts['max_relative_error']:.2g}, limit {TOLERANCE:g}: {verdict}"]
    lines.append(f"{'the worst':<12}{'by formula':>16}{'measured':>16}{'error':>10}")
    lines += [f"{e['name']:<12}{e['analytic']:>16.9g}{e['numeric']:>16.9g}{e['relative_error']:>10.1g}" for e in worst]
    if facts["too_small_to_tell"]:
        lines.append(f"{facts['too_small_to_tell']:,} gradients are so small that a wrong one would not be noticed")
    return lines
