"""What is to become of a table: how it is read and what is learnt from it, as one value that a person changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnsim.data.choices import Choices
from nnsim.data.dataset import Task
from nnsim.data.named import TABLE_TEST_FRACTION, table_data
from nnsim.data.reading import Source
from nnsim.data.spec import DataSpec, ScalingKind
from nnsim.data.tables import Table


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A source, and all that can be decided about it; what is ``None`` is guessed.

    Parameters
    ----------
    target : name of the column to predict
    task : whether it is predicted as classes or as a quantity
    """

    source: Source
    choices: Choices = field(default_factory=Choices)
    target: str | None = None
    task: Task | None = None
    scaling: ScalingKind = "standardize"
    test_fraction: float = TABLE_TEST_FRACTION
    seed: int = 0

    def data(self, table: Table) -> DataSpec:
        """How to learn from the table that was read; what the table does not have is guessed.

        Raises
        ------
        InputError
            as ``table_data``
        """
        is_there = self.target in table.column_names
        return table_data(
            table,
            targets=(self.target,) if self.target is not None and is_there else (),
            task=self.task if is_there or self.target is None else None,
            seed=self.seed,
            test_fraction=self.test_fraction,
            scaling=self.scaling,
        )
