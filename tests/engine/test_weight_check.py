"""One weight is nudged before the learner's eyes: the numbers beside each other are right, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log
from typing import Any

import numpy as np
import pytest

from nnsim.engine.nudge import NUDGES
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.engine.tracing import trace
from nnsim.engine.weight_check import WeightCheck, parameters_before
from nnsim.errors import SpecError

SIGMOID = NetworkSpec(1, (LayerSpec(1, Choice("sigmoid")),), dtype="float64")
QUADRATIC = TrainSpec(loss=Choice("quadratic"))


def traced_step(network: NetworkSpec, training: TrainSpec, parameters: list[float], x: float, y: float) -> Trace:
    return trace(training, Checkpoint(network, np.array(parameters)), np.array([[x]]), np.array([[y]]))


def check(network: NetworkSpec, training: TrainSpec, parameters: list[float], x: float, y: float) -> WeightCheck:
    return WeightCheck(network, training, traced_step(network, training, parameters, x, y), 0)


def test_the_slope_of_a_single_weight_is_the_one_found_by_hand() -> None:
    # x = 2, w = 0.5, b = −0.2: z = 0.8, h = σ(0.8); y = 1. ∂L/∂w = (h − y) h (1 − h) x
    h = 1 / (1 + exp(-0.8))
    found = check(SIGMOID, QUADRATIC, [0.5, -0.2], 2.0, 1.0)
    assert found.loss == pytest.approx(0.5 * (h - 1) ** 2, rel=1e-14)
    assert found.gradient == pytest.approx((h - 1) * h * (1 - h) * 2, rel=1e-13)
    nudge = found.nudge(1e-4)
    assert nudge.quotient == pytest.approx(found.gradient, rel=1e-7)
    assert nudge.quotient == (nudge.above - nudge.below) / 2e-4
    assert nudge.corners == ()


def test_the_error_falls_with_the_square_of_the_nudge_and_then_rises_with_rounding() -> None:
    found = check(SIGMOID, QUADRATIC, [0.5, -0.2], 2.0, 1.0)
    errors = [found.nudge(epsilon).error for epsilon in NUDGES]
    assert log(errors[0] / errors[2]) / log(100) == pytest.approx(2.0, abs=0.02)
    assert errors[-1] > 100 * min(errors)
    assert all(error < 100 * found.rounding(e) for error, e in zip(errors[5:], NUDGES[5:], strict=True))


def test_penalties_are_part_of_the_loss_that_is_felt() -> None:
    training = TrainSpec(loss=Choice("quadratic"), l1=0.1, l2=0.3)
    plain, penalized = (check(SIGMOID, one, [0.5, -0.2], 2.0, 1.0) for one in (QUADRATIC, training))
    assert penalized.loss - plain.loss == pytest.approx(0.1 * 0.5 + 0.5 * 0.3 * 0.25, rel=1e-12)
    assert penalized.gradient - plain.gradient == pytest.approx(0.1 + 0.3 * 0.5, rel=1e-12)
    assert penalized.nudge(1e-4).relative < 1e-6


@pytest.mark.parametrize(
    ("activation", "loss", "training", "kind"),
    [
        ("relu", "quadratic", {}, "activation"),
        ("identity", "mae", {}, "loss"),
        ("identity", "quadratic", {"l1": 0.1}, "penalty"),
    ],
)
def test_a_corner_is_told_when_it_lies_within_the_nudge(
    activation: str, loss: str, training: dict[str, float], kind: str
) -> None:
    # x = 1, w = 0.005, no other part of z: z, h − y and w all change their sign at w = 0
    network = NetworkSpec(1, (LayerSpec(1, Choice(activation), bias=False),), dtype="float64")
    found = check(network, replace(TrainSpec(loss=Choice(loss)), **training), [0.005], 1.0, 0.0)
    assert kind in [corner.kind for corner in found.nudge(0.1).corners]
    assert found.nudge(0.001).corners == ()


def test_a_pixel_that_becomes_the_largest_is_a_corner() -> None:
    pool = LayerSpec(1, Choice("identity"), bias=False, kind="max_pool2d", kernel=2, stride=2)
    conv = LayerSpec(1, Choice("identity"), kind="conv2d", kernel=1)
    flat = LayerSpec(1, Choice("identity"), bias=False, kind="flatten")
    network = NetworkSpec(4, (conv, pool, flat, LayerSpec(1, Choice("identity"))), picture=(1, 2, 2), dtype="float64")
    parameters = np.array([0.01, 0.0, 1.0, 0.0])
    pixels, label = np.array([[-1.0, 2.0, 0.5, 0.0]]), np.array([[3.0]])
    traced = trace(QUADRATIC, Checkpoint(network, parameters), pixels, label)
    found = WeightCheck(network, QUADRATIC, traced, 0)
    assert [corner.kind for corner in found.nudge(0.1).corners] == ["pooling"]
    assert found.nudge(0.001).corners == ()


@pytest.mark.parametrize("left_out", [{"muted": (0,)}, {"dropout": 0.5}], ids=["muted", "dropped"])
def test_a_neuron_that_is_left_out_may_switch_without_a_corner(left_out: dict[str, Any]) -> None:
    # x = 1, w = 0.005: with ε = 0.1 the sum of the first neuron goes from below 0 to above
    network = NetworkSpec(1, (LayerSpec(2, Choice("relu"), bias=False), LayerSpec(1, Choice("identity"), bias=False)))
    parameters = [0.005, 1.0, 1.0, 1.0]
    assert check(network, QUADRATIC, parameters, 1.0, 0.5).nudge(0.1).corners != ()
    network = network.with_layer(0, replace(network.layers[0], **left_out))
    for seed in range(8):
        found = check(network, replace(QUADRATIC, seed=seed), parameters, 1.0, 0.5)
        nudge = found.nudge(0.1)
        assert (nudge.corners == ()) == (nudge.below == nudge.above == found.loss)


def test_looking_leaves_the_weight_and_the_step_as_they_were() -> None:
    traced = traced_step(SIGMOID, QUADRATIC, [0.5, -0.2], 2.0, 1.0)
    found = WeightCheck(SIGMOID, QUADRATIC, traced, 0)
    first = found.nudge(0.1)
    found.moved(-1.0)
    assert found.nudge(0.1) == first
    assert parameters_before(SIGMOID, traced).tolist() == [0.5, -0.2]


def test_a_step_as_output_has_no_slope_to_compare() -> None:
    network = NetworkSpec(1, (LayerSpec(1, Choice("step")),), dtype="float64")
    with pytest.raises(SpecError) as caught:
        check(network, QUADRATIC, [0.5, 0.0], 1.0, 1.0)
    assert caught.value.code == "gradcheck.no_gradient"
