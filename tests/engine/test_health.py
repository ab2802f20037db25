"""How learning goes in each layer: norms, ratios, dead and saturated neurons, as one would count them by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.metrics import accuracy
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice
from nnsim.engine.trainer import Trainer, TrainingData
from nnsim.errors import DivergedError
from tests.engine.samples import network, trainer


def two_neurons(hidden: str, weights: list[list[float]], inputs: list[float], **settings: object) -> Trainer:
    """One input, two hidden neurons without bias, one output of weights 1 without bias."""
    spec = network(1, 2, 1, hidden=hidden, output="identity", bias=False)
    x = np.array(inputs)[:, np.newaxis]
    data = TrainingData(x, np.zeros_like(x), x[:0], x[:0], accuracy())
    parameters = np.array([*weights[0], 1.0, 1.0])
    return trainer(spec, data, Checkpoint(spec, parameters), batch_size=None, **settings)


def test_a_relu_that_no_sample_wakes_is_dead() -> None:
    health = two_neurons("relu", [[1.0, -1.0]], [1.0, 2.0, 3.0]).health()
    assert health.dead[0] == 0.5  # the second neuron gets −1, −2, −3
    assert np.isnan(health.saturated[0])  # ReLU squeezes nothing
    assert np.isnan(health.dead[1])


def test_a_relu_that_one_sample_wakes_is_not_dead() -> None:
    assert two_neurons("relu", [[1.0, -1.0]], [1.0, 2.0, -3.0]).health().dead[0] == 0.0


def test_tanh_is_saturated_where_its_slope_is_below_a_twentieth() -> None:
    # tanh z has the slope 1 − tanh² z: 0.0099 at 3, 0.42 at 1. Answers: 1, 3 and, of the other neuron, 3, 9.
    health = two_neurons("tanh", [[1.0, 3.0]], [1.0, 3.0]).health()
    assert health.saturated[0] == 0.75
    assert health.dead[0] == 0.0


def test_mean_and_spread_are_those_of_the_answers() -> None:
    health = two_neurons("identity", [[1.0, 3.0]], [1.0, 2.0]).health()
    np.testing.assert_allclose(health.mean, [np.mean([1, 2, 3, 6]), np.mean([4, 8])])
    np.testing.assert_allclose(health.spread, [np.std([1, 2, 3, 6]), np.std([4, 8])])


def test_norms_are_of_the_gradient_and_ratios_of_the_update_to_the_weights() -> None:
    # ŷ = x (w₁ + w₂) = 4 for x = 1; L = ½ ŷ²; ∂L/∂w = 4 for both, ∂L/∂v = 4 h = 4, 12
    learner = two_neurons("identity", [[1.0, 3.0]], [1.0], learning_rate=0.01)
    ahead = learner.health()
    np.testing.assert_allclose(ahead.gradient_norm, [np.hypot(4, 4), np.hypot(4, 12)])
    assert ahead.ahead
    assert ahead.update_ratio.tolist() == [0.0, 0.0]
    learner.advance(1)
    after = learner.health()
    assert not after.ahead
    np.testing.assert_allclose(after.gradient_norm, ahead.gradient_norm)
    first = np.hypot(0.04, 0.04) / np.hypot(0.96, 2.96)
    np.testing.assert_allclose(after.update_ratio[0], first, rtol=1e-12)


def test_the_norm_shown_is_that_before_the_gradient_is_shortened() -> None:
    free, clipped = (
        two_neurons("tanh", [[1.0, 3.0]], [1.0, 2.0], learning_rate=0.01, clip_norm=clip) for clip in (0.0, 0.1)
    )
    before = clipped.health().gradient_norm
    for learner in (free, clipped):
        learner.advance(1)
    np.testing.assert_allclose(clipped.health().gradient_norm, before, rtol=1e-12)
    np.testing.assert_allclose(free.health().gradient_norm, before, rtol=1e-12)
    assert np.linalg.norm(clipped.network.gradient) <= 0.1


@pytest.mark.parametrize("batch_size", [2, None])
def test_after_a_step_that_was_not_possible_it_is_that_of_the_batch_to_come(batch_size: int | None) -> None:
    learner = trainer(network(2, 4, 1, output="identity"), learning_rate=1000.0, batch_size=batch_size)
    with pytest.raises(DivergedError):
        learner.advance(10_000)
    fresh = Trainer(learner.network.spec, learner.training, learner.data, learner.checkpoint())
    found, expected = learner.health(), fresh.health()
    assert found.ahead
    np.testing.assert_array_equal(found.saturated, expected.saturated)
    np.testing.assert_array_equal(found.gradient_norm, expected.gradient_norm)


def test_a_step_taken_back_leaves_no_update_to_show() -> None:
    # As in the tests of divergence: only the loss of all samples is beyond all numbers.
    spec = network(1, 1, output="identity", bias=False)
    one = np.ones((1, 1))
    data = TrainingData(1e-150 * one, 1e153 * one, one[:0], one[:0], accuracy())
    learner = trainer(spec, data, Checkpoint(spec, np.array([5.0])), batch_size=None, learning_rate=0.1)
    learner.advance(1)
    learner.table[2, 0] = 1e155
    with pytest.raises(DivergedError, match="loss"):
        learner.advance(1)
    assert learner.health().update_ratio.tolist() == [0.0]


def test_a_muted_neuron_is_not_taken_for_dead() -> None:
    learner = two_neurons("sigmoid", [[1.0, 1.0]], [1.0, 2.0])
    spec = learner.network.spec
    muted = spec.with_layer(0, replace(spec.layers[0], muted=(0,)))
    again = Trainer(muted, learner.training, learner.data, Checkpoint(muted, learner.network.parameters))
    assert again.health().dead[0] == 0.0
    assert again.health().mean[0] == pytest.approx(learner.health().mean[0] / 2)


def test_looking_changes_no_bit() -> None:
    watched, alone = (trainer(network(2, 5, 1), optimizer=Choice("adam"), clip_norm=0.01) for _ in range(2))
    for _ in range(30):
        watched.health()
        watched.advance(1)
    alone.advance(30)
    assert watched.network.parameters.tobytes() == alone.network.parameters.tobytes()
