"""Tables without the window: every choice arrives, and what was read can be learnt from."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnsim.data.spec import TableSource
from nnsim.storage.project_file import read

from .conftest import Call

MARKS = "size;kind;mark\n" + "".join(
    f"{row},5;{'oak' if row % 2 else 'ash'};{'good' if row > 9 else 'poor'}\n" for row in range(20)
)


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    path = tmp_path / "marks.csv"
    path.write_text(MARKS)
    return path


def test_what_was_understood_is_told_and_nothing_written(nnsim: Call, marks: Path, tmp_path: Path) -> None:
    said = nnsim("import", marks, "--json")
    assert said.status == 0
    assert said.json["rows"] == 20
    assert said.json["columns"] == [
        {"name": "size", "kind": "number"},
        {"name": "kind", "kind": "category"},
        {"name": "mark", "kind": "category"},
    ]
    assert said.json["table_hash"].startswith("sha256:")
    assert said.json["classes"] == ["good", "poor"]
    assert any("semicolons" in notice for notice in said.json["notices"])
    assert list(tmp_path.iterdir()) == [marks]


def test_every_choice_arrives(nnsim: Call, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes("1:ä:,5:x\n2:ö::y\n3:ä:1,5:x\n4:ü:2:y\n".encode("cp1252"))
    words = ["--delimiter", ":", "--decimal", ",", "--encoding", "cp1252", "--no-header", "--missing", "own"]
    words += ["--scaling", "minmax", "--seed", "3", "--test-fraction", "0.25"]
    words += ["--kind", "column 1=left_out", "--target", "column 4", "--out", "odd.nnsim"]
    said = nnsim("import", path, *words)
    assert said.status == 0, said.err
    data = read(Path("odd.nnsim")).data
    source = data.source
    assert isinstance(source, TableSource)
    assert source.table.column_names == ("column 2", "column 3", "column 4")
    assert source.table.column("column 2").labels == ("ä", "ö", "ü")
    assert source.table.column("column 3").values.tolist()[2:] == [1.5, 2.0]
    assert (source.missing, source.targets) == ("own", ("column 4",))
    assert (data.scaling, data.test_fraction, data.split_seed) == ("minmax", 0.25, 3)


def test_a_table_is_begun_with_the_same_network_and_training_as_by_new(nnsim: Call, marks: Path) -> None:
    nnsim("import", marks, "--out", "imported.nnsim")
    nnsim("new", "made.nnsim", "--data", marks)
    imported, made = read(Path("imported.nnsim")), read(Path("made.nnsim"))
    assert (imported.network, imported.training) == (made.network, made.training)
    assert imported.training.optimizer.name == "adam"


def test_thousands_are_read_if_it_is_said_that_they_are_apart(nnsim: Call, tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text('town,people\nUlm,"126,329"\nAalen,"68,456"\nDorf,987\n')
    assert nnsim("import", path, "--json").json["error"]["code"] == "table.thousands"
    assert nnsim("import", path, "--thousands", "--out", "towns.nnsim").status == 0
    source = read(Path("towns.nnsim")).data.source
    assert isinstance(source, TableSource)
    assert source.table.column("people").values.tolist() == [126_329.0, 68_456.0, 987.0]


def test_the_same_table_has_the_same_hash_in_another_dialect(nnsim: Call, marks: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tsv"
    other.write_bytes(MARKS.replace(",", ".").replace(";", "\t").replace("\n", "\r\n").encode("utf-16"))
    hashes = {nnsim("import", path, "--json").json["table_hash"] for path in (marks, other)}
    assert len(hashes) == 1


def test_sentences_are_learnt_from_and_predicted(nnsim: Call, tmp_path: Path) -> None:
    texts = [
        f"the {thing} was so {word} today" for thing in ("soup", "film", "day", "song") for word in ("good", "bad")
    ]
    lines = [f"{text},{'glad' if 'good' in text else 'sad'}" for text in texts * 3]
    (tmp_path / "moods.csv").write_text("review,mood\n" + "\n".join(lines) + "\n")
    said = nnsim("import", "moods.csv", "--kind", "review=text", "--words", 8, "--out", "moods.nnsim")
    assert said.status == 0, said.err
    assert "review (text)" in said.out
    assert nnsim("train", "moods.nnsim", "--epochs", 60).status == 0
    (tmp_path / "new.csv").write_text("review\nsuch a good thing\nit was bad\n")
    said = nnsim("predict", "moods.nnsim", "--in", "new.csv", "--json")
    assert [row["mood"] for row in said.json["predictions"]] == ["glad", "sad"]


def test_rows_with_gaps_are_predicted_as_they_were_learnt_and_it_is_told(nnsim: Call, tmp_path: Path) -> None:
    (tmp_path / "gaps.csv").write_text("a,b,y\n" + "".join(f"{n if n % 4 else ''},{n},{n}\n" for n in range(20)))
    (tmp_path / "new.csv").write_text("a,b\n1,1\n,2\n")
    for missing, status in (("drop", 3), ("mean", 0), ("own", 0)):
        assert nnsim("import", "gaps.csv", "--missing", missing, "--out", "gaps.nnsim", "--force").status == 0
        said = nnsim("predict", "gaps.nnsim", "--in", "new.csv", "--json")
        assert said.status == status
        assert status or any("filled" in notice and "“a”" in notice for notice in said.json["notices"])


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("marks.csv", "--kind", "size"), 2, "usage.options"),
        (("marks.csv", "--kind", "sizes=number"), 3, "table.unknown_column"),
        (("marks.csv", "--delimiter", "::"), 2, "table.delimiter"),
        (("marks.csv", "--decimal", ";"), 2, "table.decimal"),
        (("marks.csv", "--decimal", "."), 3, "table.decimal_mixed"),
        (("marks.csv", "--words", "5", "--letters", "5"), 2, "usage.options"),
        (("marks.csv", "--kind", "kind=number"), 3, "table.not_a_number"),
        (("none.csv",), 3, "table.not_found"),
    ],
)
def test_what_cannot_be_read_so_is_refused_by_code(
    nnsim: Call, marks: Path, words: tuple[str, ...], status: int, code: str
) -> None:
    said = nnsim("import", *words, "--json")
    assert (said.status, said.error["code"]) == (status, code)
    assert said.error["hint"]
