"""Every optimizer beside its formula, one number at a time, and beside PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import copysign, sqrt

import numpy as np
import pytest

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.parameters import Array
from nnsim.engine.spec import Choice
from tests.engine.optimizer_twins import TWIN
from tests.engine.samples import ALL_OPTIMIZERS
from tests.engine.walker import Walker, changing_rates, gradients, slope_of_a_small_network, start

every_optimizer = pytest.mark.parametrize(
    "optimizer", ALL_OPTIMIZERS, ids=lambda choice: f"{choice.name}{choice.values()}"
)


# One parameter, one number at a time, as the textbooks have it: generators that take (w, g, rate) and give the new w.

Rule = Iterator[float]
Feed = Iterator[tuple[float, float]]


def momentum(w: float, feed: Feed, momentum: float = 0.9) -> Rule:
    v = 0.0
    for g, rate in feed:
        v = momentum * v + g
        w -= rate * v
        yield w


def nesterov(w: float, feed: Feed, momentum: float = 0.9) -> Rule:
    v = 0.0
    for g, rate in feed:
        v = momentum * v + g
        w -= rate * (g + momentum * v)
        yield w


def adagrad(w: float, feed: Feed, epsilon: float = 1e-10) -> Rule:
    s = 0.0
    for g, rate in feed:
        s += g * g
        w -= rate * g / (sqrt(s) + epsilon)
        yield w


def rmsprop(w: float, feed: Feed, smoothing: float = 0.99, epsilon: float = 1e-8) -> Rule:
    v = 0.0
    for g, rate in feed:
        v = smoothing * v + (1.0 - smoothing) * g * g
        w -= rate * g / (sqrt(v) + epsilon)
        yield w


def adamw(
    w: float, feed: Feed, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8, weight_decay: float = 0.01
) -> Rule:
    m = v = 0.0
    for t, (g, rate) in enumerate(feed, 1):
        m = beta1 * m + (1.0 - beta1) * g
        v = beta2 * v + (1.0 - beta2) * g * g
        w -= rate * weight_decay * w
        w -= rate * (m / (1.0 - beta1**t)) / (sqrt(v / (1.0 - beta2**t)) + epsilon)
        yield w


def rprop(
    w: float, feed: Feed, shrink: float = 0.5, grow: float = 1.2, smallest: float = 1e-6, largest: float = 50.0
) -> Rule:
    step, before = None, 0.0
    for g, rate in feed:
        step = rate if step is None else step
        factor = grow if g * before > 0.0 else shrink if g * before < 0.0 else 1.0
        step = min(max(step * factor, smallest), largest)
        before = 0.0 if g * before < 0.0 else g
        w -= copysign(step, before) if before else 0.0
        yield w


FORMULA: dict[str, Callable[..., Rule]] = {
    "sgd": lambda w, feed: momentum(w, feed, 0.0),
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": lambda w, feed, **values: adamw(w, feed, **values, weight_decay=0.0),
    "adamw": adamw,
    "rprop": rprop,
}


def test_every_optimizer_has_its_formula_and_its_twin() -> None:
    assert set(FORMULA) == set(TWIN) == set(OPTIMIZERS.names)


@every_optimizer
def test_a_hundred_steps_follow_the_formula_to_1e_12_also_when_the_rate_changes(optimizer: Choice) -> None:
    walker, rates, given_gradients = Walker(optimizer, start()), changing_rates(), gradients()
    path = []
    for gradient, rate in zip(given_gradients, rates, strict=True):
        walker.rate[...] = rate
        walker.step(gradient)
        path.append(walker.parameters.copy())
    for index, first in enumerate(start()):
        feed = zip(given_gradients[:, index].tolist(), rates, strict=True)
        expected = list(FORMULA[optimizer.name](float(first), feed, **optimizer.values()))
        np.testing.assert_allclose(np.array(path)[:, index], expected, rtol=1e-12, atol=1e-13)


def twin_of(optimizer: Choice, parameters: Array, rate: float) -> tuple[object, object]:
    torch = pytest.importorskip("torch", reason="PyTorch, beside which these numbers are measured, is not installed")
    weights = torch.tensor(parameters)
    return weights, TWIN[optimizer.name](torch.optim, [weights], rate, **optimizer.values())


def move(twin: object, weights: object, gradient: Array, rate: float | None = None) -> None:
    import torch

    if rate is not None:
        twin.param_groups[0]["lr"] = rate
    weights.grad = torch.tensor(gradient)
    twin.step()


@every_optimizer
@pytest.mark.parametrize("changing", [False, True], ids=["one rate", "changing rate"])
def test_a_hundred_given_gradients_lead_where_pytorch_goes_to_1e_9(optimizer: Choice, changing: bool) -> None:
    walker = Walker(optimizer, start())
    weights, twin = twin_of(optimizer, start(), 0.05)
    for gradient, rate in zip(gradients(), changing_rates(), strict=True):
        if changing and optimizer.name != "rprop":
            walker.rate[...] = rate
            move(twin, weights, gradient, rate)
        else:
            move(twin, weights, gradient)
        walker.step(gradient)
        np.testing.assert_allclose(walker.parameters, weights.numpy(), rtol=1e-9, atol=1e-12)


@every_optimizer
def test_a_small_network_learns_the_same_as_with_pytorch_to_1e_9(optimizer: Choice) -> None:
    walker = Walker(optimizer, start(7), 0.02)
    weights, twin = twin_of(optimizer, start(7), 0.02)
    for _ in range(100):
        walker.step(slope_of_a_small_network(walker.parameters))
        move(twin, weights, slope_of_a_small_network(weights.numpy()))
    theirs = weights.numpy()
    assert abs(walker.parameters - theirs).max() <= 1e-9 * abs(theirs).max()
