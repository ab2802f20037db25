"""Backpropagation against central differences, over everything that the catalog offers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from nnsim.engine.activations import Activation, Softmax
from nnsim.engine.build import build_network
from nnsim.engine.calls import Calls
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Entry
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.gradcheck import TOLERANCE, GradientCheck, check_gradient
from nnsim.engine.losses import Loss
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.errors import SpecError
from tests.engine.samples import all_choices, data_for, met, network, pairs_with_gradient, trainer

pytestmark = pytest.mark.sweep

SIZES = [(2, 4, 1), (3, 5, 4), (2, 1, 3), (4, 3, 3, 3, 2)]
CURVED = [entry for entry in ACTIVATIONS if entry.kind.sloped]
"""Activations with a slope of their own."""


def start(spec: NetworkSpec, seed: int = 3) -> Array:
    """First weights, and biases that are not all 0 as they would be."""
    parameters = first_parameters(spec, seed)
    rng = np.random.default_rng(seed)
    for block in blocks(spec):
        biases = block.biases(parameters)
        if biases is not None:
            biases[:] = rng.normal(0.0, 0.3, block.n_to)
    return parameters


def checked(spec: NetworkSpec, training: TrainSpec, n_samples: int = 7) -> GradientCheck:
    data = data_for(spec, n_samples)
    return check_gradient(spec, training, start(spec), data.train_inputs, data.train_labels)


def assert_right(spec: NetworkSpec, training: TrainSpec, n_samples: int = 7) -> None:
    found = checked(spec, training, n_samples)
    assert found.largest < TOLERANCE, (spec, training, found.analytic, found.numeric)
    assert found.passed


def sized(sizes: tuple[int, ...], output: str) -> tuple[int, ...]:
    """Softmax needs two outputs."""
    return (*sizes[:-1], max(2, sizes[-1])) if output == "softmax" else sizes


@pytest.mark.parametrize(("hidden", "ends", "sizes"), met(ACTIVATIONS.names, pairs_with_gradient(), SIZES), ids=str)
def test_gradients_are_right_for_every_activation_loss_and_shape(
    hidden: str, ends: tuple[str, str], sizes: tuple[int, ...]
) -> None:
    output, loss = ends
    spec = network(*sized(sizes, output), hidden=hidden, output=output)
    assert_right(spec, TrainSpec(loss=Choice(loss)))


@pytest.mark.parametrize(("output", "loss"), pairs_with_gradient())
@pytest.mark.parametrize("sizes", [(1, 1), (3, 4)], ids=str)
def test_gradients_are_right_without_hidden_layers(sizes: tuple[int, ...], output: str, loss: str) -> None:
    assert_right(network(*sized(sizes, output), output=output), TrainSpec(loss=Choice(loss)))


@pytest.mark.parametrize("choice", [choice for choice in all_choices(ACTIVATIONS) if choice.parameters], ids=str)
@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_gradients_are_right_whatever_the_numbers_of_an_activation(choice: Choice, value: float) -> None:
    other = Choice.of(choice.name, **dict.fromkeys(choice.values(), value))
    for each in (choice, other):
        assert_right(network(2, 4, 3, 2, hidden=each, output=each), TrainSpec(loss=Choice("mse")))


@pytest.mark.parametrize("delta", [0.001, 0.3, 1.0, 2.5, 1000.0])
@pytest.mark.parametrize("output", ["identity", "tanh", "softmax"])
def test_gradients_are_right_whatever_the_reach_of_the_huber_loss(output: str, delta: float) -> None:
    assert_right(network(2, 4, 2, output=output), TrainSpec(loss=Choice.of("huber", delta=delta)))


@pytest.mark.parametrize("penalties", [(0.1, 0.0), (0.0, 0.3), (0.05, 0.2)], ids=str)
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize(("output", "loss"), pairs_with_gradient())
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


@pytest.mark.parametrize(("output", "loss"), pairs_with_gradient())
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


@pytest.mark.parametrize("side", [-1.0, 1.0], ids=["below 0", "above 0"])
@pytest.mark.parametrize("error", [0.001, -0.5])
@pytest.mark.parametrize("entry", CURVED, ids=lambda entry: entry.name)
def test_a_wrong_slope_is_found_also_if_it_is_right_on_the_other_side_of_0(
    entry: Entry[Activation], error: float, side: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = entry.kind.slope

    def wrong(self: Activation, z: Array, h: Array) -> Calls:
        errors = np.empty_like(z)
        there = [(np.multiply, (z, side, errors)), (np.sign, (errors, errors)), (np.fmax, (errors, 0.0, errors))]
        return [*there, (np.multiply, (errors, error, errors)), *right(self, z, h), (np.add, (z, errors, z))]

    spec = network(2, 4, 3, 2, hidden=entry.name, output="identity")
    assert checked(spec, TrainSpec(loss=Choice("quadratic"))).passed
    monkeypatch.setattr(entry.kind, "slope", wrong)
    found = checked(spec, TrainSpec(loss=Choice("quadratic")))
    assert not found.passed
    assert found.largest > abs(error) / 10


@pytest.mark.parametrize("factor", [1.001, 0.5])
@pytest.mark.parametrize("side", [-1.0, 1.0], ids=["below the label", "above the label"])
@pytest.mark.parametrize("entry", list(LOSSES), ids=lambda entry: entry.name)
def test_a_wrong_delta_is_found_also_if_it_is_right_on_the_other_side_of_the_label(
    entry: Entry[Loss], side: float, factor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = next(output for output, loss in pairs_with_gradient() if loss == entry.name)
    spec, training = network(2, 4, 2, output=output), TrainSpec(loss=Choice(entry.name))
    assert checked(spec, training).passed
    kind = type(build_network(spec, training.loss).loss)
    right = kind.delta

    def wrong(self: Loss, h: Array, label: Array, delta: Array) -> Calls:
        is_there = np.empty(h.shape, np.bool_)
        distance = np.empty_like(h)
        return [
            *right(self, h, label, delta),
            (np.subtract, (h, label, distance)),
            (np.multiply, (distance, side, distance)),
            (np.greater, (distance, 0.0, is_there)),
            (partial(np.multiply, where=is_there), (delta, factor, delta)),
        ]

    monkeypatch.setattr(kind, "delta", wrong)
    found = checked(spec, training)
    assert not found.passed
    assert found.largest > abs(factor - 1.0) / 10


def test_a_wrong_gradient_of_softmax_in_a_hidden_layer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgets_the_others(self: Softmax, z: Array, h: Array, delta: Array) -> Calls:
        return [(np.subtract, (1.0, h, z)), (np.multiply, (z, h, z)), (np.multiply, (delta, z, delta))]

    monkeypatch.setattr(Softmax, "backward", forgets_the_others)
    assert checked(network(2, 4, 1, hidden="softmax"), TrainSpec()).largest > 0.01


def test_a_sample_on_the_corner_of_relu_does_not_count_as_a_wrong_gradient() -> None:
    spec = network(1, 1, 1, hidden="relu", output="identity")
    parameters = np.array([1.0, 0.0, 1.0, 0.0])
    inputs, labels = np.array([[0.0], [1.0]]), np.array([[2.0], [2.0]])
    found = check_gradient(spec, TrainSpec(loss=Choice("quadratic")), parameters, inputs, labels)
    assert found.passed


@pytest.mark.parametrize(
    ("hidden", "output", "loss", "label"),
    [
        ("leaky_relu", "identity", Choice("quadratic"), 2.0),
        (Choice.of("elu", alpha=0.5), "identity", Choice("quadratic"), 2.0),
        ("step", "identity", Choice("quadratic"), 2.0),
        ("identity", "identity", Choice("mae"), 0.0),
        ("identity", "identity", Choice.of("huber", delta=0.5), -0.5),
        ("gelu", "identity", Choice("mae"), 0.0),
    ],
    ids=str,
)
def test_a_sample_on_a_corner_does_not_count_as_a_wrong_gradient(
    hidden: str | Choice, output: str | Choice, loss: Choice, label: float
) -> None:
    spec = network(1, 1, 1, hidden=hidden, output=output)
    inputs, labels = np.array([[0.0], [1.0]]), np.array([[label], [5.0]])
    assert check_gradient(spec, TrainSpec(loss=loss), np.array([1.0, 0.0, 1.0, 0.0]), inputs, labels).passed


@pytest.mark.parametrize("label", [1.0, -1.0])
def test_an_answer_on_the_edge_of_the_hinge_does_not_count_as_a_wrong_gradient(label: float) -> None:
    spec = network(1, 1, output="identity")
    inputs, labels = np.array([[label], [0.3]]), np.array([[label], [1.0]])
    assert check_gradient(spec, TrainSpec(loss=Choice("hinge")), np.array([1.0, 0.0]), inputs, labels).passed


def test_steps_as_outputs_have_no_gradient_to_compare() -> None:
    spec = network(2, 3, 1, output="step")
    with pytest.raises(SpecError) as caught:
        checked(spec, TrainSpec(loss=Choice("quadratic")))
    assert caught.value.code == "gradcheck.no_gradient"
    assert caught.value.where == "output layer"
    assert caught.value.hint


def test_layers_in_front_of_a_step_have_gradient_0_and_those_behind_it_another() -> None:
    spec = network(2, 4, 3, 1, hidden="tanh").with_layer(1, LayerSpec(3, Choice("step"), key=2))
    found = checked(spec, TrainSpec(), 20)
    first, second, third = blocks(spec)
    assert found.passed
    assert not first.matrix(found.analytic).any()
    assert not second.matrix(found.analytic).any()
    assert third.matrix(found.analytic).all()


def test_numbers_that_are_not_finite_never_pass() -> None:
    spec = network(1, 1, output="identity")
    found = check_gradient(
        spec, TrainSpec(loss=Choice("quadratic")), np.array([np.inf, 0.0]), np.ones((1, 1)), np.ones((1, 1))
    )
    assert not found.passed


@pytest.mark.parametrize("scale", [100.0, 5000.0])
def test_right_gradients_pass_whatever_the_units_of_the_data(scale: float) -> None:
    spec = network(2, 4, 3, 1)
    data = data_for(spec, 12)
    parameters = start(spec)
    blocks(spec)[0].weights(parameters)[...] /= scale  # so that tanh is not all flat
    found = check_gradient(spec, TrainSpec(), parameters, data.train_inputs * scale, data.train_labels)
    assert found.largest < TOLERANCE
    assert not found.too_small.any()


def test_gradients_too_small_to_tell_are_counted_and_zeros_are_not() -> None:
    spec = network(2, *[6] * 15, 1, hidden="sigmoid")
    data = data_for(spec, 12)
    found = check_gradient(spec, TrainSpec(), start(spec), data.train_inputs, data.train_labels)
    first = blocks(spec)[0]
    assert found.too_small[first.start : first.stop].all()
    assert not found.too_small[blocks(spec)[-1].start :].any()
    still = check_gradient(network(2, 3, 1), TrainSpec(), np.zeros(13), data.train_inputs, data.train_labels)
    assert not still.too_small.any()
