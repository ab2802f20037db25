"""One table written in every way that people write it: it is read as what it is, and never as anything else."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np

from nnsim.data.reading import read_table
from nnsim.data.tables import Table
from nnsim.errors import TableError

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac-roman", "cp850")
DELIMITERS = (",", ";", "\t", "|", " ")
DECIMALS = (".", ",")
LINE_ENDS = ("\n", "\r\n", "\r")

NAMES = ("größe", "höhe", "zahl", "art")
NUMBERS = (
    ("0.1", "-12.75", "3"),
    ("2.5e-7", "1000.125", "-4"),
    ("123456.789", "0.5", "0"),
    ("7.25", "", "12"),
    ("0.30000000000000004", "1e15", "5"),
    ("-0.0", "3.5", "8"),
)
KINDS = ("süß", "öde", "süß", "naïve", "öde", "café")


def written(encoding: str, delimiter: str, decimal: str, line_end: str, *, has_header: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    if has_header:
        writer.writerow(NAMES)
    for numbers, kind in zip(NUMBERS, KINDS, strict=True):
        shown = [number.replace(".", decimal) or ("NA" if delimiter == " " else "") for number in numbers]
        writer.writerow([*shown, kind])
    return text.getvalue().encode(encoding)


def is_right(table: Table, *, has_header: bool) -> bool:
    """Whether it is the known table, bit for bit."""
    names = NAMES if has_header else tuple(f"column {number}" for number in range(1, 5))
    expected = np.array([[float(number) if number else np.nan for number in numbers] for numbers in NUMBERS])
    *numbers, kind = table.columns
    return (
        table.column_names == names
        and all(column.values.tobytes() == expected[:, place].tobytes() for place, column in enumerate(numbers))
        and kind.kind == "category"
        and [kind.labels[int(value)] for value in kind.values] == list(KINDS)
    )


def test_the_known_table_is_read_right_in_all_480_ways_or_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    wrong, refused = [], Counter[str]()
    for way in product(ENCODINGS, DELIMITERS, DECIMALS, LINE_ENDS, (True, False)):
        *dialect, has_header = way
        path.write_bytes(written(*dialect, has_header=has_header))
        try:
            table = read_table(path)
        except TableError as error:
            refused[f"{error.code} {way}"] += 1
        else:
            if not is_right(table, has_header=has_header):
                wrong.append(way)
    assert not wrong
    assert not refused
