"""A step on its way through the network: walking through it, clicking in it, and what is copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from nnsim.engine.trace import TraceLook
from nnsim.model import edits, layer_edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.inspector.numbers.page import NumbersPage
from nnsim.ui.inspector.numbers.sheet import InPlay
from nnsim.ui.main_window import MainWindow
from tests.ui.inspector.numbers.reading import click_number, equations, holder, number, settled, told


def test_walking_selects_the_layer_so_that_the_network_shows_it(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.on, Qt.MouseButton.LeftButton)
    assert page.place == ("forward", 1)
    assert session.selection == Selection("layer", 1)
    for _ in range(20):
        page.step(1)
    assert page.place == ("update", 2)
    qtbot.keyClick(page.sheet.page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.place == ("update", 1)


def test_a_click_on_a_stage_brings_the_keyboard_so_that_alt_and_arrows_walk_and_move_no_layer(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    before = session.project
    qtbot.mouseClick(window.inspector_pages.chips["numbers"], Qt.MouseButton.LeftButton)
    settled(qtbot, window.numbers)
    qtbot.keyClick(holder(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.numbers.place == ("forward", 1)
    window.network.setFocus()
    qtbot.mouseClick(window.numbers.on, Qt.MouseButton.LeftButton)
    qtbot.keyClick(holder(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.numbers.place == ("loss", 2)
    qtbot.mouseClick(window.numbers, Qt.MouseButton.LeftButton, pos=QPoint(window.numbers.width() // 2, 1))
    qtbot.keyClick(holder(), Qt.Key.Key_F12)
    qtbot.mouseClick(window.inspector_card, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))  # on nothing
    for key in (Qt.Key.Key_Down, Qt.Key.Key_5, Qt.Key.Key_Return):
        qtbot.keyClick(holder(), key)
    assert not window.network.isAncestorOf(holder())
    assert session.project is before


def test_a_layer_selected_elsewhere_is_told_in_the_same_part_of_the_step(page: NumbersPage, session: Session) -> None:
    page.go_to(("backward", 2))
    session.select(Selection("neuron", 0, 0, 1))
    assert page.place == ("backward", 0)


def test_a_click_on_a_sum_lights_its_row_and_column_and_writes_it_out(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    click_number(qtbot, page, 0, "z", 0, 2)
    assert session.selection == Selection("neuron", 0, 0, 2)
    picture = page.sheet.page.pictures[0]
    assert {(lit.table, lit.row, lit.column) for lit in picture.origin.lit} == {
        ("x", 0, None),
        ("W", None, 2),
        ("b", 0, 2),
    }
    trace = page.trace
    assert trace is not None
    x, w = trace.inputs[0], trace.layers[0].parameters.weights[:, 2]
    assert told(page).startswith(f"= {x[0]:.4g}·".replace("-", "−"))
    assert number(page, "z", 0, 2) == pytest.approx(float(x @ w))


def test_a_click_on_a_weight_selects_it(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    click_number(qtbot, page, 0, "W", 1, 3)
    assert session.selection == Selection("link", 0, 1, 3)
    page.go_to(("update", 0))
    click_number(qtbot, page, 1, "new", 2, 0)
    assert session.selection == Selection("bias", 0, 0, 0)


def test_going_backward_a_click_on_a_weight_of_the_next_layer_selects_that_weight(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    page.go_to(("backward", 0))
    assert page.sheet.stage is not None
    equation, table = next(
        (number, table)
        for number, one in enumerate(page.sheet.stage.equations)
        for table in one.tables
        if table.rows.kind == "sources" and table.rows.layer == 1
    )
    click_number(qtbot, page, equation, table.key, 3, 1)  # the first layer has two sources only
    assert session.selection == Selection("link", 1, 3, 1)


def test_a_click_on_a_gain_selects_its_neuron_and_not_the_bias(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    session.apply(layer_edits.set_normalize, 0, True)
    qtbot.waitUntil(lambda: page.walk is not None)
    page.go_to(("update", 0))
    table = equations(page)["new"].result
    for row, selection in enumerate([Selection("bias", 0, 0, 1), Selection("neuron", 0, 0, 1)], 2):
        page.sheet.operand_picked.emit(0, table, row, 1)
        assert session.selection == selection


def test_arrows_walk_from_number_to_number(page: NumbersPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.sheet.page, Qt.Key.Key_Right)
    assert page.sheet.in_play == InPlay(0, 0, 1)
    qtbot.keyClick(page.sheet.page, Qt.Key.Key_PageDown)
    assert page.sheet.in_play == InPlay(1, 0, 0)


def test_what_is_copied_is_what_is_shown(page: NumbersPage) -> None:
    page.copy.chosen.emit("number")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("z^{(1)}_{1} = x_{1}")
    assert QToolTip.text() == "Copied: This number, as LaTeX"
    page.copy.chosen.emit("stage")
    stage = QGuiApplication.clipboard().text()
    assert "\\end{pmatrix} \\approx {\\begin{pmatrix}" in stage  # z is a product of matrices
    assert ", \\quad z^{(1)} \\approx \\begin{pmatrix}" in stage  # h is not equal to z
    page.copy.chosen.emit("table")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["x", "x₁", "x₂"]


def test_other_notation_and_digits_are_used_everywhere(page: NumbersPage, session: Session) -> None:
    page.go_to(("loss", 2))
    assert equations(page)["losses"].formula.startswith(r"L = -\left[ y \ln \hat y")
    session.wording.call_label_with_hat(True)
    assert equations(page)["losses"].formula.startswith(r"L = -\left[ \hat y \ln y")
    session.wording.set_digits(2)
    assert len(told(page).rpartition("≈ ")[2].replace("0.", "")) <= 2


def test_a_page_that_nobody_sees_asks_for_nothing(page: NumbersPage, session: Session) -> None:
    page.hide()
    assert not any(isinstance(view, TraceLook) for view in session.rota.wanted())


def test_it_follows_an_edit_and_undo(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    page.go_to(("update", 2))
    session.apply(edits.remove_layer, 1)
    qtbot.waitUntil(lambda: page.walk is not None and len(page.walk.places) == 7)
    assert page.place in (page.walk.places if page.walk else ())
    session.undo()
    qtbot.waitUntil(lambda: page.walk is not None and len(page.walk.places) == 10)
