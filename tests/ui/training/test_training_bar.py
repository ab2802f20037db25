import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLineEdit, QPushButton, QWidget

from nnsim.engine.catalog.settings import BATCH_SIZE, L1, L2, LEARNING_RATE, SEED
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.ui.theme import Beats
from nnsim.ui.widgets.numbers import format_count

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

VERBS = ("run", "pause", "step_sample", "step_batch", "step_epoch", "reset", "set_speed", "apply")


@pytest.fixture
def calls(session, bar, monkeypatch):
    made = []
    for verb in VERBS:
        monkeypatch.setattr(session, verb, lambda *arguments, verb=verb: made.append((verb, *arguments)))
    return made


def button(bar, name):
    return bar.findChild(QPushButton, name)


@pytest.mark.parametrize("name", ["run", "step_sample", "step_batch", "step_epoch", "reset"])
def test_a_button_calls_its_verb(bar, calls, name):
    button(bar, name).click()
    assert calls == [(name,)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_buttons_work_by_keyboard(bar, calls, key):
    QTest.keyClick(button(bar, "step_batch"), key)
    assert calls == [("step_batch",)]


def test_the_run_button_becomes_pause_while_training(bar, session):
    assert button(bar, "run").text() == "Run"
    session.run()
    assert button(bar, "run").text() == button(bar, "run").accessibleName() == "Pause"
    button(bar, "run").click()
    assert session.run_state == "paused"
    assert button(bar, "run").text() == "Run"


def test_facts_call_no_verb(bar, session, calls):
    for signal in (session.snapshot_taken, session.run_state_changed):
        signal.emit()
    session.project_changed.emit(None)
    bar._appearance.set_mode("dark")
    assert calls == []


def test_an_epoch_is_counted(bar, session, qtbot):
    button(bar, "step_epoch").click()
    qtbot.waitUntil(lambda: bar._epochs.text() == "1")
    qtbot.waitUntil(lambda: session.run_state != "running")
    assert bar._batches.text() == f"0/{session.snapshot.n_batches}"
    assert bar._state.text() == "paused"


def test_a_sample_looked_at_is_counted(bar, session, qtbot):
    button(bar, "step_sample").click()
    qtbot.waitUntil(lambda: bar._batches.text() == f"0/{session.snapshot.n_batches} · 1")


def test_a_typed_learning_rate_takes_effect(bar, session):
    field = bar.findChild(QLineEdit, "learning_rate")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.project.training.learning_rate == 0.3


def test_a_learning_rate_from_the_list_takes_effect(bar, session):
    actions = button(bar, "learning_rates").menu().actions()
    assert [action.text() for action in actions][:3] == ["0.00001", "0.0001", "0.001"]
    actions[0].trigger()
    assert session.project.training.learning_rate == 0.00001
    assert bar.findChild(QLineEdit, "learning_rate").text() == "1e−5"


def test_undo_brings_the_old_learning_rate_back_to_the_screen(bar, session):
    field = bar.findChild(QLineEdit, "learning_rate")
    before = field.text()
    session.apply(edits.set_learning_rate, 3.0)
    assert field.text() == "3"
    session.undo()
    assert field.text() == before


def test_the_speed_goes_from_one_step_a_second_to_full(bar, session):
    slider = bar._speed.slider
    assert session.speed is None
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert session.speed == 1
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert session.speed is None


def test_divergence_is_told_in_words_and_by_a_mark(bar, session, qtbot):
    session.apply(edits.set_loss, Choice("quadratic"))
    for layer in range(3):
        session.apply(edits.set_activation, layer, Choice("identity"))
    session.apply(edits.set_optimizer, Choice("sgd"))
    session.apply(edits.set_learning_rate, 10.0)
    session.run()
    qtbot.waitUntil(lambda: session.run_state == "diverged", timeout=10_000)
    assert bar._state.text() == "stopped: numbers out of range"
    assert bar._state.property("severity") == "bad"
    assert bar._state.toolTip()


def test_the_form_follows_the_catalog(bar, session):
    form = bar._form
    session.apply(edits.set_optimizer, Choice("sgd"))
    assert not form.optimizer.parameters
    form.optimizer.button.menu().actions()[1].trigger()
    assert session.project.training.optimizer.name == "momentum"
    assert set(form.optimizer.parameters) == {"momentum"}


def test_a_parameter_of_the_optimizer_can_be_set(bar, session):
    session.apply(edits.set_optimizer, Choice("momentum"))
    field = bar._form.optimizer.parameters["momentum"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.project.training.optimizer.values() == {"momentum": 0.5}


def test_all_samples_are_a_batch_size(bar, session):
    field = bar._form.findChild(QLineEdit, "batch_size")
    field.edited.emit(math.inf)
    assert session.project.training.batch_size is None
    assert field.text() == "all"


def test_the_bar_fits_beside_name_and_search(bar):
    name, search = QWidget(), QWidget()
    name.setFixedWidth(120)
    search.setFixedWidth(140)
    bar.add_left(name)
    bar.add_right(search)
    assert bar.minimumSizeHint().width() <= 1280


def test_everything_to_use_has_a_name_and_an_explanation(bar):
    for kind in (QAbstractButton, QAbstractSlider, QLineEdit):
        for control in (*bar.findChildren(kind), *bar._form.findChildren(kind)):
            assert control.accessibleName(), control.objectName()
            assert control.toolTip(), control.accessibleName()
            assert control.objectName(), control.accessibleName()


def test_keys_appear_in_the_tooltips(bar):
    bar.show_shortcut("run", "Space")
    assert button(bar, "run").toolTip().endswith("(Space)")


def test_tab_goes_from_run_to_speed_in_reading_order(bar):
    names = []
    widget = button(bar, "run")
    for _ in range(60):
        if widget.objectName() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and bar.isAncestorOf(widget):
            names.append(widget.objectName())
        widget = widget.nextInFocusChain()
        if widget is button(bar, "run"):
            break
    order = ["run", "step_sample", "step_batch", "step_epoch", "reset", "learning_rate", "learning_rates"]
    assert [name for name in names if name in {*order, "training_settings", "speed"}] == [
        *order,
        "training_settings",
        "speed",
    ]


def test_in_a_run_the_counters_change_no_oftener_than_can_be_read(bar, session, qtbot, monkeypatch):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 10)
    rendered, frames = [], []
    render = bar._render_counters
    monkeypatch.setattr(bar, "_render_counters", lambda: (rendered.append(True), render()))
    session.snapshot_taken.connect(lambda: frames.append(True))
    qtbot.waitUntil(lambda: len(frames) >= 5 * Beats.FIGURES.every)
    assert 4 <= len(rendered) <= 6


def test_after_a_run_the_counters_show_where_it_stands(bar, session, qtbot):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 10)
    session.pause()
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    assert bar._epochs.text() == format_count(session.snapshot.epoch)
    assert bar._batches.text() == f"{session.snapshot.batch}/{session.snapshot.n_batches}"


@pytest.mark.parametrize("parameter", [LEARNING_RATE, BATCH_SIZE, L1, L2, SEED], ids=lambda parameter: parameter.name)
def test_a_field_takes_what_the_catalog_allows_and_nothing_else(bar, parameter):
    field = (bar if parameter is LEARNING_RATE else bar._form).findChild(QLineEdit, parameter.name)
    assert field.accessibleName().casefold() == parameter.label.casefold()
    assert parameter.help in field.toolTip()
    for value, fits in (
        (parameter.minimum, True),
        (parameter.maximum, True),
        (parameter.minimum - 1, False),
        (parameter.maximum + 1, False),
    ):
        field.setText(f"{value:.0f}")
        assert bool(field.problem()) != fits, value
