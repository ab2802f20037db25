"""Open the window, with a project or a table if one is named."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.cli.window import open_window
from nnsim.errors import InputError, UsageError

EXAMPLE = """\
nnsim gui
nnsim gui spiral.nnsim"""


def add_options(parser: Parser) -> None:
    """What ``gui`` understands."""
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="a project, a table or a folder of pictures to open"
    )
    parser.add_argument("--offscreen", action="store_true", help="draw into memory: for tests, nothing is seen")


def run(options: Namespace, output: Output) -> int:  # noqa: ARG001  (what all commands take)
    """Open the window; returns when it is closed."""
    if options.file is not None and not options.file.exists():
        raise InputError("file.not_found", "There is no such file.", where=str(options.file), hint="Check the name.")
    if options.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not has_display():
        raise UsageError(
            "gui.no_display",
            "There is no display for a window.",
            hint="“nnsim demo” draws it into a picture; “nnsim train” and all other commands work without one.",
        )
    return open_window(options.file)


def has_display() -> bool:
    """Whether Qt has somewhere to draw: a screen, or a platform that was chosen on purpose."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
