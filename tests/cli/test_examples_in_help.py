"""Every example that ``--help`` shows runs as it stands."""

from __future__ import annotations

import importlib
import shlex
import shutil
import struct
import zlib
from importlib.util import find_spec
from pathlib import Path

import pytest

from nnsim.cli.main import COMMANDS
from nnsim.paths import resources

from .conftest import Call

SHOWN = [name for name in COMMANDS if name not in ("gui", "demo", "bench")]  # these have tests of their own


def png(grey: int) -> bytes:
    """A picture of four pixels."""
    parts = (
        (b"IHDR", struct.pack(">2I5B", 2, 2, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes((0, grey, grey)) * 2)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("name", SHOWN)
def test_the_example_runs(nnsim: Call, process: Call, tmp_path: Path, name: str) -> None:
    if name == "rivals" and find_spec("sklearn") is None:
        pytest.skip("scikit-learn, from which the rivals come, is missing")
    shutil.copy(resources() / "datasets" / "iris.csv", tmp_path / "flowers.csv")
    for kind in ("oak", "ash"):
        tmp_path.joinpath("leaves", kind).mkdir(parents=True)
        for number in range(2):
            tmp_path.joinpath("leaves", kind, f"{number}.png").write_bytes(png(16 * number))
    for line in importlib.import_module(f"nnsim.cli.{name}").EXAMPLE.splitlines():
        words = shlex.split(line)[1:]
        said = (process if "leaves" in words else nnsim)(*words)  # pictures need Qt, which is blocked here
        assert said.status == 0, said.err
