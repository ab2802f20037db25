"""Keys of the window and of the network in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QTextBrowser, QToolTip

from nnsim.session.selection import Selection
from nnsim.session.session import Session
from tests.circle import circle
from tests.ui.parts import child


@pytest.fixture
def session(qapp):
    made = Session(circle())
    yield made
    assert made.close()


def test_no_key_of_the_network_is_a_key_of_the_window(window, session):
    """The window's actions take their keys before the network sees them."""
    for chosen in (
        Selection(),
        Selection("neuron", -1, column=1),
        Selection("neuron", 0, column=1),
        Selection("layer", 0),
        Selection("link", 1, 0, 1),
        Selection("bias", 1, column=1),
    ):
        session.select(chosen)
        network = window.network.canvas
        for action in window.actions_.all():
            for keys in action.shortcuts():
                pressed = keys[0]
                means_something = network._keyboard.press(pressed.key(), pressed.keyboardModifiers())
                assert not means_something, f"{keys.toString()} is {action.objectName()}"


def test_no_two_actions_share_a_key(window):
    keys = [keys.toString() for action in window.actions_.all() for keys in action.shortcuts()]
    assert len(set(keys)) == len(keys)


def test_b_is_a_batch_and_shift_b_the_bias_of_the_selected_neuron(qtbot, window, session):
    session.select(Selection("neuron", 0, column=1))
    qtbot.keyClick(window.network.canvas, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: session.snapshot.step == 1 and session.run_state == "paused")
    assert not window.network.link_field.isVisible()
    qtbot.keyClick(window.network.canvas, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert window.network.link_field.isVisible()
    assert session.selection == Selection("bias", 0, column=1)
    assert session.snapshot.step == 1


@pytest.mark.parametrize(
    ("key", "keys", "done"),
    [
        (Qt.Key.Key_Plus, "+", lambda s: s.project.network.sizes[1] == 5),
        (Qt.Key.Key_Minus, "−", lambda s: s.project.network.sizes[1] == 3),
        (Qt.Key.Key_Delete, "Del", lambda s: len(s.project.network.layers) == 2),
        (Qt.Key.Key_Escape, "Esc", lambda s: s.selection == Selection()),
        (Qt.Key.Key_Right, "→", lambda s: s.selection.layer == 1),
        (Qt.Key.Key_Left, "←", lambda s: s.selection.layer == -1),
    ],
)
def test_keys_of_the_network_do_in_the_window_what_help_says(qtbot, window, session, key, keys, done):
    session.select(Selection("layer", 0))
    qtbot.keyClick(window.network.canvas, key)
    assert done(session)
    window.actions_.shortcuts.trigger()
    assert keys in child(window, QTextBrowser, "keys_dialog_text").toPlainText()


def test_keys_of_the_weights_are_told_and_mean_something_there(qtbot, window, session):
    session.select(Selection("link", 1, 0, 0))
    window.actions_.shortcuts.trigger()
    told = child(window, QTextBrowser, "keys_dialog_text").toPlainText()
    of_weights = told.partition("In the weights of the inspector")[2].partition("In the numbers of the inspector")[0]
    for key in ("Ctrl+A", "Del", "=", "*", "R", "H", "X", "PgUp PgDown Home"):
        assert key in of_weights.split("\n"), key
    qtbot.keyClick(window.inspector.matrix, Qt.Key.Key_H)
    assert session.project.network.layers[1].held == ((0, 0),)
    qtbot.keyClick(window.inspector.matrix, Qt.Key.Key_X)
    assert session.project.network.layers[1].cut == ((0, 0),)


def test_f6_goes_from_region_to_region_and_back(qtbot, window):
    window.activateWindow()
    window.network.setFocus()
    passed = [window.network_card]
    for _ in range(4):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F6)
        regions = (window.output, window.loss, window.gradients, window.inspector_card)
        passed += [region for region in regions if region.isAncestorOf(window.focusWidget())]
    assert passed == [window.network_card, window.output, window.loss, window.gradients, window.inspector_card]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.gradients.isAncestorOf(window.focusWidget())


def test_a_click_on_a_layer_brings_the_keyboard_to_its_weights_and_f1_tells_of_them(qtbot, window, session):
    window.activateWindow()
    chip = window.inspector.layers.chips.chip("1")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert session.selection == Selection("layer", 1)
    assert window.focusWidget() is window.inspector.matrix
    qtbot.keyClick(window.inspector.matrix, Qt.Key.Key_Down)
    assert session.selection.kind == "link"
    QCursor.setPos(window.mapToGlobal(QPoint(-100, -100)))
    qtbot.keyClick(window.inspector.matrix, Qt.Key.Key_F1)
    assert QToolTip.text().startswith("w")
    QToolTip.hideText()
