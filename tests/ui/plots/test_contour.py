"""Lines along which numbers on a grid are 0."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnsim.ui.plots.contour import contours

GRIDS = arrays(
    np.float64, st.tuples(st.integers(2, 8), st.integers(2, 8)), elements=st.sampled_from([-3.0, -1.0, 1.0, 2.0])
)


def plane(width: int = 9) -> np.ndarray:
    """Rises from left to right, 0 at column 2.5."""
    return np.broadcast_to(np.arange(width) - 2.5, (width, width))


def test_a_slope_has_one_straight_line() -> None:
    (line,) = contours(plane())
    assert line[:, 0] == pytest.approx(2.5)
    assert sorted(line[:, 1]) == pytest.approx(np.arange(9))


def test_a_hill_has_a_closed_line_at_its_height() -> None:
    across, up = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41))
    (line,) = contours(0.5 - np.hypot(across, up))
    assert (line[0] == line[-1]).all()
    assert np.hypot(*(line - 20).T) == pytest.approx(10, abs=0.1)


def test_two_hills_have_two_lines_and_a_plain_has_none() -> None:
    across, up = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(-1, 1, 21))
    hills = np.maximum(0.5 - np.hypot(across - 1, up), 0.5 - np.hypot(across + 1, up))
    assert len(contours(hills)) == 2
    assert contours(np.ones((5, 5))) == []


@pytest.mark.parametrize("middle", [-1.0, 1.0])
def test_a_saddle_keeps_together_what_has_the_sign_of_its_middle(middle: float) -> None:
    strong, weak = (3.0, 1.0) if middle > 0 else (1.0, 3.0)
    found = contours(np.array([[strong, -weak], [-weak, strong]]))
    cut_off = {tuple(np.rint(line.mean(axis=0)).astype(int)) for line in found}
    assert cut_off == ({(1, 0), (0, 1)} if middle > 0 else {(0, 0), (1, 1)})


def test_around_what_is_no_number_there_is_no_line() -> None:
    values = plane().copy()
    values[4, 2] = np.nan
    found = contours(values)
    assert len(found) == 2
    assert all(np.isfinite(line).all() for line in found)


@given(GRIDS)
def test_every_crossing_between_neighbours_is_on_exactly_one_line(values: np.ndarray) -> None:
    above = values > 0
    crossings = int((above[:, 1:] != above[:, :-1]).sum() + (above[1:] != above[:-1]).sum())
    found = contours(values)
    closed = sum(bool((line[0] == line[-1]).all()) for line in found if len(line) > 2)
    assert sum(map(len, found)) - closed == crossings
