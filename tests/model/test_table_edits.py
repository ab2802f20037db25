"""Edits of the table in hand: what changes, and what stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.choices import Pasted
from nnsim.data.named import named_data, table_data
from nnsim.data.prepare import prepare
from nnsim.data.reading import read_table
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Table
from nnsim.errors import SpecError, TableError
from nnsim.model import table_edits
from nnsim.model.project import Project
from nnsim.model.start import new_project


@pytest.fixture
def project(tmp_path) -> Project:
    file = tmp_path / "mine.csv"
    file.write_text("a,b,kind\n" + "".join(f"{i}.5,{i * i},{'uv'[i % 2]}\n" for i in range(12)))
    made = new_project("mine", table_data(read_table(file)), (3,))
    first = replace(made.network.layers[0], held=((1, 2),), cut=((0, 0),))
    return replace(made, network=made.network.with_layer(0, first))


def table(project: Project) -> Table:
    source = project.data.source
    assert isinstance(source, TableSource)
    return source.table


def test_a_typed_cell_reaches_the_samples_and_the_run_goes_on(project: Project) -> None:
    edited = table_edits.set_cells(project, [3], 1, (("2,25",),))
    assert prepare(edited.project.data).dataset.inputs[3].tolist() == [3.5, 2.25]
    assert edited.change.is_of_points
    assert (edited.change.label.format(*edited.change.arguments)) == "b of row 4"


def test_what_is_held_and_cut_stays_when_a_cell_is_typed(project: Project) -> None:
    edited = table_edits.set_cells(project, [3], 1, (("7",),)).project
    assert edited.network.layers[0].held == ((1, 2),)
    assert edited.network.layers[0].cut == ((0, 0),)


def test_a_block_goes_down_and_to_the_right_and_adds_the_rows_that_it_needs(project: Project) -> None:
    edited = table_edits.set_cells(project, [11, 12, 13], 1, (("1", "u"), ("2", "v"), ("3", "u"))).project
    assert table(edited).n_rows == 14
    assert table(edited).columns[1].values[-3:].tolist() == [1, 2, 3]
    assert prepare(edited.data).dataset.n_samples == 12, "rows without a value in the first column are left out"


def test_a_block_that_is_too_wide_is_refused(project: Project) -> None:
    with pytest.raises(TableError, match="3 columns wide"):
        table_edits.set_cells(project, [0], 1, (("1", "2", "3"),))


def test_a_third_class_gives_the_network_an_output_more(project: Project) -> None:
    edited = table_edits.set_cells(project, [0, 1], 2, (("w",), ("w",)))
    assert edited.project.network.sizes[-1] == 3
    assert edited.change.starts_anew


def test_rows_go_and_an_empty_row_comes(project: Project) -> None:
    fewer = table_edits.delete_rows(project, {0, 5})
    assert table(fewer.project).n_rows == 10
    assert fewer.change.label.format(*fewer.change.arguments) == "2 rows fewer"
    more = table_edits.add_row(project, 12).project
    assert table(more).n_rows == 13
    assert prepare(more.data).dataset.n_samples == 12


def test_emptied_cells_have_no_value(project: Project) -> None:
    edited = table_edits.clear_cells(project, {0: np.array([0, 2]), 1: np.array([1])}).project
    assert prepare(edited.data).dataset.n_samples == 9


def test_the_last_rows_cannot_go(project: Project) -> None:
    with pytest.raises(TableError):
        table_edits.delete_rows(project, set(range(12)))


def test_points_of_a_rule_are_not_typed() -> None:
    with pytest.raises(SpecError, match="follow from a rule"):
        table_edits.set_cells(new_project("s", named_data("spiral"), (3,)), [0], 0, (("1",),))


def parts(data: DataSpec) -> dict[int, str]:
    """What each row of the table is used for; those that are left out are not among them."""
    prepared = prepare(data)
    rows = prepared.known.rows if prepared.known.rows is not None else range(prepared.known.n_samples)
    tested = set(prepared.test_rows.tolist())
    return {int(row): "test" if sample in tested else "training" for sample, row in enumerate(rows)}


@pytest.mark.parametrize("row", range(12))
def test_a_typing_error_in_what_is_predicted_leaves_all_other_rows_in_their_part(project: Project, row: int) -> None:
    before = parts(project.data)
    edited = table_edits.set_cells(project, [row], 2, (("uu",),)).project
    after = parts(edited.data)
    assert after.pop(row) == "training", "a class of which nothing is learnt cannot be tested"
    assert after == {other: part for other, part in before.items() if other != row}
    assert prepare(edited.data).dataset.classes == ("u", "v", "uu"), "known classes keep their numbers"
    assert parts(table_edits.set_cells(edited, [row], 2, (("uv"[row % 2],),)).project.data) == before


def test_a_class_that_is_a_number_comes_behind_those_that_were_there() -> None:
    text = "a,n\n" + "".join(f"{i}.5,{1 + i % 3}\n" for i in range(12))
    made = new_project("mine", table_data(read_table(Pasted(text)), targets=("n",), task="classification"), (3,))
    edited = table_edits.set_cells(made, [0], 1, (("0",),)).project
    assert prepare(edited.data).dataset.classes == ("1", "2", "3", "0")
    assert prepare(edited.data).dataset.targets[:4, 0].tolist() == [3, 1, 2, 0]


def test_rows_that_come_and_go_leave_the_others_in_their_part(project: Project) -> None:
    before = parts(project.data)
    gone = table_edits.delete_rows(project, [0, 5]).project
    assert list(parts(gone.data).values()) == [part for row, part in before.items() if row not in (0, 5)]
    grown = table_edits.add_row(project, 3).project
    filled = table_edits.set_cells(grown, [3], 0, (("1", "2", "u"),)).project
    after = parts(filled.data)
    del after[3]
    assert list(after.values()) == list(before.values())


def test_an_emptied_cell_that_is_typed_again_brings_the_row_back_to_its_part(project: Project) -> None:
    before = parts(project.data)
    emptied = table_edits.clear_cells(project, {0: np.arange(4)}).project
    again = table_edits.set_cells(emptied, [0, 1, 2, 3], 0, (("0.5",), ("1.5",), ("2.5",), ("3.5",))).project
    assert parts(again.data) == before


def test_another_share_or_seed_draws_all_rows_anew(project: Project) -> None:
    edited = table_edits.set_cells(project, [3], 1, (("7",),)).project
    for choice in ({"test_fraction": 0.5}, {"split_seed": 3}):
        assert parts(replace(edited.data, **choice)) == parts(replace(project.data, **choice))


def test_no_part_is_emptied_by_deleting_its_rows(project: Project) -> None:
    tested = [row for row, part in parts(project.data).items() if part == "test"]
    assert set(parts(table_edits.delete_rows(project, tested).project.data).values()) == {"test", "training"}


def test_the_decisions_tell_of_the_class_that_was_typed(project: Project) -> None:
    edited = table_edits.set_cells(project, [3], 2, (("uu",),)).project
    assert "Column “kind” holds text: 3 categories (u, uu, v)." in table(edited).notices


def test_a_cell_typed_as_it_stood_is_no_edit(project: Project) -> None:
    typed = table_edits.set_cells(project, [2], 0, (("7.5",),)).project
    assert table_edits.set_cells(typed, [2], 0, (("15/2",),)).project is typed
    assert table_edits.set_cells(typed, [0], 2, (("u",),)).project is typed


def test_a_sample_that_was_drawn_is_a_row_more_and_the_others_stay_in_their_parts() -> None:
    project = new_project("digits", named_data("digits"), (4,))
    before, row = prepare(project.data), np.linspace(0, 16, 64)
    edited = table_edits.add_sample(project, row.tolist(), 7)
    after = prepare(edited.project.data)
    assert after.known.n_samples == before.known.n_samples + 1
    assert after.known.inputs[-1].tolist() == np.rint(row).tolist(), "as whole as the others"
    assert after.known.classes[int(after.known.targets[-1, 0])] == "7"
    last = before.known.n_samples
    assert [each for each in after.train_rows.tolist() if each != last] == before.train_rows.tolist()
    assert edited.change.is_of_points
    assert edited.project.network == project.network
    assert edited.change.label.format(*edited.change.arguments) == "a sample more: 7"
