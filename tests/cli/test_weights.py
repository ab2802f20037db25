"""Weights go out and in without losing a bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

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
