"""The part of a large matrix that is in sight."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.ui.inspector.matrix_window import MatrixWindow


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(1, 900), st.integers(1, 900)),
    st.tuples(st.floats(30, 1500), st.floats(20, 900)),
    st.lists(st.tuples(st.floats(-6, 6), st.floats(0, 1), st.floats(0, 1)), max_size=6),
)
def test_the_window_never_leaves_the_matrix_and_finds_every_cell_it_shows(
    cells: tuple[int, int], room: tuple[float, float], turns: list[tuple[float, float, float]]
) -> None:
    window = MatrixWindow()
    window.fit(*cells, *room)
    for notches, across, down in turns:
        window.zoom_by(notches, across * room[0], down * room[1])
        window.pan(50 * across, -70 * down)
    assert 0 <= window.left <= cells[1]
    assert 0 <= window.top <= cells[0]
    for row in (window.rows().start, window.rows().stop - 1):
        for column in (window.columns().start, window.columns().stop - 1):
            assert (row in range(cells[0]), column in range(cells[1])) == (True, True)
            window.reveal(row, column)
            left, top = window.corner(row + 0.5, column + 0.5)
            assert window.cell_at(left, top) == (row, column)
