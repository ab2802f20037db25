"""Competitive learning: units that each stand for a part of the data, found without labels.

The unit nearest to a sample wins it and moves towards it: w += η (x − w). So each unit ends near the mean of what it
wins, and together they divide the data into clusters. A unit that never wins never moves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnsim.engine.batches import Order
from nnsim.engine.clusters import Numbers, nearest
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen
from nnsim.errors import SpecError

Start = Literal["middle", "range", "samples", "far"]
"""Where units begin: close around the mean of the data, anywhere between the smallest and the largest value of each
input, each on a sample of its own, or far away on one side of all data, where the first to win will win everything."""
_CLOSE = 0.01
"""Standard deviation around the mean, in those of the data."""
_FAR = (1.5, 2.5)
"""From where to where units that begin far away lie, above the largest values and in ranges of the data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitionSpec:
    """How units are to learn.

    Parameters
    ----------
    learning_rate, last_rate : share of the way to the sample that the winner goes, above 0 and up to 1: at the first
        sample, and from the end of ``epochs`` on; in between it changes by the same factor with every sample
    epochs : how often all samples are looked at until ``last_rate`` is reached
    start : where units begin
    seed : of the first weights and of the order of the samples
    """

    learning_rate: float = 0.1
    last_rate: float = 0.01
    epochs: int = 20
    start: Start = "range"
    seed: int = 0


@dataclass(frozen=True, slots=True)
class CompetitiveSpec(CompetitionSpec):
    """A competitive layer of ``units`` units."""

    units: int


@dataclass(frozen=True, eq=False)
class UnitsCheckpoint:
    """All that is needed to go on as if learning had never stopped.

    Parameters
    ----------
    weights : (units, inputs)
    step : samples looked at so far
    epoch : epochs finished
    seen : samples looked at in the epoch under way
    """

    weights: Array
    step: int = 0
    epoch: int = 0
    seen: int = 0


class Competition(ABC):
    """Units that learn by competing for samples. Same spec, samples and start: bit-equal weights, in any portions.

    Parameters
    ----------
    inputs : (samples, inputs), all finite; whoever wants every input to count the same scales them first
    start : where to go on, or (units, inputs) first weights; ``None`` draws them as the spec says

    Attributes
    ----------
    weights : (units, inputs) where each unit stands now
    step, epoch, seen : as in ``UnitsCheckpoint``

    Raises
    ------
    SpecError : ``competitive.setting`` for a setting that makes no sense, ``competitive.samples`` for too few samples,
        ``competitive.weights`` for first weights of another shape
    """

    def __init__(
        self, n_units: int, spec: CompetitionSpec, inputs: Array, start: UnitsCheckpoint | Array | None
    ) -> None:
        check_setting("units", n_units, 1)
        check_setting("epochs", spec.epochs, 1)
        check_between_0_and_1("learning rate", spec.learning_rate)
        check_between_0_and_1("last learning rate", spec.last_rate)
        self.spec = spec
        self.inputs: Array = np.array(inputs, np.float64, order="C")
        if start is None:
            start = first_weights(n_units, spec.start, self.inputs, np.random.default_rng(spec.seed))
        self._begin(start if isinstance(start, UnitsCheckpoint) else UnitsCheckpoint(start), n_units)
        self._order = Order(spec.seed, len(inputs))
        self._order.shuffle(self.epoch)
        self._ways, self._squares = np.empty_like(self.weights), np.empty_like(self.weights)
        self._ones, self._distances = np.ones(self.weights.shape[1]), np.empty(n_units)

    def _begin(self, start: UnitsCheckpoint, n_units: int) -> None:
        n_samples, n_inputs = self.inputs.shape
        if start.weights.shape != (n_units, n_inputs):
            raise SpecError(
                "competitive.weights",
                f"Weights of {n_units} units with {n_inputs} inputs are needed, not {start.weights.shape}.",
                where="first weights",
                hint="Start anew.",
            )
        self.weights: Array = np.array(start.weights, np.float64, order="C")
        self.step, self.epoch = start.step, start.epoch
        self.seen = start.seen if start.seen < n_samples else 0

    @property
    def progress(self) -> float:
        """Share of the planned ``epochs`` that is done, 0 to 1."""
        return min(1.0, self.step / (self.spec.epochs * len(self.inputs)))

    @property
    def learning_rate(self) -> float:
        """Of the sample that comes next."""
        return between(self.spec.learning_rate, self.spec.last_rate, self.progress)

    def advance(self, samples: int) -> None:
        """Look at ``samples`` further samples. Each is a step."""
        for _ in range(samples):
            # All of one shape: NumPy would stretch a row only in memory that it asks for in every call.
            np.copyto(self._ways, self.inputs[self._order.rows[self.seen]])
            np.subtract(self._ways, self.weights, self._ways)
            np.multiply(self._ways, self._ways, self._squares)
            np.dot(self._squares, self._ones, self._distances)
            self._move(int(self._distances.argmin()), self._ways)
            self.step += 1
            self.seen += 1
            if self.seen == len(self.inputs):
                self.seen = 0
                self.epoch += 1
                self._order.shuffle(self.epoch)

    @abstractmethod
    def _move(self, winner: int, ways: Array) -> None:
        """Move weights. ``ways`` (units, inputs) lead from each to the sample; they and ``_squares`` are used up."""

    def winners(self) -> Numbers:
        """(samples,) the unit that is nearest to each sample; of equally near ones the first."""
        return nearest(self.inputs, self.weights)[0]

    def quantization_error(self) -> float:
        """Mean squared distance of the samples to their winners."""
        return float(np.mean(nearest(self.inputs, self.weights)[1]))

    def checkpoint(self) -> UnitsCheckpoint:
        """Everything needed to go on from here, copied."""
        return UnitsCheckpoint(frozen(self.weights), self.step, self.epoch, self.seen)


