"""Every table that cannot be read as asked: its exact code, its place, and a remedy."""

import os
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.choices import Choices, Pasted
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.data.tables import Table
from nnsim.errors import NnsimError, TableError, UsageError


@pytest.fixture
def refused(tmp_path):
    """The refusal of a file of these contents."""

    def _refused(contents: str | bytes, **options) -> NnsimError:
        path = tmp_path / "t.csv"
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        with pytest.raises(NnsimError) as caught:
            read_table(path, Choices(**options))
        error = caught.value
        assert all((error.message, error.hint, error.unchanged)), "what and why, how to put it right, what has changed"
        assert error.where or isinstance(error, UsageError), "where"
        return caught.value

    return _refused


BIG = "x" * 140_000
REFUSALS = {
    "empty": ("", "table.empty", "t.csv"),
    "only blanks": (" \n\n\t\n", "table.empty", "t.csv"),
    "only a byte order mark": ("\ufeff", "table.empty", "t.csv"),
    "only delimiters": (",,\n,,\n", "table.no_values", "t.csv"),
    "only a header": ("a,b,c\n", "table.no_rows", "t.csv, line 1"),
    "only a header below a blank line": ("\na,b,c\n", "table.no_rows", "t.csv, line 2"),
    "too few cells": ("a,b\n1,2\n3\n", "table.ragged", "t.csv, line 3"),
    "too many cells": ("a,b\n1,2\n\n3,4,5\n", "table.ragged", "t.csv, line 4"),
    "a delimiter at the end": ("a,b\n1,2,\n", "table.ragged", "t.csv, line 2"),
    "ragged after a cell of two lines": ('a,b\n"1\n2",3\n4\n', "table.ragged", "t.csv, line 4"),
    "a title above the table": ("My table\n" + "a,b\n" + "1,2\n" * 20, "table.ragged", "t.csv, line 2"),
    "text among numbers": ("a,b\n1,2\nthree,4\n5,6\n", "table.not_a_number", "t.csv, line 3, column “a”"),
    "text among numbers below blank lines": (
        "a,b\n\n1,2\n\n3,x\n5,6\n",
        "table.not_a_number",
        "t.csv, line 5, column “b”",
    ),
    "underscore": ("a,b\n1,2\n1_000,4\n5,6\n", "table.not_a_number", "t.csv, line 3, column “a”"),
    "fullwidth digits": ("a,b\n1,2\n１２,4\n5,6\n", "table.not_a_number", "t.csv, line 3, column “a”"),
    "hexadecimal": ("a,b\n1,2\n0x1F,4\n5,6\n", "table.not_a_number", "t.csv, line 3, column “a”"),
    "infinity": ("a,b\n1,2\ninf,4\n5,6\n", "table.not_a_number", "t.csv, line 3, column “a”"),
    "thousands separator": ("a;b\n1;2\n1.000.000;4\n5;6\n", "table.not_a_number", "t.csv, line 3, column “a”"),
    "two decimal marks in a column": ("a;b\n1,5;2\n1.5;4\n2,5;6\n", "table.not_a_number", "t.csv, line 3, column “a”"),
    "two decimal marks in a table": (
        "a;b;c\n1,5;2.5;1,0\n1,5;4.5;2,0\n",
        "table.decimal_mixed",
        "t.csv, line 2, column “b”",
    ),
    "too large a number": ("a,b\n1,2\n1e999,4\n", "table.overflow", "t.csv, line 3, column “a”"),
    "too large in a decimal comma": ("a;b\n1,5;2\n-1e999;4\n", "table.overflow", "t.csv, line 3, column “a”"),
    "unclosed quote": ('a,b\n1,2\n"3,4\n5,6\n', "table.unclosed_quote", "t.csv, line 3"),
    "unclosed quote after cells": ('a,b\n"1\n1",2\n3,"4\n5,6\n', "table.unclosed_quote", "t.csv, line 4"),
    "unclosed quote in the second line of a record": ('a,b\n"1\n2","3\n4,5\n', "table.unclosed_quote", "t.csv, line 3"),
    "unclosed quote before quoted cells": ('a,b\n"3,4\n5,"x"\n', "table.unclosed_quote", "t.csv, line 2"),
    "unclosed quote in Windows lines": ('a,b\r\n1,2\r\n"3,4\r\n5,6\r\n', "table.unclosed_quote", "t.csv, line 3"),
    "unclosed quote before much text": ('a,b\n1,"2\n' + "3,4\n" * 50_000, "table.unclosed_quote", "t.csv, line 2"),
    "text after a quote": ('a,b\n"3"4,5\n', "table.stray_quote", "t.csv, line 2"),
    "huge cell": (f"a,b\n1,2\n{BIG},4\n", "table.huge_cell", "t.csv, line 3"),
    "huge quoted cell": (f'a,b\n1,2\n3,"{BIG}"\n', "table.huge_cell", "t.csv, line 3"),
    "very many columns": ("," * 10_001 + "\n", "table.too_wide", "t.csv"),
    "very many rows": ("1\n" * 10_000_001, "table.too_large", "t.csv"),
    "very many cells": ("," * 1_000_001 + "\n", "table.too_wide", "t.csv"),
    "NUL": ("a,b\n1,\0\n", "table.nul", "t.csv, line 2"),
    "packed file": (b"PK\x03\x04" + b"\x14\1" * 50, "table.binary", "t.csv"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "table.binary", "t.csv"),
    "random bytes": (bytes(range(1, 256)) * 20, "table.binary", "t.csv"),
    "neither UTF-8 nor Windows-1252": (b"a,b\n1,2\n\x81,3\n", "table.encoding", "t.csv, line 3"),
    "half a UTF-16 character": (b"\xff\xfea\0,", "table.encoding", "t.csv, line 1"),
    "two tables": ("a,b\n1,2\n\nc,d,e\n1,2,3\n", "table.ragged", "t.csv, line 4"),
    "two tables of the same width": ("a,b\n1,2\n3,4\n\nc,d\n5,6\n", "table.not_a_number", "t.csv, line 5, column “a”"),
    "a cell of ten million letters": ("a,b\n1," + "x" * 10**7 + "\n", "table.huge_cell", "t.csv, line 2"),
    "thousands set apart": (
        "city;people\nA;1,234,567\nB;2,950,000\nC;12,345,678\n",
        "table.thousands",
        "t.csv, line 2, column “people”",
    ),
    "thousands set apart by spaces": ("a;b\n1 000;x\n20 000;y\n", "table.thousands", "t.csv, line 2, column “a”"),
    "commas that are marks of decimals or of thousands": ('a,b\nx,"1,234"\ny,"12,345"\n', "table.thousands", "t.csv"),
    "thousands beside a quoted name": (
        'shop,n,sales\n"Ulm, Nord",3,"1,234"\n"Bonn",12,"2,345"\n',
        "table.thousands",
        "t.csv",
    ),
    "thousands only where needed, between quoted names": (
        '"name","a","b"\n"n1",599,1\n"n2","1,100",2\n',
        "table.thousands",
        "t.csv",
    ),
    "one column or two": ("0,05\n1,10\n-2,075\n12,5\n", "table.one_or_two", "t.csv"),
    "a failed formula": ("a,b\n1,2\n#REF!,3\n", "table.formula", "t.csv, line 3, column “a”"),
    "letters of no encoding": ("a,b\n1,łódź\n".encode("iso8859-2"), "table.encoding", "t.csv, line 2"),
    "a program": (b"\x7fELF" + bytes(200), "table.binary", "t.csv"),
    "an array of NumPy": (b"\x93NUMPY\x01\0" + bytes(100), "table.binary", "t.csv"),
    "more texts than a project can hold": (
        "a,b,c,y\n" + "".join(f"{row}-{'€' * 50},{row}+{'€' * 50},{row}*{'€' * 50},1\n" for row in range(19_000)),
        "table.too_many_texts",
        "t.csv, column “a”",
    ),
    "colons between cells": ("a:b:c\n1.5:2.5:3.5\n4.5:5.5:6.5\n", "table.separator", "t.csv"),
}


