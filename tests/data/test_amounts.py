"""Amounts of money: the sign of a currency is no part of the number, and two currencies are no one column."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.amounts import without_currency
from nnsim.data.choices import Pasted
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.data.tables import Table
from nnsim.errors import TableError

EUROS = "name;money\n" + "".join(f"n{row};1.{100 + row},50 €\n" for row in range(20)) + "m;573,00 €\n"


def read(text: str) -> Table:
    return read_table(Pasted(text))


@settings(max_examples=40, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from("€$£"), st.sampled_from(["", " ", "\u00a0"]))
def test_an_amount_is_the_number_in_front_of_the_sign_or_behind_it(value: float, sign: str, space: str) -> None:
    number = repr(value)
    assert without_currency(f"{number}{space}{sign}") == number
    head = number[: number.startswith("-")]
    assert without_currency(f"{head}{sign}{space}{number.removeprefix('-')}") == number


@pytest.mark.parametrize("cell", ["€", "5 € a month", "€5€", "price in $", "", "12", "5 €/kg"])
def test_what_is_no_amount_stays_as_it_is(cell: str) -> None:
    assert without_currency(cell) == cell


def test_amounts_are_numbers_and_that_is_told() -> None:
    table = read("a;b\n" + "".join(f"{row},5 €;x\n" for row in range(5)))
    assert table.columns[0].values.tolist() == [0.5, 1.5, 2.5, 3.5, 4.5]
    assert "Column “a”: amounts in € are read as numbers." in table.notices


def test_amounts_whose_thousands_are_set_apart_are_read_by_a_click() -> None:
    (problem,) = preview_table(Pasted(EUROS)).problems
    remedy = problem.remedies[0]
    assert remedy.label == "Thousands are set apart: “1.100,50 €” is 1100.5"
    column = read_table(Pasted(EUROS), remedy.choices).column("money")
    assert column.values.tolist() == [1100.5 + row for row in range(20)] + [573.0]


def test_amounts_in_two_currencies_are_refused_wherever_the_second_stands() -> None:
    text = "a,b\n" + "".join(f"{row} {'$' if row == 2999 else '€'},{row}\n" for row in range(3000))
    with pytest.raises(TableError, match="several currencies: \\$, €") as told:
        read(text)
    assert told.value.column == "a"
