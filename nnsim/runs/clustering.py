"""Units that compete for the data of a project: at work, looked at, and beside k-means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nnsim.data.dataset import Rows
from nnsim.data.prepare import Prepared
from nnsim.engine.clusters import Numbers, class_counts, nearest_by_products
from nnsim.engine.competitive import Competition, CompetitiveLayer, CompetitiveSpec, UnitsCheckpoint
from nnsim.engine.kmeans_search import USUAL_STARTS, KMeansSearch
from nnsim.engine.parameters import Array
from nnsim.engine.self_organizing_map import MapSpec, SelfOrganizingMap
from nnsim.engine.snapshot import frozen

ClusterSpec: TypeAlias = CompetitiveSpec | MapSpec

MOST_CELLS: Final = 20_000_000
FEWEST: Final = 200
"""Samples × units × inputs of what is looked at; of more only so many samples are taken, but never fewer than these."""
MOST_NOTED: Final = 400
"""Points of the record; when there are twice as many, every other one goes."""


@dataclass(frozen=True, eq=False)
class ClusterLook:
    """Where units stand at a moment.

    Parameters
    ----------
    weights : (units, inputs), as the inputs are scaled
    winners : (samples,) the unit that is nearest to each sample
    error : mean squared distance of the samples to their winners
    rate, radius : of the sample that comes next; ``None`` for units without neighbours
    step, epoch : samples looked at so far, and how often all
    progress : share of the planned epochs, 0 to 1
    record : (n, 2) epoch, as a fraction, and error then
    """

    weights: Array
    winners: Numbers
    error: float
    rate: float
    radius: float | None
    step: int
    epoch: int
    progress: float
    record: Array

    @property
    def wins(self) -> NDArray[np.intp]:
        """(units,) how many samples each has won."""
        return np.bincount(self.winners, minlength=len(self.weights))


class Clustering:
    """A competitive layer or a map at work on samples.

    Parameters
    ----------
    inputs : (samples, inputs) as the network of the project sees them
    before : what these units have done so far, with other rates; ``None`` lets them begin

    Raises
    ------
    SpecError : as ``Competition``
    """

    def __init__(self, spec: ClusterSpec, inputs: Array, before: Clustering | None = None) -> None:
        self.spec, self.inputs = spec, inputs
        self.work: Competition = work_of(spec, inputs, None if before is None else before.work.checkpoint())
        self._stride = max(1, spec.epochs * len(inputs) // MOST_NOTED)
        self._record: list[tuple[float, float]] = []
        if before is None:
            self._note()
        else:
            self._stride, self._record = before._stride, list(before._record)

    def advance(self, samples: int) -> None:
        """Look at further samples; in whatever portions, the record is the same."""
        while samples > 0:
            portion = min(samples, self._stride - self.work.step % self._stride)
            self.work.advance(portion)
            samples -= portion
            if self.work.step % self._stride == 0:
                self._note()

    def look(self) -> ClusterLook:
        """As the units are now."""
        work = self.work
        winners, squares = nearest_by_products(self.inputs, work.weights)
        return ClusterLook(
            frozen(work.weights),
            winners,
            float(squares.mean()),
            work.learning_rate,
            work.radius if isinstance(work, SelfOrganizingMap) else None,
            work.step,
            work.epoch,
            work.progress,
            frozen(np.array(self._record)),
        )

    def _note(self) -> None:
        error = float(nearest_by_products(self.inputs, self.work.weights)[1].mean())
        self._record.append((self.work.step / len(self.inputs), error))
        if len(self._record) > 2 * MOST_NOTED:
            self._record = self._record[::2]
            self._stride *= 2


def work_of(spec: ClusterSpec, inputs: Array, start: UnitsCheckpoint | None = None) -> Competition:
    """Units as they begin, or where they go on."""
    kind = SelfOrganizingMap if isinstance(spec, MapSpec) else CompetitiveLayer
    return kind(spec, inputs, start)  # type: ignore[arg-type]  # each gets its own kind of spec


def begins_alike(one: ClusterSpec, other: ClusterSpec) -> bool:
    """Whether the same units begin at the same places, so that what they have learnt can be kept."""
    return _beginning(one) == _beginning(other)


def _beginning(spec: ClusterSpec) -> tuple[object, ...]:
    shape = (spec.rows, spec.columns) if isinstance(spec, MapSpec) else (spec.units,)
    return (shape, spec.start, spec.seed)


def neighbours(spec: ClusterSpec) -> NDArray[np.intp]:
    """(pairs, 2) units that are side by side on the grid of a map; none of a layer."""
    if not isinstance(spec, MapSpec):
        return np.empty((0, 2), np.intp)
    grid = np.arange(spec.rows * spec.columns).reshape(spec.rows, spec.columns)
    across = np.stack([grid[:, :-1], grid[:, 1:]], axis=-1).reshape(-1, 2)
    down = np.stack([grid[:-1], grid[1:]], axis=-1).reshape(-1, 2)
    return np.concatenate([across, down])


def n_units(spec: ClusterSpec) -> int:
    """How many there are."""
    return spec.rows * spec.columns if isinstance(spec, MapSpec) else spec.units


def search_of(spec: ClusterSpec, inputs: Array, starts: int = USUAL_STARTS) -> KMeansSearch:
    """k-means with as many units on the same samples, from starts of its own."""
    return KMeansSearch(inputs, min(n_units(spec), len(inputs)), spec.seed, starts)


def rows_for(prepared: Prepared, units: int) -> Rows:
    """The rows of the data that are clustered: training and test alike, since nothing is learnt of what is known.

    All of them, or some at equal distances where all would take too long.
    """
    n_samples, n_inputs = prepared.dataset.n_samples, len(prepared.input_names)
    most = max(FEWEST, MOST_CELLS // max(units * n_inputs, 1))
    return np.linspace(0, n_samples - 1, min(n_samples, most)).astype(np.intp)


def inputs_for(prepared: Prepared, rows: Rows) -> Array:
    """(rows, inputs), scaled."""
    return prepared.inputs_of(prepared.dataset.inputs[rows]).astype(np.float64)


def known_counts(look: ClusterLook, prepared: Prepared, rows: Rows) -> NDArray[np.int64] | None:
    """(units, classes) of what each has won, looked up afterwards; ``None`` where no classes are known."""
    known = prepared.known
    if len(known.classes) < 2:
        return None
    classes = known.targets[rows, 0].astype(np.intp)
    return class_counts(look.winners, classes, len(look.weights), len(known.classes))
