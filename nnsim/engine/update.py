"""From the gradient of a batch to new parameters: penalties, what may not change, clipping, the optimizer."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np

from nnsim.engine.calls import Calls
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.network import Network
from nnsim.engine.parameters import Array, trainable
from nnsim.engine.regularizers import penalties
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import TrainSpec

ROOM = 1e-6
"""Added to a gradient's norm before it is shortened, as PyTorch's ``clip_grad_norm_`` does."""


class Update:
    """What a training step does with the gradient that the backward pass has left in ``network.gradient``.

    Attributes
    ----------
    finish : calls that make it the whole gradient: penalties added, 0 for what may not change
    calls : calls that change the parameters
    tentative : the same, so that they can be taken back; then either ``accept`` or ``take_back``
    amount : (n_parameters,) what the last step has subtracted
    shortened : by what the last gradient was multiplied because it was too long, else 1
    state : the optimizer's memory
    rate : 0-d array, the learning rate of the epoch under way
    """

    def __init__(self, network: Network, training: TrainSpec) -> None:
        self._training = training
        self._schedule = SCHEDULES.build(training.schedule, "schedule")
        self._network = network
        optimizer = OPTIMIZERS.build(training.optimizer, "optimizer")
        parameters, gradient = network.parameters, network.gradient
        self.amount: Array = np.zeros_like(parameters)
        self.shortened = 1.0
        self.state = optimizer.init(parameters)
        self.rate = np.array(training.learning_rate, network.dtype)
        self.finish: Calls = penalties(parameters, gradient, network.blocks, training.l1, training.l2)
        moves: Calls = optimizer.update(parameters, gradient, self.amount, self.state, self.rate)
        may_change = trainable(network.spec)
        if may_change is not None:
            self.finish.append((np.multiply, (gradient, may_change, gradient)))
            moves.append((np.multiply, (self.amount, may_change, self.amount)))
        self.calls: Calls = [*moves, (np.subtract, (parameters, self.amount, parameters))]
        self._memory_before = {name: array.copy() for name, array in self.state.arrays.items()}
        self._steps_before = 0
        self.tentative: Calls = [
            (self._note_memory, ()),
            *moves,
            (np.subtract, (parameters, self.amount, self.amount)),
            *exchange(parameters, self.amount),
        ]

    def restore(self, checkpoint: Checkpoint) -> None:
        """Take up the optimizer's memory; if it is another optimizer's, begin with none. No step has been made then."""
        is_own = checkpoint.optimizer.keys() == self.state.arrays.keys()
        for name, array in self.state.arrays.items():
            array[...] = checkpoint.optimizer[name] if is_own else 0.0
        self.state.steps = checkpoint.optimizer_steps if is_own else 0
        self.amount.fill(0.0)
        self.shortened = 1.0

    def _note_memory(self) -> None:
        for name, array in self.state.arrays.items():
            np.copyto(self._memory_before[name], array)
        self._steps_before = self.state.steps

    def accept(self) -> None:
        """Let the tentative calls stand."""
        np.subtract(self.amount, self._network.parameters, self.amount)

    def take_back(self) -> None:
        """Make the tentative calls undone: ``amount`` has what the parameters were."""
        np.copyto(self._network.parameters, self.amount)
        for name, array in self._memory_before.items():
            np.copyto(self.state.arrays[name], array)
        self.state.steps = self._steps_before
        self.amount.fill(0.0)

    def begin(self, epoch: int) -> None:
        """Set the learning rate of an epoch."""
        self.rate[...] = self._training.learning_rate * self._schedule.factor(epoch)

    def guard(self, impossible: Callable[[], None]) -> Callable[[], None]:
        """The call that looks at the whole gradient before the parameters are changed.

        ``impossible`` is called if the gradient, or its square, is not finite: one dot product tells. A gradient whose
        square is finite leaves the optimizer's memory and the weights finite, too: the largest learning rate and the
        longest momentum add a few powers of ten, and the square left half of them free. A gradient that is longer than
        it may be is shortened, and ``shortened`` says by what.
        """
        gradient, square = self._network.gradient, self._network.gradient.dot
        most, longest = float(np.finfo(gradient.dtype).max), self._training.clip_norm

        def look() -> None:
            if not square(gradient) <= most:  # which is not so of NaN either
                impossible()

        def look_and_shorten() -> None:
            found = square(gradient)
            if not found <= most:
                impossible()
            self.shortened = 1.0
            if found > longest * longest:
                self.shortened = longest / (sqrt(found) + ROOM)
                np.multiply(gradient, self.shortened, gradient)

        return look_and_shorten if longest else look


def exchange(first: Array, second: Array) -> Calls:
    """Calls that let two arrays change their contents without a third one: parameters of large networks are large."""
    bits = np.dtype(f"u{first.itemsize}")
    one, other = first.view(bits), second.view(bits)
    return [(np.bitwise_xor, operands) for operands in ((one, other, one), (one, other, other), (one, other, one))]
