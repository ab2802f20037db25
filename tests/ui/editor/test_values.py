"""Numbers on links and neurons: of what is wanted, and never one on another."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.model import edits
from nnsim.session.selection import Selection, exists
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.layout import Arrangement, arrange
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.value_places import MOST, Wanted, Wish, readable_places
from nnsim.ui.editor.values_item import in_short
from nnsim.ui.editor.view_menu import ValuesMenu
from nnsim.ui.editor.view_options import Values

SIZES = st.lists(st.integers(1, 12), min_size=1, max_size=5)
WIDTH, HEIGHT = 40.0, 12.0


def shown(panel: NetworkPanel) -> dict[Selection, str]:
    numbers = panel.canvas.picture._numbers
    assert numbers is not None
    return numbers.texts()


def a_network(sizes: list[int]) -> NetworkSpec:
    return NetworkSpec(2, tuple(LayerSpec(size) for size in sizes))


def numbers_of(network: NetworkSpec, seed: int = 0) -> np.ndarray[Any, Any]:
    return np.random.default_rng(seed).normal(size=network.n_parameters)


def wanted(wish: Wish, network: NetworkSpec, arrangement: Arrangement) -> list[Selection]:
    return Wanted(arrangement, network).largest(wish, numbers_of(network))


@given(SIZES, st.integers(0, 99), st.floats(0.0, 1.0))
def test_the_largest_numbers_come_first_and_there_are_not_more_than_can_be_tried(
    sizes: list[int], seed: int, zeros: float
) -> None:
    network = a_network([*sizes, 16, 16, 16])
    arrangement, parameters = arrange(network, 2000, 2000), numbers_of(network, seed)
    parameters[parameters < np.quantile(parameters, zeros)] = 0.0
    everything = Wanted(arrangement, network)
    found = everything.largest(Wish("all", range(-1, len(network.layers))), parameters)
    told = [abs(everything.number(part, parameters)) for part in found]
    assert len(set(found)) == len(found) == min(MOST, network.n_parameters)
    assert told == sorted(np.abs(parameters), reverse=True)[: len(found)]
    assert all(exists(part, network) for part in found)


@given(SIZES, st.data())
def test_of_a_part_the_numbers_are_its_own(sizes: list[int], data: st.DataObject) -> None:
    network = a_network([*sizes, 2])
    layer = data.draw(st.integers(0, len(sizes)))
    column = data.draw(st.integers(0, network.layers[layer].size - 1))
    arrangement, whole = arrange(network, 2000, 2000), range(-1, len(sizes) + 1)
    into = {Selection("link", layer, row, column) for row in range(network.sizes[layer])}
    into.add(Selection("bias", layer, column=column))
    behind = network.layers[layer + 1].size if layer < len(sizes) else 0
    out = {Selection("link", layer + 1, column, to) for to in range(behind)}
    neuron, bias = Selection("neuron", layer, column=column), Selection("bias", layer, column=column)
    assert set(wanted(Wish("selection", whole, neuron), network, arrangement)) == into | out
    assert wanted(Wish("hover", whole, hovered=bias), network, arrangement) == [bias]
    found = wanted(Wish("selection", whole, Selection("layer", layer)), network, arrangement)
    assert len(found) == min(MOST, network.layers[layer].size * (network.sizes[layer] + 1))


@given(SIZES, st.floats(1.0, 4.0))
def test_no_number_lies_on_another_or_on_a_neuron(sizes: list[int], scale: float) -> None:
    network = a_network(sizes)
    arrangement = arrange(network, 700, 400)
    width, height = WIDTH / scale, HEIGHT / scale
    parts = wanted(Wish("all", range(-1, len(sizes))), network, arrangement)
    places = readable_places(arrangement, parts, width, height)
    for one, other in combinations(places.values(), 2):
        assert abs(one[0] - other[0]) >= width - 1e-9 or abs(one[1] - other[1]) >= height - 1e-9
    for x, y in places.values():
        for column in arrangement.columns:
            if abs(x - column.x) < column.half_width + width / 2 - 1e-9:
                assert all(abs(y - middle) >= column.half_height + height / 2 - 1e-9 for middle in column.ys)


def test_who_comes_first_has_the_first_choice() -> None:
    network = a_network([12, 12])
    parts = [Selection("link", 1, row, column) for row in range(12) for column in range(12)]
    first = readable_places(arrange(network, 500, 300), parts, WIDTH, HEIGHT)
    last = readable_places(arrange(network, 500, 300), parts[::-1], WIDTH, HEIGHT)
    assert len(first) < len(parts)
    assert parts[0] in first
    assert parts[-1] in last


def test_closer_more_numbers_have_room() -> None:
    network = a_network([12, 12])
    arrangement = arrange(network, 500, 300)
    parts = wanted(Wish("all", range(2)), network, arrangement)
    assert len(readable_places(arrangement, parts, WIDTH / 3, HEIGHT / 3)) > len(
        readable_places(arrangement, parts, WIDTH, HEIGHT)
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("none", set()),
        (
            "selection",
            {*(("link", 1, 2, k) for k in range(3)), ("link", 0, 0, 2), ("link", 0, 1, 2), ("bias", 0, 0, 2)},
        ),
        ("hover", {("link", 2, 1, 0)}),
    ],
)
def test_numbers_are_those_of_what_is_wanted(
    panel: NetworkPanel, session: Session, values: Values, expected: set[tuple[str, int, int, int]]
) -> None:
    panel.canvas.options.set_values(values)
    session.select(Selection("neuron", 0, column=2))
    panel.canvas._hover(Selection("link", 2, 1, 0))
    assert {(part.kind, part.layer, part.row, part.column) for part in shown(panel)} == expected


@pytest.mark.parametrize("values", ["all", "hover", "none"])
def test_a_selection_moves_no_numbers_that_are_not_about_it(values: Values) -> None:
    one, other = Wish(values, range(3)), Wish(values, range(3), Selection("layer", 1))
    assert one.is_like(other)
    assert replace(one, values="selection").is_like(replace(other, values="selection")) is False
    assert one.is_like(replace(one, scale=2.0)) is False


def test_all_numbers_of_a_small_network_have_room(panel: NetworkPanel, session: Session) -> None:
    panel.canvas.options.set_values("all")
    panel.resize(1200, 700)
    assert len(shown(panel)) == session.project.network.n_parameters


def test_a_number_is_the_weight_of_now(panel: NetworkPanel, session: Session) -> None:
    panel.canvas.options.set_values("all")
    for value, text in ((-0.456, "−0.46"), (12.34, "12.3")):
        session.set_weight(0, 1, 2, value)
        assert shown(panel)[Selection("link", 0, 1, 2)] == text


def test_numbers_stay_in_place_while_a_run_changes_them(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    panel.canvas.options.set_values("all")
    session.apply(edits.resize_layer, 0, 9)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 50)
    qtbot.wait(150)
    first = shown(panel)
    qtbot.waitUntil(lambda: shown(panel) != first)
    assert list(shown(panel)) == list(first)
    session.pause()


def test_a_layer_that_is_folded_has_no_numbers(panel: NetworkPanel, session: Session) -> None:
    panel.canvas.options.set_values("all")
    session.apply(edits.resize_layer, 0, 64)
    assert {(part.kind, part.layer) for part in shown(panel)} == {("bias", 1), ("link", 2), ("bias", 2)}


def test_links_of_pictures_have_no_numbers_and_those_of_the_rows_behind_them_do() -> None:
    pictures = NetworkSpec(
        64,
        (LayerSpec(2, kind="conv2d"), LayerSpec(0, kind="flatten"), LayerSpec(3), LayerSpec(2)),
        picture=(1, 8, 8),
    )
    whole = range(-1, 4)
    arrangement = arrange(pictures, 700, 400)
    assert {part.layer for part in wanted(Wish("all", whole), pictures, arrangement) if part.kind == "link"} == {3}
    for layer in whole:
        for part in (Selection("layer", layer), Selection("neuron", layer), Selection("bias", layer)):
            for found in wanted(Wish("selection", whole, part), pictures, arrangement):
                assert exists(found, pictures)
                assert readable_places(arrangement, [found], WIDTH, HEIGHT).keys() <= {found}


def test_pointing_at_a_neuron_shows_its_numbers_and_leaving_hides_them(panel: NetworkPanel) -> None:
    canvas = panel.canvas
    canvas.options.set_values("hover")
    column = canvas.arrangement.column(1)
    QTest.mouseMove(canvas.viewport(), canvas.mapFromScene(column.x, column.ys[0]))
    assert Selection("bias", 1, column=0) in shown(panel)
    QTest.mouseMove(canvas.viewport(), QPoint(3, 200))
    assert not shown(panel)


def test_numbers_can_be_looked_at_closely_in_both_themes(panel: NetworkPanel, appearance: Appearance) -> None:
    panel.canvas.options.set_values("all")
    light = panel.canvas.grab().toImage()
    appearance.set_mode("dark")
    panel.canvas.zoom_by(2.0, QPointF(300, 200))
    assert panel.canvas.grab().toImage() != light
    appearance.set_mode("light")


def test_the_menu_chooses_and_follows(panel: NetworkPanel, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = ValuesMenu(panel.canvas.options, parent)
    assert isinstance(menu, QMenu)
    actions = {action.objectName(): action for action in menu.actions()}
    actions["values_all"].trigger()
    assert panel.canvas.options.values == "all"
    panel.canvas.options.set_values("hover")
    assert [name for name, action in actions.items() if action.isChecked()] == ["values_hover"]
    assert actions["values_none"].isEnabled()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.00"), (-0.456, "−0.46"), (9.996, "10.0"), (-99.96, "−100"), (-9999.4, "−9999"), (12345.0, "1e4"),
     (-1e300, "−1e300"), (float("nan"), "–"), (float("-inf"), "−∞")],
)  # fmt: skip
def test_a_number_has_at_most_six_signs(value: float, text: str) -> None:
    assert in_short(value) == text
    assert len(text) <= 6
