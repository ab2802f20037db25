"""All samples as a table to be looked at: its columns, and for each row what it is used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QLocale

from nnsim.data.dataset import Dataset
from nnsim.data.prepare import Prepared
from nnsim.data.spec import DataSpec, DrawnSource, TableSource
from nnsim.data.tables import Column
from nnsim.ui.dates import shown_date
from nnsim.ui.names import pixels_of
from nnsim.ui.widgets.numbers import MINUS, format_count, format_fixed

Rows = NDArray[np.intp]
TRAINING, TEST, LEFT_OUT = range(3)
NO_SAMPLE: Final = -1
_LOOKED_AT: Final = 200
_MOST_DECIMALS: Final = 6
_SHORT: Final = 4
"""Longer numbers do not line up; those that nobody types are shown shorter."""
translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class ShownTable:
    """Rows in the order of the file, or of the points.

    Parameters
    ----------
    columns : those of the table, or coordinates and label of points
    targets : names of the columns that are predicted
    idle : names of those that are not in use
    uses : (rows,) ``TRAINING``, ``TEST`` or ``LEFT_OUT``
    samples : (rows,) which sample of the data set each row is, or ``NO_SAMPLE``
    rows : (samples,) which row each sample is
    is_editable : whether cells can be typed into
    is_drawn : whether rows are points set by hand
    is_learnt : whether the targets are; else they are only known
    classes : (samples,) the number of the class of each, if they have any
    holds_pictures : whether all columns but the targets are pixels: so many that nobody finds what stands behind them
    pixels : row and column of columns that are pixels of a picture, as they are called everywhere else
    """

    columns: tuple[Column, ...]
    targets: tuple[str, ...]
    idle: frozenset[str]
    uses: NDArray[np.int8]
    samples: Rows
    rows: Rows
    is_editable: bool
    is_drawn: bool = False
    is_learnt: bool = True
    classes: NDArray[np.intp] | None = None
    holds_pictures: bool = False
    pixels: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """How many there are, those that are left out included."""
        return len(self.uses)

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """Rows for training, for testing, and left out."""
        training, test, left_out = np.bincount(self.uses, minlength=3).tolist()
        return training, test, left_out

    def use_text(self, row: int) -> str:
        """What the row is used for; where some are left out, also which sample it is, as samples are called elsewhere.

        Samples are counted without the rows that are left out, so that behind one of these their numbers are others.
        """
        said, sample = use_word(int(self.uses[row])), int(self.samples[row])
        if sample == NO_SAMPLE or len(self.rows) == self.n_rows:
            return said
        return translate("shown_table", "{0}, sample {1}").format(said, format_count(sample + 1))

    def is_with_other_cells(self, other: ShownTable) -> bool:
        """Whether ``other`` is this table with some cells typed: no row more or fewer, and not other data."""
        if other.n_rows != self.n_rows or [one.name for one in other.columns] != [one.name for one in self.columns]:
            return False
        pairs = zip(self.columns, other.columns, strict=True)
        return (self.is_drawn and other.is_drawn) or any(one.values is now.values for one, now in pairs)

    def text(self, row: int, column: int) -> str:
        """A cell as it can be typed, with all its digits; of points shorter; empty where it has no value."""
        held, value = self.columns[column], float(self.columns[column].values[row])
        if value != value:
            return ""
        if held.kind == "date":
            return shown_date(value)
        if held.kind != "number":
            return held.labels[int(value)]
        if self.decimals[column] is None:
            return exact(value) if self.is_editable and not self.is_drawn else format_fixed(value, _SHORT)
        return _padded(exact(value), self.decimals[column] or 0)

    def typed(self, row: int, column: int) -> str:
        """A cell as it stands in the field in which it is typed: a number of a point, too, with all its digits."""
        held = self.columns[column]
        return exact(float(held.values[row])) if self.is_drawn and held.kind == "number" else self.text(row, column)

    def copied(self, row: int, column: int) -> str:
        """A cell for another program: a number with all its digits, and the minus sign that every program reads."""
        held = self.columns[column]
        value = float(held.values[row])
        is_number = held.kind == "number" and value == value
        return exact(value).replace(MINUS, "-") if is_number else self.text(row, column)

    @cached_property
    def decimals(self) -> tuple[int | None, ...]:
        """For each column how many digits its first numbers have behind the point, so that they line up; if few."""
        return tuple(_decimals_of(column) if column.kind == "number" else None for column in self.columns)

    def order(self, column: int, *, descending: bool = False) -> Rows:
        """Rows sorted by a column, equal ones as they were; what has no value comes last. −1 sorts by use."""
        values = self.uses.astype(float) if column < 0 else self.columns[column].values
        gaps = np.isnan(values)
        present = np.flatnonzero(~gaps)
        key = -values[present] if descending else values[present]
        return np.concatenate([present[np.argsort(key, kind="stable")], np.flatnonzero(gaps)])


def shown_table(data: DataSpec, prepared: Prepared) -> ShownTable:
    """The table that the samples come from; of made-up ones a table made of them."""
    dataset = prepared.known
    is_table = isinstance(data.source, TableSource)
    columns = data.source.table.columns if isinstance(data.source, TableSource) else _columns_of(dataset)
    n_rows = len(columns[0].values)
    rows = np.arange(n_rows, dtype=np.intp) if dataset.rows is None else dataset.rows.astype(np.intp)
    uses = np.full(n_rows, LEFT_OUT, np.int8)
    uses[rows[prepared.train_rows]] = TRAINING
    uses[rows[prepared.test_rows]] = TEST
    samples = np.full(n_rows, NO_SAMPLE, np.intp)
    samples[rows] = np.arange(len(rows))
    targets = data.source.targets if isinstance(data.source, TableSource) else dataset.target_names
    used = {*targets, *prepared.chosen_inputs}
    idle = frozenset(column.name for column in columns if column.name not in used) if is_table else frozenset()
    classes = dataset.targets[:, 0].astype(np.intp) if len(dataset.classes) > 1 else None
    is_learnt = data.goal == "predict"
    is_drawn = isinstance(data.source, DrawnSource)
    is_editable = is_table or is_drawn
    picture = pixels_of(prepared)
    places = () if picture is None or picture.channels > 1 else enumerate(prepared.chosen_inputs)
    pixels = {name: picture.place(at) for at, name in places} if picture is not None else {}
    is_seen = isinstance(data.source, TableSource) and data.source.holds_pictures
    known = (is_editable, is_drawn, is_learnt, classes, is_seen, pixels)
    return ShownTable(columns, targets, idle, uses, samples, rows, *known)


def exact(value: float) -> str:
    """The shortest text that is this number, as it can be typed again."""
    text = repr(value).removesuffix(".0")
    return text.replace("-", MINUS).replace(".", QLocale().decimalPoint())


def _decimals_of(column: Column) -> int | None:
    first = column.values[:_LOOKED_AT]
    texts = (repr(value) for value in first[~np.isnan(first)].tolist())
    lengths = [len(text.removesuffix(".0").partition(".")[2]) for text in texts if "e" not in text]
    most = max(lengths, default=0)
    return most if most <= _MOST_DECIMALS else None


def _padded(text: str, decimals: int) -> str:
    """The number with zeros at its end, which change nothing about it."""
    point = QLocale().decimalPoint()
    whole, _, behind = text.partition(point)
    if "e" in text or len(behind) >= decimals:
        return text
    return f"{whole}{point}{behind:0<{decimals}}"


def use_word(use: int) -> str:
    """What a row is used for."""
    return (
        translate("shown_table", "training"),
        translate("shown_table", "test"),
        translate("shown_table", "left out"),
    )[use]


def _columns_of(dataset: Dataset) -> tuple[Column, ...]:
    inputs = [
        Column(name, "number", values) for name, values in zip(dataset.input_names, dataset.inputs.T, strict=True)
    ]
    targets = [
        Column(name, "category" if dataset.classes else "number", values, dataset.classes)
        for name, values in zip(dataset.target_names, dataset.targets.T, strict=True)
    ]
    return (*inputs, *targets)
