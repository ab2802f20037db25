"""A table of numbers to learn from: what goes in, and what should come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Task = Literal["classification", "regression"]
Numbers = NDArray[np.floating[Any]]
Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples as rows, in the units of their source, nothing scaled.

    Parameters
    ----------
    name : what to call it
    inputs : (samples, inputs)
    input_names : one for each column of ``inputs``
    targets : (samples, outputs); for classification one column of class numbers 0, 1, …
    target_names : one for each column of ``targets``
    classes : names of the classes in the order of their numbers; empty for regression
    notices : each decision taken on the way from the source, in plain words
    is_code : whether the targets are bits, each 0 or 1, not quantities of any size
    rows : for each sample its row in the table, ascending; ``None`` if each row is a sample
    """

    name: str
    inputs: Numbers
    input_names: tuple[str, ...]
    targets: Numbers
    target_names: tuple[str, ...]
    classes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    is_code: bool = False
    rows: Rows | None = None

    @property
    def task(self) -> Task:
        """Classification if there are classes, regression otherwise."""
        return "classification" if self.classes else "regression"

    @property
    def n_samples(self) -> int:
        """Number of rows."""
        return len(self.inputs)


def memory_of(*arrays: NDArray[Any]) -> dict[int, int]:
    """Bytes of the memory behind arrays, by its identity: what several share is there once."""
    behind = [array.base if isinstance(array.base, np.ndarray) else array for array in arrays]
    return {id(array): array.nbytes for array in behind}


def frozen(values: ArrayLike) -> Numbers:
    """A read-only float64 copy of ``values``, fit to be held by a frozen value."""
    copy = np.array(values, dtype=np.float64)
    copy.flags.writeable = False
    return copy
