"""Columns tell by their names that they are the pixels of a picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.classics import CLASSICS, load
from nnsim.data.pixels import picture_shape, picture_size, pixel_names

SIDES = st.integers(3, 12)


@given(SIDES, SIDES, st.sampled_from((0, 1)), st.sampled_from(("pixel_{}_{}", "{}x{}", "p{}_{}")))
def test_rows_and_columns_in_the_names_are_a_picture_of_that_size(height, width, first, form):
    names = tuple(form.format(row + first, column + first) for row in range(height) for column in range(width))
    assert picture_size(names) == (height, width)
    assert picture_size(names[1:]) is None
    assert picture_size((*names[1:], names[0])) is None


@given(SIDES, st.sampled_from((0, 1)))
def test_counted_pixels_are_a_square(side, first):
    assert picture_size(tuple(f"pixel{first + place}" for place in range(side * side))) == (side, side)
    assert picture_size(tuple(f"pixel{first + place}" for place in range(side * side + 1))) is None


@pytest.mark.parametrize("names", [(), ("x1", "x2"), ("a_1_1", "a_1_2", "a_2_1", "a_2_2"), ("pixel_0_0",) * 9])
def test_other_columns_are_no_picture(names):
    assert picture_size(names) is None


@pytest.mark.parametrize("name", sorted(CLASSICS))
def test_the_tables_that_come_along_are_told_apart(name):
    table = load(name)
    inputs = tuple(column for column in table.column_names if column != CLASSICS[name].target)
    assert picture_size(inputs) == CLASSICS[name].image_shape


@given(SIDES, SIDES)
def test_three_channels_one_after_another_are_a_picture_in_colour(height, width):
    names = pixel_names(3, height, width)
    assert picture_shape(names) == (3, height, width)
    assert picture_size(names) is None
    assert picture_shape(pixel_names(1, height, width)) == (1, height, width)
    assert picture_shape(names[1:]) is None
    assert picture_shape((*names[height * width :], *names[: height * width])) is None, "green before red"
