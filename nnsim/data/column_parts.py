"""The inputs that a column becomes: itself, one for each label, or one for each word; and one for its gaps."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.tables import Column

Missing = Literal["drop", "mean", "own"]
"""What is done about a cell without a value.

``drop`` leaves its row out, ``mean`` puts in what the training rows have on average, ``own`` does the same for numbers
and has an input of its own besides, which is 1 where the cell is missing; for a category it is one more label.
"""
GAP: Final = "(missing)"
"""How the part of a column is called that says that its cell is missing."""


def has_gap_part(column: Column, missing: Missing = "drop") -> bool:
    """Whether what is missing is an input of its own: only if something is."""
    return missing == "own" and bool(np.isnan(column.values).any())


def part_names(column: Column, missing: Missing = "drop") -> tuple[str, ...]:
    """Names of these inputs: ``size``; ``kind=oak`` for each label; ``text:word`` for each word; ``kind=(missing)``."""
    gap = (f"{column.name}={GAP}",) if has_gap_part(column, missing) else ()
    if column.kind in ("number", "date"):
        return (column.name, *gap)
    if column.kind == "text":
        return (*(f"{column.name}:{term}" for term in column.bag.terms), *gap)
    return (*(f"{column.name}={label}" for label in column.labels), *gap)


def n_parts(column: Column, missing: Missing = "drop") -> int:
    """How many they are."""
    of_kind = {"number": 1, "date": 1, "category": len(column.labels), "text": len(column.bag.terms)}
    return of_kind[column.kind] + has_gap_part(column, missing)


def part_values(column: Column, *, has_gap: bool = False) -> Numbers:
    """Their values.

    Parameters
    ----------
    has_gap : whether there is one for gaps; the labels of a category then are all 0 in them

    Returns
    -------
    (rows, parts), for a category of 0 and 1, for a text counts; NaN where the cell is missing and nothing stands for it
    """
    values = column.values[:, np.newaxis]
    is_gap = np.isnan(values)
    if column.kind in ("number", "date"):
        parts = values
    elif column.kind == "category":
        ones = (values == np.arange(len(column.labels))).astype(np.float64)
        parts = ones if has_gap else np.where(is_gap, np.nan, ones)
    else:
        counts = np.vstack([column.bag.counts(column.labels), np.full((1, len(column.bag.terms)), np.nan)])
        parts = counts[np.where(is_gap, -1, values).astype(np.intp)[:, 0]]
        parts = np.nan_to_num(parts, nan=0.0) if has_gap else parts
    return np.hstack([parts, is_gap.astype(np.float64)]) if has_gap else parts
