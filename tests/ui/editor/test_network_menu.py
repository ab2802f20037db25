"""The menu of the network does to the selection what the keys do, and is grey where they would do nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction

from nnsim.model import edits
from nnsim.model.project import Project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.network_menu import NetworkMenu
from nnsim.ui.editor.panel import NetworkPanel
from tests.ui.picture_projects import small

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

LAYER, NEURON, LINK = Selection("layer", 0), Selection("neuron", 0, column=1), Selection("link", 1, 2, 0)


@pytest.fixture
def menu(panel: NetworkPanel) -> NetworkMenu:
    return panel.menu("Network")


def entry(menu: NetworkMenu, name: str) -> QAction:
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.objectName() == f"network_{name}")


@pytest.mark.parametrize(
    ("chosen", "name", "is_done"),
    [
        (LAYER, "duplicate", lambda project: project.network.sizes == (2, 4, 4, 3, 1)),
        (LAYER, "right", lambda project: project.network.sizes == (2, 3, 4, 1)),
        (Selection("layer", 1), "left", lambda project: project.network.sizes == (2, 3, 4, 1)),
        (LAYER, "remove", lambda project: project.network.sizes == (2, 3, 1)),
        (NEURON, "more", lambda project: project.network.sizes == (2, 5, 3, 1)),
        (LAYER, "fewer", lambda project: project.network.sizes == (2, 3, 3, 1)),
        (NEURON, "mute", lambda project: project.network.layers[0].muted == (1,)),
        (LINK, "cut", lambda project: project.network.layers[1].cut == ((2, 0),)),
        (LINK, "hold", lambda project: project.network.layers[1].held == ((2, 0),)),
    ],
)
def test_an_entry_edits_what_is_selected_and_is_undone(
    menu: NetworkMenu, session: Session, chosen: Selection, name: str, is_done: Callable[[Project], bool]
) -> None:
    first = session.project.network
    session.select(chosen)
    action = entry(menu, name)
    assert action.isEnabled()
    action.trigger()
    assert is_done(session.project)
    session.undo()
    assert session.project.network == first


def test_entries_open_the_form_the_kinds_and_the_bias(menu: NetworkMenu, panel: NetworkPanel, session: Session) -> None:
    session.select(LAYER)
    entry(menu, "settings").trigger()
    assert panel.controls.popover.isVisible()
    panel.controls.popover.hide()
    entry(menu, "insert").trigger()
    assert panel.controls._kinds.isVisible()
    panel.controls._kinds.hide()
    session.select(NEURON)
    entry(menu, "bias").trigger()
    assert session.selection == Selection("bias", 0, column=1)
    assert panel.link_field.isVisible()


@pytest.mark.parametrize(
    ("chosen", "possible"),
    [
        (Selection(), {"insert"}),
        (Selection("layer", -1), {"settings", "insert"}),
        (Selection("layer", 2), {"settings", "insert", "more", "fewer"}),
        (Selection("neuron", -1), {"insert", "leave_out"}),
        (Selection("neuron", 2), {"insert", "more", "fewer", "bias"}),
        (LAYER, {"settings", "insert", "duplicate", "right", "remove", "more", "fewer"}),
        (NEURON, {"insert", "duplicate", "right", "more", "fewer", "mute", "bias"}),
        (LINK, {"insert", "duplicate", "left", "more", "fewer", "bias", "hold", "cut"}),
        (Selection("bias", 2), {"insert", "more", "fewer", "hold"}),
    ],
)
def test_what_makes_no_sense_for_the_selection_is_grey(
    menu: NetworkMenu, session: Session, chosen: Selection, possible: set[str]
) -> None:
    session.select(chosen)
    menu.aboutToShow.emit()
    enabled = {action.objectName().removeprefix("network_") for action in menu.actions() if action.isEnabled()}
    assert enabled - {""} == possible


@pytest.mark.parametrize("layer", [1, 2])
def test_the_size_of_a_layer_that_has_none_is_grey_with_the_reason(
    menu: NetworkMenu, session: Session, layer: int
) -> None:
    session.new(small())
    session.select(Selection("layer", layer))
    for name in ("more", "fewer"):
        action = entry(menu, name)
        assert not action.isEnabled()
        assert "follows from the picture" in action.toolTip()
    session.select(Selection("layer", 0))
    assert entry(menu, "more").isEnabled()
    assert entry(menu, "more").text().startswith("One filter more")
    session.select(Selection())
    assert entry(menu, "more").text().startswith("One neuron more")


def test_the_last_neuron_of_a_layer_stays_and_the_reason_is_told(menu: NetworkMenu, session: Session) -> None:
    session.apply(edits.resize_layer, 0, 1)
    session.select(LAYER)
    action = entry(menu, "fewer")
    assert not action.isEnabled()
    assert "at least one neuron" in action.toolTip()
    assert entry(menu, "more").isEnabled()
    assert "neuron more" in entry(menu, "more").toolTip()


def test_words_say_whether_a_part_is_muted_cut_or_held(menu: NetworkMenu, session: Session) -> None:
    session.select(NEURON)
    entry(menu, "mute").trigger()
    assert "again" in entry(menu, "mute").text()
    session.select(LINK)
    entry(menu, "hold").trigger()
    assert "again" in entry(menu, "hold").text()
    entry(menu, "cut").trigger()
    assert "back" in entry(menu, "cut").text()
