"""One weight in one step: the way that is told is its own, and the words say what really moves it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.parameters import Array, blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.engine.tracing import trace
from nnsim.engine.weight_place import WeightPlace
from nnsim.ui.inspector.one_weight.told import WeightTold

PLAIN = NetworkSpec(2, (LayerSpec(4, Choice("tanh")), LayerSpec(1, Choice("sigmoid"))), dtype="float64")
NORMALIZED = replace(PLAIN, layers=(replace(PLAIN.layers[0], normalize=True), PLAIN.layers[1]))
ONE_NEURON = NORMALIZED.with_layer(0, replace(NORMALIZED.layers[0], size=1))
TRAINING = TrainSpec(loss=Choice("quadratic"), learning_rate=0.1)


def first_weights(network: NetworkSpec) -> Array:
    parameters = np.random.default_rng(1).normal(size=network.n_parameters)
    for block in blocks(network):
        block.normalization(parameters)[2:] = 1.0
    return parameters


def step_of(network: NetworkSpec, training: TrainSpec, parameters: Array, **remembered: Array) -> Trace:
    chance = np.random.default_rng(2)
    inputs, labels = chance.normal(size=(7, 2)), chance.random((7, 1))
    return trace(training, Checkpoint(network, parameters, remembered, 100 * bool(remembered)), inputs, labels)


def told_of(network: NetworkSpec, training: TrainSpec, traced: Trace, place: WeightPlace) -> WeightTold:
    return WeightTold(network, training, traced, place, 0, "next", 6)


@pytest.mark.parametrize("network", [PLAIN, NORMALIZED, ONE_NEURON], ids=["plain", "normalised", "one-neuron"])
@pytest.mark.parametrize("training", [TRAINING, replace(TRAINING, clip_norm=1e-3)], ids=["whole", "shortened"])
def test_the_way_of_every_weight_and_bias_ends_at_its_own_new_value(network: NetworkSpec, training: TrainSpec) -> None:
    traced = step_of(network, training, first_weights(network))
    for layer, block in enumerate(blocks(network)):
        for row, column in np.ndindex(*block.shape):
            told = told_of(network, training, traced, WeightPlace(layer, row, column))
            way = [line for line, _ in told.way()]
            assert way[-1].startswith(f"{told.name} ← {told.number(told.parts.before)}")
            assert way[-1].endswith(f" {told.number(told.parts.after)}")
            assert not any("μ̄" in line or "σ̄²" in line for line in way)


def test_what_does_not_come_out_as_it_is_written_is_not_called_equal() -> None:
    network = NetworkSpec(1, (LayerSpec(1, Choice("identity"), bias=False),))
    for weight, last in ((5.0, "w ← 5 − 0.8 = 4.2"), (1 / 3, "w ← 0.333333 + 1.06667 ≈ 1.4")):
        traced = trace(TRAINING, Checkpoint(network, np.array([weight])), np.array([[2.0]]), np.array([[6.0]]))
        (line, _) = told_of(network, TRAINING, traced, WeightPlace(0, 0, 0)).way()[-1]
        assert line == last


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_change_has_the_sign_in_the_sentence_that_it_has_in_the_equations(optimizer: str) -> None:
    training = replace(TRAINING, optimizer=Choice(optimizer))
    traced = step_of(PLAIN, training, first_weights(PLAIN))
    for row in range(3):
        told = told_of(PLAIN, training, traced, WeightPlace(0, row, 0))
        (equation,) = (line for line, _ in told.way() if line.startswith(f"Δ{told.name} "))
        assert equation.endswith(f" {told.number(told.parts.change)}")
        assert told.summary().endswith(f"Δ{told.name} = {told.signed(told.parts.change)}.")


def reasons_uphill(training: TrainSpec, traced: Trace) -> set[str]:
    """Why weights and biases are said to go against their gradients."""
    said = [
        told_of(PLAIN, training, traced, WeightPlace(layer, row, column)).summary()
        for layer, block in enumerate(blocks(PLAIN))
        for row, column in np.ndindex(*block.shape)
    ]
    return {words.partition("uphill: ")[2] for words in said if "uphill" in words}


def test_a_weight_goes_uphill_by_what_is_remembered_or_by_the_decay_of_the_optimizer() -> None:
    training = replace(TRAINING, optimizer=Choice.of("adamw", weight_decay=0.5))
    n_parameters = PLAIN.n_parameters
    first = step_of(PLAIN, training, np.full(n_parameters, 3.0))
    assert reasons_uphill(training, first) == {"its own weight decay, which pulls towards 0, is stronger."}
    memory = {"adamw_mean": np.full(n_parameters, 5.0), "adamw_square": np.ones(n_parameters)}
    later = step_of(PLAIN, training, np.full(n_parameters, 0.1), **memory)
    assert reasons_uphill(training, later) == {"what it remembers of earlier steps is stronger."}
