"""Classes become numbers that the output layer can reach and that the loss makes sense for."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.dataset import Dataset, frozen
from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import Choice, LayerSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.labels import ends, labels, threshold
from nnsim.runs.run import Run

QUADRATIC, HINGE = Choice("quadratic"), Choice("hinge")


def dataset(*classes: str) -> Dataset:
    return Dataset("d", frozen(np.zeros((3, 1))), ("x",), frozen([[0], [1], [0]]), ("y",), classes)


@pytest.mark.parametrize(
    ("activation", "low", "high"),
    [("tanh", -1, 1), ("sigmoid", 0, 1), ("relu", 0, 1), ("identity", 0, 1), ("step", 0, 1), ("elu", 0, 1)],
)
def test_two_classes_are_the_two_ends_of_one_output(activation: str, low: float, high: float) -> None:
    output = LayerSpec(1, Choice(activation))
    assert ends(output, QUADRATIC) == (low, high)
    assert threshold(output, QUADRATIC) == (low + high) / 2
    targets = np.array([[0.0], [1.0], [0.0]])
    assert labels(dataset("no", "yes"), targets, output, QUADRATIC).tolist() == [[low], [high], [low]]


@pytest.mark.parametrize("activation", ["identity", "tanh", "leaky_relu", "elu"])
def test_the_hinge_loss_has_labels_of_its_own_whatever_the_output_layer(activation: str) -> None:
    output = LayerSpec(1, Choice(activation))
    assert ends(output, HINGE) == (-1.0, 1.0)
    assert threshold(output, HINGE) == 0.0
    targets = np.array([[0.0], [1.0], [0.0]])
    assert labels(dataset("no", "yes"), targets, output, HINGE).tolist() == [[-1], [1], [-1]]


@pytest.mark.parametrize(
    ("activation", "loss", "low"),
    [("softmax", QUADRATIC, 0), ("sigmoid", QUADRATIC, 0), ("tanh", QUADRATIC, -1), ("identity", HINGE, -1)],
)
def test_more_classes_are_one_output_each(activation: str, loss: Choice, low: float) -> None:
    made = labels(dataset("a", "b", "c"), np.array([[0.0], [2.0], [1.0]]), LayerSpec(3, Choice(activation)), loss)
    assert made.tolist() == [[1, low, low], [low, low, 1], [low, 1, low]]


def test_numbers_stay_numbers() -> None:
    targets = np.array([[3.5, -1.0]])
    assert labels(dataset(), targets, LayerSpec(2, Choice("tanh")), QUADRATIC) is targets


def test_a_run_with_the_hinge_loss_tells_classes_apart_at_0() -> None:
    project = new_project(
        "circle",
        named_data("circle"),
        (8,),
        output_activation=Choice("identity"),
        training=TrainSpec(optimizer=Choice("adam"), learning_rate=0.03),
        loss=HINGE,
    )
    run = Run(project)
    run.train_epochs(60)
    assert set(run.trainer.data.train_labels.ravel().tolist()) == {-1.0, 1.0}
    found = run.results()["test"]
    assert found["accuracy"] > 0.9
    predictions = run.predict(np.array([[0.0, 0.0], [5.0, 5.0]]))
    classes = run.prepared.dataset.classes
    assert run.classes_of(predictions) == [classes[int(value > 0.0)] for value in predictions[:, 0]]
    assert len(set(run.classes_of(predictions))) == 2


def quantities(loss: str, output: str, *columns: list[float]) -> Project:
    """Two inputs and as many numbers to predict as there are columns."""
    n_rows = len(columns[0])
    rng = np.random.default_rng(0)
    names = [f"y{number}" for number in range(len(columns))]
    table = Table(
        "t",
        (
            *(Column(name, "number", rng.normal(size=n_rows)) for name in ("a", "b")),
            *(Column(name, "number", np.array(values)) for name, values in zip(names, columns, strict=True)),
        ),
    )
    data = DataSpec(TableSource(table, tuple(names), "regression"), test_fraction=0.25, scaling="none")
    return new_project("t", data, (2,), output_activation=Choice(output), loss=Choice(loss))


def test_the_hinge_loss_is_refused_for_quantities() -> None:
    with pytest.raises(SpecError) as caught:
        Run(quantities("hinge", "identity", [1.0, -1.0, 1.0, -1.0]))
    assert caught.value.code == "spec.loss_needs_classes"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("output", "columns"),
    [
        ("sigmoid", [[0.0, 0.5, 1.0, 1.5]]),
        ("sigmoid", [[0.0, 0.5, 1.0, -0.1]]),
        ("sigmoid", [[0.0, 0.5, 1.0, 1.0], [0.0, 2.0, 1.0, 1.0]]),
        ("softmax", [[0.2, 0.5, 1.0, 0.0], [0.8, 0.5, 0.5, 1.0]]),
        ("softmax", [[0.2, 0.5, 1.5, 0.0], [0.8, 0.5, -0.5, 1.0]]),
    ],
    ids=str,
)
def test_cross_entropy_is_refused_for_quantities_that_no_probability_can_be(
    output: str, columns: list[list[float]]
) -> None:
    with pytest.raises(SpecError) as caught:
        Run(quantities("cross_entropy", output, *columns))
    assert caught.value.code == "spec.loss_needs_shares"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("output", "columns"),
    [("sigmoid", [[0.0, 0.5, 1.0, 0.25]]), ("softmax", [[0.2, 0.5, 1.0, 0.0], [0.8, 0.5, 0.0, 1.0]])],
    ids=str,
)
def test_cross_entropy_learns_quantities_that_are_shares(output: str, columns: list[list[float]]) -> None:
    run = Run(quantities("cross_entropy", output, *columns))
    before = run.trainer.evaluate()[0][0]
    run.train_epochs(50)
    assert 0.0 < run.trainer.evaluate()[0][0] < before
