import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnsim.ui.stylesheet import stylesheet
from nnsim.ui.theme import LIGHT, Size
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.drop_button import DropButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

OPTIONS = (Option("sgd", "gradient descent", "One step."), Option("adam", "Adam", "Steps of its own."))


@pytest.fixture
def chips(qtbot):
    widget = Chips("Optimizer")
    qtbot.addWidget(widget)
    widget.set_options(OPTIONS)
    widget.set_chosen(("sgd",))
    return widget


def test_a_click_on_a_chip_asks_and_leaves_the_state_to_the_facts(chips):
    asked = []
    chips.clicked.connect(asked.append)
    chips.chip("adam").click()
    assert asked == ["adam"]
    assert chips.chosen() == ("sgd",)


def test_code_chooses_chips_without_a_sound(chips):
    asked = []
    chips.clicked.connect(asked.append)
    chips.set_chosen(("adam",))
    assert chips.chosen() == ("adam",)
    assert asked == []


def test_the_same_options_again_keep_their_chips(chips):
    before = chips.chip("adam")
    chips.set_options(list(OPTIONS))
    assert chips.chip("adam") is before


def test_space_and_enter_press_a_chip(chips):
    asked = []
    chips.clicked.connect(asked.append)
    QTest.keyClick(chips.chip("adam"), Qt.Key.Key_Space)
    QTest.keyClick(chips.chip("sgd"), Qt.Key.Key_Return)
    assert asked == ["adam", "sgd"]


def test_a_button_with_the_keyboard_keeps_space_from_the_window(qtbot):
    button = Button("sample")
    qtbot.addWidget(button)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(button, event)
    assert event.isAccepted()


def test_a_click_does_not_take_the_keyboard(qtbot):
    button = Button("sample")
    qtbot.addWidget(button)
    button.show()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.hasFocus()


def test_a_drop_button_shows_its_choice_and_asks_for_another(qtbot):
    button = DropButton("Optimizer")
    qtbot.addWidget(button)
    button.set_options(OPTIONS)
    asked = []
    button.chosen.connect(asked.append)
    button.set_current("adam")
    assert button.text() == "Adam ▾"
    assert button.accessibleName() == "Optimizer: Adam"
    assert asked == []
    button.menu().actions()[0].trigger()
    assert asked == ["sgd"]


def test_menu_entries_are_explained(qtbot):
    button = DropButton("Optimizer")
    qtbot.addWidget(button)
    button.set_options(OPTIONS)
    assert [action.toolTip() for action in button.menu().actions()] == ["One step.", "Steps of its own."]
    assert button.menu().toolTipsVisible()


def test_a_choice_that_is_refused_leaves_the_mark_where_it_was(qtbot):
    drop = DropButton("Optimizer")
    qtbot.addWidget(drop)
    drop.set_options(OPTIONS)
    drop.set_current("sgd")
    asked = []
    drop.chosen.connect(asked.append)
    drop.menu().actions()[1].trigger()
    assert asked == ["adam"]
    assert [action.isChecked() for action in drop.menu().actions()] == [True, False]
    drop.chosen.connect(drop.set_current)
    drop.menu().actions()[1].trigger()
    assert [action.isChecked() for action in drop.menu().actions()] == [False, True]


def test_what_cannot_be_as_things_are_is_marked_and_says_why(qtbot):
    drop = DropButton("Optimizer")
    qtbot.addWidget(drop)
    drop.set_options(OPTIONS)
    drop.set_impossible({"adam": "Not today."})
    adam = drop.menu().actions()[1]
    assert adam.text() == f"{OPTIONS[1].label} …"
    assert adam.toolTip() == "Not today."
    drop.set_current("adam")
    assert drop.text() == f"{OPTIONS[1].label} ▾"
    drop.set_impossible({})
    assert adam.text() == OPTIONS[1].label
    assert adam.toolTip() == "Steps of its own."


@pytest.mark.parametrize("text", ["run's way", "W1", "One weight"])
def test_a_chip_has_room_for_its_words_chosen_or_not(qtbot, qapp, text):
    qapp.setStyleSheet(stylesheet(LIGHT))
    chip = Chip(text)
    qtbot.addWidget(chip)
    chip.show()
    wide = []
    for chosen in (False, True):
        chip.setChecked(chosen)
        QApplication.processEvents()
        wide.append(chip.sizeHint().width())
        assert chip.sizeHint().width() >= chip.fontMetrics().horizontalAdvance(text) + Size.GAP
    qapp.setStyleSheet("")
    assert wide[0] == wide[1]
