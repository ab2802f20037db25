"""Schedules: how the learning rate changes from epoch to epoch.

A schedule is a pure function of the epoch, so a run that is stopped and continued anywhere goes on with the same
numbers. All agree with PyTorch's schedulers when those are stepped once an epoch.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import cos, pi


class Schedule(ABC):
    """A rule for the learning rate's course."""

    @abstractmethod
    def factor(self, epoch: int) -> float:
        """By what the learning rate is multiplied throughout ``epoch``; the first epoch is 0."""


class Constant(Schedule):
    """The learning rate as it was set."""

    def factor(self, epoch: int) -> float:
        """Always 1."""
        return 1.0


class Step(Schedule):
    """Every ``epochs`` epochs the learning rate is multiplied by ``factor`` (PyTorch's ``StepLR``)."""

    def __init__(self, epochs: int = 30, factor: float = 0.1) -> None:
        self.epochs, self.base = epochs, factor

    def factor(self, epoch: int) -> float:
        """``base`` to the number of drops so far."""
        return self.base ** (epoch // self.epochs)


class Exponential(Schedule):
    """Every epoch the learning rate is multiplied by ``factor`` (PyTorch's ``ExponentialLR``)."""

    def __init__(self, factor: float = 0.99) -> None:
        self.base = factor

    def factor(self, epoch: int) -> float:
        """``base`` to the number of epochs so far."""
        return self.base**epoch


class Cosine(Schedule):
    """Half a cosine wave from 1 down to ``lowest``, which epoch ``epochs`` reaches and all later ones keep.

    The closed form of PyTorch's ``CosineAnnealingLR`` (Loshchilov and Hutter, 2017, without restarts), which would rise
    again afterwards. ``lowest`` is a share of the learning rate.
    """

    def __init__(self, epochs: int = 100, lowest: float = 0.0) -> None:
        self.epochs, self.lowest = epochs, lowest

    def factor(self, epoch: int) -> float:
        """Lowest + (1 − lowest) · ½ (1 + cos(π · epoch / epochs))."""
        share = min(epoch, self.epochs) / self.epochs
        return self.lowest + (1.0 - self.lowest) * 0.5 * (1.0 + cos(pi * share))


class WarmUp(Schedule):
    """A straight line from ``first`` up to 1, which epoch ``epochs`` reaches (PyTorch's ``LinearLR``)."""

    def __init__(self, epochs: int = 10, first: float = 0.1) -> None:
        self.epochs, self.first = epochs, first

    def factor(self, epoch: int) -> float:
        """First + (1 − first) · epoch / epochs, and 1 afterwards."""
        return self.first + (1.0 - self.first) * (min(epoch, self.epochs) / self.epochs)
