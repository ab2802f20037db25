"""A project at work: the numbers it reports are those of its data, in their units."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from nnsim.data.dataset import frozen
from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, ScalingKind, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.edits import set_activation
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Run

VIEWS = ("plane", "line", "fit", "confusion", "mistakes", "sample", "health")


def toy(kind: str, *hidden: int, noise: float = 0.0, inputs: tuple[str, ...] = (), **settings: object) -> Project:
    data = DataSpec(ToySource(kind, 60, noise), inputs)
    return new_project(kind, data, hidden, **settings)


def line_table(scale: float = 1000.0, n: int = 40) -> Table:
    """y = 3 x + 7 in units of ``scale``."""
    x = np.linspace(0.0, 50.0, n)
    columns = (Column("x", "number", frozen(x)), Column("y", "number", frozen(scale * (3 * x + 7))))
    return Table("line", columns)


def regression(scaling: ScalingKind) -> Project:
    data = DataSpec(TableSource(line_table(), ("y",), "regression"), scaling=scaling, test_fraction=0.3)
    return new_project("line", data, (), training=TrainSpec(learning_rate=0.1))


@pytest.mark.parametrize("scaling", ["standardize", "minmax"])
def test_predictions_come_back_in_the_units_of_the_data(scaling: ScalingKind) -> None:
    run = Run(regression(scaling))
    run.train_epochs(1000)
    raw = np.array([[0.0], [10.0], [60.0]])
    np.testing.assert_allclose(run.predict(raw), 1000 * (3 * raw + 7), rtol=1e-6)


@pytest.mark.parametrize("scaling", ["standardize", "minmax"])
def test_errors_are_in_the_units_of_the_data_and_r2_knows_none(scaling: ScalingKind) -> None:
    run = Run(regression(scaling))
    run.train_epochs(1)
    results, data = run.results(), run.prepared
    for name, rows in (("train", data.train_rows), ("test", data.test_rows)):
        true = data.dataset.targets[rows]
        error = run.predict(data.dataset.inputs[rows]) - true
        assert results[name]["rmse"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-12)
        spread = np.sum((true - true.mean()) ** 2)
        assert results[name]["r2"] == pytest.approx(1 - np.sum(error**2) / spread, rel=1e-10)


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "identity"])
def test_accuracy_and_confusion_are_what_counting_gives(output: str) -> None:
    run = Run(toy("circle", 4, noise=0.3, output_activation=Choice(output), loss=Choice("quadratic")))
    run.train_epochs(30)
    data, results, confusion = run.prepared, run.results(), run.snapshot(["confusion"]).confusion
    for name, rows in (("train", data.train_rows), ("test", data.test_rows)):
        true = data.dataset.targets[rows, 0].astype(int)
        named = [data.dataset.classes.index(name) for name in run.classes_of(run.predict(data.dataset.inputs[rows]))]
        counted = np.zeros((2, 2), int)
        for row, column in zip(true, named, strict=True):
            counted[row, column] += 1
        assert getattr(confusion, name).tolist() == counted.tolist()
        assert results[name]["accuracy"] == counted.trace() / counted.sum()


def test_three_classes_are_counted_three_by_three() -> None:
    run = Run(toy("blobs", 6))
    run.train_epochs(60)
    confusion = run.snapshot(["confusion"]).confusion
    assert confusion.test.shape == (3, 3)
    assert confusion.test.sum() == len(run.prepared.test_rows)
    assert np.trace(confusion.test) / confusion.test.sum() == run.results()["test"]["accuracy"]


def arrays_in(value: object) -> list[np.ndarray]:
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, tuple):
        return [array for item in value for array in arrays_in(item)]
    if is_dataclass(value):
        return [array for field in fields(value) for array in arrays_in(getattr(value, field.name))]
    return []


@pytest.mark.parametrize("project", [toy("circle", 3), regression("minmax"), toy("blobs", 2)], ids=lambda p: p.name)
def test_everything_in_a_snapshot_is_read_only_and_stays_as_it_was(project: Project) -> None:
    run = Run(project)
    run.train_epochs(2)
    snapshot = run.snapshot(VIEWS)
    arrays = arrays_in(snapshot)
    before = [array.copy() for array in arrays]
    assert len(arrays) >= 10
    assert not any(array.flags.writeable for array in arrays)
    run.train_epochs(3)
    run.snapshot(VIEWS)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("views", [[view] for view in VIEWS] + [list(VIEWS)], ids=str)
@pytest.mark.parametrize("batch_size", [10, None])
def test_snapshots_between_steps_change_no_number(views: list[str], batch_size: int | None) -> None:
    training = TrainSpec(optimizer=Choice("adam"), batch_size=batch_size)
    watched, alone = (Run(toy("circle", 3, training=training)) for _ in range(2))
    for _ in range(9):
        watched.snapshot(views)
        watched.results()
        watched.predict(np.zeros((3, 2)))
        watched.trainer.advance(1)
    alone.trainer.advance(9)
    assert watched.checkpoint().parameters.tobytes() == alone.checkpoint().parameters.tobytes()
    assert watched.snapshot().curves.train_loss.tobytes() == alone.snapshot().curves.train_loss.tobytes()


def test_train_epochs_ends_at_the_end_of_an_epoch_also_from_the_middle_of_one() -> None:
    run = Run(toy("circle", 2))
    run.trainer.advance(2)
    run.train_epochs(3)
    assert (run.trainer.epoch, run.trainer.batch) == (3, 0)


def test_train_epochs_ends_where_a_condition_of_the_project_ends_training() -> None:
    run = Run(toy("circle", 2, training=TrainSpec(stop=StopSpec(epochs=2))))
    run.train_epochs(5)
    assert (run.trainer.epoch, run.trainer.stopped) == (2, "epochs")
    run.train_epochs(5)
    assert run.trainer.epoch == 7


@pytest.mark.parametrize("kind", ["and", "or", "xor_table"])
def test_without_test_data_there_are_no_test_results_and_the_results_are_json(kind: str) -> None:
    run = Run(new_project(kind, named_data(kind), (2,)))
    run.train_epochs(2)
    assert set(run.results()) == {"train"}
    json.dumps(run.results(), allow_nan=False)


def test_constant_numbers_to_predict_give_results_that_are_numbers() -> None:
    columns = (Column("x", "number", frozen(np.arange(10.0))), Column("y", "number", frozen(np.full(10, 4.0))))
    data = DataSpec(TableSource(Table("flat", columns), ("y",), "regression"), scaling="standardize")
    run = Run(new_project("flat", data, (2,)))
    run.train_epochs(3)
    json.dumps(run.results(), allow_nan=False)
    assert np.isfinite(run.predict(np.array([[3.0]]))).all()


@pytest.mark.parametrize("name", ["iris", "wine"])
def test_classes_come_back_by_name(name: str) -> None:
    run = Run(new_project(name, named_data(name), (4,), training=TrainSpec(optimizer=Choice("adam"))))
    run.train_epochs(40)
    dataset = run.prepared.dataset
    named = run.classes_of(run.predict(dataset.inputs))
    right = [dataset.classes[int(number)] for number in dataset.targets[:, 0]]
    assert np.mean([a == b for a, b in zip(named, right, strict=True)]) > 0.85


def test_a_network_that_does_not_fit_its_data_is_refused() -> None:
    project = toy("circle", 3)
    wide = replace(project, network=replace(project.network, n_inputs=3))
    with pytest.raises(SpecError, match="3 inputs, but the data have 2"):
        Run(wide)
    outputs = project.network.with_layer(1, replace(project.network.output, size=3))
    with pytest.raises(SpecError, match="3 outputs, but the data need 1 or 2"):
        Run(replace(project, network=outputs))
    numbers = regression("none")
    outputs = numbers.network.with_layer(0, replace(numbers.network.output, size=2))
    with pytest.raises(SpecError, match="2 outputs, but the data need 1"):
        Run(replace(numbers, network=outputs))


def test_two_classes_may_have_an_output_each() -> None:
    project = toy("circle", 3)
    output = replace(project.network.output, size=2, activation=Choice("softmax"))
    run = Run(replace(project, network=project.network.with_layer(1, output)))
    run.train_epochs(2)
    assert run.snapshot(["confusion"]).confusion.train.sum() == 30


def test_a_checkpoint_that_does_not_fit_is_refused() -> None:
    project = toy("circle", 3)
    good = Run(project).checkpoint()
    with pytest.raises(SpecError, match="another shape"):
        Run(replace(project, checkpoint=replace(good, parameters=np.zeros(1))))
    with pytest.raises(SpecError, match="sample 30 of an epoch of 30"):
        Run(replace(project, checkpoint=replace(good, seen=30)))


def test_another_activation_takes_effect_in_the_run_with_the_weights_as_they_are() -> None:
    project = toy("circle", 3)
    run = Run(project)
    run.train_epochs(2)
    stamped = replace(project, checkpoint=run.checkpoint())
    edited = set_activation(stamped, 0, Choice("relu")).project
    assert Run(edited).checkpoint().parameters.tobytes() == run.checkpoint().parameters.tobytes()
    assert Run(edited).trainer.epoch == 2


def test_weights_of_another_network_with_as_many_of_them_are_refused() -> None:
    project = replace(
        toy("circle", 3), network=NetworkSpec(2, (LayerSpec(3, key=1), LayerSpec(1, Choice("sigmoid"), key=2)))
    )
    other = Run(toy("and", 3)).checkpoint()
    assert Run(replace(project, checkpoint=other)).trainer.epoch == 0
    four_two_one = NetworkSpec(4, (LayerSpec(2, key=1), LayerSpec(1, key=2)))
    two_three_one = NetworkSpec(2, (LayerSpec(3, key=1), LayerSpec(1, key=2)))
    assert four_two_one.n_parameters == two_three_one.n_parameters
    with pytest.raises(SpecError, match="another shape"):
        Run(replace(project, checkpoint=replace(other, network=four_two_one)))


def test_predictions_of_very_many_rows_take_no_more_memory_than_a_chunk() -> None:
    run = Run(toy("circle", 500))
    raw = np.random.default_rng(0).normal(size=(50_000, 2))
    tracemalloc.start()
    predicted = run.predict(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000  # 400 MB in one piece
    np.testing.assert_allclose(predicted[-3:], run.predict(raw[-3:]), rtol=1e-12)
