"""What a network computes, at the edges of numbers and in both precisions."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from nnsim.engine.build import build_network
from nnsim.engine.calls import run
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.network import Backward, Forward, Losses
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from tests.engine.samples import ALL_OPTIMIZERS, data_for, network, sensible_pairs, trainer
from tests.memory import memory_of


def at_logits(output: str, logits: list[float], label: list[float]) -> tuple[float, np.ndarray, np.ndarray]:
    """Loss, prediction and gradient of the biases for an output layer with these pre-activations."""
    spec = network(1, len(logits), output=output, initializer=Choice("zero"))
    made = build_network(spec, Choice("cross_entropy"))
    made.blocks[0].matrix(made.parameters)[1] = logits
    forward = Forward(made, made.table(np.zeros((1, 1)), np.array([label])))
    losses = Losses(forward)
    with np.errstate(over="ignore"):
        run([*forward.calls, *losses.calls, *Backward(forward).calls])
    return losses.mean(), forward.prediction[0].copy(), made.blocks[0].matrix(made.gradient)[1].copy()


@pytest.mark.parametrize("z", [1e4, 700.0, 40.0, 0.0, -40.0, -700.0, -1e4])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_binary_cross_entropy_is_exact_however_sure_the_network_is(z: float, label: float) -> None:
    loss, prediction, gradient = at_logits("sigmoid", [z], [label])
    # −ln(1 / (1 + e⁻ᶻ)) = ln(1 + e⁻ᶻ), about −z for very negative z.
    wrong = -z if label else z
    expected = max(wrong, 0.0) + np.log1p(np.exp(-abs(z)))
    assert loss == pytest.approx(expected, rel=1e-15)
    assert 0.0 <= prediction[0] <= 1.0
    assert gradient[0] == pytest.approx(prediction[0] - label)


def test_categorical_cross_entropy_is_exact_however_sure_the_network_is() -> None:
    loss, prediction, gradient = at_logits("softmax", [1e4, 0.0, -1e4], [0.0, 0.0, 1.0])
    assert loss == 2e4
    assert prediction.tolist() == [1.0, 0.0, 0.0]
    assert gradient.tolist() == [1.0, 0.0, -1.0]
    assert at_logits("softmax", [1e4, 1e4], [1.0, 0.0])[0] == pytest.approx(log(2))


@pytest.mark.parametrize("entry", list(ACTIVATIONS), ids=lambda entry: entry.name)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_activations_stay_in_their_bounds_and_finite_at_ten_thousand(entry, dtype: str) -> None:
    z = np.array([[-1e4, -1.0, 0.0, 1.0, 1e4], [1e4, 0.0, 0.0, -1.0, -1e4]], dtype)
    h, delta = np.empty_like(z), np.ones_like(z)
    low, high = entry.kind.bounds
    with np.errstate(over="ignore"):
        run(entry.kind().forward(z, h))
        assert (h >= low).all()
        assert (h <= high).all()
        run(entry.kind().backward(z.copy(), h, delta))
    assert np.isfinite(delta).all()


def test_softmax_shares_sum_to_1_also_in_a_hidden_layer() -> None:
    made = build_network(network(2, 5, 1, hidden="softmax"), Choice("quadratic"))
    made.parameters[...] = first_parameters(made.spec, 0)
    forward = Forward(made, made.table(np.random.default_rng(0).normal(size=(6, 2))))
    run(forward.calls)
    np.testing.assert_allclose(forward.h[0].sum(axis=1), 1.0, rtol=1e-15)


@pytest.mark.parametrize("name", ["identity", "tanh", "relu"])
def test_cross_entropy_is_refused_without_probabilities(name: str) -> None:
    with pytest.raises(SpecError) as caught:
        build_network(network(2, 1, output=name), Choice("cross_entropy"))
    assert caught.value.code == "spec.loss_needs_probability"


@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
def test_float32_follows_float64_to_its_own_precision(output: str, loss: str) -> None:
    spec = network(2, 4, 3, 2, output=output)
    data = data_for(spec)
    double = trainer(spec, data, loss=Choice(loss))
    single = trainer(replace(spec, dtype="float32"), data, loss=Choice(loss))
    double.advance(50)
    single.advance(50)
    assert single.network.parameters.dtype == np.float32
    np.testing.assert_allclose(single.network.parameters, double.network.parameters, atol=2e-5)
    np.testing.assert_allclose(single.record.curves().train_loss, double.record.curves().train_loss, rtol=1e-5)


def test_parameters_lie_layer_by_layer_with_the_biases_as_last_row() -> None:
    spec = network(2, 3, 1)
    first, second = blocks(spec)
    flat = np.arange(13.0)
    assert first.matrix(flat).tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert first.biases(flat).tolist() == [6, 7, 8]
    assert second.weights(flat).tolist() == [[9], [10], [11]]
    assert second.biases(flat).tolist() == [12]
    assert spec.n_parameters == 13


def test_rows_are_samples_and_z_is_x_times_w_plus_b() -> None:
    spec = network(3, 4, 2)
    made = build_network(spec, Choice("quadratic"))
    made.parameters[...] = np.random.default_rng(0).normal(size=spec.n_parameters)
    x = np.random.default_rng(1).normal(size=(5, 3))
    forward = Forward(made, made.table(x))
    run(forward.calls)
    w1, w2 = (block.matrix(made.parameters) for block in made.blocks)
    h = np.tanh(x @ w1[:3] + w1[3])
    z = h @ w2[:4] + w2[4]
    np.testing.assert_allclose(forward.z[1], z, rtol=1e-13)
    np.testing.assert_allclose(forward.prediction, 1 / (1 + np.exp(-z)), rtol=1e-13)


def test_first_weights_follow_from_the_seed_and_not_from_other_layers() -> None:
    small, large = network(2, 3, 3, 1), network(2, 3, 3, 4, 1)
    assert first_parameters(small, 5).tolist() == first_parameters(small, 5).tolist()
    assert first_parameters(small, 5).tolist() != first_parameters(small, 6).tolist()
    assert first_parameters(small, 5)[:21].tolist() == first_parameters(large, 5)[:21].tolist()


@pytest.mark.parametrize(
    ("name", "sd"),
    [
        ("xavier_normal", (2 / 500) ** 0.5),
        ("xavier_uniform", (2 / 500) ** 0.5),
        ("he_normal", (2 / 300) ** 0.5),
        ("he_uniform", (2 / 300) ** 0.5),
        ("normal", 0.5),
    ],
)
def test_first_weights_have_the_spread_of_their_rule(name: str, sd: float) -> None:
    spec = network(300, 200, initializer=Choice(name))
    (block,) = blocks(spec)
    parameters = first_parameters(spec, 0)
    assert block.weights(parameters).std() == pytest.approx(sd, rel=0.01)
    assert abs(block.weights(parameters).mean()) < sd / 50
    assert not block.biases(parameters).any()


@pytest.mark.parametrize("optimizer", ALL_OPTIMIZERS, ids=str)
def test_steps_take_no_memory_after_the_first(optimizer: Choice) -> None:
    learner = trainer(network(2, 8, 8, 1), data_for(network(2, 8, 8, 1), 100), optimizer=optimizer, batch_size=10)
    learner.advance(1500)
    few, _ = memory_of(lambda: learner.advance(10))
    many, peak = memory_of(lambda: learner.advance(500))
    # What comes and goes are the few hundred bytes of an epoch's counters; the smallest array of a step has 80 × 8.
    assert many - few < 1_000
    assert peak - few < 8_000
