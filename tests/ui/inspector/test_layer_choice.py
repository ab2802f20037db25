"""Which layer the matrix shows: chips of a few layers, a drop-down of many."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.inspector.layer_choice import MOST_CHIPS
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.theme import Size


@pytest.fixture
def deep(session: Session) -> Session:
    session.new(new_project("deep", DataSpec(ToySource("spiral", 80, 0.0, 0)), (2,) * 50))
    return session


def test_chips_choose_the_layer(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    assert panel.layers.chips.chosen() == ("2",)
    panel.layers.chips.chip("0").click()
    assert session.selection == Selection("layer", 0)
    assert panel.layers.chips.chosen() == ("0",)
    assert panel.matrix.model().columnCount() == 4


def test_many_layers_stand_in_one_drop_down(panel: InspectorPanel, deep: Session) -> None:
    button = panel.layers.button
    assert not panel.layers.chips.isVisible()
    assert (button.isVisible(), button.text()) == (True, "W51 ▾")
    button.menu().aboutToShow.emit()
    actions = button.menu().actions()
    assert len(actions) == 51
    assert [action.data() for action in actions if action.isChecked()] == ["50"]
    assert actions[6].text() == "W7   Hidden 6 → Hidden 7"
    actions[6].trigger()
    assert deep.selection == Selection("layer", 6)
    assert button.text() == "W7 ▾"
    assert "Hidden 6 → Hidden 7" in button.accessibleName()
    assert panel.matrix.model().headerData(0, Qt.Orientation.Vertical) == "h₆·1"


def test_arrow_keys_go_through_many_layers_and_stay_within_them(
    panel: InspectorPanel, deep: Session, qtbot: QtBot
) -> None:
    button = panel.layers.button
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(button, Qt.Key.Key_Up)
    assert (deep.selection, button.text()) == (Selection("layer", 49), "W50 ▾")
    for _ in range(3):
        qtbot.keyClick(button, Qt.Key.Key_Down)
    assert (deep.selection, button.text()) == (Selection("layer", 50), "W51 ▾")


def test_few_layers_have_their_chips_back(panel: InspectorPanel, deep: Session) -> None:
    deep.new(new_project("few", DataSpec(ToySource("spiral", 80, 0.0, 0)), (2,) * (MOST_CHIPS - 1)))
    assert not panel.layers.button.isVisible()
    assert panel.layers.chips.isVisible()
    assert panel.layers.chips.chosen() == (str(MOST_CHIPS - 1),)
    deep.apply(edits.add_layer, 0)
    assert panel.layers.button.text() == f"W{MOST_CHIPS + 1} ▾"
    deep.undo()
    assert panel.layers.chips.isVisible()


def test_chips_too_wide_for_their_rows_stand_in_the_drop_down(panel: InspectorPanel) -> None:
    choice = panel.layers
    choice.fit(1)
    assert (choice.chips.isVisible(), choice.button.isVisible()) == (True, False)
    for name in ("0", "1", "2"):
        choice.chips.chip(name).setMinimumWidth(50)
    choice.fit(1)
    assert (choice.chips.isVisible(), choice.button.isVisible()) == (False, True)
    assert choice.button.text() == "W3 ▾"
    choice.fit(3)
    assert choice.chips.isVisible()
    assert choice.needed() == choice.chips.heightForWidth(Size.MATRIX_SIDE)
