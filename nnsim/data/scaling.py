"""Bringing columns to a common size, learnt from the training rows and applied to any row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.data.dataset import Numbers, frozen
from nnsim.data.spec import ScalingKind
from nnsim.data.wording import name_hint, quoted
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_KINDS = ("none", "standardize", "minmax")
# Differences of larger numbers would no longer be numbers.
_LARGEST = 1e300


@dataclass(frozen=True, eq=False)
class Scaling:
    """``(value − shift) / scale``, column by column.

    Parameters
    ----------
    kind : the rule that chose shift and scale
    shift : (columns,)
    scale : (columns,), never 0
    """

    kind: ScalingKind
    shift: Numbers
    scale: Numbers

    def apply(self, rows: Numbers) -> Numbers:
        """From units to scaled values: (n, columns) to (n, columns)."""
        return (rows - self.shift) / self.scale

    def undo(self, rows: Numbers) -> Numbers:
        """From scaled values back to units: (n, columns) to (n, columns)."""
        return rows * self.scale + self.shift


def no_scaling(n_columns: int) -> Scaling:
    """The scaling that leaves every value as it is."""
    return Scaling("none", frozen(np.zeros(n_columns)), frozen(np.ones(n_columns)))


def fit(kind: ScalingKind, rows: Numbers) -> Scaling:
    """Learn shift and scale from ``rows``.

    ``standardize`` gives mean 0 and standard deviation 1 (the population's: divided by n), ``minmax`` the range 0 to 1.
    A constant column is only shifted to 0.

    Parameters
    ----------
    rows : (n, columns), n ≥ 1 unless ``kind`` is ``none``

    Raises
    ------
    SpecError
        ``data.scaling`` for an unknown kind, ``data.too_large_to_scale`` beyond ±1e300
    """
    if kind not in _KINDS:
        raise SpecError(
            "data.scaling",
            Words(QT_TRANSLATE_NOOP("errors", "There is no scaling {0}."), quoted(kind)),
            where="scaling",
            hint=name_hint(kind, _KINDS),
        )
    if kind == "none":
        return no_scaling(rows.shape[1])
    if np.any(np.abs(rows) > _LARGEST):
        raise SpecError(
            "data.too_large_to_scale",
            QT_TRANSLATE_NOOP("errors", "A value beyond ±1e300 cannot be scaled."),
            where="scaling",
            hint=QT_TRANSLATE_NOOP("errors", "Leave the column out, or give it in larger units."),
        )
    shift, scale = _mean_and_deviation(rows) if kind == "standardize" else _lowest_and_range(rows)
    constant = rows.min(axis=0) == rows.max(axis=0)
    return Scaling(
        kind, frozen(np.where(constant, rows[0], shift)), frozen(np.where(constant | (scale == 0), 1.0, scale))
    )


def _mean_and_deviation(rows: Numbers) -> tuple[Numbers, Numbers]:
    # Divided by n before the sum, and by the largest before the square, so that neither can overflow or vanish.
    mean = (rows / len(rows)).sum(axis=0)
    deviations = rows - mean
    largest = np.abs(deviations).max(axis=0)
    relative = deviations / np.where(largest == 0, 1.0, largest)
    return mean, largest * np.sqrt((relative**2).mean(axis=0))


def _lowest_and_range(rows: Numbers) -> tuple[Numbers, Numbers]:
    lowest = rows.min(axis=0)
    return lowest, rows.max(axis=0) - lowest
