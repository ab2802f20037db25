"""Optimizers: how the gradient becomes an update. Each is a pair: ``init`` makes its state, ``update`` its calls.

All agree with PyTorch's definitions. ``rate`` is a 0-d array with the learning rate, so that it can change while a
prepared list of calls stays valid. After the calls, ``update`` holds what is subtracted from the parameters. Those that
measure how large the gradients are live in ``adaptive_optimizers.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np

from nnsim.engine.calls import Calls, constant, larger, smaller
from nnsim.engine.parameters import Array


@dataclass(slots=True)
class OptimizerState:
    """An optimizer's memory: (n_parameters,) arrays by name, and the number of updates if the rule depends on it.

    Project files keep the names. No two optimizers have the same, so that none takes another's memory for its own, and
    those whose arrays may not be negative, because roots are taken of them, end with ``square``. A 0 means "nothing
    known yet": weights that are new in a network under way start with it.
    """

    arrays: dict[str, Array] = field(default_factory=dict)
    steps: int = 0


class Optimizer(ABC):
    """A rule that turns the gradient into an update."""

    memory: tuple[str, ...] = ()
    """Names of the arrays in its state."""

    def init(self, parameters: Array) -> OptimizerState:
        """The state before the first update: all 0."""
        return OptimizerState({name: np.zeros_like(parameters) for name in self.memory})

    @abstractmethod
    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Calls that write into ``update`` what is to be subtracted from the parameters, and advance ``state``.

        They leave ``gradient`` as it is: it is looked at after the step.
        """


class SGD(Optimizer):
    """Gradient descent on batches: w ← w − rate · g."""

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · g."""
        return [(np.multiply, (gradient, rate, update))]


class Momentum(Optimizer):
    """Gradient descent that keeps rolling: v ← μ v + g; w ← w − rate · v (Polyak, 1964).

    v starts at 0. This is PyTorch's form, not Sutskever's, in which the rate is inside v.
    """

    memory = ("velocity",)

    def __init__(self, momentum: float = 0.9) -> None:
        self.momentum = momentum

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · v."""
        (velocity,) = (state.arrays[name] for name in self.memory)
        return [
            (np.multiply, (velocity, constant(self.momentum, gradient), velocity)),
            (np.add, (velocity, gradient, velocity)),
            (np.multiply, (velocity, rate, update)),
        ]


class Nesterov(Momentum):
    """Momentum that looks ahead: v ← μ v + g; w ← w − rate · (g + μ v) (Nesterov, 1983).

    v starts at 0. PyTorch's form of Sutskever, Martens, Dahl and Hinton (2013): w is the point looked ahead to, so the
    gradient is taken where the weights are.
    """

    memory = ("nesterov_velocity",)

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Rate · (g + μ v)."""
        (velocity,) = (state.arrays[name] for name in self.memory)
        momentum = constant(self.momentum, gradient)
        return [
            (np.multiply, (velocity, momentum, velocity)),
            (np.add, (velocity, gradient, velocity)),
            (np.multiply, (velocity, momentum, update)),
            (np.add, (update, gradient, update)),
            (np.multiply, (update, rate, update)),
        ]


class Rprop(Optimizer):
    """Resilient backpropagation (Riedmiller and Braun, 1993): only the gradient's sign counts, not its size.

    Each parameter has a step size Δ of its own. While its gradient keeps its sign, Δ ← Δ · ``grow``; when the sign
    turns, Δ ← Δ · ``shrink``, and the parameter rests for one update, after which Δ stays for another. Then
    w ← w − Δ · sign(g). Δ always lies between ``smallest`` and ``largest``. This is PyTorch's variant, known as iRprop−
    (Igel and Hüsken, 2003): no step is taken back.

    The first Δ is the learning rate; later changes of the rate change nothing. Made for the whole training set as one
    batch: with small batches signs turn by chance, and every Δ shrinks.
    """

    memory = ("step_size", "previous_sign")

    def __init__(self, shrink: float = 0.5, grow: float = 1.2, smallest: float = 1e-6, largest: float = 50.0) -> None:
        self.shrink, self.grow, self.smallest, self.largest = shrink, grow, smallest, largest

    def update(self, parameters: Array, gradient: Array, update: Array, state: OptimizerState, rate: Array) -> Calls:
        """Δ · sign(g), or 0 where the sign has turned."""
        step_size, sign = (state.arrays[name] for name in self.memory)
        factor, zero = np.empty_like(gradient), constant(0.0, gradient)
        same, turned, new = (np.empty(gradient.shape, np.bool_) for _ in range(3))
        return [
            (np.multiply, (sign, gradient, update)),
            (np.greater, (update, zero, same)),
            (np.less, (update, zero, turned)),
            (factor.fill, (1.0,)),
            (np.putmask, (factor, same, constant(self.grow, gradient))),
            (np.putmask, (factor, turned, constant(self.shrink, gradient))),
            (np.logical_not, (step_size, new)),
            (np.putmask, (step_size, new, rate)),
            (np.multiply, (step_size, factor, step_size)),
            larger(step_size, constant(self.smallest, gradient), step_size),
            smaller(step_size, constant(self.largest, gradient), step_size),
            (np.sign, (gradient, sign)),
            (np.putmask, (sign, turned, zero)),
            (np.multiply, (sign, step_size, update)),
        ]
