"""Every example that ``--help`` shows runs as it stands."""

from __future__ import annotations

import importlib
import shlex
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from nnsim.cli.main import COMMANDS
from nnsim.paths import resources

from .conftest import Call

SHOWN = [name for name in COMMANDS if name not in ("gui", "demo", "bench")]  # these have tests of their own


@pytest.mark.parametrize("name", SHOWN)
def test_the_example_runs(nnsim: Call, tmp_path: Path, name: str) -> None:
    if name == "rivals" and find_spec("sklearn") is None:
        pytest.skip("scikit-learn, from which the rivals come, is missing")
    shutil.copy(resources() / "datasets" / "iris.csv", tmp_path / "flowers.csv")
    for line in importlib.import_module(f"nnsim.cli.{name}").EXAMPLE.splitlines():
        said = nnsim(*shlex.split(line)[1:])
        assert said.status == 0, said.err
