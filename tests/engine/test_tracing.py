"""A trace tells what a training step does, to the last digit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, NetworkSpec, TrainSpec
from nnsim.engine.tracing import trace
from nnsim.engine.trainer import Trainer
from tests.engine.pictures import convolution, pooling_network
from tests.engine.samples import ALL_OPTIMIZERS, data_for, network, trainer


def first_batch(learner: Trainer) -> tuple[np.ndarray, np.ndarray]:
    rows = learner._order.rows[: learner.batch_size] if learner.n_batches > 1 else slice(None)
    return learner.data.train_inputs[rows], learner.data.train_labels[rows]


def assert_tells_the_next_step(learner: Trainer) -> None:
    told = trace(learner.training, learner.checkpoint(), *first_batch(learner))
    learner.advance(1)
    for block, layer in zip(learner.network.blocks, told.layers, strict=True):
        after = layer.new_parameters
        assert after.weights.tobytes() == block.weights(learner.network.parameters).tobytes()
        assert layer.gradient.weights.tobytes() == block.weights(learner.network.gradient).tobytes()
        biases = block.biases(learner.network.parameters)
        assert (after.biases is None) == (biases is None)
        assert biases is None or after.biases.tobytes() == biases.tobytes()
        state = learner.checkpoint().optimizer
        assert layer.new_memory.keys() == state.keys()
        for name, memory in layer.new_memory.items():
            assert memory.weights.tobytes() == block.weights(state[name]).tobytes()
    assert told.optimizer_steps == learner.checkpoint().optimizer_steps


@pytest.mark.parametrize("batch_size", [1, 5, None])
@pytest.mark.parametrize("optimizer", ALL_OPTIMIZERS, ids=str)
def test_a_trace_of_the_next_batch_is_the_next_step_bit_by_bit(optimizer: Choice, batch_size: int | None) -> None:
    settings = {"optimizer": optimizer, "batch_size": batch_size, "l1": 0.01, "l2": 0.1, "clip_norm": 0.05}
    learner = trainer(network(2, 4, 3, 1), **settings)
    assert_tells_the_next_step(learner)
    learner.advance(learner.n_batches - 1)
    assert_tells_the_next_step(learner)


@pytest.mark.parametrize("spec", [convolution(normalize=True, dropout=0.3), pooling_network()], ids=["conv", "pool"])
def test_a_trace_tells_of_pictures_normalisation_and_dropout_too(spec: NetworkSpec) -> None:
    learner = trainer(spec, loss=Choice("cross_entropy"), optimizer=Choice("adam"))
    assert_tells_the_next_step(learner)


def test_a_trace_shows_how_each_number_comes_about() -> None:
    spec = network(2, 3, 1)
    learner = trainer(spec, loss=Choice("quadratic"), learning_rate=0.1, batch_size=None)
    inputs, labels = learner.data.train_inputs[:4], learner.data.train_labels[:4]
    told = trace(learner.training, learner.checkpoint(), inputs, labels)
    x = told.inputs
    for layer in told.layers:
        np.testing.assert_allclose(layer.x, x)
        np.testing.assert_allclose(layer.z, x @ layer.parameters.weights + layer.parameters.biases, rtol=1e-14)
        np.testing.assert_allclose(layer.loss_gradient.weights, x.T @ layer.delta, rtol=1e-13)
        np.testing.assert_allclose(layer.loss_gradient.biases, layer.delta.sum(axis=0), rtol=1e-13)
        np.testing.assert_allclose(layer.update.weights, 0.1 * layer.gradient.weights, rtol=1e-15)
        x = layer.h
    np.testing.assert_allclose(told.prediction, x)
    assert told.loss == pytest.approx(float(0.5 * np.square(x - labels).sum(axis=1).mean()), rel=1e-14)
    assert told.losses.shape == (4,)


def test_five_times_two_against_six_makes_eight_and_four_point_two() -> None:
    # ŷ = 5 · 2 = 10; L = ½ (10 − 6)² = 8; ∂L/∂w = (10 − 6) · 2 = 8; w ← 5 − 0.1 · 8 = 4.2
    spec = network(1, 1, output="identity", bias=False)
    training = TrainSpec(Choice("quadratic"), learning_rate=0.1)
    told = trace(training, Checkpoint(spec, np.array([5.0])), np.array([[2.0]]), np.array([[6.0]]))
    (layer,) = told.layers
    assert (layer.z.item(), told.prediction.item(), told.loss) == (10.0, 10.0, 8.0)
    assert (layer.delta.item(), layer.gradient.weights.item(), layer.new_parameters.weights.item()) == (4.0, 8.0, 4.2)
    assert (layer.parameters.biases, layer.gradient.biases) == (None, None)


def test_penalty_and_clipping_are_told_apart_from_the_loss() -> None:
    spec = network(1, 1, output="identity", bias=False)
    training = TrainSpec(Choice("quadratic"), learning_rate=0.1, l2=0.4, clip_norm=1.0)
    told = trace(training, Checkpoint(spec, np.array([5.0])), np.array([[2.0]]), np.array([[6.0]]))
    (layer,) = told.layers
    assert layer.loss_gradient.weights.item() == 8.0
    assert told.gradient_norm == 10.0  # 8 + 0.4 · 5
    assert layer.gradient.weights.item() == pytest.approx(1.0, abs=1e-6)


def test_a_held_weight_has_no_gradient_and_a_frozen_layer_does_not_move() -> None:
    spec = network(2, 3, 1)
    held = replace(spec.layers[0], held=((1, 2),))
    frozen = replace(spec.layers[1], frozen=True)
    learner = trainer(replace(spec, layers=(held, frozen)), optimizer=Choice("adamw"))
    told = trace(learner.training, learner.checkpoint(), *first_batch(learner))
    first, second = told.layers
    assert first.loss_gradient.weights[1, 2] != 0.0
    assert first.gradient.weights[1, 2] == 0.0
    assert first.new_parameters.weights[1, 2] == first.parameters.weights[1, 2]
    assert second.new_parameters.weights.tobytes() == second.parameters.weights.tobytes()


def test_a_gradient_beyond_all_numbers_is_told_and_nothing_is_updated() -> None:
    spec = network(1, 1, output="identity", bias=False)
    told = trace(
        TrainSpec(Choice("quadratic")), Checkpoint(spec, np.array([5.0])), np.array([[1e200]]), np.zeros((1, 1))
    )
    assert not told.possible
    assert told.layers[0].new_parameters.weights.item() == 5.0


def test_tracing_changes_nothing_and_hands_out_what_cannot_be_changed() -> None:
    learner = trainer(network(2, 3, 1), optimizer=Choice("adam"))
    learner.advance(7)
    before = learner.checkpoint()
    told = trace(learner.training, before, *first_batch(learner))
    after = learner.checkpoint()
    assert after.parameters.tobytes() == before.parameters.tobytes()
    assert after.optimizer["mean"].tobytes() == before.optimizer["mean"].tobytes()
    for layer in told.layers:
        for array in (layer.x, layer.z, layer.h, layer.delta, layer.parameters.weights, layer.update.weights):
            assert not array.flags.writeable


def test_the_schedule_sets_the_learning_rate_of_the_epoch_under_way() -> None:
    spec = network(2, 3, 1)
    data = data_for(spec)
    checkpoint = replace(trainer(spec, data).checkpoint(), epoch=60)
    training = TrainSpec(Choice("quadratic"), learning_rate=0.5, schedule=Choice("step"))
    told = trace(training, checkpoint, data.train_inputs, data.train_labels)
    assert told.learning_rate == pytest.approx(0.005)
