"""The list of runs: named, pinned, compared, opened, deleted and brought back, by mouse and by keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnsim.model import edits
from nnsim.ui.theme import Size
from nnsim.ui.timeline.panel import TimelinePanel
from nnsim.ui.timeline.run_curve import scale_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


def train(qtbot, session, epochs):
    for _ in range(epochs):
        epoch = session.snapshot.epoch
        session.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: session.run_state == "paused" and session.snapshot.epoch > epoch)


@pytest.fixture
def panel(qtbot, session, appearance):
    """A run of three epochs, one with another learning rate, and a branch of that, which is at work."""
    made = TimelinePanel(session, appearance)
    qtbot.addWidget(made)
    made.resize(1100, made.height())
    made.show()
    train(qtbot, session, 3)
    session.reset()
    session.apply(edits.set_learning_rate, 0.3)
    train(qtbot, session, 3)
    session.show_past(session.at_epoch(1))
    session.continue_here()
    train(qtbot, session, 1)
    return made


@pytest.fixture
def runs(qtbot, panel):
    qtbot.mouseClick(panel.runs, Qt.MouseButton.LeftButton)
    assert panel.runs_list.isVisible()
    yield panel.runs_list
    panel.runs_list.hide()


def names(runs):
    ordered = sorted(runs.rows.values(), key=lambda row: row.y())
    return [row.name.text() for row in ordered]


def give_name(qtbot, row, name):
    row.name.setFocus()
    row.name.selectAll()
    qtbot.keyClicks(row.name, name)
    qtbot.keyClick(row.name, Qt.Key.Key_Return)


def test_the_button_tells_how_many_there_are(panel, session, qtbot):
    assert panel.runs.text() == "Runs: 3"
    session.reset()
    train(qtbot, session, 1)
    assert panel.runs.text() == "Runs: 4"


def test_each_run_has_a_row_and_a_branch_stands_below_what_it_has_left(runs):
    assert names(runs) == ["Run 1", "Run 2", "Run 3"]
    assert [runs.rows[key].origin.full_text() for key in (1, 2, 3)] == [
        "the first one",
        "unlike Run 1: learning rate 0.3 instead of 0.03",
        "from epoch 1 of Run 2, with its settings",
    ]
    assert runs.rows[3].mark.x() > runs.rows[2].mark.x()
    assert runs.rows[1].epochs.text() == "end of epoch 3"
    assert runs.rows[1].loss.text().startswith("test loss 0")
    assert "accuracy" in runs.rows[1].score.text()


def test_a_branch_however_deep_leaves_room_for_its_words_and_says_how_deep_it_lies(runs, session):
    lines = {line.key: line for line in session.runs}
    row = runs.rows[2]
    for depth in (8, 30):
        row.show_line(replace(lines[2], depth=depth), lines, scale_of([]))
        row.layout().activate()
        assert row.name.width() > Size.RUN_CHOICE
    assert row.mark.text() == "30 ○"
    assert "30 levels deep" in row.mark.toolTip()


def test_the_run_at_work_can_be_neither_opened_nor_deleted(runs):
    assert not runs.rows[3].open.isEnabled()
    assert not runs.rows[3].forget.isEnabled()
    assert runs.rows[3].mark.text() == "●"


def test_a_name_is_typed_where_it_stands(qtbot, runs, session):
    give_name(qtbot, runs.rows[1], "slow")
    assert session.runs[0].given_name == "slow"
    assert runs.rows[2].origin.full_text().startswith("unlike slow:")
    give_name(qtbot, runs.rows[1], " ")
    assert (session.runs[0].given_name, runs.rows[1].name.text()) == ("", "Run 1")


def test_esc_takes_back_what_was_typed_and_leaves_the_list_open(qtbot, runs, session):
    field = runs.rows[1].name
    field.setFocus()
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "Run 1"
    assert runs.isVisible()
    assert session.runs[0].given_name == ""


def test_a_name_that_is_being_typed_survives_what_happens_meanwhile(qtbot, runs, session):
    field = runs.rows[1].name
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "slo")
    train(qtbot, session, 1)
    session.pin_run(2)
    qtbot.keyClicks(field, "w")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert session.runs[0].given_name == "slow"


def test_the_eye_pins_and_unpins(qtbot, runs, session):
    qtbot.mouseClick(runs.rows[1].pin, Qt.MouseButton.LeftButton)
    assert session.runs[0].is_pinned
    assert runs.rows[1].pin.isChecked()
    qtbot.mouseClick(runs.rows[1].pin, Qt.MouseButton.LeftButton)
    assert not session.runs[0].is_pinned


def test_a_sixth_run_has_no_room_in_the_plot(qtbot, panel, session):
    for _ in range(4):
        session.reset()
        train(qtbot, session, 1)
    for key in range(1, 6):
        session.pin_run(key)
    panel.show_runs()
    rows = panel.runs_list.rows
    assert [rows[key].pin.isEnabled() for key in (1, 5, 6, 7)] == [True, True, False, False]
    assert rows[6].pin.toolTip() == "5 runs are shown in the loss plot: take one out first"
    session.unpin_run(1)
    assert rows[6].pin.isEnabled()
    panel.runs_list.hide()


def test_opening_a_run_goes_there_and_closes_the_list(qtbot, runs, session):
    qtbot.mouseClick(runs.rows[1].open, Qt.MouseButton.LeftButton)
    assert not runs.isVisible()
    assert session.runs[0].is_present
    assert session.project.training.learning_rate == 0.03
    assert session.undoable.arguments == ("Run 1",)


def test_a_deleted_run_can_be_brought_back(qtbot, runs, session):
    assert not runs.back.isVisible()
    qtbot.mouseClick(runs.rows[1].forget, Qt.MouseButton.LeftButton)
    assert names(runs) == ["Run 2", "Run 3"]
    assert runs.gone.text() == "Run 1 was deleted."
    qtbot.mouseClick(runs.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(runs) == ["Run 1", "Run 2", "Run 3"])
    assert not runs.back.isVisible()


def test_undo_right_after_a_deletion_brings_the_run_back_and_then_undoes_edits(qtbot, runs, session):
    last = session.undoable
    qtbot.mouseClick(runs.rows[1].forget, Qt.MouseButton.LeftButton)
    QTest.keyClick(runs, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(runs) == ["Run 1", "Run 2", "Run 3"])
    assert session.undoable == last
    QTest.keyClick(runs, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.undoable != last


def test_the_run_at_work_cannot_be_deleted_and_says_why(runs):
    assert not runs.rows[3].forget.isEnabled()
    assert runs.rows[3].forget.toolTip() == "This run is at work: open another one to delete it"
    assert runs.rows[1].forget.toolTip() == "Delete this run"


def test_a_name_without_room_ends_in_an_ellipsis_and_is_whole_to_who_types(qtbot, runs, session):
    long = "a very long name given by a pupil who likes long names and types on and on and on"
    session.name_run(1, long)
    field = runs.rows[1].name
    assert field.text().endswith("…")
    assert long.startswith(field.text()[:-1])
    assert field.toolTip() == long
    field.setFocus()
    assert field.text() == long
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not field.hasFocus()
    assert field.text().endswith("…")
    assert session.runs[0].given_name == long
    next(action for action in runs.comparison.other.menu().actions() if action.text() == long).trigger()
    assert runs.comparison.other.text().endswith("… ▾")
    assert runs.comparison.other.sizeHint().width() < runs.width() / 2


def test_the_comparison_follows_the_run_at_work(runs, session):
    session.open_run(1, "Run 1")
    session.open_run(2, "Run 2")
    assert runs.comparison.one.text() == "Run 2 ▾"


def test_two_runs_are_compared_in_words(qtbot, runs):
    comparison = runs.comparison
    assert (comparison.one.text(), comparison.other.text()) == ("Run 3 ▾", "Run 2 ▾")
    assert comparison.words.text().startswith("Run 3 and Run 2 have ended with the same settings.")
    action = next(action for action in comparison.other.menu().actions() if action.text() == "Run 1")
    action.trigger()
    assert comparison.words.text().startswith("Different in Run 3: learning rate 0.3 instead of 0.03.")
    action = next(action for action in comparison.one.menu().actions() if action.text() == "Run 1")
    action.trigger()
    assert (comparison.one.text(), comparison.other.text()) == ("Run 1 ▾", "Run 3 ▾")


def test_arrow_keys_go_from_row_to_row_and_tab_through_the_row(qtbot, panel):
    panel.show_runs(by_keyboard=True)
    runs = panel.runs_list

    def press(key):
        QTest.keyClick(runs.focusWidget(), key)
        return runs.focusWidget()

    assert runs.focusWidget() is runs.rows[3].pin, "of the run at work, where no stray key gives a name"
    assert press(Qt.Key.Key_Up) is runs.rows[2].pin
    press(Qt.Key.Key_X)
    assert names(runs) == ["Run 1", "Run 2", "Run 3"]
    assert press(Qt.Key.Key_Tab) is runs.rows[2].open
    assert press(Qt.Key.Key_Tab) is runs.rows[2].forget
    assert press(Qt.Key.Key_Tab) is runs.rows[3].name
    assert press(Qt.Key.Key_Down) is runs.rows[3].name
    assert press(Qt.Key.Key_Up) is runs.rows[2].name
    assert press(Qt.Key.Key_Up) is runs.rows[1].name
    assert press(Qt.Key.Key_Return) is runs.rows[1].pin
    press(Qt.Key.Key_Escape)
    assert not runs.isVisible()


def test_the_present_run_is_drawn_as_it_goes_on(qtbot, runs, session):
    before = runs.rows[3].epochs.text()
    session.run()
    qtbot.waitUntil(lambda: runs.rows[3].epochs.text() != before)
    session.pause()


def test_one_run_has_nothing_to_be_compared_with(qtbot, session, appearance):
    made = TimelinePanel(session, appearance)
    qtbot.addWidget(made)
    made.show()
    made.show_runs()
    assert made.runs_list.isVisible()
    assert not made.runs_list.comparison.isVisible()
    made.runs_list.hide()


def test_the_list_stands_above_the_strip(qtbot, panel):
    panel.resize(panel.screen().availableGeometry().width(), panel.height())
    panel.move(0, panel.screen().availableGeometry().bottom() - 2 * panel.height())
    qtbot.mouseClick(panel.runs, Qt.MouseButton.LeftButton)
    runs = panel.runs_list
    assert runs.geometry().bottom() < panel.runs.mapToGlobal(QPoint(0, 0)).y()
    assert abs(runs.geometry().right() - panel.runs.mapToGlobal(panel.runs.rect().topRight()).x()) <= 1
    runs.hide()


def test_very_many_runs_scroll(qtbot, session, appearance):
    made = TimelinePanel(session, appearance)
    qtbot.addWidget(made)
    made.show()
    for _ in range(14):
        train(qtbot, session, 1)
        session.reset()
    made.show_runs()
    assert made.runs_list.area.verticalScrollBar().maximum() > 0
    assert made.runs_list.height() < 700
    made.runs_list.hide()


def test_runs_that_end_alike_tell_in_what_they_were_trained_differently(qtbot, panel, session):
    session.reset()
    train(qtbot, session, 2)
    session.apply(edits.set_learning_rate, 0.5)
    train(qtbot, session, 3)
    session.undo()
    train(qtbot, session, 1)
    ended = session.runs[-1]
    session.show_past(session.at_epoch(1))
    assert session.continue_here()
    train(qtbot, session, 1)
    panel.show_runs()
    told = panel.runs_list.comparison.words.text()
    present = next(line for line in session.runs if line.is_present)
    same = f"{present.name} and {ended.name} have ended with the same settings, but were not trained with the same."
    assert told.splitlines()[0] == same
    rate = ended.project.training.learning_rate
    assert f"on its way learning rate 0.5 instead of {rate} from epoch 2 to 5." in told.splitlines()[-1]
    assert "on its way" not in told.splitlines()[1]
