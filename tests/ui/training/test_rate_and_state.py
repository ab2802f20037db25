"""What the bar says while a schedule changes the learning rate, and when training has ended by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from nnsim.engine.spec import Choice, StopSpec, TrainSpec
from nnsim.model import edits
from nnsim.ui.training.rate_field import present_rate
from nnsim.ui.training.state_words import stop_words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

HALVING = Choice.of("exponential", factor=0.5)


def epochs(qtbot, session, count):
    for _ in range(count):
        reached = session.snapshot.epoch + 1
        session.step_epoch()
        qtbot.waitUntil(lambda reached=reached: session.snapshot.epoch == reached and session.run_state == "paused")


def test_the_present_rate_is_the_set_one_times_the_schedule():
    training = TrainSpec(learning_rate=0.8, schedule=HALVING)
    assert [present_rate(training, epoch) for epoch in range(3)] == [0.8, 0.4, 0.2]
    assert present_rate(TrainSpec(learning_rate=0.8), 100) == 0.8


def test_the_bar_shows_the_present_rate_and_tells_the_set_one(bar, session, qtbot):
    session.apply(edits.set_learning_rate, 0.5)
    session.apply(edits.set_schedule, HALVING)
    field = bar.findChild(QLineEdit, "learning_rate")
    assert field.text() == "0.5"
    assert bar._learning_rate.caption.text() == "learning rate"
    epochs(qtbot, session, 2)
    qtbot.waitUntil(lambda: field.text() == "0.125")
    assert bar._learning_rate.caption.text() == "learning rate now"
    assert "Set to 0.5" in field.toolTip()
    session.apply(edits.set_schedule, Choice("constant"))
    assert field.text() == "0.5"
    assert "Set to" not in field.toolTip()


def test_what_is_typed_is_the_set_rate_and_not_the_present_one(bar, session, qtbot):
    session.apply(edits.set_learning_rate, 0.5)
    session.apply(edits.set_schedule, HALVING)
    epochs(qtbot, session, 1)
    field = bar.findChild(QLineEdit, "learning_rate")
    qtbot.waitUntil(lambda: field.text() == "0.25")
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert field.text() == "0.5"
    field.selectAll()
    QTest.keyClicks(field, "0.8")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.project.training.learning_rate == 0.8
    qtbot.waitUntil(lambda: field.text() == "0.4")


def test_training_that_ends_by_itself_says_why_until_it_goes_on(bar, session, qtbot):
    session.apply(edits.set_stop, StopSpec(epochs=2))
    session.run()
    qtbot.waitUntil(lambda: session.stopped == "epochs")
    qtbot.waitUntil(lambda: bar._state.text() == "stopped after epoch 2")
    assert "by itself" in bar._state.toolTip()
    bar._state.set_short(True)
    assert bar._state._text.full_text() == "stopped"
    session.run()
    assert bar._state.text().startswith("training")
    session.pause()
    assert bar._state.text() == "paused"
    assert bar._state.toolTip() == ""


def test_a_goal_of_patience_is_told_in_the_bar(bar, session, qtbot):
    session.apply(edits.set_learning_rate, 0.0)
    session.apply(edits.set_stop, StopSpec(patience=3))
    session.run()
    qtbot.waitUntil(lambda: bar._state.text() == "no new low for 3 epochs")


@pytest.mark.parametrize(
    ("reason", "stop", "words"),
    [
        ("epochs", StopSpec(epochs=1000), "stopped after epoch 1,000"),
        ("loss", StopSpec(loss=0.01), "stopped at loss 0.01"),
        ("accuracy", StopSpec(accuracy=0.95), "stopped at accuracy 95\u202f%"),
        ("seconds", StopSpec(seconds=60), "stopped after 60 s"),
        ("patience", StopSpec(patience=1), "no new low for 1 epoch"),
        ("patience", StopSpec(patience=20), "no new low for 20 epochs"),
    ],
)
def test_every_reason_has_few_words(reason, stop, words):
    assert stop_words(reason, stop) == words
    assert len(words) <= 28
