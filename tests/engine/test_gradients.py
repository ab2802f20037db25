"""Backpropagation against central differences, over everything that the catalog offers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.gradcheck import TOLERANCE, check_gradient
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import Choice, NetworkSpec, TrainSpec
from tests.engine.samples import all_choices, data_for, network, sensible_pairs, trainer

SIZES = [(1, 1), (2, 4, 1), (2, 4, 3, 1), (3, 5, 4), (2, 1, 3), (4, 3, 3, 3, 2)]


def start(spec: NetworkSpec, seed: int = 3) -> Array:
    """First weights, and biases that are not all 0 as they would be."""
    parameters = first_parameters(spec, seed)
    rng = np.random.default_rng(seed)
    for block in blocks(spec):
        biases = block.biases(parameters)
        if biases is not None:
            biases[:] = rng.normal(0.0, 0.3, block.n_to)
    return parameters


def assert_right(spec: NetworkSpec, training: TrainSpec, n_samples: int = 7) -> None:
    data = data_for(spec, n_samples)
    found = check_gradient(spec, training, start(spec), data.train_inputs, data.train_labels)
    assert found.largest < TOLERANCE, (spec, training, found.analytic, found.numeric)
    assert found.passed


def sized(sizes: tuple[int, ...], output: str) -> tuple[int, ...]:
    """Softmax needs two outputs."""
    return (*sizes[:-1], max(2, sizes[-1])) if output == "softmax" else sizes


@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
@pytest.mark.parametrize("hidden", ACTIVATIONS.names)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_gradients_are_right_for_every_activation_loss_and_shape(
    sizes: tuple[int, ...], hidden: str, output: str, loss: str
) -> None:
    spec = network(*sized(sizes, output), hidden=hidden, output=output)
    assert_right(spec, TrainSpec(loss=Choice(loss)))


@pytest.mark.parametrize("penalties", [(0.1, 0.0), (0.0, 0.3), (0.05, 0.2)], ids=str)
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
def test_gradients_are_right_with_penalties_and_without_biases(
    output: str, loss: str, bias: bool, penalties: tuple[float, float]
) -> None:
    spec = network(*sized((2, 4, 3, 1), output), output=output, bias=bias)
    assert_right(spec, TrainSpec(loss=Choice(loss), l1=penalties[0], l2=penalties[1]))


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_gradients_are_right_when_one_layer_alone_has_no_biases(layer: int) -> None:
    spec = network(2, 4, 3, 1)
    spec = spec.with_layer(layer, replace(spec.layers[layer], bias=False))
    assert_right(spec, TrainSpec())


@pytest.mark.parametrize("initializer", all_choices(INITIALIZERS), ids=lambda choice: f"{choice.name}{choice.values()}")
@pytest.mark.parametrize("hidden", ACTIVATIONS.names)
def test_gradients_are_right_from_every_first_weights(initializer: Choice, hidden: str) -> None:
    assert_right(network(2, 4, 3, 2, hidden=hidden, initializer=initializer), TrainSpec())


@pytest.mark.parametrize("n_samples", [1, 2, 3, 10, 23])
def test_gradients_are_right_for_batches_of_any_size(n_samples: int) -> None:
    assert_right(network(2, 4, 3, 1), TrainSpec(), n_samples)


@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
def test_gradient_of_a_training_step_is_that_of_its_own_batch_also_of_the_shorter_last(output: str, loss: str) -> None:
    spec = network(*sized((2, 4, 3), output), output=output)
    data = data_for(spec, 23)
    learner = trainer(spec, data, loss=Choice(loss), batch_size=10, learning_rate=0.1, l2=0.01)
    rows = learner._order.rows.copy()
    for batch in (rows[:10], rows[10:20], rows[20:]):
        before = learner.network.parameters.copy()
        found = check_gradient(spec, learner.training, before, data.train_inputs[batch], data.train_labels[batch])
        learner.advance(1)
        np.testing.assert_allclose(learner.network.gradient, found.analytic, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(learner.network.parameters, before - 0.1 * found.analytic, rtol=1e-12)
        assert found.passed


def test_textbook_network_passes_with_room_to_spare() -> None:
    spec = network(2, 4, 3, 1)
    data = data_for(spec, 20)
    found = check_gradient(spec, TrainSpec(), start(spec), data.train_inputs, data.train_labels)
    assert found.largest < 1e-7


def test_a_wrong_gradient_is_found_however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = network(2, 4, 3, 1)
    data = data_for(spec, 20)
    from nnsim.engine.activations import Tanh

    def forgets_the_square(self: Tanh, z: Array, h: Array, delta: Array) -> list:
        return [(np.subtract, (1.0, h, z)), (np.multiply, (delta, z, delta))]

    monkeypatch.setattr(Tanh, "backward", forgets_the_square)
    found = check_gradient(spec, TrainSpec(), start(spec), data.train_inputs, data.train_labels)
    assert found.largest > 0.01
    assert not found.passed


def test_a_sample_on_the_corner_of_relu_does_not_count_as_a_wrong_gradient() -> None:
    spec = network(1, 1, 1, hidden="relu", output="identity")
    parameters = np.array([1.0, 0.0, 1.0, 0.0])
    inputs, labels = np.array([[0.0], [1.0]]), np.array([[2.0], [2.0]])
    found = check_gradient(spec, TrainSpec(loss=Choice("quadratic")), parameters, inputs, labels)
    assert found.passed


def test_numbers_that_are_not_finite_never_pass() -> None:
    spec = network(1, 1, output="identity")
    found = check_gradient(
        spec, TrainSpec(loss=Choice("quadratic")), np.array([np.inf, 0.0]), np.ones((1, 1)), np.ones((1, 1))
    )
    assert not found.passed
