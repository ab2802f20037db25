"""A layer that is too large to be drawn neuron by neuron stands open while it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGraphicsScene
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.model.data_edits import use_data
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.layout import arrange, neuron_at
from nnsim.ui.editor.links_item import LinksItem
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.strokes import LEVELS, Strokes
from nnsim.ui.network_sizes import NetworkSize


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    made = Session(new_project("digits", named_data("digits"), (32, 12, 100), activation=Choice("relu")))
    yield made
    assert made.close()


@pytest.fixture
def panel(qtbot: QtBot, session: Session, appearance: Appearance) -> NetworkPanel:
    made = NetworkPanel(session, appearance)
    qtbot.addWidget(made)
    made.resize(820, 480)
    made.show()
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None)
    return made


def is_folded(panel: NetworkPanel, layer: int) -> bool:
    return panel.canvas.arrangement.column(layer).folded


def test_a_layer_opens_when_it_is_selected_and_folds_when_nothing_is(panel: NetworkPanel, session: Session) -> None:
    assert is_folded(panel, 0)
    session.select(Selection("layer", 0))
    assert not is_folded(panel, 0)
    assert len(panel.canvas.picture.neuron_items(0)) == 32
    session.select(Selection())
    assert is_folded(panel, 0)


def test_selected_inputs_that_become_pixels_are_a_picture_at_once_and_columns_again_when_that_is_undone(
    panel: NetworkPanel, session: Session
) -> None:
    assert session.apply(use_data, named_data("wine"))
    session.select(Selection("layer", -1))
    assert len(panel.canvas.arrangement.column(-1).ys) == 13
    assert session.apply(use_data, named_data("digits"))
    assert is_folded(panel, -1)
    session.undo()
    assert not is_folded(panel, -1)


def test_each_neuron_of_an_open_layer_can_be_clicked(panel: NetworkPanel, session: Session) -> None:
    session.select(Selection("layer", 0))
    arrangement = panel.canvas.arrangement
    column = arrangement.column(0)
    for neuron in range(32):
        found = neuron_at(arrangement, column.x_of(neuron), column.height_of(neuron))
        assert found == Selection("neuron", 0, column=neuron)


def test_a_neuron_that_is_selected_elsewhere_opens_its_layer(panel: NetworkPanel, session: Session) -> None:
    session.select(Selection("neuron", 0, column=17))
    assert not is_folded(panel, 0)
    assert [item.kind for item in panel.canvas.picture.neuron_items(0)].index("selected") == 17


def test_a_link_from_an_open_layer_keeps_it_open(panel: NetworkPanel, session: Session) -> None:
    session.select(Selection("neuron", 0, column=3))
    session.select(Selection("link", 1, 3, 5))
    assert not is_folded(panel, 0)
    session.select(Selection("neuron", 1))
    assert is_folded(panel, 0)


def test_a_layer_of_a_hundred_stays_a_block_and_so_do_inputs_that_are_a_picture(
    panel: NetworkPanel, session: Session
) -> None:
    for layer in (2, -1):
        session.select(Selection("layer", layer))
        assert is_folded(panel, layer)


def test_arrow_keys_walk_through_an_open_layer(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.select(Selection("neuron", 0, column=3))
    panel.canvas.setFocus()
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Down)
    assert session.selection == Selection("neuron", 0, column=4)


def test_a_neuron_that_sees_pixels_shows_its_weights_as_a_picture(panel: NetworkPanel, session: Session) -> None:
    session.select(Selection("layer", 0))
    session.set_weight(0, 3, 7, 1.5)  # from the fourth pixel of the first row
    session.set_weight(0, 8, 7, -1.5)  # from the first pixel of the second
    picture, atlas = panel.canvas.picture, panel.canvas.picture._atlases[0]
    part = atlas.part(7)
    pixel = part.width() // 8
    heat = panel.canvas.theme.heat().tolist()
    strong = [
        atlas.image.pixelColor(part.left() + 3 * pixel, part.top()),
        atlas.image.pixelColor(0, part.top() + pixel),
    ]
    assert picture.scale.full == pytest.approx(1.5)
    assert [[colour.red(), colour.green(), colour.blue()] for colour in strong] == [heat[255], heat[0]]


def test_of_very_many_links_only_the_strongest_are_drawn(panel: NetworkPanel) -> None:
    network = NetworkSpec(2, (LayerSpec(64, key=1), LayerSpec(16, key=2), LayerSpec(1, key=3)))
    left, right = arrange(network, 1200, 700, unfolded=0).columns[1:3]
    item = LinksItem(left, right, Strokes(panel.canvas.theme).pens)
    weights = np.linspace(-1.0, 1.0, 64 * 16).reshape(64, 16)
    item.set_weights(weights, 1.0)
    drawn = [abs(level - LEVELS) for _, level in item._strokes]
    assert len(drawn) == NetworkSize.LINKS_DRAWN < weights.size
    assert min(drawn) >= np.sort(np.abs(item.levels.ravel() - LEVELS))[-NetworkSize.LINKS_DRAWN]
    assert drawn == sorted(drawn), "strong ones over weak ones"


def test_links_are_painted_anew_only_when_a_pen_is_another(panel: NetworkPanel) -> None:
    left, right = arrange(NetworkSpec(2, (LayerSpec(4, key=1),)), 600, 400).columns
    item, scene = LinksItem(left, right, Strokes(panel.canvas.theme).pens), QGraphicsScene()
    scene.addItem(item)
    QCoreApplication.processEvents()
    painted: list[object] = []
    scene.changed.connect(painted.extend)
    weights = np.linspace(-0.8, 0.8, 8).reshape(2, 4)
    for nudge, times in ((0.0, 1), (1e-6, 1), (0.1, 2)):
        item.set_weights(weights + nudge, 1.0)
        QCoreApplication.processEvents()
        assert len(painted) == times


@given(st.integers(17, NetworkSize.NEURONS_UNFOLDED), st.integers(500, 1800), st.integers(300, 1200), st.integers(0, 5))
def test_neurons_of_an_open_layer_never_overlap_and_stay_inside(size: int, width: int, height: int, place: int) -> None:
    sizes = [4] * 5
    sizes.insert(place, size)
    layers = tuple(LayerSpec(one, key=key) for key, one in enumerate(sizes, 1))
    arrangement = arrange(NetworkSpec(2, layers), width, height, unfolded=place)
    column = arrangement.column(place)
    if column.folded:
        assert size * NetworkSize.NEURON_LEAST > height - NetworkSize.NETWORK_HEAD - NetworkSize.NETWORK_FOOT
        return
    assert column.left >= 0
    assert column.right <= arrangement.width
    assert column.right - column.left <= arrangement.spacing() * 0.5 + 0.5  # columns stand on whole pixels
    assert column.top >= NetworkSize.NETWORK_HEAD - 1e-6
    assert column.bottom <= height - NetworkSize.NETWORK_FOOT + 1e-6
    faces = [column.face_of(neuron) for neuron in range(size)]
    for (left, top, side, _), (left_2, top_2, *_) in combinations(faces, 2):
        assert abs(left - left_2) >= side or abs(top - top_2) >= side - 1e-6
