"""Cells typed by hand: what a text means, and that all the rest stays as it was."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.dataset import frozen
from nnsim.data.pasted_numbers import decimal_of, may_be_thousands
from nnsim.data.tables import Column, Table
from nnsim.data.typed_cells import BY_HAND, block_in, with_cells, with_empty_rows, without_rows
from nnsim.errors import TableError

TABLE = Table(
    "fruit",
    (
        Column("weight", "number", frozen([1.5, 2.0, np.nan, 4.0])),
        Column("kind", "category", frozen([0, 1, 1, np.nan]), ("apple", "pear")),
    ),
)


def labels(column: Column) -> list[str]:
    return ["" if np.isnan(value) else column.labels[int(value)] for value in column.values]


@pytest.mark.parametrize(
    ("text", "value"), [("0.5", 0.5), ("0,5", 0.5), (" 1/3 ", 1 / 3), ("−2", -2.0), ("3e-4", 3e-4), ("1 000,5", 1000.5)]
)
def test_a_number_is_understood_as_a_person_types_it(text: str, value: float) -> None:
    assert with_cells(TABLE, {0: {1: text}}).columns[0].values[1] == value


@pytest.mark.parametrize("text", ["", "  ", "?", "NA", "none"])
def test_an_empty_cell_has_no_value(text: str) -> None:
    assert np.isnan(with_cells(TABLE, {0: {0: text}}).columns[0].values[0])


def test_text_among_numbers_is_refused_with_its_cell() -> None:
    with pytest.raises(TableError) as refused:
        with_cells(TABLE, {0: {2: "heavy"}})
    assert refused.value.code == "table.not_a_number"
    assert refused.value.where == "fruit, row 3, column “weight”"
    assert refused.value.unchanged


def test_a_new_label_takes_its_place_in_the_order_and_no_other_cell_changes() -> None:
    kinds = with_cells(TABLE, {1: {0: "banana"}}).columns[1]
    assert kinds.labels == ("apple", "banana", "pear")
    assert labels(kinds) == ["banana", "pear", "pear", ""]


def test_a_label_that_is_left_nowhere_stays_one_of_the_column() -> None:
    assert with_cells(TABLE, {1: {0: "pear"}}).columns[1].labels == ("apple", "pear")


def test_columns_that_nobody_typed_into_are_the_same_ones() -> None:
    typed = with_cells(TABLE, {0: {0: "9"}})
    assert typed.columns[1] is TABLE.columns[1]
    assert typed.notices == (BY_HAND,)
    assert with_cells(typed, {0: {0: "8"}}).notices == (BY_HAND,)


@settings(max_examples=20)
@given(at=st.integers(0, 4), count=st.integers(1, 3))
def test_empty_rows_that_are_deleted_again_leave_the_table_as_it_was(at: int, count: int) -> None:
    longer = with_empty_rows(TABLE, at, count)
    assert longer.n_rows == 4 + count
    assert np.isnan(longer.columns[0].values[at : at + count]).all()
    back = without_rows(longer, range(at, at + count))
    for one, other in zip(TABLE.columns, back.columns, strict=True):
        assert np.array_equal(one.values, other.values, equal_nan=True)


def test_a_copied_block_has_its_cells_and_its_empty_ones() -> None:
    assert block_in('1,5\t"a b"\r\n\t2\r\n') == (("1,5", "a b"), ("", "2"))
    assert block_in("7") == (("7",),)
    assert block_in("1\n\n3\n") == (("1",), ("",), ("3",))


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("2.5", "1.234"), (2.5, 1.234)),
        (("2,5", "1,234"), (2.5, 1.234)),
        (("0,545", "1,234"), (0.545, 1.234)),
        (("1.234", "7"), (1.234, 7.0)),
        (("1/4", "−2,5"), (0.25, -2.5)),
    ],
)
def test_numbers_of_a_block_have_one_decimal_mark(texts: tuple[str, str], values: tuple[float, float]) -> None:
    assert with_cells(TABLE, {0: dict(enumerate(texts))}).columns[0].values[:2].tolist() == list(values)


@pytest.mark.parametrize(
    ("texts", "row", "code"),
    [
        (("2.5", "1,234"), 2, "table.thousands"),
        (("2,5", "1.234"), 2, "table.thousands"),
        (("1,234", "5,678"), 1, "table.thousands"),
        (("7", "1 000"), 2, "table.thousands"),
        (("2.5", "1,5"), 2, "table.not_a_number"),
        (("2.5", "1/0"), 2, "table.not_a_number"),
        (("2.5", "1e999"), 2, "table.not_a_number"),
    ],
)
def test_a_pasted_cell_that_can_be_meant_otherwise_is_named(texts: tuple[str, str], row: int, code: str) -> None:
    with pytest.raises(TableError) as refused:
        with_cells(TABLE, {0: dict(enumerate(texts))})
    assert refused.value.code == code
    assert refused.value.where == f"fruit, row {row}, column “weight”"


@settings(max_examples=50)
@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=4), comma=st.booleans())
def test_every_pasted_number_arrives_as_the_import_reads_it(values: list[float], comma: bool) -> None:
    texts = [repr(value).replace(".", ",") if comma else repr(value) for value in values]
    table = Table("t", (Column("x", "number", frozen(np.zeros(len(values)))),))
    if comma and any(map(may_be_thousands, texts)) and decimal_of(texts) == ".":
        with pytest.raises(TableError, match="thousands"):
            with_cells(table, {0: dict(enumerate(texts))})
    else:
        assert with_cells(table, {0: dict(enumerate(texts))}).columns[0].values.tolist() == values


def test_a_quote_at_the_beginning_of_a_cell_swallows_no_rows() -> None:
    assert block_in('"5 inch\t1\n7\t2\n"8" inch\t3') == (('"5 inch', "1"), ("7", "2"), ('"8" inch', "3"))
    assert block_in('"' + "x" * 200_000) == (('"' + "x" * 200_000,),)
    assert block_in("") == ()


@settings(max_examples=100)
@given(block=st.lists(st.lists(st.text('a"\t\n\r ', max_size=5), min_size=2, max_size=3), min_size=1, max_size=3))
def test_a_block_that_a_spreadsheet_wrote_is_read_as_it_was(block: list[list[str]]) -> None:
    cells = tuple((*row, "end") for row in block)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t").writerows(cells)
    assert block_in(text.getvalue()) == cells
