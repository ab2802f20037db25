import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def page(qtbot):
    widget = QWidget()
    QVBoxLayout(widget)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def field(page, qtbot):
    made, other = NumberField("Rate", 0.0, 10.0, step=0.1), NumberField("Other")
    page.layout().addWidget(made)
    page.layout().addWidget(other)
    made.set_value(0.03)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    made.setFocus()
    made.selectAll()
    return made


@pytest.fixture
def heard(field):
    values = []
    field.edited.connect(values.append)
    return values


def typed(field, text):
    field.selectAll()
    QTest.keyClicks(field, text)


def test_code_sets_the_value_without_a_sound(field, heard):
    field.set_value(5)
    field.set_range(0, 3)
    assert heard == []
    assert field.text() == "5"


@pytest.mark.parametrize(("text", "value"), [("0,5", 0.5), ("1/4", 0.25), ("3e-2", 0.03001), ("2.5", 2.5)])
def test_enter_takes_what_was_typed(field, heard, text, value):
    field.set_value(1)
    typed(field, text)
    assert heard == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard == [pytest.approx(value, abs=1e-4)]


def test_the_same_number_again_is_no_edit(field, heard):
    typed(field, "0,03")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard == []
    assert field.text() == "0.03"


def test_a_wrong_number_is_marked_at_once_and_not_taken(field, heard):
    typed(field, "11")
    assert field.property("invalid")
    assert "between 0 and 10" in field.toolTip()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard == []
    assert field.value() == 0.03


def test_leaving_takes_a_good_number_and_drops_a_wrong_one(field, heard):
    typed(field, "0.2")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert heard == [0.2]
    field.setFocus()
    typed(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert heard == [0.2]
    assert field.text() == "0.2"
    assert not field.property("invalid")


def test_escape_brings_the_old_number_back(field, heard):
    typed(field, "99")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.03"
    assert not field.property("invalid")
    assert heard == []


def test_escape_belongs_to_the_window_when_nothing_was_typed(field):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(field, event)
    assert not event.isAccepted()


def test_arrow_keys_step_within_the_range(field, heard):
    field.set_value(9.95)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert heard == [10.0, 9.9]


def test_typing_is_not_overwritten_by_facts(field):
    typed(field, "0.")
    field.set_value(0.5)
    assert field.text() == "0."
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.5"


def test_whole_numbers_say_so(page):
    field = NumberField("Seed", 0, 100, number_format=NumberFormat(whole=True))
    page.layout().addWidget(field)
    field.set_value(3)
    typed(field, "1.5")
    assert "whole number" in field.problem()


def test_a_double_click_selects_the_whole_number_with_its_minus(field):
    field.set_value(-0.7721)
    field.deselect()
    QTest.mouseDClick(field, Qt.MouseButton.LeftButton, pos=field.cursorRect().center())
    assert field.selectedText() == "−0.7721"
