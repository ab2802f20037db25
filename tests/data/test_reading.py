"""Reading CSV: dialects, names, kinds of columns, and what the notices tell."""

import csv
import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnsim.data.cells import block_of_numbers, number_in
from nnsim.data.choices import Choices, Pasted
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.data.tables import Table


@pytest.fixture
def read(tmp_path):
    """Read a file of these contents."""

    def _read(contents: str | bytes, **options) -> Table:
        path = tmp_path / "scores.csv"
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return read_table(path, Choices(**options))

    return _read


def columns(table: Table) -> dict[str, list]:
    return {
        column.name: [
            None if np.isnan(v) else column.labels[int(v)] if column.labels else v for v in column.values.tolist()
        ]
        for column in table.columns
    }


def told(table: Table, *words: str) -> bool:
    return any(all(word in notice for word in words) for notice in table.notices)


@pytest.mark.parametrize(
    ("delimiter", "decimal", "title"),
    [
        (",", ".", "commas"),
        (";", ".", "semicolons"),
        (";", ",", "semicolons"),
        ("\t", ",", "tabs"),
        ("|", ".", "vertical bars"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_dialect_is_found_out_and_told(read, delimiter, decimal, title, line_end):
    lines = [["x", "y"], ["1.5", "2"], ["-3.25", "4e2"]]
    table = read(line_end.join(delimiter.join(cells).replace(".", decimal) for cells in lines))
    assert columns(table) == {"x": [1.5, -3.25], "y": [2.0, 400.0]}
    assert told(table, title)
    assert told(table, "Decimal mark: comma") == (decimal == ",")


def test_semicolons_with_decimal_commas_need_no_header(read):
    assert columns(read("1,5;2,5\n3,5;4,5\n")) == {"column 1": [1.5, 3.5], "column 2": [2.5, 4.5]}


def test_quoted_decimal_commas_between_commas(read):
    assert columns(read('x,y\n"1,5","2"\n"2,5","3"\n')) == {"x": [1.5, 2.5], "y": [2.0, 3.0]}


def test_number_between_quoted_cells_is_no_decimal_comma(read):
    table = read('"shop","n","city","m","x"\n"a",3,"U",7,0.5\n"b",4,"V",8,1.5\n')
    assert columns(table)["x"] == [0.5, 1.5]
    assert not told(table, "Decimal mark")


@pytest.mark.parametrize("text", ["x\n1\n2\n", "x\n1,0\n2,0\n"])
def test_file_with_one_column(read, text):
    table = read(text)
    assert columns(table) == {"x": [1.0, 2.0]}
    assert told(table, "one column")


@pytest.mark.parametrize("mark", [";", "|", ","])
def test_line_of_a_spreadsheet_program_that_names_the_delimiter_is_obeyed(read, mark):
    table = read(f"sep={mark}\r\nx{mark}y\r\n1{mark}2\r\n")
    assert columns(table) == {"x": [1.0], "y": [2.0]}
    assert told(table, "as the first line says")


def test_columns_of_numbers_between_spaces(read):
    table = read("  x   y  kind\n 1.5  2  a\n  3    4e2   b \n")
    assert columns(table) == {"x": [1.5, 3.0], "y": [2.0, 400.0], "kind": ["a", "b"]}
    assert told(table, "separated by spaces")


@pytest.mark.parametrize(("mark", "is_told"), [(".", True), (",", True), (";", False)])
def test_numbers_that_all_have_three_decimals_may_be_thousands_and_it_is_told(mark, is_told):
    cells = ["1.000", "12.500", "123.250"] if is_told else ["1.000", "12.5", "123.250"]
    text = "people;y\n" + "".join(f"{cell.replace('.', mark) if is_told else cell};1\n" for cell in cells)
    told_of = [notice for notice in preview_table(Pasted(text)).notices if "thousands" in notice]
    assert bool(told_of) == is_told


@pytest.mark.parametrize("head", ["", "t U\n", "  t      U\n"])
def test_decimal_commas_between_spaces_are_not_torn_apart(read, head):
    table = read(head + " 0,5   2,25\n 1,0   4,50\n 2     6,75\n")
    assert [column.values.tolist() for column in table.columns] == [[0.5, 1.0, 2.0], [2.25, 4.5, 6.75]]


@pytest.mark.parametrize("text", ["Route 66,1\nRoute 7,2\nGate 9,3\n", "a, b\n1, 2\n3, 4\n"])
def test_commas_beside_spaces_separate_cells(read, text):
    assert told(read(text), "separated by commas")


def test_years_above_numbers_are_names(read):
    assert read("country;2019;2020\nDE;1;2\nFR;3;4\n").column_names == ("country", "2019", "2020")
    assert read("month;2023\nJan;5.2\nFeb;6.1\n").column_names == ("month", "2023")


def test_columns_that_are_counted_from_zero_are_names(read):
    assert read("0,1,2,kind\n5.1,3.5,1.4,a\n4.9,3.0,1.4,b\n").column_names == ("0", "1", "2", "kind")
    assert read(",".join(map(str, range(20))) + "\n" + "7," * 19 + "7\n").column_names[-1] == "19"


@pytest.mark.parametrize(
    "text", ["Anna;2005;2010\nBen;2007;2011\n", "bread;1999\nmilk;850\n", "0,1,2\n3,1,2\n", "a,1,2\nb,2,3\na,1,1\n"]
)
def test_numbers_above_their_like_are_values(read, text):
    assert read(text).column_names[0] == "column 1"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("80331", "01067"), "zeros in front are dropped, “01067” is read as 1067"),
        (("12345678901234567", "3"), "about 16 digits, “12345678901234567” is read as 12345678901234568"),
        (("9007199254740992", "0", "0.5"), None),
    ],
)
def test_digits_that_a_number_loses_are_told(read, cells, words):
    table = read("code;y\n" + "".join(f"{cell};1\n" for cell in cells))
    notices = [notice for notice in table.notices if "codes or names" in notice]
    assert bool(notices) == (words is not None)
    assert words is None or words in notices[0]


