"""Bad input: each refused with a place and a remedy, exit 3, and nothing overwritten."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from .conftest import Call

TABLES = {
    "ragged": ("a,b,c\n1,2,x\n3,4\n5,6,y\n", "line 3"),
    "text among numbers": ("a,b\n1,x\n2,y\ntwo,x\n4,y\n", "line 4, column “a”"),
    "empty": ("", "t.csv"),
    "blank": ("\n\n  \n", "t.csv"),
    "names alone": ("a,b\n", "line 1"),
    "unclosed quote": ('a,b\n1,"x\n2,y\n', "line 2"),
    "NUL": ("a,b\n1,\0\n", "line 2"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_bad_table_is_refused(nnsim: Call, kind: str) -> None:
    text, place = TABLES[kind]
    Path("t.csv").write_text(text)
    Path("x.nnsim").write_bytes(b"precious")
    made = nnsim("new", "x.nnsim", "--data", "t.csv", "--force", "--json")
    assert made.status == 3
    assert place in made.error["where"]
    assert made.error["hint"]
    assert Path("x.nnsim").read_bytes() == b"precious"
    checked = nnsim("check", "t.csv", "--json")
    assert checked.status == 3
    assert checked.json["ok"] is False
    assert {name: checked.json[name] for name in ("code", "where")} == {
        name: made.error[name] for name in ("code", "where")
    }


def rewritten(path: Path, old: str, new: str) -> bytes:
    """A project with its description edited by hand."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as edited:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "project.json":
                assert old in content.decode()
                content = content.decode().replace(old, new).encode()
            edited.writestr(member, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"tanh"', '"tahn"', "unknown_activation"),
        ('"learning_rate":', '"learning_rat":', "key"),
        ('"circle"', '"cirle"', "unknown_name"),
        ('"format":', '"format_":', "not_a_project"),
    ],
)
def test_a_project_edited_by_hand_is_refused(nnsim: Call, old: str, new: str, code: str) -> None:
    nnsim("new", "x.nnsim", "--data", "circle")
    nnsim("train", "x.nnsim", "--epochs", "1")
    bad = rewritten(Path("x.nnsim"), old, new)
    Path("x.nnsim").write_bytes(bad)
    for command in ("check x.nnsim", "train x.nnsim --epochs 1", "train x.nnsim --epochs 1 --resume"):
        said = nnsim(*command.split(), "--json")
        assert said.status == 3, said
        assert code in said.error["code"]
        assert said.error["where"]
        assert said.error["hint"]
    assert Path("x.nnsim").read_bytes() == bad


def test_a_truncated_project_is_refused(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "iris")
    nnsim("train", "x.nnsim", "--epochs", "1")
    whole = Path("x.nnsim").read_bytes()
    for kept in (0, 1, 30, len(whole) // 2, len(whole) - 1):
        Path("x.nnsim").write_bytes(whole[:kept])
        for command in ("check x.nnsim", "train x.nnsim --epochs 1", "hash x.nnsim"):
            said = nnsim(*command.split(), "--json")
            assert (said.status, said.error["code"][:5]) == (3, "file."), said
        assert Path("x.nnsim").read_bytes() == whole[:kept]


def test_a_file_that_is_no_project_is_refused(nnsim: Call, tmp_path: Path) -> None:
    Path("notes.nnsim").write_text("Dear diary")
    Path("folder.nnsim").mkdir()
    for name in ("notes.nnsim", "folder.nnsim", "nowhere.nnsim", "nowhere.csv"):
        assert nnsim("check", name, "--json").status == 3


def test_check_tells_what_is_in_a_good_file(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "circle")
    nnsim("train", "x.nnsim", "--epochs", "2")
    facts = nnsim("check", "x.nnsim", "--json").json
    assert set(facts) >= {"ok", "code", "where", "message", "hint", "summary"}
    assert facts["ok"] is True
    assert "2 epochs" in facts["summary"]
    Path("t.csv").write_text("a,b\n1,x\n2,y\n")
    assert "2 rows" in json.loads(nnsim("check", "t.csv", "--json").out)["summary"]
