"""What a run hands out: a checkpoint to continue from, and snapshots to look at. All arrays are read-only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.layer_space import LayerLook, LayerSpace
from nnsim.engine.parameters import Array
from nnsim.engine.readings import EpochChange, LayerHealth, LayerHistograms
from nnsim.engine.roc import Roc, RocLook
from nnsim.engine.spec import NetworkSpec
from nnsim.engine.trace import Trace, TraceLook
from nnsim.engine.weight_look import WeightLook, WeightNumbers
from nnsim.engine.worst import Worst, WorstLook

N = TypeVar("N", bound=np.generic)


def frozen(array: NDArray[N]) -> NDArray[N]:
    """A read-only copy."""
    copy = array.copy()
    copy.flags.writeable = False
    return copy


def _no_points() -> Array:
    return np.empty(0)


@dataclass(frozen=True, eq=False)
class Curves:
    """One point for each epoch of a run, from epoch 0 (before the first step); of a very long run some (``record.py``).

    Parameters
    ----------
    epoch : (points,) number of finished epochs, ascending; in a very long run not every one is there
    train_loss, test_loss : (points,) mean loss over all training/test samples, no penalties; NaN without test data
    train_metric, test_metric : (points,) accuracy 0 to 1 for classes, root mean squared error for numbers
    """

    epoch: Array = field(default_factory=_no_points)
    train_loss: Array = field(default_factory=_no_points)
    test_loss: Array = field(default_factory=_no_points)
    train_metric: Array = field(default_factory=_no_points)
    test_metric: Array = field(default_factory=_no_points)

    def __len__(self) -> int:
        return len(self.epoch)

    def memory(self) -> dict[int, int]:
        """Bytes of the memory behind the curves, by its identity: curves of one run nearly always share theirs."""
        rows = (self.epoch, self.train_loss, self.test_loss, self.train_metric, self.test_metric)
        behind = [row.base if isinstance(row.base, np.ndarray) else row for row in rows]
        return {id(array): array.nbytes for array in behind}


def _no_batches() -> Array:
    return np.empty((4, 0))


@dataclass(frozen=True, eq=False)
class BatchCurve:
    """The loss of each batch as training met it, before the batch's update, from when somebody began to look.

    No penalties; with what the step has dropped out. Of very many batches some (``batch_losses.py``).

    Parameters
    ----------
    rows : (4, batches) ``step``, ``epoch``, ``loss``, ``mean``
    """

    WIDTH: ClassVar[int] = 50
    """Batches of the running mean: the one in question and those before it."""

    rows: Array = field(default_factory=_no_batches)

    def __len__(self) -> int:
        return int(self.rows.shape[1])

    @property
    def step(self) -> Array:
        """(batches,) updates made before it, ascending."""
        return np.asarray(self.rows[0])

    @property
    def epoch(self) -> Array:
        """(batches,) epochs done before it, with the part of the one under way; ascending."""
        return np.asarray(self.rows[1])

    @property
    def loss(self) -> Array:
        """(batches,) mean loss of its samples."""
        return np.asarray(self.rows[2])

    @property
    def mean(self) -> Array:
        """(batches,) mean of this loss and of those of the batches before it, ``WIDTH`` in all.

        At the beginning of as many as there are; NaN where some of them are known no more: after one has gone on from a
        moment around which only some batches were kept.
        """
        return np.asarray(self.rows[3])

    def until(self, step: int) -> BatchCurve:
        """The batches of the first ``step`` updates, sharing their memory."""
        return BatchCurve(self.rows[:, : int(self.step.searchsorted(step))])

    def memory(self) -> dict[int, int]:
        """Bytes of the memory behind it, by its identity."""
        behind = self.rows.base if isinstance(self.rows.base, np.ndarray) else self.rows
        return {id(behind): behind.nbytes}


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that is needed to continue a run as if it had never stopped.

    Parameters
    ----------
    network : the network that the numbers belong to
    parameters : (n_parameters,) weights and biases, laid out by ``parameters.blocks``
    optimizer : the optimizer's state, one (n_parameters,) array by name; empty for plain gradient descent
    optimizer_steps : number of updates that state has seen (Adam's t); counts anew when the optimizer is changed
    step : number of updates made
    epoch : number of finished epochs
    seen : number of samples of the epoch under way that updates have used
    looked : number of samples of the batch under way that were looked at (stepping by sample)
    curves : the record so far
    batches : that of the batches, if it was asked for; no file keeps it
    """

    network: NetworkSpec
    parameters: Array
    optimizer: dict[str, Array] = field(default_factory=dict)
    optimizer_steps: int = 0
    step: int = 0
    epoch: int = 0
    seen: int = 0
    looked: int = 0
    curves: Curves = field(default_factory=Curves)
    batches: BatchCurve = field(default_factory=BatchCurve)


@dataclass(frozen=True, eq=False)
class PlaneResponse:
    """What every neuron answers over the plane of two inputs.

    Parameters
    ----------
    x, y : (low, high) of the first and of the second input, in the units of the data
    layers : for each layer (grid, grid, neurons) activations, in single precision unless that overflows; row 0 is the
        lowest y, column 0 the lowest x. (grid, grid, 0) of a hidden layer with too many neurons for a picture of each
    inputs : (grid, grid, n_inputs) the input features over the same plane
    """

    x: tuple[float, float]
    y: tuple[float, float]
    layers: tuple[Array, ...]
    inputs: Array


