"""The weights as numbers: what the matrix shows, and what typing into it does."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QTableView, QToolTip
from pytestqt.qtbot import QtBot

from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.matrix_model import HEAT, NEW, in_cell
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.theme import DARK, LIGHT, Beats, Size
from tests.ui.inspector.matrix_cells import click_cell, matrix, texts, type_into


def test_the_matrix_shows_the_numbers_of_the_snapshot(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 1))
    shown = [[float(text.replace("−", "-")) for text in row] for row in texts(panel)]
    assert shown == pytest.approx(np.round(matrix(session, 1), 2), abs=0.006)
    assert panel.note() == "Hidden 1 → Hidden 2  ·  4 × 3"


def test_rows_are_named_by_where_links_come_from_and_biases_stand_last(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 0))
    model = panel.matrix.model()
    assert [model.headerData(row, Qt.Orientation.Vertical) for row in range(3)] == ["x₁", "x₂", "bias"]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "h₁·3"
    session.apply(edits.set_bias, 0, False)
    assert panel.matrix.model().rowCount() == 2


def test_numbers_have_a_true_minus_and_the_decimal_sign_of_the_locale(
    panel: InspectorPanel, session: Session, german: None
) -> None:
    session.set_weight(2, 0, 0, -1.5)
    assert texts(panel)[0][0] == "−1,5000"


@pytest.mark.parametrize(("value", "text"), [(np.nan, "NaN"), (np.inf, "∞"), (-np.inf, "−∞"), (123456.0, "123456")])
def test_odd_numbers_are_shown_honestly(value: float, text: str) -> None:
    assert in_cell(value) == text


def test_a_cell_is_typed_with_decimal_comma(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    cell = click_cell(qtbot, panel, 1, 0)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    type_into(qtbot, panel, "-0,75")
    assert matrix(session, 2)[1, 0] == -0.75
    assert cell.data() == "−0.7500"
    session.undo()
    assert matrix(session, 2)[1, 0] != -0.75


def test_a_double_click_opens_a_bias_and_a_fraction_is_understood(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    cell = click_cell(qtbot, panel, 3, 0)
    middle = panel.matrix.visualRect(cell).center()
    qtbot.mouseDClick(panel.matrix.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    type_into(qtbot, panel, "1/4")
    assert matrix(session, 2)[3, 0] == 0.25


def test_what_is_no_number_changes_nothing_and_is_told(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    before = matrix(session, 2).copy()
    click_cell(qtbot, panel, 1, 0)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    type_into(qtbot, panel, "abc")
    assert (matrix(session, 2) == before).all()
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    assert editor.text() == "abc"
    assert QToolTip.text() == editor.toolTip() == "Type a number, such as 0.5, 1/3 or 3e−4."
    QToolTip.hideText()


def test_an_opened_cell_that_is_left_as_it_was_sets_nothing(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    click_cell(qtbot, panel, 1, 0)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert session.undoable is None


def test_escape_leaves_the_cell_as_it_was(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    before = matrix(session, 2).copy()
    click_cell(qtbot, panel, 1, 0)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    qtbot.keyClicks(editor, "7")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert (matrix(session, 2) == before).all()


def test_the_frame_in_the_matrix_and_the_selection_follow_each_other(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("link", 1, 2, 1))
    assert (panel.matrix.currentIndex().row(), panel.matrix.currentIndex().column()) == (2, 1)
    assert panel.matrix.across.selected == 1
    assert panel.matrix.down.selected == 2
    click_cell(qtbot, panel, 0, 2)
    assert session.selection == Selection("link", 1, 0, 2)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Left)
    assert session.selection == Selection("link", 1, 0, 1)
    click_cell(qtbot, panel, 4, 0)
    assert session.selection == Selection("bias", 1, column=0)
    session.select(Selection())
    assert not panel.matrix.currentIndex().isValid()


def rows_in_sight(panel: InspectorPanel) -> list[int]:
    return [panel.matrix.rowHeight(row) for row in range(panel.matrix.model().rowCount())]


def test_rows_are_alike_whatever_layer_was_shown_before(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 0))
    session.select(Selection("layer", 1))
    *rows, bias = rows_in_sight(panel)
    assert len(set(rows)) == 1
    assert bias == rows[0] + Size.BIAS_GAP


def test_the_biases_stay_in_sight_below_a_matrix_that_is_too_high(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.resize_layer, 1, 14)
    session.select(Selection("link", 2, 13, 0))
    biases = panel.matrix.frozen
    assert biases.isVisible()
    assert panel.matrix.isRowHidden(14)
    assert panel.rect().contains(biases.geometry())
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Down)
    assert session.selection == Selection("bias", 2, column=0)
    qtbot.keyClick(biases, Qt.Key.Key_Return)
    editor = biases.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "0.75")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert matrix(session, 2)[14, 0] == 0.75
    qtbot.waitUntil(lambda: biases.state() != QTableView.State.EditingState)
    qtbot.keyClick(biases, Qt.Key.Key_Up)
    assert session.selection == Selection("link", 2, 13, 0)
    session.apply(edits.resize_layer, 1, 3)
    assert not biases.isVisible()
    assert not panel.matrix.isRowHidden(3)


def test_an_undone_weight_no_longer_pales_the_others(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 1))

    def places() -> list[int]:
        model = panel.matrix.model()
        return [model.index(row, column).data(HEAT) for row in range(4) for column in range(3)]

    before = places()
    session.set_weight(1, 4, 0, 10.0)
    assert places() != before
    session.undo()
    assert places() == before


def test_while_running_numbers_are_drawn_in_one_frame_of_several(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 10)
    drawn: list[int] = []
    frames: list[int] = []
    panel.matrix.model().dataChanged.connect(lambda *_: drawn.append(1))
    session.snapshot_taken.connect(lambda: frames.append(1))
    qtbot.waitUntil(lambda: len(frames) >= 5 * Beats.FIGURES.every)
    assert 4 <= len(drawn) <= 6
    session.pause()
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    assert texts(panel)[0][0] == in_cell(float(matrix(session, panel.layer())[0, 0]), decimals=4)


def test_theme_switch_recolours_the_cells(panel: InspectorPanel, session: Session, appearance: Appearance) -> None:
    session.set_weight(2, 0, 0, 0.0)
    cell = panel.matrix.visualRect(panel.matrix.model().index(0, 0))
    corner = cell.topLeft()
    corner += type(corner)(6, 4)
    assert panel.matrix.viewport().grab().toImage().pixelColor(corner) == QColor(*map(int, LIGHT.heat()[128]))
    appearance.set_mode("dark")
    assert panel.matrix.viewport().grab().toImage().pixelColor(corner) == QColor(*map(int, DARK.heat()[128]))
    appearance.set_mode("light")


def test_drawing_facts_calls_no_verb(panel: InspectorPanel, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for verb in ("apply", "select", "set_weight", "run", "pause"):
        monkeypatch.setattr(session, verb, lambda *_args, verb=verb: pytest.fail(f"{verb} was called"))
    session._selection = Selection("link", 0, 1, 1)
    session.snapshot_taken.emit()
    session.project_changed.emit(None)
    session.selection_changed.emit()
    session.run_state_changed.emit()


def test_weights_that_an_edit_has_brought_have_a_corner_and_are_called_new(
    panel: InspectorPanel, session: Session
) -> None:
    session.select(Selection("layer", 1))
    session.apply(edits.add_neuron, 0)
    model = panel.matrix.model()
    new = [[model.index(row, column).data(NEW) for column in range(3)] for row in range(6)]
    assert new == [[row == 4] * 3 for row in range(6)], "the row of the new neuron, not the biases"
    assert model.index(4, 1).data(Qt.ItemDataRole.ToolTipRole).endswith("(new)")
    assert not model.index(3, 1).data(Qt.ItemDataRole.ToolTipRole).endswith("(new)")
    corner = panel.matrix.visualRect(model.index(4, 1)).topRight()
    seen = panel.matrix.viewport().grab().toImage().pixelColor(corner.x() - 3, corner.y() + 3)
    assert seen == QColor(LIGHT.accent)
    session.undo()
    assert not any(model.index(row, 0).data(NEW) for row in range(model.rowCount()))
