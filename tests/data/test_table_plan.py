"""What a person has decided about a table, and what is left to be guessed."""

from __future__ import annotations

from dataclasses import replace

from nnsim.data.choices import Choices, Pasted
from nnsim.data.reading import read_table
from nnsim.data.spec import TableSource
from nnsim.data.table_plan import TablePlan

SOURCE = Pasted("a,b,kind\n" + "".join(f"{i}.5,{i % 3},{'uv'[i % 2]}\n" for i in range(9)))


def test_what_is_not_decided_is_guessed() -> None:
    source = TablePlan(SOURCE).data(read_table(SOURCE)).source
    assert isinstance(source, TableSource)
    assert (source.targets, source.task) == (("kind",), "classification")


def test_a_target_that_the_table_does_not_have_is_guessed_with_its_task() -> None:
    source = TablePlan(SOURCE, targets=("gone",), task="regression").data(read_table(SOURCE)).source
    assert isinstance(source, TableSource)
    assert (source.targets, source.task) == (("kind",), "classification")


def test_a_plan_follows_what_was_chosen_later_and_leaves_guesses_guesses() -> None:
    plan, table = TablePlan(SOURCE), read_table(SOURCE)
    data = plan.data(table)
    later = plan.as_in(replace(data, scaling="minmax", test_fraction=0.5, split_seed=7))
    assert (later.targets, later.task, later.inputs) == (None, None, None)
    assert (later.scaling, later.test_fraction, later.seed) == ("minmax", 0.5, 7)
    assert later.data(table) == replace(data, scaling="minmax", test_fraction=0.5, split_seed=7)
    other = TablePlan(SOURCE, targets=("b",)).data(table)
    assert plan.as_in(other).targets == ("b",)
    assert plan.as_in(other).data(table) == other


def test_a_column_that_comes_later_goes_in_beside_the_chosen_inputs_and_one_that_is_gone_does_not() -> None:
    plan, table = TablePlan(SOURCE), read_table(SOURCE)
    later = plan.as_in(replace(plan.data(table), inputs=("b",)))
    assert later.inputs == ("b",)
    grown = read_table(Pasted("a,b,c,kind\n" + "".join(f"{i}.5,{i % 3},{i * i},{'uv'[i % 2]}\n" for i in range(9))))
    assert later.data(grown).inputs == ("b", "c")
    without = read_table(SOURCE, Choices(kinds=(("b", "left_out"),)))
    assert later.data(without).inputs == ()
    assert later.for_targets(("b",)).data(table).inputs == ()
