"""What is to become of a table: how it is read and what is learnt from it, as one value that a person changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from nnsim.data.choices import Choices
from nnsim.data.column_parts import Missing
from nnsim.data.dataset import Task
from nnsim.data.named import TABLE_TEST_FRACTION, table_data
from nnsim.data.opening import Source
from nnsim.data.rereading import held_over
from nnsim.data.spec import DataSpec, Goal, ScalingKind, TableSource
from nnsim.data.tables import Table


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A source, and all that can be decided about it; what is ``None`` is guessed.

    Parameters
    ----------
    target : name of the column to predict
    task : whether it is predicted as classes or as a quantity
    goal : what is learnt of the samples
    former : the data in hand if it is their table that is read once more, and as what of its source it was read: rows
        that are there still stay in training or in test
    """

    source: Source
    choices: Choices = field(default_factory=Choices)
    target: str | None = None
    task: Task | None = None
    missing: Missing = "drop"
    scaling: ScalingKind | None = None
    test_fraction: float = TABLE_TEST_FRACTION
    seed: int = 0
    goal: Goal = "predict"
    former: tuple[DataSpec, Choices] | None = None

    def data(self, table: Table) -> DataSpec:
        """How to learn from the table that was read; what the table does not have is guessed.

        Raises
        ------
        InputError
            as ``table_data``
        """
        table = self._with_known_parts(table)
        is_there = self.target in table.column_names
        return table_data(
            table,
            targets=(self.target,) if self.target is not None and is_there else (),
            task=self.task if is_there or self.target is None else None,
            seed=self.seed,
            test_fraction=self.test_fraction,
            scaling=self.scaling,
            missing=self.missing,
            goal=self.goal,
        )

    def as_in(self, data: DataSpec) -> TablePlan:
        """The plan with target, task, scaling and split of the data in hand; what is as guessed stays a guess."""
        if not isinstance(data.source, TableSource):
            return self
        guessed, now = self.data(data.source.table).source, data.source
        target, task = self.target, self.task
        if isinstance(guessed, TableSource) and len(now.targets) == 1:
            target = target if guessed.targets == now.targets else now.targets[0]
            task = task if (guessed.targets, guessed.task) == (now.targets, now.task) else now.task
        bags = [replace(column.bag, terms=()) for column in now.table.columns if column.kind == "text"]
        return replace(
            self,
            choices=replace(self.choices, bag=bags[0]) if bags else self.choices,
            missing=now.missing,
            target=target,
            task=task,
            scaling=data.scaling,
            test_fraction=data.test_fraction,
            seed=data.split_seed,
            goal=data.goal,
            former=(data, self.choices),
        )

    def _with_known_parts(self, table: Table) -> Table:
        if self.former is None:
            return table
        data, choices = self.former
        if isinstance(data.source, TableSource) and data.source.table is table:
            return table
        is_same = (self.choices.sheet, self.choices.most_rows) == (choices.sheet, choices.most_rows)
        return replace(table, held=held_over(data, table)) if is_same else table
