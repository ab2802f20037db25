"""A table that is opened once more: whatever was chosen for it in the meantime is asked for again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.bags import Bag
from nnsim.data.choices import Choices, Pasted
from nnsim.data.named import named_data
from nnsim.data.reading import read_table
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.table_plan import TablePlan
from nnsim.data.written_tables import choices_for, written
from nnsim.errors import NnsimError
from nnsim.model import data_edits, text_edits
from nnsim.model.change import Edited
from nnsim.model.project import Project
from nnsim.model.start import new_project

SOURCE = Pasted(
    "a\tkind\tt\tu\ty\tz\n"
    + "".join(f"{'' if i == 5 else i}\t{'pq'[i % 2]}\tcat {i}\tdog of {i}\t{i % 3}\t{i * i}.25\n" for i in range(14))
)
CHOICES = Choices(kinds=(("t", "text"), ("u", "text")))
NAMES = ("a", "kind", "t", "u", "y", "z")
Deed = Callable[[Project], Edited]


def deed(edit: Callable[..., Edited], *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[Deed]:
    return st.tuples(*arguments).map(lambda values: lambda project: edit(project, *values))


def several_targets(project: Project) -> Edited:
    source = project.data.source
    assert isinstance(source, TableSource)
    other = replace(source, targets=("y", "z"), task="regression")
    return data_edits.use_data(project, replace(project.data, source=other, inputs=("a", "kind"), goal="predict"))


DEEDS = st.one_of(
    deed(data_edits.set_goal, st.sampled_from(("predict", "reconstruct"))),
    deed(data_edits.choose_target, st.sampled_from(("", *NAMES))),
    deed(data_edits.toggle_input, st.sampled_from(NAMES)),
    deed(data_edits.choose_inputs, st.sets(st.sampled_from(NAMES), min_size=1)),
    deed(data_edits.set_missing, st.sampled_from(("drop", "mean", "own"))),
    deed(data_edits.set_scaling, st.sampled_from(("none", "minmax"))),
    deed(data_edits.set_test_fraction, st.sampled_from((0.0, 0.5))),
    deed(data_edits.set_data_seed, st.integers(0, 3)),
    deed(text_edits.set_bag, st.sampled_from("tu"), st.sampled_from((Bag("letters", 3), Bag(most=2)))),
    st.just(several_targets),
)


def opened() -> tuple[TablePlan, Project]:
    plan = TablePlan(SOURCE, CHOICES)
    return plan, new_project("table", plan.data(read_table(SOURCE, CHOICES)), (2,))


def with_same_table(data: DataSpec, other: DataSpec) -> DataSpec:
    assert isinstance(data.source, TableSource)
    assert isinstance(other.source, TableSource)
    return replace(data, source=replace(data.source, table=other.source.table))


@given(deeds=st.lists(DEEDS, min_size=1, max_size=5))
@settings(max_examples=40)
def test_all_that_was_chosen_since_is_asked_for_again(deeds: list[Deed]) -> None:
    plan, project = opened()
    for each in deeds:
        with suppress(NnsimError):
            project = each(project).project
    data = project.data
    assert isinstance(data.source, TableSource)
    table = data.source.table
    assert plan.as_in(data).data(table) == data
    for reopened in (plan.as_in(data), TablePlan(written(table), choices_for(table)).as_in(data)):
        read = reopened.data(read_table(reopened.source, reopened.choices))
        assert with_same_table(read, data) == data
        assert isinstance(read.source, TableSource)
        assert [each.bag for each in read.source.table.columns] == [each.bag for each in table.columns]


def test_samples_of_which_nothing_is_known_are_opened_so_again() -> None:
    project = new_project("iris", named_data("iris"), (2,))
    project = data_edits.set_goal(project, "reconstruct").project
    project = data_edits.choose_target(project, "").project
    source = project.data.source
    assert isinstance(source, TableSource)
    reopened = TablePlan(written(source.table), choices_for(source.table)).as_in(project.data)
    assert reopened.targets == ()
    assert with_same_table(reopened.data(read_table(reopened.source, reopened.choices)), project.data) == project.data


@pytest.mark.parametrize("texts", ["letters", "each its own"])
def test_what_is_counted_in_texts_is_kept_for_each_column(texts: str) -> None:
    plan, project = opened()
    for column in "tu" if texts == "letters" else "u":
        project = text_edits.set_bag(project, column, Bag("letters", 3)).project
    choices = plan.as_in(project.data).choices
    assert choices.bag_of("u") == Bag("letters", 3)
    assert choices.bag_of("t") == (Bag("letters", 3) if texts == "letters" else Bag())
    assert bool(choices.bags) == (texts != "letters")
