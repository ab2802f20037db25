"""Who is tested, held row by row: of a table that is edited by hand the other rows stay in the part they were in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

import numpy as np

from nnsim.data.dataset import Mask, Numbers, Rows, frozen
from nnsim.data.split import Split


@dataclass(frozen=True, eq=False)
class HeldSplit:
    """What the rows of a table were used for, and the choices by which they were divided so.

    Parameters
    ----------
    parts : (rows,) 1 for a row that is tested, 0 for one that trains, NaN for one that has been neither so far
    targets, test_fraction, seed : as chosen then; with other choices the rows are drawn anew
    classes : of the targets, in the order in which they were known; a new one comes behind them, so that the others
        keep their numbers, and with them their colours
    """

    parts: Numbers
    targets: tuple[str, ...]
    test_fraction: float
    seed: int
    classes: tuple[str, ...] = ()

    def holds_for(self, targets: tuple[str, ...], test_fraction: float, seed: int) -> bool:
        """Whether these are the choices by which the rows were divided."""
        return (self.targets, self.test_fraction, self.seed) == (targets, test_fraction, seed)

    def with_rows(self, at: int, count: int) -> HeldSplit:
        """With ``count`` rows of no part before row ``at``."""
        return replace(self, parts=frozen(np.insert(self.parts, at, [np.nan] * count)))

    def only(self, kept: Mask) -> HeldSplit:
        """Without the other rows."""
        return replace(self, parts=frozen(self.parts[kept]))

    def remembering(self, rows: Rows, split: Split) -> HeldSplit:
        """With the parts of rows that had none; ``rows`` says which row of the table each sample is."""
        if not np.isnan(self.parts[rows]).any():
            return self
        parts = self.parts.copy()
        for samples, part in ((split.train, 0.0), (split.test, 1.0)):
            new = rows[samples]
            parts[new] = np.where(np.isnan(parts[new]), part, parts[new])
        return replace(self, parts=frozen(parts))

    def split(self, rows: Rows, classes: Numbers | None) -> Split | None:
        """Divide the samples as their rows are held.

        A row of no part goes where the share for testing asks for it. A class of which nothing would be learnt gives
        its first row to the training part.

        Parameters
        ----------
        rows : (samples,) which row of the table each is
        classes : (samples,) their numbers, or ``None`` if there are none

        Returns
        -------
        ``None`` if a part would be empty: then all are to be drawn anew
        """
        parts = self.parts[rows]
        is_new = np.isnan(parts)
        n_known, n_tested = int((~is_new).sum()), int((parts == 1).sum())
        for sample in np.flatnonzero(is_new):
            n_known += 1
            parts[sample] = float(floor(n_known * self.test_fraction + 0.5) > n_tested)
            n_tested += int(parts[sample])
        if classes is not None:
            numbers = classes.astype(np.intp)
            n_all, n_learnt = (
                np.bincount(some, minlength=int(numbers.max()) + 1) for some in (numbers, numbers[parts == 0])
            )
            for label in np.flatnonzero((n_all > 0) & (n_learnt == 0)):
                parts[np.flatnonzero(numbers == label)[0]] = 0.0
        train, test = np.flatnonzero(parts == 0), np.flatnonzero(parts == 1)
        if not len(train) or (not len(test) and self.test_fraction > 0 and len(rows) > 1):
            return None
        for chosen in (train, test):
            chosen.flags.writeable = False
        return Split(train, test)
