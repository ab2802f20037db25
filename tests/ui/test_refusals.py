"""What is impossible is told at its place, with what would help; the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice
from nnsim.errors import NnsimError
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow
from nnsim.ui.widgets.clash_card import ClashCard
from nnsim.words import Words
from tests.ui.picture_projects import small

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


class German(QTranslator):
    """As much of a language as one sentence needs."""

    WORDS: ClassVar = {
        ("errors", "{0} is {1}, but it must lie between {2} and {3}."): "{0} ist {1}, muss aber von {2} bis {3} gehen.",
        ("catalog", "number of neurons"): "Zahl der Neuronen",
    }

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return self.WORDS.get((context, text), text)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language = German()
    assert qapp.installTranslator(language)
    yield
    assert qapp.removeTranslator(language)


@pytest.fixture
def card(window: MainWindow) -> ClashCard:
    return window.refusals.card


@pytest.fixture
def pictures(window: MainWindow, session: Session) -> Project:
    assert session.new(small())
    return session.project


@pytest.fixture(autouse=True)
def _no_popup_stays(window: MainWindow) -> Iterator[None]:
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def entry(menu: QMenu, name: str) -> QAction:
    return next(action for action in menu.actions() if action.data() == name)


def press(card: ClashCard, qtbot: QtBot, words: str) -> None:
    button = next(button for button in card.buttons if words in button.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def is_beside(card: QWidget, anchor: QWidget) -> bool:
    """Whether a card starts at the right edge of something, at its height."""
    corner = anchor.mapToGlobal(QPoint(anchor.width(), 0))
    return 0 <= card.x() - corner.x() < 24 and card.y() == corner.y()


def test_a_clash_of_loss_and_output_is_told_at_the_loss_and_mended_in_one_step(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    first = session.project
    form = window.bar._form
    qtbot.mouseClick(window.bar._settings, Qt.MouseButton.LeftButton)
    entry(form.loss.button.menu(), "hinge").trigger()
    assert card.isVisible()
    assert form.isVisible()
    assert session.project is first
    assert (card.one.text(), card.other.text()) == ("Hinge: from −1 to 1", "Sigmoid: from 0 to 1")
    below = form.loss.button.mapToGlobal(QPoint(0, form.loss.button.height()))
    assert 0 <= card.y() - below.y() < 24
    press(card, qtbot, "identity")
    assert not card.isVisible()
    assert session.project.training.loss == Choice("hinge")
    assert session.project.network.output.activation == Choice("identity")
    assert form.loss.button.text() == "hinge ▾"
    session.undo()
    assert (session.project.network, session.project.training) == (first.network, first.training)


def test_a_click_beside_the_card_counts_where_it_is_made(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    assert not session.apply(edits.set_activation, 2, Choice("softmax"))
    button = window.data.findChild(QAbstractButton, "all_data_button")
    assert button is not None
    there = card.mapFromGlobal(button.mapToGlobal(button.rect().center()))
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=there)
    assert not card.isVisible()
    qtbot.waitUntil(lambda: window.data.findChild(QWidget, "dataset_gallery") is not None)
    gallery = window.data.findChild(QWidget, "dataset_gallery")
    assert gallery is not None
    assert gallery.isVisible(), "or letters for its search would train the network"


def test_an_output_that_the_loss_refuses_is_told_at_its_column(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    assert not session.apply(edits.set_activation, 2, Choice("softmax"))
    name = window.network.findChild(QWidget, "layer-name-2")
    assert name is not None
    assert card.isVisible()
    assert is_beside(card, name) or card.x() + card.width() <= name.mapToGlobal(QPoint(0, 0)).x()
    assert (card.one.text(), card.other.text()) == ("Softmax", "1 output")
    press(card, qtbot, "2 outputs")
    assert session.project.network.sizes == (2, 4, 3, 2)
    session.undo()
    assert session.project.network.sizes == (2, 4, 3, 1)
    window.enlarging.enlarge(window.loss)
    assert not session.apply(edits.set_activation, 2, Choice("softmax"))
    assert window.enlarging.enlarged is None  # it is told at its column there, too
    assert name.isVisible()


def test_the_remedies_are_reached_and_left_by_keys(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.set_loss, Choice("hinge"))
    assert QApplication.focusWidget() is card
    qtbot.keyClick(card, Qt.Key.Key_Down)
    assert card.buttons[0].hasFocus()
    qtbot.keyClick(card.buttons[0], Qt.Key.Key_Down)
    assert card.buttons[1].hasFocus()
    qtbot.keyClick(card.buttons[1], Qt.Key.Key_Up)
    qtbot.keyClick(card.buttons[0], Qt.Key.Key_Return)
    assert session.project.training.loss == Choice("hinge")
    assert session.project.network.output.activation == Choice("identity")
    session.undo()
    session.apply(edits.set_loss, Choice("hinge"))
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert session.project.training.loss == Choice("cross_entropy")


def test_a_kernel_too_large_is_told_beside_the_form_it_was_typed_into(
    window: MainWindow, card: ClashCard, session: Session, pictures: Project, qtbot: QtBot
) -> None:
    popover = window.network.controls.popover
    popover.open_layer(1)
    field = popover.findChild(QLineEdit, "kernel")
    assert field is not None
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert card.isVisible()
    assert popover.isVisible()
    assert (card.one.text(), card.other.text()) == ("Kernel 7 × 7", "Picture 6 × 6")
    assert not card.geometry().intersects(popover.geometry())
    press(card, qtbot, "kernel 6")
    assert session.project.network.layers[1].kernel == 6
    assert field.text() == "6"
    session.undo()
    assert session.project.network == pictures.network


def test_what_clashes_in_another_layer_says_in_which_and_layers_are_called_as_on_the_network(
    window: MainWindow, card: ClashCard, session: Session, pictures: Project
) -> None:
    assert not session.apply(layer_edits.set_window, 0, 8, 1, 0)
    assert "Hidden 1" in card.heading.text()
    assert (card.one.text(), card.other.text()) == ("Hidden 2: kernel 2 × 2", "Picture 1 × 1")
    said = " ".join([card.heading.text(), *(button.text() for button in card.buttons)])
    assert "Hidden 2" in said
    assert "layer 1" not in said
    assert "layer 2" not in said


def test_removing_the_flatten_layer_says_what_would_meet(
    window: MainWindow, card: ClashCard, session: Session, pictures: Project, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 2))
    qtbot.keyClick(window.network.canvas, Qt.Key.Key_Delete)
    assert "picture" in card.other.text().casefold()
    assert "72" in card.other.text()
    assert session.project is pictures
    press(card, qtbot, "Remove all layers")
    assert [layer.kind for layer in session.project.network.layers] == ["dense", "dense"]
    session.undo()
    assert session.project.network == pictures.network


def test_a_dense_layer_put_among_pictures_finds_its_place(
    window: MainWindow, card: ClashCard, session: Session, pictures: Project, qtbot: QtBot
) -> None:
    assert not session.apply(edits.add_layer, 1, "dense")
    press(card, qtbot, "behind the flatten")
    assert [layer.kind for layer in session.project.network.layers][:4] == ["conv2d", "max_pool2d", "flatten", "dense"]


def test_growing_the_output_says_how_many_classes_there_are(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    session.new(new_project("iris", named_data("iris"), (3,)))
    session.select(Selection("layer", 1))
    qtbot.keyClick(window.network.canvas, Qt.Key.Key_Plus)
    assert (card.one.text(), card.other.text()) == ("4 outputs", "3 classes")
    press(card, qtbot, "neuron")
    assert session.project.network.sizes == (4, 4, 3)


def test_plus_and_minus_at_the_outputs_offer_the_other_number_of_outputs_for_two_classes(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    more, fewer = (window.network.findChild(QAbstractButton, f"{name}-neuron-2") for name in ("add", "remove"))
    assert more is not None
    assert fewer is not None
    assert not fewer.isEnabled()
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert (card.one.text(), card.other.text()) == ("2 outputs", "Sigmoid")
    press(card, qtbot, "2 outputs with softmax")
    assert session.project.network.output.size == 2
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert (card.one.text(), card.other.text()) == ("3 outputs", "2 classes")
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    qtbot.mouseClick(fewer, Qt.MouseButton.LeftButton)
    assert (card.one.text(), card.other.text()) == ("1 output", "Softmax")
    press(card, qtbot, "1 output with sigmoid")
    assert session.project.network.output.size == 1


def test_what_is_out_of_range_and_what_grew_too_large_is_told_in_words_that_can_be_translated(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    told: list[NnsimError] = []
    session.failed.connect(told.append)
    session.apply(edits.resize_layer, 0, 1_000_000)
    session.apply(edits.resize_layer, 0, 9_999)
    session.apply(edits.resize_layer, 1, 9_999)
    session.undo()
    session.apply(edits.set_learning_rate, -3.0)
    session.apply(data_edits.set_noise, 3.0)
    session.new(new_project("wild", named_data("sine"), (4,), activation=Choice("identity")))
    session.apply(edits.set_optimizer, Choice("sgd"))
    session.apply(edits.set_learning_rate, 1000.0)
    session.run()
    qtbot.waitUntil(lambda: session.run_state == "diverged")
    assert session.failure is not None
    told.append(session.failure)
    assert len(told) == 5
    for error in told:
        assert isinstance(error.message, Words), error.message


def test_a_number_out_of_range_is_told_in_the_language_of_the_window(
    window: MainWindow, card: ClashCard, session: Session, german: None
) -> None:
    session.apply(edits.resize_layer, 0, 1_000_000)
    assert card.isVisible()
    assert "Zahl der Neuronen ist 1,000,000, muss aber von 1 bis 10,000 gehen." in card.accessibleDescription()


def test_the_last_neuron_goes_only_with_its_layer(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.resize_layer, 0, 1)
    session.select(Selection("layer", 0))
    qtbot.keyClick(window.network.canvas, Qt.Key.Key_Minus)
    press(card, qtbot, "Remove Hidden 1")
    assert session.project.network.sizes == (2, 3, 1)


def test_batches_under_rprop_are_told_at_the_settings(window: MainWindow, card: ClashCard, session: Session) -> None:
    session.apply(edits.set_optimizer, Choice("rprop"))
    session.apply(edits.set_batch_size, 10)
    assert (card.one.text(), card.other.text()) == ("Rprop", "Batches of 10")
    settings = window.bar._settings
    assert card.y() >= settings.mapToGlobal(QPoint(0, settings.height())).y()


def test_data_that_fit_no_picture_layer_are_told_with_both_numbers_and_taken_without_those_layers(
    window: MainWindow, card: ClashCard, session: Session, pictures: Project, qtbot: QtBot
) -> None:
    session.apply(data_edits.use_data, named_data("spiral"))
    assert (card.one.text(), card.other.text()) == ("Picture 1 × 8 × 8 = 64 pixels", "2 inputs")
    press(card, qtbot, "Remove all layers")
    assert session.project.network.sizes == (2, 20, 1)
    session.undo()
    assert session.project.network == pictures.network
    assert session.project.data == pictures.data


def test_training_goes_on_while_something_is_told(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot
) -> None:
    session.run()
    session.apply(edits.set_loss, Choice("hinge"))
    step = session.snapshot.step
    qtbot.waitUntil(lambda: session.snapshot.step > step)
    assert card.isVisible()
    assert session.run_state == "running"
    session.pause()


def test_a_card_does_not_outlive_the_project_it_tells_of(window: MainWindow, card: ClashCard, session: Session) -> None:
    session.apply(edits.set_loss, Choice("hinge"))
    assert card.isVisible()
    session.apply(edits.set_learning_rate, 0.5)
    assert not card.isVisible()


def test_what_has_no_place_in_the_window_is_told_in_the_banner(
    window: MainWindow, card: ClashCard, session: Session, tmp_path: Path
) -> None:
    assert not window.documents.open(tmp_path / "none.nnsim")
    assert window.banner.isVisible()
    assert not card.isVisible()
