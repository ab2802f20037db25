"""The plan of the house, checked on the source itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "nnsim"
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [file.relative_to(ROOT).as_posix() for file in FILES]

DEFERRED: dict[str, set[str]] = {
    "nnsim/runs/joblib_executor.py": {
        "joblib",
        "joblib.externals.loky",
        "joblib.parallel",
        "distributed",
    },  # extras: most do without
    "nnsim/cli/window.py": {"nnsim.app", "nnsim.trial"},  # Qt is loaded for a window, and for nothing else
    "nnsim/cli/picture_options.py": {"nnsim.decoding.qt_decoder"},  # Qt decodes folders of pictures, and nothing else
    "nnsim/data/workbooks.py": {"python_calamine"},  # most tables are plain text
    "nnsim/storage/leftovers.py": {"ctypes"},  # asks Windows whether a process lives; other systems do without
    "nnsim/ui/widgets/formula.py": {"ziamath.config", "ziamath.zmath"},  # a quarter of a second that only formulas need
    "nnsim/ui/pictures.py": {"PySide6.QtPrintSupport"},  # looks for printers; few ever print
}
"""Imports inside a function, so that a command starts quickly: file -> modules. There is no other good reason."""

DRAWERS = {"utils", "util", "misc", "helpers", "helper", "common", "core", "manager", "managers"}
"""Names that say nothing. A function without a home means that a noun is missing."""

THIRD_PARTY = {"numpy", "PySide6", "shiboken6", "ziamath", "python_calamine", "joblib", "distributed"}
"""What nnsim may import besides the standard library: the dependencies in pyproject.toml, the optional ones too."""

LONGEST, LONG, SHARE_BELOW_LONG = 500, 300, 0.9


def tree(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that an import statement names; nothing for other nodes."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


def imports_in_functions(file: Path) -> set[str]:
    """The modules imported inside functions of a file."""
    functions = [node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {name for function in functions for node in ast.walk(function) for name in imported(node)}


def test_imports_obey_the_contracts() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", [file for file in FILES if file.name == "__init__.py"], ids=lambda f: f.parent.name)
def test_a_package_file_holds_a_docstring_and_nothing_else(file: Path) -> None:
    body = tree(file).body
    assert ast.get_docstring(tree(file)), "what is this package for?"
    rest = [ast.unparse(statement).partition(" =")[0] for statement in body[1:]]
    assert rest == (["__version__"] if file.parent == PACKAGE else [])


def test_every_folder_of_modules_is_a_package() -> None:
    assert {file.parent for file in FILES} == {file.parent for file in FILES if file.name == "__init__.py"}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert not [name for name in NAMES if DRAWERS & set(Path(name).with_suffix("").parts)]


def test_imports_inside_functions_are_listed() -> None:
    unlisted = {
        name: modules
        for name, file in zip(NAMES, FILES, strict=True)
        if (modules := imports_in_functions(file) - DEFERRED.get(name, set()))
    }
    assert not unlisted, "move them to the top, or list them in DEFERRED if starting would take too long"


def test_nothing_undeclared_is_imported() -> None:
    allowed = THIRD_PARTY | set(sys.stdlib_module_names) | {"nnsim"}
    found = {(file.name, name) for file in FILES for node in ast.walk(tree(file)) for name in imported(node)}
    assert not {(file, name) for file, name in found if name.partition(".")[0] not in allowed}


def test_the_session_knows_only_qtcore() -> None:
    found = {
        name for file in (PACKAGE / "session").rglob("*.py") for node in ast.walk(tree(file)) for name in imported(node)
    }
    assert {name for name in found if name.startswith("PySide6")} <= {"PySide6.QtCore"}


def test_decoding_needs_no_window() -> None:
    files = (PACKAGE / "decoding").rglob("*.py")
    found = {name for file in files for node in ast.walk(tree(file)) for name in imported(node)}
    assert {name for name in found if name.startswith("PySide6")} == {"PySide6.QtCore", "PySide6.QtGui"}


def test_files_stay_short() -> None:
    lengths = {name: len(file.read_bytes().splitlines()) for name, file in zip(NAMES, FILES, strict=True)}
    assert not {name: n for name, n in lengths.items() if n > LONGEST}
    long = {name: n for name, n in lengths.items() if n > LONG}
    assert len(long) <= (1 - SHARE_BELOW_LONG) * len(lengths), long
