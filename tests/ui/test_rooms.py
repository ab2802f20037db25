"""From the network to the experiments and back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from nnsim.engine.competitive import CompetitiveSpec
from nnsim.engine.self_organizing_map import MapSpec
from nnsim.model import edits
from nnsim.session.session import Session
from nnsim.storage import preferences
from nnsim.ui.clusters.clusters_page import ClustersPage
from nnsim.ui.main_window import MainWindow
from nnsim.ui.widgets.chips import Option

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def pages(window: MainWindow) -> dict[str, QLineEdit]:
    """Two pages more, which take the keyboard."""
    made = {name: QLineEdit() for name in ("first", "second")}
    for name in made:
        window.experiments.add_page(Option(name, name.title(), f"Explains {name}."), partial(made.__getitem__, name))
    return made


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, held)


def test_a_page_takes_the_place_of_the_network_and_has_the_keyboard(
    window: MainWindow, pages: dict[str, QLineEdit]
) -> None:
    window.rooms.open_experiment("second")
    assert window.rooms.in_experiments
    assert window.focusWidget() is pages["second"]
    assert not window.network.isVisible()
    assert not window.timeline.isVisible()
    assert not window.bar.isVisible()


def test_a_page_is_made_when_it_is_opened_and_only_once(window: MainWindow) -> None:
    made: list[QLineEdit] = []

    def make() -> QLineEdit:
        made.append(QLineEdit())
        return made[-1]

    window.experiments.add_page(Option("later", "Later", "Explains itself."), make)
    window.experiments.choose_page("later")
    assert made == []
    for _ in range(2):
        window.rooms.open_experiment()
        assert window.focusWidget() is made[-1]
        window.rooms.leave_experiments()
    assert len(made) == 1


def test_escape_and_the_button_lead_back_to_the_network(window: MainWindow, pages: dict[str, QLineEdit]) -> None:
    back = window.findChild(QAbstractButton, "experiments_back")
    assert back is not None
    for leave in (lambda: press(window, Qt.Key.Key_Escape), back.click):
        window.rooms.open_experiment("first")
        leave()
        assert not window.rooms.in_experiments
        assert window.focusWidget() is window.network.canvas


def test_chips_lead_from_page_to_page_and_the_last_one_is_remembered(
    window: MainWindow, pages: dict[str, QLineEdit]
) -> None:
    window.rooms.open_experiment("first")
    window.experiments.chips.chip("second").click()
    assert pages["second"].isVisible()
    window.rooms.leave_experiments()
    window.rooms.open_experiment()
    assert window.rooms.experiment == "second"
    assert pages["second"].isVisible()


def test_the_next_window_begins_with_the_page_that_was_seen_last(
    window: MainWindow, pages: dict[str, QLineEdit]
) -> None:
    preferences.save(replace(preferences.load(), experiment="second"))
    window.experiments.choose_page(preferences.load().experiment)
    window.rooms.open_experiment()
    assert pages["second"].isVisible()
    window.experiments.choose_page("of a newer nnsim")
    assert window.rooms.experiment == "second"


def test_keys_of_the_network_rest_while_it_is_out_of_sight(
    window: MainWindow, session: Session, pages: dict[str, QLineEdit]
) -> None:
    window.rooms.open_experiment("first")
    for key in (Qt.Key.Key_Space, Qt.Key.Key_E):
        press(window, key)
    assert session.run_state == "ready"
    assert pages["first"].text() == " e"
    window.rooms.leave_experiments()
    press(window, Qt.Key.Key_Space)
    assert session.run_state == "running"
    session.pause()


def test_undo_is_heard_in_the_experiments_and_what_is_edited_there_stays_there(
    window: MainWindow, session: Session, pages: dict[str, QLineEdit]
) -> None:
    session.apply(edits.set_learning_rate, 0.5)
    window.rooms.open_experiment("first")
    window.actions_.undo.trigger()
    assert session.project.training.learning_rate != 0.5
    assert window.rooms.in_experiments


def test_undo_in_clustering_is_of_the_units_and_leaves_the_project_alone(window: MainWindow, session: Session) -> None:
    session.apply(edits.set_learning_rate, 0.5)
    undo = window.actions_.undo
    window.rooms.open_experiment("clusters")
    page = window.experiments.shown_page
    assert isinstance(page, ClustersPage)
    assert not undo.isEnabled(), "nothing has been done here"
    page.settings.form.kinds.chip("map").click()
    assert isinstance(page.own_history.spec, MapSpec)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(page.own_history.spec, CompetitiveSpec)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.project.training.learning_rate == 0.5
    window.rooms.leave_experiments()
    undo.trigger()
    assert session.project.training.learning_rate != 0.5


def test_another_project_in_hand_is_shown_in_the_room_of_the_network(
    window: MainWindow, session: Session, pages: dict[str, QLineEdit]
) -> None:
    window.rooms.open_experiment("first")
    session.show_example(session.project, "Example")
    assert not window.rooms.in_experiments


def test_tab_stays_in_the_room_that_is_seen(window: MainWindow, pages: dict[str, QLineEdit], qtbot: QtBot) -> None:
    window.rooms.open_experiment("first")
    for _ in range(8):
        press(window, Qt.Key.Key_Tab)
        reached = window.focusWidget()
        assert reached is not None
        assert window.experiments.isAncestorOf(reached)


def test_a_banner_lies_over_the_experiments_while_they_are_seen(
    window: MainWindow, pages: dict[str, QLineEdit]
) -> None:
    window.rooms.open_experiment("first")
    window.banner.show_message("error", "Something.", "Something else.")
    body = window.experiments.body
    assert window.banner.isVisible()
    assert window.banner.width() == body.width()
    assert window.banner.y() == body.mapTo(window.rooms, body.rect().topLeft()).y()
