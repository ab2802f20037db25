"""An optimizer at work without a network, and gradients to feed it with."""

from __future__ import annotations

import numpy as np

from nnsim.engine.calls import run
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.optimizers import OptimizerState
from nnsim.engine.parameters import Array
from nnsim.engine.spec import Choice, DType


class Walker:
    """Parameters that an optimizer moves, without a network."""

    def __init__(
        self,
        optimizer: Choice,
        start: Array | tuple[float, ...],
        rate: float = 0.05,
        *,
        state: OptimizerState | None = None,
        dtype: DType = "float64",
    ) -> None:
        made = OPTIMIZERS.build(optimizer)
        self.parameters: Array = np.array(start, dtype)
        self.gradient, self.update = np.zeros_like(self.parameters), np.zeros_like(self.parameters)
        self.state = made.init(self.parameters)
        self.rate = np.array(rate, dtype)
        self.calls = made.update(self.parameters, self.gradient, self.update, self.state, self.rate)
        if state is not None:
            for key, array in state.arrays.items():
                self.state.arrays[key][: len(array)] = array
            self.state.steps = state.steps

    def step(self, gradient: Array | tuple[float, ...]) -> Array:
        """Make one step and return what was subtracted."""
        self.gradient[...] = gradient
        run(self.calls)
        self.parameters -= self.update
        return self.update.copy()


def gradients(n_steps: int = 100, n_parameters: int = 12) -> Array:
    """(steps, parameters) of all sizes and both signs, with zeros in between."""
    rng = np.random.default_rng(1)
    made = rng.normal(size=(n_steps, n_parameters)) * 10.0 ** rng.uniform(-4, 2, n_parameters)
    made[rng.random(made.shape) < 0.1] = 0.0
    return made


def start(n_parameters: int = 12) -> Array:
    return np.random.default_rng(2).normal(size=n_parameters)


def changing_rates(n_steps: int = 100) -> list[float]:
    return [0.05 * (1.0 + 0.5 * np.sin(step)) for step in range(n_steps)]


def slope_of_a_small_network(w: Array) -> Array:
    """(7,) gradient of ½ mean (y(x) − sin 3x)² for y = w₆ + Σ w₄₊ⱼ tanh(wⱼ x + w₂₊ⱼ) with two hidden neurons."""
    x = np.linspace(-1, 1, 21)
    h = np.tanh(np.outer(x, w[0:2]) + w[2:4])
    error = (h @ w[4:6] + w[6] - np.sin(3 * x)) / len(x)
    delta = np.outer(error, w[4:6]) * (1 - h * h)
    return np.concatenate([x @ delta, delta.sum(0), error @ h, [error.sum()]])
