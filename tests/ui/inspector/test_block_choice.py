"""Many weights of the matrix chosen at once, by pointer and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.model.cells import Cells
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words
from tests.ui.inspector.blocks import SHIFT, choose, entry, press, put_on_clipboard
from tests.ui.inspector.matrix_cells import click_cell, matrix

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


def test_shift_and_arrows_choose_a_block_and_the_selection_follows_the_current_cell(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    cells = choose(qtbot, panel, session, 1, range(1, 3), range(2))
    assert panel.matrix.choice.block == cells
    assert session.selection == Selection("link", 1, 2, 1)
    mean = f"{matrix(session, 1)[1:3, :2].mean():.4g}".replace("-", "−")
    assert panel.sum.full_text().startswith(f"4 weights (2 × 2)  ·  mean {mean}")
    click_cell(qtbot, panel, 0, 0)
    assert panel.matrix.choice.block is None
    qtbot.waitUntil(lambda: "weights" not in panel.sum.full_text())


def test_drag_shift_click_names_and_control_a_choose_blocks(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 1))
    model, view = panel.matrix.model(), panel.matrix
    first, last = (view.visualRect(model.index(*place)).center() for place in ((0, 0), (2, 1)))
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(view.viewport(), first + QPoint(8, 8))
    qtbot.mouseMove(view.viewport(), last)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=last)
    assert view.choice.cells == Cells(1, range(3), range(2))
    assert session.selection == Selection("link", 1, 2, 1)
    click_cell(qtbot, panel, 0, 1)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, pos=last)
    assert view.choice.cells == Cells(1, range(3), range(1, 2))
    middle = QPoint(view.across.sectionViewportPosition(2) + 10, view.across.height() // 2)
    qtbot.mouseClick(view.across.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert view.choice.cells == Cells(1, range(5), range(2, 3))
    middle = QPoint(view.down.width() // 2, view.down.sectionViewportPosition(3) + 5)
    qtbot.mouseClick(view.down.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert view.choice.cells == Cells(1, range(3, 4), range(3))
    press(qtbot, panel, Qt.Key.Key_A, ctrl=True)
    assert view.choice.cells == Cells(1, range(5), range(3))
    assert panel.sum.full_text().startswith("15 weights and biases (5 × 3)")
    session.select(Selection("neuron", 0, column=1))
    assert view.choice.cells is None


def test_the_menu_says_what_it_acts_on_and_opens_by_the_menu_key(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    choose(qtbot, panel, session, 1, range(2), range(2))
    at = QPoint(1, 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, panel.matrix.mapToGlobal(at))
    QApplication.sendEvent(panel.matrix, event)
    assert panel.edit.menu.isVisible()
    panel.edit.menu.close()
    assert panel.edit.menu.actions()[0].text() == "Hidden 2: 4 weights"
    entry(panel, "Hold").trigger()
    assert not entry(panel, "Scale").isEnabled()
    qtbot.keyClicks(panel.matrix, "*")
    assert panel.edit.popover.note.text() == "All are held or cut: release or restore them first"
    panel.edit.popover.hide()
    entry(panel, "Let them learn again").trigger()
    assert entry(panel, "Scale").isEnabled()
    session.select(Selection("layer", 1))
    assert entry(panel, "Hidden 2: all 15 weights and biases").isEnabled() is False


def test_the_menu_names_all_of_the_layer_where_nothing_is_chosen_and_so_does_undo(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("neuron", 1, column=0))
    assert entry(panel, "Hidden 2: all 15 weights and biases")
    entry(panel, "Set to 0").trigger()
    assert not matrix(session, 1).any()
    undoable = session.undoable
    assert undoable is not None
    assert translated(Words(undoable.label, *undoable.arguments, context="edits")) == (
        "Hidden 2: 15 weights and biases = 0"
    )


def test_keys_that_act_at_once_do_nothing_where_nothing_is_chosen_and_say_so(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 1))
    put_on_clipboard("1")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_H, Qt.Key.Key_X):
        press(qtbot, panel, key)
        assert session.undoable is None
        assert panel.effect.full_text() == "Nothing is chosen: Ctrl+A chooses all of the layer"
    press(qtbot, panel, Qt.Key.Key_A, ctrl=True)
    assert panel.effect.isHidden()
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert (matrix(session, 1) == 0.0).all()
