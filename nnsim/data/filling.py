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
from nnsim.data.wording import quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words, counted_words, translate

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
    notices: list[str] = []
    for column in columns:
        n_gaps = int(np.isnan(column.values).sum())
        if not n_gaps:
            continue
        name = quoted(column.name)
        if column.kind in ("number", "date"):
            mean = _mean_text(column, float(fill[place[column.name]]))
            notices.append(_told_mean(n_gaps, name, mean, is_marked=has_gap_part(column, missing)))
        elif has_gap_part(column, missing):
            one = QT_TRANSLATE_NOOP("tables", "Column {0}: 1 missing value taken as a label of its own.")
            many = translate("tables", "Column {0}: {n} missing values taken as a label of their own.", None, 2)
            notices.append(counted_words(n_gaps, one, many, name))
        else:
            one = QT_TRANSLATE_NOOP(
                "tables", "Column {0}: 1 missing value filled with what the training rows have on average."
            )
            many = translate(
                "tables", "Column {0}: {n} missing values filled with what the training rows have on average.", None, 2
            )
            notices.append(counted_words(n_gaps, one, many, name))
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


def _told_mean(n_gaps: int, name: str, mean: str, *, is_marked: bool) -> str:
    if is_marked:
        one = QT_TRANSLATE_NOOP(
            "tables",
            "Column {0}: 1 missing value filled with {1}, the mean of the training rows, and marked by an input of its "
            "own.",
        )
        many = translate(
            "tables",
            "Column {0}: {n} missing values filled with {1}, the mean of the training rows, and marked by an input of "
            "their own.",
            None,
            2,
        )
    else:
        one = QT_TRANSLATE_NOOP("tables", "Column {0}: 1 missing value filled with {1}, the mean of the training rows.")
        many = translate(
            "tables", "Column {0}: {n} missing values filled with {1}, the mean of the training rows.", None, 2
        )
    return counted_words(n_gaps, one, many, name, mean)
