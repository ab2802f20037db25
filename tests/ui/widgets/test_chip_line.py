"""Choices in a single line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from nnsim.ui.theme import Size
from nnsim.ui.widgets.chip_line import ChipLine
from nnsim.ui.widgets.chips import Option

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

NAMES = ("Boundary", "Layers", "Confusion", "ROC", "Worst")


@pytest.fixture
def line(shown):
    made = ChipLine("Picture", "picture")
    made.set_options([Option(name, name, f"about {name}") for name in NAMES])
    made.set_chosen("Boundary")
    return shown(made, 900, Size.CHIP)


def test_with_room_all_stand_in_sight(line):
    assert line.in_menu() == ()
    assert line.more.isHidden()
    assert all(line.chip(name).isVisible() for name in NAMES)


def test_what_does_not_fit_is_in_the_menu_and_nothing_is_cut(line):
    for width in range(line.sizeHint().width() + 20, 60, -7):
        line.resize(width, Size.CHIP)
        seen = [name for name in NAMES if line.chip(name).isVisible()]
        assert (*seen, *line.in_menu()) == NAMES
        assert line.more.isVisible() == bool(line.in_menu())
        ends = [line.chip(name).geometry().right() for name in seen]
        assert max([*ends, line.more.geometry().right() if line.more.isVisible() else 0]) < width
    assert line.in_menu()


def test_the_menu_asks_as_a_chip_does(line, qtbot):
    line.resize(180, Size.CHIP)
    asked = []
    line.clicked.connect(asked.append)
    qtbot.mouseClick(line.chip("Boundary"), Qt.MouseButton.LeftButton)
    (worst,) = (action for action in line.more.menu().actions() if action.data() == "Worst")
    worst.trigger()
    assert asked == ["Boundary", "Worst"]
    assert line.chosen() == "Boundary"


def test_what_is_chosen_from_the_menu_is_told_and_lit(line):
    line.resize(180, Size.CHIP)
    assert (line.more.text(), line.more.isChecked()) == ("More ▾", False)
    line.set_chosen("Worst")
    assert (line.more.text(), line.more.isChecked()) == ("Worst ▾", True)
    assert not any(line.chip(name).isChecked() for name in NAMES if name not in line.in_menu())
    line.resize(900, Size.CHIP)
    assert line.chip("Worst").isChecked()
    assert not line.more.isVisible()


def test_other_options_replace_those_before(line):
    line.set_options([Option("one", "One")])
    line.set_chosen("one")
    assert line.chip("one").isVisible()
    assert line.more.isHidden()
    assert line.sizeHint().width() == line.chip("one").sizeHint().width()
