"""The numbers of filters, and what stands there for layers that have none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.parameters import blocks
from nnsim.explain.equations import Axis
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.numbers.wording import AxisNames
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.names import names_of
from tests.ui.picture_projects import deep, small, special


@pytest.fixture
def session(pictures: Session) -> Session:
    return pictures


@pytest.fixture
def panel(
    session: Session, appearance: Appearance, shown: Callable[[InspectorPanel, int, int], InspectorPanel]
) -> InspectorPanel:
    return shown(InspectorPanel(session, appearance), 560, 220)


def rows(panel: InspectorPanel) -> list[str]:
    model = panel.matrix.model()
    return [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]


def test_rows_of_a_filter_are_its_pixels(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 0))
    assert rows(panel) == ["1,1", "1,2", "1,3", "2,1", "2,2", "2,3", "3,1", "3,2", "3,3", "bias"]
    assert panel.matrix.model().columnCount() == 8
    assert panel.note() == "Input → Hidden 1  ·  9 pixels × 8 filters"


def test_pixels_in_one_row_are_called_what_the_weights_behind_them_call_them(session: Session) -> None:
    names = AxisNames(names_of(session))
    kinds = [layer.kind for layer in session.project.network.layers]
    flat = kinds.index("flatten")
    called = [names(Axis("neurons", flat), pixel) for pixel in (0, 5, 40)]
    assert called == [names(Axis("sources", flat + 1), pixel) for pixel in (0, 5, 40)]
    assert called == [names(Axis("parameters", flat + 1), pixel) for pixel in (0, 5, 40)]


def test_rows_of_a_dense_layer_are_pixels_by_their_place(panel: InspectorPanel, session: Session) -> None:
    session.new(new_project("digits", named_data("digits"), (4,)))
    session.select(Selection("layer", 0))
    assert rows(panel)[7:10] == ["(1, 8)", "(2, 1)", "(2, 2)"]
    assert rows(panel)[-1] == "bias"
    model, tip = panel.matrix.model(), Qt.ItemDataRole.ToolTipRole
    assert model.headerData(8, Qt.Orientation.Vertical, tip) == "row 2, column 1: pixel_1_0"
    assert model.headerData(64, Qt.Orientation.Vertical, tip) == "bias"
    assert model.data(model.index(8, 2), tip).startswith("w₁·9,3  row 2, column 1 → 3 in Hidden 1: ")


def test_pixels_of_several_channels_are_told_with_their_channel(panel: InspectorPanel, session: Session) -> None:
    session.new(deep())
    session.select(Selection("layer", 1))
    assert rows(panel)[:4] == ["1·1,1", "1·1,2", "1·1,3", "1·2,1"]
    assert rows(panel)[-1] == "3·3,3"  # no bias


@pytest.mark.parametrize(("layer", "word"), [(1, "strongest"), (2, "one row")])
def test_a_layer_without_weights_says_what_it_does(
    panel: InspectorPanel, session: Session, layer: int, word: str
) -> None:
    note = panel.findChild(QWidget, "no-weights")
    assert note is not None
    assert not note.isVisible()
    session.select(Selection("layer", layer))
    assert note.isVisible()
    assert not panel.matrix.isVisible()
    assert not panel.matrix.frozen.isVisible()
    assert note.accessibleName() == f"Hidden {layer + 1} has no weights"
    assert word in note.accessibleDescription()
    session.select(Selection("layer", 0))
    assert panel.matrix.isVisible()
    assert not note.isVisible()


@pytest.mark.parametrize("project", [small, deep, special])
def test_every_layer_can_be_looked_at(panel: InspectorPanel, session: Session, project: Callable) -> None:  # type: ignore[type-arg]
    session.new(project())
    network = session.project.network
    for layer, (block, spec) in enumerate(zip(blocks(network), network.layers, strict=True)):
        panel.layers.chips.chip(str(layer)).click()
        assert session.selection == Selection("layer", layer)
        is_folded = panel.picture.isVisible()
        assert (panel.matrix.isVisible() or is_folded) == spec.has_weights
        told = (panel.matrix.model().rowCount(), panel.matrix.model().columnCount())
        assert told == ((0, 0) if is_folded else block.shape)
        panel.grab()


def test_a_weight_of_a_filter_is_typed_and_undone(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    session.select(Selection("layer", 0))
    cell = panel.matrix.model().index(4, 2)
    at = panel.matrix.visualRect(cell).center()
    qtbot.mouseClick(panel.matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == Selection("link", 0, 4, 2)
    assert "z =" not in panel.sum.full_text()
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "-4")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert blocks(session.project.network)[0].weights(session.snapshot.parameters)[4, 2] == -4.0
    session.undo()
    assert blocks(session.project.network)[0].weights(session.snapshot.parameters)[4, 2] != -4.0


def test_the_bias_of_a_filter_is_typed_into_its_row(panel: InspectorPanel, session: Session) -> None:
    panel._set_weight(Selection("bias", 0, column=3), 0.75)
    assert blocks(session.project.network)[0].matrix(session.snapshot.parameters)[9, 3] == 0.75


def test_a_neuron_behind_a_normalisation_says_that_z_is_normalised(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.new(special())
    session.select(Selection("neuron", 1, column=0))
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None and panel.answer.full_text() != "")
    assert panel.answer.full_text().startswith("h = tanh(ẑ) ≈ ")
    assert "ẑ: z after batch normalisation" in panel.answer.full_text()
    session.select(Selection("neuron", 0, column=0))
    assert "ẑ" not in panel.answer.full_text()
