"""Weights go out and in without losing a bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnsim.engine.parameters import blocks
from nnsim.model.layer_edits import cut_link
from nnsim.storage.project_file import read, write

from .conftest import Call


@pytest.mark.parametrize("ending", ["csv", "npz"])
def test_out_and_in_again_changes_nothing(nnsim: Call, ending: str) -> None:
    nnsim("new", "x.nnsim", "--data", "xor", "--layers", "3,2")
    nnsim("train", "x.nnsim", "--epochs", "3")
    assert nnsim("weights", "x.nnsim", "--get", f"w.{ending}").status == 0
    assert nnsim("weights", "x.nnsim", "--set", f"w.{ending}", "--out", "y.nnsim").status == 0
    assert nnsim("hash", "x.nnsim").out == nnsim("hash", "y.nnsim").out


def test_rows_are_from_neurons(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "sine", "--layers", "", "--optimizer", "sgd")
    np.savez("w.npz", W1=[[5.0]], b1=[0.25])
    assert nnsim("weights", "x.nnsim", "--set", "w.npz").status == 0
    Path("t.csv").write_text("x1\n2\n")
    assert nnsim("predict", "x.nnsim", "--in", "t.csv").out.splitlines() == ["y", "10.25"]


PICTURES = "new x.nnsim --data digits --layers conv2d:3,max_pool2d,4 --batch-norm"


@pytest.mark.parametrize("ending", ["csv", "npz"])
def test_filters_gains_and_what_is_remembered_go_out_and_in(nnsim: Call, ending: str) -> None:
    nnsim(*PICTURES.split())
    assert nnsim("train", "x.nnsim", "--epochs", "1").status == 0
    shapes = nnsim("weights", "x.nnsim", "--get", f"w.{ending}", "--json").json["shapes"]
    assert (shapes["W1"], shapes["b1"], shapes["g1"], shapes["m1"], shapes["v1"]) == ([9, 3], [3], [3], [3], [3])
    assert sorted(shapes) == sorted([*(f"{name}{number}" for name in "Wbgmv" for number in (1, 4)), "W5", "b5"])
    assert nnsim("weights", "x.nnsim", "--set", f"w.{ending}", "--out", "y.nnsim").status == 0
    assert nnsim("hash", "x.nnsim").out == nnsim("hash", "y.nnsim").out


def test_a_gain_alone_can_be_put_in(nnsim: Call) -> None:
    nnsim(*PICTURES.split())
    np.savez("w.npz", g1=[2.0, 3.0, 4.0])
    assert nnsim("weights", "x.nnsim", "--set", "w.npz").status == 0
    checkpoint = read(Path("x.nnsim")).checkpoint
    assert checkpoint is not None
    normalization = blocks(checkpoint.network)[0].normalization(checkpoint.parameters)
    np.testing.assert_array_equal(normalization, [[2.0, 3.0, 4.0], [0.0] * 3, [1.0] * 3])


@pytest.mark.parametrize(
    "arrays", [{"v1": [1.0, -1.0, 1.0]}, {"g1": [1.0]}, {"W2": [[1.0]]}, {"g5": [1.0] * 10}, {"m1": [[1.0] * 3]}]
)
def test_numbers_of_normalisation_that_cannot_be_are_refused(nnsim: Call, arrays: dict[str, list[object]]) -> None:
    nnsim(*PICTURES.split())
    before = Path("x.nnsim").read_bytes()
    np.savez("w.npz", **{name: np.array(value) for name, value in arrays.items()})  # type: ignore[arg-type]
    said = nnsim("weights", "x.nnsim", "--set", "w.npz", "--json")
    assert (said.status, said.error["code"][:8]) == (3, "weights.")
    assert Path("x.nnsim").read_bytes() == before


def test_a_link_that_is_cut_takes_no_weight(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor", "--layers", "2")
    write(cut_link(read(Path("x.nnsim")), 0, 1, 0).project, Path("x.nnsim"))
    np.savez("w.npz", W1=[[1.0, 2.0], [3.0, 4.0]])
    said = nnsim("weights", "x.nnsim", "--set", "w.npz", "--json")
    assert (said.status, said.error["code"]) == (3, "weights.cut")
    np.savez("w.npz", W1=[[1.0, 2.0], [0.0, 4.0]])
    assert nnsim("weights", "x.nnsim", "--set", "w.npz").status == 0


@pytest.mark.parametrize(
    "arrays", [{"W1": [[1.0]]}, {"W9": [[1.0]]}, {"b1": [1.0, float("nan")]}, {"b1": ["a", "b"]}, {"b1": [[1.0, 2.0]]}]
)
def test_weights_that_do_not_fit_are_refused(nnsim: Call, arrays: dict[str, list[object]]) -> None:
    nnsim("new", "x.nnsim", "--data", "xor", "--layers", "2")
    before = Path("x.nnsim").read_bytes()
    np.savez("w.npz", **{name: np.array(value) for name, value in arrays.items()})  # type: ignore[arg-type]
    said = nnsim("weights", "x.nnsim", "--set", "w.npz", "--json")
    assert (said.status, said.error["code"][:8]) == (3, "weights.")
    assert Path("x.nnsim").read_bytes() == before


def test_nothing_in_a_weight_file_is_run(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor", "--layers", "2")
    np.savez("w.npz", W1=np.array([{"an": "object"}], dtype=object))
    assert nnsim("weights", "x.nnsim", "--set", "w.npz").status == 3


def test_gradients_are_right_by_measure(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "blobs", "--layers", "4,3", "--regularization", "l1:0.01,l2:0.02")
    said = nnsim("gradcheck", "x.nnsim", "--json")
    assert said.status == 0
    assert said.json["max_relative_error"] < 1e-6
    assert len(said.json["parameters"]) == (2 + 1) * 4 + (4 + 1) * 3 + (3 + 1) * 3


def test_gradients_of_filters_and_gains_are_right_by_measure(nnsim: Call) -> None:
    words = "new x.nnsim --data digits --layers conv2d:2:3:2,3 --batch-norm --activation sigmoid"
    nnsim(*words.split())
    said = nnsim("gradcheck", "x.nnsim", "--json")
    assert said.status == 0
    names = [parameter["name"] for parameter in said.json["parameters"]]
    assert len(names) == len(set(names)) == (9 + 1 + 1) * 2 + (18 + 1 + 1) * 3 + (3 + 1) * 10
    assert {"W1[9,2]", "b1[2]", "g1[1]", "g3[3]", "W4[3,10]"} <= set(names)
