"""A block of weights is what stands side by side in sight: where rows are sorted, and where no values are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.weight_look import GRADIENT
from nnsim.model import data_edits, edits, weight_edits
from nnsim.model.cells import Cells
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.inspector.row_order import STRONGEST
from tests.ui.inspector.blocks import CTRL, choose, entry, press, put_on_clipboard
from tests.ui.inspector.matrix_cells import matrix, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


def test_where_rows_are_sorted_the_chosen_weights_are_meant_also_if_they_are_no_neighbours(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 1))
    for row, value in enumerate((1.0, 5.0, 2.0, 4.0)):
        session.set_weight(1, row, 0, value)
    panel.show_order(STRONGEST)  # 2, 4, 3, 1
    choose(qtbot, panel, session, 1, range(1), range(2))
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert matrix(session, 1)[1, :2].tolist() == [0.0, 0.0]
    assert matrix(session, 1)[:, 0].tolist()[:4] == [1.0, 0.0, 2.0, 4.0]
    panel.show_order(STRONGEST)  # 4, 3, 1, 2, or the last two the other way round
    assert panel.matrix.choice.cells != Cells(1, range(1), range(2))
    apart = choose(qtbot, panel, session, 1, range(1, 3), range(1))
    assert panel.matrix.choice.cells == apart
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert matrix(session, 1)[:, 0].tolist()[:4] == [0.0, 0.0, 0.0, 4.0]
    assert panel.matrix.choice.cells == apart


def test_what_is_copied_and_pasted_while_rows_are_sorted_stands_as_in_sight(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 1))
    for row, value in enumerate((1.0, 50.0, 20.0, 40.0)):
        session.set_weight(1, row, 0, value)
    bias = matrix(session, 1)[4].tolist()
    panel.show_order(STRONGEST)

    def seen() -> list[float]:
        return [float(line[0]) for line in texts(panel)[:4]]

    assert seen() == [50.0, 40.0, 20.0, 1.0]
    whole = choose(qtbot, panel, session, 1, range(4), range(1))
    panel.deeds.copy(with_names=True)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()[1:]]
    assert [float(number) for _name, number in lines] == seen()
    assert [name for name, _number in lines] == [
        panel.matrix.model().name(row, Qt.Orientation.Vertical) for row in whole.rows
    ]
    session.select(Selection("layer", 1))  # nothing is chosen: all of it
    panel.deeds.copy(with_names=True)
    assert [line.split("\t")[:2] for line in QGuiApplication.clipboard().text().splitlines()[1:5]] == lines
    choose(qtbot, panel, session, 1, range(4), range(1))
    put_on_clipboard("9\n8\n7\n6")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert seen() == [9.0, 8.0, 7.0, 6.0]
    assert matrix(session, 1)[:4, 0].tolist() == [6.0, 9.0, 7.0, 8.0]
    choose(qtbot, panel, session, 1, range(1, 2), range(1))
    put_on_clipboard("3\n2\n1")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert seen() == [9.0, 3.0, 2.0, 1.0]
    assert panel.matrix.choice.cells == Cells(1, range(1, 4), range(1))
    assert matrix(session, 1)[4].tolist() == bias


def test_while_gradients_are_shown_they_are_summed_up_and_copied_and_no_number_is_put(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    before = matrix(session, 1).copy()
    panel.show_quantity(GRADIENT)
    cells = choose(qtbot, panel, session, 1, range(2), range(2))
    qtbot.waitUntil(lambda: panel.deeds.shown is not None)
    looked_at = session.snapshot.weight_numbers
    assert looked_at is not None
    gradient = cells.of(looked_at.values)
    qtbot.waitUntil(lambda: f"from {gradient.min():.4g}".replace("-", "−") in panel.sum.full_text())
    assert panel.sum.full_text().startswith("Gradient of 4 weights (2 × 2)")
    press(qtbot, panel, Qt.Key.Key_C, ctrl=True)
    copied = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    np.testing.assert_array_equal(np.array(copied, np.float32), gradient.astype(np.float32))
    for key, sign in ((Qt.Key.Key_Delete, ""), (Qt.Key.Key_V, "v"), (Qt.Key.Key_Equal, "=")):
        QToolTip.hideText()
        qtbot.keyClick(panel.matrix, key, CTRL if sign == "v" else Qt.KeyboardModifier.NoModifier)
        assert "Only values can be typed" in QToolTip.text()
    assert panel.edit.popover.isHidden()
    assert session.undoable is None
    assert (matrix(session, 1) == before).all()
    assert not entry(panel, "Set to 0").isEnabled()
    assert not entry(panel, "Paste").isEnabled()
    assert entry(panel, "Hold").isEnabled()


def test_a_block_of_sorted_rows_stays_chosen_while_its_weights_are_held_and_released(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.edit_weights(
        weight_edits.put_block, Cells(1, range(4), range(1)), np.array([[1.0], [50.0], [20.0], [40.0]])
    )
    panel.show_order(STRONGEST)
    block = choose(qtbot, panel, session, 1, range(1, 3), range(3))
    order = panel.matrix.choice.order
    assert order == (1, 3, 2, 0, 4)
    press(qtbot, panel, Qt.Key.Key_H)
    assert {row for row, _column in session.project.network.layers[1].held} == {3, 2}
    assert panel.matrix.choice.block == block
    press(qtbot, panel, Qt.Key.Key_H)
    assert session.project.network.layers[1].held == ()
    press(qtbot, panel, Qt.Key.Key_Delete)
    session.select(Selection("link", 1, 2, 0))
    press(qtbot, panel, Qt.Key.Key_X)
    assert panel.matrix.choice.order == order  # until it is chosen anew
    session.apply(edits.duplicate_layer, 0)
    session.select(Selection("layer", 1))  # another one with as many rows
    strengths = np.abs(matrix(session, 1)[:4]).sum(axis=1)
    assert panel.matrix.choice.order == (*np.argsort(-strengths, kind="stable").tolist(), 4)
    session.undo()
    order = panel.matrix.choice.order
    session.apply(edits.add_neuron, 0)
    assert len(panel.matrix.choice.order) == 6
    assert panel.matrix.choice.order != (*order, 5)


def test_in_another_document_nothing_is_selected_and_undo_of_an_edit_keeps_the_selection(session: Session) -> None:
    session.select(Selection("neuron", 0, column=1))
    session.apply(edits.add_neuron, 1)
    session.undo()
    assert session.selection == Selection("neuron", 0, column=1)
    session.show_example(replace(session.project, name="another"), "another")
    assert session.selection == Selection()
    session.select(Selection("neuron", 0, column=1))
    session.new(session.project)
    assert session.selection == Selection()


def test_rows_of_another_project_are_sorted_by_its_own_weights(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 1))
    panel.show_order(STRONGEST)
    before = panel.matrix.choice.order
    assert session.new(replace(session.project, checkpoint=None, training=replace(session.project.training, seed=7)))
    session.select(Selection("layer", 1))
    strengths = np.abs(matrix(session, 1)[:4]).sum(axis=1)
    assert panel.matrix.choice.order == (*np.argsort(-strengths).tolist(), 4)
    assert panel.matrix.choice.order != before


def test_a_block_is_not_of_weights_that_have_taken_the_place_of_its_own(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    choose(qtbot, panel, session, 0, range(1), range(3))
    session.apply(data_edits.toggle_input, "x1")  # its row is that of x2 now
    assert panel.matrix.choice.block is None
    session.undo()
    block = choose(qtbot, panel, session, 1, range(2), range(2))
    session.apply(edits.set_batch_size, 9)
    assert panel.matrix.choice.cells == block
    session.apply(edits.duplicate_layer, 0)  # as many rows and columns, of a layer in its place
    assert panel.matrix.choice.block is None


@pytest.mark.parametrize("hidden", [(4, 3), (40, 40)], ids=["table", "picture"])
def test_all_of_a_layer_stays_chosen_through_edits_until_something_is_selected(
    appearance: Appearance,
    shown: Callable[[InspectorPanel, int, int], InspectorPanel],
    qtbot: QtBot,
    hidden: tuple[int, int],
) -> None:
    session = Session(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), hidden))
    session.select(Selection("layer", 1))
    panel = shown(InspectorPanel(session, appearance), 560, 300)
    view = panel.picture if panel.matrix.isHidden() else panel.matrix
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    everything = panel.matrix.choice.everything
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_H, Qt.Key.Key_H, Qt.Key.Key_X):
        qtbot.keyClick(view, key)
        assert panel.matrix.choice.cells == everything
    assert len(session.project.network.layers[1].cut) == hidden[0] * hidden[1]
    session.select(Selection("neuron", 1, column=1))
    assert panel.matrix.choice.cells is None
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert panel.matrix.choice.cells == everything
    session.new(replace(session.project, checkpoint=None))
    assert panel.matrix.choice.cells is None
    assert session.close()


def test_an_order_says_of_which_moment_it_is_and_rows_are_sorted_anew_once_a_run_stands_still(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 1))
    panel.show_order(STRONGEST)
    assert panel.tools.order.text() == "strongest rows first ▾"
    first = panel.matrix.choice.order[0]
    session.set_weight(1, first, 0, 0.0)
    session.set_weight(1, first, 1, 0.0)
    session.set_weight(1, first, 2, 0.0)
    assert panel.tools.order.text() == "order before the edit ▾"
    assert panel.matrix.choice.order[0] == first
    session.run()
    qtbot.waitUntil(lambda: panel.tools.order.text() == "order of epoch 0 ▾")
    session.pause()
    qtbot.waitUntil(lambda: panel.tools.order.text() == "strongest rows first ▾")
    strengths = np.abs(matrix(session, 1)[:4]).sum(axis=1)
    assert panel.matrix.choice.order == (*np.argsort(-strengths).tolist(), 4)
    session.show_past(1)
    qtbot.waitUntil(lambda: panel.tools.order.text().startswith("order of epoch "))
    session.leave_past()
    choose(qtbot, panel, session, 1, range(2), range(1))
    session.step_epoch()
    qtbot.waitUntil(lambda: panel.tools.order.text().startswith("order of epoch "))
    assert panel.matrix.choice.block is not None
