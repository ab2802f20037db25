"""A table that is read otherwise is the same rows still: each keeps its part of the split, each class its number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnsim.data.choices import Choices, ColumnKind, Pasted
from nnsim.data.prepare import prepare
from nnsim.data.reading import read_table
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.table_plan import TablePlan

ROWS = [f"{i}.5;{i * i % 13};{'vw'[i % 2]}" for i in range(20)]
PLAIN = "a;b;kind\n" + "\n".join(ROWS)


def data_of(text: str, choices: Choices, former: TablePlan | None = None) -> DataSpec:
    plan = TablePlan(Pasted(text), choices) if former is None else replace(former, source=Pasted(text), choices=choices)
    return plan.data(read_table(plan.source, plan.choices))


def rows_tested(data: DataSpec) -> set[float]:
    """The first cells of the rows that are tested; no two rows have the same."""
    assert isinstance(data.source, TableSource)
    prepared = prepare(data)
    rows = range(prepared.known.n_samples) if prepared.known.rows is None else prepared.known.rows
    values = data.source.table.columns[0].values
    return {float(values[rows[sample]]) for sample in prepared.test_rows}


def looked_at_again(choices: Choices, text: str = PLAIN, otherwise: str | None = None) -> tuple[DataSpec, DataSpec]:
    """The data before, and after the table was read with these choices."""
    before = data_of(text, Choices())
    plan = TablePlan(Pasted(text)).as_in(before)
    return before, data_of(otherwise or text, choices, plan)


@pytest.mark.parametrize("kind", ["category", "left_out"])
def test_rows_stay_in_their_part_however_their_cells_are_taken(kind: ColumnKind) -> None:
    before, after = looked_at_again(Choices(kinds=(("b", kind),)))
    assert rows_tested(after) == rows_tested(before)


def test_rows_that_have_a_gap_now_leave_the_others_alone() -> None:
    text = PLAIN.replace(";3;", ";k.A.;").replace(";9;", ";k.A.;")
    before = data_of(text, Choices(kinds=(("b", "category"),)))
    plan = TablePlan(Pasted(text), Choices(kinds=(("b", "category"),))).as_in(before)
    after = data_of(text, Choices(gaps=("k.A.",)), plan)
    gone = {row for row, line in enumerate(text.splitlines()[1:]) if "k.A." in line}
    assert len(gone) > 3
    assert rows_tested(after) == {value for value in rows_tested(before) if int(value) not in gone}


def test_lines_that_are_skipped_leave_the_rows_below_them_alone() -> None:
    before, after = looked_at_again(Choices(n_above=3, has_header=False))
    assert rows_tested(after) == {value for value in rows_tested(before) if value >= 2}


def test_rows_that_the_file_has_got_at_its_end_leave_those_above_alone() -> None:
    before, after = looked_at_again(Choices(), otherwise=PLAIN + "\n77;1;v\n78;1;w\n79;2;v")
    assert rows_tested(before) == {value for value in rows_tested(after) if value < 70}


def test_another_share_deals_all_rows_anew() -> None:
    before = data_of(PLAIN, Choices())
    plan = replace(TablePlan(Pasted(PLAIN)).as_in(before), test_fraction=0.5)
    fresh = TablePlan(Pasted(PLAIN), test_fraction=0.5).data(read_table(Pasted(PLAIN)))
    assert rows_tested(plan.data(read_table(Pasted(PLAIN)))) == rows_tested(fresh)


def test_a_class_that_comes_with_other_reading_stands_behind_those_that_were_there() -> None:
    text = "a;kind\n" + "\n".join(f"{i}.5;{'vw'[i % 2] if i else 'NA'}" for i in range(20))
    before, after = looked_at_again(Choices(), text, text.replace("NA", "n.n."))
    assert prepare(before).dataset.classes == ("v", "w")
    assert prepare(after).dataset.classes == ("v", "w", "n.n.")
