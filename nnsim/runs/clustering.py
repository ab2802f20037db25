"""Units that compete for the data of a project, or k-means: at work, looked at, and beside the best k-means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nnsim.data.dataset import Rows
from nnsim.data.prepare import Prepared
from nnsim.data.scaling import Scaling, fit
from nnsim.engine.clusters import Numbers, class_counts, nearest_by_products
from nnsim.engine.competitive import Competition, CompetitiveLayer, CompetitiveSpec, UnitsCheckpoint
from nnsim.engine.kmeans_search import USUAL_STARTS, KMeansSearch
from nnsim.engine.kmeans_steps import KMeansSteps, MeansSpec, Phase
from nnsim.engine.parameters import Array
from nnsim.engine.self_organizing_map import MapSpec, SelfOrganizingMap
from nnsim.engine.snapshot import frozen

UnitsSpec: TypeAlias = CompetitiveSpec | MapSpec
"""Units that compete."""
ClusterSpec: TypeAlias = UnitsSpec | MeansSpec

MOST_CELLS: Final = 20_000_000
FEWEST: Final = 200
"""Samples × units × inputs of what is looked at; of more only so many samples are taken, but never fewer than these."""
MOST_SEEN: Final = 5_000
"""Samples: units have found their places among these, and each is painted again and again."""
MOST_NOTED: Final = 400
"""Points of the record; when there are twice as many, every other one goes."""
_NOTHING: Final = 1e-12
"""An error this small beside the spread of the samples is one of rounding."""


@dataclass(frozen=True, eq=False)
class ClusterLook:
    """Where units stand at a moment.

    Parameters
    ----------
    weights : (units, inputs), as the inputs are scaled
    winners : (samples,) the unit that is nearest to each sample; of k-means the one that it was given to, −1 before
        the first step
    error : mean squared distance of the samples to their winners
    rate, radius : of the sample that comes next; ``None`` where there is no such thing
    step, epoch : samples looked at so far, and how often all; of k-means steps and rounds
    progress : share of the planned epochs, 0 to 1; of k-means 1 when all is settled
    record : (n, 2) epoch, as a fraction, and error then
    phase, changed : of k-means what comes next, and how many samples were given to another unit last
    """

    weights: Array
    winners: Numbers
    error: float
    rate: float | None
    radius: float | None
    step: int
    epoch: int
    progress: float
    record: Array
    phase: Phase | None = None
    changed: int = 0

    @property
    def wins(self) -> NDArray[np.intp]:
        """(units,) how many samples each has won."""
        return np.bincount(self.winners[self.winners >= 0], minlength=len(self.weights))


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

    samples_a_step: Final = 1

    def __init__(self, spec: UnitsSpec, inputs: Array, before: Clustering | None = None) -> None:
        self.spec, self.inputs = spec, inputs
        self.work: Competition = work_of(spec, inputs, None if before is None else before.work.checkpoint())
        self._stride = max(1, spec.epochs * len(inputs) // MOST_NOTED)
        self._record: list[tuple[float, float]] = []
        if before is None:
            self._note()
        else:
            self._stride, self._record = before._stride, list(before._record)

    @property
    def progress(self) -> float:
        """Share of the planned epochs."""
        return self.work.progress

    @property
    def record(self) -> Array:
        """See ``ClusterLook``."""
        return frozen(np.array(self._record))

    @property
    def can_go_on(self) -> bool:
        """Always: past the planned epochs units learn at the last rate."""
        return True

    @property
    def steps_to_end(self) -> int:
        """Samples that are left of the planned epochs; 0 past them."""
        return max(self.spec.epochs * len(self.inputs) - self.work.step, 0)

    @property
    def steps_to_epoch(self) -> int:
        """All samples once, from wherever it stands."""
        return len(self.inputs)

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
            error_of(float(squares.mean()), self.inputs),
            work.learning_rate,
            work.radius if isinstance(work, SelfOrganizingMap) else None,
            work.step,
            work.epoch,
            work.progress,
            self.record,
        )

    def _note(self) -> None:
        error = float(nearest_by_products(self.inputs, self.work.weights)[1].mean())
        self._record.append((self.work.step / len(self.inputs), error_of(error, self.inputs)))
        if len(self._record) > 2 * MOST_NOTED:
            self._record = self._record[::2]
            self._stride *= 2


class MeansClustering:
    """k-means at work on samples, one half of a round after the other; see ``Clustering``."""

    def __init__(self, spec: MeansSpec, inputs: Array, before: MeansClustering | None = None) -> None:
        self.spec, self.inputs = spec, inputs
        self.work: KMeansSteps = KMeansSteps(spec, inputs, None if before is None else before.work.checkpoint())
        self._record: list[tuple[float, float]] = [self._point()] if before is None else list(before._record)

    @property
    def samples_a_step(self) -> float:
        """A round looks at all samples, so that its speed can be that of units that compete."""
        return len(self.inputs) / 2

    @property
    def progress(self) -> float:
        """1 when no sample has changed its unit."""
        return float(self.work.phase == "settled")

    @property
    def record(self) -> Array:
        """See ``ClusterLook``."""
        return frozen(np.array(self._record))

    @property
    def can_go_on(self) -> bool:
        """Whether another step changes anything."""
        return self.work.phase != "settled"

    @property
    def steps_to_end(self) -> int:
        """None is planned: it ends by itself."""
        return 0

    @property
    def steps_to_epoch(self) -> int:
        """What is left of the round: samples to units, units to means."""
        return 2 - self.work.step % 2

    def advance(self, steps: int) -> None:
        """Make so many steps, or as many as there are."""
        for _ in range(steps):
            if not self.can_go_on:
                return
            self.work.advance()
            self._record.append(self._point())

    def look(self) -> ClusterLook:
        """As the units are now."""
        work = self.work
        return ClusterLook(
            frozen(work.weights),
            work.winners,
            error_of(work.error(), self.inputs),
            None,
            None,
            work.step,
            work.step // 2,
            self.progress,
            self.record,
            work.phase,
            work.changed,
        )

    def _point(self) -> tuple[float, float]:
        return self.work.step / 2, error_of(self.work.error(), self.inputs)


ClusterWork: TypeAlias = Clustering | MeansClustering


def begun(spec: ClusterSpec, inputs: Array, before: ClusterWork | None = None) -> ClusterWork:
    """Units as they begin, or where those of ``before``, of the same kind, stand; raises ``SpecError``."""
    if isinstance(spec, MeansSpec):
        return MeansClustering(spec, inputs, before if isinstance(before, MeansClustering) else None)
    return Clustering(spec, inputs, before if isinstance(before, Clustering) else None)


def error_of(mean_square: float, inputs: Array) -> float:
    """A mean squared distance, or 0 where it is nothing but rounding."""
    return mean_square if mean_square > _NOTHING * float(inputs.var(axis=0).sum()) else 0.0


def work_of(spec: UnitsSpec, inputs: Array, start: UnitsCheckpoint | None = None) -> Competition:
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
    most = min(max(FEWEST, MOST_CELLS // max(units * n_inputs, 1)), MOST_SEEN)
    return np.linspace(0, n_samples - 1, min(n_samples, most)).astype(np.intp)


@dataclass(frozen=True, eq=False)
class Space:
    """The numbers by which samples are near to each other or far.

    Parameters
    ----------
    inputs : (samples, numbers), scaled
    scaling : back to their units
    known_too : the name of what is known of the samples, if it is the second number; empty if it is not used
    """

    inputs: Array
    scaling: Scaling
    known_too: str = ""


def space_of(prepared: Prepared, rows: Rows) -> Space:
    """What the network sees of these rows.

    Of points on a curve it sees one number, and all units would lie on a line: there what is known, a quantity too, is
    the second one, scaled in the same way.
    """
    inputs = prepared.inputs_of(prepared.dataset.inputs[rows]).astype(np.float64)
    known = prepared.known
    if inputs.shape[1] != 1 or known.classes or known.targets.shape[1] != 1:
        return Space(inputs, prepared.input_scaling)
    beside = fit(prepared.input_scaling.kind, known.targets)
    one = prepared.input_scaling
    both = Scaling(one.kind, np.append(one.shift, beside.shift), np.append(one.scale, beside.scale))
    return Space(np.hstack([inputs, beside.apply(known.targets[rows])]), both, known.target_names[0])


def known_counts(look: ClusterLook, prepared: Prepared, rows: Rows) -> NDArray[np.int64] | None:
    """(units, classes) of what each has won, looked up afterwards; ``None`` where no classes are known."""
    known = prepared.known
    if len(known.classes) < 2:
        return None
    is_won = look.winners >= 0
    classes = known.targets[rows, 0].astype(np.intp)
    return class_counts(look.winners[is_won], classes[is_won], len(look.weights), len(known.classes))
