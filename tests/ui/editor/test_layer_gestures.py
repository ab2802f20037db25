"""Layers put in between two others, and sized by a drag."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.edge_handle import EdgeHandle
from nnsim.ui.editor.insert_button import InsertButton
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.size_handle import SizeHandle
from nnsim.ui.network_sizes import NetworkSize

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def picture_panel(
    pictures: Session, appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel]
) -> NetworkPanel:
    return shown(NetworkPanel(pictures, appearance), 1100, 380)


def insert(panel: NetworkPanel, place: int) -> InsertButton:
    found = panel.findChild(InsertButton, f"add-layer-{place}")
    assert found is not None
    assert found.isVisible()
    return found


def handle(panel: NetworkPanel, layer: int) -> SizeHandle:
    found = panel.findChild(SizeHandle, f"layer-size-{layer}")
    assert found is not None
    return found


def entry(menu: QMenu, kind: str) -> QAction:
    return next(action for action in menu.actions() if action.data() == kind)


def right_click(button: InsertButton, _qtbot: QtBot) -> None:
    at = button.rect().center()
    QApplication.sendEvent(button, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, button.mapToGlobal(at)))


def long_press(button: InsertButton, qtbot: QtBot) -> None:
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(button.kinds.isVisible)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)


def arrow_down(button: InsertButton, qtbot: QtBot) -> None:
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Down)


@pytest.mark.parametrize("ask", [right_click, long_press, arrow_down])
def test_the_plus_offers_kinds_by_mouse_finger_and_key(
    picture_panel: NetworkPanel, pictures: Session, qtbot: QtBot, ask: Callable[[InsertButton, QtBot], None]
) -> None:
    first = pictures.project.network
    button = insert(picture_panel, 1)
    ask(button, qtbot)
    assert button.kinds.isVisible()
    assert pictures.project.network == first
    entry(button.kinds, "average_pool2d").trigger()
    assert [layer.kind for layer in pictures.project.network.layers][:3] == ["conv2d", "average_pool2d", "max_pool2d"]
    pictures.undo()
    assert pictures.project.network == first


def test_a_click_on_the_plus_adds_the_usual_kind(picture_panel: NetworkPanel, pictures: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(insert(picture_panel, 1), Qt.MouseButton.LeftButton)
    assert pictures.project.network.layers[1].kind == "conv2d"
    qtbot.mouseClick(insert(picture_panel, 4), Qt.MouseButton.LeftButton)
    assert pictures.project.network.layers[4].kind == "dense"
    assert not insert(picture_panel, 1).kinds.isVisible()


@pytest.mark.parametrize("kind", ["conv2d", "max_pool2d", "average_pool2d", "flatten"])
def test_kinds_that_need_a_picture_are_marked_with_the_reason_where_there_is_none(
    panel: NetworkPanel, qtbot: QtBot, kind: str
) -> None:
    button = insert(panel, 1)
    arrow_down(button, qtbot)
    refused, dense = entry(button.kinds, kind), entry(button.kinds, "dense")
    assert refused.text().endswith("…")
    assert "picture" in refused.toolTip()
    assert not dense.text().endswith("…")
    assert "linked" in dense.toolTip()


def test_every_kind_without_a_mark_can_be_put_in_and_no_other(picture_panel: NetworkPanel, pictures: Session) -> None:
    first = pictures.project.network
    for place in range(len(first.layers)):
        menu = insert(picture_panel, place).kinds
        menu.aboutToShow.emit()
        for action in menu.actions():
            action.trigger()
            if action.text().endswith("…"):
                assert pictures.project.network == first
                continue
            assert pictures.project.network.layers[place].kind == action.data()
            pictures.undo()
            assert pictures.project.network == first


@pytest.mark.parametrize(
    ("chosen", "place"), [(Selection("layer", 0), 1), (Selection("layer", -1), 0), (Selection(), 2)]
)
def test_ins_offers_kinds_behind_the_selected_layer(
    panel: NetworkPanel, session: Session, qtbot: QtBot, chosen: Selection, place: int
) -> None:
    session.select(chosen)
    keys = {layer.key for layer in session.project.network.layers}
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Insert)
    menu = panel.findChild(QMenu, "insert-menu")
    assert menu is not None
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert session.project.network.layers[place].key not in keys
    session.undo()
    assert {layer.key for layer in session.project.network.layers} == keys


def drag(qtbot: QtBot, at: SizeHandle, *heights: int) -> None:
    middle = at.rect().center()
    qtbot.mousePress(at, Qt.MouseButton.LeftButton, pos=middle)
    screen = at.mapToGlobal(middle)
    for height in heights:
        qtbot.mouseMove(at, at.mapFromGlobal(screen - QPoint(0, height)))
    qtbot.mouseRelease(at, Qt.MouseButton.LeftButton, pos=at.mapFromGlobal(screen - QPoint(0, heights[-1])))


@pytest.mark.parametrize(("by", "size"), [(3, 7), (-2, 2), (-50, 1)])
def test_the_size_follows_a_drag_and_is_one_step_of_undo(
    panel: NetworkPanel, session: Session, qtbot: QtBot, by: int, size: int
) -> None:
    first = session.project.network
    step = NetworkSize.NEURON_DRAG
    drag(qtbot, handle(panel, 0), by * step // 2, by * step + step // 4)
    assert session.project.network.sizes == (2, size, 3, 1)
    assert handle(panel, 0).text() == str(size)
    assert not panel.controls.popover.isVisible()
    session.undo()
    assert session.project.network == first
    assert session.undoable is None


def test_escape_takes_a_drag_of_the_size_back(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    first, size = session.project.network, handle(panel, 0)
    middle = size.rect().center()
    qtbot.mousePress(size, Qt.MouseButton.LeftButton, pos=middle)
    screen = size.mapToGlobal(middle)
    for steps in (1, 3):
        qtbot.mouseMove(size, size.mapFromGlobal(screen - QPoint(0, steps * NetworkSize.NEURON_DRAG)))
    assert session.project.network.sizes[1] == 7
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert session.project.network == first
    assert (session.undoable, session.redoable) == (None, None)
    qtbot.mouseMove(size, size.mapFromGlobal(screen - QPoint(0, 5 * NetworkSize.NEURON_DRAG)))
    qtbot.mouseRelease(size, Qt.MouseButton.LeftButton, pos=middle)
    assert session.project.network == first
    assert not panel.controls.popover.isVisible()


def test_the_lower_edge_of_a_layer_is_pulled_down_for_more_and_up_for_fewer(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    before = session.project
    size = before.network.layers[0].size
    edge = panel.canvas.viewport().findChild(EdgeHandle, "layer-edge-0")
    assert edge is not None
    column = panel.canvas.arrangement.column(0)
    middle = panel.canvas.viewport().mapFromGlobal(edge.mapToGlobal(edge.rect().center()))
    assert column.left <= middle.x() <= column.right
    assert column.bottom <= middle.y() <= column.bottom + NetworkSize.EDGE
    drag(qtbot, edge, -NetworkSize.NEURON_DRAG, -2 * NetworkSize.NEURON_DRAG)  # heights count upwards
    assert session.project.network.layers[0].size == size + 2
    drag(qtbot, edge, NetworkSize.NEURON_DRAG)
    assert session.project.network.layers[0].size == size + 1
    session.undo()
    session.undo()
    assert session.project.network == before.network


def test_the_edge_of_the_output_layer_cannot_be_pulled(panel: NetworkPanel, session: Session) -> None:
    edge = panel.canvas.viewport().findChild(EdgeHandle, f"layer-edge-{len(session.project.network.layers) - 1}")
    assert edge is not None
    assert not edge.isVisible()


def test_two_drags_are_two_steps(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    step = NetworkSize.NEURON_DRAG
    drag(qtbot, handle(panel, 0), step, 2 * step)
    drag(qtbot, handle(panel, 0), step, 2 * step)
    assert session.project.network.sizes == (2, 8, 3, 1)
    session.undo()
    assert session.project.network.sizes == (2, 6, 3, 1)


def test_a_large_layer_grows_in_proportion(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.apply(edits.resize_layer, 0, 400)
    drag(qtbot, handle(panel, 0), NetworkSize.NEURON_DRAG, 4 * NetworkSize.NEURON_DRAG)
    assert session.project.network.sizes[1] == 440


def test_arrows_on_the_number_step_it_and_enter_opens_the_form(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    number = handle(panel, 0)
    number.setFocus()
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert session.project.network.sizes[1] == 5
    qtbot.keyClick(number, Qt.Key.Key_Down)
    qtbot.keyClick(number, Qt.Key.Key_Down)
    assert session.project.network.sizes[1] == 3
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert panel.controls.popover.isVisible()


def test_a_click_on_the_number_opens_the_form(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    first = session.project
    qtbot.mouseClick(handle(panel, 1), Qt.MouseButton.LeftButton)
    assert panel.controls.popover.accessibleName() == "Hidden 2"
    assert session.project is first
