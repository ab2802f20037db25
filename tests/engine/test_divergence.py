"""Training stops at the first number that is not finite, says where, and keeps the last good weights."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.metrics import accuracy, root_mean_squared_error
from nnsim.engine.spec import Choice, DType
from nnsim.engine.trainer import Trainer, TrainingData
from nnsim.errors import DivergedError
from tests.engine.samples import ALL_OPTIMIZERS, data_for, met, network, trainer

ONE_WEIGHT = network(1, 1, output="identity", bias=False, initializer=Choice.of("constant", value=5.0))

ENDS = [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy"), ("tanh", "mse")]
"""Activation of the output layer, and loss."""


def one_sample(x: float, y: float) -> TrainingData:
    inputs, labels = np.array([[x]]), np.array([[y]])
    return TrainingData(inputs, labels, inputs, labels, accuracy())


def run_until_it_diverges(learner: Trainer, steps: int = 20_000) -> tuple[DivergedError, np.ndarray]:
    """The error, and the weights before the step that failed."""
    for _ in range(steps):
        before = learner.network.parameters.copy()
        counters = (learner.step, learner.epoch, learner.batch, len(learner.record))
        state = {name: array.copy() for name, array in learner._update.state.arrays.items()}
        try:
            learner.advance(1)
        except DivergedError as error:
            assert (learner.step, learner.epoch, learner.batch, len(learner.record)) == counters
            for name, array in state.items():
                np.testing.assert_array_equal(learner._update.state.arrays[name], array)
            return error, before
    pytest.fail("it never diverged")


def all_finite(learner: Trainer) -> bool:
    arrays = (
        learner.network.parameters,
        *learner._update.state.arrays.values(),
        *learner.record._rows[:, : len(learner.record)],
    )
    return all(np.isfinite(array).all() for array in arrays)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch_size", [1, 5, 23])
@pytest.mark.parametrize(
    "optimizer", [Choice("sgd"), Choice("momentum"), Choice.of("momentum", momentum=0.999)], ids=str
)
@pytest.mark.parametrize("learning_rate", [3.0, 1000.0])
@pytest.mark.parametrize("hidden", ["identity", "tanh"])
def test_weights_memory_and_record_are_finite_and_as_before_the_step(
    hidden: str, learning_rate: float, optimizer: Choice, batch_size: int, dtype: DType
) -> None:
    spec = network(2, 4, 1, hidden=hidden, output="identity", dtype=dtype)
    learner = trainer(spec, optimizer=optimizer, learning_rate=learning_rate, batch_size=batch_size, l2=1.0)
    error, before = run_until_it_diverges(learner)
    np.testing.assert_array_equal(learner.network.parameters, before)
    assert all_finite(learner)
    assert error.code == "training.diverged"
    found = re.fullmatch(r"epoch (\d+), batch (\d+), (layer \d|output layer)", error.where)
    assert found
    assert (int(found[1]), int(found[2])) == (learner.epoch + 1, learner.batch + 1)


def test_an_update_beyond_all_numbers_is_never_made() -> None:
    # The gradient, 1e150 · 5e150, is finite; a thousand times as much is as well; its square is not.
    learner = trainer(ONE_WEIGHT, one_sample(1e150, 0.0), learning_rate=1000.0, batch_size=None)
    with pytest.raises(DivergedError, match="gradient"):
        learner.advance(3)
    assert learner.network.parameters.tolist() == [5.0]


def test_a_loss_beyond_all_numbers_at_the_end_of_an_epoch_takes_its_last_step_back() -> None:
    # A batch whose gradient is harmless but whose loss is beyond all numbers: only the end of the epoch sees it.
    # L = ½ (x w − y)² with x = 1e-150: for y = 1e155 the gradient x (x w − y) is −1e5, and L is infinite.
    learner = trainer(ONE_WEIGHT, one_sample(1e-150, 1e153), learning_rate=0.1, batch_size=None)
    learner.advance(1)
    learner.table[2, 0] = 1e155
    error, before = run_until_it_diverges(learner, 1)
    assert "the loss" in error.message
    assert error.where == "epoch 2, batch 1, output layer"
    np.testing.assert_array_equal(learner.network.parameters, before)
    assert all_finite(learner)


def test_the_same_step_fails_again_and_a_reset_with_a_lower_rate_helps() -> None:
    spec = network(2, 4, 1, output="identity", hidden="identity")
    learner = trainer(spec, learning_rate=100.0)
    first, _ = run_until_it_diverges(learner)
    second, _ = run_until_it_diverges(learner, 1)
    assert first.where == second.where
    again = trainer(spec, learning_rate=0.01)
    again.advance(100)


def test_the_layer_that_breaks_is_named() -> None:
    spec = network(2, 3, 3, 1, hidden="identity", output="identity")
    learner = trainer(spec)
    learner.network.blocks[0].matrix(learner.network.parameters)[...] = 1e200
    learner.network.blocks[1].matrix(learner.network.parameters)[...] = 1e200
    with pytest.raises(DivergedError) as caught:
        learner.advance(1)
    assert caught.value.where == "epoch 1, batch 1, layer 2"
    assert "weighted sum" in caught.value.message


def test_data_beyond_all_numbers_make_a_trainer_that_stops_at_its_first_step() -> None:
    learner = trainer(ONE_WEIGHT, one_sample(1e200, 0.0), batch_size=None)
    with pytest.raises(DivergedError):
        learner.advance(1)
    assert learner.network.parameters.tolist() == [5.0]


@pytest.mark.sweep
@pytest.mark.parametrize(("optimizer", "hidden", "ends"), met(ALL_OPTIMIZERS, ACTIVATIONS.names, ENDS), ids=str)
def test_no_learning_rate_brings_a_number_that_is_not_finite(
    optimizer: Choice, hidden: str, ends: tuple[str, str]
) -> None:
    output, loss = ends
    spec = network(2, 4, 2, hidden=hidden, output=output)
    learner = trainer(spec, loss=Choice(loss), optimizer=optimizer, learning_rate=1000.0)
    with contextlib.suppress(DivergedError):
        learner.advance(200)
    assert all_finite(learner)


def test_the_record_of_the_test_data_alone_may_lack_numbers() -> None:
    spec = network(2, 3, 1)
    full = data_for(spec)
    data = TrainingData(
        full.train_inputs, full.train_labels, np.empty((0, 2)), np.empty((0, 1)), root_mean_squared_error(np.ones(1))
    )
    learner = trainer(spec, data)
    learner.advance(10)
    curves = learner.record.curves()
    assert np.isnan(curves.test_loss).all()
    assert np.isnan(curves.test_metric).all()
    assert np.isfinite(curves.train_loss).all()
    assert learner.predictions()[1].shape == (0, 1)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_normalisation_whose_squares_are_too_large_stops_the_step(dtype: DType) -> None:
    # Masses of planets in kilograms, in single precision: their squares are beyond all numbers, their sums are not.
    spec = network(1, 3, 1, dtype=dtype)
    spec = spec.with_layer(0, replace(spec.layers[0], normalize=True))
    masses = np.array([[1e24], [5e26], [2e27], [6e23]]) * (1.0 if dtype == "float32" else 1e140)
    data = TrainingData(masses, np.ones((4, 1)), masses[:0], np.empty((0, 1)), root_mean_squared_error(np.ones(1)))
    learner = trainer(spec, data, batch_size=2)
    error, before = run_until_it_diverges(learner)
    assert "the spread of a batch" in error.message
    assert error.where == "epoch 1, batch 1, layer 1"
    np.testing.assert_array_equal(learner.network.parameters, before)
    assert np.isfinite(learner.network.parameters).all()
