"""The wheel and the source archive, each in an environment in which nothing else is."""

from __future__ import annotations

import json
import os
import tempfile
import venv
from pathlib import Path

import smoke_test
from sizes import bytes_of
from workshop import DIST, ROOT, VERSION, run

WHEEL = DIST / f"nnsim-{VERSION}-py3-none-any.whl"
SOURCES = DIST / f"nnsim-{VERSION}.tar.gz"


def prove() -> None:
    """Install each, look for every resource, open every example, use the command; both bring the same files."""
    brought = []
    for archive in (WHEEL, SOURCES):
        print(f"{bytes_of(archive) / 1e6:8.1f} MB  {archive.name}")
        with tempfile.TemporaryDirectory() as folder:
            brought.append(prove_archive(archive, Path(folder)))
    if brought[0] != brought[1]:
        raise SystemExit(f"wheel and source archive do not bring the same files: {brought[0] ^ brought[1]}")


def prove_archive(archive: Path, folder: Path) -> set[str]:
    """Install it there and use it; which files it has brought."""
    venv.create(folder / "environment", with_pip=True)
    binaries = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
    run(binaries / "python", "-m", "pip", "install", "--quiet", archive)
    package = next((folder / "environment").rglob("site-packages/nnsim"))
    resources = [path for path in sorted((ROOT / "resources").rglob("*")) if path.is_file()]
    for path in resources:
        installed = package / "resources" / path.relative_to(ROOT / "resources")
        if not installed.is_file() or installed.read_bytes() != path.read_bytes():
            raise SystemExit(f"{archive.name} does not bring {path.relative_to(ROOT)}")
    nnsim = binaries / "nnsim"
    examples = json.loads(run(nnsim, "examples", "--json", where=folder))["examples"]
    for example in examples:
        run(nnsim, "new", f"{example['name']}.nnsim", "--example", example["name"], where=folder)
        run(nnsim, "check", f"{example['name']}.nnsim", where=folder)
    smoke_test.main(nnsim)
    print(f"   {archive.name}: {len(resources)} resources are there, {len(examples)} examples open, the command works")
    return {str(path.relative_to(package)) for path in package.rglob("*") if "__pycache__" not in path.parts}