def test_words_between_spaces_stay_together(read):
    assert columns(read("remark\ngood day\nbad day\n")) == {"remark": ["good day", "bad day"]}


def test_numbers_among_many_labels_may_look_like_thousands(read):
    assert read("house,y\n7,1\n7a,2\n1'234,3\n").column("house").labels == ("1'234", "7", "7a")


def test_one_column_of_decimal_commas_without_header_if_asked(read):
    assert columns(read("1,5\n2,5\n", decimal=",")) == {"column 1": [1.5, 2.5]}


def test_one_column_of_text_with_commas(read):
    table = read("remark\ngood\nbad, really\nfine\ngood\n")
    assert columns(table) == {"remark": ["good", "bad, really", "fine", "good"]}


def test_what_is_asked_for_overrules_what_is_found(read):
    table = read("1;2\n3;4\n", delimiter=",", has_header=True)
    assert columns(table) == {"1;2": ["3;4"]}


@pytest.mark.parametrize(
    ("encoding", "title"),
    [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-8", "UTF-8"), ("cp1252", "Windows-1252")],
)
def test_encoding_is_found_out_and_told(read, encoding, title):
    table = read("größe,art\n1,süß\n2,öde\n".encode(encoding))
    assert columns(table) == {"größe": [1.0, 2.0], "art": ["süß", "öde"]}
    assert told(table, "Text encoding", title)


def test_byte_order_mark_does_not_stick_to_the_first_name(read):
    assert read(b"\xef\xbb\xbfx,y\n1,2\n").column_names == ("x", "y")
    assert read(b"\xef\xbb\xbfx,y\n1,2\n", encoding="utf-8").column_names == ("x", "y")


def test_named_encoding_is_used(read):
    assert columns(read("x\nя\nю\n".encode("koi8-r"), encoding="koi8-r")) == {"x": ["я", "ю"]}


@pytest.mark.parametrize(
    ("text", "has_header"),
    [
        ("a,b\n1,2\n3,4\n", True),
        ("1,2\n3,4\n", False),
        ("5.1,setosa\n4.9,setosa\n", False),
        ("size,species\n5.1,setosa\n4.9,setosa\n", True),
        ("colour,taste\nred,sweet\ngreen,sour\n", True),
        ("red,sweet\ngreen,sour\nred,sour\n", False),
        ("a,b\n?,2\n3,?\n", True),
        ("1,2\n", False),
    ],
)
def test_header_is_told_from_values(read, text, has_header):
    table = read(text)
    assert table.n_rows == text.count("\n") - has_header
    assert told(table, "holds the names") == has_header
    assert told(table, "column 1, column 2") != has_header


def test_header_can_be_decided_by_hand(read):
    assert columns(read("2019,2020\n1,2\n", has_header=True)) == {"2019": [1.0], "2020": [2.0]}
    assert read("a,b\n1,2\n2,3\n3,4\n", has_header=True).n_rows == 3
    assert read("a,b\nc,d\n", has_header=False).n_rows == 2


def test_doubled_and_blank_names_are_made_different_and_told(read):
    table = read("x,x,,x (2)\n1,2,3,4\n")
    assert table.column_names == ("x", "x (3)", "column 3", "x (2)")
    assert told(table, "“x”", "“x (3)”")
    assert told(table, "Column 3", "no name")


def test_blank_lines_are_skipped_and_told(read):
    table = read("\nx,y\n\n1,2\n   \n3,4\n\n")
    assert columns(table) == {"x": [1.0, 3.0], "y": [2.0, 4.0]}
    assert told(table, "4 blank lines", "line 1")


@pytest.mark.parametrize("mark", ["", "NA", "N/A", "nan", "NaN", "?", "-", "null", "NULL", " ", "None", "."])
def test_missing_number_is_nan_and_told_with_its_line(read, mark):
    table = read(f"x,y\n1,2\n{mark},4\n5,6\n")
    assert columns(table)["x"] == [1.0, None, 5.0]
    assert told(table, "“x”", "1 cell is missing", "line 3")


def test_none_among_labels_is_a_label(read):
    assert columns(read("x,y\nnone,1\nmild,2\n?,3\n"))["x"] == ["none", "mild", None]


def test_text_column_becomes_categories_in_alphabetical_order(read):
    table = read("x,y\nb,1\na,2\nb,3\n")
    assert table.column("x").kind == "category"
    assert table.column("x").labels == ("a", "b")
    assert table.column("x").values.tolist() == [1.0, 0.0, 1.0]
    assert told(table, "“x”", "2 categories", "a, b")


def test_numbers_among_labels_are_labels_and_told(read):
    table = read("house,y\n7,1\n7a,2\n8b,3\n9c,4\n")
    assert table.column("house").labels == ("7", "7a", "8b", "9c")
    assert told(table, "Also 1 number, taken as text")


def test_empty_column_is_left_out_and_told(read):
    table = read("x,note,y\n1,,2\n3,,4\n")
    assert table.column_names == ("x", "y")
    assert told(table, "“note”", "left out")


def test_quoted_cells_may_hold_delimiters_quotes_and_line_breaks(read):
    table = read('x,y\n"a, ""b""",1\n"c\nd",2\n')
    assert columns(table) == {"x": ['a, "b"', "c\nd"], "y": [1.0, 2.0]}


def test_spaces_around_cells_do_not_matter(read):
    assert columns(read('x , y\n 1 ,  "a"\n2, b \n')) == {"x": [1.0, 2.0], "y": ["a", "b"]}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("−1.5", -1.5),
        ("+2", 2.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1E-3", 1e-3),
        ("1e−3", 1e-3),
        ("007", 7.0),
        ("1e-400", 0.0),
        ("-0", -0.0),
    ],
)
def test_spelling_of_a_number(read, cell, expected):
    value = read(f"x,y\n{cell},1\n1,1\n").column("x").values[0]
    assert value == expected
    assert np.signbit(value) == np.signbit(expected)


