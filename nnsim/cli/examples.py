"""What ships with nnsim: toy sets that are made by a rule, real data sets with their source, and example projects."""

from __future__ import annotations

from argparse import Namespace

from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.data.classics import CLASSICS
from nnsim.data.toys import TOYS
from nnsim.model.examples import Example
from nnsim.paths import resources
from nnsim.storage import example_files

EXAMPLE = """\
nnsim examples
nnsim new circle.nnsim --data circle
nnsim new first.nnsim --example one_weight"""


def add_options(parser: Parser) -> None:
    """Nothing besides ``--json``."""


def run(options: Namespace, output: Output) -> int:  # noqa: ARG001  (what all commands take)
    """List everything."""
    found, (_, own) = example_files.found(), example_files.folders()
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
                "about": classic.about,
                "target": classic.target,
                "file": str(resources() / "datasets" / classic.file),
                "source": classic.source,
                "licence": classic.licence,
            }
            for classic in CLASSICS.values()
        ],
        "examples": [
            {name: getattr(example, name) for name in ("name", "label", "section", "works", "reason", "advice")}
            for example in found.examples
        ],
        "refused": [error.as_dict() for error in found.refused],
        "folders": [str(folder) for folder in example_files.folders()],
    }
    lines = ["toy sets (--data NAME):", *(f"  {toy.name:<14}{toy.help}" for toy in TOYS.values())]
    lines += ["data sets (--data NAME):", *(f"  {classic.name:<14}{classic.help}" for classic in CLASSICS.values())]
    lines += ["starting points (--example NAME), good and bad:", *map(_line, found.examples)]
    lines += [f"  cannot be used: {error}" for error in found.refused]
    lines += [f"Examples of your own go into {own}."]
    output.answer(facts, "\n".join(lines))
    return 0


def _line(example: Example) -> str:
    verdict = "works" if example.works else "goes wrong"
    return f"  {example.name:<24}{verdict:<12}{example.reason}"
