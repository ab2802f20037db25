"""A project of any version becomes one of the newest, and means the same."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from nnsim.storage.format_version import VERSION
from tests.golden import make_pictures_v2, make_spiral_v1

from .conftest import Call


@pytest.mark.parametrize("old", [make_spiral_v1.PATH, make_pictures_v2.PATH], ids=lambda path: path.name)
def test_an_old_file_becomes_a_new_one_and_stays_as_it_is(nnsim: Call, tmp_path: Path, old: Path) -> None:
    shutil.copy(old, tmp_path / "old.nnsim")
    said = nnsim("convert", "old.nnsim", "new.nnsim", "--json")
    assert (said.status, said.json["file_format"]) == (0, VERSION)
    with zipfile.ZipFile("new.nnsim") as archive:
        assert json.loads(archive.read("project.json"))["format"]["version"] == VERSION
    assert nnsim("hash", "new.nnsim").out == nnsim("hash", "old.nnsim").out
    assert Path("old.nnsim").read_bytes() == old.read_bytes()


def test_a_damaged_file_and_a_name_of_another_kind_are_refused(nnsim: Call, tmp_path: Path) -> None:
    tmp_path.joinpath("bad.nnsim").write_bytes(b"PK")
    assert nnsim("convert", "bad.nnsim", "new.nnsim").status == 3
    assert nnsim("convert", "nowhere.nnsim", "new.nnsim").status == 3
    tmp_path.joinpath("table.csv").write_text("a,b\n1,2\n")
    shutil.copy(make_spiral_v1.PATH, "old.nnsim")
    assert nnsim("convert", "old.nnsim", "table.csv").status == 5
    assert tmp_path.joinpath("table.csv").read_text() == "a,b\n1,2\n"
    assert not Path("new.nnsim").exists()