@pytest.mark.parametrize(("contents", "code", "where"), REFUSALS.values(), ids=REFUSALS.keys())
def test_faulty_file_is_refused_by_code_and_place(refused, contents, code, where):
    error = refused(contents)
    assert isinstance(error, TableError)
    assert (error.code, error.where) == (code, where)


def test_ragged_row_tells_what_was_expected_and_what_was_seen(refused):
    error = refused("a,b,c\n1,2\n")
    assert error.message == "The row has 2 cells separated by commas, but line 1 has 3 cells."
    assert error.where == "t.csv, line 2"
    assert "missing" in error.hint
    assert "quotes" in refused("a,b\n1,2,3\n").hint


def test_second_table_below_a_blank_line_gets_its_own_hint(refused):
    assert "another table" in refused("a,b\n1,2\n\nc,d,e\n1,2,3\n").hint
    assert "another table" not in refused("a,b\n\n1,2\n1,2,3\n").hint


def test_cell_that_is_not_a_number_is_quoted(refused):
    assert "“12 kg”" in refused("a,b\n1,2\n12 kg,4\n5,6\n").message


def test_other_decimal_mark_in_a_cell_gets_its_own_hint(refused):
    assert "decimal mark" in refused("a;b\n1,5;2\n1.5;4\n2,5;6\n").hint


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"delimiter": ""}, "table.delimiter"),
        ({"delimiter": "::"}, "table.delimiter"),
        ({"delimiter": '"'}, "table.delimiter"),
        ({"delimiter": "a"}, "table.delimiter"),
        ({"decimal": ";"}, "table.decimal"),
        ({"gaps": ("-1,5",)}, "table.gap"),
    ],
)
def test_option_that_makes_no_sense_is_wrong_use(refused, options, code):
    error = refused("a,b\n1,2\n", **options)
    assert isinstance(error, UsageError)
    assert error.code == code


