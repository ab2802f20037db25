"""The page of weights in little height and in much: rows are seen, and nothing moves under the hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.inspector.row_order import STRONGEST
from nnsim.ui.theme import Size, numbers

PROJECTOR, LAPTOP, ENLARGED = (498, 134), (568, 172), (1200, 600)


def sized(panel: InspectorPanel, size: tuple[int, int]) -> InspectorPanel:
    panel.resize(*size)
    for _ in range(3):
        QApplication.processEvents()
    return panel


def cell_at(panel: InspectorPanel, row: int, column: int) -> QPoint:
    matrix = panel.matrix
    return matrix.viewport().mapTo(panel, matrix.visualRect(matrix.model().index(row, column)).center())


def rows_seen_whole(panel: InspectorPanel) -> int:
    matrix = panel.matrix
    rects = [matrix.visualRect(matrix.model().index(row, 0)) for row in range(matrix.model().rowCount() - 1)]
    return sum(matrix.viewport().rect().contains(rect) for rect in rects)


def are_biases_seen(panel: InspectorPanel) -> bool:
    """In a table of their own, or as the last row where all rows have room."""
    matrix, frozen = panel.matrix, panel.matrix.frozen
    if frozen.isVisible():
        return panel.rect().contains(frozen.geometry())
    biases = matrix.visualRect(matrix.model().index(matrix.model().rowCount() - 1, 0))
    return matrix.viewport().rect().contains(biases)


@pytest.mark.parametrize(("size", "n_rows"), [(PROJECTOR, 5), (LAPTOP, 7)])
def test_in_a_small_card_rows_of_eight_neurons_are_seen_with_their_biases(
    panel: InspectorPanel, session: Session, size: tuple[int, int], n_rows: int
) -> None:
    for layer, n_neurons in ((0, 8), (1, 8)):
        session.apply(edits.resize_layer, layer, n_neurons)
    session.select(Selection("link", 1, 1, 0))
    sized(panel, size)
    assert rows_seen_whole(panel) >= n_rows
    assert are_biases_seen(panel)
    assert panel.matrix.horizontalScrollBar().maximum() == 0
    assert panel.tools.key.isVisible()
    assert panel.edit.button.isVisible()


@pytest.mark.parametrize("size", [PROJECTOR, ENLARGED])
def test_nothing_moves_when_a_cell_is_chosen_and_typed_into(
    panel: InspectorPanel, session: Session, qtbot: QtBot, size: tuple[int, int]
) -> None:
    session.select(Selection("layer", 1))
    sized(panel, size)
    before = [cell_at(panel, row, 1) for row in range(3)]
    session.select(Selection("link", 1, 1, 1))
    qtbot.waitUntil(lambda: "z =" in panel.sum.full_text())
    assert [cell_at(panel, row, 1) for row in range(3)] == before
    session.set_weight(1, 1, 1, 0.25)
    QApplication.processEvents()
    assert panel.effect.isVisible()
    assert [cell_at(panel, row, 1) for row in range(3)] == before


def test_in_one_line_an_edit_has_its_say_until_something_else_is_selected(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("link", 1, 1, 1))
    sized(panel, PROJECTOR)
    session.set_weight(1, 1, 1, 0.25)
    assert (panel.effect.isVisible(), panel.sum.isVisible()) == (True, False)
    session.select(Selection("link", 1, 2, 1))
    assert (panel.effect.isVisible(), panel.sum.isVisible()) == (False, True)
    qtbot.waitUntil(lambda: "z =" in panel.sum.full_text())
    assert panel.sum.text().endswith(panel.sum.full_text()[-4:])
    assert panel.answer.text().startswith("h = tanh(z) ≈ ")
    assert not panel.answer.text().endswith("…")


def test_what_has_no_button_in_little_height_stands_in_the_menu(panel: InspectorPanel, session: Session) -> None:
    sized(panel, PROJECTOR)
    listed = {action.text(): action for action in panel.tools.quantity.menu().actions()}
    assert not panel.tools.order.isVisible()
    listed["strongest rows first"].trigger()
    listed["Statistics"].trigger()
    assert panel.summary.isVisible()
    assert listed["Statistics"].isChecked()
    assert panel.tools.order.text() == "strongest rows first ▾"
    sized(panel, ENLARGED)
    assert panel.tools.order.isVisible()
    assert all(action.text() != "Statistics" for action in panel.tools.quantity.menu().actions())
    assert panel.sorting.order == STRONGEST


def test_where_cells_are_large_numbers_have_more_decimals(panel: InspectorPanel, session: Session) -> None:
    for layer in (0, 1):
        session.apply(edits.resize_layer, layer, 8)
    session.select(Selection("layer", 1))
    sized(panel, PROJECTOR)
    model = panel.matrix.model()
    assert len(model.index(0, 0).data().partition(".")[2]) == 2
    sized(panel, ENLARGED)
    assert len(model.index(0, 0).data().partition(".")[2]) == 4
    assert panel.matrix.rowHeight(0) > Size.CELL_MOST[1]


def test_many_layers_have_rows_of_chips_as_far_as_there_is_height(panel: InspectorPanel, session: Session) -> None:
    session.apply(edits.add_layer, 1)
    sized(panel, PROJECTOR)
    assert panel.layers.chips.isVisible()
    sized(panel, (498, 90))
    assert (panel.layers.chips.isVisible(), panel.layers.button.isVisible()) == (False, True)
    assert panel.layers.button.text() == "W4 ▾"
    sized(panel, PROJECTOR)
    assert panel.layers.chips.chosen() == ("3",)
    assert Qt.FocusPolicy.TabFocus & panel.layers.chips.chip("3").focusPolicy()


def test_the_line_says_what_a_hand_can_do_with_pictures_of_neurons(panel: InspectorPanel, session: Session) -> None:
    session.new(new_project("digits", named_data("digits"), (32,)))
    session.select(Selection("layer", 0))
    assert panel.sum.full_text().startswith("A click chooses a weight")
    panel.show_as_pictures(True)
    session.select(Selection("layer", 0))
    assert panel.sum.full_text() == "A click chooses a neuron"


@pytest.mark.parametrize(("full", "decimals"), [(1.0, 2), (50.0, 1), (700.0, 0)])
def test_no_number_is_longer_than_its_cell(panel: InspectorPanel, session: Session, full: float, decimals: int) -> None:
    for layer in (0, 1):
        session.apply(edits.resize_layer, layer, 8)
    session.select(Selection("layer", 1))
    session.set_weight(1, 0, 0, -full)
    sized(panel, PROJECTOR)
    text = panel.matrix.model().index(0, 0).data()
    assert len(text.partition(".")[2]) == decimals
    wide = QFontMetricsF(numbers(Size.SMALL)).horizontalAdvance(text)
    assert wide <= panel.matrix.columnWidth(0) - Size.CELL_GAP
