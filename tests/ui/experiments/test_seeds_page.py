"""The seed lottery as a person meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from nnsim.model import edits
from nnsim.session.many_runs import ManyRuns
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.seeds_page import SeedsPage
from nnsim.ui.main_window import MainWindow
from tests.runs.sweeps import diverging_sweep, project

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
ENDLESS = 900_000
SPAWNED_MS = 30_000


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(project())
    yield made
    assert made.close()


@pytest.fixture
def page(session: Session, many: ManyRuns, appearance: Appearance, shown: Callable[..., SeedsPage]) -> SeedsPage:
    return shown(SeedsPage(session, many, appearance), 1100, 600)


def lottery(qtbot: QtBot, page: SeedsPage, many: ManyRuns, runs: int = 4, epochs: int = 3) -> None:
    page.plan.seeds.set_value(runs)
    page.plan.epochs.set_value(epochs)
    page.plan.button.click()
    qtbot.waitUntil(lambda: many.running is None)


def click_brick(page: SeedsPage, number: int, double: bool = False) -> None:
    plan, wall = page.histogram.plan(), page.histogram.wall
    place = wall.column_of(number)
    assert place is not None
    row = [score.number for score in wall.columns[place]].index(number)
    at = plan.brick(place, row).center().toPoint()
    press = QTest.mouseDClick if double else QTest.mouseClick
    press(page.histogram, Qt.MouseButton.LeftButton, pos=QPoint(at))


def test_before_the_first_start_the_page_says_what_will_come(page: SeedsPage) -> None:
    assert page.empty.isVisible()
    assert not page.picker.isVisible()
    assert "Seeds 0 to 19" in page.plan.plan_note.text()


def test_start_lays_a_brick_for_each_seed_and_says_how_they_lie(qtbot: QtBot, page: SeedsPage, many: ManyRuns) -> None:
    lottery(qtbot, page, many)
    assert [score.seed for score in sorted(page.histogram.wall.in_order, key=lambda one: one.seed)] == [0, 1, 2, 3]
    assert page.summary.text().startswith("Median ")
    assert "of 4 reached" in page.summary.text()
    assert page.plan.said.text() == "All 4 runs are done."


def test_a_click_on_a_brick_tells_of_its_run_and_its_button_opens_it(
    qtbot: QtBot, session: Session, page: SeedsPage, many: ManyRuns
) -> None:
    lottery(qtbot, page, many)
    click_brick(page, 2)
    assert page.picker.words.full_text().startswith("Seed 2, test accuracy")
    assert page.picker.chips.chosen() == ("seeds_run_2",)
    page.picker.button.click()
    assert (session.project.training.seed, session.snapshot.epoch) == (2, 3)
    session.undo()
    assert (session.project.training.seed, session.snapshot.epoch) == (0, 0)


def test_a_double_click_opens_at_once(qtbot: QtBot, session: Session, page: SeedsPage, many: ManyRuns) -> None:
    lottery(qtbot, page, many)
    click_brick(page, 3, double=True)
    assert session.project.training.seed == 3


def test_arrow_keys_walk_the_bricks_and_enter_opens(
    qtbot: QtBot, session: Session, page: SeedsPage, many: ManyRuns
) -> None:
    lottery(qtbot, page, many)
    page.histogram.setFocus()
    QTest.keyClick(page.histogram, Qt.Key.Key_End)
    last = page.histogram.wall.in_order[-1]
    assert page.picker.words.full_text().startswith(f"Seed {last.seed},")
    QTest.keyClick(page.histogram, Qt.Key.Key_Home)
    QTest.keyClick(page.histogram, Qt.Key.Key_Return)
    assert session.project.training.seed == page.histogram.wall.in_order[0].seed


def test_a_chip_chooses_among_the_runs_of_a_bar(qtbot: QtBot, page: SeedsPage, many: ManyRuns) -> None:
    lottery(qtbot, page, many, runs=12, epochs=1)
    crowded = max(page.histogram.wall.columns, key=len)
    assert len(crowded) > 1
    click_brick(page, crowded[0].number)
    page.picker.chips.chip(f"seeds_run_{crowded[1].number}").click()
    assert page.picker.words.full_text().startswith(f"Seed {crowded[1].seed},")


def test_another_result_of_the_same_runs_shows_at_once(qtbot: QtBot, page: SeedsPage, many: ManyRuns) -> None:
    lottery(qtbot, page, many)
    page.measure.chosen.emit("test_loss")
    values = {outcome.results["test"]["loss"] for outcome in many.findings("seeds").outcomes}  # type: ignore[union-attr]
    assert {score.value for score in page.histogram.wall.in_order} == values
    assert "reached" not in page.summary.text()


def test_runs_that_diverged_lie_in_a_lane_of_their_own(
    qtbot: QtBot, session: Session, page: SeedsPage, many: ManyRuns
) -> None:
    session.new(diverging_sweep().project)
    session.apply(edits.set_learning_rate, 1000.0)
    lottery(qtbot, page, many, runs=3, epochs=20)
    assert len(page.histogram.wall.columns[-1]) == 3
    assert "Diverged: 3." in page.summary.text()
    click_brick(page, 1)
    assert "diverged at" in page.picker.words.full_text()


def test_stop_ends_it_and_the_button_starts_again(qtbot: QtBot, page: SeedsPage, many: ManyRuns) -> None:
    page.plan.epochs.set_value(ENDLESS)
    page.plan.button.click()
    assert page.plan.button.text() == "Stop"
    assert page.plan.bar.isVisible()
    page.plan.button.click()
    qtbot.waitUntil(lambda: many.running is None)
    assert page.plan.button.text() == "Start"
    assert page.plan.said.text() == "Stopped after 0 of 20 runs."


def test_after_an_edit_the_page_says_that_the_results_are_of_the_project_before(
    qtbot: QtBot, session: Session, page: SeedsPage, many: ManyRuns
) -> None:
    lottery(qtbot, page, many)
    assert "another by now" not in page.plan.plan_note.text()
    session.apply(edits.set_learning_rate, 0.5)
    assert "another by now" in page.plan.plan_note.text()


def test_the_run_in_hand_is_marked_where_it_stands(
    qtbot: QtBot, session: Session, page: SeedsPage, many: ManyRuns
) -> None:
    lottery(qtbot, page, many)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1)
    qtbot.waitUntil(lambda: page.histogram.present == (session.snapshot.curves.test_metric[-1], 1))


def test_the_run_in_hand_is_compared_after_as_many_epochs_as_the_others(
    qtbot: QtBot, session: Session, page: SeedsPage, many: ManyRuns
) -> None:
    epochs = 3
    lottery(qtbot, page, many, epochs=epochs)
    for epoch in range(1, epochs + 3):
        session.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: session.snapshot.epoch == epoch and session.run_state == "paused")
    curves = session.snapshot.curves
    then = curves.test_metric[list(curves.epoch).index(epochs)]
    qtbot.waitUntil(lambda: page.histogram.present == (then, epochs))


def test_epochs_are_those_of_the_run_in_hand_until_someone_types(
    qtbot: QtBot, session: Session, page: SeedsPage
) -> None:
    assert page.plan.epochs.value() == 200
    session.step_epoch()
    qtbot.waitUntil(lambda: page.plan.epochs.value() == 1)
    page.plan.epochs.setFocus()
    QTest.keyClicks(page.plan.epochs, "7\r")
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 2)
    assert page.plan.epochs.value() == 7


def test_in_the_window_processes_train_while_the_network_is_looked_at_and_the_run_comes_home(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    opener = window.findChild(QAbstractButton, "open_experiments")
    assert opener is not None
    window.actions_.experiments["seeds"].trigger()
    page = window.findChild(SeedsPage, "seeds_page")
    assert page is not None
    page.plan.seeds.set_value(3)
    page.plan.epochs.set_value(2)
    QTest.mouseClick(page.plan.button, Qt.MouseButton.LeftButton)
    window.rooms.leave_experiments()
    assert opener.text() == "0/3"
    qtbot.waitUntil(lambda: window.many.running is None, timeout=SPAWNED_MS)
    assert opener.text() == ""
    opener.click()
    click_brick(page, 1)
    QTest.mouseClick(page.picker.button, Qt.MouseButton.LeftButton)
    assert not window.rooms.in_experiments
    assert (session.project.training.seed, session.snapshot.epoch) == (1, 2)
