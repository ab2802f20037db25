"""The command line: finds the command, runs it, and is the one door through which failures leave."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from nnsim import __version__
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.errors import NnsimError, UsageError
from nnsim.runs.one_thread import set_one_thread

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "gui": "open the window",
        "new": "make a project",
        "import": "make a project of a table, text or workbook, with every choice",
        "train": "train a project",
        "sweep": "train many times: other seeds, up to two settings varied",
        "predict": "predict from a table",
        "cluster": "divide samples into clusters, without labels",
        "rivals": "compare a network with flat algorithms and features made by hand",
        "check": "is a project or a table in order?",
        "hash": "what tells two projects apart, as one number",
        "convert": "save a project in the newest file format",
        "weights": "put weights in, or take them out",
        "explain": "every number of one sample",
        "gradcheck": "compare the gradients with measured slopes",
        "examples": "what data and examples ship",
        "demo": "train an example and draw the window, without a display",
        "bench": "how fast this machine trains",
        "version": "which versions are at work",
    }
)
"""Each command, with the line that ``--help`` shows. Its module, ``nnsim.cli.<name>``, is imported when it is chosen:
so help comes at once, and NumPy is not imported before its environment is set."""

_HELP = """\
nnsim {version}: build a small neural network, train it, and see every number

usage: nnsim [FILE]                 open the window
       nnsim COMMAND [options]

commands:
{commands}

Each command explains itself:   nnsim train --help
With --json a command prints one JSON object on standard output.
Exit codes: 0 all well, 2 wrong use, 3 bad input, 4 training diverged, 5 a file could not be written,
70 a fault in nnsim.
"""


class Command(Protocol):
    """What the module of a command holds."""

    EXAMPLE: str
    add_options: Callable[[Parser], None]
    run: Callable[[Namespace, Output], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    set_one_thread()
    words = list(sys.argv[1:] if argv is None else argv)
    output = Output(as_json="--json" in words)
    try:
        return _run(words, output)
    except NnsimError as error:
        output.failure(error)
        return error.exit_code
    except KeyboardInterrupt:
        output.note("\nStopped.")
        return 130
    except BrokenPipeError:
        # Who reads our output has seen enough. What is still in the buffer must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  (the door: whatever else comes here is a bug)
        output.note(traceback.format_exc())
        output.bug(error)
        return 70


def gui() -> int:
    """The entry that opens the window without a console."""
    return main(["gui", *sys.argv[1:]])


def _run(words: list[str], output: Output) -> int:
    output.prepare_streams()
    if words[:1] == ["--json"]:
        words = [*words[1:], "--json"]
    if words[:1] in (["-h"], ["--help"], ["help"]):
        lines = "\n".join(f"  {name:<11}{summary}" for name, summary in COMMANDS.items())
        sys.stdout.write(_HELP.format(version=__version__, commands=lines))
        return 0
    if words[:1] == ["--version"]:
        words = ["version", *words[1:]]
    name, rest = _command(words)
    command = cast("Command", importlib.import_module(f"nnsim.cli.{name}"))
    parser = Parser(f"nnsim {name}", str(command.__doc__), command.EXAMPLE)
    command.add_options(parser)
    try:
        options = parser.parse_args(rest)
    except SystemExit:  # --help has been printed
        return 0
    status = command.run(options, output)
    sys.stdout.flush()
    return status


def _command(words: list[str]) -> tuple[str, list[str]]:
    """Name and options of the command; a file alone, or nothing, means the window."""
    if not words or words[0].startswith("-"):
        return "gui", words
    if words[0] in COMMANDS:
        return words[0], words[1:]
    path = Path(words[0])
    if path.suffix or len(path.parts) > 1 or path.exists():
        return "gui", words
    near = difflib.get_close_matches(words[0], COMMANDS, 1)
    raise UsageError(
        "usage.unknown_command",
        f"There is neither a command nor a file called “{words[0]}”.",
        hint=(f"Did you mean “nnsim {near[0]}”? " if near else "") + f"Commands: {', '.join(COMMANDS)}.",
    )