@dataclass(frozen=True, eq=False)
class LineResponse:
    """What the network answers along its only input, in data units: ``x`` (points,), ``prediction`` (points, K)."""

    x: Array
    prediction: Array


@dataclass(frozen=True, eq=False)
class SampleView:
    """One sample on its way through the network.

    Parameters
    ----------
    row : its row in the data set, training and test samples counted together; within a trainer, those of training
        first. −1 of one that somebody has drawn
    inputs : (n_inputs,) as the network sees them
    activations : for each layer (neurons,)
    label : (outputs,)
    loss : its loss
    stepped : the user stepped to it, and no update has been made since, save the one that it completed
    chosen : the user has chosen it among all
    """

    row: int
    inputs: Array
    activations: tuple[Array, ...]
    label: Array
    loss: float
    stepped: bool = False
    chosen: bool = False

    @property
    def is_drawn(self) -> bool:
        """Whether it is none of the data."""
        return self.row < 0

    @property
    def is_marked(self) -> bool:
        """Whether pictures of all samples point it out."""
        return self.stepped or self.chosen


@dataclass(frozen=True, eq=False)
class Confusion:
    """Counts (classes, classes): rows are the true classes, columns the predicted ones."""

    train: NDArray[np.int64]
    test: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Fit:
    """What quantities are and what the network takes them for; of very many samples, some at equal distances.

    Parameters
    ----------
    train_rows, test_rows : (n,) rows in the data set
    train_true, train_predicted, test_true, test_predicted : (n, targets) in the units of the data
    """

    train_rows: NDArray[np.intp]
    train_true: Array
    train_predicted: Array
    test_rows: NDArray[np.intp]
    test_true: Array
    test_predicted: Array


@dataclass(frozen=True, eq=False)
class Residuals:
    """What is true less what is predicted, of every sample.

    Parameters
    ----------
    train, test : (samples, targets) in the units of the data
    """

    train: Array
    test: Array


@dataclass(frozen=True, eq=False)
class Mistakes:
    """Rows in the data set of the samples that are taken for another class than theirs."""

    train: NDArray[np.intp]
    test: NDArray[np.intp]


RunState = Literal["ready", "running", "paused", "diverged"]
Part = Literal[
    "plane",
    "line",
    "fit",
    "residuals",
    "confusion",
    "mistakes",
    "sample",
    "health",
    "histograms",
    "now",
    "change",
    "batches",
]
View: TypeAlias = Part | LayerLook | RocLook | WorstLook | TraceLook | WeightLook
"""A part of a snapshot that can be asked for: by its name, or by what it needs to be told."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run at one moment, for the eye. Parts that no view has asked for are ``None``.

    ``run_id`` tells runs apart: a new start, new data or another network make a new run.

    Parameters
    ----------
    batch : number of batches done in the epoch under way, of ``n_batches``
    looked : number of samples looked at in the batch under way
    now : one point, measured with the weights as they are; the curves' last point is from the last end of an epoch
    change : of the last finished epoch
    batches : the loss of each batch
    space : of the layer that somebody looks at
    roc : of the class that somebody looks at
    worst : of the samples that somebody looks at
    trace : of the step with the samples that somebody looks at
    weight_numbers : of the layer and in the quantity that somebody looks at
    """

    run_id: int
    network: NetworkSpec
    parameters: Array
    step: int
    epoch: int
    batch: int
    n_batches: int
    looked: int
    curves: Curves
    plane: PlaneResponse | None = None
    line: LineResponse | None = None
    fit: Fit | None = None
    residuals: Residuals | None = None
    confusion: Confusion | None = None
    mistakes: Mistakes | None = None
    sample_view: SampleView | None = None
    health: LayerHealth | None = None
    histograms: LayerHistograms | None = None
    now: Curves | None = None
    change: EpochChange | None = None
    batches: BatchCurve | None = None
    space: LayerSpace | None = None
    roc: Roc | None = None
    worst: Worst | None = None
    trace: Trace | None = None
    weight_numbers: WeightNumbers | None = None

    def with_older(self, older: Snapshot, views: Collection[View]) -> Snapshot:
        """With those of these parts that are missing as they were in an older snapshot of the same run."""
        if older.run_id != self.run_id or older.network is not self.network:
            return self
        fields = {_field(view) for view in views}
        missing = {name: getattr(older, name) for name in fields if getattr(self, name) is None}
        return replace(self, **missing) if missing else self


def _field(view: View) -> str:
    """Where a part stands in a snapshot."""
    if isinstance(view, str):
        return _FIELDS.get(view, view)
    return _LOOKS[type(view)]


_LOOKS: Final[dict[type, str]] = {
    LayerLook: "space",
    RocLook: "roc",
    WorstLook: "worst",
    TraceLook: "trace",
    WeightLook: "weight_numbers",
}
_FIELDS: Final[dict[Part, str]] = {"sample": "sample_view"}
