"""Classes become numbers that the output layer can reach."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.dataset import Dataset, frozen
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.runs.labels import ends, labels, threshold


def dataset(*classes: str) -> Dataset:
    return Dataset("d", frozen(np.zeros((3, 1))), ("x",), frozen([[0], [1], [0]]), ("y",), classes)


@pytest.mark.parametrize(
    ("activation", "low", "high"), [("tanh", -1, 1), ("sigmoid", 0, 1), ("relu", 0, 1), ("identity", 0, 1)]
)
def test_two_classes_are_the_two_ends_of_one_output(activation: str, low: float, high: float) -> None:
    output = LayerSpec(1, Choice(activation))
    assert ends(output) == (low, high)
    assert threshold(output) == (low + high) / 2
    targets = np.array([[0.0], [1.0], [0.0]])
    assert labels(dataset("no", "yes"), targets, output).tolist() == [[low], [high], [low]]


@pytest.mark.parametrize(("activation", "low"), [("softmax", 0), ("sigmoid", 0), ("tanh", -1)])
def test_more_classes_are_one_output_each(activation: str, low: float) -> None:
    made = labels(dataset("a", "b", "c"), np.array([[0.0], [2.0], [1.0]]), LayerSpec(3, Choice(activation)))
    assert made.tolist() == [[1, low, low], [low, low, 1], [low, 1, low]]


def test_numbers_stay_numbers() -> None:
    targets = np.array([[3.5, -1.0]])
    assert labels(dataset(), targets, LayerSpec(2, Choice("tanh"))) is targets
