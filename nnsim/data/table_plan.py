"""What is to become of a table: how it is read and what is learnt from it, as one value that a person changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from nnsim.data.choices import Choices
from nnsim.data.column_parts import Missing, part_names
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
    targets : names of the columns to predict; of samples that are to be reconstructed, what is known, empty if nothing
    task : whether they are predicted as classes or as quantities
    inputs : names of the columns, or of their parts, that the network sees; empty for all
    goal : what is learnt of the samples
    former : the data in hand if it is their table that is read once more, and as what of its source it was read: rows
        that are there still stay in training or in test
    """

    source: Source
    choices: Choices = field(default_factory=Choices)
    targets: tuple[str, ...] | None = None
    task: Task | None = None
    inputs: tuple[str, ...] | None = None
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
        targets = self.targets_in(table)
        is_guessed = targets is None and self.targets is not None
        data = table_data(
            table,
            targets=targets or (),
            task=None if is_guessed else self.task,
            seed=self.seed,
            test_fraction=self.test_fraction,
            scaling=self.scaling,
            missing=self.missing,
            goal=self.goal,
        )
        if targets == () and isinstance(data.source, TableSource):
            source = replace(data.source, targets=(), task=self.task or data.source.task)
            data = replace(data, source=source, inputs=())
        return data if self.inputs is None else replace(data, inputs=self._inputs_in(table, data))

    def targets_in(self, table: Table) -> tuple[str, ...] | None:
        """The chosen targets that the table has; ``None`` if they are to be guessed."""
        if not self.targets:
            return self.targets if self.goal == "reconstruct" else None
        return tuple(name for name in self.targets if name in table.column_names) or None

    def for_targets(self, targets: tuple[str, ...] | None) -> TablePlan:
        """The plan with other columns to predict: what else was chosen for the ones before is guessed."""
        return replace(self, targets=targets, task=None, inputs=None)

    def as_in(self, data: DataSpec) -> TablePlan:
        """The plan with all that was chosen for the data in hand; what is as guessed stays a guess."""
        if not isinstance(data.source, TableSource):
            return self
        now = data.source
        plan = replace(
            self,
            choices=self.choices.with_bags_of(now.table),
            missing=now.missing,
            scaling=data.scaling,
            test_fraction=data.test_fraction,
            seed=data.split_seed,
            goal=data.goal,
            former=(data, self.choices),
        )
        guessed = plan.data(now.table)
        if isinstance(guessed.source, TableSource) and guessed.source.targets != now.targets:
            plan = replace(plan, targets=now.targets)
            guessed = plan.data(now.table)
        if isinstance(guessed.source, TableSource) and guessed.source.task != now.task:
            plan = replace(plan, task=now.task)
        return plan if guessed.inputs == data.inputs else replace(plan, inputs=data.inputs)

    def _inputs_in(self, table: Table, guessed: DataSpec) -> tuple[str, ...]:
        """The chosen inputs that the table has, and of the columns that came later those that are guessed."""
        if not self.inputs:
            return ()
        targets = guessed.source.targets if isinstance(guessed.source, TableSource) else ()
        columns = [column for column in table.columns if column.name not in targets]
        there = {name for column in columns for name in (column.name, *part_names(column, self.missing))}
        kept = tuple(name for name in self.inputs if name in there)
        before = self.former[0].source if self.former is not None else None
        known = before.table.column_names if isinstance(before, TableSource) else table.column_names
        usual = guessed.inputs or tuple(column.name for column in columns)
        later = tuple(name for name in usual if name not in known and name not in kept)
        return (*kept, *later) if kept else guessed.inputs

    def _with_known_parts(self, table: Table) -> Table:
        if self.former is None:
            return table
        data, choices = self.former
        if isinstance(data.source, TableSource) and data.source.table is table:
            return table
        is_same = (self.choices.sheet, self.choices.most_rows) == (choices.sheet, choices.most_rows)
        return replace(table, held=held_over(data, table)) if is_same else table