class CompetitiveLayer(Competition):
    """The winner takes all: it alone moves."""

    def __init__(self, spec: CompetitiveSpec, inputs: Array, start: UnitsCheckpoint | Array | None = None) -> None:
        super().__init__(spec.units, spec, inputs, start)

    def _move(self, winner: int, ways: Array) -> None:
        way, weights = ways[winner], self.weights[winner]
        np.multiply(way, self.learning_rate, way)
        np.add(weights, way, weights)


def first_weights(n_units: int, start: Start, inputs: Array, rng: np.random.Generator) -> Array:
    """(units, inputs) where units begin; raises ``SpecError`` ``competitive.samples`` if there are too few samples."""
    needed = n_units if start == "samples" else 1
    if len(inputs) < needed:
        raise SpecError(
            "competitive.samples",
            f"There are {len(inputs):,} samples, but {needed:,} are needed.",
            where="first weights",
            hint="Take fewer units, or let them begin in the middle of the data.",
        )
    if start == "samples":
        return inputs[rng.choice(len(inputs), n_units, replace=False)]
    if start == "middle":
        return rng.normal(inputs.mean(axis=0), _CLOSE * inputs.std(axis=0), (n_units, inputs.shape[1]))
    low, high = inputs.min(axis=0), inputs.max(axis=0)
    if start == "far":
        low, high = (high + times * (high - low) for times in _FAR)
    return rng.uniform(low, high, (n_units, inputs.shape[1]))


def between(first: float, last: float, progress: float) -> float:
    """``first`` at progress 0, ``last`` at 1, by equal factors in between."""
    return float(first * (last / first) ** progress)


def check_setting(name: str, value: float, least: float) -> None:
    """Raise ``SpecError`` unless ``value`` is at least ``least`` (which NaN is not)."""
    if not value >= least:
        raise SpecError("competitive.setting", f"{name} is {value:g}, but at least {least:g} is needed.", where=name)


def check_between_0_and_1(name: str, value: float) -> None:
    """Raise ``SpecError`` unless ``value`` is above 0 and at most 1."""
    if not 0.0 < value <= 1.0:
        raise SpecError("competitive.setting", f"{name} is {value:g}, but above 0 and up to 1 is needed.", where=name)
