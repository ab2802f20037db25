"""A matrix too large for numbers: a picture that is zoomed, moved, clicked, walked and typed into."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.parameters import blocks
from nnsim.engine.weight_look import CHANGE
from nnsim.model.cells import Cells
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.inspector.matrix_picture import MatrixPicture
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.inspector.row_order import STRONGEST
from nnsim.ui.names import names_of
from nnsim.ui.theme import Size


def middle(picture: MatrixPicture, row: int, column: int) -> QPoint:
    return picture.place((row, column)).center().toPoint()


def turn(picture: MatrixPicture, at: QPoint, notches: int) -> None:
    where, none = QPointF(at), QPoint()
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turned = QWheelEvent(
        where,
        picture.mapToGlobal(where),
        none,
        QPoint(0, 120 * notches),
        buttons,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(picture, turned)


def weights(session: Session) -> np.ndarray:
    return blocks(session.snapshot.network)[0].matrix(session.snapshot.parameters)


def test_numbers_where_they_fit_and_a_picture_where_not(digits: InspectorPanel, session: Session) -> None:
    assert (digits.picture.isVisible(), digits.matrix.isVisible(), digits.matrix.frozen.isVisible()) == (
        True,
        False,
        False,
    )
    assert digits.matrix.model().rowCount() == 0
    session.select(Selection("layer", 1))
    assert (digits.picture.isVisible(), digits.matrix.isVisible()) == (False, True)
    assert digits.matrix.model().rowCount() == 33


def test_every_weight_is_a_dot_in_its_colour(picture: MatrixPicture, session: Session) -> None:
    session.set_weight(0, 10, 5, 48.0)
    session.set_weight(0, 11, 5, -48.0)
    image = picture.grab().toImage()
    ratio = image.devicePixelRatio()
    above, below = (image.pixelColor(middle(picture, row, 5) * ratio) for row in (10, 11))
    assert above == picture.theme.colour("positive")
    assert below == picture.theme.colour("negative")


def colours_of_strip(picture: MatrixPicture) -> list[str]:
    image = picture.grab().toImage()
    ratio, at = image.devicePixelRatio(), picture.place((64, 0)).center()
    return [image.pixelColor(x, round(at.y() * ratio)).name() for x in range(round(at.x() * ratio), image.width())]


def test_a_strong_bias_is_seen_where_there_are_fewer_dots_than_biases(digits: InspectorPanel, session: Session) -> None:
    session.new(new_project("digits", named_data("digits"), (800,)))
    session.select(Selection("layer", 0))
    picture, positive = digits.picture, digits.picture.theme.colour("positive").name()
    parameters = session.snapshot.parameters.copy()
    biases = blocks(session.project.network)[0].biases(parameters)
    assert biases is not None
    for neuron in (401, 402):
        biases[:] = 0.0
        biases[neuron] = 48.0
        picture._matrix.show(names_of(session), 0, replace(session.snapshot, parameters=parameters))
        assert positive in colours_of_strip(picture)


def test_a_reader_of_the_screen_is_told_the_weight_as_it_is_now(picture: MatrixPicture, session: Session) -> None:
    session.select(Selection("link", 0, 10, 5))
    for value in (0.25, 0.75):
        session.set_weight(0, 10, 5, value)
        assert picture.accessibleDescription().endswith(str(value))
    session.select(Selection("layer", 0))
    assert picture.accessibleDescription() == ""


def test_what_is_no_number_is_not_painted_as_zero(picture: MatrixPicture, session: Session) -> None:
    parameters = session.snapshot.parameters.copy()
    blocks(session.project.network)[0].weights(parameters)[10, 5] = np.nan
    picture._matrix.show(names_of(session), 0, replace(session.snapshot, parameters=parameters))
    image = picture.grab().toImage()
    assert image.pixelColor(middle(picture, 10, 5) * image.devicePixelRatio()) == picture.theme.colour("faint")


def test_a_click_selects_a_weight_arrows_walk_from_it_and_biases_stand_below(
    picture: MatrixPicture, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=middle(picture, 40, 7))
    assert session.selection == Selection("link", 0, 40, 7)
    assert picture.told_at(QPointF(middle(picture, 40, 7))).startswith("w₁·41,8  row 6, column 1 → 8 in Hidden 1: ")
    qtbot.keyClick(picture, Qt.Key.Key_Down)
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    assert session.selection == Selection("link", 0, 41, 6)
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=middle(picture, 64, 3))
    assert session.selection == Selection("bias", 0, column=3)
    qtbot.keyClick(picture, Qt.Key.Key_Up)
    assert session.selection == Selection("link", 0, 63, 3)


def test_a_picture_does_not_slip_under_the_hand_that_clicks(
    picture: MatrixPicture, session: Session, qtbot: QtBot
) -> None:
    at = middle(picture, 40, 7)
    before = picture.mapToGlobal(at)
    qtbot.mouseMove(picture, at)
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()
    assert session.selection == Selection("link", 0, 40, 7)
    assert picture.mapToGlobal(middle(picture, 40, 7)) == before
    assert picture.cell_at(QPointF(picture.mapFromGlobal(before))) == (40, 7)


def test_the_wheel_zooms_around_the_hand_until_numbers_fit(picture: MatrixPicture) -> None:
    at = middle(picture, 40, 20)
    for _ in range(30):
        turn(picture, at, 1)
        assert picture.cell_at(QPointF(at)) == (40, 20)
    assert picture.window_over.shows_numbers
    assert picture.window_over.pitch == pytest.approx((Size.CELL, Size.CELL_HEIGHT))
    turn(picture, at, -40)
    assert picture.window_over.zoom == 0
    assert len(picture.window_over.rows()) == 64


def test_keys_zoom_and_a_drag_moves_without_selecting(picture: MatrixPicture, session: Session, qtbot: QtBot) -> None:
    session.select(Selection("link", 0, 30, 15))
    for _ in range(30):
        qtbot.keyClick(picture, Qt.Key.Key_PageUp)
    assert picture.window_over.shows_numbers
    at = middle(picture, 30, 15)
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(picture, at + QPoint(Size.CELL, -Size.CELL_HEIGHT))
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=at + QPoint(Size.CELL, -Size.CELL_HEIGHT))
    assert middle(picture, 30, 15) == at + QPoint(Size.CELL, -Size.CELL_HEIGHT)
    assert session.selection == Selection("link", 0, 30, 15)
    qtbot.keyClick(picture, Qt.Key.Key_Home)
    assert picture.window_over.zoom == 0
    session.select(Selection("layer", 0))
    qtbot.keyClick(picture, Qt.Key.Key_Plus)
    assert picture.window_over.zoom > 0
    qtbot.keyClick(picture, Qt.Key.Key_0)
    assert picture.window_over.zoom == 0


def test_enter_types_the_selected_weight_and_escape_leaves_it(
    picture: MatrixPicture, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("link", 0, 12, 31))
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    field = picture.findChild(QLineEdit, "weight-field")
    assert field is not None
    qtbot.keyClicks(field, "1/4")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert weights(session)[12, 31] == 0.25
    qtbot.waitUntil(lambda: picture.findChild(QLineEdit, "weight-field") is None)
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    field = picture.findChild(QLineEdit, "weight-field")
    assert field is not None
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert weights(session)[12, 31] == 0.25


@pytest.mark.parametrize(("typed", "value"), [("0.5", 0.5), ("-0,25", -0.25)])
def test_a_number_is_typed_as_in_a_table_and_seen_with_its_minus(
    picture: MatrixPicture, session: Session, qtbot: QtBot, typed: str, value: float
) -> None:
    session.select(Selection("link", 0, 12, 31))
    zoom = picture.window_over.zoom
    qtbot.keyClick(picture, typed[0])
    field = picture.findChild(QLineEdit, "weight-field")
    assert field is not None
    qtbot.keyClicks(field, typed[1:])
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert weights(session)[12, 31] == value
    assert picture.window_over.zoom == zoom
    qtbot.waitUntil(lambda: picture.findChild(QLineEdit, "weight-field") is None)
    session.set_weight(0, 12, 31, -0.2389)
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    field = picture.findChild(QLineEdit, "weight-field")
    assert field is not None
    assert field.text() == "−0.2389"
    margins = field.fontMetrics().horizontalAdvance("0") * 2
    assert field.fontMetrics().horizontalAdvance(field.text()) + margins <= field.width()


def test_where_no_value_is_shown_enter_says_so(digits: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    digits.show_quantity(CHANGE)
    session.select(Selection("link", 0, 12, 3))
    QToolTip.hideText()
    qtbot.keyClick(digits.picture, Qt.Key.Key_Return)
    assert "Only values can be typed" in QToolTip.text()
    assert digits.picture.findChild(QLineEdit, "weight-field") is None


def has_ink(picture: MatrixPicture) -> bool:
    """Whether words in the colour of text lie on the pale dots; names beside them are written in another."""
    image = picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    dots = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    inner = dots[2 * Size.CELL_HEIGHT : -2 * Size.CELL_HEIGHT, image.width() // 4 :]
    return bool((inner == picture.theme.colour("text").rgb()).any())


def test_a_last_change_that_there_is_not_yet_is_told_in_words(
    digits: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    assert not has_ink(digits.picture)
    digits.show_quantity(CHANGE)
    qtbot.waitUntil(lambda: has_ink(digits.picture))
    assert not digits.tools.key.isVisible()
    session.step_batch()
    qtbot.waitUntil(lambda: not has_ink(digits.picture))


@pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
def test_shift_drag_arrows_and_names_choose_a_block_and_keys_act_on_it(
    digits: InspectorPanel, picture: MatrixPicture, session: Session, qtbot: QtBot
) -> None:
    shift, left = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
    block = blocks(session.project.network)[0]
    before = block.matrix(session.snapshot.parameters).copy()
    first, last = middle(picture, 10, 3), middle(picture, 20, 6)
    qtbot.mousePress(picture, left, shift, first)
    qtbot.mouseMove(picture, last)
    assert picture.cell_at(QPointF(last)) == (20, 6)  # nothing pushes the picture down under the hand
    qtbot.mouseRelease(picture, left, shift, last)
    drawn = digits.matrix.choice.block
    assert drawn is not None
    assert drawn == Cells(0, range(10, 21), range(3, 7))
    assert session.selection == Selection("link", 0, 20, 6)
    assert digits.sum.full_text().startswith(f"{drawn.size} weights")
    qtbot.keyClick(picture, Qt.Key.Key_Right, shift)
    assert digits.matrix.choice.block == Cells(0, drawn.rows, range(3, 8))
    qtbot.keyClick(picture, Qt.Key.Key_Delete)
    now = block.matrix(session.snapshot.parameters)
    assert (now[slice(drawn.rows[0], drawn.rows[-1] + 1), 3:8] == 0.0).all()
    assert int((now != before).sum()) == int((before[slice(drawn.rows[0], drawn.rows[-1] + 1), 3:8] != 0.0).sum())
    assert digits.matrix.choice.block == Cells(0, drawn.rows, range(3, 8))
    qtbot.mouseClick(picture, left, pos=QPoint(middle(picture, 0, 4).x(), 3))
    assert digits.matrix.choice.block == Cells(0, range(65), range(4, 5))
    qtbot.mouseClick(picture, left, shift, QPoint(middle(picture, 0, 5).x(), 3))
    assert digits.matrix.choice.block == Cells(0, range(65), range(4, 6))
    qtbot.mouseClick(picture, left, pos=QPoint(3, middle(picture, 64, 0).y()))
    assert digits.matrix.choice.block == Cells(0, range(64, 65), range(32))
    qtbot.keyClicks(picture, "h")
    assert session.project.network.layers[0].held == tuple((64, column) for column in range(32))
    there = picture.cell_at(QPointF(first))
    assert there is not None
    qtbot.mouseClick(picture, Qt.MouseButton.RightButton, pos=first)
    assert digits.matrix.choice.block is None
    assert session.selection == Selection("link", 0, *there)
    digits.edit.menu.close()
    qtbot.keyClicks(picture, "*")
    assert digits.edit.popover.heading.text() == "Hidden 1: 1 weight"
    digits.edit.popover.hide()


def test_sorting_leaves_the_selected_weight_chosen_and_keys_act_on_what_is_in_sight(
    digits: InspectorPanel, picture: MatrixPicture, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("link", 0, 30, 3))
    digits.show_order(STRONGEST)
    picture.show_selected(session.selection)
    chosen = digits.deeds.cells
    assert chosen == Cells(0, range(30, 31), range(3, 4))
    for _ in range(2):
        qtbot.keyClick(picture, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    seen = digits.matrix.choice.order
    top = seen.index(30)
    qtbot.keyClick(picture, Qt.Key.Key_Delete)
    zeros = np.argwhere(blocks(session.project.network)[0].matrix(session.snapshot.parameters)[:64] == 0.0)
    assert zeros.tolist() == [[row, 3] for row in sorted(seen[top : top + 3])]


def test_a_key_does_nothing_to_a_picture_of_which_nothing_is_chosen_and_says_so(
    digits: InspectorPanel, picture: MatrixPicture, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 0))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_X, Qt.Key.Key_H):
        qtbot.keyClick(picture, key)
        assert digits.effect.full_text().startswith("Nothing is chosen")
    assert session.undoable is None
    qtbot.keyClick(picture, Qt.Key.Key_Down)
    assert digits.effect.isHidden()


def test_biases_that_have_only_colours_leave_their_height_to_the_weights(picture: MatrixPicture) -> None:
    picture.grab()
    whole, thin = picture.place((63, 0)).bottom(), picture.place((64, 0)).height()
    assert thin < Size.CELL_HEIGHT
    assert picture.height() - whole < Size.CELL_HEIGHT + Size.BIAS_GAP
    turn(picture, middle(picture, 5, 5), 40)
    picture.grab()
    assert picture.window_over.shows_numbers
    assert picture.place((64, 0)).height() == Size.CELL_HEIGHT
    assert picture.place((64, 0)).bottom() <= picture.height()
