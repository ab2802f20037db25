"""k-means one step at a time: samples go to the nearest unit, units to the mean of theirs, until nothing changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from nnsim.engine.clusters import Numbers, nearest_by_products
from nnsim.engine.competitive import Start, check_setting, first_weights
from nnsim.engine.kmeans_search import means_by_products
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen

Phase: TypeAlias = Literal["assign", "move", "settled"]
"""What comes next: samples go to units, units move, or nothing, since no sample has changed its unit."""
UNASSIGNED: Final = -1


@dataclass(frozen=True, slots=True)
class MeansSpec:
    """k-means with ``units`` units, which begin as those of a ``CompetitiveSpec`` with the same numbers."""

    units: int
    start: Start = "samples"
    seed: int = 0


@dataclass(frozen=True, eq=False)
class MeansCheckpoint:
    """All that is needed to go on; see ``KMeansSteps``."""

    weights: Array
    winners: Numbers
    step: int
    changed: int


class KMeansSteps:
    """Lloyd's algorithm, one half of a round after the other.

    Parameters
    ----------
    inputs : (samples, inputs)
    start : where to go on; ``None`` lets units begin as the spec says

    Attributes
    ----------
    weights : (units, inputs) where each unit stands
    winners : (samples,) the unit that each sample belongs to; ``UNASSIGNED`` before the first step
    step : steps made so far; two of them are a round
    changed : samples that were given to another unit when they were assigned last

    Raises
    ------
    SpecError : as ``Competition``
    """

    def __init__(self, spec: MeansSpec, inputs: Array, start: MeansCheckpoint | None = None) -> None:
        check_setting("units", spec.units, 1)
        self.spec, self.inputs = spec, inputs
        if start is None:
            weights = first_weights(spec.units, spec.start, inputs, np.random.default_rng(spec.seed))
            start = MeansCheckpoint(weights, np.full(len(inputs), UNASSIGNED, np.intp), 0, len(inputs))
        self.weights: Array = np.array(start.weights, np.float64)
        self.winners: Numbers = start.winners
        self.step, self.changed = start.step, start.changed

    @property
    def phase(self) -> Phase:
        """What the next step does."""
        if self.step % 2:
            return "move" if self.changed else "settled"
        return "assign"

    def advance(self) -> None:
        """Make one step; none if all is settled."""
        phase = self.phase
        if phase == "settled":
            return
        if phase == "assign":
            winners = nearest_by_products(self.inputs, self.weights)[0]
            self.changed = int(np.count_nonzero(winners != self.winners))
            self.winners = winners
        else:
            self.weights = means_by_products(self.inputs, self.winners, self.weights)
        self.step += 1

    def error(self) -> float:
        """Mean squared distance of samples to their units, before the first step to the nearest; it never rises."""
        if not self.step:
            return float(nearest_by_products(self.inputs, self.weights)[1].mean())
        ways = self.inputs - self.weights[self.winners]
        return float(np.einsum("ij,ij->i", ways, ways).mean())

    def checkpoint(self) -> MeansCheckpoint:
        """Everything needed to go on from here, copied."""
        return MeansCheckpoint(frozen(self.weights), self.winners, self.step, self.changed)
