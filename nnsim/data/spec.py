"""Where a project's data come from and how they are prepared, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from nnsim.data.column_parts import Missing
from nnsim.data.dataset import Numbers, memory_of
from nnsim.data.pixels import picture_shape
from nnsim.data.tables import Table

ScalingKind = Literal["none", "standardize", "minmax"]
Goal = Literal["predict", "reconstruct"]
"""What is learnt of the samples: to tell their targets, or to give their inputs back (an autoencoder)."""
USUAL_RANGE: Final = (-3.0, 3.0)
"""Of x in a formula."""


@dataclass(frozen=True, slots=True)
class ToySource:
    """Points made by a rule of ``toys.py``, the same for the same seed.

    Parameters
    ----------
    kind : name of the rule, such as ``spiral``
    noise : 0 (none) to 1
    imbalance : share of the first class; ``None`` for classes as even as possible
    label_noise : share of all samples whose label is wrong
    n_classes : where it can be chosen; ``None`` for as many as the set usually has
    formula : y = … in x or in x₁ and x₂, of the set ``formula`` only
    low, high : range of each x of a formula
    """

    kind: str
    n_samples: int = 400
    noise: float = 0.0
    seed: int = 0
    imbalance: float | None = None
    label_noise: float = 0.0
    n_classes: int | None = None
    formula: str = ""
    low: float = USUAL_RANGE[0]
    high: float = USUAL_RANGE[1]


@dataclass(frozen=True, slots=True)
class TableSource:
    """A table and which of its columns are to be predicted.

    Parameters
    ----------
    table : the imported table itself; it travels with the project
    targets : names of the columns to predict; of samples that are to be reconstructed, what is known besides, if any
    task : ``classification`` takes the one target column as classes, ``regression`` takes numbers
    missing : what is done about inputs without a value; rows without a target are always left out
    """

    table: Table
    targets: tuple[str, ...]
    task: Literal["classification", "regression"]
    missing: Missing = "drop"

    @property
    def holds_pictures(self) -> bool:
        """Whether all columns but the targets are the pixels of a picture, so that each row is one."""
        return picture_shape(tuple(name for name in self.table.column_names if name not in self.targets)) is not None


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class DrawnSource:
    """Points set by hand on a sheet of fixed size. What is worked out of them is in ``drawn.py``.

    Parameters
    ----------
    rows : (n, coordinates + 2) for each point its one or two coordinates, its target and its draw. The target is the
        number of a class, or a quantity. By its draw, from 0 to below 1, a point is known, and it decides whether it is
        tested, whatever becomes of others
    basis : (m, coordinates + 1) points and targets on which the scaling is measured: those with which it was begun
    classes : their names; empty for a quantity
    low, high : ends of the sheet along each coordinate
    least, most : ends for a quantity
    made : how many draws have been given away: the next point gets the next one
    """

    rows: Numbers
    basis: Numbers
    classes: tuple[str, ...]
    low: float
    high: float
    least: float
    most: float
    made: int

    @property
    def n_inputs(self) -> int:
        """Coordinates of a point."""
        return int(self.basis.shape[1]) - 1

    @property
    def is_curve(self) -> bool:
        """Whether the height of a point is the quantity to be predicted."""
        return self.n_inputs == 1 and not self.classes


Source = ToySource | TableSource | DrawnSource


@dataclass(frozen=True, slots=True)
class DataSpec:
    """A source, the inputs taken from it, the split into training and test, and the scaling.

    Parameters
    ----------
    inputs : names of the inputs the network sees: columns of a table, or features of the plane such as ``x1*x2``;
        empty means all columns as they are
    test_fraction : share of the samples that is kept for testing, 0 to 0.9
    split_seed : which samples those are
    goal : with ``reconstruct`` the inputs are the targets, too, and what else is known of the samples is not learnt
    """

    source: Source
    inputs: tuple[str, ...] = ()
    test_fraction: float = 0.5
    scaling: ScalingKind = "none"
    split_seed: int = 0
    goal: Goal = "predict"

    def memory(self) -> dict[int, int]:
        """Bytes of the memory behind the source, by its identity; of what is made by a rule there is none."""
        if isinstance(self.source, TableSource):
            return self.source.table.memory()
        return memory_of(self.source.rows, self.source.basis) if isinstance(self.source, DrawnSource) else {}