@pytest.mark.parametrize("cell", ["1_000", "0x10", "１２", "٣", "inf", "-Infinity", "1e", "TRUE", "1e5.0", "--1", "²"])
def test_what_python_or_numpy_would_take_for_a_number_is_text(read, cell):
    table = read(f"x,y\n{cell},1\n{cell},2\n")
    assert table.column("x").labels == (cell,)


def test_table_has_the_name_of_its_file_and_cannot_be_written_to(read):
    table = read("x,y\n1,2\n")
    assert table.name == "scores.csv"
    with pytest.raises(ValueError, match="read-only"):
        table.columns[0].values[0] = 2.0


def test_column_names_are_found_by_name(read):
    with pytest.raises(KeyError):
        read("x,y\n1,2\n").column("z")


def test_hundred_thousand_rows_are_read_in_seconds(tmp_path):
    path = tmp_path / "large.csv"
    row = ",".join(["0.12345", "-17", "1e-3", "2.5"])
    path.write_text("a,b,c,d\n" + f"{row}\n" * 100_000)
    assert read_table(path).n_rows == 100_000


numbers = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**18), 10**18).map(float))
words = st.text(st.sampled_from("abcäß ,;|\t\"'\n.5"), min_size=1, max_size=8).map(lambda text: f"w{text}w")


