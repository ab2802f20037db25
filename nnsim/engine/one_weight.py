"""The smallest descent there is: prediction = w · x, one sample, one weight; every number of a step in the open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from math import inf, isclose, isfinite
from typing import Final, Literal

LossName = Literal["quadratic", "mse"]

CRAWLS_BELOW: Final = 0.1
"""A learning rate below this part of the one that arrives in one step leaves nine tenths of the way and more."""
_ALIKE: Final = 1e-12
"""Learning rates closer than this, in parts of themselves, are the same: 1/9 is no number of the machine."""


class Pace(Enum):
    """What a learning rate does to a parabola."""

    FLAT = "flat"
    """There is no slope anywhere, so nothing moves."""
    CRAWLS = "crawls"
    NEARS = "nears"
    ONE_STEP = "one_step"
    OSCILLATES = "oscillates"
    FOR_EVER = "for_ever"
    DIVERGES = "diverges"


@dataclass(frozen=True, slots=True)
class OneWeight:
    """A weight, a sample, a learning rate, and all that follows from them, computed as a training step computes it.

    The loss is a parabola over w: ½ (w x − y)², or (w x − y)² without the ½. Its curvature c = x², or 2 x², is the same
    everywhere, so each step multiplies the distance to the minimum by 1 − η c. Hence the limits: η = 1/c arrives in
    one step, η = 2/c jumps to and fro for ever, more diverges.

    Parameters
    ----------
    weight, x, label, rate : w, the input, y and η, all finite, η positive
    loss : ``quadratic`` has the ½ and ``mse`` has not
    """

    weight: float = 5.0
    x: float = 2.0
    label: float = 6.0
    rate: float = 0.1
    loss: LossName = "quadratic"

    @property
    def prediction(self) -> float:
        """H = w · x."""
        return self.weight * self.x

    @property
    def error(self) -> float:
        """H − y."""
        return self.prediction - self.label

    @property
    def factor(self) -> float:
        """What the squared error is multiplied by: ½ or 1."""
        return 0.5 if self.loss == "quadratic" else 1.0

    @property
    def value(self) -> float:
        """The loss."""
        return self.error * self.error * self.factor

    @property
    def gradient(self) -> float:
        """∂L/∂w = 2 · factor · (h − y) · x, the slope of the tangent."""
        return self.error * (2.0 * self.factor) * self.x

    @property
    def step(self) -> float:
        """−η · gradient: what is added to w."""
        return -(self.gradient * self.rate)

    @property
    def after(self) -> OneWeight:
        """The same after one step."""
        return replace(self, weight=self.weight + self.step)

    @property
    def curvature(self) -> float:
        """∂²L/∂w² = 2 · factor · x²."""
        return 2.0 * self.factor * self.x * self.x

    @property
    def minimum(self) -> float | None:
        """The weight at the bottom, y / x; ``None`` if x is 0 and the loss the same everywhere."""
        return self.label / self.x if self.curvature else None

    @property
    def one_step_rate(self) -> float:
        """The learning rate that arrives in one step, 1 / curvature; ∞ if there is no slope."""
        return 1.0 / self.curvature if self.curvature else inf

    @property
    def largest_rate(self) -> float:
        """The learning rate from which on nothing converges, 2 / curvature; ∞ if there is no slope."""
        return 2.0 / self.curvature if self.curvature else inf

    @property
    def left(self) -> float:
        """What a step leaves of the distance to the minimum, 1 − η c; negative on the other side, beyond 1 farther."""
        return 0.0 if self.pace is Pace.ONE_STEP else 1.0 - self.rate * self.curvature

    @property
    def pace(self) -> Pace:
        """What this learning rate does here."""
        part = self.rate * self.curvature
        if not part:
            return Pace.FLAT
        if isclose(part, 1.0, rel_tol=_ALIKE):
            return Pace.ONE_STEP
        if isclose(part, 2.0, rel_tol=_ALIKE):
            return Pace.FOR_EVER
        if part < 1.0:
            return Pace.CRAWLS if part < CRAWLS_BELOW else Pace.NEARS
        return Pace.OSCILLATES if part < 2.0 else Pace.DIVERGES

    def loss_at(self, weight: float) -> float:
        """The loss at another weight."""
        return replace(self, weight=weight).value

    def way(self, steps: int) -> tuple[float, ...]:
        """The weight now and after each of so many steps; it ends before a number that is too large."""
        weights, now = [self.weight], self
        for _ in range(steps):
            now = now.after
            if not isfinite(now.value):
                break
            weights.append(now.weight)
        return tuple(weights)
