"""What can be done about the gaps of a table and counted in its texts, in words that several rooms use."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from nnsim.data.bags import Bag, BagUnit
from nnsim.data.column_parts import Missing
from nnsim.data.tables import Column, Table
from nnsim.ui.widgets.chips import Option

translate = QCoreApplication.translate

MISSING: Final[tuple[Missing, ...]] = ("drop", "mean", "own")
_BAGS: Final[tuple[tuple[BagUnit, int], ...]] = (
    ("words", 10), ("words", 20), ("words", 50), ("words", 100), ("words", 200), ("words", 500), ("letters", 50),
)  # fmt: skip
"""What may be counted in texts: no language has fifty letters, so these are all."""


def has_gaps(table: Table) -> bool:
    """Whether some cell has no value."""
    return any(bool(np.isnan(column.values).any()) for column in table.columns)


def texts_of(table: Table) -> tuple[Column, ...]:
    """Its columns of texts."""
    return tuple(column for column in table.columns if column.kind == "text")


def missing_options() -> tuple[Option, ...]:
    """What can be done about a cell without a value, with what each of them means."""
    return (
        Option(
            "drop",
            translate("table_words", "leave out"),
            translate("table_words", "A row in which an input has no value is neither learnt from nor tested."),
        ),
        Option(
            "mean",
            translate("table_words", "mean"),
            translate("table_words", "In place of a missing number stands the mean of the training rows."),
        ),
        Option(
            "own",
            translate("table_words", "own input"),
            translate(
                "table_words",
                "That a value is missing is an input of its own, 0 or 1: it may tell something. In place of the number "
                "stands the mean.",
            ),
        ),
    )


def bag_options() -> tuple[Option, ...]:
    """What may be counted in texts."""
    words = translate("table_words", "{0} words")
    tip = translate("table_words", "How often each of the {0} words that stand in the most texts occurs goes in")
    letters = translate("table_words", "How often each letter occurs goes in")
    return tuple(
        Option(_name(unit, most), words.format(most), tip.format(most))
        if unit == "words"
        else Option(_name(unit, most), translate("table_words", "letters"), letters)
        for unit, most in _BAGS
    )


def bag_name(bag: Bag) -> str:
    """Which of the options it is; one that is not offered has a name, too."""
    return _name(bag.unit, bag.most)


def bag_label(bag: Bag) -> str:
    """How it is called also if it is none of the options."""
    if bag.unit == "letters":
        return translate("table_words", "letters")
    return translate("table_words", "{0} words").format(bag.most)


def bag_called(name: str, like: Bag) -> Bag:
    """The bag of an option, which folds cases as ``like`` does."""
    unit, most = next(choice for choice in _BAGS if _name(*choice) == name)
    return replace(like, unit=unit, most=most, terms=())


def _name(unit: BagUnit, most: int) -> str:
    return f"{unit}-{most}"
