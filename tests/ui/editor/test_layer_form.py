"""Everything about one layer in one form: each row edits the project, is undone, and never shows what is not set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.layer_popover import LayerPopover
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.choice_rows import ChoiceRows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def popover(panel: NetworkPanel) -> LayerPopover:
    return panel.controls.popover


@pytest.fixture
def picture_panel(
    pictures: Session, appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel]
) -> NetworkPanel:
    return shown(NetworkPanel(pictures, appearance), 760, 380)


def typed(popover: LayerPopover, qtbot: QtBot, name: str, text: str) -> None:
    field = popover.findChild(QLineEdit, name)
    assert field is not None
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def button(popover: LayerPopover, name: str) -> QAbstractButton:
    found = popover.findChild(QAbstractButton, name)
    assert found is not None
    assert found.isVisible()
    return found


def choose(rows: ChoiceRows, name: str) -> None:
    rows.button.menu().aboutToShow.emit()
    next(action for action in rows.button.menu().actions() if action.data() == name).trigger()


def shown_rows(popover: LayerPopover) -> set[str]:
    controls = [*popover.findChildren(QLineEdit), *popover.findChildren(QAbstractButton)]
    return {control.objectName() for control in controls if control.isVisible()}


def undo_all(session: Session) -> None:
    while session.undoable is not None:
        session.undo()


def test_a_click_on_the_name_opens_the_form_of_that_layer(
    panel: NetworkPanel, popover: LayerPopover, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(panel.controls._columns[2].name, Qt.MouseButton.LeftButton)
    assert popover.isVisible()
    assert popover.accessibleName() == "Hidden 2"
    assert popover.form.number.text() == "3"
    assert session.selection == Selection("layer", 1)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_on_a_selected_layer_opens_it_with_the_keyboard_in_it(
    panel: NetworkPanel, popover: LayerPopover, session: Session, qtbot: QtBot, key: Qt.Key
) -> None:
    session.select(Selection("layer", 0))
    qtbot.keyClick(panel.canvas, key)
    assert popover.isVisible()
    assert popover.form.number.hasFocus()
    qtbot.keyClick(popover.form.number, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_shift_f10_on_a_selected_layer_opens_it(
    panel: NetworkPanel, popover: LayerPopover, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 1))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert popover.isVisible()


@pytest.mark.parametrize("by_key", [False, True])
def test_a_form_that_opens_has_the_keyboard_in_its_first_row_with_all_of_it_selected(
    panel: NetworkPanel, popover: LayerPopover, session: Session, qtbot: QtBot, by_key: bool
) -> None:
    for layer in (0, 1, 0):
        if by_key:
            session.select(Selection("layer", layer))
            qtbot.keyClick(panel.canvas, Qt.Key.Key_Return)
        else:
            qtbot.mouseClick(panel.controls._columns[layer + 1].name, Qt.MouseButton.LeftButton)
        assert popover.form.number.hasFocus()
        assert popover.form.number.selectedText() == popover.form.number.text()
        qtbot.keyClicks(popover.focusWidget(), f"{5 + layer}")
        qtbot.keyClick(popover.focusWidget(), Qt.Key.Key_Return)
        assert session.project.network.layers[layer].size == 5 + layer
        typed(popover, qtbot, "dropout", "0.2")
        qtbot.keyClick(popover.focusWidget(), Qt.Key.Key_Escape)
        assert not popover.isVisible()


def test_a_form_never_goes_on_in_a_row_of_the_layer_before(
    picture_panel: NetworkPanel, pictures: Session, qtbot: QtBot
) -> None:
    popover = picture_panel.controls.popover
    popover.open_layer(0)
    typed(popover, qtbot, "kernel", "4")
    popover.hide()
    firsts = []
    for layer in (3, 1, 2, 0, 4):
        popover.open_layer(layer)
        firsts.append(popover.focusWidget().objectName())
        popover.hide()
    assert firsts == ["size", "kernel", "dropout", "size", "activation"]
    assert pictures.project.network.layers[0].kernel == 4


@pytest.mark.parametrize(
    ("name", "text", "attribute", "value"),
    [("size", "784", "size", 784), ("dropout", "0,25", "dropout", 0.25), ("dropout", "1/4", "dropout", 0.25)],
)
def test_a_typed_number_is_set_and_undone(
    popover: LayerPopover, session: Session, qtbot: QtBot, name: str, text: str, attribute: str, value: float
) -> None:
    first = session.project.network
    popover.open_layer(0)
    typed(popover, qtbot, name, text)
    assert getattr(session.project.network.layers[0], attribute) == value
    undo_all(session)
    assert session.project.network == first
    assert popover.isVisible()


def test_a_size_that_cannot_be_is_refused_in_the_field(popover: LayerPopover, session: Session, qtbot: QtBot) -> None:
    first = session.project
    popover.open_layer(0)
    typed(popover, qtbot, "size", "0")
    assert session.project is first
    assert "between 1 and" in popover.form.number.toolTip()


@pytest.mark.parametrize("by_key", [False, True])
@pytest.mark.parametrize("name", ["bias", "normalize", "frozen"])
def test_a_switch_is_turned_and_undone(
    popover: LayerPopover, session: Session, qtbot: QtBot, name: str, by_key: bool
) -> None:
    before = getattr(session.project.network.layers[1], name)
    popover.open_layer(1)
    switch = button(popover, name)
    assert switch.isChecked() is before
    if by_key:
        switch.setFocus()
        qtbot.keyClick(switch, Qt.Key.Key_Space)
    else:
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert getattr(session.project.network.layers[1], name) is not before
    assert switch.isChecked() is not before
    assert switch.text() == ("off" if before else "on")
    undo_all(session)
    assert getattr(session.project.network.layers[1], name) is before
    assert switch.isChecked() is before


def test_undo_and_redo_keys_reach_the_project_from_within_the_form(
    popover: LayerPopover, session: Session, qtbot: QtBot
) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    popover.open_layer(0)
    typed(popover, qtbot, "size", "6")
    qtbot.keyClick(popover.form.number, Qt.Key.Key_Z, control)
    assert session.project.network.sizes[1] == 4
    qtbot.keyClick(button(popover, "bias"), Qt.Key.Key_Z, control | shift)
    assert session.project.network.sizes[1] == 6
    assert popover.isVisible()


def test_bias_switched_off_takes_its_marks_away(panel: NetworkPanel, popover: LayerPopover, qtbot: QtBot) -> None:
    popover.open_layer(0)
    qtbot.mouseClick(button(popover, "bias"), Qt.MouseButton.LeftButton)
    assert all(item.bias is None for item in panel.canvas.picture.neuron_items(0))
    assert all(item.bias is not None for item in panel.canvas.picture.neuron_items(1))


@pytest.mark.parametrize("name", ACTIVATIONS.names)
def test_every_activation_of_the_catalog_is_chosen_with_its_parameters(
    popover: LayerPopover, session: Session, qtbot: QtBot, name: str
) -> None:
    first = session.project.network
    popover.open_layer(0)
    choose(popover.form.activation, name)
    assert session.project.network.layers[0].activation.name == name
    fields = popover.form.activation.parameters
    assert set(fields) == {parameter.name for parameter in ACTIVATIONS.entry(name).parameters}
    for parameter in ACTIVATIONS.entry(name).parameters:
        typed(popover, qtbot, f"activation_{parameter.name}", f"{(parameter.default + parameter.maximum) / 2}")
        assert session.project.network.layers[0].activation.values()[parameter.name] != parameter.default
    undo_all(session)
    assert session.project.network == first


@pytest.mark.parametrize("name", INITIALIZERS.names)
def test_every_rule_for_first_weights_is_chosen(popover: LayerPopover, session: Session, name: str) -> None:
    popover.open_layer(0)
    choose(popover.form.initializer, name)
    assert session.project.network.layers[0].initializer == Choice(name)


def test_the_output_says_why_its_size_cannot_be_changed(popover: LayerPopover, session: Session) -> None:
    popover.open_layer(2)
    assert "two classes" in popover.form.note.text()
    assert not popover.form.number.isEnabled()
    assert "two classes" in popover.form.number.toolTip()
    assert shown_rows(popover) == {
        "size", "activation", "bias", "initializer", "normalize", "frozen", "layer_add_before",
    }  # fmt: skip


def test_an_activation_that_the_output_cannot_have_is_marked_with_the_reason(popover: LayerPopover) -> None:
    popover.open_layer(2)
    menu = popover.form.activation.button.menu()
    menu.aboutToShow.emit()
    softmax = next(action for action in menu.actions() if action.data() == "softmax")
    assert softmax.text() == "softmax …"
    assert "single output" in softmax.toolTip()
    popover.open_layer(0)
    menu.aboutToShow.emit()
    assert softmax.text() == "softmax"


@pytest.mark.parametrize(
    ("layer", "rows"),
    [
        (0, {"size", "kernel", "stride", "padding", "activation", "bias", "initializer", "dropout", "normalize"}),
        (1, {"kernel", "stride", "dropout"}),
        (2, {"dropout"}),
        (3, {"size", "activation", "bias", "initializer", "dropout", "normalize"}),
    ],
)
def test_a_layer_of_pictures_has_the_rows_of_its_kind(picture_panel: NetworkPanel, layer: int, rows: set[str]) -> None:
    popover = picture_panel.controls.popover
    popover.open_layer(layer)
    found = {name for name in shown_rows(popover) if not name.startswith("layer_")}
    assert found - {"frozen"} == rows
    assert ("frozen" in found) == ("size" in found)


@pytest.mark.parametrize(
    ("name", "text", "value"), [("kernel", "5", (5, 1, 0)), ("stride", "2", (3, 2, 0)), ("padding", "1", (3, 1, 1))]
)
def test_the_square_that_a_filter_looks_at_is_set_and_undone(
    picture_panel: NetworkPanel, pictures: Session, qtbot: QtBot, name: str, text: str, value: tuple[int, ...]
) -> None:
    popover, first = picture_panel.controls.popover, pictures.project.network
    popover.open_layer(0)
    typed(popover, qtbot, name, text)
    layer = pictures.project.network.layers[0]
    assert (layer.kernel, layer.stride, layer.padding) == value
    undo_all(pictures)
    assert pictures.project.network == first


def test_a_square_that_does_not_fit_is_refused_and_the_form_shows_what_is_set(
    picture_panel: NetworkPanel, pictures: Session, qtbot: QtBot
) -> None:
    popover = picture_panel.controls.popover
    popover.open_layer(0)
    with qtbot.waitSignal(pictures.failed):
        typed(popover, qtbot, "kernel", "9")
    assert popover.form.window_fields["kernel"].text() == "3"


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("layer_duplicate", (2, 4, 4, 3, 1)),
        ("layer_remove", (2, 3, 1)),
        ("layer_move_right", (2, 3, 4, 1)),
    ],
)
def test_a_layer_is_duplicated_moved_and_removed_and_all_of_it_undone(
    popover: LayerPopover, session: Session, qtbot: QtBot, name: str, sizes: tuple[int, ...]
) -> None:
    first = session.project.network
    popover.open_layer(0)
    qtbot.mouseClick(button(popover, name), Qt.MouseButton.LeftButton)
    assert session.project.network.sizes == sizes
    assert popover.isVisible() == (name != "layer_remove")
    undo_all(session)
    assert session.project.network == first


def test_the_form_goes_with_the_layer_that_is_moved(popover: LayerPopover, session: Session, qtbot: QtBot) -> None:
    popover.open_layer(0)
    qtbot.mouseClick(button(popover, "layer_move_right"), Qt.MouseButton.LeftButton)
    assert popover.accessibleName() == "Hidden 2"
    assert popover.form.number.text() == "4"
    assert session.selection == Selection("layer", 1)
    assert not popover.deeds.right.isEnabled()
    assert popover.deeds.right.toolTip()
    qtbot.mouseClick(button(popover, "layer_move_left"), Qt.MouseButton.LeftButton)
    assert session.project.network.sizes == (2, 4, 3, 1)


@pytest.mark.parametrize(
    ("key", "modifier", "sizes", "chosen"),
    [
        (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier, (2, 4, 4, 3, 1), 0),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier, (2, 3, 4, 1), 1),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier, (2, 4, 3, 1), 0),
    ],
)
def test_keys_duplicate_and_move_the_selected_layer(
    panel: NetworkPanel,
    session: Session,
    qtbot: QtBot,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    sizes: tuple[int, ...],
    chosen: int,
) -> None:
    first = session.project.network
    session.select(Selection("layer", 0))
    qtbot.keyClick(panel.canvas, key, modifier)
    assert session.project.network.sizes == sizes
    assert session.selection == Selection("layer", chosen)
    undo_all(session)
    assert session.project.network == first


def test_the_form_follows_an_edit_elsewhere_and_shows_it(popover: LayerPopover, session: Session) -> None:
    popover.open_layer(0)
    session.apply(edits.resize_layer, 0, 6)
    session.apply(edits.set_activation, 0, Choice("relu"))
    assert popover.form.number.text() == "6"
    assert popover.form.activation.button.text() == "ReLU ▾"
    session.apply(edits.remove_layer, 0)
    assert not popover.isVisible()


def test_every_row_has_a_name_for_screen_readers_and_an_explanation(
    picture_panel: NetworkPanel, popover: LayerPopover
) -> None:
    for form, layers in ((popover, (0, 2)), (picture_panel.controls.popover, (0, 1, 3))):
        for layer in layers:
            form.open_layer(layer)
            for kind in (QLineEdit, QAbstractButton):
                for control in form.findChildren(kind):
                    if control.isVisible():
                        assert control.objectName()
                        assert control.accessibleName()
                        assert control.toolTip(), control.objectName()


def test_showing_a_layer_edits_nothing(popover: LayerPopover, session: Session, monkeypatch: Any) -> None:
    popover.open_layer(0)
    for verb in ("apply", "drag", "select"):
        monkeypatch.setattr(session, verb, lambda *_args, verb=verb: pytest.fail(f"{verb} was called"))
    popover._on_project_changed(None)  # type: ignore[arg-type]
    assert session.project.network.layers[0] == LayerSpec(4, key=1)


def test_a_layer_without_room_for_its_name_opens_its_form_beside_its_column(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    for _ in range(24):
        session.apply(edits.add_layer, 1)
    canvas = panel.canvas
    canvas.fit()
    session.select(Selection("layer", 18))
    assert not canvas.has_room_for_controls
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    popover = panel.controls.popover
    assert popover.isVisible()
    column = canvas.viewport().mapToGlobal(canvas.place_over(canvas.arrangement.column(18).x, NetworkSize.NETWORK_HEAD))
    assert min(abs(popover.x() - column.x()), abs(popover.x() + popover.width() - column.x())) <= 2 * Size.GAP
    popover.hide()
