"""Dates in tables: what is one, what they become, and that they are no inputs unless somebody asks for it."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.choices import Choices, Pasted
from nnsim.data.dates import FIRST_DAY, date_text, day_in, days_in, moment_of
from nnsim.data.named import table_data
from nnsim.data.prepare import prepare
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.data.tables import Table
from nnsim.data.typed_cells import with_cells
from nnsim.data.written_tables import choices_for, written
from nnsim.errors import TableError

DATES = ("01.05.2025", "02.05.2025", "31.05.2025", "15.6.2025", "", "1.7.2025")


def table_of(*dates: str, choices: Choices | None = None) -> Table:
    lines = (f"{date};{number},5;{'uv'[number % 2]}" for number, date in enumerate(dates))
    return read_table(Pasted("\n".join(("when;a;kind", *lines))), choices)


@pytest.mark.parametrize(
    ("text", "written_so"),
    [
        ("2025-05-31", "2025-05-31"),
        ("31.5.2025", "2025-05-31"),
        ("31. 5. 2025", "2025-05-31"),
        ("2025-05-31T08:30", "2025-05-31 08:30"),
        ("31.05.2025 08:30:05", "2025-05-31 08:30:05"),
        ("13/5/2025", "2025-05-13"),
        ("5/13/2025", "2025-05-13"),
        ("1899-12-30", "1899-12-30"),
    ],
)
def test_a_date_is_read_and_written(text: str, written_so: str) -> None:
    day = day_in(text)
    assert day is not None
    assert date_text(day) == written_so


@pytest.mark.parametrize("text", ["5/6/2025", "31.4.2025", "2025-13-01", "1.5.25", "2025", "x", "", "1.2", "2025-05"])
def test_what_cannot_be_told_is_no_date(text: str) -> None:
    assert day_in(text) is None


def test_one_day_above_twelve_tells_the_order_of_all() -> None:
    first, second = days_in(["5/6/2025", "13/6/2025"])
    assert (first, second) == (day_in("2025-06-05"), day_in("2025-06-13"))
    assert days_in(["13/6/2025", "6/13/2025"]) == [None, None], "they contradict each other"


@settings(max_examples=60)
@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 30)).map(lambda moment: moment.replace(microsecond=0)))
def test_every_moment_comes_back_to_the_second(moment: datetime) -> None:
    days = day_in(moment.isoformat(" "))
    assert days is not None
    assert moment_of(days) == moment
    assert day_in(date_text(days)) == days


def test_a_column_of_dates_is_shown_and_no_input() -> None:
    table = table_of(*DATES)
    when = table.column("when")
    assert (when.kind, when.values[0] + (FIRST_DAY - datetime(2025, 5, 1)).days) == ("date", 0)
    assert np.isnan(when.values[4])
    assert "Column “when” holds dates, 2025-05-01 to 2025-07-01: no input unless it is chosen" in " ".join(
        table.notices
    )
    data = table_data(table)
    assert data.inputs == ("a",)
    assert prepare(data).known.n_samples == 6, "a gap in a column that is not used leaves nothing out"


def test_days_go_in_where_they_are_asked_for() -> None:
    table = table_of(*DATES, choices=Choices(kinds=(("when", "number"),)))
    assert table.column("when").kind == "number"
    assert "dates became days since 30 December 1899" in " ".join(table.notices)
    prepared = prepare(table_data(table))
    assert prepared.input_names == ("when", "a")
    assert (np.diff(prepared.dataset.inputs[:3, 0]) == [1, 29]).all()


def test_a_word_among_dates_can_be_taken_as_missing() -> None:
    text = "when;a\n01.05.2025;1\n02.05.2025;2\nk.A.;3\nk.A.;4\n03.05.2025;5"
    (problem,) = preview_table(Pasted(text), Choices()).problems
    assert (problem.code, problem.line, problem.column) == ("table.not_a_date", 4, "when")
    assert [remedy.label for remedy in problem.remedies] == [
        "Take “k.A.” as missing (2 cells)",
        "Take the column as categories",
        "Leave the column out",
    ]
    for remedy in problem.remedies:
        assert not preview_table(Pasted(text), remedy.choices).problems


def test_a_first_line_with_a_date_above_dates_holds_values() -> None:
    assert read_table(Pasted("2025-05-01,x\n2025-05-02,y\n2025-05-03,x")).n_rows == 3
    named_by_dates = read_table(Pasted("name,2025-05-01,2025-05-02\nu,1,2\nv,3,4"))
    assert named_by_dates.column_names == ("name", "2025-05-01", "2025-05-02")


def test_a_typed_date_is_read_and_anything_else_refused() -> None:
    table = table_of(*DATES)
    typed = with_cells(table, {0: {4: "24.12.2025", 5: ""}}).column("when").values
    assert date_text(typed[4]) == "2025-12-24"
    assert np.isnan(typed[5])
    with pytest.raises(TableError, match="“soon” is not a date"):
        with_cells(table, {0: {0: "soon"}})


def test_a_table_with_dates_is_written_and_read_as_itself() -> None:
    table = table_of(*DATES)
    again = read_table(written(table), choices_for(table))
    assert again.column("when").kind == "date"
    np.testing.assert_array_equal(again.column("when").values, table.column("when").values)
