"""Many weights of the matrix edited at once."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnsim.model import edits, layer_edits
from nnsim.model.cells import Cells
from nnsim.runs.run import Run
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor import part_verbs
from nnsim.ui.inspector.panel import InspectorPanel
from tests.ui.inspector.blocks import choose, press
from tests.ui.inspector.matrix_cells import matrix

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


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
