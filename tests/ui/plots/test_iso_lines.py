"""Lines of equal height."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.ui.plots.contour import contours
from nnsim.ui.plots.iso_lines import iso_lines


def pieces(lines: list[np.ndarray]) -> set[frozenset[tuple[float, float]]]:
    """Joined curves taken apart."""
    found = set()
    for line in lines:
        ends = [tuple(np.round(point, 9).tolist()) for point in line]
        found |= {frozenset(pair) for pair in pairwise(ends)}
    return {piece for piece in found if len(piece) == 2}


@given(seed=st.integers(0, 10_000), rows=st.integers(2, 9), columns=st.integers(2, 9), level=st.floats(-1, 1))
def test_on_a_line_the_height_is_the_level(seed: int, rows: int, columns: int, level: float) -> None:
    values = np.random.default_rng(seed).normal(size=(rows, columns))
    lines = iso_lines(values, level)
    for x, y in lines.reshape(-1, 2):
        left, below = min(int(x), columns - 2), min(int(y), rows - 2)
        u, v = x - left, y - below
        square = values[below : below + 2, left : left + 2]
        assert min(abs(u - round(u)), abs(v - round(v))) == pytest.approx(0.0, abs=1e-9), "ends lie on sides"
        between = np.array([1 - v, v]) @ square @ np.array([1 - u, u])
        assert between == pytest.approx(level, abs=1e-9)


@given(seed=st.integers(0, 10_000))
def test_they_are_the_pieces_of_the_joined_contours(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.linspace(-1, 1, 12), np.linspace(-1, 1, 10))
    values = rng.normal() * x + rng.normal() * y + rng.normal() * x * x + rng.normal() * y * y + 0.1 * rng.normal()
    lines = iso_lines(values, 0.0).reshape(-1, 2, 2)
    assert pieces(list(lines)) == pieces(contours(values))


def test_where_all_is_above_or_below_there_is_none() -> None:
    assert len(iso_lines(np.ones((4, 4)), 0.0)) == 0
    assert len(iso_lines(np.ones((4, 4)), 2.0)) == 0


def test_what_is_not_a_number_has_no_lines_around_it() -> None:
    values = np.tile(np.arange(5.0), (5, 1))
    whole = len(iso_lines(values, 1.5))
    values[2, 1] = np.nan
    assert whole == 4
    assert len(iso_lines(values, 1.5)) == 2
    assert len(iso_lines(np.full((3, 3), np.inf), 1.0)) == 0
