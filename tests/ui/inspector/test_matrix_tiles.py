"""Weights as small pictures: of each neuron that sees pixels, and of each filter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.parameters import blocks
from nnsim.model import edits
from nnsim.model.cells import Cells
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.matrix_tiles import has_tiles, tiles_of
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.names import names_of
from tests.ui.picture_projects import deep


@pytest.fixture
def panel(
    session: Session, appearance: Appearance, shown: Callable[[InspectorPanel, int, int], InspectorPanel]
) -> InspectorPanel:
    session.new(new_project("digits", named_data("digits"), (12,)))
    session.select(Selection("layer", 0))
    return shown(InspectorPanel(session, appearance), 560, 220)


def weights(session: Session, layer: int) -> np.ndarray:
    return blocks(session.snapshot.network)[layer].weights(session.snapshot.parameters)


def test_only_layers_that_see_pixels_have_pictures(panel: InspectorPanel, session: Session) -> None:
    assert panel.tools.offers_tiles
    panel.tools.tiles.click()
    assert panel.tiles.isVisible()
    assert not panel.matrix.isVisible()
    session.select(Selection("layer", 1))
    assert not panel.tools.offers_tiles
    assert not panel.tiles.isVisible()
    assert panel.matrix.isVisible()
    session.select(Selection("layer", 0))
    assert panel.tiles.isVisible()
    panel.tools.tiles.click()
    assert panel.matrix.isVisible()


def test_each_weight_stands_where_its_pixel_is(panel: InspectorPanel, session: Session) -> None:
    tiles = tiles_of(names_of(session), 0, weights(session, 0))
    assert tiles.pictures.shape == (12, 8, 8)
    assert (tiles.pictures[7] == weights(session, 0)[:, 7].reshape(8, 8)).all()


def test_channels_of_a_filter_lie_side_by_side(session: Session) -> None:
    session.new(deep())
    names, network = names_of(session), session.project.network
    assert has_tiles(names, 1)
    channels, kernel = network.shapes[1][0], network.layers[1].kernel
    tiles = tiles_of(names, 1, weights(session, 1))
    assert tiles.pictures.shape == (network.layers[1].size, kernel, channels * (kernel + 1) - 1)
    second = weights(session, 1)[:, 2].reshape(channels, kernel, kernel)[1]
    assert (tiles.pictures[2][:, kernel + 1 : 2 * kernel + 1] == second).all()
    assert np.isnan(tiles.pictures[:, :, kernel]).all()


def test_a_click_selects_the_neuron_and_arrows_walk(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    panel.tools.tiles.click()
    tiles = panel.tiles
    qtbot.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=tiles.place(4).center().toPoint())
    assert session.selection == Selection("neuron", 0, column=4)
    qtbot.keyClick(tiles, Qt.Key.Key_Right)
    assert session.selection == Selection("neuron", 0, column=5)
    qtbot.keyClick(tiles, Qt.Key.Key_Left)
    assert session.selection == Selection("neuron", 0, column=4)
    place = tiles.place(4)
    told = tiles.told_at(QPointF(place.left() + place.width() * 2.5 / 8, place.top() + place.height() * 1.5 / 8))
    assert told.startswith("w₁·11,5  row 2, column 3 → 5 in Hidden 1: ")


def test_a_strong_weight_has_its_colour_in_its_place(panel: InspectorPanel, session: Session) -> None:
    panel.tools.tiles.click()
    session.set_weight(0, 10, 3, 48.0)
    place = panel.tiles.place(3)
    at = QPointF(place.left() + place.width() * 2.5 / 8, place.top() + place.height() * 1.5 / 8).toPoint()
    image = panel.tiles.grab().toImage()
    assert image.pixelColor(at * image.devicePixelRatio()) == panel.tiles.theme.colour("positive")


def test_of_fewer_tiles_or_in_a_larger_region_none_has_scrolled_out_of_sight(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    panel.tools.tiles.click()
    session.apply(edits.resize_layer, 0, 200)
    tiles = panel.tiles
    tiles._scroll(99)
    assert tiles.place(0).bottom() < 0
    session.apply(edits.resize_layer, 0, 12)
    assert tiles.place(0).top() > 0
    session.undo()
    tiles._scroll(99)
    panel.resize(1800, 1000)
    qtbot.waitUntil(lambda: tiles.width() > 1000)
    assert tiles.place(0).top() > 0


def test_a_weight_that_is_no_number_is_not_painted_as_zero(panel: InspectorPanel, session: Session) -> None:
    panel.tools.tiles.click()
    parameters = session.snapshot.parameters.copy()
    blocks(session.project.network)[0].weights(parameters)[10, 3] = np.nan
    panel.tiles._matrix.show(names_of(session), 0, replace(session.snapshot, parameters=parameters))
    panel.tiles.show_tiles(names_of(session), 0, session.selection)
    place = panel.tiles.place(3)
    at = QPointF(place.left() + place.width() * 2.5 / 8, place.top() + place.height() * 1.5 / 8).toPoint()
    image = panel.tiles.grab().toImage()
    assert image.pixelColor(at * image.devicePixelRatio()) == panel.tiles.theme.colour("faint")


def test_in_pictures_what_is_framed_is_what_is_edited(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    choice, tiles = panel.matrix.choice, panel.tiles
    choice.choose(Cells(0, range(3), range(2)))
    panel.tools.tiles.click()
    assert choice.cells is None
    qtbot.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=tiles.place(4).center().toPoint())
    assert choice.cells == Cells(0, range(65), range(4, 5))
    assert session.selection == Selection("neuron", 0, column=4)
    before = weights(session, 0).copy()
    qtbot.keyClick(tiles, Qt.Key.Key_Delete)
    assert np.flatnonzero((weights(session, 0) != before).any(axis=0)).tolist() == [4]
    assert choice.cells == Cells(0, range(65), range(4, 5))
    qtbot.keyClick(tiles, Qt.Key.Key_Right)
    assert choice.cells == Cells(0, range(65), range(5, 6))
    session.select(Selection("link", 0, 3, 7))
    assert choice.cells == Cells(0, range(65), range(7, 8))
    qtbot.keyClick(tiles, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert choice.cells == choice.everything
    session.select(Selection("layer", 0))
    assert choice.cells is None


@pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
def test_pictures_have_the_menu_of_what_is_framed(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    panel.tools.tiles.click()
    at = panel.tiles.place(2).center().toPoint()
    qtbot.mousePress(panel.tiles, Qt.MouseButton.RightButton, pos=at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, panel.tiles.mapToGlobal(at))
    QApplication.sendEvent(panel.tiles, event)
    assert panel.edit.menu.isVisible()
    panel.edit.menu.close()
    assert panel.edit.menu.actions()[0].text() == "Hidden 1: 65 weights and biases"
    assert panel.matrix.choice.cells == Cells(0, range(65), range(2, 3))
