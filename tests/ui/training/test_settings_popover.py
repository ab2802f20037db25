"""The form of training: every field edits the project and is undone, and it never shows what is not set."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from nnsim.data.named import named_data
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.spec import Choice, StopSpec, TrainSpec
from nnsim.model import edits
from nnsim.model.problems import STOPS
from nnsim.model.start import new_project
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import ParameterField

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def form(bar):
    return bar._form


def typed(form, name, text):
    field = form.findChild(QLineEdit, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return field


def chosen(rows, name):
    action = next(action for action in rows.button.menu().actions() if action.data() == name)
    action.trigger()


def marked(rows):
    return [action.data() for action in rows.button.menu().actions() if action.isChecked()]


@pytest.mark.parametrize(
    ("name", "text", "stop"),
    [
        ("stop_epochs", "100", StopSpec(epochs=100)),
        ("stop_loss", "0,01", StopSpec(loss=0.01)),
        ("stop_accuracy", "95", StopSpec(accuracy=0.95)),
        ("stop_seconds", "1/2", StopSpec(seconds=0.5)),
        ("stop_patience", "20", StopSpec(patience=20)),
    ],
)
def test_a_limit_is_set_and_undone(form, session, name, text, stop):
    field = form.findChild(QLineEdit, name)
    assert field.text() == "never"
    typed(form, name, text)
    assert session.project.training.stop == stop
    session.undo()
    assert session.project.training.stop == StopSpec()
    assert field.text() == "never"


@pytest.mark.parametrize("text", ["never", ""])
def test_a_limit_is_taken_away_by_a_word_or_by_nothing(form, session, text):
    session.apply(edits.set_stop, StopSpec(epochs=7, loss=0.5))
    field = typed(form, "stop_epochs", text)
    assert session.project.training.stop == StopSpec(loss=0.5)
    assert field.text() == "never"


def test_arrow_keys_lead_from_never_to_the_usual_value(form, session):
    QTest.keyClick(form.findChild(QLineEdit, "stop_patience"), Qt.Key.Key_Up)
    assert session.project.training.stop.patience == 20


def test_accuracy_is_asked_for_only_where_there_are_classes(form, session):
    accuracy = form.findChild(QLineEdit, "stop_accuracy")
    assert not accuracy.isHidden()
    session.new(new_project("sine", named_data("sine"), (3,)))
    assert accuracy.isHidden()
    assert not form.findChild(QLineEdit, "stop_loss").isHidden()


def test_the_longest_gradient_is_off_until_it_is_set(form, session):
    field = form.findChild(QLineEdit, "clip_norm")
    assert field.text() == "off"
    typed(form, "clip_norm", "5")
    assert session.project.training.clip_norm == 5.0
    session.undo()
    assert field.text() == "off"
    typed(form, "clip_norm", "2")
    typed(form, "clip_norm", "")
    assert session.project.training.clip_norm == 0.0
    assert field.text() == "off"


def test_a_schedule_brings_its_parameters_and_takes_them_along(form, session):
    assert not form.schedule.parameters
    chosen(form.schedule, "cosine")
    assert session.project.training.schedule == Choice("cosine")
    typed(form, "schedule_epochs", "40")
    typed(form, "schedule_lowest", "0.1")
    assert session.project.training.schedule == Choice.of("cosine", epochs=40, lowest=0.1)
    session.undo()
    session.undo()
    assert form.schedule.parameters["epochs"].text() == "100"
    session.undo()
    assert not form.schedule.parameters
    assert marked(form.schedule) == ["constant"]


def test_a_loss_brings_its_parameters(form, session):
    with_parameters = next(entry for entry in LOSSES if entry.parameters)
    chosen(form.loss, with_parameters.name)
    (parameter, *_) = with_parameters.parameters
    typed(form, f"loss_{parameter.name}", f"{parameter.default / 2:g}")
    assert session.project.training.loss.values() == {parameter.name: parameter.default / 2}
    session.undo()
    assert form.loss.parameters[parameter.name].value() == parameter.default


def test_a_refused_loss_is_told_and_the_form_shows_what_is_set(form, session, qtbot):
    with qtbot.waitSignal(session.failed):
        chosen(form.loss, "hinge")
    assert session.project.training.loss == Choice("cross_entropy")
    assert marked(form.loss) == ["cross_entropy"]
    assert form.loss.button.text() == "cross-entropy ▾"
    assert not form.loss.parameters


def test_a_refused_batch_size_is_told_and_the_form_shows_what_is_set(form, session, qtbot):
    chosen(form.optimizer, "rprop")
    field = form.findChild(QLineEdit, "batch_size")
    assert field.text() == "all"
    with qtbot.waitSignal(session.failed):
        typed(form, "batch_size", "10")
    assert session.project.training.batch_size is None
    assert field.text() == "all"


def test_losses_that_cannot_be_with_this_output_are_marked_and_say_why(form, session):
    menu = form.loss.button.menu()
    menu.aboutToShow.emit()
    tips = {action.data(): action.toolTip() for action in menu.actions() if action.text().endswith("…")}
    assert set(tips) == {"hinge"}
    assert "hinge" in tips["hinge"].casefold()
    session.apply(edits.set_loss, Choice("mse"))
    session.apply(edits.set_activation, 2, Choice("identity"))
    menu.aboutToShow.emit()
    assert [action.data() for action in menu.actions() if action.text().endswith("…")] == ["cross_entropy"]


def most_rows(family):
    return max(family, key=lambda entry: len(entry.parameters)).name


def test_the_form_fits_into_a_small_window_whatever_is_chosen(form, session, qtbot):
    session.new(new_project("largest", named_data("spiral"), (4,), training=TrainSpec(batch_size=None)))
    longest_loss = next(entry.name for entry in LOSSES if entry.parameters)
    for edit, name in (
        (edits.set_loss, longest_loss),
        (edits.set_optimizer, most_rows(OPTIMIZERS)),
        (edits.set_schedule, most_rows(SCHEDULES)),
    ):
        assert session.apply(edit, Choice(name))
    form.open_below(form.parentWidget()._settings)
    qtbot.waitExposed(form)
    assert form.height() <= 720 - 100
    assert form.width() <= 640
    form.close()


def test_tab_goes_through_the_form_as_it_is_read(form, session):
    chosen(form.schedule, "cosine")
    chosen(form.optimizer, "momentum")
    order = [
        *("loss", "optimizer", "optimizer_momentum", "schedule", "schedule_epochs", "schedule_lowest"),
        *("batch_size", "clip_norm", "l1", "l2", "seed"),
        *("stop_epochs", "stop_loss", "stop_accuracy", "stop_seconds", "stop_patience"),
    ]
    form.open_below(form.parentWidget()._settings)
    form.loss.button.setFocus()
    seen = []
    for _ in order:
        seen.append(form.focusWidget().objectName())
        QTest.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    form.close()
    assert seen == order


def test_undo_and_redo_keys_reach_the_project_from_within_the_form(form, session):
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    form.show()
    field = typed(form, "clip_norm", "5")
    QTest.keyClick(field, Qt.Key.Key_Z, control)
    assert (session.project.training.clip_norm, field.text()) == (0.0, "off")
    QTest.keyClick(form.optimizer.button, Qt.Key.Key_Z, control | shift)
    assert session.project.training.clip_norm == 5.0
    QTest.keyClick(form, Qt.Key.Key_Z, control)
    QTest.keyClick(field, Qt.Key.Key_Y, control)
    assert session.project.training.clip_norm == 5.0
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Z, control)
    assert session.project.training.clip_norm == 5.0, "while something is typed, undo is the field's own"
    assert field.text() == "5"
    assert form.isVisible()
    form.hide()


@pytest.mark.parametrize(
    "parameter",
    [*STOPS.values(), *(p for family in (LOSSES, OPTIMIZERS, SCHEDULES) for entry in family for p in entry.parameters)],
    ids=lambda parameter: parameter.name,
)
def test_a_field_wants_whole_numbers_exactly_where_the_catalog_does(qtbot, parameter):
    field = ParameterField(parameter, NumberFormat())
    qtbot.addWidget(field)
    field.setText("0.75" if parameter.maximum <= 1 else "1.75")
    assert bool(field.problem()) is parameter.whole
