"""Optimizers that give every parameter a rate of its own, from the squares of its gradients so far.

In all of them ε is added outside the root, as PyTorch does it: it is compared with the size of a gradient, not with a
square.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from nnsim.engine.calls import Calls, constant, smaller
from nnsim.engine.optimizers import Optimizer, OptimizerState
from nnsim.engine.parameters import Array


class Adagrad(Optimizer):
    """Adagrad (Duchi, Hazan and Singer, 2011): s ← s + g²; w ← w − rate · g / (√s + ε).

    s starts at 0 and only grows, so steps become ever shorter. It stops at the largest number there is.
    """

    memory = ("adagrad_square",)

    def __init__(self, epsilon: float = 1e-10) -> None:
        self.epsilon = epsilon

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · g / (√s + ε)."""
        (square,) = (state.arrays[name] for name in self.memory)
        return [
            (np.square, (gradient, update)),
            (np.add, (square, update, square)),
            smaller(square, np.array(np.finfo(square.dtype).max), square),
            *_divided_by_root(gradient, square, constant(self.epsilon, gradient), update),
            (np.multiply, (update, rate, update)),
        ]


class RMSprop(Optimizer):
    """RMSprop (Tieleman and Hinton, 2012): v ← α v + (1 − α) g²; w ← w − rate · g / (√v + ε).

    v starts at 0, and nothing corrects it for that, so the first step is rate / √(1 − α) long. PyTorch's form; some
    other programs have ε inside the root.
    """

    memory = ("rmsprop_square",)

    def __init__(self, smoothing: float = 0.99, epsilon: float = 1e-8) -> None:
        self.smoothing, self.epsilon = smoothing, epsilon

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · g / (√v + ε)."""
        (square,) = (state.arrays[name] for name in self.memory)
        return [
            *_mean_of_squares(square, gradient, self.smoothing, update),
            *_divided_by_root(gradient, square, constant(self.epsilon, gradient), update),
            (np.multiply, (update, rate, update)),
        ]


class Adam(Optimizer):
    """Adam (Kingma and Ba, 2015): m and v are running means of g and g², corrected for their start at 0.

    m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − rate · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ),
    v̂ = v / (1 − β₂ᵗ), t = 1 in the first update. ε is added after the correction, as in the paper and in PyTorch.
    """

    memory = ("mean", "square")

    def __init__(self, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · m̂ / (√v̂ + ε).

        With r = √(1 − β₂ᵗ) that is m / (√v + ε r) · rate · r / (1 − β₁ᵗ): two numbers for each step do the correcting.
        """
        mean, square = (state.arrays[name] for name in self.memory)
        epsilon, factor = np.empty((), gradient.dtype), np.empty((), gradient.dtype)
        beta1, beta2 = self.beta1, self.beta2

        def correct() -> None:
            steps = state.steps = state.steps + 1
            root = sqrt(1.0 - beta2**steps)
            epsilon[()] = self.epsilon * root
            factor[()] = rate.item() * root / (1.0 - beta1**steps)

        return [
            (correct, ()),
            (np.multiply, (mean, constant(beta1, gradient), mean)),
            (np.multiply, (gradient, constant(1.0 - beta1, gradient), update)),
            (np.add, (mean, update, mean)),
            *_mean_of_squares(square, gradient, beta2, update),
            *_divided_by_root(mean, square, epsilon, update),
            (np.multiply, (update, factor, update)),
        ]


class AdamW(Adam):
    """Adam with decoupled weight decay (Loshchilov and Hutter, 2019): w ← w − rate · (m̂ / (√v̂ + ε) + λ w).

    The decay acts beside the running means, not through them: it is no part of g. As in PyTorch it pulls at all
    parameters. In this it differs from the L2 penalty, which spares biases (and gains).

    rate · λ counts as 1 at most. More would turn weights over, and from 2 on make them grow without end.
    """

    memory = ("adamw_mean", "adamw_square")

    def __init__(
        self, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8, weight_decay: float = 0.01
    ) -> None:
        super().__init__(beta1, beta2, epsilon)
        self.weight_decay = weight_decay

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Adam's update and rate · λ · w."""
        decay, share = np.empty_like(parameters), np.empty((), gradient.dtype)

        def weigh() -> None:
            share[()] = min(rate.item() * self.weight_decay, 1.0)

        return [
            *super().update(parameters, gradient, update, state, rate),
            (weigh, ()),
            (np.multiply, (parameters, share, decay)),
            (np.add, (update, decay, update)),
        ]


def _mean_of_squares(square: Array, gradient: Array, smoothing: float, scratch: Array) -> Calls:
    """Square ← smoothing · square + (1 − smoothing) · g²."""
    return [
        (np.multiply, (square, constant(smoothing, square), square)),
        (np.square, (gradient, scratch)),
        (np.multiply, (scratch, constant(1.0 - smoothing, square), scratch)),
        (np.add, (square, scratch, square)),
    ]


def _divided_by_root(numerator: Array, square: Array, epsilon: Array, out: Array) -> Calls:
    """Out ← numerator / (√square + ε)."""
    return [(np.sqrt, (square, out)), (np.add, (out, epsilon, out)), (np.divide, (numerator, out, out))]
