"""In which order the rows of a matrix are looked at: as they are, the strongest first, alike next to each other."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]
Order = NDArray[np.intp]

AS_THEY_ARE: Final = "as_they_are"
STRONGEST: Final = "strongest"
ALIKE: Final = "alike"
ORDERS: Final = (AS_THEY_ARE, STRONGEST, ALIKE)
MOST_ALIKE: Final = 2_000
"""Of more rows the likeness of every two takes too much memory and time."""


def order_of(kind: str, rows: Numbers) -> Order | None:
    """(n,) which of (n, m) rows stands where; ``None`` if they stand as they are.

    Parameters
    ----------
    kind : one of ``ORDERS``
    """
    finite = np.nan_to_num(rows, nan=0.0, posinf=0.0, neginf=0.0)
    if kind == STRONGEST:
        return strongest_first(finite)
    return alike_together(finite) if kind == ALIKE else None


def strongest_first(rows: Numbers) -> Order:
    """(n,) by the sum of the magnitudes in each row, the largest first; equal ones as they are."""
    return np.argsort(-np.abs(rows).sum(axis=1), kind="stable").astype(np.intp)


def alike_together(rows: Numbers) -> Order:
    """(n,) a chain in which each row is followed by the one most like it among those left.

    Likeness is the cosine of the angle between two rows: their pattern counts, not their size. The chain begins with
    the strongest row; of equally alike rows the first is taken. A row of zeros is like no other. More than
    ``MOST_ALIKE`` rows stay as they are.
    """
    n = len(rows)
    if n < 3 or n > MOST_ALIKE:
        return np.arange(n, dtype=np.intp)
    lengths = np.linalg.norm(rows, axis=1)
    directions = rows / np.where(lengths > 0, lengths, 1.0)[:, None]
    likeness = directions @ directions.T
    chain = np.empty(n, np.intp)
    chain[0] = strongest_first(rows)[0]
    for place in range(1, n):
        likeness[:, chain[place - 1]] = -np.inf  # it stands already
        chain[place] = int(np.argmax(likeness[chain[place - 1]]))
    return chain
