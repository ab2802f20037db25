"""What the tests of the command line share: a call that gives everything back, and files with something wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nnsim.cli.main import main


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output; strict, so no NaN passes."""
        facts: dict[str, Any] = json.loads(self.out, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
        return facts

    @property
    def error(self) -> dict[str, str]:
        """The failure that it tells."""
        error: dict[str, str] = self.json["error"]
        return error


Call = Callable[..., Said]


@pytest.fixture
def nnsim(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """``nnsim("train", "x.nnsim", …)`` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> Said:
        capsys.readouterr()
        status = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Call:
    """The same as a process of its own."""

    def call(*words: object, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "nnsim", *map(str, words)],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return call
