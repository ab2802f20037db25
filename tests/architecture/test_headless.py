"""Everything below the session works on a machine without Qt.

Three things together show it. In a process that cannot import Qt every module is imported and the command line used, so
nothing needs Qt to begin with. Each test of these floors, with all its examples, runs behind a wall through which Qt
cannot be imported (`tests/conftest.py`), so nothing asks for it later. And the import contracts allow no import of Qt
at any place of their source, so nothing can have taken hold of it before the wall was there. To run the tests a second
time in a process without Qt shows the same once more, and takes a minute: `-m slow`.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.without_qt import FLOORS, behind_the_wall

ROOT = Path(__file__).parents[2]
OPTIONS = ("-p", "tests.without_qt", "-p", "no:cacheprovider", "-x", "-q", "-m", "not slow and not sweep")
TESTED = [f"tests/{floor}" for floor in FLOORS if any((ROOT / "tests" / floor).glob("test_*.py"))]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in the project's folder."""
    environment = {**os.environ, "PYTHONUTF8": "1", "NNSIM_EXAMPLES": "once more"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_every_module_below_the_session_imports_without_qt() -> None:
    done = python("-W", "error", "-m", "tests.without_qt", *(f"nnsim.{floor}" for floor in FLOORS))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= len(FLOORS)


def test_blocking_qt_blocks_it() -> None:
    done = python("-c", "from tests.without_qt import block; block(); import PySide6")
    assert "blocked" in done.stderr


def test_behind_the_wall_what_was_imported_before_is_not_found(qapp: object) -> None:
    for ask in (
        lambda: __import__("PySide6"),
        lambda: __import__("PySide6.QtCore", fromlist=["QObject"]),
        lambda: importlib.import_module("shiboken6"),
    ):
        with behind_the_wall(), pytest.raises(ModuleNotFoundError, match="blocked"):
            ask()
        assert ask()


def test_the_command_line_works_without_qt() -> None:
    done = python("-m", "pytest", *OPTIONS, "tests/cli/test_new.py")
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_tests_below_the_session_pass_without_qt() -> None:
    done = python("-m", "pytest", *OPTIONS, *TESTED)
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
