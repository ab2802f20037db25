"""Everything below the session works on a machine without Qt: it is blocked, then used.

What is shown is that nothing there imports Qt or waits for it, whatever is done. That the numbers are right is shown
elsewhere, and Qt has no part in it: tests marked ``sweep`` are not run a second time here, and laws with few examples.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("engine", "data", "model", "runs", "storage", "explain", "cli")
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
    done = python("-c", "import tests.without_qt, PySide6")
    assert "blocked" in done.stderr


@pytest.mark.skipif(not TESTED, reason="no tests below the session yet")
@pytest.mark.timeout(600)
def test_the_tests_below_the_session_pass_without_qt() -> None:
    options = ("-p", "tests.without_qt", "-p", "no:cacheprovider", "-x", "-q", "-m", "not slow and not sweep")
    done = python("-m", "pytest", *options, *TESTED)
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
