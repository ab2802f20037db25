"""Exercises on made-up data and tables that ship, each through the command line alone, as a teacher would do it."""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnsim.runs.run import Run
from nnsim.storage.project_file import read
from tests.cli.conftest import Call, nnsim  # noqa: F401  (a fixture)

ONE_NEURON = '--layers "" --optimizer sgd --learning-rate 1 --batch-size full'


def learnt(nnsim: Call, made: str, epochs: int) -> dict[str, Any]:  # noqa: F811
    """Losses and accuracies after so many epochs of a new project ``x.nnsim``."""
    words = [word.replace('""', "") for word in made.split()]
    assert nnsim("new", "x.nnsim", "--force", *words).status == 0
    facts = nnsim("train", "x.nnsim", "--epochs", epochs, "--json").json
    return {"train": facts["train"], "test": facts["test"]}


@pytest.mark.parametrize("gate", ["and", "or", "nand", "nor", "implication"])
def test_one_neuron_is_a_gate(nnsim: Call, gate: str) -> None:  # noqa: F811
    assert learnt(nnsim, f"--data {gate} {ONE_NEURON}", 1000)["train"]["loss"] < 0.02


@pytest.mark.parametrize("gate", ["xor-table", "xnor", "parity"])
def test_one_neuron_cannot_tell_odd_from_even(nnsim: Call, gate: str) -> None:  # noqa: F811
    assert learnt(nnsim, f"--data {gate} {ONE_NEURON}", 500)["train"]["loss"] == pytest.approx(log(2), abs=1e-3)


def test_four_hidden_neurons_find_the_parity_of_three_bits(nnsim: Call) -> None:  # noqa: F811
    made = "--data parity --layers 4 --learning-rate 0.05 --batch-size full"
    assert learnt(nnsim, made, 1000)["train"]["accuracy"] == 1.0


def test_a_straight_line_is_far_from_the_sine_and_ten_bent_neurons_follow_it(nnsim: Call) -> None:  # noqa: F811
    assert learnt(nnsim, '--data sine --layers ""', 150)["test"]["loss"] == pytest.approx(0.43, abs=0.06)
    assert learnt(nnsim, "--data sine --layers 10", 600)["test"]["loss"] < 0.01


def test_a_formula_is_learnt_as_the_set_of_the_same_curve(nnsim: Call) -> None:  # noqa: F811
    typed = learnt(nnsim, "--data formula --formula sin(2x) --scaling none --layers 10", 30)
    assert typed == learnt(nnsim, "--data sine --layers 10", 30)


def test_the_encoder_gives_all_eight_rows_back_through_three_neurons(nnsim: Call) -> None:  # noqa: F811
    learnt(nnsim, "--data encoder --layers 3 --activation sigmoid --learning-rate 0.05 --batch-size full", 1500)
    run = Run(read(Path("x.nnsim")))
    np.testing.assert_array_equal(run.predict(np.eye(8)) > 0.5, np.eye(8) > 0.5)


def test_seven_segments_are_read_without_a_hidden_layer(nnsim: Call) -> None:  # noqa: F811
    made = '--data segments --layers "" --learning-rate 0.1 --batch-size full'
    assert learnt(nnsim, made, 300)["train"]["accuracy"] == 1.0


def test_a_straight_line_does_not_part_the_moons_and_four_bent_neurons_do(nnsim: Call) -> None:  # noqa: F811
    assert learnt(nnsim, '--data moons --layers ""', 100)["test"]["accuracy"] < 0.93
    assert learnt(nnsim, "--data moons --layers 4", 200)["test"]["accuracy"] >= 0.97


def test_six_clouds_are_told_apart_without_a_hidden_layer(nnsim: Call) -> None:  # noqa: F811
    assert learnt(nnsim, '--data blobs --classes 6 --layers ""', 60)["test"]["accuracy"] >= 0.95


def test_nobody_is_right_oftener_than_the_labels_are(nnsim: Call) -> None:  # noqa: F811
    few = learnt(nnsim, "--data circle --label-noise 0.2 --layers 4", 60)
    many = learnt(nnsim, "--data circle --label-noise 0.2 --layers 16,16", 300)
    assert 0.7 <= few["test"]["accuracy"] <= 0.85
    assert many["train"]["accuracy"] > few["train"]["accuracy"], "the wrong ones are learnt by heart,"
    assert many["test"]["accuracy"] < few["test"]["accuracy"], "and that does not help on test"


def test_where_a_class_is_rare_accuracy_flatters(nnsim: Call) -> None:  # noqa: F811
    found = learnt(nnsim, '--data gauss --imbalance 0.95 --noise 1 --layers ""', 60)["test"]
    assert found["accuracy"] > 0.95
    assert found["balanced_accuracy"] < found["accuracy"] - 0.05


def test_the_rule_of_the_school_cafe_is_found_and_its_whims_are_not(nnsim: Call) -> None:  # noqa: F811
    made = "--data cafe --layers 8 --learning-rate 0.01 --regularization l2:0.01"
    assert 0.85 <= learnt(nnsim, made, 60)["test"]["accuracy"] <= 0.95


def test_tumours_are_told_apart_and_the_course_of_diabetes_is_half_explained(nnsim: Call) -> None:  # noqa: F811
    assert learnt(nnsim, '--data breast_cancer --layers "" --learning-rate 0.01', 40)["test"]["accuracy"] >= 0.94
    assert learnt(nnsim, '--data diabetes --layers "" --learning-rate 0.01', 40)["test"]["r2"] > 0.4
