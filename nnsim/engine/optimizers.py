"""Optimizers: how the gradient becomes an update. Each is a pair: ``init`` makes its state, ``update`` its calls.

All agree with PyTorch's definitions. ``rate`` is a 0-d array with the learning rate, so that it can change while a
prepared list of calls stays valid. After the calls, ``update`` holds what is subtracted from the parameters.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from nnsim.engine.calls import Calls, constant
from nnsim.engine.parameters import Array


@dataclass(slots=True)
class OptimizerState:
    """An optimizer's memory: (n_parameters,) arrays by name, and the number of updates made with them."""

    arrays: dict[str, Array] = field(default_factory=dict)
    steps: int = 0


class Optimizer(ABC):
    """A rule that turns the gradient into an update."""

    @abstractmethod
    def init(self, parameters: Array) -> OptimizerState:
        """The state before the first update."""

    @abstractmethod
    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Calls that write into ``update`` what is to be subtracted from the parameters, and advance ``state``."""


class SGD(Optimizer):
    """Gradient descent on batches: w ← w − rate · g."""

    def init(self, parameters: Array) -> OptimizerState:
        """Nothing to remember."""
        return OptimizerState()

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · g."""
        return [(np.multiply, (gradient, rate, update))]


class Momentum(Optimizer):
    """Gradient descent that keeps rolling: v ← μ v + g; w ← w − rate · v.

    v starts at 0. This is PyTorch's form, not Sutskever's, in which the rate is inside v.
    """

    def __init__(self, momentum: float = 0.9) -> None:
        self.momentum = momentum

    def init(self, parameters: Array) -> OptimizerState:
        """Standing still."""
        return OptimizerState({"velocity": np.zeros_like(parameters)})

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · v."""
        velocity = state.arrays["velocity"]
        return [
            (np.multiply, (velocity, constant(self.momentum, gradient), velocity)),
            (np.add, (velocity, gradient, velocity)),
            (np.multiply, (velocity, rate, update)),
        ]


class Adam(Optimizer):
    """Adam (Kingma and Ba, 2015): m and v are running means of g and g², corrected for their start at 0.

    m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − rate · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ),
    v̂ = v / (1 − β₂ᵗ). ε is added outside the root, after the correction, as in the paper and in PyTorch.
    """

    def __init__(self, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def init(self, parameters: Array) -> OptimizerState:
        """Means at 0."""
        return OptimizerState({"mean": np.zeros_like(parameters), "square": np.zeros_like(parameters)})

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · m̂ / (√v̂ + ε)."""
        mean, square = state.arrays["mean"], state.arrays["square"]
        scratch = np.empty_like(gradient)
        mean_factor, root_factor = np.ones((), gradient.dtype), np.ones((), gradient.dtype)

        def correct() -> None:
            state.steps += 1
            mean_factor[...] = rate / (1.0 - self.beta1**state.steps)
            root_factor[...] = 1.0 / sqrt(1.0 - self.beta2**state.steps)

        keep_mean, keep_square = constant(self.beta1, gradient), constant(self.beta2, gradient)
        new_mean, new_square = constant(1.0 - self.beta1, gradient), constant(1.0 - self.beta2, gradient)
        return [
            (correct, ()),
            (np.multiply, (mean, keep_mean, mean)),
            (np.multiply, (gradient, new_mean, scratch)),
            (np.add, (mean, scratch, mean)),
            (np.multiply, (square, keep_square, square)),
            (np.multiply, (gradient, gradient, scratch)),
            (np.multiply, (scratch, new_square, scratch)),
            (np.add, (square, scratch, square)),
            (np.sqrt, (square, scratch)),
            (np.multiply, (scratch, root_factor, scratch)),
            (np.add, (scratch, constant(self.epsilon, gradient), scratch)),
            (np.divide, (mean, scratch, update)),
            (np.multiply, (update, mean_factor, update)),
        ]
