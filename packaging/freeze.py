"""The frozen program: one folder that runs nnsim without Python, lean and the same each time."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from workshop import BUILD, HERE, run

FOLDER = BUILD / "frozen" / "nnsim"
SOURCES = BUILD / "sources.json"
"""Where the libraries of ``FOLDER`` came from, as the recipe has written it down."""


def freeze(python: Path, **more: str) -> Path:
    """Freeze what ``python`` has installed, with ``more`` in the recipe's environment; the folder."""
    shutil.rmtree(FOLDER.parent, ignore_errors=True)
    where = ("--distpath", FOLDER.parent, "--workpath", BUILD / "pyinstaller")
    # Not in the checkout: its nnsim, without resources inside, would stand before the installed one.
    command = (
        python,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "WARN",
        *where,
        HERE / "nnsim.spec",
    )
    run(*command, where=BUILD, NNSIM_SOURCES=str(SOURCES), **more)
    if sys.platform == "linux":
        _slim(FOLDER / "_internal")
    return FOLDER


def _slim(libraries: Path) -> None:
    """Leave symbols and search paths of the machine that built it out of Python's own libraries.

    Those of Qt and NumPy stay as they are published: they break when they are stripped.
    """
    for path in sorted(libraries.rglob("*.so*")):
        if path.is_symlink() or {"PySide6", "shiboken6", "numpy", "numpy.libs"}.intersection(path.parts):
            continue
        run("strip", "--strip-unneeded", path)
        if run("patchelf", "--print-rpath", path).strip().startswith("/"):
            run("patchelf", "--remove-rpath", path)


def needed_from_the_system(folder: Path) -> dict[str, str]:
    """Sonames that libraries in ``folder`` need and ``folder`` does not hold, each with one file that needs it."""
    held = {path.name for path in _programs(folder)}
    return {name: by for name, by in sorted(_needed(folder).items()) if name not in held}


def not_needed(folder: Path) -> list[str]:
    """Libraries in ``folder`` that nothing in it needs: they came with a plugin that has been left out.

    Python's own is loaded by the program, which names it nowhere.
    """
    needed = _needed(folder)
    return [
        path.name
        for path in _programs(folder / "_internal")
        if path.parent.name == "_internal" and path.name not in needed and not path.name.startswith("libpython")
    ]


def glibc_of(folder: Path) -> tuple[int, int]:
    """The oldest glibc with which all in ``folder`` run, as (2, 35)."""
    told = "".join(run("objdump", "-p", path) for path in _programs(folder))
    return max((int(major), int(minor)) for major, minor in re.findall(r" GLIBC_(\d+)\.(\d+)", told))


def _needed(folder: Path) -> dict[str, str]:
    needed: dict[str, str] = {}
    for path in _programs(folder):
        for name in run("patchelf", "--print-needed", path).split():
            needed.setdefault(name, str(path.relative_to(folder)))
    return needed


def _programs(folder: Path) -> list[Path]:
    """Programs and libraries, links left out."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [path for path in files if path.open("rb").read(4) == b"\x7fELF"]
