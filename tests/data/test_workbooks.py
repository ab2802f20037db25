"""Sheets of workbooks: cells as they stand, what becomes of dates, and every fault named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.choices import Choices
from nnsim.data.dates import date_text
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.data.tables import Table
from nnsim.errors import TableError

from .workbook_making import FAILED, day, formula, write_workbook


@pytest.fixture
def read(tmp_path: Path):
    """Read a workbook whose first sheet has these rows."""

    def _read(rows, merged: str = "", choices: Choices | None = None, **others) -> Table:
        path = write_workbook(tmp_path / "marks.xlsx", {"Data": rows, **others}, merged)
        return read_table(path, choices)

    return _read


def told(table: Table, *words: str) -> bool:
    return any(all(word in notice for word in words) for notice in table.notices)


def test_numbers_arrive_as_the_file_holds_them(read) -> None:
    numbers = [0.1, 1 / 3, 1e22, 123456789012345680.0, 5.0, 5e-324, -2.5]
    table = read([["x", "y"], *([number, 1.0] for number in numbers)])
    assert table.column("x").values.tolist() == numbers


@settings(max_examples=8)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40))
def test_every_number_comes_back_bit_for_bit(tmp_path_factory: pytest.TempPathFactory, numbers: list[float]) -> None:
    path = tmp_path_factory.mktemp("books") / "numbers.xlsx"
    write_workbook(path, {"Data": [["x", "y"], *([number, 1.0] for number in numbers)]})
    assert read_table(path).column("x").values.tobytes() == np.array(numbers).tobytes()


def test_dates_stay_dates_and_it_is_told(read) -> None:
    table = read([["when", "y"], [day(43890.0), 1.0], [day(43890.25), 2.0]])
    assert table.column("when").kind == "date"
    assert table.column("when").values.tolist() == [43890.0, 43890.25]
    assert told(table, "“when” holds dates, 2020-02-29 to 2020-02-29 06:00")


def test_hours_of_more_than_a_day_stay_the_days_that_the_workbook_holds(read) -> None:
    held = (0.5, 1.0, 1.5, 1.25, 36.25, 58.75, 61.0, 70.5)
    table = read([["hours", "y"], *([day(days), 1.0] for days in held)])
    assert table.column("hours").kind == "number"
    assert table.column("hours").values.tolist() == list(held)
    assert told(table, "Times without a date (A)")


@pytest.mark.parametrize("days", [59.5, 60.5])
def test_hours_of_a_day_that_never_was_are_refused_and_not_guessed(read, days) -> None:
    with pytest.raises(TableError, match=r"1900-02-28 12:00") as caught:
        read([["hours", "y"], [day(0.5), 1.0], [day(1.5), 2.0], [day(days), 3.0]])
    assert caught.value.code == "table.not_a_number"
    assert caught.value.line == 4


def test_dates_of_january_1900_are_dates_among_dates(read) -> None:
    table = read([["born", "y"], [day(15.0), 1.0], [day(800.0), 2.0], [day(900.0), 3.0]])
    assert date_text(float(table.column("born").values[0])) == "1900-01-15"


def test_rows_above_the_table_are_skipped_where_somebody_says_so(tmp_path: Path) -> None:
    path = tmp_path / "titles.xlsx"
    write_workbook(path, {"Data": [["Our", "trip"], ["cm", "kg"], ["x", "y"], [1.0, 2.0], [3.0, 4.0]]})
    assert [column.name for column in preview_table(path).columns] == ["Our", "trip"]
    table = read_table(path, Choices(n_above=2))
    assert (table.column_names, table.n_rows) == (("x", "y"), 2)
    assert told(table, "2 lines above the table skipped, as asked.")
    preview = preview_table(path, Choices(n_above=2))
    assert (preview.first_line, preview.lines) == (3, (4, 5))
    with pytest.raises(TableError, match="empty"):
        read_table(path, Choices(n_above=9))


def test_yes_and_no_become_categories_and_it_is_told(read) -> None:
    table = read([["ok", "y"], [True, 1.0], [False, 2.0]])
    assert table.column("ok").labels == ("FALSE", "TRUE")
    assert told(table, "TRUE and FALSE")


def test_results_of_formulas_are_taken_as_they_were_saved(read) -> None:
    assert read([["x", "y"], [formula("1+1", "2"), 1.0]]).column("x").values.tolist() == [2.0]


@pytest.mark.parametrize(("cell", "shown"), [(FAILED, "#DIV/0!"), (formula("A1*2"), "=A1*2")])
def test_formula_without_a_result_is_named_and_never_taken_for_an_empty_cell(read, cell, shown) -> None:
    with pytest.raises(TableError) as caught:
        read([["x", "y"], [1.0, 1.0], [cell, 2.0], [3.0, 3.0]])
    assert (caught.value.code, caught.value.line, caught.value.column) == ("table.formula", 3, "x")
    assert shown in caught.value.message
    assert caught.value.where == "marks.xlsx, sheet “Data”, line 3, column “x”"


def test_merged_cells_all_have_the_value_of_the_first_and_it_is_told(read) -> None:
    table = read([["kind", "y"], ["oak", 1.0], [None, 2.0], ["ash", 3.0]], merged="A2:A3")
    column = table.column("kind")
    assert [column.labels[int(number)] for number in column.values] == ["oak", "oak", "ash"]
    assert told(table, "1 merged cell")


def test_empty_rows_columns_and_a_title_above_the_table_are_left_out(read) -> None:
    rows = [[], [None, "Results of the year"], [], [None, "x", "y"], [None, 1.0, 2.0], [], [None, 3.0, 4.0]]
    table = read(rows)
    assert table.column_names == ("x", "y")
    assert table.column("y").values.tolist() == [2.0, 4.0]
    assert told(table, "Results of the year")
    assert told(table, "1 empty row")


def test_first_sheet_that_holds_anything_is_read_unless_another_is_chosen(read) -> None:
    more = {"More": [["a", "b"], [1.0, 2.0]]}
    assert read([], **more).column_names == ("a", "b")
    rows = [["x", "y"], [5.0, 6.0]]
    assert told(read(rows, **more), "Sheet “Data” is read", "1 other sheet")
    assert read(rows, choices=Choices(sheet="More"), **more).column_names == ("a", "b")


def test_preview_shows_the_sheets_and_no_marks_of_text(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "marks.xlsx", {"Data": [["x", "y"], [1.5, 2.0]], "More": []})
    seen = preview_table(path)
    assert seen.sheets == ("Data", "More")
    assert seen.sheet is not None
    assert seen.sheet.value == "Data"
    assert (seen.delimiter, seen.decimal, seen.encoding) == (None, None, None)
    assert seen.rows == (("1.5", "2"),)
    assert [column.kind.value for column in seen.columns] == ["number", "number"]


def whole(path: Path) -> bytes:
    return write_workbook(path, {"Data": [["x", "y"], [1.0, 2.0]]}).read_bytes()


def test_faulty_workbooks_are_refused_by_code(tmp_path: Path) -> None:
    path = tmp_path / "marks.xlsx"
    book = whole(path)
    broken = {
        "cut short": (book[: len(book) // 2], "table.damaged"),
        "a part damaged": (book.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml"), "table.damaged"),
        "locked": (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "table.password"),
        "old and damaged": (b"\xd0\xcf\x11\xe0" + bytes(600), "table.damaged"),
    }
    for name, (data, code) in broken.items():
        path.write_bytes(data)
        with pytest.raises(TableError) as caught:
            read_table(path)
        assert caught.value.code == code, name
        assert caught.value.hint, name
        assert caught.value.unchanged, name


def test_unknown_sheet_empty_book_and_other_packed_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "marks.xlsx"
    whole(path)
    with pytest.raises(TableError, match="no sheet") as caught:
        read_table(path, Choices(sheet="Dta"))
    assert "Did you mean “Data”" in caught.value.hint
    write_workbook(path, {"Data": [], "More": [[]]})
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert caught.value.code == "table.empty"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "no table")
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert caught.value.code == "table.binary"


@settings(max_examples=20)
@given(st.integers(0, 3_000), st.integers(1, 255))
def test_no_changed_byte_makes_the_reader_stumble(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.xlsx"
    data = bytearray(whole(path))
    data[place % len(data)] ^= change
    path.write_bytes(data)
    seen = preview_table(path)
    assert seen.columns or seen.problems


def test_a_workbook_that_nobody_wants_any_more_is_not_gone_through(tmp_path: Path) -> None:
    class CalledOffError(Exception):
        """By somebody."""

    def call_off(_share: float) -> None:
        raise CalledOffError

    path = write_workbook(tmp_path / "a.xlsx", {"empty": [], "data": [["a", "b"], [1, 2], [3, 4]]})
    heard: list[float] = []
    assert preview_table(path, progress=heard.append).sheets == ("empty", "data")
    assert len(heard) == 4, "before each of two sheets, before the cells, and at the end"
    with pytest.raises(CalledOffError):
        preview_table(path, progress=call_off)
