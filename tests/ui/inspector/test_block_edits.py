"""Many weights at once in the matrix: chosen, edited, copied and pasted, by pointer, keyboard and clipboard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.errors import NnsimError
from nnsim.model import edits, layer_edits
from nnsim.model.cells import Cells
from nnsim.runs.run import Run
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor import part_verbs
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words
from tests.ui.inspector.test_inspector_panel import click_cell, german, matrix, texts

__all__ = ["german"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def press(qtbot: QtBot, panel: InspectorPanel, key: Qt.Key, *, shift: bool = False, ctrl: bool = False) -> None:
    held = (SHIFT if shift else Qt.KeyboardModifier.NoModifier) | (CTRL if ctrl else Qt.KeyboardModifier.NoModifier)
    qtbot.keyClick(panel.matrix, key, held)


def choose(qtbot: QtBot, panel: InspectorPanel, session: Session, layer: int, rows: range, columns: range) -> Cells:
    """A block of a layer, by a click and Shift with the arrows."""
    session.select(Selection("layer", layer))
    click_cell(qtbot, panel, rows.start, columns.start)
    for _ in rows[1:]:
        press(qtbot, panel, Qt.Key.Key_Down, shift=True)
    for _ in columns[1:]:
        press(qtbot, panel, Qt.Key.Key_Right, shift=True)
    return Cells(layer, rows, columns)


def put_on_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def entry(panel: InspectorPanel, words: str) -> QAction:
    panel.edit.menu.aboutToShow.emit()
    return next(action for action in panel.edit.menu.actions() if action.text().startswith(words))


# --- choosing --------------------------------------------------------------------------------------------------------


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


# --- editing ---------------------------------------------------------------------------------------------------------


def test_delete_sets_a_block_to_0_as_one_step_and_the_loss_says_what_came_of_it(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    before = matrix(session, 1).copy()
    loss = Run(session.stamped_project()).results()["train"]["loss"]
    cells = choose(qtbot, panel, session, 1, range(1, 3), range(2))
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert (matrix(session, 1)[1:3, :2] == 0.0).all()
    assert panel.matrix.choice.block == cells
    press(qtbot, panel, Qt.Key.Key_Right, shift=True)
    assert panel.matrix.choice.block == Cells(1, range(1, 3), range(3))
    press(qtbot, panel, Qt.Key.Key_Up, shift=True)
    assert panel.matrix.choice.block == Cells(1, range(1, 2), range(3))
    effect = session.hand.effect
    assert effect is not None
    assert effect.before == pytest.approx(loss, rel=1e-12)
    assert effect.after == Run(session.stamped_project()).results()["train"]["loss"]
    assert panel.effect.full_text().startswith("Training loss ")
    assert "without dropout" in panel.effect.toolTip()
    session.undo()
    assert (matrix(session, 1) == before).all()
    assert session.undoable is None
    assert panel.effect.isHidden()


def test_a_typed_weight_is_followed_by_its_effect_too(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    session.set_weight(1, 0, 0, 0.25)
    assert "gradient predicted" in panel.effect.full_text()
    session.set_weight(1, 0, 0, 40.0)
    assert panel.effect.full_text().endswith("a big step, which the slope alone does not tell")


def test_the_star_asks_for_a_factor_and_takes_a_decimal_comma_or_a_fraction(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    before = matrix(session, 1).copy()
    choose(qtbot, panel, session, 1, range(2), range(2))
    qtbot.keyClicks(panel.matrix, "*")
    popover = panel.edit.popover
    assert popover.isVisible()
    assert popover.heading.text() == "Hidden 2: 4 weights"
    popover.number.selectAll()
    qtbot.keyClicks(popover.number, "1/4")
    qtbot.keyClick(popover.number, Qt.Key.Key_Return)
    assert not popover.isVisible()
    np.testing.assert_array_equal(matrix(session, 1)[:2, :2], before[:2, :2] * 0.25)
    qtbot.keyClicks(panel.matrix, "*")
    popover.number.selectAll()
    qtbot.keyClicks(popover.number, "0,5")
    qtbot.mouseClick(popover.apply, Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(matrix(session, 1)[:2, :2], before[:2, :2] * 0.125)
    np.testing.assert_array_equal(matrix(session, 1)[2:], before[2:])


def test_what_is_no_number_is_not_applied(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    choose(qtbot, panel, session, 1, range(2), range(2))
    qtbot.keyClicks(panel.matrix, "=")
    popover = panel.edit.popover
    popover.number.selectAll()
    qtbot.keyClicks(popover.number, "1.2.x")
    assert not popover.apply.isEnabled()
    qtbot.keyClick(popover.number, Qt.Key.Key_Return)
    assert session.undoable is None
    popover.hide()


def test_a_layer_is_drawn_anew_and_has_its_first_weights_again(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    first = matrix(session, 1).copy()
    choose(qtbot, panel, session, 1, range(2), range(2))
    press(qtbot, panel, Qt.Key.Key_Delete)
    press(qtbot, panel, Qt.Key.Key_A, ctrl=True)
    qtbot.keyClicks(panel.matrix, "r")
    popover = panel.edit.popover
    popover.rule.button.chosen.emit(session.project.network.layers[1].initializer.name)
    qtbot.keyClick(popover.focusWidget(), Qt.Key.Key_Return)  # at once, without a menu
    assert not popover.isVisible()
    np.testing.assert_array_equal(matrix(session, 1), first)


def test_the_seed_to_draw_with_is_that_of_the_training_and_one_that_is_typed_stays(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    choose(qtbot, panel, session, 1, range(2), range(2))
    seed = panel.edit.popover.seed
    session.apply(edits.set_seed, 41)
    qtbot.keyClicks(panel.matrix, "r")
    assert seed.value() == 41
    seed.selectAll()
    qtbot.keyClicks(seed, "5")
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    qtbot.keyClicks(panel.matrix, "r")
    assert seed.value() == 5
    panel.edit.popover.hide()
    session.apply(edits.set_seed, 42)
    qtbot.keyClicks(panel.matrix, "r")
    assert seed.value() == 42
    panel.edit.popover.hide()


def test_held_and_cut_weights_are_marked_stay_as_they_are_and_that_is_said(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    choose(qtbot, panel, session, 1, range(2), range(1))
    press(qtbot, panel, Qt.Key.Key_H)
    assert session.project.network.layers[1].held == ((0, 0), (1, 0))
    session.apply(layer_edits.cut_link, 1, 2, 0)
    before = matrix(session, 1).copy()
    model = panel.matrix.model()
    assert [model.lock(row, 0) for row in range(4)] == ["held", "held", "cut", ""]
    choose(qtbot, panel, session, 1, range(4), range(1))
    assert panel.answer.full_text().startswith("2 held, 1 cut")
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert matrix(session, 1)[:, 0].tolist() == [before[0, 0], before[1, 0], 0.0, 0.0, before[4, 0]]
    assert panel.effect.full_text().endswith("2 held, 1 cut stay")
    choose(qtbot, panel, session, 1, range(2), range(1))
    press(qtbot, panel, Qt.Key.Key_H)
    press(qtbot, panel, Qt.Key.Key_X)
    assert session.project.network.layers[1].held == ()
    assert session.project.network.layers[1].cut == ((0, 0), (1, 0), (2, 0))


def test_x_twice_brings_learnt_weights_back_and_so_it_does_on_the_network(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.set_weight(1, 0, 0, 0.75)
    session.set_weight(1, 1, 1, -0.5)
    before = matrix(session, 1).copy()
    choose(qtbot, panel, session, 1, range(2), range(2))
    press(qtbot, panel, Qt.Key.Key_X)
    assert (matrix(session, 1)[:2, :2] == 0.0).all()
    assert panel.effect.full_text().endswith("Hidden 2: 4 weights cut; Ctrl+Z takes it back")
    press(qtbot, panel, Qt.Key.Key_X)
    np.testing.assert_array_equal(matrix(session, 1), before)
    for _ in range(2):
        assert part_verbs.toggle_cut(session, Selection("link", 1, 0, 0))
    np.testing.assert_array_equal(matrix(session, 1), before)


def test_a_letter_that_holds_a_single_weight_is_told_in_words(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    choose(qtbot, panel, session, 1, range(1), range(1))
    qtbot.keyClicks(panel.matrix, "h")
    assert panel.effect.full_text() == "Hidden 2: 1 weight held; Ctrl+Z takes it back"
    session.undo()
    assert panel.effect.isHidden()


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


# --- clipboard -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_names", [False, True])
def test_a_copied_layer_is_pasted_to_the_bit_with_names_and_a_decimal_comma(
    panel: InspectorPanel, session: Session, qtbot: QtBot, german: None, with_names: bool
) -> None:
    before = matrix(session, 1).copy()
    choose(qtbot, panel, session, 1, range(1), range(1))
    press(qtbot, panel, Qt.Key.Key_A, ctrl=True)
    panel.deeds.copy(with_names=with_names)
    assert panel.effect.full_text() == "Copied: 5 × 3 numbers"
    text = QGuiApplication.clipboard().text()
    assert "." not in text.replace("·", "")
    assert ("bias" in text) == with_names
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert (matrix(session, 1) == 0.0).all()
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert matrix(session, 1).tobytes() == before.tobytes()
    assert ("Names beside" in panel.effect.full_text()) == with_names


def test_cells_of_a_spreadsheet_go_from_a_single_cell_on_and_are_chosen_then(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    choose(qtbot, panel, session, 1, range(2, 3), range(1, 2))
    put_on_clipboard("0,5\t1/4\r\n-1,25\t3e-2\r\n")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert matrix(session, 1)[2:4, 1:3].tolist() == [[0.5, 0.25], [-1.25, 0.03]]
    assert panel.matrix.choice.cells == Cells(1, range(2, 4), range(1, 3))
    put_on_clipboard("7")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert (matrix(session, 1)[2:4, 1:3] == 7.0).all()
    put_on_clipboard("1,234")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert "“1,234” was read as 1234" in panel.effect.full_text()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("1\t2\n3\t4", "paste.size", "2 × 2 numbers, but 3 × 1 cells are chosen"),
        ("1\tx", "block.not_a_number", "row 1, column 2"),
        ("", "block.empty", "no numbers"),
    ],
)
def test_what_cannot_be_pasted_is_refused_and_nothing_changes(
    panel: InspectorPanel, session: Session, qtbot: QtBot, text: str, code: str, words: str
) -> None:
    refused: list[NnsimError] = []
    session.failed.connect(refused.append)
    before = matrix(session, 1).copy()
    choose(qtbot, panel, session, 1, range(3), range(1))
    put_on_clipboard(text)
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert [error.code for error in refused] == [code]
    assert words in str(refused[0])
    assert (matrix(session, 1) == before).all()
    assert session.undoable is None


def test_too_many_cells_from_a_single_one_on_are_refused(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    refused: list[NnsimError] = []
    session.failed.connect(refused.append)
    choose(qtbot, panel, session, 1, range(4, 5), range(2, 3))
    put_on_clipboard("1\t2\n3\t4")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert "from this cell on there is room for 1 × 1" in str(refused[0])
    assert float(texts(panel)[4][2]) == 0.0


def test_many_more_cells_than_the_layer_has_are_refused_before_they_are_read(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    refused: list[NnsimError] = []
    session.failed.connect(refused.append)
    choose(qtbot, panel, session, 1, range(1), range(1))
    put_on_clipboard("no number\t" * 20_000)
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert [error.code for error in refused] == ["block.too_large"]
    assert session.undoable is None


# --- what is chosen, and what is told of it, in other moments --------------------------------------------------------


def test_h_on_a_cut_link_says_why_it_does_nothing_and_tells_of_no_other_edit(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(layer_edits.cut_link, 1, 0, 0)
    session.set_weight(1, 2, 2, 1.25)
    steps = session.undoable
    choose(qtbot, panel, session, 1, range(1), range(1))
    press(qtbot, panel, Qt.Key.Key_H)
    assert panel.effect.full_text().endswith("Cut links are not held: they stay 0 as they are")
    assert "Ctrl+Z" not in panel.effect.full_text()
    assert session.undoable is steps


def test_what_an_edit_has_done_is_told_of_its_moment_only(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state != "running")
    session.set_weight(1, 0, 0, 2.0)
    assert panel.effect.full_text().startswith("Training loss ")
    session.show_past(1)
    assert panel.effect.full_text() == ""
    session.leave_past()
    assert panel.effect.full_text().startswith("Training loss ")
    assert not panel.effect.reading.isActive()
    session.step_batch()
    qtbot.waitUntil(panel.effect.reading.isActive)
    panel.effect.reading.timeout.emit()
    assert panel.effect.full_text() == ""
    session.set_weight(1, 0, 0, 1.0)
    assert panel.effect.full_text().startswith("Training loss ")
    assert not panel.effect.reading.isActive()
