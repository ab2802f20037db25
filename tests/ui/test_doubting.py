"""What is possible but wrong is shown by a small sign at its place, and by nothing where nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.model import data_edits, edits
from nnsim.model.start import first_project, new_project
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.clash_card import ClashCard
from nnsim.ui.widgets.doubt_button import DoubtButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

SOFTMAX, TANH, QUADRATIC = Choice("softmax"), Choice("tanh"), Choice("quadratic")


@pytest.fixture
def card(window: MainWindow) -> ClashCard:
    return window.doubting.card


@pytest.fixture(autouse=True)
def _no_popup_stays(window: MainWindow) -> Iterator[None]:
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def sign(window: MainWindow, place: int | str) -> DoubtButton | None:
    found = window.findChild(DoubtButton, f"doubt-{place}")
    return found if found is not None and found.isVisible() else None


def test_nothing_is_doubted_about_the_first_project(window: MainWindow, session: Session) -> None:
    session.new(first_project())
    assert not [found for found in window.findChildren(DoubtButton) if found.isVisible()]


def test_softmax_in_a_hidden_layer_is_marked_at_its_name_and_mended_by_a_click(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.set_activation, 0, SOFTMAX)
    found, name = sign(window, 0), window.findChild(QWidget, "layer-name-0")
    assert found is not None
    assert name is not None
    assert found.x() == name.x() + name.width()
    assert name.y() < found.geometry().center().y() < name.y() + name.height()
    assert "Softmax" in found.accessibleName()
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    assert card.isVisible()
    assert (card.one.text(), card.other.text()) == ("Softmax", "Hidden layer")
    assert "share 1" in card.why.text()
    qtbot.mouseClick(card.buttons[0], Qt.MouseButton.LeftButton)
    assert session.project.network.layers[0].activation == TANH
    assert sign(window, 0) is None
    session.undo()
    assert sign(window, 0) is not None
    session.undo()
    assert sign(window, 0) is None


def test_a_sign_is_reached_opened_and_left_by_keys(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.set_loss, QUADRATIC)
    found = sign(window, 2)
    assert found is not None
    found.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(found, Qt.Key.Key_Return)
    assert card.isVisible()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert session.project.training.loss == QUADRATIC
    qtbot.keyClick(found, Qt.Key.Key_Return)
    qtbot.keyClick(card, Qt.Key.Key_Down)
    qtbot.keyClick(card.buttons[0], Qt.Key.Key_Return)
    assert session.project.training.loss == Choice("cross_entropy")
    assert sign(window, 2) is None


def test_a_rate_far_too_large_is_marked_in_the_bar(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.set_learning_rate, 100.0)
    found = sign(window, "settings")
    assert found is not None
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    assert card.one.text() == "Learning rate 100"
    qtbot.mouseClick(card.buttons[0], Qt.MouseButton.LeftButton)
    assert session.project.training.learning_rate == 0.1
    assert sign(window, "settings") is None
    session.undo()
    assert session.project.training.learning_rate == 100.0


def test_raw_columns_are_marked_at_the_inputs_and_scaled_by_a_click(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    session.new(new_project("wine", replace(named_data("wine"), scaling="none"), (3,)))
    found = sign(window, -1)
    assert found is not None
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.buttons[0], Qt.MouseButton.LeftButton)
    assert session.project.data.scaling == "standardize"
    assert sign(window, -1) is None
    session.undo()
    assert sign(window, -1) is not None


def test_training_leaves_the_signs_as_they_are(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.apply(edits.set_activation, 0, SOFTMAX)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    assert sign(window, 0) is not None
    session.reset()
    assert sign(window, 0) is not None


def test_other_data_bring_other_doubts(window: MainWindow, session: Session) -> None:
    session.apply(edits.set_loss, QUADRATIC)
    assert sign(window, 2) is not None
    session.apply(data_edits.choose_toy, "sine")
    assert sign(window, 2) is None


class Shouting(QTranslator):
    """A language in which every word of the floors below is written in capitals."""

    def translate(self, context: str, source: str, _disambiguation: str = "", _n: int = -1) -> str:
        known = context in ("errors", "edits", "catalog")
        return source.upper() if known else source


def test_what_is_told_is_told_in_the_language_of_the_window(window: MainWindow, session: Session) -> None:
    shouting = Shouting()
    assert QCoreApplication.installTranslator(shouting)
    try:
        session.apply(edits.set_loss, Choice("hinge"))
        told = window.refusals.card
        buttons = [button.text() for button in told.buttons]
        assert told.heading.text().endswith("LOSS HINGE")
        assert told.one.text() == "HINGE: FROM −1 TO 1"
        assert told.why.text() == told.why.text().upper()
        assert buttons == ["LOSS HINGE WITH OUTPUT IDENTITY", "LOSS HINGE WITH OUTPUT TANH"]
        told.hide()
        session.apply(edits.set_activation, 0, SOFTMAX)
        found = sign(window, 0)
        assert found is not None
        found.click()
        told = window.doubting.card
        assert told.heading.text() == told.heading.text().upper()
        assert told.other.text() == "HIDDEN LAYER"
    finally:
        QCoreApplication.removeTranslator(shouting)


def test_a_sign_covers_no_name_and_no_activation(window: MainWindow, session: Session) -> None:
    for n_hidden in (1, 5, 6, 8, 14):
        hidden = tuple(LayerSpec(3, SOFTMAX) for _ in range(n_hidden))
        session.new(new_project("deep", named_data("spiral"), hidden, loss=QUADRATIC))
        signs = [found for found in window.network.findChildren(DoubtButton) if found.isVisible()]
        heads = [
            head
            for head in window.network.canvas.viewport().findChildren(Button)
            if head.isVisible() and head.objectName().startswith(("layer-name", "layer-activation"))
        ]
        assert signs
        assert len(heads) > len(signs)
        covered = [(sign.objectName(), head.objectName()) for sign in signs for head in heads if _meet(sign, head)]
        assert covered == []
        assert not [
            (one.objectName(), other.objectName()) for one, other in combinations(signs, 2) if _meet(one, other)
        ]


def _meet(one: QWidget, other: QWidget) -> bool:
    return one.geometry().intersects(other.geometry())
