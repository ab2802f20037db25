"""Which sample's numbers are shown, if somebody has chosen one."""

from __future__ import annotations

from nnsim.data.prepare import Prepared
from nnsim.runs.run import Run


class Viewing:
    """A sample that was chosen stays chosen through edits and in the past, until another is, or the data are others."""

    def __init__(self) -> None:
        self._prepared: Prepared | None = None
        self._row: int | None = None

    def choose(self, prepared: Prepared, row: int | None) -> None:
        """Show this row of the data set, ``None`` the sample that training has looked at last."""
        self._prepared, self._row = prepared, row

    def row(self, prepared: Prepared) -> int | None:
        """The row that was chosen of these data."""
        return self._row if prepared is self._prepared else None

    def apply(self, run: Run) -> None:
        """Let a run show it."""
        run.view_sample(self.row(run.prepared))
