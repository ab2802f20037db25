"""Undo that brings earlier weights back says how many epochs ago they were, wherever it was pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim.model import drawn_edits, edits
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

CONTROL = Qt.KeyboardModifier.ControlModifier


def train(qtbot: QtBot, session: Session, epochs: int) -> None:
    for _ in range(epochs):
        session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == epochs and session.run_state == "paused")


@pytest.fixture
def trained(window: MainWindow, session: Session, qtbot: QtBot) -> MainWindow:
    """A neuron more, and three epochs since."""
    window.banner.hide()
    assert session.apply(edits.add_neuron, 0)
    train(qtbot, session, 3)
    return window


def told(window: MainWindow) -> tuple[bool, str, str]:
    banner = window.banner
    return banner.isVisible(), banner.accessibleName(), banner.accessibleDescription()


BACK = (True, "Undo: add neuron to Hidden 1", "The weights of that moment are back, 3 epochs ago.")


def test_undo_of_the_menu_says_so(trained):
    trained.actions_.undo.trigger()
    assert told(trained) == BACK


def test_undo_from_the_settings_says_the_same(trained):
    form = trained.bar._form
    form.open_below(trained.bar._settings)
    QTest.keyClick(form, Qt.Key.Key_Z, CONTROL)
    assert told(trained) == BACK
    form.close()


def test_undo_from_the_form_of_a_layer_says_the_same(trained):
    popover = trained.network.controls.popover
    popover.open_layer(0)
    QTest.keyClick(popover, Qt.Key.Key_Z, CONTROL)
    assert told(trained) == BACK
    popover.close()


def test_redo_says_so_if_it_goes_back_and_nothing_if_it_goes_forward(trained, session, qtbot):
    session.undo()
    trained.banner.hide()
    session.redo()
    assert not trained.banner.isVisible(), "that moment is three epochs ahead"
    session.undo()
    train(qtbot, session, 5)
    session.redo()
    assert told(trained) == (True, "Redo: add neuron to Hidden 1", "Run 1 is at work again, at epoch 3.")


def test_an_edit_and_the_reset_are_no_way_back(trained, session):
    session.apply(edits.remove_neuron, 0)
    session.reset()
    assert not trained.banner.isVisible()


def test_undo_that_leads_to_another_run_tells_which(trained, session, qtbot):
    session.reset()
    train(qtbot, session, 1)
    session.open_run(1, "Run 1")
    trained.banner.hide()
    session.undo()
    assert told(trained) == (True, "Undo: open Run 1", "Run 2 is at work again, at epoch 1.")
    session.apply(drawn_edits.new_points)
    assert not trained.banner.isVisible(), "it is at work no more"
