"""``nnsim explain``: every number of one sample, as text for the blackboard and as JSON for scripts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnsim.storage.project_file import write
from tests.by_hand.one_weight import one_weight

from .conftest import Call


@pytest.fixture
def hand(tmp_path: Path) -> Path:
    """w = 5, x = 2, label 6, quadratic loss, learning rate 0.1."""
    path = tmp_path / "hand.nnsim"
    write(one_weight().project, path)
    return path


def test_the_calculation_from_the_blackboard_is_told_digit_by_digit(nnsim: Call, hand: Path) -> None:
    facts = nnsim("explain", hand, "--json").json
    (layer,) = facts["layers"]
    assert (facts["sample"], facts["inputs"], facts["prediction"], facts["label"]) == (0, [2.0], [10.0], [6.0])
    assert facts["loss"] == 8.0
    assert (layer["weights"], layer["biases"]) == ([[5.0]], None)
    assert (layer["z"], layer["h"], layer["delta"]) == ([10.0], [10.0], [4.0])
    assert (layer["dweights"], layer["dbiases"]) == ([[8.0]], None)
    assert (layer["new_weights"], layer["new_biases"]) == ([[4.2]], None)


def test_the_text_shows_the_same_numbers(nnsim: Call, hand: Path) -> None:
    text = nnsim("explain", hand).out
    for line in ("W1 = [ 5 ]", "z1 = [ 10 ]", "L = 8", "∂W1 = [ 8 ]", "new W1 = [ 4.2 ]"):
        assert line in text


def test_matrices_are_nested_lists_rows_from_columns_to(nnsim: Call) -> None:
    nnsim("new", "p.nnsim", "--data", "iris", "--layers", "5")
    facts = nnsim("explain", "p.nnsim", "--sample", "7", "--format", "json").json
    shapes = [np.shape(layer["weights"]) for layer in facts["layers"]]
    assert shapes == [(4, 5), (5, 3)]
    first = facts["layers"][0]
    expected = np.array(facts["inputs"]) @ np.array(first["weights"]) + np.array(first["biases"])
    np.testing.assert_allclose(first["z"], expected, rtol=1e-14)
    assert {"mean", "square"} == set(first["new_memory"])
    assert np.shape(first["new_memory"]["mean"]["biases"]) == (5,)


def test_several_samples_are_one_batch(nnsim: Call) -> None:
    nnsim("new", "p.nnsim", "--data", "xor_table", "--layers", "2", "--loss", "quadratic", "--optimizer", "sgd")
    alone = [nnsim("explain", "p.nnsim", "--sample", row, "--json").json for row in (0, 3)]
    both = nnsim("explain", "p.nnsim", "--sample", "0,3", "--json").json
    assert both["sample"] == [0, 3]
    assert both["loss"] == pytest.approx(np.mean([facts["loss"] for facts in alone]))
    gradients = [np.array(facts["layers"][0]["dweights"]) for facts in alone]
    np.testing.assert_allclose(both["layers"][0]["dweights"], np.mean(gradients, axis=0), atol=1e-15)


def test_explaining_leaves_the_file_as_it_is(nnsim: Call, hand: Path) -> None:
    before = hand.read_bytes()
    nnsim("explain", hand)
    assert hand.read_bytes() == before


@pytest.mark.parametrize(("row", "status"), [("4", 3), ("-1", 2), ("x", 2), ("1.5", 2)])
def test_a_sample_that_is_not_there_is_refused_with_what_there_is(nnsim: Call, row: str, status: int) -> None:
    nnsim("new", "p.nnsim", "--data", "xor_table")
    said = nnsim("explain", "p.nnsim", f"--sample={row}", "--json")
    assert said.status == status
    if status == 3:
        assert said.error["code"] == "trace.no_such_sample"
        assert "the last 3" in said.error["hint"]


def test_a_wide_matrix_is_cut_short_in_the_text_and_whole_in_json(nnsim: Call) -> None:
    nnsim("new", "d.nnsim", "--data", "digits", "--layers", "12")
    assert "64 × 12" in nnsim("explain", "d.nnsim").out
    facts = nnsim("explain", "d.nnsim", "--json").json
    assert np.shape(facts["layers"][0]["weights"]) == (64, 12)


def test_the_gradient_of_the_loss_and_the_one_the_optimizer_is_given_are_told_apart(nnsim: Call) -> None:
    new = ("--data", "xor_table", "--layers", "2", "--optimizer", "sgd", "--learning-rate", "0.1")
    nnsim("new", "free.nnsim", *new)
    nnsim("new", "short.nnsim", *new, "--clip-norm", "0.01")
    free, short = (nnsim("explain", f"{name}.nnsim", "--sample", "1", "--json").json for name in ("free", "short"))
    assert free["layers"][0]["dweights"] == short["layers"][0]["dweights"]
    assert free["layers"][0]["given_weights"] == free["layers"][0]["dweights"]
    given = [np.ravel(layer[f"given_{part}"]) for layer in short["layers"] for part in ("weights", "biases")]
    assert np.linalg.norm(np.concatenate(given)) == pytest.approx(0.01, rel=1e-4)
    assert (free["clipped_to"], short["clipped_to"]) == (None, 0.01)
    texts = [nnsim("explain", f"{name}.nnsim", "--sample", "1").out for name in ("free", "short")]
    backward = [text.partition("BACKWARD")[2].partition("UPDATE")[0] for text in texts]
    assert backward[0] == backward[1]
    assert "is shortened to 0.01" in texts[1]
    assert "another gradient" not in texts[0]


def test_only_optimizers_that_count_their_steps_tell_them(nnsim: Call) -> None:
    for optimizer, counted in (("sgd", None), ("adam", 1)):
        nnsim("new", f"{optimizer}.nnsim", "--data", "xor_table", "--layers", "2", "--optimizer", optimizer)
        assert nnsim("explain", f"{optimizer}.nnsim", "--json").json["optimizer_steps"] == counted
