"""Words of the field are explained where they stand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QToolTip, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.catalog.losses import LOSSES
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow
from nnsim.ui.widgets.drop_button import DropButton


def tip(window: MainWindow, name: str) -> str:
    found = window.findChild(QWidget, name)
    assert found is not None
    return found.toolTip()


def measures(window: MainWindow) -> dict[str, str]:
    found = window.findChild(DropButton, "loss_measure")
    assert found is not None
    return {action.data(): action.toolTip() for action in found.menu().actions()}


def test_every_measure_says_what_it_is_of_each_task(window: MainWindow, session: Session) -> None:
    told = measures(window)
    assert list(told) == ["loss", "accuracy", "balanced_accuracy", "precision", "recall", "f1", "auc"]
    assert "share" in told["accuracy"]
    session.new(new_project("sine", DataSpec(ToySource("sine", 40, 0.0, 0)), (3,)))
    told = measures(window)
    assert list(told) == ["loss", "rmse", "mae", "r2"]
    assert "root mean squared error" in told["rmse"].casefold()


def test_decisions_while_reading_say_what_they_are(window: MainWindow, session: Session) -> None:
    session.new(new_project("iris", named_data("iris"), (3,)))
    assert "taken for granted" in tip(window, "notices")


@pytest.mark.parametrize(
    ("loss", "formula"), [("quadratic", "½ Σ(prediction − label)²"), ("mse", "1/K Σ(prediction − label)²")]
)
def test_two_losses_of_squares_differ_in_their_formulas(loss: str, formula: str) -> None:
    assert formula in LOSSES.entry(loss).help


def test_f1_explains_what_has_the_keyboard_or_what_is_pointed_at(window: MainWindow, qtbot: QtBot) -> None:
    button = window.findChild(QWidget, "loss_log")
    assert button is not None
    QCursor.setPos(window.mapToGlobal(QPoint(-100, -100)))
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_F1)
    assert QToolTip.text() == button.toolTip()
    QToolTip.hideText()
    other = window.findChild(QWidget, "loss_measure")
    assert other is not None
    QCursor.setPos(other.mapToGlobal(other.rect().center()))
    qtbot.keyClick(button, Qt.Key.Key_F1)
    assert QToolTip.text() == other.toolTip()
    QToolTip.hideText()


def test_f1_explains_what_has_the_keyboard_where_the_pointer_only_rests(window: MainWindow, qtbot: QtBot) -> None:
    button, under = window.findChild(QWidget, "loss_log"), window.findChild(QWidget, "loss_measure")
    assert button is not None
    assert under is not None
    window.network.setFocus()
    QCursor.setPos(under.mapToGlobal(under.rect().center()))
    button.setFocus()  # by Tab: the pointer stays where it was left
    qtbot.keyClick(button, Qt.Key.Key_F1)
    assert QToolTip.text() == button.toolTip()
    QToolTip.hideText()
