"""The batches of a run that nobody has recorded, found by training them once more, before those that were recorded."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import BatchCurve
from nnsim.runs.quantities import batches_key
from nnsim.session.retrospect import Retrospect, Rows

_WIDTH: Final = BatchCurve.WIDTH


class PastBatches:
    """Puts what has been found before the record; means are worked out only when more has been found.

    Attributes
    ----------
    curve : of all that is known
    n_found : how many of its batches were found; the others were recorded
    since : updates until the record begins; with no record, those of the run
    """

    def __init__(self) -> None:
        self.curve = BatchCurve()
        self.n_found = self.since = 0
        self._rows: Rows | None = None
        self._found = BatchCurve()

    @property
    def are_all(self) -> bool:
        """Whether no batch before the record is missing."""
        return self.n_found == self.since

    def take_up(self, recorded: BatchCurve, hindsight: Retrospect, now: int) -> None:
        """Put together what is known; ``now`` : updates of the run."""
        self.since = int(recorded.step[0]) if len(recorded) else now
        rows = hindsight.rows(batches_key(self.since))
        if rows is not self._rows:
            self._rows, self._found = rows, found_batches(rows)
        self.n_found = len(self._found)
        self.curve = BatchCurve(np.concatenate([self._found.rows, recorded.rows], axis=1)) if self.n_found else recorded

    @property
    def keys(self) -> tuple[str, ...]:
        """What hindsight is to find out."""
        return (batches_key(self.since),) if self.since else ()


def found_batches(rows: Rows) -> BatchCurve:
    """The batches of all stretches that are known, with their running means.

    Where fewer batches before one are known than the mean is of, it is the mean of the first so many of its stretch.
    """
    if not len(rows):
        return BatchCurve()
    known = np.concatenate(rows.values, axis=1)
    gaps = np.flatnonzero(np.diff(known[0]) != 1) + 1
    starts, losses = known[0, np.append(0, gaps)], np.split(known[2], gaps)
    means = [_means(part, from_start=start == 0) for start, part in zip(starts, losses, strict=True)]
    return BatchCurve(np.concatenate([known, np.concatenate(means)[None]]))


def _means(losses: Array, *, from_start: bool) -> Array:
    padded = np.concatenate([np.zeros(_WIDTH - 1), losses])
    means = sliding_window_view(padded, _WIDTH).sum(axis=1) / np.minimum(np.arange(1, len(losses) + 1), _WIDTH)
    if not from_start:
        means[: _WIDTH - 1] = means[min(len(losses), _WIDTH) - 1]
    return np.asarray(means)
