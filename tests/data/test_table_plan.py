"""What a person has decided about a table, and what is left to be guessed."""

from __future__ import annotations

from dataclasses import replace

from nnsim.data.choices import Pasted
from nnsim.data.reading import read_table
from nnsim.data.spec import TableSource
from nnsim.data.table_plan import TablePlan

SOURCE = Pasted("a,b,kind\n" + "".join(f"{i}.5,{i % 3},{'uv'[i % 2]}\n" for i in range(9)))


def test_what_is_not_decided_is_guessed() -> None:
    source = TablePlan(SOURCE).data(read_table(SOURCE)).source
    assert isinstance(source, TableSource)
    assert (source.targets, source.task) == (("kind",), "classification")


def test_a_target_that_the_table_does_not_have_is_guessed_with_its_task() -> None:
    source = TablePlan(SOURCE, target="gone", task="regression").data(read_table(SOURCE)).source
    assert isinstance(source, TableSource)
    assert (source.targets, source.task) == (("kind",), "classification")


def test_a_plan_follows_what_was_chosen_later_and_leaves_guesses_guesses() -> None:
    plan, table = TablePlan(SOURCE), read_table(SOURCE)
    data = plan.data(table)
    later = plan.as_in(replace(data, scaling="minmax", test_fraction=0.5, split_seed=7))
    assert (later.target, later.task) == (None, None)
    assert (later.scaling, later.test_fraction, later.seed) == ("minmax", 0.5, 7)
    assert later.data(table) == replace(data, scaling="minmax", test_fraction=0.5, split_seed=7)
    other = TablePlan(SOURCE, target="b").data(table)
    assert plan.as_in(other).target == "b"
    assert plan.as_in(other).data(table) == other
