"""Runs side by side, as a person sets them up, runs them and keeps one: by real clicks in the real window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.data.spec import TableSource
from nnsim.engine.spec import Choice, StopSpec
from nnsim.model import data_edits, edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow
from nnsim.ui.plots.confusion_matrix import ConfusionMatrix
from nnsim.ui.plots.copies_plane import CopiesPlane
from nnsim.ui.plots.copies_sheet import CopiesSheet
from nnsim.ui.plots.curve_plot import CurvePlot
from nnsim.ui.plots.fit_plot import FitPlot
from nnsim.ui.plots.plane_plot import PlanePlot
from nnsim.ui.side_by_side.page import SideBySidePage
from nnsim.ui.side_by_side.standings import Lead
from nnsim.ui.widgets.drop_button import DropButton
from tests.ui.parts import child

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))


def press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, *modifiers)


@pytest.fixture
def page(window: MainWindow) -> SideBySidePage:
    window.rooms.open_experiment("side_by_side")
    return child(window, SideBySidePage, "side_by_side")


def project(data: str) -> Project:
    """Of data by name; ``lengths``: of the irises, to be predicted; ``copied``: the inputs are to come out."""
    if data.endswith(" copied"):
        return data_edits.set_goal(project(data.removesuffix(" copied")), "reconstruct").project
    if data != "lengths":
        return new_project(data, named_data(data), (4,), activation=Choice("relu"))
    irises = project("iris")
    assert isinstance(irises.data.source, TableSource)
    return data_edits.choose_target(irises, irises.data.source.table.column_names[0]).project


def epochs(page: SideBySidePage) -> list[int]:
    return [card.column.snapshot.epoch for card in page.cards]


def run_until(qtbot: QtBot, page: SideBySidePage, epoch: int) -> None:
    click(page.bar.run)
    qtbot.waitUntil(lambda: min(epochs(page)) >= epoch)
    click(page.bar.run)
    settle(qtbot, page)


def settle(qtbot: QtBot, page: SideBySidePage) -> None:
    qtbot.waitUntil(lambda: page._side.state != "running" and page._side.is_at_rest)


def choose(page: SideBySidePage, setting: str) -> None:
    """From the list of what differs."""
    menu = page.bar.setting.menu()
    action = next(action for action in menu.actions() if action.data() == setting)
    action.trigger()


def test_who_comes_finds_three_runs_with_the_present_one_among_them(page: SideBySidePage) -> None:
    fields = [child(card, QLineEdit, card.value.control.objectName()).text() for card in page.cards]
    assert fields == ["0.003", "0.03", "0.3"]
    assert [card.state.full_text() for card in page.cards] == ["", "the project as it is", ""]
    assert page.bar.state.text() == "ready"
    assert "Nothing learnt yet" in page.race.header.note.full_text()


def test_space_runs_and_pauses_e_steps_and_ctrl_r_begins_anew(
    window: MainWindow, page: SideBySidePage, session: Session, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_Space)
    assert page.bar.state.text() == "learning in step"
    qtbot.waitUntil(lambda: min(epochs(page)) >= 2)
    press(window, Qt.Key.Key_Space)
    settle(qtbot, page)
    stood = epochs(page)
    assert len(set(stood)) == 1
    press(window, Qt.Key.Key_E)
    settle(qtbot, page)
    assert epochs(page) == [epoch + 1 for epoch in stood]
    press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert epochs(page) == [0, 0, 0]
    assert session.snapshot.step == 0


def test_who_is_ahead_is_said_in_words_and_marked(page: SideBySidePage, qtbot: QtBot) -> None:
    run_until(qtbot, page, 5)
    losses = [card.column.snapshot.curves.test_loss[-1] for card in page.cards]
    best = int(np.argmin(losses))
    assert page.race.header.note.full_text().startswith(f"{'ABC'[best]} is ahead: test loss")
    assert [card.ahead.isVisible() for card in page.cards] == [place == best for place in range(3)]


def test_what_has_ended_says_why_and_how_far_it_came(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.new(project("sine"))
    session.apply(edits.set_stop, StopSpec(epochs=3))
    window.rooms.open_experiment("side_by_side")
    page = child(window, SideBySidePage, "side_by_side")
    page._side.set_value(2, 1000.0)
    page.bar.run.setFocus()
    click(page.bar.run)
    qtbot.waitUntil(lambda: page.bar.state.text() == "all have ended")
    settle(qtbot, page)
    assert page.cards[0].state.full_text() == "stopped after epoch 3"
    assert page.cards[2].state.full_text().startswith("✕ numbers out of range in epoch")
    assert page.race.header.note.full_text().endswith("C out of range")
    assert page.bar.epochs.text() == "3"
    assert not page.bar.run.isEnabled()
    assert page.hasFocus(), "and the keyboard has not jumped to a button that means something else"


def test_another_setting_brings_its_own_values(page: SideBySidePage) -> None:
    choose(page, "activation")
    names = [child(card, DropButton, card.value.control.objectName()).text() for card in page.cards]
    assert names == ["tanh ▾", "ReLU ▾", "sigmoid ▾"]
    choose(page, "batch_size")
    fields = [child(card, QLineEdit, card.value.control.objectName()).text() for card in page.cards]
    assert fields == ["1", "10", "all"]


def test_a_typed_value_may_have_a_decimal_comma(window: MainWindow, page: SideBySidePage) -> None:
    field = child(page.cards[0], QLineEdit, page.cards[0].value.control.objectName())
    click(field)
    QTest.keyClicks(field, "0,5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.cards[0].column.value == 0.5
    assert window.focusWidget() is page


def test_sizes_of_layers_are_typed_as_they_are_read(page: SideBySidePage) -> None:
    choose(page, "layers")
    field = child(page.cards[0], QLineEdit, page.cards[0].value.control.objectName())
    click(field)
    field.selectAll()
    QTest.keyClicks(field, "5 x 2")
    assert not field.property("invalid")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.cards[0].column.value == (5, 2)
    field = child(page.cards[0], QLineEdit, page.cards[0].value.control.objectName())
    assert field.text() == "5, 2"
    field.selectAll()
    QTest.keyClicks(field, "many")
    assert field.property("invalid")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "5, 2"


def test_what_cannot_be_is_refused_in_place_and_the_old_value_stands(page: SideBySidePage) -> None:
    choose(page, "loss")
    drop = child(page.cards[0], DropButton, page.cards[0].value.control.objectName())
    before = drop.text()
    next(action for action in drop.menu().actions() if action.data() == "hinge").trigger()
    assert page.note.isVisible()
    assert page.note.words.text()
    assert drop.text() == before
    choose(page, "optimizer")
    assert not page.note.isVisible()


def test_a_setting_that_cannot_differ_leaves_the_one_before(page: SideBySidePage, session: Session) -> None:
    session.apply(edits.set_optimizer, Choice("rprop"))
    choose(page, "batch_size")
    assert page.bar.setting.text() == "learning rate ▾"
    assert page.note.words.text().startswith("In this project only one value")


def test_runs_are_added_up_to_four_and_removed_down_to_two(page: SideBySidePage) -> None:
    click(page.bar.add)
    assert len(page.cards) == 4
    assert not page.bar.add.isEnabled()
    assert not page.cards[3].swap.isVisible()
    for _ in range(2):
        click(page.cards[0].remove)
    assert len(page.cards) == 2
    assert not any(card.remove.isVisible() for card in page.cards)
    assert [card.accessibleName() for card in page.cards] == ["Run A", "Run B"]


def test_swapped_runs_change_places_on_the_screen(page: SideBySidePage, qtbot: QtBot) -> None:
    first, second, _ = page.cards
    click(first.swap)
    assert page.cards[:2] == (second, first)
    qtbot.waitUntil(lambda: second.x() < first.x())
    assert (second.accessibleName(), first.accessibleName()) == ("Run A", "Run B")


def test_a_kept_run_is_the_project_until_undo_takes_it_back(
    window: MainWindow, page: SideBySidePage, session: Session, qtbot: QtBot
) -> None:
    before = session.project
    run_until(qtbot, page, 3)
    kept = page.cards[2].column
    click(page.cards[2].keep)
    assert session.project.training.learning_rate == 0.3
    assert np.array_equal(session.stamped_project().checkpoint.parameters, kept.lane.run.checkpoint().parameters)  # type: ignore[union-attr]
    assert "Run C is the project in hand now" in page.note.words.text()
    assert window.actions_.undo.text() == "&Undo: keep run C: learning rate 0.3 instead of 0.03"
    window.actions_.undo.trigger()
    assert session.project == before
    assert len(page.cards) == 3


def test_a_changed_project_is_taken_up_when_asked(page: SideBySidePage, session: Session, qtbot: QtBot) -> None:
    run_until(qtbot, page, 1)
    session.apply(edits.set_l2, 0.1)
    assert page.note.renew.isVisible()
    click(page.note.renew)
    assert all(card.column.project.training.l2 == 0.1 for card in page.cards)
    assert not page.note.isVisible()


def test_from_here_is_offered_once_something_is_learnt(
    window: MainWindow, page: SideBySidePage, session: Session, qtbot: QtBot
) -> None:
    assert not page.bar.here.isVisible()
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    page._side.renew()
    assert page.bar.here.text() == "from epoch 1"
    click(page.bar.here)
    assert epochs(page) == [1, 1, 1]
    assert page.bar.here.isChecked()
    assert "are level" in page.race.header.note.full_text()
    assert not any(card.ahead.isVisible() for card in page.cards)  # nobody is
    choose(page, "seed")
    assert not page.bar.here.isEnabled()


@pytest.mark.parametrize(
    ("data", "picture"),
    [
        ("spiral", PlanePlot),
        ("sine", CurvePlot),
        ("wine", ConfusionMatrix),
        ("lengths", FitPlot),
        ("spiral copied", CopiesPlane),
        ("iris copied", CopiesSheet),
    ],
)
def test_the_picture_suits_the_data_and_is_drawn_for_every_run(
    window: MainWindow, session: Session, data: str, picture: type[QWidget], qtbot: QtBot
) -> None:
    session.new(project(data))
    window.rooms.open_experiment("side_by_side")
    page = child(window, SideBySidePage, "side_by_side")
    assert all(isinstance(card.picture, picture) for card in page.cards)
    settle(qtbot, page)
    for card in page.cards:
        shown = card.column.snapshot
        assert any(part is not None for part in (shown.plane, shown.line, shown.confusion, shown.fit, shown.worst))


@pytest.mark.parametrize("data", ["sine", "lengths"])
def test_equal_heights_are_equal_numbers(window: MainWindow, session: Session, data: str, qtbot: QtBot) -> None:
    session.new(project(data))
    window.rooms.open_experiment("side_by_side")
    page = child(window, SideBySidePage, "side_by_side")
    run_until(qtbot, page, 2)
    qtbot.waitUntil(lambda: len({card.picture.heights() for card in page.cards}) == 1)  # type: ignore[attr-defined]


def test_curves_of_training_and_of_test_are_chosen_and_one_of_them_stays(page: SideBySidePage) -> None:
    chips = page.race.chips
    assert page.race.plot.parts == ("test",)
    click(chips["train"])
    assert page.race.plot.parts == ("train", "test")
    click(chips["test"])
    click(chips["train"])
    assert page.race.plot.parts == ("train",)
    click(chips["metric"])
    assert not chips["log"].isChecked()


def test_losses_of_different_kinds_are_compared_by_the_metric(page: SideBySidePage, qtbot: QtBot) -> None:
    choose(page, "loss")
    assert page.race.plot.quantity == "metric"
    assert not page.race.chips["loss"].isEnabled()
    run_until(qtbot, page, 1)
    assert "accuracy on test" in page.race.header.note.full_text()
    choose(page, "optimizer")
    assert page.race.plot.quantity == "loss"


def test_nothing_is_drawn_for_who_does_not_look(window: MainWindow, page: SideBySidePage, qtbot: QtBot) -> None:
    run_until(qtbot, page, 1)
    window.rooms.leave_experiments()
    assert all(not card.column.rota.wanted() for card in page.cards)


def test_four_columns_have_room_in_a_small_window(window: MainWindow, page: SideBySidePage, qtbot: QtBot) -> None:
    choose(page, "initializer")
    click(page.bar.add)
    qtbot.waitUntil(lambda: page.cards[3].picture.width() > 0)
    assert window.width() == 1280
    for card in page.cards:
        for button in card.findChildren(QAbstractButton):
            if button.isVisible():
                assert card.rect().contains(button.geometry().center())
                assert button.height() >= 24
        assert card.picture.height() >= 120


def test_in_the_smallest_window_nothing_lies_over_anything_else(
    window: MainWindow, page: SideBySidePage, qtbot: QtBot
) -> None:
    click(page.bar.add)
    window.resize(936, 500)
    qtbot.waitUntil(lambda: window.height() == 500 and not page.race.isVisible())
    laid = [(card, card.picture, card.keep) for card in page.cards]
    qtbot.waitUntil(lambda: all(picture.geometry().bottom() < keep.geometry().top() for _, picture, keep in laid))
    assert all(card.rect().contains(keep.geometry()) for card, _, keep in laid)
    window.resize(1280, 720)
    qtbot.waitUntil(page.race.isVisible)


def typed_into(page: SideBySidePage, place: int, text: str) -> QLineEdit:
    """Typed, without Enter."""
    card = page.cards[place]
    field = child(card, QLineEdit, card.value.control.objectName())
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


@pytest.mark.parametrize(("setting", "wrong"), [("learning_rate", "fast"), ("layers", "-4; abc")])
def test_run_is_refused_while_something_wrong_stands_in_a_field(page: SideBySidePage, setting: str, wrong: str) -> None:
    choose(page, setting)
    field = typed_into(page, 1, wrong)
    for button in (page.bar.run, page.bar.epoch):
        click(button)
        assert field.text() == wrong
        assert page.note.words.text().startswith("Run B: ")
        assert page._side.state == "ready"


def test_run_takes_a_value_that_was_typed_without_enter(page: SideBySidePage, qtbot: QtBot) -> None:
    typed_into(page, 1, "0.05")
    click(page.bar.run)
    assert page.cards[1].column.value == 0.05
    assert page._side.state == "running"
    click(page.bar.run)
    settle(qtbot, page)


def test_run_that_was_kept_is_the_project_as_it_is_from_then_on(page: SideBySidePage, qtbot: QtBot) -> None:
    run_until(qtbot, page, 1)
    click(page.cards[0].keep)
    assert [card.state.full_text() for card in page.cards] == ["the project as it is", "", ""]


def test_those_that_are_level_before_others_say_so() -> None:
    assert [Lead((0, 2), "", 3).mark(place) for place in range(3)] == ["✓ level", "", "✓ level"]
    assert [Lead((1,), "", 2).mark(place) for place in range(2)] == ["", "✓ ahead"]
    assert [Lead((0, 1), "", 2).mark(place) for place in range(2)] == ["", ""]