@pytest.mark.parametrize("encoding", ["utf-99", "ascii", "hex", "u\0tf"])
def test_encoding_that_does_not_fit_is_refused(refused, encoding):
    assert refused("größe,b\n1,2\n", encoding=encoding).code == "table.encoding"


def test_missing_file_and_folder_are_refused(tmp_path):
    for path, code in ((tmp_path / "no.csv", "table.not_found"), (tmp_path, "table.not_a_file")):
        with pytest.raises(TableError) as caught:
            read_table(path)
        assert (caught.value.code, caught.value.where) == (code, str(path))


def test_path_that_no_system_allows_is_refused():
    with pytest.raises(TableError) as caught:
        read_table(Path("a\0b.csv"))
    assert caught.value.code == "table.unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this platform")
def test_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(TableError) as caught:
        read_table(tmp_path / "pipe.csv")
    assert caught.value.code == "table.not_a_file"


def test_forbidden_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n")

    def forbid(_self, _mode):
        raise PermissionError(13, "denied")

    monkeypatch.setattr("pathlib.Path.open", forbid)
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert caught.value.code == "table.no_permission"


def test_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(2**30 + 1)
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert caught.value.code == "table.too_large"


def test_file_that_vanishes_between_a_look_and_reading_is_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n")
    assert not preview_table(path).problems
    path.unlink()
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert caught.value.code == "table.not_found"
    assert preview_table(path).problems[0].code == "table.not_found"


@pytest.mark.parametrize("name", ["a number is no number", "spoilt"])
def test_problem_of_a_preview_is_the_error_of_reading(tmp_path, name):
    path = tmp_path / "t.csv"
    path.write_text({"a number is no number": "a;b\n1,5;2\n1.5;4\n2,5;6\n", "spoilt": "a,b\n1,2\n3\n"}[name])
    seen = preview_table(path)
    with pytest.raises(TableError) as caught:
        read_table(path)
    problem, error = seen.problems[0], caught.value
    assert (problem.code, problem.where, problem.line, problem.column) == (
        error.code,
        error.where,
        error.line,
        error.column,
    )
    assert seen.rows, "what is wrong is shown among what is right"


