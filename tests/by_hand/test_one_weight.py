"""Worked on paper: one weight w = 5, one sample x = 2 with label y = 6. The best weight is y / x = 3.

Quadratic loss ½ (w x − y)²: prediction 5 · 2 = 10, loss ½ · 4² = 8, gradient (10 − 6) · 2 = 8.
With learning rate η each step brings w − 3 to (1 − 4 η)(w − 3), since the gradient is (2 w − 6) · 2 = 4 (w − 3).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnsim.engine.spec import Choice
from nnsim.runs.run import Run
from tests.by_hand.one_weight import one_weight, weights_after


def test_prediction_loss_and_gradient_before_the_first_step() -> None:
    run = one_weight()
    assert run.trainer.predictions()[0].tolist() == [[10.0]]
    assert run.results()["train"]["loss"] == 8.0
    assert run.snapshot(["health"]).health.gradient_norm.tolist() == [8.0]


def test_weight_goes_down_the_loss_step_by_step() -> None:
    # 5 − 0.1 · 8 = 4.2; gradient 4 · 1.2 = 4.8, 4.2 − 0.48 = 3.72; 3 + 0.6 · 0.72 = 3.432; 3 + 0.6 · 0.432 = 3.2592.
    assert weights_after(one_weight(0.1), 4) == pytest.approx([5, 4.2, 3.72, 3.432, 3.2592], rel=1e-15)


def test_weight_ends_at_three() -> None:
    # 2 · 0.6⁸⁰ is below 1e-17.
    assert weights_after(one_weight(0.1), 80)[-1] == pytest.approx(3.0, rel=1e-15)


def test_loss_at_every_epoch_is_that_of_its_weight() -> None:
    run = one_weight(0.1)
    run.train_epochs(3)
    # ½ (2 w − 6)² = 2 (w − 3)² for w = 5, 4.2, 3.72, 3.432: 8, 2.88, 1.0368, 0.373248.
    curves = run.snapshot().curves
    assert curves.epoch.tolist() == [0, 1, 2, 3]
    assert curves.train_loss.tolist() == pytest.approx([8, 2.88, 1.0368, 0.373248], rel=1e-14)


def test_mean_squared_error_has_no_half_so_its_slope_is_twice_as_steep() -> None:
    # Loss 4² = 16, gradient 2 · 4 · 2 = 16, 5 − 0.1 · 16 = 3.4.
    run = one_weight(0.1, "mse")
    assert run.results()["train"]["loss"] == 16.0
    assert run.snapshot(["health"]).health.gradient_norm.tolist() == [16.0]
    assert weights_after(run, 1) == pytest.approx([5, 3.4], rel=1e-15)


@pytest.mark.parametrize(
    ("learning_rate", "expected"),
    [
        (0.25, [5, 3, 3, 3]),  # 1 − 4 · 0.25 = 0: there in one step
        (0.45, [5, 1.4, 4.28, 1.976]),  # −0.8: 3 − 1.6, 3 + 1.28, 3 − 1.024
        (0.5, [5, 1, 5, 1, 5]),  # −1: to and fro for ever
        (0.6, [5, 0.2, 6.92, -2.488, 10.6832]),  # −1.4: 3 − 2.8, 3 + 3.92, 3 − 5.488, 3 + 7.6832
    ],
)
def test_learning_rate_decides_between_arriving_swinging_and_diverging(
    learning_rate: float, expected: list[float]
) -> None:
    assert weights_after(one_weight(learning_rate), len(expected) - 1) == pytest.approx(expected, rel=1e-14)


def test_half_swings_for_ever_without_drifting() -> None:
    assert weights_after(one_weight(0.5), 1000)[-2:] == [1.0, 5.0]


def test_momentum_by_hand() -> None:
    # v = 8, w = 5 − 0.1 · 8 = 4.2; g = 4.8, v = 0.9 · 8 + 4.8 = 12, w = 4.2 − 1.2 = 3.0; g = 0, v = 10.8, w = 1.92.
    plain = one_weight(0.1).project
    run = Run(replace(plain, training=replace(plain.training, optimizer=Choice("momentum"))))
    assert weights_after(run, 3) == pytest.approx([5, 4.2, 3.0, 1.92], rel=1e-14)


def test_first_step_of_adam_is_as_long_as_the_learning_rate() -> None:
    # m̂ = g, v̂ = g²: w − η g / (|g| + ε) = 5 − 0.1 · 8 / (8 + 1e-8).
    plain = one_weight(0.1).project
    run = Run(replace(plain, training=replace(plain.training, optimizer=Choice("adam"))))
    assert weights_after(run, 1)[-1] == pytest.approx(5 - 0.1 * 8 / (8 + 1e-8), rel=1e-15)


def test_penalties_by_hand() -> None:
    # L2 0.5: gradient 8 + 0.5 · 5 = 10.5, w = 5 − 1.05 = 3.95. L1 0.5: 8 + 0.5 = 8.5, w = 4.15.
    # The loss shown is 8 both times: penalties are no part of it.
    plain = one_weight(0.1).project
    for settings, expected in (({"l2": 0.5}, 3.95), ({"l1": 0.5}, 4.15)):
        run = Run(replace(plain, training=replace(plain.training, **settings)))
        assert run.results()["train"]["loss"] == 8.0
        assert weights_after(run, 1)[-1] == pytest.approx(expected, rel=1e-15)
