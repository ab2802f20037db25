"""Predicting: columns by name, scaling undone, labels as in training."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from nnsim.paths import resources

from .conftest import Call

IRIS = resources() / "datasets" / "iris.csv"


def rows_of(text: str) -> list[dict[str, str]]:
    """A CSV text as dictionaries."""
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def iris(nnsim: Call) -> Path:
    """A trained project."""
    nnsim("new", "iris.nnsim", "--data", "iris", "--layers", "8")
    nnsim("train", "iris.nnsim", "--epochs", "50")
    return Path("iris.nnsim")


def test_classes_come_with_a_probability_each(nnsim: Call, iris: Path) -> None:
    said = nnsim("predict", iris, "--in", IRIS)
    rows, truth = rows_of(said.out), rows_of(IRIS.read_text())
    assert list(rows[0]) == ["species", "p(setosa)", "p(versicolor)", "p(virginica)"]
    assert sum(row["species"] == true["species"] for row, true in zip(rows, truth, strict=True)) >= 140
    for row in rows:
        shares = {name: float(row[f"p({name})"]) for name in ("setosa", "versicolor", "virginica")}
        assert sum(shares.values()) == pytest.approx(1)
        assert max(shares, key=lambda name: shares[name]) == row["species"]


def test_columns_are_found_in_any_order(nnsim: Call, iris: Path, tmp_path: Path) -> None:
    truth = rows_of(IRIS.read_text())
    with tmp_path.joinpath("turned.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(reversed(list(truth[0]))))
        writer.writeheader()
        writer.writerows(truth)
    straight, turned = (nnsim("predict", iris, "--in", path) for path in (IRIS, "turned.csv"))
    assert straight.out == turned.out
    assert "does not use: “species”" in straight.err


def test_out_takes_the_answers(nnsim: Call, iris: Path) -> None:
    printed = nnsim("predict", iris, "--in", IRIS).out
    facts = nnsim("predict", iris, "--in", IRIS, "--out", "y.csv", "--json").json
    assert Path("y.csv").read_text() == printed
    assert (facts["rows"], facts["out"], len(facts["predictions"])) == (150, "y.csv", 150)


def test_two_classes_share_one_output(nnsim: Call, tmp_path: Path) -> None:
    nnsim("new", "x.nnsim", "--data", "gauss", "--layers", "")
    nnsim("train", "x.nnsim", "--epochs", "50")
    tmp_path.joinpath("t.csv").write_text("x2,x1\n-3,-3\n3,3\n")
    rows = rows_of(nnsim("predict", "x.nnsim", "--in", "t.csv").out)
    assert [row["class"] for row in rows] == ["0", "1"]
    assert float(rows[0]["p(0)"]) > 0.9
    assert float(rows[1]["p(1)"]) > 0.9


def test_what_is_no_probability_is_not_called_one(nnsim: Call, tmp_path: Path) -> None:
    words = "new x.nnsim --data gauss --layers 2 --output-activation tanh --loss mse"
    nnsim(*words.split())
    tmp_path.joinpath("t.csv").write_text("x1,x2\n3,3\n")
    said = nnsim("predict", "x.nnsim", "--in", "t.csv", "--json").json
    assert said["columns"] == ["class", "output(0)", "output(1)"]
    assert said["predictions"][0]["output(0)"] == -said["predictions"][0]["output(1)"]
    assert "not been trained" in " ".join(said["notices"])


def test_quantities_come_in_their_own_units(nnsim: Call, tmp_path: Path) -> None:
    x = np.linspace(0, 10, 60).tolist()
    lines = [
        f"{value!r},{'warm' if i % 2 else 'cold'},{1000 + 50 * value + 200 * (i % 2)!r}" for i, value in enumerate(x)
    ]
    tmp_path.joinpath("t.csv").write_text("x,kind,y\n" + "\n".join(lines) + "\n")
    nnsim("new", "t.nnsim", "--data", "t.csv", "--layers", "", "--learning-rate", "0.05")
    assert nnsim("train", "t.nnsim", "--epochs", "200", "--json").json["test"]["r2"] > 0.999
    tmp_path.joinpath("new.csv").write_text("kind,x\nwarm,4\ncold,4\n")
    rows = rows_of(nnsim("predict", "t.nnsim", "--in", "new.csv").out)
    assert [float(row["y"]) for row in rows] == pytest.approx([1400, 1200], abs=5)


@pytest.mark.parametrize(
    ("table", "code", "place"),
    [
        ("kind\nwarm\n", "table.unknown_column", "t.csv"),
        ("x,kind\n1,hot\n", "table.unknown_label", "row 1, column “kind”"),
        ("x,kind\n1,warm\n?,cold\n", "table.missing_value", "row 2, column “x”"),
        ("x,kind\nred,warm\nblue,cold\n", "table.not_a_number", "row 1, column “x”"),
        ("", "table.empty", "t.csv"),
    ],
)
def test_what_cannot_be_predicted_from_is_named_by_its_cell(
    nnsim: Call, tmp_path: Path, table: str, code: str, place: str
) -> None:
    tmp_path.joinpath("train.csv").write_text("x,kind,y\n" + "1,warm,2\n2,cold,3\n3,warm,4.5\n" * 9)
    nnsim("new", "x.nnsim", "--data", "train.csv", "--task", "regression")
    tmp_path.joinpath("t.csv").write_text(table)
    said = nnsim("predict", "x.nnsim", "--in", "t.csv", "--out", "y.csv", "--json")
    assert (said.status, said.error["code"]) == (3, code)
    assert place in said.error["where"]
    assert not Path("y.csv").exists()


def test_all_missing_columns_are_named(nnsim: Call, iris: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("t.csv").write_text("petal_length_cm,colour\n1,2\n")
    message = nnsim("predict", iris, "--in", "t.csv", "--json").error["message"]
    assert all(name in message for name in ("sepal_length_cm", "sepal_width_cm", "petal_width_cm"))


def test_the_table_is_never_replaced_by_the_answer(nnsim: Call, iris: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("t.csv").write_bytes(IRIS.read_bytes())
    assert nnsim("predict", iris, "--in", "t.csv", "--out", "t.csv").status == 5
    assert nnsim("predict", iris, "--in", "t.csv", "--out", iris).status == 5
    assert Path("t.csv").read_bytes() == IRIS.read_bytes()


def test_words_that_said_in_training_that_there_is_no_value_say_so_again(nnsim: Call, tmp_path: Path) -> None:
    cells = "".join(f"{'k.A.' if i % 5 == 2 else i},{'uv'[i % 2]}\n" for i in range(20))
    tmp_path.joinpath("gaps.csv").write_text(f"a,kind\n{cells}")
    tmp_path.joinpath("new.csv").write_text("a\n3\nk.a.\n")
    assert nnsim("import", "gaps.csv", "--gap", "k.A.", "--missing", "mean", "--out", "gaps.nnsim").status == 0
    said = nnsim("predict", "gaps.nnsim", "--in", "new.csv")
    assert (said.status, len(rows_of(said.out))) == (0, 2)
    assert "Missing values filled as in training: “a”." in said.err


def test_labels_that_look_like_numbers_stay_labels(nnsim: Call, tmp_path: Path) -> None:
    codes = ("01", "1", "02", "2") * 10
    rows = "".join(f"{code},{row},{'yes' if code[0] == '0' else 'no'}\n" for row, code in enumerate(codes))
    tmp_path.joinpath("codes.csv").write_text(f"code,x,y\n{rows}")
    tmp_path.joinpath("new.csv").write_text("code,x\n01,3\n1,3\n02,3\n2,3\n")
    nnsim("import", "codes.csv", "--kind", "code=category", "--out", "codes.nnsim")
    assert nnsim("train", "codes.nnsim", "--epochs", "60", "--json").json["test"]["accuracy"] == 1.0
    rows = rows_of(nnsim("predict", "codes.nnsim", "--in", "new.csv").out)
    assert [row["y"] for row in rows] == ["yes", "no", "yes", "no"]


def test_every_row_is_answered_in_its_place(nnsim: Call, tmp_path: Path) -> None:
    labels = np.arange(10_050) % 2
    pictures = np.repeat(labels, 4).reshape(-1, 2, 2).astype(np.uint8)
    np.savez(tmp_path / "few.npz", x=pictures[:80], y=labels[:80])
    np.savez(tmp_path / "many.npz", x=pictures, y=labels)
    nnsim("import", "few.npz", "--out", "p.nnsim")
    nnsim("train", "p.nnsim", "--epochs", "60")
    answers = nnsim("predict", "p.nnsim", "--in", "many.npz", "--json").json["predictions"]
    assert [int(next(iter(answer.values()))) for answer in answers] == labels.tolist()


def test_what_was_understood_of_the_new_table_is_told_and_can_be_said(nnsim: Call, tmp_path: Path) -> None:
    tmp_path.joinpath("t.csv").write_text("x,y\n" + "".join(f"{row}.5,{row * 2}.5\n" for row in range(30)))
    nnsim("import", "t.csv", "--out", "t.nnsim")
    tmp_path.joinpath("new.csv").write_text("x;z\n1,234;7\n2,345;8\n")
    told = nnsim("predict", "t.nnsim", "--in", "new.csv")
    assert "Decimal mark: comma." in told.err
    assert "“1,234” is read as 1.234" in told.err
    said = nnsim("predict", "t.nnsim", "--in", "new.csv", "--thousands")
    tmp_path.joinpath("new.csv").write_text("x;z\n1234;7\n2345;8\n")
    assert said.out == nnsim("predict", "t.nnsim", "--in", "new.csv").out != told.out
