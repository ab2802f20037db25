"""Which versions are at work: what to tell when something is reported."""

from __future__ import annotations

import platform
import re
import sys
from argparse import Namespace
from importlib import import_module
from pathlib import Path

from nnsim import __version__
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.storage.format_version import VERSION

EXAMPLE = "nnsim version"

_NOTED_BLAS = re.compile(r'"blas": \{\s*"name": "([^"]+)".*?"version": "([^"]+)"', re.DOTALL)
_TITLES = {"nnsim": "nnsim", "file_format": "file format", "python": "Python", "pyside6": "PySide6", "qt": "Qt"}
_TITLES |= {"numpy": "NumPy", "blas": "BLAS", "platform": "platform"}


def add_options(parser: Parser) -> None:
    """Nothing besides ``--json``."""


def run(options: Namespace, output: Output) -> int:  # noqa: ARG001  (what all commands take)
    """Look the versions up, without loading Qt or NumPy, nor anything else that takes time."""
    pyside = _installed("PySide6_Essentials") or _installed("PySide6")
    facts = {
        "nnsim": __version__,
        "file_format": VERSION,
        "python": platform.python_version(),
        "pyside6": pyside,
        "qt": ".".join(pyside.split(".")[:3]) if pyside else None,  # PySide6 carries the number of its Qt
        "numpy": _installed("numpy"),
        "blas": _blas(),
        "platform": _platform(),
    }
    output.answer(facts, "\n".join(f"{title:<12}{facts[key] or 'not found'}" for key, title in _TITLES.items()))
    return 0


def _installed(name: str) -> str | None:
    """The version of a package, from the name of the folder that installing it has left where modules are looked for.

    Where there is none, as in packages of Debian, the standard library is asked, which takes as long as all the rest.
    """
    noted = re.compile(rf"{re.escape(name)}-([^-]+)\.dist-info", re.IGNORECASE)
    for folder in map(Path, sys.path):
        for path in folder.iterdir() if folder.is_dir() else ():
            if found := noted.fullmatch(path.name):
                return found[1]
    metadata = import_module("importlib.metadata")
    try:
        return str(metadata.version(name))
    except metadata.PackageNotFoundError:
        return None


def _blas() -> str | None:
    """Name and version of the library behind NumPy's matrix products, from the note that NumPy's build has left."""
    for folder in map(Path, sys.path):
        if (note := folder / "numpy" / "__config__.py").is_file():
            noted = _NOTED_BLAS.search(note.read_text("utf-8"))
            return None if noted is None else " ".join(noted.groups())
    return None


def _platform() -> str:
    """As ``platform.platform()`` has it, which on Linux starts another program to ask for the name of the processor."""
    if sys.platform != "linux":
        return platform.platform()
    system = platform.uname()
    return "-".join((system.system, system.release, system.machine, "with", "".join(platform.libc_ver())))
