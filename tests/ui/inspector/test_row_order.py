"""The order in which rows are looked at, and the figures beside them."""

from __future__ import annotations

import statistics
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnsim.engine.parameters import blocks
from nnsim.engine.weight_look import GRADIENT
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.growing_scale import place
from nnsim.ui.inspector.matrix_figures import bin_edges, counts_of, figures_of
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.inspector.row_order import ALIKE, AS_THEY_ARE, MOST_ALIKE, ORDERS, STRONGEST, order_of

matrices = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=8), elements=st.floats(-9, 9))


@settings(max_examples=60, deadline=None)
@given(matrices, st.sampled_from(ORDERS[1:]))
def test_every_row_stands_somewhere_once(rows: np.ndarray, kind: str) -> None:
    order = order_of(kind, rows)
    assert order is not None
    assert sorted(order.tolist()) == list(range(len(rows)))


@settings(max_examples=60, deadline=None)
@given(matrices)
def test_each_row_is_followed_by_the_one_most_like_it_among_those_left(rows: np.ndarray) -> None:
    order = order_of(ALIKE, rows)
    assert order is not None

    def likeness(one: int, other: int) -> float:
        lengths = np.linalg.norm(rows[one]) * np.linalg.norm(rows[other])
        return float(rows[one] @ rows[other] / lengths) if lengths > 0 else 0.0

    if len(rows) < 3:
        return
    for at, (row, following) in enumerate(pairwise(order)):
        best = max(likeness(int(row), int(left)) for left in order[at + 1 :])
        assert likeness(int(row), int(following)) == pytest.approx(best, abs=1e-9)


def test_rows_of_two_patterns_are_put_together_whatever_their_size() -> None:
    rows = np.array([[1, 0, 2], [0, 3, 0], [2, 0, 4.1], [0, 0.1, 0], [10, 0, 20]])
    order = order_of(ALIKE, rows)
    assert order is not None
    assert order[0] == 4
    assert set(order[:3].tolist()) == {0, 2, 4}


def test_numbers_that_are_none_do_not_disturb_the_order() -> None:
    assert order_of(ALIKE, np.full((5, 3), np.nan)).tolist() == [0, 1, 2, 3, 4]  # type: ignore[union-attr]
    assert order_of(STRONGEST, np.array([[np.inf], [1.0]])).tolist() == [1, 0]  # type: ignore[union-attr]
    assert order_of(AS_THEY_ARE, np.ones((3, 3))) is None


def choose(panel: InspectorPanel, name: str) -> None:
    next(action for action in panel.tools.order.menu().actions() if action.data() == name).trigger()


def test_sorting_is_of_the_view_only_and_a_click_means_the_row_in_sight(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    for row, value in enumerate((0.5, -3.0, 1.0)):
        session.set_weight(2, row, 0, value)
    session.select(Selection("layer", 2))
    before = session.snapshot.parameters.copy()
    choose(panel, STRONGEST)
    model = panel.matrix.model()
    assert [model.index(row, 0).data() for row in range(3)] == ["−3.0000", "1.0000", "0.5000"]
    names = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    assert names == ["h₂·2", "h₂·3", "h₂·1", "bias"]
    at = panel.matrix.visualRect(model.index(0, 0)).center()
    qtbot.mouseClick(panel.matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == Selection("link", 2, 1, 0)
    assert (session.snapshot.parameters == before).all()
    session.set_weight(2, 1, 0, 0.25)
    assert model.index(0, 0).data() == "0.2500"  # rows do not jump
    session.select(Selection("layer", 1))
    block = blocks(session.project.network)[1]
    sums = np.abs(block.weights(session.snapshot.parameters)).sum(axis=1)
    assert model.headerData(0, Qt.Orientation.Vertical) == f"h₁·{int(sums.argmax()) + 1}"
    choose(panel, AS_THEY_ARE)
    assert model.headerData(0, Qt.Orientation.Vertical) == "h₁·1"


def test_the_frame_follows_the_selection_into_the_sorted_rows(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("link", 1, 2, 1))
    choose(panel, STRONGEST)
    model = panel.matrix.model()
    assert model.headerData(panel.matrix.currentIndex().row(), Qt.Orientation.Vertical) == "h₁·3"
    assert panel.matrix.down.selected == panel.matrix.currentIndex().row()


def test_figures_are_those_of_all_numbers_that_are_finite() -> None:
    values = [0.5, -2.0, 0.0, 0.02, 1.5]
    found = figures_of(np.array([*values, np.nan, np.inf]))
    assert found is not None
    assert found.count == 5
    assert found.mean == pytest.approx(statistics.fmean(values))
    assert found.deviation == pytest.approx(statistics.pstdev(values))
    assert (found.least, found.greatest, found.near_zero) == (-2.0, 1.5, 2 / 5)
    assert figures_of(np.array([np.nan])) is None


def test_statistics_stand_beside_the_matrix_when_they_are_wanted(panel: InspectorPanel, session: Session) -> None:
    assert not panel.summary.isVisible()
    panel.tools.summary.click()
    assert panel.summary.isVisible()
    numbers = blocks(session.project.network)[2].matrix(session.snapshot.parameters)
    assert panel.summary.lines()[0] == ("numbers", str(numbers.size))
    session.set_weight(2, 0, 0, 7.5)
    assert ("greatest", "7.5") in panel.summary.lines()
    assert "greatest 7.5" in panel.summary.accessibleDescription()
    panel.tools.summary.click()
    assert not panel.summary.isVisible()


def test_numbers_that_are_still_to_come_are_sorted_when_they_are_there(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 2))
    panel.show_quantity(GRADIENT)
    choose(panel, STRONGEST)
    session.select(Selection("layer", 1))  # of which nobody has asked for the gradient before
    for layer in (1, 2):
        session.select(Selection("layer", layer))
        qtbot.waitUntil(lambda: panel._model.is_known)
        sums = np.abs(panel._model.values[:-1]).sum(axis=1)
        assert sums.any()
        assert (np.diff(sums) <= 0).all()


def test_counts_are_those_of_the_colours_and_leave_out_what_is_no_number() -> None:
    values = np.array([-2.0, -0.01, 0.0, 0.01, 1.99, 2.0, np.nan, np.inf, -np.inf])
    counts = counts_of(place(values, 2.0), np.isfinite(values), 5)
    assert counts.tolist() == [1, 0, 3, 0, 2]  # what is nearly 0 stands with 0 in the middle
    assert (bin_edges(5) + bin_edges(5)[::-1] == 256).all()


def test_of_too_many_rows_alike_ones_are_not_sought_and_that_is_said(panel: InspectorPanel) -> None:
    panel.tools.show_order(ALIKE, MOST_ALIKE)
    assert panel.tools.order.text().startswith("alike rows together")
    panel.tools.show_order(ALIKE, MOST_ALIKE + 1)
    assert panel.tools.order.text().startswith("rows in order: more than 2,000")