@st.composite
def dialects(draw) -> dict[str, str]:
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    return {
        "delimiter": delimiter,
        "decimal": draw(st.sampled_from([".", ","])) if delimiter != "," else ".",
        "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
    }


@given(
    st.lists(st.tuples(numbers, numbers | st.none(), words), min_size=1, max_size=12),
    dialects(),
    st.booleans(),
    st.booleans(),
)
def test_every_number_comes_back_bit_for_bit_in_every_dialect(rows, dialect, quote_all, is_told):
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=dialect["delimiter"],
        lineterminator=dialect["lineterminator"],
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
    )
    writer.writerow(["first", "second", "word"])
    for first, second, word in rows:
        spelt = ["" if n is None else repr(n).replace(".", dialect["decimal"]) for n in (first, second)]
        writer.writerow([*spelt, word])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_bytes(text.getvalue().encode(dialect["encoding"]))
        told_options = {key: dialect[key] for key in ("delimiter", "decimal", "encoding")}
        # One row of words full of delimiters leaves nothing to find out from.
        table = (
            read_table(path, Choices(has_header=True, **told_options))
            if is_told or len(rows) < 4
            else read_table(path, Choices(delimiter=dialect["delimiter"], decimal=dialect["decimal"]))
        )
    expected = [np.array([np.nan if row[k] is None else row[k] for row in rows]) for k in (0, 1)]
    assert table.column("first").values.tobytes() == expected[0].tobytes()
    if not np.isnan(expected[1]).all():
        np.testing.assert_array_equal(table.column("second").values, expected[1])
    assert columns(table)["word"] == [word for _, _, word in rows]


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=12), dialects())
def test_dialect_of_a_table_of_numbers_is_found_without_help(rows, dialect):
    lines = [dialect["delimiter"].join(repr(n).replace(".", dialect["decimal"]) for n in row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_bytes("\n".join(["first" + dialect["delimiter"] + "second", *lines]).encode(dialect["encoding"]))
        table = read_table(path)
    assert table.column("first").values.tobytes() == np.array([row[0] for row in rows]).tobytes()
    assert table.column("second").values.tobytes() == np.array([row[1] for row in rows]).tobytes()


NUMERALS = st.text(st.sampled_from("0123456789+-eE., naif_\t−"), max_size=6)


@given(st.lists(NUMERALS, min_size=1, max_size=4), st.sampled_from(".,"))
@example(["nan"], ".")
@example(["inf"], ".")
@example(["1_0"], ".")
@example([" 1 "], ".")
@example(["1e999"], ".")
@example([""], ".")
def test_block_of_numbers_holds_what_each_cell_says(cells, decimal):
    found = block_of_numbers("\n".join(f"{cell};1" for cell in cells), ";", decimal, [0])
    if found is not None:
        assert found[:, 0].tolist() == [number_in(cell.strip(), decimal) for cell in cells]


@given(st.lists(numbers, min_size=1, max_size=6))
def test_block_of_plain_numbers_is_taken_bit_for_bit(values):
    found = block_of_numbers("\n".join(f"a|{value!r}|1" for value in values), "|", ".", [1, 2])
    assert found[:, 0].tobytes() == np.array(values).tobytes()
