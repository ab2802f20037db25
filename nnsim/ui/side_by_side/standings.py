"""How the runs stand, and which of them is ahead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nnsim.session.abreast import LETTERS
from nnsim.session.column import Column
from nnsim.ui.widgets.numbers import NARROW_SPACE, digits_apart, format_number, in_percent, in_percent_fixed, steady

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest numbers of a run, from the end of its last epoch; NaN where there are none.

    Parameters
    ----------
    train_metric, test_metric : accuracy as a share, or RMSE
    """

    train_loss: float
    test_loss: float
    train_metric: float
    test_metric: float


@dataclass(frozen=True, slots=True)
class Lead:
    """Who is ahead: the places of those that are, more than one if they are level, and that in words."""

    places: tuple[int, ...]
    words: str
    n_runs: int = 0

    def mark(self, place: int) -> str:
        """``✓ ahead``, or ``✓ level`` beside others; empty behind them, and where all are level."""
        if place not in self.places or len(self.places) == self.n_runs:
            return ""
        return translate("standings", "✓ level") if len(self.places) > 1 else translate("standings", "✓ ahead")


def standing(column: Column) -> Standing:
    """How a run stands."""
    curves = column.snapshot.curves
    rows = (curves.train_loss, curves.test_loss, curves.train_metric, curves.test_metric)
    return Standing(*(float(row[-1]) if len(row) else math.nan for row in rows))


def is_classification(columns: Sequence[Column]) -> bool:
    """Whether their data have classes."""
    return bool(columns) and columns[0].prepared.dataset.task == "classification"


def metric_words(value: float, *, is_share: bool) -> str:
    """``91.5 %``, or an RMSE."""
    if not math.isfinite(value):
        return "–"
    return f"{in_percent_fixed(value, 1)}{NARROW_SPACE}%" if is_share else steady(value)


def lead(columns: Sequence[Column], setting: str) -> Lead:
    """Who is ahead, by the test loss, or without test samples by that of training.

    Losses of different kinds cannot be compared: if it is the loss in which the runs differ, the metric decides. A run
    that has diverged is not ahead, whatever its last good numbers were.
    """
    if not any(column.snapshot.step for column in columns):
        return Lead((), translate("standings", "Nothing learnt yet: Run lets all of them learn in step."))
    by_metric = setting == "loss"
    is_share = by_metric and is_classification(columns)
    rated = [_rated(column, by_metric=by_metric) for column in columns]
    known = [value for value in rated if math.isfinite(value)]
    if not known:
        return Lead((), translate("standings", "None of them can be measured."))
    best = max(known) if is_share else min(known)
    places = tuple(place for place, value in enumerate(rated) if value == best)
    shown = _told_apart(rated, is_share=is_share)
    name = _measure(columns, by_metric=by_metric, is_share=is_share)
    out = translate("standings", "out of range")
    shown = [text if column.failure is None else out for column, text in zip(columns, shown, strict=True)]
    others = ", ".join(f"{LETTERS[place]} {text}" for place, text in enumerate(shown) if place not in places)
    letters = [LETTERS[place] for place in places]
    if len(places) > 1:
        said = translate("standings", "{0} are level: {1} {2}").format(", ".join(letters), name, shown[places[0]])
    else:
        said = translate("standings", "{0} is ahead: {1} {2}").format(letters[0], name, shown[places[0]])
    return Lead(places, f"{said}  ·  {others}" if others else said, len(columns))


def _told_apart(rated: Sequence[float], *, is_share: bool) -> list[str]:
    """In the usual digits, or in as many as tell one from the other."""
    usual = [metric_words(value, is_share=True) if is_share else steady(value) for value in rated]
    known = {value: text for value, text in zip(rated, usual, strict=True) if math.isfinite(value)}
    if len(set(known.values())) == len(known):
        return usual
    say = in_percent if is_share else format_number
    digits, unit = digits_apart(known, say), f"{NARROW_SPACE}%" if is_share else ""
    return [
        f"{say(value, digits)}{unit}" if math.isfinite(value) else text
        for value, text in zip(rated, usual, strict=True)
    ]


def _rated(column: Column, *, by_metric: bool) -> float:
    if column.failure is not None:
        return math.nan
    now = standing(column)
    test, train = (now.test_metric, now.train_metric) if by_metric else (now.test_loss, now.train_loss)
    return test if len(column.prepared.test_rows) else train


def _measure(columns: Sequence[Column], *, by_metric: bool, is_share: bool) -> str:
    of_test = len(columns[0].prepared.test_rows) > 0
    if not by_metric:
        return translate("standings", "test loss") if of_test else translate("standings", "training loss")
    if is_share:
        return translate("standings", "accuracy on test") if of_test else translate("standings", "accuracy on training")
    return translate("standings", "RMSE on test") if of_test else translate("standings", "RMSE on training")
