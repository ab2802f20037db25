"""Which versions are at work: what to tell when something is reported."""

from __future__ import annotations

import platform
import re
from argparse import Namespace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from nnsim import __version__
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser
from nnsim.storage.migrations import VERSION

EXAMPLE = "nnsim version"

_PYSIDE = ("PySide6_Essentials", "PySide6")
_NOTED_BLAS = re.compile(r'"blas": \{\s*"name": "([^"]+)".*?"version": "([^"]+)"', re.DOTALL)
_TITLES = {"nnsim": "nnsim", "file_format": "file format", "python": "Python", "pyside6": "PySide6", "qt": "Qt"}
_TITLES |= {"numpy": "NumPy", "blas": "BLAS", "platform": "platform"}


def add_options(parser: Parser) -> None:
    """Nothing besides ``--json``."""


def run(options: Namespace, output: Output) -> int:  # noqa: ARG001  (what all commands take)
    """Look the versions up, without loading Qt or NumPy."""
    pyside = next((found for name in _PYSIDE if (found := _installed(name))), None)
    facts = {
        "nnsim": __version__,
        "file_format": VERSION,
        "python": platform.python_version(),
        "pyside6": pyside,
        "qt": ".".join(pyside.split(".")[:3]) if pyside else None,  # PySide6 carries the number of its Qt
        "numpy": _installed("numpy"),
        "blas": _blas(),
        "platform": platform.platform(),
    }
    output.answer(facts, "\n".join(f"{title:<12}{facts[key] or 'not found'}" for key, title in _TITLES.items()))
    return 0


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _blas() -> str | None:
    """Name and version of the library behind NumPy's matrix products.

    Read from the note that NumPy's build has left: to import NumPy takes longer than all the rest. A frozen program has
    no sources, so that NumPy itself is asked there.
    """
    found = find_spec("numpy")
    note = Path(found.origin).with_name("__config__.py") if found is not None and found.origin else None
    if note is not None and note.is_file():
        noted = _NOTED_BLAS.search(note.read_text("utf-8"))
        return None if noted is None else " ".join(noted.groups())
    config = import_module("numpy").show_config(mode="dicts")
    blas = cast("dict[str, Any]", config).get("Build Dependencies", {}).get("blas", {})
    return " ".join(str(blas[key]) for key in ("name", "version") if blas.get(key)) or None
