"""Which columns of a table are probably to be predicted, and how; each guess with its reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.data.dataset import Numbers, Task
from nnsim.data.tables import Column, Table
from nnsim.data.wording import counted, quoted

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
        return TargetsGuess((name,), f"{quoted(name)} is predicted, because it is the last column.")
    name = others[-1].name
    return TargetsGuess((name,), f"{quoted(name)} is predicted, because it is the last column besides texts and dates.")


def guess_known(table: Table) -> TargetsGuess:
    """Of samples whose inputs are to be reconstructed, what is known besides: a last column of text, else nothing."""
    column = table.columns[-1]
    if column.kind == "category" and len(table.columns) > 1:
        return TargetsGuess(
            (column.name,), f"{quoted(column.name)} holds text: it is known, but no input and not learnt."
        )
    return TargetsGuess((), "All columns are inputs, and what is to come out.")


def guess_task(table: Table, targets: tuple[str, ...]) -> TaskGuess:
    """Classes if the one target is text or a few whole numbers that come back, else quantities."""
    if len(targets) != 1:
        return TaskGuess("regression", "Several columns are predicted: quantities.")
    column = table.column(targets[0])
    if column.kind == "date":
        return TaskGuess("regression", f"{quoted(column.name)} holds dates: days, a quantity.")
    if column.kind != "number":
        return TaskGuess("classification", f"{quoted(column.name)} holds text: classes.")
    present = _present(column)
    distinct = np.unique(present)
    values = counted(len(distinct), "whole number")
    if not (distinct == np.floor(distinct)).all():
        return TaskGuess("regression", f"{quoted(column.name)} holds numbers with decimals: a quantity.")
    if len(distinct) == len(present):
        return TaskGuess("regression", f"No number of {quoted(column.name)} comes back: a quantity.")
    if len(distinct) > _MOST_WHOLE_CLASSES:
        return TaskGuess("regression", f"{quoted(column.name)} holds {values}, too many for classes: a quantity.")
    return TaskGuess("classification", f"{quoted(column.name)} holds only {values}: classes.")


def reasons(table: Table, targets: tuple[str, ...], task: Task) -> tuple[str, ...]:
    """Why these targets and this task, as far as they are what would be guessed."""
    target_guess, task_guess = guess_targets(table), guess_task(table, targets)
    return (
        *((target_guess.reason,) if target_guess.targets == targets else ()),
        *((task_guess.reason,) if task_guess.task == task else ()),
    )


def _present(column: Column) -> Numbers:
    return column.values[~np.isnan(column.values)]
