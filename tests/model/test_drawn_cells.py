"""Points set by hand as a table: what is typed is taken as it stands or refused, and nothing else moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.drawn import MOST_POINTS
from nnsim.data.prepare import prepare
from nnsim.errors import InputError
from nnsim.model import drawn_edits, sample_edits
from nnsim.model.change import Part
from nnsim.model.start import first_project


@pytest.fixture(scope="module")
def own():
    begun = drawn_edits.new_points(first_project()).project
    return drawn_edits.add_points(begun, [(1.0, 2.0), (-3.0, 0.5), (4.0, -4.0)], 1.0).project


@pytest.fixture(scope="module")
def curve():
    return drawn_edits.add_values(drawn_edits.new_curve(first_project()).project, [[1.0], [2.0]], [0.5, -0.5]).project


def rows(project):
    return project.data.source.rows


def test_numbers_and_classes_are_typed_as_people_write_them(own):
    typed = sample_edits.set_cells(own, [3], 0, (("1/4", "−2,5", "0"),))
    assert rows(typed.project)[3, :3].tolist() == [0.25, -2.5, 0.0]
    assert typed.change.parts == {Part.POINTS}, "the run goes on"
    others = [0, 1, 2, 4]
    assert np.array_equal(rows(typed.project)[others], rows(own)[others])
    assert rows(typed.project)[3, 3] == rows(own)[3, 3], "it is trained with, or tested, as before"


@given(value=st.floats(-6.0, 6.0), row=st.integers(0, 4), column=st.integers(0, 1))
@settings(max_examples=25)
def test_every_number_on_the_sheet_arrives_as_it_was_typed(own, value, row, column):
    typed = sample_edits.set_cells(own, [row], column, ((repr(value),),)).project
    assert rows(typed)[row, column] == value


@pytest.mark.parametrize(
    ("column", "text", "code", "hint"),
    [
        (0, "6.01", "points.off_the_sheet", "It reaches from -6 to 6."),
        (1, "left", "table.not_a_number", "Type a number"),
        (1, "", "table.not_a_number", "Type a number"),
        (2, "2", "table.unknown_label", "There are: 0, 1."),
    ],
)
def test_what_a_point_cannot_be_is_refused_at_its_cell(own, column, text, code, hint):
    with pytest.raises(InputError) as refused:
        sample_edits.set_cells(own, [2], column, ((text,),))
    assert refused.value.code == code
    assert "row 3" in str(refused.value.where)
    assert hint in str(refused.value.hint)
    assert str(refused.value.unchanged) == "The points are as they were."


def test_a_quantity_lies_on_the_sheet_as_well(curve):
    typed = sample_edits.set_cells(curve, [1, 2], 1, (("0.25",), ("1",))).project
    assert rows(typed)[1:, 1].tolist() == [0.25, 1.0]
    with pytest.raises(InputError, match="beyond the sheet"):
        sample_edits.set_cells(curve, [1], 1, (("1.5",),))


def test_a_block_goes_on_behind_the_last_point_and_no_farther_than_the_last_column(own):
    grown = sample_edits.set_cells(own, [4, 5, 6], 0, (("1", "1", "0"), ("2", "2", "1"), ("3", "3", "1"))).project
    assert rows(grown)[4:, :3].tolist() == [[1, 1, 0], [2, 2, 1], [3, 3, 1]]
    assert len(set(rows(grown)[:, 3])) == 7, "each has a draw of its own"
    with pytest.raises(InputError) as refused:
        sample_edits.set_cells(own, [0], 1, (("1", "1", "1"),))
    assert refused.value.code == "table.too_wide"


def test_a_row_more_is_a_point_like_the_one_before_it_and_rows_go(own):
    more = sample_edits.add_row(own, 4).project
    assert rows(more)[5, :3].tolist() == [0.0, 0.0, 1.0]
    fewer = sample_edits.delete_rows(more, [0, 5]).project
    assert np.array_equal(rows(fewer), rows(own)[1:])


def test_no_cell_of_a_point_is_emptied(own):
    with pytest.raises(InputError) as refused:
        sample_edits.clear_cells(own, {0: np.array([0])})
    assert refused.value.code == "points.no_gaps"


def test_there_is_no_room_for_more_points_than_can_be_drawn(own):
    full = drawn_edits.add_points(own, [(0.0, 0.0)] * (MOST_POINTS - 5), 0).project
    assert len(prepare(full.data).dataset.inputs) == MOST_POINTS
    for too_many in (
        lambda: sample_edits.add_row(full, 1),
        lambda: sample_edits.set_cells(full, [MOST_POINTS], 0, (("1",),)),
    ):
        with pytest.raises(InputError, match="At most 10,000 points"):
            too_many()


def test_what_stood_there_already_is_no_edit(own):
    typed = sample_edits.set_cells(own, [0], 0, (("1,5",),)).project
    assert sample_edits.set_cells(typed, [0], 0, (("1.5",),)).project is typed
    target = int(rows(own)[0, -2])
    assert drawn_edits.set_targets(own, [0], float(target)).project is own
