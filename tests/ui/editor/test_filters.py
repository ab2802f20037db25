"""Filters of a convolution are pointed at, walked and muted like neurons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.block_item import BlockItem, within
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.readout import readout
from nnsim.ui.names import names_of
from tests.ui.picture_projects import deep


@pytest.fixture
def session(pictures: Session) -> Session:
    return pictures


@pytest.fixture
def panel(
    session: Session, appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel], qtbot: QtBot
) -> NetworkPanel:
    made = shown(NetworkPanel(session, appearance), 900, 480)
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None)
    return made


def block(panel: NetworkPanel, layer: int = 0) -> BlockItem:
    return panel.canvas.picture._folded[layer]


def middle_of_filter(panel: NetworkPanel, filter_: int, layer: int = 0) -> QPoint:
    item = block(panel, layer)
    assert item.picture is not None
    place = within(item._place(item.picture), item.parts[filter_])
    return panel.canvas.mapFromScene(item.pos() + place.center())


def test_each_filter_is_what_is_under_the_pointer(panel: NetworkPanel) -> None:
    for filter_ in range(8):
        found = panel.canvas.part_at(middle_of_filter(panel, filter_))
        assert found == Selection("neuron", 0, column=filter_)


def test_the_tiles_are_where_the_filters_are_drawn(panel: NetworkPanel, session: Session) -> None:
    for row in range(9):
        session.set_weight(0, row, 4, 2.0)  # all of the fifth filter, in the middle, as blue as can be
    item = block(panel)
    picture = item.picture
    assert picture is not None
    left, top, width, height = item.parts[4]
    at = QPoint(round((left + width / 2) * picture.width()), round((top + height / 2) * picture.height()))
    red, green, blue = panel.canvas.theme.heat()[255].tolist()
    assert picture.pixelColor(at) == QColor(red, green, blue)
    beyond = QPoint(round((left + width) * picture.width()) + 1, at.y())
    assert picture.pixelColor(beyond).alpha() == 0


def test_of_many_channels_a_row_of_tiles_is_one_filter(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.new(deep())
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None)
    item = block(panel, 1)
    assert len(item.parts) == 5
    assert all(width == pytest.approx(1.0) for _, _, width, _ in item.parts)
    assert panel.canvas.part_at(middle_of_filter(panel, 4, 1)) == Selection("neuron", 1, column=4)


def test_beside_the_filters_the_layer_is_met(panel: NetworkPanel) -> None:
    item = block(panel)
    corner = item.pos() + QPointF(-item._rect.width() / 2 + 1, -item._rect.height() / 2 + 1)
    assert panel.canvas.part_at(panel.canvas.mapFromScene(corner)) == Selection("layer", 0)


def test_a_click_selects_a_filter_and_delete_mutes_it_and_undo_hears_it(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    before = session.project
    qtbot.mouseClick(panel.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle_of_filter(panel, 3))
    assert session.selection == Selection("neuron", 0, column=3)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    assert session.project.network.layers[0].muted == (3,)
    assert block(panel).muted == (3,)
    assert panel.muted_card.isVisible()
    session.undo()
    assert session.project.network == before.network


def test_arrow_keys_walk_from_filter_to_filter_and_stop_at_the_last(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 0))
    for _ in range(10):
        qtbot.keyClick(panel.canvas, Qt.Key.Key_Down)
    assert session.selection == Selection("neuron", 0, column=7)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Right)
    assert session.selection == Selection("layer", 1)


def test_a_filter_is_called_one(panel: NetworkPanel, session: Session) -> None:
    part = Selection("neuron", 0, column=3)
    assert names_of(session).part(part) == "filter 4 of Hidden 1"
    assert readout(names_of(session), part, session.snapshot).startswith("filter 4 of Hidden 1\nIt slides over")
