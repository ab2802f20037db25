"""Every optimizer: valleys it must get down, and laws about its steps and its memory."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.parameters import Array
from nnsim.engine.spec import Choice, DType
from tests.engine.samples import ALL_OPTIMIZERS
from tests.engine.walker import Walker, gradients, slope_of_a_small_network, start

pytestmark = pytest.mark.sweep

every_optimizer = pytest.mark.parametrize(
    "optimizer", ALL_OPTIMIZERS, ids=lambda choice: f"{choice.name}{choice.values()}"
)
every_default = pytest.mark.parametrize("name", OPTIMIZERS.names)
few = settings(max_examples=25)
"""For each optimizer, so that all of them together take no longer than others."""
NUMBERS = st.floats(-1e3, 1e3).filter(lambda value: value == 0.0 or abs(value) > 1e-3)
ROWS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=8)


def parabola(w: Array) -> tuple[float, Array]:
    """½ x² + 5 y²."""
    curvature = np.array([1.0, 10.0])
    return float(0.5 * (curvature * w * w).sum()), curvature * w


def rosenbrock(w: Array) -> tuple[float, Array]:
    """(1 − x)² + 100 (y − x²)²: a bent valley, smallest at (1, 1) (Rosenbrock, 1960)."""
    x, y = w
    across = y - x * x
    return float((1 - x) ** 2 + 100 * across**2), np.array([-2 * (1 - x) - 400 * x * across, 200 * across])


PARABOLA = {
    "sgd": (0.1, 1e-20),
    "momentum": (0.1, 1e-10),
    "nesterov": (0.1, 1e-20),
    "adagrad": (1.0, 1e-20),
    "rmsprop": (0.03, 1e-15),
    "adam": (0.1, 1e-10),
    "adamw": (0.1, 1e-10),
    "rprop": (0.1, 1e-10),
}
ROSENBROCK = {
    "sgd": (0.001, 1e-4),
    "momentum": (0.001, 1e-20),
    "nesterov": (0.001, 1e-20),
    "adagrad": (0.3, 1e-6),
    "rmsprop": (0.0003, 1e-3),
    "adam": (0.003, 1e-15),
    "adamw": (0.01, 1e-4),
    "rprop": (0.1, 1e-6),
}
"""Learning rate, and what must be left of 24.2. RMSprop's steps never end; AdamW's decay keeps it off (1, 1)."""


@every_default
def test_it_gets_to_the_bottom_of_a_parabola(name: str) -> None:
    rate, left = PARABOLA[name]
    walker = Walker(Choice(name), (3.0, -2.0), rate)
    for _ in range(300):
        walker.step(parabola(walker.parameters)[1])
    assert parabola(walker.parameters)[0] < left


@every_default
def test_it_gets_through_rosenbrocks_valley(name: str) -> None:
    rate, left = ROSENBROCK[name]
    walker = Walker(Choice(name), (-1.2, 1.0), rate)
    for _ in range(10_000):
        walker.step(rosenbrock(walker.parameters)[1])
    assert rosenbrock(walker.parameters)[0] < left


def test_every_optimizer_has_its_valleys() -> None:
    assert set(PARABOLA) == set(ROSENBROCK) == set(OPTIMIZERS.names)


@every_optimizer
@pytest.mark.parametrize("stop", [0, 1, 2, 37])
def test_a_copied_memory_goes_on_with_the_same_bits(optimizer: Choice, stop: int) -> None:
    straight, stopped = Walker(optimizer, start()), Walker(optimizer, start())
    for gradient in gradients()[:stop]:
        straight.step(gradient)
        stopped.step(gradient)
    stopped = Walker(optimizer, stopped.parameters, state=stopped.state)
    for gradient in gradients()[stop:]:
        assert straight.step(gradient).tolist() == stopped.step(gradient).tolist()
    assert straight.parameters.tolist() == stopped.parameters.tolist()
    assert straight.state.steps == stopped.state.steps
    for key, array in straight.state.arrays.items():
        assert array.tolist() == stopped.state.arrays[key].tolist()


@every_optimizer
def test_a_memory_set_back_to_an_earlier_moment_repeats_the_same_bits(optimizer: Choice) -> None:
    walker = Walker(optimizer, start())
    earlier = (walker.parameters.copy(), {key: array.copy() for key, array in walker.state.arrays.items()})
    first = [walker.step(gradient).tolist() for gradient in gradients(5)]
    walker.parameters[...], walker.state.steps = earlier[0], 0
    for key, array in earlier[1].items():
        walker.state.arrays[key][...] = array
    assert [walker.step(gradient).tolist() for gradient in gradients(5)] == first


@every_optimizer
def test_the_gradient_stays_as_it_was(optimizer: Choice) -> None:
    walker = Walker(optimizer, start())
    for gradient in gradients(20):
        walker.step(gradient)
        assert walker.gradient.tolist() == gradient.tolist()


def test_no_optimizer_takes_the_memory_of_another_for_its_own() -> None:
    kept = [frozenset(OPTIMIZERS.build(Choice(name)).init(start()).arrays) for name in OPTIMIZERS.names]
    assert len(set(kept)) == len(kept)


@every_optimizer
def test_memory_named_square_is_never_negative_and_roots_are_taken_of_no_other(optimizer: Choice) -> None:
    walker = Walker(optimizer, start())
    for gradient in gradients(20):
        walker.step(gradient)
    for key, array in walker.state.arrays.items():
        if key.endswith("square"):
            assert (array >= 0.0).all()
        else:
            array *= -1.0
    with np.errstate(all="raise"):
        assert np.isfinite(walker.step(gradients(1)[0])).all()


@every_optimizer
def test_single_precision_stays_single_and_close_to_double(optimizer: Choice) -> None:
    single, double = Walker(optimizer, start(7), 0.02, dtype="float32"), Walker(optimizer, start(7), 0.02)
    for _ in range(50):
        single.step(slope_of_a_small_network(single.parameters))
        double.step(slope_of_a_small_network(double.parameters))
    assert {array.dtype.name for array in (single.update, *single.state.arrays.values())} == {"float32"}
    np.testing.assert_allclose(single.parameters, double.parameters, atol=1e-3)


@few
@given(ROWS)
@every_default
def test_without_a_gradient_nothing_moves_but_what_decays(name: str, rows: list[tuple[float, ...]]) -> None:
    walker = Walker(Choice(name), rows[0])
    for _ in rows:
        before = walker.parameters.copy()
        moved = walker.step((0.0, 0.0, 0.0))
        expected = 0.05 * 0.01 * before if name == "adamw" else np.zeros(3)
        np.testing.assert_allclose(moved, expected, rtol=1e-15)


@few
@given(ROWS)
@every_default
def test_every_parameter_goes_its_own_way(name: str, rows: list[tuple[float, ...]]) -> None:
    together = Walker(Choice(name), (1.0, -2.0, 3.0))
    alone = [Walker(Choice(name), (value,)) for value in (1.0, -2.0, 3.0)]
    for row in rows:
        apart = [walker.step((value,)).item() for walker, value in zip(alone, row, strict=True)]
        assert together.step(row).tolist() == apart


@few
@given(ROWS)
@every_default
def test_seen_in_a_mirror_it_goes_the_mirrored_way(name: str, rows: list[tuple[float, ...]]) -> None:
    here, there = Walker(Choice(name), (1.0, -2.0, 3.0)), Walker(Choice(name), (-1.0, 2.0, -3.0))
    for row in rows:
        assert here.step(row).tolist() == [-value for value in there.step(tuple(-value for value in row))]


@few
@given(ROWS, st.integers(-10, 10))
@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov"])
def test_gradients_twice_as_long_make_steps_twice_as_long(name: str, rows: list[tuple[float, ...]], power: int) -> None:
    one, scaled = Walker(Choice(name), (0.0, 0.0, 0.0)), Walker(Choice(name), (0.0, 0.0, 0.0))
    for row in rows:
        np.testing.assert_array_equal(one.step(row) * 2.0**power, scaled.step(np.array(row) * 2.0**power))


@few
@given(ROWS, st.integers(-10, 10))
@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam", "adamw"])
def test_the_unit_of_the_loss_does_not_matter_if_epsilon_is_in_the_same_unit(
    name: str, rows: list[tuple[float, ...]], power: int
) -> None:
    # A power of two as the factor changes no digit anywhere, so both paths agree to the last bit.
    one = Walker(Choice.of(name, epsilon=2.0**-20), (1.0, -2.0, 3.0))
    scaled = Walker(Choice.of(name, epsilon=2.0 ** (power - 20)), (1.0, -2.0, 3.0))
    for row in rows:
        np.testing.assert_array_equal(one.step(row), scaled.step(np.array(row) * 2.0**power))


@few
@given(ROWS, st.lists(st.floats(1e-3, 1e3), min_size=8, max_size=8))
def test_rprop_looks_at_signs_only(rows: list[tuple[float, ...]], factors: list[float]) -> None:
    one, scaled = Walker(Choice("rprop"), (1.0, -2.0, 3.0)), Walker(Choice("rprop"), (1.0, -2.0, 3.0))
    for row, factor in zip(rows, factors, strict=False):
        assert one.step(row).tolist() == scaled.step(np.array(row) * factor).tolist()


def test_rprop_grows_its_steps_downhill_rests_when_the_slope_turns_and_keeps_its_bounds() -> None:
    walker = Walker(Choice.of("rprop", largest=1.5), (0.0,), 1.0)
    slopes = [2.0, 5.0, 0.1, 7.0, -3.0, -3.0, -3.0, 0.0, 4.0]
    # 1, then × 1.2, 1.44, held at 1.5; the turn halves it and rests; 0.75; × 1.2; no slope; no turn from nothing: 0.9.
    steps = [1.0, 1.2, 1.44, 1.5, 0.0, -0.75, -0.9, 0.0, 0.9]
    moved = [walker.step((slope,)).item() for slope in slopes]
    assert moved == pytest.approx(steps, rel=1e-15)
    for turn in range(60):
        walker.step(((-1.0) ** turn,))
    assert walker.state.arrays["step_size"].item() == pytest.approx(1e-6)


@pytest.mark.parametrize("rate", [1e-9, 0.0])
def test_rprop_starts_no_smaller_than_its_smallest_step(rate: float) -> None:
    assert Walker(Choice("rprop"), (0.0,), rate).step((3.0,)).item() == pytest.approx(1e-6)


@pytest.mark.parametrize(
    ("name", "lengths"),
    [
        ("sgd", [1.0, 1.0]),
        ("momentum", [1.0, 1.9]),
        ("nesterov", [1.9, 2.71]),
        ("adagrad", [1.0, 1 / sqrt(2)]),
        ("rmsprop", [10.0, 1 / sqrt(0.01 + 0.01 * 0.99)]),
        ("adam", [0.1 / sqrt(0.001), 0.19 / sqrt(0.001 + 0.001 * 0.999)]),
        ("adamw", [0.1 / sqrt(0.001), 0.19 / sqrt(0.001 + 0.001 * 0.999)]),
        ("rprop", [1.0, 1.2]),
    ],
)
def test_a_weight_that_is_new_in_a_network_under_way_learns_at_once(name: str, lengths: list[float]) -> None:
    # In units of the learning rate, for gradients of 1. Adam takes its means for as old as all others, so uncorrected.
    old = Walker(Choice(name), start(3))
    for gradient in gradients(60, 3):
        old.step(gradient)
    old.state.steps = 10**6 * (old.state.steps > 0)
    grown = Walker(Choice(name), (*old.parameters, 0.0), 1e-3, state=old.state)
    moved = [grown.step((0.1, 0.1, 0.1, 1.0))[3] for _ in range(2)]
    np.testing.assert_allclose(moved, 1e-3 * np.array(lengths), rtol=1e-4)


def test_a_weight_that_is_new_to_an_old_adam_never_leaps_further_than_7_rates() -> None:
    # By Cauchy and Schwarz |m| / √v is at most (1 − β₁) / √(1 − β₂) / √(1 − β₁² / β₂).
    grown = Walker(Choice("adam"), (0.0,), 1e-3)
    grown.state.steps = 10**6
    longest = max(grown.step((1.0,)).item() for _ in range(200))
    assert longest <= 1e-3 * 0.1 / sqrt(0.001) / sqrt(1 - 0.81 / 0.999)


def test_the_decay_of_adamw_pulls_at_everything_and_never_turns_a_weight_over() -> None:
    walker = Walker(Choice.of("adamw", weight_decay=0.5), (8.0, -4.0), 0.5)
    walker.step((0.0, 0.0))
    assert walker.parameters.tolist() == [6.0, -3.0]
    walker.rate[...] = 1000.0
    walker.step((0.0, 0.0))
    assert walker.parameters.tolist() == [0.0, 0.0]


@every_default
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_gradients_whose_squares_are_the_largest_numbers_leave_the_memory_finite(name: str, dtype: DType) -> None:
    walker = Walker(Choice(name), (1.0, -1.0), 0.05, dtype=dtype)
    huge = 0.99 * sqrt(float(np.finfo(dtype).max))
    with np.errstate(all="ignore"):
        for _ in range(20):
            walker.step((huge, -huge))
    for array in (walker.parameters, *walker.state.arrays.values()):
        assert np.isfinite(array).all()
