"""The table of weights where it does not fit: it scrolls by whole cells, and half a cell shows no number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from nnsim.data.spec import DataSpec, ToySource
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.matrix_view import cell_size
from nnsim.ui.inspector.panel import InspectorPanel


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    """A layer with more rows and columns than there is room for."""
    made = Session(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), (20, 20)))
    made.select(Selection("layer", 1))
    yield made
    assert made.close()


def inks(panel: InspectorPanel, column: int) -> set[str]:
    """The colours across the middle of the first cell of a column, as far as it is in sight, without its edges."""
    matrix = panel.matrix
    viewport = matrix.viewport()
    cell = matrix.visualRect(matrix.model().index(matrix.rowAt(2), column)).intersected(viewport.rect())
    picture = viewport.grab().toImage()
    scale = picture.devicePixelRatio()
    inner = cell.adjusted(3, 3, -3, -3)
    return {
        picture.pixelColor(int(x * scale), int(y * scale)).name()
        for x in range(inner.left(), inner.right() + 1)
        for y in range(inner.top(), inner.bottom() + 1)
    }


def test_the_table_scrolls_by_whole_columns(panel: InspectorPanel) -> None:
    bar = panel.matrix.horizontalScrollBar()
    assert bar.maximum() > 0
    for value in range(bar.maximum()):
        bar.setValue(value)
        first = panel.matrix.columnAt(0)
        assert panel.matrix.columnViewportPosition(first) == 0


def test_the_last_column_is_seen_whole_at_the_end(panel: InspectorPanel) -> None:
    panel.matrix.horizontalScrollBar().setValue(panel.matrix.horizontalScrollBar().maximum())
    last = panel.matrix.visualRect(panel.matrix.model().index(panel.matrix.rowAt(2), 19))
    assert panel.matrix.viewport().rect().contains(last)


def test_a_cell_cut_by_the_edge_shows_no_number(
    session: Session, appearance: Appearance, shown: Callable[[InspectorPanel, int, int], InspectorPanel]
) -> None:
    panel = shown(InspectorPanel(session, appearance), 560, 220)
    matrix = panel.matrix
    whole = matrix.columnAt(2)
    matrix.across.setDefaultSectionSize(matrix.viewport().width() * 2 // 5)
    cut = matrix.columnAt(matrix.viewport().width() - 1)
    assert len(inks(panel, whole)) > 1
    assert len(inks(panel, cut)) == 1


@given(room=st.integers(1, 2000), count=st.integers(1, 400), least=st.integers(1, 60), more=st.integers(0, 60))
def test_cells_in_sight_fill_the_room_whole_or_all_fit(room: int, count: int, least: int, more: int) -> None:
    side = cell_size(room, count, least, least + more)
    assert least <= side <= least + more
    in_sight = room // side
    fills = room - in_sight * side < max(in_sight, side if side == least + more else 0, side if room < least else 0)
    assert in_sight >= count or fills


def test_no_row_is_lost_where_the_biases_of_a_lower_matrix_stood(
    qapp: QApplication, appearance: Appearance, shown: Callable[[InspectorPanel, int, int], InspectorPanel]
) -> None:
    session = Session(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), (8, 20)))
    session.select(Selection("layer", 1))
    matrix = shown(InspectorPanel(session, appearance), 560, 160).matrix
    assert matrix.isRowHidden(8)
    session.select(Selection("layer", 2))
    assert [row for row in range(21) if matrix.isRowHidden(row)] == [20]
    assert session.close()


def test_a_row_that_is_cut_off_has_no_name(panel: InspectorPanel) -> None:
    header = panel.matrix.down
    last = panel.matrix.rowAt(panel.matrix.viewport().height() - 1)
    header.resizeSection(last, 3 * header.sectionSize(last))
    picture = header.viewport().grab().toImage()
    scale = picture.devicePixelRatio()

    def inks(row: int) -> set[str]:
        top = header.sectionViewportPosition(row)
        bottom = min(top + header.sectionSize(row), header.viewport().height())
        across, down = range(header.viewport().width()), range(top, bottom)
        return {picture.pixelColor(int(x * scale), int(y * scale)).name() for x in across for y in down}

    assert len(inks(last - 1)) > 1
    assert len(inks(last)) == 1