def remedied(contents: bytes) -> Table:
    """What is read when the first remedy of each problem is followed, one after the other."""
    source = Path("t.csv")
    source.write_bytes(contents)
    choices = Choices()
    for _ in range(5):
        problems = preview_table(source, choices).problems
        if not problems:
            return read_table(source, choices)
        choices = problems[0].remedies[0].choices
    raise AssertionError("no end of problems")


@pytest.mark.parametrize(
    ("contents", "name", "values"),
    [
        (b"a:b\n1.5:2\n3:4\n", "a", [1.5, 3.0]),
        (b"a;b;c\n1,5;2,5;7\n1;4;8\n1.5;6.5;9\n", "c", [7.0, 8.0, 9.0]),
        ("a,b\n1,åker\n2,öl\n".encode("cp850"), "a", [1.0, 2.0]),
        (b"a,b\n1,2\n3,#REF!\n", "a", [1.0, 3.0]),
        (b"Birds, by class 9b\n\n\na;b\n1;2\n3;4\n", "a", [1.0, 3.0]),
        (b"sep=,\nBirds\na,b\n1,2\n3,4\n", "a", [1.0, 3.0]),
    ],
)
def test_remedies_lead_to_a_table(tmp_path, monkeypatch, contents, name, values):
    monkeypatch.chdir(tmp_path)
    assert remedied(contents).column(name).values.tolist() == values


def test_title_above_a_table_can_be_skipped_with_one_button():
    source = Pasted("Birds of class 9b\nsize,wings\n24.5,188.0\n10.7,132.2\n9.5,131.7\n")
    seen = preview_table(source)
    (problem,) = seen.problems
    assert [remedy.label for remedy in problem.remedies] == ["Skip line 1"]
    assert "title" in problem.hint
    assert not any("is empty" in notice for notice in seen.notices), "a column without rows is not told to be empty"
    mended = preview_table(source, problem.remedies[0].choices)
    assert [column.name for column in mended.columns] == ["size", "wings"]
    assert (mended.first_line, mended.lines[0]) == (2, 3)


def test_row_that_is_longer_than_the_others_is_no_reason_to_skip_lines():
    (problem,) = preview_table(Pasted("a,b\n1,2\n3,4,5\n6,7\n")).problems
    assert not problem.remedies


def test_word_among_numbers_can_be_taken_as_missing_with_the_first_button():
    source = Pasted("name;sleep\nA;4,6\nB;k.A.\nC;8,6\nD;K.A.\nE;9,6\n")
    (problem,) = preview_table(source).problems
    assert problem.remedies[0].label == "Take “k.A.” as missing (2 cells)"
    choices = problem.remedies[0].choices
    assert not preview_table(source, choices).problems
    values = read_table(source, choices).column("sleep").values
    assert np.isnan(values).tolist() == [False, True, False, True, False]


def test_word_for_missing_is_no_category_either():
    table = read_table(Pasted("a,b\n1,oak\n2,unknown\n3,fir\n"), Choices(gaps=("Unknown",)))
    assert table.column("b").labels == ("fir", "oak")
    assert np.isnan(table.column("b").values[1])


def test_one_column_or_two_is_for_a_person_to_say():
    source = Pasted("0,05\n1,10\n-2,075\n12,5\n")
    (problem,) = preview_table(source).problems
    one, two = (read_table(source, remedy.choices) for remedy in problem.remedies)
    assert one.columns[0].values.tolist() == [0.05, 1.1, -2.075, 12.5]
    assert len(two.columns) == 2


def test_number_in_the_other_decimal_mark_is_not_offered_as_missing():
    (problem,) = preview_table(Pasted("a;b\n1,5;2\n1.5;4\n2,5;6\n")).problems
    assert not any("missing" in remedy.label for remedy in problem.remedies)


def test_decimals_below_one_are_no_thousands_to_warn_of():
    seen = preview_table(Pasted("a,b\n1.535,x\n-0.306,y\n2.144,x\n"))
    assert not any("thousands" in notice for notice in seen.notices)
    seen = preview_table(Pasted("a,b\n1.535,x\n-3.306,y\n2.144,x\n"))
    assert any("thousands" in notice for notice in seen.notices)
