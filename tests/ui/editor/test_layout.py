"""The network's geometry: everything inside, nothing over another, and links where they are drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPainterPathStroker, QPen

from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.session.selection import Selection
from nnsim.ui.editor.layout import Arrangement, arrange, link_at, neuron_at
from nnsim.ui.editor.links_item import curve
from nnsim.ui.editor.walk import outwards, walk
from nnsim.ui.network_sizes import NetworkSize

SIZES = [(2, 4, 2, 1), (2, 8, 8, 1), (2, 8, 8, 8, 8, 8, 8, 1), (4, 8, 3), (13, 8, 3), (64, 32, 10), (784, 128, 64, 10)]
ROOMS = [(816, 480), (560, 290)]


def network(sizes: tuple[int, ...]) -> NetworkSpec:
    return NetworkSpec(sizes[0], tuple(LayerSpec(size) for size in sizes[1:]))


def check_laws(arrangement: Arrangement, width: float, height: float) -> None:
    for column in arrangement.columns:
        assert column.left >= 0
        assert column.right <= width
        assert column.top >= NetworkSize.NETWORK_HEAD - 1
        assert column.bottom <= height - NetworkSize.NETWORK_FOOT + 1
        assert all(lower - upper >= 2 * column.half_height for upper, lower in pairwise(column.ys))
    assert all(left.right < right.left for left, right in pairwise(arrangement.columns))


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("room", ROOMS)
def test_everything_lies_inside_and_nothing_over_another(sizes: tuple[int, ...], room: tuple[int, int]) -> None:
    check_laws(arrange(network(sizes), *room), *room)


@given(st.lists(st.integers(1, 40), min_size=2, max_size=8), st.integers(560, 1600), st.integers(290, 1000))
def test_the_laws_hold_for_any_network_in_any_room(sizes: list[int], width: int, height: int) -> None:
    check_laws(arrange(network(tuple(sizes)), width, height), width, height)


def test_a_layer_of_more_than_sixteen_is_folded_and_thirteen_inputs_are_not() -> None:
    assert [column.folded for column in arrange(network((64, 16, 17, 10)), 816, 480).columns] == [
        True,
        False,
        True,
        False,
    ]
    assert not arrange(network((13, 8, 3)), 560, 290).columns[0].folded


def test_there_are_inserts_only_where_there_is_room_for_them() -> None:
    assert arrange(network((2, 8, 8, 1)), 816, 480).roomy
    crowded = arrange(network((2, 8, 8, 8, 8, 8, 8, 1)), 816, 480)
    assert crowded.sizable
    assert not crowded.roomy


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.75, 0.9])
def test_a_point_on_a_curve_hits_its_link(qapp: object, share: float) -> None:
    arrangement = arrange(network((2, 3, 1)), 816, 480)
    left, right = arrangement.columns[:2]
    band = QPainterPathStroker(QPen(QColor(), 2.0))
    for row, start in enumerate(left.ys):
        for column, end in enumerate(right.ys):
            at = curve(left.right, start, right.left, end).pointAtPercent(share)
            found = link_at(arrangement, at.x(), at.y(), reach=0.5)
            assert found is not None
            hit = curve(left.right, left.ys[found.row], right.left, right.ys[found.column])
            assert band.createStroke(hit).contains(at)
            if share == 0.75 and row == 0:
                assert found == Selection("link", 0, row, column)


def test_a_link_is_hit_within_six_pixels_and_not_beyond() -> None:
    arrangement = arrange(network((1, 1)), 816, 480)
    left, right = arrangement.columns
    middle = (left.x + right.x) / 2
    assert link_at(arrangement, middle, left.ys[0] + 5.9) == Selection("link", 0, 0, 0)
    assert link_at(arrangement, middle, left.ys[0] + 6.1) is None


def test_neurons_and_their_biases_are_told_apart() -> None:
    arrangement = arrange(network((2, 3, 1)), 816, 480)
    hidden = arrangement.columns[1]
    assert neuron_at(arrangement, hidden.x, hidden.ys[2]) == Selection("neuron", 0, column=2)
    corner = hidden.left, hidden.ys[1] + hidden.half_height
    assert neuron_at(arrangement, *corner) == Selection("bias", 0, column=1)
    assert neuron_at(arrangement, hidden.x + 100, hidden.ys[2]) is None


def test_inputs_have_no_bias_to_hit() -> None:
    arrangement = arrange(network((2, 1)), 816, 480)
    inputs = arrangement.columns[0]
    assert neuron_at(arrangement, inputs.left, inputs.ys[0] + inputs.half_height) == Selection("neuron", -1, column=0)


def test_arrows_walk_from_neuron_to_neuron_and_stop_at_the_ends() -> None:
    arrangement = arrange(network((2, 3, 1)), 816, 480)
    at = walk(arrangement, Selection(), "right")
    assert at == Selection("neuron", 0, column=0)
    assert walk(arrangement, at, "up") == at
    assert walk(arrangement, at, "down") == Selection("neuron", 0, column=1)
    assert walk(arrangement, at, "right") == Selection("neuron", 1, column=0)
    assert walk(arrangement, at, "left") == Selection("neuron", -1, column=0)
    assert walk(arrangement, Selection("neuron", -1, column=0), "left") == Selection("neuron", -1, column=0)


def test_arrows_walk_along_the_links_into_a_neuron() -> None:
    arrangement = arrange(network((2, 3, 1)), 816, 480)
    link = Selection("link", 0, 0, 2)
    assert walk(arrangement, link, "down") == Selection("link", 0, 1, 2)
    assert walk(arrangement, link, "left") == Selection("neuron", -1, column=0)
    assert walk(arrangement, link, "right") == Selection("neuron", 0, column=2)


def test_outwards_leads_from_link_to_neuron_to_layer_to_nothing() -> None:
    way = [Selection("link", 0, 1, 2)]
    for _ in range(3):
        way.append(outwards(way[-1]))
    assert [part.kind for part in way] == ["link", "neuron", "layer", "none"]
