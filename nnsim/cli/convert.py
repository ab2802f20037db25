"""Load a project and save it under another name, in the newest format of the file.

So a file of an older nnsim becomes one of this, and one that another tool has packed becomes small and orderly again.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nnsim.cli.destinations import check_replaceable
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.cli.saving import save
from nnsim.storage.format_version import VERSION
from nnsim.storage.project_file import SUFFIX, read_work

EXAMPLE = """\
nnsim new spiral.nnsim --data spiral
nnsim convert spiral.nnsim newest.nnsim"""


def add_options(parser: Parser) -> None:
    """What ``convert`` understands."""
    add = parser.add_argument
    add("project", type=Path, metavar="IN", help="a project file of this or an older version")
    add("out", type=Path, metavar="OUT", help="the project file to write")


def run(options: Namespace, output: Output) -> int:
    """Read, and write."""
    check_replaceable(options.out, (SUFFIX,))
    save(read_work(options.project), options.out, output)
    output.answer(
        {"project": str(options.out), "file_format": VERSION}, f"Saved as {options.out}, file format {VERSION}."
    )
    return 0
