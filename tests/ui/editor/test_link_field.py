"""A weight or bias changed in place, by mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QSlider
from pytestqt.qtbot import QtBot

from nnsim.engine.parameters import blocks
from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.panel import NetworkPanel


def neuron_point(canvas: Canvas, layer: int, column: int) -> QPoint:
    place = canvas.arrangement.column(layer)
    return canvas.mapFromScene(place.x, place.ys[column])


def link_point(canvas: Canvas, layer: int, row: int, column: int, share: float = 0.5) -> QPoint:
    link = canvas.picture._links[layer].path(row * canvas.arrangement.column(layer).size + column)
    return canvas.mapFromScene(link.pointAtPercent(share))


def click(qtbot: QtBot, canvas: Canvas, at: QPoint) -> None:
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)


def weight(session: Session, layer: int, row: int, column: int) -> float:
    snapshot = session.snapshot
    return float(blocks(snapshot.network)[layer].matrix(snapshot.parameters)[row, column])


def test_a_click_on_a_link_opens_its_weight(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    at = link_point(panel.canvas, 2, 0, 0, 0.3)
    click(qtbot, panel.canvas, at)
    assert session.selection == Selection("link", 2, 0, 0)
    assert panel.link_field.isVisible()
    assert panel.link_field.title.full_text() == "w₃·1,1  1 → ŷ in Output"


def open_link(panel: NetworkPanel, part: Selection) -> tuple[QLineEdit, QSlider]:
    panel.canvas.choose(part)
    return panel.link_field.field, panel.link_field.slider


def test_a_typed_weight_with_decimal_comma_is_set_and_undone(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    before = weight(session, 1, 2, 1)
    field, _ = open_link(panel, Selection("link", 1, 2, 1))
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "-1,25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert weight(session, 1, 2, 1) == -1.25
    assert field.property("sign") == "negative"
    session.undo()
    assert weight(session, 1, 2, 1) == before


def test_the_slider_sets_the_weight_with_the_keys(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    _, slider = open_link(panel, Selection("link", 0, 1, 1))
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert weight(session, 0, 1, 1) == -panel.link_field.slider._reach
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert weight(session, 0, 1, 1) == panel.link_field.slider._reach


def test_a_bias_is_changed_like_a_weight(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    column = panel.canvas.arrangement.column(2)
    click(qtbot, panel.canvas, panel.canvas.mapFromScene(column.left, column.ys[0] + column.half_height))
    assert session.selection == Selection("bias", 2, column=0)
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_End)
    assert weight(session, 2, 3, 0) > 0


def test_a_digit_typed_with_the_field_open_begins_a_number(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    field, slider = open_link(panel, Selection("link", 0, 0, 0))
    qtbot.keyClicks(slider, "3")
    assert field.text() == "3"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert weight(session, 0, 0, 0) == 3.0


def test_escape_closes_the_field_and_gives_the_keyboard_back(panel: NetworkPanel, qtbot: QtBot) -> None:
    _, slider = open_link(panel, Selection("link", 0, 0, 0))
    qtbot.keyClick(slider, Qt.Key.Key_Escape)
    assert not panel.link_field.isVisible()
    assert panel.canvas.hasFocus()


def test_the_field_closes_when_its_link_is_gone_or_not_selected(panel: NetworkPanel, session: Session) -> None:
    open_link(panel, Selection("link", 0, 0, 3))
    session.apply(edits.remove_neuron, 0)
    assert not panel.link_field.isVisible()
    open_link(panel, Selection("link", 0, 0, 0))
    session.select(Selection("neuron", 0))
    assert not panel.link_field.isVisible()


def test_the_open_number_follows_an_edit_elsewhere_and_its_undo(panel: NetworkPanel, session: Session) -> None:
    open_link(panel, Selection("link", 1, 0, 0))
    before = panel.link_field.field.text()
    session.set_weight(1, 0, 0, -2.5)
    assert panel.link_field.field.text() == "−2.5"
    session.undo()
    assert panel.link_field.field.text() == before


def test_shift_b_opens_the_bias_of_the_selected_neuron(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.select(Selection("neuron", 0, column=2))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert session.selection == Selection("bias", 0, column=2)
    assert panel.link_field.title.full_text() == "b₁·3  bias 3 in Hidden 1"


@pytest.mark.parametrize(("width", "row", "column"), [(816, 0, 0), (816, 3, 0), (460, 0, 0), (460, 3, 2), (460, 1, 1)])
def test_the_field_hides_neither_end_of_its_link(panel: NetworkPanel, width: int, row: int, column: int) -> None:
    panel.resize(width, 480)
    open_link(panel, Selection("link", 1, row, column))
    field = panel.link_field.geometry()
    assert panel.canvas.viewport().rect().contains(field)
    assert not field.contains(neuron_point(panel.canvas, 0, row))
    assert not field.contains(neuron_point(panel.canvas, 1, column))


def test_an_open_field_outlives_its_layer_being_folded(panel: NetworkPanel, session: Session) -> None:
    open_link(panel, Selection("link", 0, 0, 3))
    session.apply(edits.resize_layer, 0, 40)
    assert panel.link_field.isVisible()
