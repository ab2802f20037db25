"""Tables larger than a block: what stands on both sides of a border is read as if there were none."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.choices import Choices, Pasted
from nnsim.data.file_bytes import BLOCK_BYTES
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.errors import TableError

N_ROWS = 40_000
NUMBERS = [f"{row / 7!r}" for row in range(N_ROWS)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "large.csv"


def test_quoted_cells_of_several_lines_lie_across_borders(path: Path) -> None:
    rows = [[str(row), f'{"ab"[row % 2]}\n"{row % 3}", ä'] for row in range(N_ROWS)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["x", "kind"], *rows])
    path.write_bytes(text.getvalue().encode())
    assert path.stat().st_size > 2 * BLOCK_BYTES
    table = read_table(path)
    kind = table.column("kind")
    assert [kind.labels[int(value)] for value in kind.values] == [row[1] for row in rows]
    assert table.column("x").values.tolist() == list(map(float, range(N_ROWS)))


@pytest.mark.parametrize("shift", range(3))
def test_windows_line_ends_and_letters_of_two_bytes_lie_across_borders(path: Path, shift: int) -> None:
    lines = ["x" * (shift + 1) + ",kind", *(f"{number},süß" for number in NUMBERS)]
    path.write_bytes("\r\n".join(lines).encode())
    table = read_table(path)
    assert table.n_rows == N_ROWS
    assert table.columns[0].values.tolist() == list(map(float, NUMBERS))
    assert table.column("kind").labels == ("süß",)
    assert not any("blank" in notice for notice in table.notices)


@pytest.mark.parametrize(
    ("fault", "code", "column"), [("1,2,3", "table.ragged", None), ("1,two", "table.not_a_number", "y")]
)
def test_fault_far_below_has_its_line(fault: str, code: str, column: str | None) -> None:
    lines = ["x,y", "", *(f"{number},1" for number in NUMBERS)]
    lines[30_000] = fault
    with pytest.raises(TableError) as caught:
        read_table(Pasted("\n".join(lines)))
    assert (caught.value.code, caught.value.line, caught.value.column) == (code, 30_001, column)


def test_column_that_turns_out_to_hold_labels_keeps_them_all(path: Path) -> None:
    labels = [str(row % 50) for row in range(18_000)] + [f"{row % 50}a" for row in range(22_000)]
    path.write_text("x,kind\n" + "".join(f"{number},{label}\n" for number, label in zip(NUMBERS, labels, strict=True)))
    shares: list[float] = []
    table = read_table(path, progress=shares.append)
    kind = table.column("kind")
    assert [kind.labels[int(value)] for value in kind.values] == labels
    assert table.column("x").values.tolist() == list(map(float, NUMBERS))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_decimal_commas_far_below_are_found(path: Path) -> None:
    lines = ["x;y", *(f"{row};{row}" for row in range(60_000)), "1,5;2,5"]
    path.write_text("\n".join(lines))
    assert path.stat().st_size > 2 * BLOCK_BYTES
    assert read_table(path).column("y").values[-1] == 2.5


def test_column_that_is_empty_at_first_holds_numbers_all_the_same() -> None:
    lines = ["x,y", *(f"{number}," for number in NUMBERS), *(f"{number},3" for number in NUMBERS)]
    table = read_table(Pasted("\n".join(lines)))
    assert np.isnan(table.column("y").values[:N_ROWS]).all()
    assert table.column("y").values[N_ROWS:].tolist() == [3.0] * N_ROWS


def test_reading_ends_with_what_progress_raises() -> None:
    class CalledOffError(Exception):
        pass

    def call_off(share: float) -> None:
        if share > 0.3:
            raise CalledOffError

    text = "x,y\n" + "".join(f"{number},1\n" for number in NUMBERS)
    with pytest.raises(CalledOffError):
        read_table(Pasted(text), progress=call_off)


def test_preview_of_a_large_file_says_that_it_is_its_beginning(path: Path) -> None:
    path.write_text("x,y\n" + "".join(f"{number},1\n" for number in NUMBERS) + "three,1\n")
    seen = preview_table(path)
    assert not seen.is_whole
    assert not seen.problems
    assert len(seen.rows) == 100
    assert preview_table(path, Choices(delimiter=";")).delimiter.value == ";"
