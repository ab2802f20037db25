"""Numbers whose thousands are set apart: read if it is said that they are, asked about if it cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.cells import Decimal
from nnsim.data.choices import Choices, Pasted
from nnsim.data.notation import OTHER, Notation
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.errors import TableError

POINTS = "town;people\n" + "".join(
    f"{name};{cell}\n" for name, cell in zip("abcde", ("1.234", "5.670", "1.890", "4.444", "567"), strict=True)
)
PASTED = "town\tpeople\nUlm\t126,329\nAalen\t68,456\nDorf\t987\nWeiler\t45\n"
NUMBERS = st.lists(st.integers(-(10**9), 10**9) | st.integers(0, 10**6).map(lambda n: n / 4), min_size=1, max_size=8)


def apart(number: float, decimal: Decimal, mark: str) -> str:
    """The number as people write it who set thousands apart by ``mark``."""
    return f"{number:,}".replace(",", "T").replace(".", decimal).replace("T", mark)


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.sampled_from([".", ","]), st.booleans(), st.sampled_from([";", "\t", "|", ","]))
def test_what_is_said_to_be_apart_comes_back_as_it_was(numbers, decimal, by_spaces, delimiter) -> None:
    mark = " " if by_spaces else OTHER[decimal]
    cells = [apart(number, decimal, mark) for number in numbers]
    shown = [f'"{cell}"' if delimiter in cell else cell for cell in cells]
    text = f"a{delimiter}b\n" + "".join(f"{cell}{delimiter}x\n" for cell in shown)
    choices = Choices(delimiter, decimal, has_thousands=True)
    assert read_table(Pasted(text), choices).column("a").values.tolist() == [float(number) for number in numbers]
    assert not preview_table(Pasted(text), choices).problems


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 99_999), min_size=2, max_size=8), st.sampled_from([".", ","]), st.sampled_from([";", "\t"])
)
def test_whole_numbers_with_thousands_are_never_a_thousandth_without_a_word(numbers, mark, delimiter) -> None:
    text = f"a{delimiter}b\n" + "".join(f"{apart(number, OTHER[mark], mark)}{delimiter}x\n" for number in numbers)
    seen = preview_table(Pasted(text))
    if not seen.problems:
        table = read_table(Pasted(text))
        is_right = table.column("a").values.tolist() == numbers
        assert is_right or any("thousands" in notice for notice in table.notices)
    assert {problem.code for problem in seen.problems} <= {"table.thousands"}


@pytest.mark.parametrize(("text", "number"), [(POINTS, 1234.0), (PASTED, 126_329.0)])
def test_thousands_only_where_needed_are_asked_about_and_both_answers_lead_on(text: str, number: float) -> None:
    with pytest.raises(TableError) as caught:
        read_table(Pasted(text))
    assert (caught.value.code, caught.value.line) == ("table.thousands", 2)
    (problem,) = preview_table(Pasted(text)).problems
    apart_, decimal = problem.remedies[:2]
    assert apart_.label.endswith(f"is {number:.0f}")
    assert read_table(Pasted(text), apart_.choices).column("people").values[0] == number
    assert read_table(Pasted(text), decimal.choices).column("people").values[0] == number / 1000


@pytest.mark.parametrize("other", ["2.5", "0.125", "-0.5"])
def test_one_number_that_tells_is_enough(other: str) -> None:
    seen = preview_table(Pasted(f"{POINTS}f;{other}\n"))
    assert not seen.problems
    assert not any("thousands" in notice for notice in seen.notices)


def test_other_column_tells_too() -> None:
    assert not preview_table(Pasted(f"{POINTS}f;1234\n")).problems, "nobody would write both"
    assert read_table(Pasted("a;b\n1.234;0.5\n567;1.5\n")).column("a").values.tolist() == [1.234, 567.0]


def test_what_is_said_to_be_a_decimal_mark_is_not_asked_about_again() -> None:
    seen = preview_table(Pasted(POINTS), Choices(decimal="."))
    assert not seen.problems
    assert not any("thousands" in notice for notice in seen.notices)


def test_numbers_that_all_have_three_decimals_are_told_of_where_the_table_is_read() -> None:
    table = read_table(Pasted("a;b\n1.234;x\n5.670;y\n1.890;x\n"))
    assert any("“1.234” is read as 1.234" in notice for notice in table.notices)


@pytest.mark.parametrize("cells", [("1,126,329", "654", "987"), ("1.234,5", "567,2", "890,1"), ("1 234", "567", "890")])
def test_thousands_among_numbers_are_read_by_a_button(cells: tuple[str, ...]) -> None:
    source = Pasted("a;b\n" + "".join(f"{cell};x\n" for cell in cells))
    remedy = preview_table(source).problems[0].remedies[0]
    assert remedy.label.startswith("Thousands are set apart")
    assert read_table(source, remedy.choices).column("a").values.tolist()[1] == Notation(
        remedy.choices.decimal or "."
    ).number_in(cells[1])


def test_marks_that_come_late_in_a_long_table_are_asked_about() -> None:
    rows = [f"{number % 999};x" for number in range(60_000)]
    text = "a;b\n" + "\n".join([*rows, "1.234;x", "5.678;y"])
    with pytest.raises(TableError) as caught:
        read_table(Pasted(text))
    assert (caught.value.code, caught.value.line) == ("table.thousands", 60_002)


def test_thousands_alone_say_which_mark_is_the_decimal_one() -> None:
    values = read_table(Pasted(POINTS), Choices(has_thousands=True)).column("people").values
    assert values.tolist() == [1234.0, 5670.0, 1890.0, 4444.0, 567.0]
