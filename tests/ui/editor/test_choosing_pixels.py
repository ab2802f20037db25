"""The inputs of a picture: its pixels are switched on the picture itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.input_popover import InputPopover
from nnsim.ui.editor.panel import NetworkPanel
from tests.ui.editor.test_choosing_inputs import button, chosen, click
from tests.ui.picture_projects import small

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def popover(panel: NetworkPanel) -> InputPopover:
    return panel.controls.inputs


@pytest.fixture
def digits(qapp: object) -> Iterator[Session]:
    made = Session(new_project("digits", named_data("digits"), (5,)))
    yield made
    assert made.close()


@pytest.fixture
def digits_panel(
    digits: Session, appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel]
) -> NetworkPanel:
    return shown(NetworkPanel(digits, appearance), 760, 380)


def test_a_picture_is_told_as_one_and_its_pixels_are_switched_by_clicking_it(
    digits_panel: NetworkPanel, digits: Session
) -> None:
    assert button(digits_panel, "choose-inputs").text() == "8 × 8 pixels ▾"
    click(button(digits_panel, "choose-inputs"))
    chooser = digits_panel.controls.inputs.chooser
    assert "picture of 8 × 8 pixels" in chooser.note.text()
    QTest.mouseClick(chooser.pixels, Qt.MouseButton.LeftButton, pos=chooser.pixels.place_of(9))
    assert len(chosen(digits)) == 63
    assert "pixel_1_1" not in chosen(digits)
    assert button(digits_panel, "choose-inputs").text() == "63 of 64 pixels ▾"
    QTest.mouseClick(chooser.pixels, Qt.MouseButton.LeftButton, pos=chooser.pixels.place_of(9))
    assert len(chosen(digits)) == 64
    digits.undo()
    digits.undo()
    assert digits.undoable is None
    assert len(chosen(digits)) == 64


def test_the_picture_follows_the_sample_in_hand_while_it_is_in_sight(
    digits_panel: NetworkPanel, digits: Session, qtbot: QtBot
) -> None:
    pixels = digits_panel.controls.inputs.chooser.pixels

    def row() -> int:
        view = digits.snapshot.sample_view
        return -1 if view is None else view.row

    def is_shown() -> bool:
        picture = digits.prepared.dataset.inputs[row()].reshape(8, 8)
        return bool(np.allclose(pixels._values * 16.0, picture))

    def go_on() -> None:
        before = row()
        digits.step_sample()
        qtbot.waitUntil(lambda: row() not in (-1, before))

    qtbot.waitUntil(lambda: row() >= 0)
    click(button(digits_panel, "choose-inputs"))
    assert is_shown()
    for _ in range(2):
        go_on()
        assert is_shown()
    digits_panel.controls.inputs.hide()
    go_on()
    assert not is_shown()
    click(button(digits_panel, "choose-inputs"))
    assert is_shown()


def drag(widget: QWidget, start: QPoint, end: QPoint, steps: int = 14) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, steps + 1):
        QTest.mouseMove(widget, start + (end - start) * step / steps)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)


def test_a_drag_leaves_all_pixels_out_that_it_passes_as_one_step(digits_panel: NetworkPanel, digits: Session) -> None:
    click(button(digits_panel, "choose-inputs"))
    pixels = digits_panel.controls.inputs.chooser.pixels
    drag(pixels, pixels.place_of(0), pixels.place_of(7))
    assert digits.prepared.chosen_inputs[0] == "pixel_1_0"
    assert len(chosen(digits)) == 56
    digits.undo()
    assert len(chosen(digits)) == 64


def test_the_block_of_the_inputs_shows_the_picture_with_holes(
    digits_panel: NetworkPanel, digits: Session, qtbot: QtBot
) -> None:
    names = digits.prepared.available_inputs
    digits.apply(data_edits.choose_inputs, [name for name in names if name not in {"pixel_0_0", "pixel_7_7"}])
    qtbot.waitUntil(lambda: digits_panel.canvas.picture._folded[-1].picture is not None)
    picture = digits_panel.canvas.picture._folded[-1].picture
    assert picture is not None
    assert (picture.width(), picture.height()) == (8, 8)
    assert [(x, y) for y in range(8) for x in range(8) if not picture.pixelColor(x, y).alpha()] == [(0, 0), (7, 7)]
    digits.apply(data_edits.choose_inputs, names[:49])
    qtbot.waitUntil(lambda: digits_panel.canvas.picture._folded[-1].picture is not None)
    picture = digits_panel.canvas.picture._folded[-1].picture
    assert picture is not None
    assert picture.width() == 8, "49 pixels of 64 are no picture of 7 × 7"


def test_arrows_and_space_switch_pixels(digits_panel: NetworkPanel, digits: Session, qtbot: QtBot) -> None:
    digits.select(Selection("layer", -1))
    qtbot.keyClick(digits_panel.canvas, Qt.Key.Key_Return)
    pixels = digits_panel.controls.inputs.chooser.pixels
    qtbot.waitUntil(pixels.hasFocus)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(pixels, key)
    assert pixels.accessibleDescription() == "row 3, column 2: seen"
    qtbot.keyClick(pixels, Qt.Key.Key_Space)
    assert "pixel_2_1" not in chosen(digits)
    assert pixels.accessibleDescription() == "row 3, column 2: left out"
    qtbot.keyClick(pixels, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "pixel_2_1" in chosen(digits)


def test_filters_need_the_whole_picture_and_the_popover_says_so(
    panel: NetworkPanel, popover: InputPopover, session: Session
) -> None:
    session.new(small())
    click(button(panel, "choose-inputs"))
    chooser = popover.chooser
    assert "whole picture" in chooser.reason.text()
    QTest.mouseClick(chooser.pixels, Qt.MouseButton.LeftButton, pos=chooser.pixels.place_of(3))
    assert len(chosen(session)) == 64
    assert session.undoable is None
    assert not chooser.all.isVisible()
    assert not button(panel, "add-neuron--1").isVisible()
    assert "whole picture" in button(panel, "choose-inputs").toolTip()
