"""A hash over what a project means: network, weights, data, settings and record, but not its name.

Two projects with the same hash compute the same numbers.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.storage.project_file import read
from nnsim.storage.semantic import semantic_hash

EXAMPLE = """\
nnsim new spiral.nnsim --data spiral
nnsim hash spiral.nnsim"""


def add_options(parser: Parser) -> None:
    """What ``hash`` understands."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="a project file")


def run(options: Namespace, output: Output) -> int:
    """Print the hash."""
    text = semantic_hash(read(options.project))
    output.answer({"hash": text}, text)
    return 0
