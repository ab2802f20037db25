"""What is installed is whole: every shipped file is in the wheel, where the program looks for it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

wheel = pytest.importorskip("hatchling.builders.wheel", reason="only who builds a wheel has the builder")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """Of all files in the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    [built] = wheel.WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_every_resource_is_in_the_wheel_inside_the_package(names):
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert len([name for name in shipped if name.startswith("resources/examples/")]) > 14
    assert {f"nnsim/{name}" for name in shipped} <= names
