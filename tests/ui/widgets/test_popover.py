"""What stays behind when a popover closes: nothing, not even the light under the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.popover import Popover

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def enter(widget: QWidget) -> None:
    """The pointer comes over it; that it leaves is told to nobody, as while a popup is open."""
    at = QPointF(2, 2)
    QCoreApplication.sendEvent(widget, QEnterEvent(at, at, widget.mapToGlobal(at)))
    QCursor.setPos(widget.mapToGlobal(QPoint(-50, -50)))
    assert widget.underMouse()


def test_a_button_is_not_lit_when_its_popover_has_closed_and_the_pointer_is_elsewhere(window: QWidget) -> None:
    button = Button("settings", parent=window)
    button.move(100, 100)
    button.show()
    enter(button)
    popover = Popover("Settings", window)
    popover.open_below(button)
    popover.hide()
    assert not button.underMouse()


def test_a_word_that_opens_a_menu_is_not_lit_afterwards_either(window: QWidget) -> None:
    button = DropButton("Activation", parent=window)
    button.set_options([Option("tanh", "tanh"), Option("relu", "ReLU")])
    button.move(100, 100)
    button.show()
    enter(button)
    button.menu().popup(window.mapToGlobal(QPoint(0, 0)))
    button.menu().close()
    assert not button.underMouse()


def test_a_button_stays_lit_while_the_pointer_is_over_it(window: QWidget) -> None:
    button = Button("settings", parent=window)
    button.move(100, 100)
    button.show()
    enter(button)
    QCursor.setPos(button.mapToGlobal(button.rect().center()))
    popover = Popover("Settings", window)
    popover.open_below(button)
    popover.hide()
    assert button.underMouse()


def test_a_popover_whose_button_is_gone_closes_all_the_same(window: QWidget) -> None:
    button = Button("settings", parent=window)
    button.show()
    popover = Popover("Settings", window)
    popover.open_below(button)
    button.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    popover.hide()
    assert not popover.isVisible()
