"""The machine of one weight says what a hand calculation says, and to the last bit what training does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.one_weight import LossName, OneWeight, Pace
from tests.by_hand.one_weight import one_weight, weights_after

NUMBERS = st.floats(-20.0, 20.0, allow_subnormal=False)
RATES = st.floats(1e-4, 2.0)


def test_first_step_of_the_quadratic_loss_is_the_one_on_paper() -> None:
    # h = 5 · 2 = 10; L = ½ (10 − 6)² = 8; g = (10 − 6) · 2 = 8; −0.1 · 8 = −0.8; 5 − 0.8 = 4.2.
    now = OneWeight()
    assert (now.prediction, now.value, now.gradient, now.step, now.after.weight) == (10.0, 8.0, 8.0, -0.8, 4.2)
    assert (now.minimum, now.curvature, now.one_step_rate, now.largest_rate) == (3.0, 4.0, 0.25, 0.5)


def test_without_the_half_everything_is_doubled() -> None:
    # L = (10 − 6)² = 16; g = 2 · 4 · 2 = 16; 5 − 1.6 = 3.4; the limits are half as large.
    now = OneWeight(loss="mse")
    assert (now.value, now.gradient, now.after.weight) == (16.0, 16.0, 3.4)
    assert (now.minimum, now.one_step_rate, now.largest_rate) == (3.0, 0.125, 0.25)


@pytest.mark.parametrize(
    ("rate", "way", "pace"),
    [
        (0.02, [5, 4.84], Pace.CRAWLS),
        (0.1, [5, 4.2, 3.72, 3.432, 3.2592], Pace.NEARS),
        (0.25, [5, 3, 3], Pace.ONE_STEP),
        (0.45, [5, 1.4, 4.28, 1.976], Pace.OSCILLATES),
        (0.5, [5, 1, 5, 1], Pace.FOR_EVER),
        (0.6, [5, 0.2, 6.92, -2.488, 10.6832], Pace.DIVERGES),
    ],
)
def test_learning_rate_decides_how_the_weight_moves(rate: float, way: list[float], pace: Pace) -> None:
    now = OneWeight(rate=rate)
    assert now.way(len(way) - 1) == pytest.approx(way, rel=1e-14)
    assert now.pace is pace


def test_limits_hold_where_they_are_no_numbers_of_the_machine() -> None:
    third = OneWeight(x=3.0)
    assert replace(third, rate=third.one_step_rate).pace is Pace.ONE_STEP
    assert replace(third, rate=third.largest_rate).pace is Pace.FOR_EVER
    assert replace(third, rate=third.largest_rate * 1.001).pace is Pace.DIVERGES


def test_input_of_zero_leaves_no_slope() -> None:
    flat = OneWeight(x=0.0)
    assert (flat.pace, flat.minimum, flat.gradient, flat.after.weight) == (Pace.FLAT, None, 0.0, 5.0)


def test_way_that_diverges_ends_before_numbers_do() -> None:
    way = OneWeight(rate=2.0).way(1000)
    assert len(way) < 1000
    assert all(map(OneWeight(rate=2.0).loss_at, way))


@given(NUMBERS, NUMBERS, NUMBERS, RATES, st.sampled_from(("quadratic", "mse")))
def test_each_step_leaves_the_told_part_of_the_distance(
    weight: float, x: float, label: float, rate: float, loss: LossName
) -> None:
    now = OneWeight(weight, x, label, rate, loss)
    if now.curvature > 1e-6 and now.minimum is not None:
        before, after = now.weight - now.minimum, now.after.weight - now.minimum
        assert after == pytest.approx(now.left * before, rel=1e-9, abs=1e-9 * (1.0 + abs(now.minimum) + abs(before)))


@pytest.mark.parametrize("rate", [0.1, 0.25, 0.45, 0.6])
@pytest.mark.parametrize("loss", ["quadratic", "mse"])
def test_training_makes_the_same_steps_to_the_last_bit(rate: float, loss: LossName) -> None:
    assert list(OneWeight(rate=rate, loss=loss).way(8)) == weights_after(one_weight(rate, loss), 8)
