"""Which columns of a table are probably to be predicted, and how; each guess with its reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.data.dataset import Numbers, Task
from nnsim.data.tables import Column, Table
from nnsim.data.wording import quoted, said
from nnsim.words import QT_TRANSLATE_NOOP, counted_words, translate

_MOST_WHOLE_CLASSES = 20


@dataclass(frozen=True)
class TargetsGuess:
    """Names of the columns to predict, and why these."""

    targets: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class TaskGuess:
    """What to do with the target columns, and why."""

    task: Task
    reason: str


def guess_targets(table: Table) -> TargetsGuess:
    """The last column, by custom; of texts whose words are counted, and of dates, the last other one."""
    others = [column for column in table.columns if column.kind not in ("text", "date")]
    if not others or others[-1] is table.columns[-1]:
        name = table.columns[-1].name
        return TargetsGuess(
            (name,), said(QT_TRANSLATE_NOOP("tables", "{0} is predicted, because it is the last column."), quoted(name))
        )
    name = others[-1].name
    besides = QT_TRANSLATE_NOOP("tables", "{0} is predicted, because it is the last column besides texts and dates.")
    return TargetsGuess((name,), said(besides, quoted(name)))


def guess_known(table: Table) -> TargetsGuess:
    """Of samples whose inputs are to be reconstructed, what is known besides: a last column of text, else nothing."""
    column = table.columns[-1]
    if column.kind == "category" and len(table.columns) > 1:
        known = QT_TRANSLATE_NOOP("tables", "{0} holds text: it is known, but no input and not learnt.")
        return TargetsGuess((column.name,), said(known, quoted(column.name)))
    return TargetsGuess((), said(QT_TRANSLATE_NOOP("tables", "All columns are inputs, and what is to come out.")))


def guess_task(table: Table, targets: tuple[str, ...]) -> TaskGuess:
    """Classes if the one target is text or a few whole numbers that come back, else quantities."""
    if len(targets) != 1:
        return TaskGuess("regression", said(QT_TRANSLATE_NOOP("tables", "Several columns are predicted: quantities.")))
    column = table.column(targets[0])
    name = quoted(column.name)
    if column.kind == "date":
        return TaskGuess("regression", said(QT_TRANSLATE_NOOP("tables", "{0} holds dates: days, a quantity."), name))
    if column.kind != "number":
        return TaskGuess("classification", said(QT_TRANSLATE_NOOP("tables", "{0} holds text: classes."), name))
    present = _present(column)
    distinct = np.unique(present)
    n_values = len(distinct)
    if not (distinct == np.floor(distinct)).all():
        decimals = QT_TRANSLATE_NOOP("tables", "{0} holds numbers with decimals: a quantity.")
        return TaskGuess("regression", said(decimals, name))
    if n_values == len(present):
        return TaskGuess(
            "regression", said(QT_TRANSLATE_NOOP("tables", "All numbers of {0} are different: a quantity."), name)
        )
    if n_values > _MOST_WHOLE_CLASSES:
        many = translate("tables", "{0} holds {n} whole numbers, too many for classes: a quantity.", None, 2)
        return TaskGuess("regression", counted_words(n_values, many, many, name))
    few = counted_words(
        n_values,
        QT_TRANSLATE_NOOP("tables", "{0} holds only 1 whole number: classes."),
        translate("tables", "{0} holds only {n} whole numbers: classes.", None, 2),
        name,
    )
    return TaskGuess("classification", few)


def reasons(table: Table, targets: tuple[str, ...], task: Task) -> tuple[str, ...]:
    """Why these targets and this task, as far as they are what would be guessed."""
    target_guess, task_guess = guess_targets(table), guess_task(table, targets)
    return (
        *((target_guess.reason,) if target_guess.targets == targets else ()),
        *((task_guess.reason,) if task_guess.task == task else ()),
    )


def _present(column: Column) -> Numbers:
    return column.values[~np.isnan(column.values)]
