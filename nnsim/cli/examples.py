"""What ships with nnsim: toy sets that are made by a rule, real data sets with their source, and example projects."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.data.classics import CLASSICS
from nnsim.data.toys import TOYS
from nnsim.paths import resources
from nnsim.storage.project_file import SUFFIX

EXAMPLE = """\
nnsim examples
nnsim new circle.nnsim --data circle"""


def add_options(parser: Parser) -> None:
    """Nothing besides ``--json``."""


def run(options: Namespace, output: Output) -> int:  # noqa: ARG001  (what all commands take)
    """List everything."""
    projects = _projects()
    facts = {
        "toys": [
            {"name": toy.name, "label": toy.label, "help": toy.help, "task": toy.task, "inputs": toy.n_inputs}
            for toy in TOYS.values()
        ],
        "datasets": [
            {
                "name": classic.name,
                "label": classic.label,
                "help": classic.help,
                "target": classic.target,
                "file": str(resources() / "datasets" / classic.file),
                "source": classic.source,
                "licence": classic.licence,
            }
            for classic in CLASSICS.values()
        ],
        "examples": [{"name": path.stem, "file": str(path)} for path in projects],
    }
    lines = ["toy sets (--data NAME):", *(f"  {toy.name:<11}{toy.help}" for toy in TOYS.values())]
    lines += ["data sets (--data NAME):", *(f"  {classic.name:<11}{classic.help}" for classic in CLASSICS.values())]
    if projects:
        lines += ["example projects:", *(f"  {path.stem:<11}{path}" for path in projects)]
    output.answer(facts, "\n".join(lines))
    return 0


def _projects() -> list[Path]:
    return sorted((resources() / "examples").glob(f"*{SUFFIX}"))
