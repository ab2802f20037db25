"""Which sample's numbers are shown, if somebody has chosen one."""

from __future__ import annotations

import numpy as np

from nnsim.data.drawn import row_after
from nnsim.data.prepare import Prepared, rows_of
from nnsim.data.spec import TableSource
from nnsim.engine.trace import TraceLook
from nnsim.model.change import Change
from nnsim.model.drawn_edits import drawn_of
from nnsim.runs.run import Run


class Viewing:
    """A sample that was chosen stays chosen through edits and in the past, until another is, or the data are others."""

    def __init__(self) -> None:
        self._prepared: Prepared | None = None
        self._sample: int | TraceLook | None = None

    def choose(self, prepared: Prepared, sample: int | TraceLook | None) -> None:
        """Show this row of the data set, or what is drawn; ``None`` the sample that training has looked at last.

        Raises ``ValueError`` if what is drawn is no sample of these data.
        """
        if isinstance(sample, TraceLook) and not prepared.fits(sample.typed, sample.target):
            raise ValueError("a sample that is drawn has all columns of the data, and a label of theirs")
        self._prepared, self._sample = prepared, sample

    def sample(self, prepared: Prepared) -> int | TraceLook | None:
        """The row that was chosen of these data, or the sample that is drawn."""
        return self._sample if prepared is self._prepared else None

    def row(self, prepared: Prepared) -> int | None:
        """The row that was chosen of these data."""
        sample = self.sample(prepared)
        return sample if isinstance(sample, int) else None

    def drawn(self, prepared: Prepared) -> TraceLook | None:
        """The sample that is drawn and shown."""
        sample = self.sample(prepared)
        return sample if isinstance(sample, TraceLook) else None

    def apply(self, run: Run) -> None:
        """Let a run show it."""
        run.view_sample(self.sample(run.prepared))

    def follow(self, before: Run, after: Run) -> None:
        """Samples were edited by hand: the chosen one stays chosen, in the row that it has now."""
        sample = self.sample(before.prepared)
        if isinstance(sample, int):
            sample = _sample_after(before, after, sample)
        self._prepared, self._sample = after.prepared, sample


def _sample_after(before: Run, after: Run, sample: int) -> int | None:
    if isinstance(after.project.data.source, TableSource):
        return _in_same_row(before, after, sample)
    return row_after(drawn_of(before.project.data), drawn_of(after.project.data), sample)


def _in_same_row(before: Run, after: Run, sample: int) -> int | None:
    """The sample in the same row of a table; ``None`` if it is left out now, or if rows have come or gone."""
    if _n_rows(before) != _n_rows(after):
        return None
    row = int(rows_of(before.prepared.known)[sample])
    found = np.flatnonzero(rows_of(after.prepared.known) == row)
    return int(found[0]) if len(found) else None


def _n_rows(run: Run) -> int:
    source = run.project.data.source
    return source.table.n_rows if isinstance(source, TableSource) else 0


def is_seen_next(change: Change, before: Run, after: Run) -> bool:
    """Whether a hand goes on with points whose rows are all there still: what they change is seen in the next frame."""
    is_in_hand = change.is_of_points and change.step == "merged"
    return is_in_hand and after.prepared.dataset.n_samples >= before.prepared.dataset.n_samples
