"""Missing values of the inputs, filled with what the training rows have on average."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Final

import numpy as np

from nnsim.data.column_parts import Missing, has_gap_part
from nnsim.data.dataset import Dataset, Numbers, Rows, frozen
from nnsim.data.dates import date_text
from nnsim.data.tables import Column
from nnsim.data.wording import counted, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_LOOKED_AT: Final = 200
_MOST_DECIMALS: Final = 6
_SMALL: Final = 1e-6


def fill_of(inputs: Numbers, train_rows: Rows) -> Numbers:
    """What is put in where a value is missing: the mean of the training rows that have one.

    Parameters
    ----------
    inputs : (samples, columns), NaN where a value is missing

    Returns
    -------
    (columns,), NaN where no training row has a value
    """
    rows = inputs[train_rows]
    is_there = ~np.isnan(rows)
    counts = is_there.sum(axis=0)
    # Divided before the sum, so that it cannot overflow.
    means = (np.where(is_there, rows, 0.0) / np.maximum(counts, 1)).sum(axis=0)
    # Rounded beyond what it is the mean of, it would make a constant column one that varies.
    least, most = (
        bound(rows, axis=0, initial=none, where=is_there) for bound, none in ((np.min, np.inf), (np.max, -np.inf))
    )
    return frozen(np.where(counts > 0, np.minimum(np.maximum(means, least), most), np.nan))


def filled(rows: Numbers, fill: Numbers) -> Numbers:
    """Rows (n, columns) in which no value is missing that can be filled."""
    return frozen(np.where(np.isnan(rows), fill, rows))


def check_fill(fill: Numbers, dataset: Dataset, used: Sequence[str]) -> None:
    """Refuse an input of which no training row has a value: ``table.nothing_to_fill``."""
    for name, value in zip(dataset.input_names, fill, strict=True):
        if name in used and np.isnan(value):
            raise TableError(
                "table.nothing_to_fill",
                Words(
                    QT_TRANSLATE_NOOP(
                        "errors",
                        "No training row has a value of {0}, so there is no mean to fill its gaps with.",
                    ),
                    quoted(name),
                ),
                where=dataset.name,
                hint=QT_TRANSLATE_NOOP("errors", "Leave the column out, or choose another test share or seed."),
            )


def filling_notices(dataset: Dataset, fill: Numbers, columns: Sequence[Column], missing: Missing) -> tuple[str, ...]:
    """What was put into the gaps of these columns of the table."""
    place = {name: number for number, name in enumerate(dataset.input_names)}
    notices = []
    for column in columns:
        n_gaps = int(np.isnan(column.values).sum())
        if not n_gaps:
            continue
        values = counted(n_gaps, "missing value", "missing values")
        if column.kind in ("number", "date"):
            mean = _mean_text(column, float(fill[place[column.name]]))
            told = f"{values} filled with {mean}, the mean of the training rows"
            told += ", and marked by an input of their own" if has_gap_part(column, missing) else ""
        elif has_gap_part(column, missing):
            told = f"{values} taken as a label of their own"
        else:
            told = f"{values} filled with what the training rows have on average"
        notices.append(f"Column {quoted(column.name)}: {told}.")
    return tuple(notices)


def _mean_text(column: Column, mean: float) -> str:
    """A mean with one digit more than the cells of its column have, and three at the least."""
    if column.kind == "date":
        return date_text(round(mean))
    texts = map(repr, column.values[:_LOOKED_AT][~np.isnan(column.values[:_LOOKED_AT])].tolist())
    decimals = max((len(text.removesuffix(".0").partition(".")[2]) for text in texts if "e" not in text), default=0)
    if decimals > _MOST_DECIMALS or not mean or not _SMALL <= abs(mean) < 1 / _SMALL:
        return f"{mean:.6g}"
    return f"{mean:.{max(decimals + 1, 2 - floor(log10(abs(mean))))}f}"
