"""What a hand does with one neuron, link or bias: cut, hold, mute, and back again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnsim.engine.parameters import blocks
from nnsim.model.data_edits import set_scaling
from nnsim.model.layer_edits import set_frozen
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor import part_verbs
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.readout import readout
from nnsim.ui.widgets.numbers import format_number

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

LINK = Selection("link", 1, 2, 1)
BIAS = Selection("bias", 1, column=1)
NEURON = Selection("neuron", 0, column=2)


def weight(session: Session, part: Selection) -> float:
    snapshot = session.snapshot
    block = blocks(snapshot.network)[part.layer]
    return float(block.matrix(snapshot.parameters)[block.n_from if part.kind == "bias" else part.row, part.column])


def neuron_point(canvas: Canvas, part: Selection) -> QPoint:
    column = canvas.arrangement.column(part.layer)
    return canvas.mapFromScene(column.x, column.ys[part.column])


def ask_menu(target: QWidget, at: QPoint | None = None) -> None:
    reason = QContextMenuEvent.Reason.Keyboard if at is None else QContextMenuEvent.Reason.Mouse
    where = at or QPoint(1, 1)
    QApplication.sendEvent(target, QContextMenuEvent(reason, where, target.mapToGlobal(where)))


def entry(panel: NetworkPanel, words: str) -> QAction:
    menu = panel.part_menu.menu
    assert menu.isVisible()
    menu.hide()
    return next(action for action in menu.actions() if words in action.text())


def undo_all(session: Session) -> None:
    while session.undoable is not None:
        session.undo()


def press_button(panel: NetworkPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.link_field.cut, Qt.MouseButton.LeftButton)


def press_del_on_the_slider(panel: NetworkPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_Delete)


def press_del_on_the_canvas(panel: NetworkPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)


def take_it_from_the_menu(panel: NetworkPanel, _qtbot: QtBot) -> None:
    panel.canvas.ask_menu(LINK)
    entry(panel, "Cut").trigger()


Gesture = Callable[[NetworkPanel, QtBot], None]


@pytest.mark.parametrize("cut", [press_button, press_del_on_the_slider, press_del_on_the_canvas, take_it_from_the_menu])
def test_a_link_is_cut_by_mouse_and_keyboard_and_undone(
    panel: NetworkPanel, session: Session, qtbot: QtBot, cut: Gesture
) -> None:
    first, before = session.project.network, weight(session, LINK)
    panel.canvas.choose(LINK)
    cut(panel, qtbot)
    assert session.project.network.layers[1].cut == ((2, 1),)
    assert weight(session, LINK) == 0.0
    assert panel.link_field.cut.text() == "Put back"
    assert not panel.link_field.field.isEnabled()
    assert not panel.link_field.slider.isEnabled()
    undo_all(session)
    assert session.project.network == first
    assert weight(session, LINK) == before
    assert panel.link_field.cut.text() == "Cut"
    assert panel.link_field.field.isEnabled()


def test_a_cut_link_is_put_back_with_the_same_button_which_keeps_the_keyboard(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    panel.canvas.choose(LINK)
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_Delete)
    assert panel.link_field.cut.hasFocus()
    qtbot.keyClick(panel.link_field.cut, Qt.Key.Key_Space)
    assert session.project.network.layers[1].cut == ()
    assert weight(session, LINK) != 0.0


def test_a_link_that_is_put_back_has_the_weight_it_was_cut_with_and_after_a_reset_a_first_one(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    first = weight(session, LINK)
    session.set_weight(1, 2, 1, -9.75)
    panel.canvas.choose(LINK)
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_Delete)
    assert not panel.link_field.hold.isVisible()
    assert "the weight it was cut with" in " ".join(panel.link_field.cut.toolTip().split())
    panel.part_menu._fill_for_weight(LINK)
    put_back = panel.part_menu.menu.actions()[-1]
    assert put_back.text().startswith("Put this link back")
    assert "With the weight it was cut with" in put_back.toolTip()
    put_back.trigger()
    assert weight(session, LINK) == -9.75
    assert panel.link_field.hold.isVisible()
    part_verbs.toggle_cut(session, LINK)
    session.reset()
    part_verbs.toggle_cut(session, LINK)
    assert weight(session, LINK) == first


@pytest.mark.parametrize("part", [LINK, BIAS])
def test_a_weight_is_held_by_mouse_and_keyboard_and_learns_again(
    panel: NetworkPanel, session: Session, qtbot: QtBot, part: Selection
) -> None:
    place = (part.row if part.kind == "link" else 4, 1)
    first = session.project.network
    panel.canvas.choose(part)
    qtbot.mouseClick(panel.link_field.hold, Qt.MouseButton.LeftButton)
    assert session.project.network.layers[1].held == (place,)
    assert panel.link_field.hold.isChecked()
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_H)
    assert session.project.network.layers[1].held == ()
    assert not panel.link_field.hold.isChecked()
    qtbot.keyClick(panel.canvas, Qt.Key.Key_H)
    assert session.project.network.layers[1].held == (place,)
    undo_all(session)
    assert session.project.network == first


def test_a_held_weight_stays_while_the_others_learn(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    panel.canvas.choose(LINK)
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_H)
    before, other = weight(session, LINK), weight(session, Selection("link", 1, 0, 0))
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch == 1)
    assert weight(session, LINK) == before
    assert weight(session, Selection("link", 1, 0, 0)) != other


def test_a_bias_has_no_link_to_cut(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    first = session.project
    panel.canvas.choose(BIAS)
    assert not panel.link_field.cut.isVisible()
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_Delete)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    assert session.project is first


def test_a_weight_of_a_frozen_layer_cannot_be_held_and_says_why(panel: NetworkPanel, session: Session) -> None:
    session.apply(set_frozen, 1, True)
    panel.canvas.choose(LINK)
    assert not panel.link_field.hold.isEnabled()
    assert panel.link_field.hold.isChecked()
    assert "frozen" in panel.link_field.hold.toolTip()


def by_right_click(panel: NetworkPanel, _qtbot: QtBot) -> None:
    ask_menu(panel.canvas.viewport(), neuron_point(panel.canvas, NEURON))
    entry(panel, "Mute").trigger()


def by_menu_key(panel: NetworkPanel, _qtbot: QtBot) -> None:
    ask_menu(panel.canvas)
    entry(panel, "Mute").trigger()


def by_shift_f10(panel: NetworkPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(panel.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    entry(panel, "Mute").trigger()


@pytest.mark.parametrize("mute", [press_del_on_the_canvas, by_right_click, by_menu_key, by_shift_f10])
def test_a_neuron_is_muted_by_mouse_and_keyboard_and_undone(
    panel: NetworkPanel, session: Session, qtbot: QtBot, mute: Gesture
) -> None:
    first, parameters = session.project.network, session.snapshot.parameters
    session.select(NEURON)
    mute(panel, qtbot)
    assert session.project.network.layers[0].muted == (2,)
    assert [item.muted for item in panel.canvas.picture.neuron_items(0)] == [False, False, True, False]
    assert "Muted" in readout(panel.canvas.names, NEURON, session.snapshot)
    assert panel.muted_card.isVisible()
    undo_all(session)
    assert session.project.network == first
    assert (session.snapshot.parameters == parameters).all()
    assert not panel.muted_card.isVisible()


def test_the_card_says_what_the_muted_neuron_was_worth(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.set_weight(2, 1, 0, 8.0)
    session.select(Selection("neuron", 1, column=1))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    worth = session.worth_of_neuron(1, 1)
    assert worth.test[0] != worth.test[1]
    card = panel.muted_card
    assert card.title.full_text() == "h₂·2 is muted  ·  epoch 0"
    assert card.test.text() == f"Test loss {worth.test[1]:.3g} instead of {worth.test[0]:.3g}"
    assert card.train.text() == f"Training loss {worth.train[1]:.3g} instead of {worth.train[0]:.3g}"


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Space, Qt.Key.Key_Delete])
def test_the_card_brings_the_neuron_back(
    panel: NetworkPanel, session: Session, qtbot: QtBot, key: Qt.Key | None
) -> None:
    session.select(NEURON)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    button = panel.muted_card.unmute
    if key is None:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        button.setFocus()
        qtbot.keyClick(button, key)
    assert session.project.network.layers[0].muted == ()
    assert not panel.muted_card.isVisible()


def test_the_card_stays_with_the_selected_neuron_and_counts_anew_after_a_pause(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(NEURON)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch == 1)
    assert "epoch 1" in panel.muted_card.title.full_text()
    session.select(Selection("neuron", 0, column=0))
    assert not panel.muted_card.isVisible()
    session.select(NEURON)
    assert panel.muted_card.isVisible()
    assert panel.canvas.viewport().rect().contains(panel.muted_card.geometry())
    assert not panel.muted_card.geometry().contains(neuron_point(panel.canvas, NEURON))


def test_a_muted_neuron_looks_crossed_out(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)

    def seen() -> QImage:
        at = neuron_point(panel.canvas, NEURON)
        return panel.canvas.viewport().grab().toImage().copy(at.x() - 8, at.y() - 8, 16, 16)

    before = seen()
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Right)
    session.select(NEURON)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    panel.muted_card.hide()
    after = seen()
    assert before != after
    middle, beside = after.pixelColor(8, 8), after.pixelColor(8, 2)
    assert middle.lightness() < 80 < beside.lightness()


def test_an_output_is_not_muted(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    first = session.project
    session.select(Selection("neuron", 2))
    ask_menu(panel.canvas)
    refused = entry(panel, "Mute")
    assert not refused.isEnabled()
    assert "output" in refused.toolTip()
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    assert session.project is first


def test_an_input_tells_what_it_was_before_it_was_scaled(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.apply(set_scaling, "standardize")
    session.step_sample()
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None and session.snapshot.sample_view.stepped)
    sample = session.snapshot.sample_view
    assert sample is not None
    raw = float(session.prepared.dataset.inputs[sample.row, 1])
    canvas = panel.canvas
    told = canvas.readout_at(neuron_point(canvas, Selection("neuron", -1, column=1)))
    assert f"Scaled from {format_number(raw, 4)}, as it stands in the data." in told
    session.apply(set_scaling, "none")
    assert "Scaled" not in canvas.readout_at(neuron_point(canvas, Selection("neuron", -1, column=1)))
