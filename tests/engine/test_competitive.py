"""Competitive learning: one step by hand, who moves and who does not, and going on as if never stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.competitive import Competition, CompetitiveLayer, CompetitiveSpec, UnitsCheckpoint
from nnsim.engine.parameters import Array
from nnsim.engine.self_organizing_map import MapSpec, SelfOrganizingMap
from nnsim.errors import SpecError
from tests.memory import memory_of

LAYER = CompetitiveSpec(4, epochs=3, seed=5)
MAP = MapSpec(2, 3, epochs=3, seed=5)
INPUTS = np.random.default_rng(2).normal(size=(17, 2))


def learner(
    spec: CompetitiveSpec | MapSpec, inputs: Array, start: UnitsCheckpoint | Array | None = None
) -> Competition:
    if isinstance(spec, MapSpec):
        return SelfOrganizingMap(spec, inputs, start)
    return CompetitiveLayer(spec, inputs, start)


both = pytest.mark.parametrize("spec", [LAYER, MAP], ids=["layer", "map"])


def assert_same(one: UnitsCheckpoint, other: UnitsCheckpoint) -> None:
    """Bit by bit."""
    assert one.weights.tobytes() == other.weights.tobytes()
    assert (one.step, one.epoch, one.seen) == (other.step, other.epoch, other.seen)


def test_the_winner_goes_its_share_of_the_way_and_no_other_moves() -> None:
    spec = CompetitiveSpec(2, learning_rate=0.25, last_rate=0.25)
    layer = CompetitiveLayer(spec, np.array([[1.0, 2.0]]), np.array([[4.0, 4.0], [-1.0, 0.0]]))
    # Squared distances 9 + 4 = 13 and 4 + 4 = 8: the second wins. −1 + ¼ (1 − −1) = −0.5; 0 + ¼ (2 − 0) = 0.5
    layer.advance(1)
    assert layer.weights.tolist() == [[4.0, 4.0], [-0.5, 0.5]]
    # −0.5 + ¼ · 1.5 = −0.125; 0.5 + ¼ · 1.5 = 0.875
    layer.advance(1)
    assert layer.weights.tolist() == [[4.0, 4.0], [-0.125, 0.875]]
    assert (layer.step, layer.epoch, layer.seen) == (2, 2, 0)


def test_of_two_equally_near_units_the_first_wins() -> None:
    layer = CompetitiveLayer(CompetitiveSpec(2, learning_rate=1.0), np.array([[0.0]]), np.array([[1.0], [-1.0]]))
    layer.advance(1)
    assert layer.weights.tolist() == [[0.0], [-1.0]]


def test_the_rate_falls_by_equal_factors_and_then_stays() -> None:
    layer = CompetitiveLayer(CompetitiveSpec(1, learning_rate=0.8, last_rate=0.2, epochs=2), np.zeros((2, 1)))
    rates = []
    for _ in range(6):
        rates.append(layer.learning_rate)
        layer.advance(1)
    # Four steps from 0.8 to 0.2: each √½ of the one before.
    np.testing.assert_allclose(rates, [0.8, 0.8 * 0.5**0.5, 0.4, 0.4 * 0.5**0.5, 0.2, 0.2])


@given(st.integers(0, 1000), st.floats(0.01, 1.0))
def test_each_step_brings_the_winner_nearer_by_the_rate_and_leaves_the_others(seed: int, rate: float) -> None:
    rng = np.random.default_rng(seed)
    sample, before = rng.normal(size=(1, 3)), rng.normal(size=(5, 3))
    layer = CompetitiveLayer(CompetitiveSpec(5, learning_rate=rate), sample, before)
    winner = int(layer.winners()[0])
    layer.advance(1)
    others = np.arange(5) != winner
    np.testing.assert_array_equal(layer.weights[others], before[others])
    np.testing.assert_allclose(layer.weights[winner] - sample[0], (1 - rate) * (before[winner] - sample[0]), atol=1e-12)


def test_winners_and_quantization_error_by_hand() -> None:
    layer = CompetitiveLayer(CompetitiveSpec(2), np.array([[0.0], [1.0], [5.0]]), np.array([[4.0], [0.5]]))
    assert layer.winners().tolist() == [1, 1, 0]
    assert layer.quantization_error() == pytest.approx((0.25 + 0.25 + 1.0) / 3)


def test_in_an_epoch_every_sample_is_looked_at_once_in_an_order_of_its_own() -> None:
    layer = CompetitiveLayer(replace(LAYER, learning_rate=0.5, last_rate=0.5), INPUTS)
    epochs = []
    for _ in range(2):
        met = []
        for _ in range(len(INPUTS)):
            before = layer.weights.copy()
            layer.advance(1)
            way = (layer.weights - before).sum(axis=0)  # of the winner alone: half of its way to the sample
            winner = int(np.abs(layer.weights - before).sum(axis=1).argmax())
            met.append(int(np.abs(INPUTS - before[winner] - 2 * way).sum(axis=1).argmin()))
        epochs.append(met)
    assert sorted(epochs[0]) == sorted(epochs[1]) == list(range(len(INPUTS)))
    assert epochs[0] != epochs[1]


@both
@given(portions=st.lists(st.integers(0, 40), max_size=6))
def test_stopping_and_going_on_anywhere_changes_no_bit(spec: CompetitiveSpec | MapSpec, portions: list[int]) -> None:
    straight, stopped = learner(spec, INPUTS), learner(spec, INPUTS)
    straight.advance(sum(portions))
    for portion in portions:
        stopped.advance(portion)
        stopped = learner(spec, INPUTS, stopped.checkpoint())
    assert_same(straight.checkpoint(), stopped.checkpoint())
    assert straight.epoch * len(INPUTS) + straight.seen == straight.step == sum(portions)


@both
def test_another_seed_gives_other_weights_and_looking_changes_none(spec: CompetitiveSpec | MapSpec) -> None:
    watched, alone, other = learner(spec, INPUTS), learner(spec, INPUTS), learner(replace(spec, seed=6), INPUTS)
    for _ in range(20):
        watched.advance(1)
        watched.winners()
        watched.quantization_error()
        watched.checkpoint()
    for work in (alone, other):
        work.advance(20)
    assert_same(watched.checkpoint(), alone.checkpoint())
    assert not np.array_equal(alone.weights, other.weights)


@both
def test_a_checkpoint_stays_as_it_is_and_so_do_the_samples(spec: CompetitiveSpec | MapSpec) -> None:
    inputs = INPUTS.copy()
    work = learner(spec, inputs)
    point = work.checkpoint()
    before = point.weights.copy()
    again = learner(spec, inputs, point)
    for each in (work, again):
        each.advance(30)
    np.testing.assert_array_equal(point.weights, before)
    assert not point.weights.flags.writeable
    np.testing.assert_array_equal(inputs, INPUTS)


def test_units_begin_on_samples_each_on_its_own() -> None:
    layer = CompetitiveLayer(CompetitiveSpec(17, start="samples"), INPUTS)
    np.testing.assert_array_equal(np.sort(layer.weights, axis=0), np.sort(INPUTS, axis=0))
    assert layer.quantization_error() == 0.0


def test_units_begin_anywhere_in_the_range_or_close_around_the_mean() -> None:
    anywhere = CompetitiveLayer(CompetitiveSpec(500, start="range"), INPUTS).weights
    assert (anywhere >= INPUTS.min(axis=0)).all()
    assert (anywhere <= INPUTS.max(axis=0)).all()
    np.testing.assert_allclose(np.ptp(anywhere, axis=0), np.ptp(INPUTS, axis=0), rtol=0.05)
    close = CompetitiveLayer(CompetitiveSpec(500, start="middle"), INPUTS).weights
    np.testing.assert_allclose(close.mean(axis=0), INPUTS.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(close.std(axis=0), 0.01 * INPUTS.std(axis=0), rtol=0.1)


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        (CompetitiveSpec(0), "competitive.setting"),
        (CompetitiveSpec(2, epochs=0), "competitive.setting"),
        (CompetitiveSpec(2, learning_rate=0.0), "competitive.setting"),
        (CompetitiveSpec(2, learning_rate=1.5), "competitive.setting"),
        (CompetitiveSpec(2, last_rate=float("nan")), "competitive.setting"),
        (CompetitiveSpec(18, start="samples"), "competitive.samples"),
        (MapSpec(0, 3), "competitive.setting"),
        (MapSpec(3, 0), "competitive.setting"),
        (MapSpec(2, 2, radius=0.0), "competitive.setting"),
        (MapSpec(2, 2, last_radius=-1.0), "competitive.setting"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(spec: CompetitiveSpec | MapSpec, code: str) -> None:
    with pytest.raises(SpecError) as caught:
        learner(spec, INPUTS)
    assert caught.value.code == code


@pytest.mark.parametrize("start", ["middle", "range", "samples"])
def test_without_samples_there_is_nothing_to_learn(start: str) -> None:
    with pytest.raises(SpecError) as caught:
        CompetitiveLayer(CompetitiveSpec(1, start=start), np.empty((0, 2)))
    assert caught.value.code == "competitive.samples"


def test_first_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(SpecError) as caught:
        CompetitiveLayer(CompetitiveSpec(2), INPUTS, np.zeros((3, 2)))
    assert caught.value.code == "competitive.weights"


@pytest.mark.parametrize("spec", [CompetitiveSpec(100), MapSpec(10, 10)], ids=["layer", "map"])
def test_steps_take_no_memory(spec: CompetitiveSpec | MapSpec) -> None:
    work = learner(spec, np.random.default_rng(0).normal(size=(300, 50)))
    work.advance(1)
    _, peak = memory_of(lambda: work.advance(400))
    assert peak < 4_000  # one array of the weights' shape: 40,000 bytes; one of the units': 800
