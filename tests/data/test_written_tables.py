"""A table that is written is read as what it was."""

from __future__ import annotations

import pytest

from nnsim.data.choices import Choices, Pasted
from nnsim.data.reading import read_table
from nnsim.data.tables import Column
from nnsim.data.typed_cells import with_cells
from nnsim.data.written_tables import choices_for, written

TEXTS = [
    "a;b;kind\n" + "".join(f"{i},25;{i * i};{'uv'[i % 2]}\n" for i in range(6)),
    'x,"with, comma","12"\n1e-9,7,"said ""so"""\n-2,,"two words"\n',
    "n,grade\n1,01\n2,1\n3,01\n",
]


def cells(column: Column) -> list[object]:
    values = column.values.tolist()
    return [column.labels[int(value)] if column.labels and value == value else value for value in values]


@pytest.mark.parametrize("text", TEXTS, ids=["German", "quoted", "zeros in front"])
def test_what_is_written_is_read_as_the_same_table(text: str) -> None:
    read = read_table(Pasted(text, "mine"), Choices(has_header=True))
    table = with_cells(read, {0: {1: "1/3"}, len(read.columns) - 1: {0: "9"}})
    again = read_table(written(table), choices_for(table))
    assert (again.name, again.column_names) == ("mine", table.column_names)
    for one, other in zip(again.columns, table.columns, strict=True):
        assert one.kind == other.kind
        assert str(cells(one)) == str(cells(other))
