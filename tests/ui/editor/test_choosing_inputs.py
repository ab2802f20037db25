"""Inputs are chosen where they stand, by tiles, lists and pixels, by mouse and by keys, and each step is taken back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from nnsim.data.named import table_data
from nnsim.data.spec import DataSpec, ToySource
from nnsim.data.tables import Column, Table
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.faces import spread_input
from nnsim.ui.editor.input_popover import InputPopover
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.inputs.feature_tiles import over_plane
from nnsim.ui.theme import Size, words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def popover(panel: NetworkPanel) -> InputPopover:
    return panel.controls.inputs


def button(panel: NetworkPanel, name: str) -> QAbstractButton:
    found = panel.findChild(QAbstractButton, name)
    assert found is not None
    return found


def chosen(session: Session) -> tuple[str, ...]:
    return session.prepared.chosen_inputs


def click(widget: QAbstractButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("opener", ["choose-inputs", "layer-name--1", "layer-size--1", "add-neuron--1"])
def test_whatever_stands_at_the_inputs_opens_all_there_are(
    panel: NetworkPanel, popover: InputPopover, opener: str
) -> None:
    click(button(panel, opener))
    assert popover.isVisible()
    assert list(popover.chooser.tiles.tiles) == ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin x1", "sin x2"]


def test_a_click_on_a_tile_puts_its_feature_in_and_out_and_both_are_taken_back(
    panel: NetworkPanel, popover: InputPopover, session: Session
) -> None:
    first = session.project
    click(button(panel, "choose-inputs"))
    tile = popover.chooser.tiles.tiles["x1*x2"]
    click(tile)
    assert chosen(session) == ("x1", "x2", "x1*x2")
    assert session.project.network.sizes == (3, 4, 3, 1)
    assert tile.isChecked()
    assert tile.accessibleName().endswith("on")
    assert button(panel, "choose-inputs").text() == "3 of 7 ▾"
    click(tile)
    assert session.project.network.sizes == (2, 4, 3, 1)
    QTest.keyClick(popover, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert chosen(session) == ("x1", "x2", "x1*x2")
    session.undo()
    assert session.project.data == first.data
    assert session.project.network == first.network
    assert not tile.isChecked()


def test_the_form_says_before_a_click_that_other_inputs_start_training_anew(
    panel: NetworkPanel, popover: InputPopover
) -> None:
    click(button(panel, "choose-inputs"))
    assert popover.chooser.note.isVisible()
    assert popover.chooser.note.text().endswith("With other inputs training starts anew.")
    assert all("starts anew" in tile.toolTip() for tile in popover.chooser.tiles.tiles.values())


def test_arrows_and_space_choose_features_without_the_mouse(
    panel: NetworkPanel, popover: InputPopover, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", -1))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Return)
    tiles = popover.chooser.tiles.tiles
    qtbot.waitUntil(tiles["x1"].hasFocus)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(popover.focusWidget(), key)
    assert tiles["x1^2"].hasFocus()
    qtbot.keyClick(popover.focusWidget(), Qt.Key.Key_Space)
    assert chosen(session) == ("x1", "x2", "x1^2")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(popover.focusWidget(), key)
    assert chosen(session) == ("x1", "x2", "x1^2", "sin x2")
    session.undo()
    session.undo()
    assert chosen(session) == ("x1", "x2")


def test_the_only_input_left_is_grey_and_says_why(panel: NetworkPanel, popover: InputPopover, session: Session) -> None:
    click(button(panel, "choose-inputs"))
    click(popover.chooser.tiles.tiles["x1"])
    last = popover.chooser.tiles.tiles["x2"]
    assert chosen(session) == ("x2",)
    assert not last.isEnabled()
    assert "at least one" in last.toolTip()
    assert "at least one" in popover.chooser.reason.text()
    click(last)
    assert chosen(session) == ("x2",)


def test_all_and_only_the_coordinates_are_one_step_each(
    panel: NetworkPanel, popover: InputPopover, session: Session
) -> None:
    click(button(panel, "choose-inputs"))
    click(popover.chooser.all)
    assert len(chosen(session)) == 7
    assert not popover.chooser.all.isEnabled()
    assert not button(panel, "add-neuron--1").isVisible()
    click(popover.chooser.only)
    assert chosen(session) == ("x1", "x2")
    session.undo()
    assert len(chosen(session)) == 7


def test_tiles_are_pictures_of_their_feature_in_both_themes(
    panel: NetworkPanel, popover: InputPopover, appearance: Appearance
) -> None:
    click(button(panel, "choose-inputs"))
    tile = popover.chooser.tiles.tiles["x1"]
    for mode in ("light", "dark"):
        appearance.set_mode(mode)  # type: ignore[arg-type]
        seen = tile.grab().toImage()
        left, right = seen.pixelColor(10, 36), seen.pixelColor(tile.width() - 10, 36)
        assert left.red() > left.blue()
        assert right.blue() > right.red()


def test_the_tiles_of_one_coordinate_are_named_like_all_others(
    appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel]
) -> None:
    session = Session(new_project("sine", DataSpec(ToySource("sine", 40, 0.0, 0)), (3,)))
    panel = shown(NetworkPanel(session, appearance), 760, 380)
    click(button(panel, "choose-inputs"))
    tiles = panel.controls.inputs.chooser.tiles.tiles
    assert list(tiles) == ["x1", "x1^2", "sin x1"]
    for tile in tiles.values():
        picture, name = tile.places()
        assert QRectF(tile.rect()).contains(name)
        assert picture.bottom() <= name.top()
        assert name.height() >= QFontMetricsF(words(Size.NOTE)).ascent()
    assert session.close()


@pytest.mark.parametrize("scaling", ["none", "standardize", "minmax"])
def test_a_tile_shows_what_the_neuron_of_its_input_shows(
    panel: NetworkPanel, session: Session, qtbot: QtBot, scaling: str
) -> None:
    session.apply(data_edits.choose_inputs, ("x2", "x1^2", "x1*x2"))
    session.apply(data_edits.set_scaling, scaling)
    qtbot.waitUntil(lambda: session.snapshot.plane is not None and session.snapshot.network.n_inputs == 3)
    plane = session.snapshot.plane
    assert plane is not None
    faces = spread_input(plane.inputs)[::-1]  # row 0 of the plane is the lowest
    for number, name in enumerate(session.prepared.input_names):
        tile = over_plane(name, session.prepared, session.project.data.scaling)
        for corner in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
            assert tile[corner] == pytest.approx(faces[corner][number], abs=0.05)


def test_inputs_are_switched_while_it_trains(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 0)
    click(button(panel, "choose-inputs"))
    click(panel.controls.inputs.chooser.tiles.tiles["sin x1"])
    assert session.run_state == "running"
    qtbot.waitUntil(lambda: session.snapshot.network.n_inputs == 3 and session.snapshot.step > 0)
    session.pause()


def test_delete_leaves_the_selected_input_out_and_selects_its_neighbour(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(data_edits.toggle_input, "x1^2")
    session.select(Selection("neuron", -1, column=2))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    assert chosen(session) == ("x1", "x2")
    assert session.selection == Selection("neuron", -1, column=1)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    assert chosen(session) == ("x1",)
    with qtbot.waitSignal(session.failed):
        qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    session.undo()
    session.undo()
    assert chosen(session) == ("x1", "x2", "x1^2")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Plus])
def test_enter_and_plus_on_an_input_open_all_there_are(
    panel: NetworkPanel, popover: InputPopover, session: Session, qtbot: QtBot, key: Qt.Key
) -> None:
    session.select(Selection("neuron", -1, column=1))
    qtbot.keyClick(panel.canvas, key)
    assert popover.isVisible()
    assert session.project.network.n_inputs == 2


def test_the_menu_of_the_network_leaves_the_selected_input_out(panel: NetworkPanel, session: Session) -> None:
    menu = panel.menu("Network")
    leave_out = next(action for action in menu.actions() if action.objectName() == "network_leave_out")
    session.select(Selection("neuron", 0, column=1))
    menu.aboutToShow.emit()
    assert not leave_out.isEnabled()
    session.select(Selection("neuron", -1, column=1))
    menu.aboutToShow.emit()
    leave_out.trigger()
    assert chosen(session) == ("x1",)
    menu.aboutToShow.emit()
    assert not leave_out.isEnabled()
    session.undo()
    assert chosen(session) == ("x1", "x2")


def entry(panel: NetworkPanel, words: str) -> QAction:
    return next(action for action in panel.part_menu.menu.actions() if words in action.text())


def test_the_menu_of_an_input_leaves_it_out_but_not_the_last(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("neuron", -1, column=0))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    entry(panel, "Leave this input out").trigger()
    assert chosen(session) == ("x2",)
    panel.part_menu.menu.hide()
    qtbot.keyClick(panel.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert not entry(panel, "Leave this input out").isEnabled()
    assert "at least one" in entry(panel, "Leave this input out").toolTip()
    entry(panel, "Choose inputs").trigger()
    panel.part_menu.menu.hide()
    assert panel.controls.inputs.isVisible()


def trees(n_columns: int) -> Table:
    rows = np.arange(12.0)
    numbers = [Column(f"size {place}", "number", rows * (place + 1) % 7) for place in range(n_columns)]
    kind = Column("kind", "category", rows % 3, ("ash", "elm", "oak"))
    return Table("trees.csv", (*numbers, kind, Column("ill", "category", rows % 2, ("no", "yes"))))


def use_trees(session: Session, n_columns: int) -> None:
    assert session.apply(data_edits.use_data, table_data(trees(n_columns), targets=("ill",)))


def click_row(popover: InputPopover, name: str) -> None:
    rows = popover.chooser.columns.rows
    item = rows.findItems(name, Qt.MatchFlag.MatchExactly)[0]
    rows.scrollToItem(item)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(item).center())


def test_columns_of_a_table_are_chosen_by_name(panel: NetworkPanel, popover: InputPopover, session: Session) -> None:
    use_trees(session, 2)
    assert button(panel, "choose-inputs").text() == "3 of 3 columns, scaled ▾"
    click(button(panel, "choose-inputs"))
    assert not popover.chooser.columns.search.isVisible()
    click_row(popover, "kind")
    assert chosen(session) == ("size 0", "size 1")
    assert session.project.network.n_inputs == 2
    click_row(popover, "kind")
    assert session.project.network.n_inputs == 5
    session.undo()
    session.undo()
    assert chosen(session) == ("size 0", "size 1", "kind")


def test_a_part_of_a_column_goes_with_its_column(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    use_trees(session, 2)
    session.select(Selection("neuron", -1, column=3))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    assert chosen(session) == ("size 0", "size 1")


def test_many_columns_are_searched_walked_and_switched_by_keys(
    panel: NetworkPanel, popover: InputPopover, session: Session, qtbot: QtBot
) -> None:
    use_trees(session, 14)
    click(button(panel, "choose-inputs"))
    columns = popover.chooser.columns
    qtbot.keyClicks(columns.search, "KIN")
    assert columns.current() == "kind"
    qtbot.keyClick(columns.rows, Qt.Key.Key_Space)
    assert "kind" not in chosen(session)
    click(popover.chooser.only)
    assert chosen(session) == ("kind",)
    qtbot.keyClick(columns.rows, Qt.Key.Key_Space)
    assert chosen(session) == ("kind",)
    click(popover.chooser.all)
    assert len(chosen(session)) == 15
    qtbot.keyClick(columns.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert chosen(session) == ("kind",)


def test_only_this_one_means_a_row_that_can_be_seen(
    panel: NetworkPanel, popover: InputPopover, session: Session, qtbot: QtBot
) -> None:
    use_trees(session, 14)
    click(button(panel, "choose-inputs"))
    columns, only = popover.chooser.columns, popover.chooser.only
    rows = columns.rows

    def is_marked(number: int) -> bool:
        at = rows.visualItemRect(rows.item(number)).topRight() - QPoint(3, -3)
        other = rows.visualItemRect(rows.item(number + 1)).topRight() - QPoint(3, -3)
        image = rows.viewport().grab().toImage()
        return image.pixelColor(at) != image.pixelColor(other)

    rows.setCurrentRow(3)
    for widget in (rows, only):
        widget.setFocus()
        assert widget.hasFocus()
        assert is_marked(3)
    columns.search.setFocus()
    qtbot.keyClicks(columns.search, "zzz")
    assert not only.isEnabled()
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert len(chosen(session)) == 15
    columns.search.selectAll()
    qtbot.keyClicks(columns.search, "KIN")
    assert only.isEnabled()
    click(only)
    assert chosen(session) == ("kind",)
