"""Layers of pictures on the canvas: blocks that are selected, walked and changed as a whole."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import SampleView
from nnsim.model import edits
from nnsim.session.selection import Selection, exists
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.block_pictures import MOST_TILES, answer_picture, block_picture, in_rows, tiles
from nnsim.ui.editor.faces import colour_table
from nnsim.ui.editor.glow_item import NeuronGlowItem
from nnsim.ui.editor.journey import Moment
from nnsim.ui.editor.layout import arrange
from nnsim.ui.editor.new_marks_item import NewMarksItem
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.pulse_item import PulseItem
from nnsim.ui.editor.readout import readout
from nnsim.ui.editor.strokes import CUT
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import LIGHT, Size
from tests.ui.picture_projects import deep, small, special

TABLE = colour_table(LIGHT)


@pytest.fixture
def session(pictures: Session) -> Session:
    return pictures


@pytest.fixture
def panel(
    session: Session, appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel], qtbot: QtBot
) -> NetworkPanel:
    made = shown(NetworkPanel(session, appearance), 760, 380)
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None)
    return made


def block(panel: NetworkPanel, layer: int):  # type: ignore[no-untyped-def]
    return panel.canvas.picture._folded[layer]


def test_pictures_are_blocks_however_small_they_are(panel: NetworkPanel, session: Session) -> None:
    assert [column.folded for column in panel.canvas.arrangement.columns] == [True, True, True, True, True, False]
    session.new(deep())
    assert [column.folded for column in panel.canvas.arrangement.columns] == [*[True] * 6, False, False]


def test_a_block_says_its_kind_and_its_shape(panel: NetworkPanel) -> None:
    assert [block(panel, layer).words() for layer in range(-1, 3)] == [
        ("8 × 8",),
        ("conv 3×3", "8 × 6 × 6"),
        ("max 2×2", "8 × 3 × 3"),
        ("flatten", "72"),
    ]
    assert panel.note().startswith("8×8 → 8×6×6 → 8×3×3 → 72 → 20 → 10")


@pytest.mark.parametrize("room", [(760, 380), (420, 240), (1500, 900)])
@pytest.mark.parametrize("project", [small, deep])
def test_blocks_stay_inside_and_apart_with_room_for_their_words(project, room) -> None:  # type: ignore[no-untyped-def]
    arrangement = arrange(project().network, *room, left=2 * Size.GAP)
    for column in arrangement.columns:
        assert column.left >= 0
        assert column.right <= arrangement.width
        if column.folded:
            assert column.bottom + 30 <= room[1] - NetworkSize.NETWORK_FOOT + 12
    for one, other in zip(arrangement.columns, arrangement.columns[1:], strict=False):
        assert one.right < other.left


def test_filters_are_blue_where_they_are_positive_and_orange_where_negative(session: Session) -> None:
    network = session.project.network
    parameters = session.snapshot.parameters.copy()
    weights = blocks(network)[0].weights(parameters)
    weights[:] = 0.0
    weights[0, 0], weights[8, 1] = 1.0, -1.0  # upper left of the first filter, lower right of the second
    image = block_picture(network, 0, blocks(network)[0], parameters, 1.0, TABLE)
    tile = image.width() / 3
    assert image.pixelColor(1, 1) == QColor(LIGHT.positive)
    second = image.pixelColor(int(2 * tile) - 6, int(tile) - 6)
    assert abs(second.red() - QColor(LIGHT.negative).red()) <= 2
    assert image.pixelColor(image.width() - 2, image.height() - 2).alpha() == 0  # eight filters in nine places


def test_filters_of_many_channels_stand_in_rows_and_no_more_than_can_be_seen(session: Session) -> None:
    session.new(deep())
    network, parameters = session.project.network, session.snapshot.parameters
    image = block_picture(network, 1, blocks(network)[1], parameters, 1.0, TABLE)
    assert image.height() > image.width()  # 5 filters, 3 channels
    assert in_rows(np.zeros((200, 3, 3))).shape == (MOST_TILES, MOST_TILES, 3, 3)


def test_it_is_said_when_not_all_filters_are_shown(panel: NetworkPanel, session: Session) -> None:
    layer = Selection("layer", 0)
    assert "first ones" not in readout(panel.canvas.names, layer, session.snapshot)
    session.apply(edits.resize_layer, 0, MOST_TILES**2 + 1)
    assert "first ones" in readout(panel.canvas.names, layer, session.snapshot)


def test_a_row_of_pictures_is_filled_up_with_nothing() -> None:
    image = tiles(in_rows(np.ones((3, 2, 2))), 1.0, TABLE)
    assert image.pixelColor(0, 0) == QColor(LIGHT.positive)
    assert image.pixelColor(image.width() - 1, image.height() - 1).alpha() == 0


def test_pooling_and_flatten_show_what_comes_out_for_the_sample(session: Session) -> None:
    network = session.project.network
    answers = [np.zeros(math.prod(shape)) for shape in network.shapes[1:]]
    answers[1][:9] = np.inf
    answers[2][0] = np.inf
    sample = SampleView(0, np.zeros(64), tuple(answers), np.zeros(10), 0.0)
    pooled = answer_picture(network, 1, sample, TABLE)
    flat = answer_picture(network, 2, sample, TABLE)
    assert pooled is not None
    assert flat is not None
    assert pooled.pixelColor(1, 1) == flat.pixelColor(0, 0) == QColor(LIGHT.positive)
    assert flat.pixelColor(0, flat.height() - 1) == QColor(*map(int, LIGHT.heat()[128]))
    assert answer_picture(network, 1, None, TABLE) is None


def test_a_click_selects_the_layer_and_its_tooltip_explains_the_picture(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    canvas = panel.canvas
    for layer in range(-1, 3):
        column = canvas.arrangement.column(layer)
        at = canvas.mapFromScene(column.left + 2, column.top + 2)  # beside the filters, which are parts of their own
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert session.selection == Selection("layer", layer)
        assert block(panel, layer).kind == "selected"
        assert "picture" in readout(canvas.names, canvas.part_at(at), session.snapshot)
        assert not panel.link_field.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
@pytest.mark.parametrize("project", [small, deep, special])
def test_the_keyboard_walks_over_all_layers_and_only_to_what_there_is(
    panel: NetworkPanel, session: Session, qtbot: QtBot, project: Callable
) -> None:  # type: ignore[type-arg]
    session.new(project())
    n_columns = len(session.project.network.layers) + 1
    seen = set()
    session.select(Selection())
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        for _ in range(n_columns + 1):
            qtbot.keyClick(panel.canvas, key)
            for inner in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Escape, Qt.Key.Key_Escape):
                if inner == Qt.Key.Key_Return and session.selection.kind == "layer":
                    continue  # its form would take the keyboard
                qtbot.keyClick(panel.canvas, inner)
                assert exists(session.selection, session.project.network)
                if session.selection.kind == "layer":
                    break
            seen.add(session.selection.layer)
    assert seen == set(range(-1, n_columns - 1))


def test_arrows_lead_from_a_filter_weight_to_the_inputs_and_to_its_filter(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    inputs, its_filter = Selection("layer", -1), Selection("neuron", 0, column=7)
    for key, part in ((Qt.Key.Key_Left, inputs), (Qt.Key.Key_Right, its_filter)):
        session.select(Selection("link", 0, 8, 7))
        assert block(panel, 0).kind == "selected"
        qtbot.keyClick(panel.canvas, key)
        assert session.selection == part
    session.select(Selection("link", 0, 8, 7))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Return)
    assert panel.link_field.title.full_text() == "w₁·9,8  channel 1, row 3, column 3 → filter 8 in Hidden 1"
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_End)
    assert blocks(session.project.network)[0].weights(session.snapshot.parameters)[8, 7] > 0


def button(panel: NetworkPanel, name: str) -> QAbstractButton:
    found = panel.findChild(QAbstractButton, name)
    assert found is not None
    return found


def test_plus_and_minus_change_the_filters_and_are_not_there_without_weights(
    panel: NetworkPanel, session: Session
) -> None:
    button(panel, "add-neuron-0").click()
    assert session.project.network.shapes[1] == (9, 6, 6)
    assert "filter" in button(panel, "add-neuron-0").toolTip()
    button(panel, "remove-neuron-0").click()
    assert session.project.network.shapes[1] == (8, 6, 6)
    for layer in (1, 2):
        for name in (f"add-neuron-{layer}", f"remove-neuron-{layer}", f"layer-activation-{layer}"):
            assert not button(panel, name).isVisible()
    assert button(panel, "layer-activation-0").isVisible()


def test_keys_that_resize_a_layer_without_a_size_are_refused(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 1))
    with qtbot.waitSignal(session.failed):
        qtbot.keyClick(panel.canvas, Qt.Key.Key_Plus)
    with qtbot.waitSignal(session.failed):
        qtbot.keyClick(panel.canvas, Qt.Key.Key_Minus)


@pytest.mark.parametrize("project", [small, deep])
def test_theme_switched_while_paused_looks_like_the_theme_from_the_start(
    panel: NetworkPanel, session: Session, appearance: Appearance, qtbot: QtBot, project: Callable
) -> None:  # type: ignore[type-arg]
    session.new(project())
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None)
    panel.canvas.grab()
    appearance.set_mode("dark")
    switched = panel.canvas.grab().toImage()
    panel.canvas.picture.render_snapshot(session.snapshot)
    redrawn = panel.canvas.grab().toImage()
    appearance.set_mode("light")
    assert switched == redrawn


def test_a_selected_filter_weight_goes_with_its_filter(panel: NetworkPanel, session: Session) -> None:
    session.select(Selection("link", 0, 8, 7))
    session.apply(edits.remove_neuron, 0)
    assert session.selection == Selection()


def test_cut_links_are_dotted_and_say_so(panel: NetworkPanel, session: Session) -> None:
    session.new(special())
    levels = panel.canvas.picture._links[0].levels
    assert np.flatnonzero(levels == CUT).tolist() == [1, 7]
    said = readout(panel.canvas.names, Selection("link", 0, 0, 1), session.snapshot)
    assert "cut" in said
    assert "cut" not in readout(panel.canvas.names, Selection("link", 0, 0, 0), session.snapshot)
    panel.canvas.choose(Selection("link", 0, 0, 1))
    panel.canvas.grab()


def test_a_new_layer_of_pictures_is_marked_as_a_whole(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.add_layer, 1, "max_pool2d")
    assert {part.layer for part in marked(panel)} == {1, 4}, "and what sees fewer pixels now; filters are as before"
    session.apply(edits.add_layer, 1, "conv2d")
    assert {part.layer for part in marked(panel)} >= {1}
    assert Selection("layer", 0) not in marked(panel)
    session.apply(edits.resize_layer, 0, 9)
    assert Selection("layer", 0) in marked(panel)


def marked(panel: NetworkPanel) -> list[Selection]:
    return next(item for item in panel.canvas.picture.items() if isinstance(item, NewMarksItem)).parts


def test_a_step_passes_blocks_and_what_changed_most_in_them_glows(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch == 1)
    glow = next(item for item in panel.canvas.picture.items() if isinstance(item, NeuronGlowItem))
    assert glow.glows
    assert all((one.part.kind == "layer") == (one.part.layer < 4) for one in glow.glows)
    session.step_sample()
    travel = panel.canvas.news.travel
    qtbot.waitUntil(lambda: travel.caption.startswith("Sample "))
    item = next(item for item in panel.canvas.picture.items() if isinstance(item, PulseItem))
    assert [item.flow(hop) for hop in range(5)] == [None] * 5
    for at in np.linspace(0.0, 5.0, 11):
        item.show_moment(travel.journey, Moment("forward", float(at)))
        assert not panel.canvas.grab().isNull()
    travel.stop()
