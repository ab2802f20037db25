"""Matrices as text, with their decimal points below each other."""

from __future__ import annotations

import numpy as np

from nnsim.engine.parameters import Array

MOST = 8
"""Rows and columns that are written out; of a larger matrix the first ones."""


def matrix_lines(name: str, values: Array) -> list[str]:
    """``W1 =`` with its rows beside it; a (n,) vector is one row."""
    rows = np.atleast_2d(values)
    shown = [[_number(value) for value in row[:MOST]] for row in rows[:MOST]]
    before = max((len(whole) for row in shown for whole, _ in row), default=0)
    after = max((len(rest) for row in shown for _, rest in row), default=0)
    more = " …" if rows.shape[1] > MOST else ""
    head = f"{name:>8} = "
    lines = [
        (head if number == 0 else " " * len(head))
        + "[ "
        + "  ".join(whole.rjust(before) + rest.ljust(after) for whole, rest in row)
        + more
        + " ]"
        for number, row in enumerate(shown)
    ]
    if rows.shape[0] > MOST or rows.shape[1] > MOST:
        lines[-1] += f"   {rows.shape[0]} × {rows.shape[1]}"
    return lines


def _number(value: float) -> tuple[str, str]:
    """Seven digits, as many as a calculator shows: what stands before the decimal point, and the rest."""
    whole, point, rest = f"{float(value):.7g}".partition(".")
    return whole, point + rest
