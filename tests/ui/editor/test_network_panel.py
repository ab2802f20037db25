"""What hand and keys do on the network, and what it shows."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.model import data_edits, edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.readout import readout
from nnsim.ui.theme import DARK, LIGHT


def press(panel: NetworkPanel, name: str) -> None:
    button = panel.findChild(QAbstractButton, name)
    assert button is not None
    assert button.isVisible()
    button.click()


def neuron_point(canvas: Canvas, layer: int, column: int) -> QPoint:
    place = canvas.arrangement.column(layer)
    return canvas.mapFromScene(place.x, place.ys[column])


def click(qtbot: QtBot, canvas: Canvas, at: QPoint) -> None:
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)


def weight(session: Session, layer: int, row: int, column: int) -> float:
    snapshot = session.snapshot
    return float(blocks(snapshot.network)[layer].matrix(snapshot.parameters)[row, column])


def test_note_tells_sizes_and_parameters(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    assert panel.note() == "2 → 4 → 3 → 1  ·  31 parameters"
    with qtbot.waitSignal(panel.note_changed):
        session.apply(edits.add_neuron, 0)


def test_an_undone_weight_no_longer_pales_the_links(panel: NetworkPanel, session: Session) -> None:
    scale = panel.canvas.picture.scale
    before = scale.full
    session.set_weight(0, 2, 0, 10.0)
    assert scale.full >= 10.0
    session.undo()
    assert scale.full == before


def test_plus_and_minus_below_a_layer_change_its_size(panel: NetworkPanel, session: Session) -> None:
    press(panel, "add-neuron-0")
    assert session.project.network.sizes == (2, 5, 3, 1)
    press(panel, "remove-neuron-1")
    assert session.project.network.sizes == (2, 5, 2, 1)
    session.undo()
    assert session.project.network.sizes == (2, 5, 3, 1)


def test_the_last_neuron_of_a_layer_cannot_be_taken(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.resize_layer, 0, 1)
    button = panel.findChild(QAbstractButton, "remove-neuron-0")
    assert button is not None
    assert not button.isEnabled()


def test_plus_between_two_layers_adds_one_there(panel: NetworkPanel, session: Session) -> None:
    press(panel, "add-layer-1")
    assert len(session.project.network.layers) == 4
    assert session.project.network.sizes[1] == 4
    assert session.project.network.sizes[3:] == (3, 1)


def test_the_outputs_say_why_their_size_cannot_be_changed(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    for name in ("add-neuron-2", "remove-neuron-2"):
        button = panel.findChild(QAbstractButton, name)
        assert button is not None
        assert button.isVisible()
        assert "two classes" in button.toolTip()
    size = panel.findChild(QAbstractButton, "layer-size-2")
    assert size is not None
    assert "two classes" in size.toolTip()
    qtbot.keyClick(size, Qt.Key.Key_Up)
    assert session.project.network.sizes == (2, 4, 3, 1)
    output = panel.findChild(QAbstractButton, "layer-name-2")
    assert output is not None
    assert "two classes" in output.toolTip()


def test_steps_that_the_data_do_not_allow_look_so_and_still_say_why(panel: NetworkPanel, session: Session) -> None:
    def vain(name: str) -> bool:
        button = panel.findChild(QAbstractButton, name)
        assert button is not None
        return bool(button.property("vain"))

    assert not vain("add-neuron-2"), "two outputs tell two classes as well"
    session.apply(data_edits.use_data, named_data("blobs"))
    assert vain("add-neuron-2")
    assert vain("remove-neuron-2")
    assert not vain("remove-neuron-1")
    told: list[object] = []
    session.failed.connect(told.append)
    press(panel, "remove-neuron-2")
    assert told


def test_activation_is_chosen_from_the_menu_of_its_layer(panel: NetworkPanel, session: Session) -> None:
    drop = panel.controls._columns[1].kind
    action = next(action for action in drop.menu().actions() if action.data() == "relu")
    drop.menu().triggered.emit(action)
    assert session.project.network.layers[0].activation == Choice("relu")
    assert drop.text() == "ReLU ▾"


def test_a_click_selects_a_neuron_and_an_empty_place_nothing(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    click(qtbot, panel.canvas, neuron_point(panel.canvas, 0, 2))
    assert session.selection == Selection("neuron", 0, column=2)
    assert panel.canvas.picture.neuron_items(0)[2].kind == "selected"
    click(qtbot, panel.canvas, QPoint(5, 200))
    assert session.selection == Selection()


def test_arrows_enter_and_escape_reach_a_weight_without_the_mouse(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(panel.canvas, key)
    assert session.selection.kind == "neuron"
    assert session.selection.layer == 1
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Return)
    assert session.selection.kind == "link"
    assert panel.link_field.isVisible()
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_Escape)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert session.selection.kind == "neuron"


def test_keys_resize_and_remove_the_selected_layer(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.select(Selection("layer", 0))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Plus)
    assert session.project.network.sizes == (2, 5, 3, 1)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Minus)
    assert session.project.network.sizes == (2, 4, 3, 1)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    assert session.project.network.sizes == (2, 3, 1)


@pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
@pytest.mark.parametrize("layer", [-1, 2])
def test_keys_leave_inputs_and_outputs_alone(panel: NetworkPanel, session: Session, qtbot: QtBot, layer: int) -> None:
    session.select(Selection("layer", layer))
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Delete):
        qtbot.keyClick(panel.canvas, key)
    assert session.project.network.sizes == (2, 4, 3, 1)


def test_ctrl_wheel_zooms_and_zero_shows_all_again(panel: NetworkPanel, qtbot: QtBot) -> None:
    canvas = panel.canvas
    at = QPointF(400, 240)
    event = QWheelEvent(
        at, canvas.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.transform().m11() == pytest.approx(1.25)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.transform().m11() == 1.0


def test_a_drag_from_an_empty_place_moves_the_picture_and_keeps_the_selection(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("neuron", 0))
    panel.canvas.zoom(1)
    before = panel.canvas.mapFromScene(0, 0)
    view = panel.canvas.viewport()
    places = (QPoint(x, 210) for x in range(40, view.width()))  # names take more or less room, with the font
    start = next(place for place in places if panel.canvas.part_at(place) is None)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for steps in range(1, 7):  # a busy screen may pass over some
        qtbot.mouseMove(view, start - QPoint(5 * steps, 3 * steps))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start - QPoint(30, 18))
    assert panel.canvas.mapFromScene(0, 0) != before
    assert session.selection == Selection("neuron", 0)


def test_readout_tells_the_weight_and_the_activation(panel: NetworkPanel, session: Session) -> None:
    session.set_weight(0, 1, 2, -0.5)
    names = panel.canvas.names
    assert readout(names, Selection("link", 0, 1, 2), session.snapshot) == "x₂ → 3 in Hidden 1\nw₁·2,3 = −0.5"
    assert readout(names, None, session.snapshot) == ""


def test_the_description_for_screen_readers_follows(panel: NetworkPanel, session: Session) -> None:
    assert panel.canvas.accessibleDescription() == "Network 2 → 4 → 3 → 1, selected: nothing"
    session.select(Selection("link", 1, 3, 2))
    session.apply(edits.add_layer, 2)
    assert panel.canvas.accessibleDescription() == "Network 2 → 4 → 3 → 3 → 1, selected: 4 → 3 in Hidden 2"


def test_every_button_has_a_name(panel: NetworkPanel) -> None:
    for button in panel.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName()
            assert button.objectName()
            assert button.width() >= 24
            assert button.height() >= 24


def test_drawing_facts_calls_no_verb(panel: NetworkPanel, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for verb in ("apply", "select", "set_weight", "run", "pause"):
        monkeypatch.setattr(session, verb, lambda *_args, verb=verb: pytest.fail(f"{verb} was called"))
    open_field = panel.link_field._on_opened
    open_field(Selection("link", 0, 0, 0))
    session.snapshot_taken.emit()
    session.run_state_changed.emit()
    session.project_changed.emit(None)
    session.selection_changed.emit()


def test_theme_switch_recolours_the_picture(panel: NetworkPanel, appearance: Appearance) -> None:
    empty = QPoint(4, 200)
    assert panel.canvas.grab().toImage().pixelColor(empty) == QColor(LIGHT.surface)
    appearance.set_mode("dark")
    assert panel.canvas.grab().toImage().pixelColor(empty) == QColor(DARK.surface)
    appearance.set_mode("light")


def test_theme_switched_while_paused_looks_like_the_theme_from_the_start(
    panel: NetworkPanel, session: Session, appearance: Appearance, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)
    panel.canvas.grab()  # fills the caches in the light theme
    appearance.set_mode("dark")
    switched = panel.canvas.grab().toImage()
    panel.canvas.picture.render_snapshot(session.snapshot)
    redrawn = panel.canvas.grab().toImage()
    appearance.set_mode("light")
    assert switched == redrawn


def test_a_weight_that_is_not_a_number_is_shown_as_such(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)
    from dataclasses import replace

    broken = session.snapshot.parameters.copy()
    broken[0] = np.nan
    plane = session.snapshot.plane
    assert plane is not None
    answers = (np.full_like(plane.layers[0], np.nan), *plane.layers[1:])
    panel.canvas.picture.render_snapshot(
        replace(session.snapshot, parameters=broken, plane=replace(plane, layers=answers))
    )
    panel.canvas.grab()
    assert all(item.broken for item in panel.canvas.picture.neuron_items(0))
    assert not any(item.broken for item in panel.canvas.picture.neuron_items(1))


def test_a_large_network_is_folded_into_blocks_and_can_be_selected(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.resize_layer, 0, 64)
    column = panel.canvas.arrangement.column(0)
    assert column.folded
    click(qtbot, panel.canvas, panel.canvas.mapFromScene(column.x, column.middle))
    assert session.selection == Selection("layer", 0)
    panel.canvas.grab()
