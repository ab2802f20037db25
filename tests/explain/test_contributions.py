"""The gradient of one weight is taken apart by samples, and the parts make it whole again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.gradcheck import check_gradient
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.engine.tracing import trace
from nnsim.engine.weight_check import parameters_before
from nnsim.engine.weight_place import WeightPlace
from nnsim.explain.contributions import contributions, steepest

DENSE = NetworkSpec(3, (LayerSpec(4, Choice("tanh")), LayerSpec(2, Choice("sigmoid"))), dtype="float64")
PICTURE = NetworkSpec(
    50,
    (
        LayerSpec(3, Choice("relu"), kind="conv2d", kernel=3, stride=2, padding=1),
        LayerSpec(2, Choice("tanh"), kind="conv2d", kernel=2),
        LayerSpec(1, Choice("identity"), bias=False, kind="flatten"),
        LayerSpec(2, Choice("identity")),
    ),
    picture=(2, 5, 5),
    dtype="float64",
)
NORMALIZED = replace(
    DENSE, layers=(replace(DENSE.layers[0], normalize=True), LayerSpec(4, Choice("tanh")), DENSE.layers[1])
)
TRAINING = TrainSpec(loss=Choice("quadratic"), learning_rate=0.1)


def places(network: NetworkSpec) -> list[WeightPlace]:
    """All weights and biases."""
    return [
        WeightPlace(layer, row, column)
        for layer, block in enumerate(blocks(network))
        for row in range(block.shape[0])
        for column in range(block.shape[1])
        if network.layers[layer].has_weights
    ]


def step_of(network: NetworkSpec, training: TrainSpec = TRAINING, samples: int = 7) -> Trace:
    chance = np.random.default_rng(1)
    parameters = chance.normal(size=network.n_parameters)
    for block in blocks(network):
        block.normalization(parameters)[2:] = 1.0
    inputs, labels = chance.normal(size=(samples, network.sizes[0])), chance.random((samples, network.sizes[-1]))
    return trace(training, Checkpoint(network, parameters), inputs, labels)


@pytest.mark.parametrize("network", [DENSE, PICTURE, NORMALIZED], ids=["dense", "pictures", "normalized"])
def test_the_parts_of_all_samples_are_the_gradient_of_every_weight(network: NetworkSpec) -> None:
    traced = step_of(network)
    for weight in places(network):
        found = contributions(network, TRAINING, traced, weight)
        size = float(np.abs(found.parts).sum())
        assert abs(found.together - found.by_loss) <= 1e-12 * size
        assert len(found.parts) == 7
        assert found.before + found.change == pytest.approx(found.after, rel=1e-15)


@pytest.mark.parametrize("network", [DENSE, PICTURE], ids=["dense", "pictures"])
def test_a_part_is_the_slope_of_that_samples_own_loss(network: NetworkSpec) -> None:
    traced = step_of(network, samples=3)
    parameters = parameters_before(network, traced)
    for sample in range(3):
        one = slice(sample, sample + 1)
        alone = check_gradient(network, TRAINING, parameters, traced.inputs[one], traced.labels[one])
        for weight in places(network)[::5]:
            part = contributions(network, TRAINING, traced, weight).parts[sample]
            assert 3 * part == pytest.approx(alone.numeric[weight.index_in(network)], rel=1e-5, abs=1e-8)


def test_samples_pull_against_the_sign_of_their_parts() -> None:
    # one weight, h = w x with w = 1, L = ½ (h − y)²: parts (h − y) x / 3 = 2/3, −1/3, 0
    network = NetworkSpec(1, (LayerSpec(1, Choice("identity"), bias=False),), dtype="float64")
    inputs, labels = np.array([[2.0], [1.0], [0.0]]), np.array([[1.0], [2.0], [5.0]])
    traced = trace(TRAINING, Checkpoint(network, np.array([1.0])), inputs, labels)
    found = contributions(network, TRAINING, traced, WeightPlace(0, 0, 0))
    np.testing.assert_allclose(found.parts, [2 / 3, -1 / 3, 0.0], rtol=1e-15)
    assert (found.n_up, found.n_down) == (1, 1)
    assert found.change == pytest.approx(-0.1 / 3)
    assert not found.is_coupled


def test_what_weight_decay_adds_is_a_part_of_its_own() -> None:
    training = replace(TRAINING, l1=0.01, l2=0.1)
    traced, weight = step_of(DENSE, training), WeightPlace(0, 1, 2)
    found = contributions(DENSE, training, traced, weight)
    assert found.penalty == pytest.approx(0.01 * np.sign(found.before) + 0.1 * found.before)
    assert found.given == pytest.approx(found.together + found.penalty)
    assert contributions(DENSE, training, traced, WeightPlace(0, 3, 2)).penalty == 0.0


def test_coupled_samples_are_told_of_where_the_batch_is_normalized_later() -> None:
    traced = step_of(NORMALIZED)
    assert contributions(NORMALIZED, TRAINING, traced, WeightPlace(0, 0, 0)).is_coupled
    assert not contributions(NORMALIZED, TRAINING, traced, WeightPlace(1, 0, 0)).is_coupled
    bias = WeightPlace(0, NORMALIZED.layers[0].rows(NORMALIZED.shapes[0]), 0)
    assert bias.is_bias(NORMALIZED)
    assert not contributions(NORMALIZED, TRAINING, traced, bias).is_coupled  # it is added behind the normalisation


def test_the_steepest_weight_has_the_largest_gradient_of_all() -> None:
    traced = step_of(DENSE)
    found = steepest(DENSE, traced)
    assert found is not None
    sizes = [abs(contributions(DENSE, TRAINING, traced, weight).given) for weight in places(DENSE)]
    assert abs(contributions(DENSE, TRAINING, traced, found).given) == max(sizes)
    still = replace(DENSE, layers=tuple(replace(layer, frozen=True) for layer in DENSE.layers))
    assert steepest(still, step_of(still)) is None


def test_a_place_knows_whether_a_network_has_it() -> None:
    assert WeightPlace(0, 3, 3).exists(DENSE)
    assert WeightPlace(0, 3, 3).is_bias(DENSE)
    assert not WeightPlace(0, 4, 0).exists(DENSE)
    assert not WeightPlace(2, 0, 0).exists(DENSE)
    assert not WeightPlace(2, 0, 0).exists(PICTURE)
