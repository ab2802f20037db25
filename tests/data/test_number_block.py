"""Blocks of numbers as spreadsheets write them: what is read, what is supposed and said, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from nnsim.data.number_block import Decimal, read_block, write_block
from nnsim.errors import TableError


def read(text: str, decimal: Decimal = ".") -> list[list[float]]:
    return read_block(text, decimal).values.tolist()


@given(
    values=arrays.arrays(
        st.sampled_from([np.float32, np.float64]),
        arrays.array_shapes(min_dims=2, max_dims=2, max_side=4),
        elements={"allow_nan": False, "allow_infinity": False},
    ),
    decimal=st.sampled_from([".", ","]),
    named=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_what_is_copied_is_pasted_to_the_bit(values: np.ndarray, decimal: Decimal, named: bool) -> None:
    names = ([f"x{row}" for row in range(len(values))], [f"h {column}" for column in range(values.shape[1])])
    found = read_block(write_block(values, decimal, names if named else None), decimal).values
    assert found.astype(values.dtype).tobytes() == values.tobytes()


@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_numbers_of_any_size_come_back_to_the_bit(values: list[float]) -> None:
    row = np.array([values])
    assert read_block(write_block(row, ","), ",").values.tobytes() == row.tobytes()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1\t2\n3\t4\n", [[1.0, 2.0], [3.0, 4.0]]),
        ("0,5\t-1,25\r\n1e-3\t2\r\n", [[0.5, -1.25], [0.001, 2.0]]),
        ("0.5;1.5\n2;3\n;\n", [[0.5, 1.5], [2.0, 3.0]]),
        ("0.5,1.5\n-2.25,3\n", [[0.5, 1.5], [-2.25, 3.0]]),
        ("1,2,3\n4,5,6", [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        ("1/3\t−1/4", [[1 / 3, -0.25]]),
        ("1.234,5\t2", [[1234.5, 2.0]]),
        ("1,234.5", [[1234.5]]),
        ("1,234,567", [[1234567.0]]),
        ("1,234\t0,5", [[1.234, 0.5]]),
        ("1,234\t0.5", [[1234.0, 0.5]]),
        ("0,123", [[0.123]]),
        ("1 234,5\t12\u202f345", [[1234.5, 12345.0]]),
        (' 0.5 \t"2"\n', [[0.5, 2.0]]),
        ("0,5/1,5", [[0.5 / 1.5]]),
        (",5\t+2,", [[0.5, 2.0]]),
    ],
)
def test_numbers_are_read_as_they_were_meant_whatever_the_language(text: str, values: list[list[float]]) -> None:
    assert read(text, ".") == read(text, ",") == values


@pytest.mark.parametrize(("decimal", "value", "told"), [(".", 1234.0, "1234"), (",", 1.234, "1.234")])
def test_what_could_be_either_is_read_by_the_language_and_said(decimal: Decimal, value: float, told: str) -> None:
    found = read_block("1,234", decimal)
    assert found.values.tolist() == [[value]]
    assert f"“1,234” was read as {told}" in str(found.notices[0])


def test_names_at_the_sides_are_left_out_and_that_is_said() -> None:
    found = read_block("\th₁·1\th₁·2\nx₁\t1\t2\nbias\t3\t4\n", ".")
    assert found.values.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert [str(notice) for notice in found.notices] == ["Names beside the numbers were left out."]
    assert read("a\tb\n1\t2") == [[1.0, 2.0]]
    assert read("a\t1\nb\t2") == [[1.0], [2.0]]
    assert read("\t2024\t2025\n7\t1\t2\n8\t3\t4\n") == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "block.empty", "no numbers"),
        ("\t\n", "block.empty", "no numbers"),
        ("1\t2\n3\n", "block.ragged", "Row 2 of what is pasted has 1 cells, another row has 2"),
        ("1\t\n3\t4\n", "block.not_a_number", "Row 1, column 2 of what is pasted is empty"),
        ("1\tx\n3\t4\n", "block.not_a_number", "“x” in row 1, column 2"),
        ("\ta\nb\tx\n", "block.not_a_number", "“x” in row 2, column 2"),
        ("1/0", "block.not_a_number", "1/0"),
        ("1/2/3", "block.not_a_number", "1/2/3"),
        ("inf\t1", "block.not_a_number", "inf"),
        ("1e999\t1", "block.not_a_number", "1e999"),
        ("1,5\t2.5", "block.two_marks", "“1,5” has a decimal comma, but “2.5” has a decimal point"),
        ("1.23,45,6\t0,5", "block.not_a_number", "1.23,45,6"),
        ("0.5 0.25", "block.not_a_number", "0.5 0.25"),
    ],
)
def test_what_is_no_block_of_numbers_is_refused_with_its_place(text: str, code: str, words: str) -> None:
    with pytest.raises(TableError) as refused:
        read_block(text, ".")
    assert refused.value.code == code
    assert words in str(refused.value)
