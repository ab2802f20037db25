"""Whatever the file: it is read, or refused by name; nothing is dropped and nothing made up."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nnsim.data.choices import Choices, Pasted
from nnsim.data.opening import Source
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.errors import TableError

PIECES = ("a", "1", "-2.5", "1,5", "1e999", "#REF!", "ä", "\ufeff", "\0", *' ,;\t|"', "\n", "\r\n", "\r")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
FILES = st.binary(max_size=300) | TEXTS.map(str.encode) | TEXTS.map(lambda text: text.encode("utf-16"))
DELIMITERS = st.sampled_from([None, ",", ";", " "])
KINDS = st.sampled_from([None, "number", "category", "text", "left_out"])


def is_agreed(source: Source, choices: Choices) -> None:
    """Reading does what the preview has told: it takes these columns, or refuses by a name that was told."""
    seen = preview_table(source, choices)
    if seen.problems:
        with pytest.raises(TableError) as caught:
            read_table(source, choices)
        assert caught.value.code in {problem.code for problem in seen.problems}
        return
    table = read_table(source, choices)
    assert table.n_rows
    assert list(table.column_names) == [each.name for each in seen.columns if each.kind.value != "left_out"]


@settings(max_examples=100, deadline=None)
@given(FILES)
@example(b"PK\x03\x04")
@example(b"\xd0\xcf\x11\xe0")
@example(b"sep=;")
@example(b'"')
@example(b" ")
@example(b"\xff\xfe")
def test_any_bytes_are_a_table_or_a_named_problem(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    is_agreed(path, Choices())


@settings(max_examples=60, deadline=None)
@given(TEXTS, DELIMITERS, st.sampled_from([None, ".", ","]), st.none() | st.booleans(), KINDS)
def test_any_choices_for_any_text_are_a_table_or_a_named_problem(text, delimiter, decimal, has_header, kind) -> None:
    choices = Choices(delimiter, decimal, has_header=has_header)
    names = [column.name for column in preview_table(Pasted(text), choices).columns]
    for name in names if kind is not None else ():
        choices = choices.with_kind(name, kind)
    is_agreed(Pasted(text), choices)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2))


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_labels_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    names = [f"c{number}" for number in range(len(rows[0]))]
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([names, *rows])
    kinds = tuple((name, "category") for name in names)
    choices = Choices(",", ".", has_header=True, kinds=kinds)
    if preview_table(Pasted(text.getvalue()), choices).problems:
        return
    table = read_table(Pasted(text.getvalue()), choices)
    for name, column in zip(names, table.columns, strict=True):
        for row, value in zip(rows, column.values, strict=True):
            assert np.isnan(value) or column.labels[int(value)] == row[names.index(name)].strip()
