"""How the numbers of a layer lie, now and over time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from nnsim.engine.histograms import histogram
from nnsim.engine.parameters import blocks
from nnsim.engine.readings import BINS
from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.ui.plots.binned import Binned, bin_at, edges
from nnsim.ui.plots.spread_plot import SpreadPlot
from tests.ui.plots.course import train, wait_for_all


@pytest.fixture
def plot(qtbot, shown, session, appearance):
    made = shown(SpreadPlot(session, appearance), 330, 160)
    wait_for_all(qtbot, session)
    return made


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(plot, part):
    next(action for action in plot.chooser.menu().actions() if action.data() == part).trigger()


@given(st.lists(st.floats(-100, 100, allow_subnormal=False)), st.integers(0, 9))
def test_counts_on_a_wider_scale_are_those_of_its_own_bins(values, wider):
    exponent, counts = histogram(np.array(values))
    binned = Binned.of(exponent, counts)
    inside = [min(value, np.nextafter(2.0**exponent, 0.0)) for value in values if value]
    by_hand, _ = np.histogram(inside, edges(exponent + wider))
    assert binned.on(exponent + wider).tolist() == by_hand.tolist()
    assert binned.total == len(values)


def test_counts_cannot_be_taken_apart():
    with pytest.raises(ValueError, match="apart"):
        Binned(3, np.zeros(BINS), 0, 0).on(2)


def test_every_place_of_the_axis_has_a_bin():
    assert [bin_at(share) for share in (-0.1, 0.0, 0.5, 0.999, 1.0)] == [0, 0, BINS // 2, BINS - 1, BINS - 1]


def test_it_shows_the_last_hidden_layer_or_the_one_that_is_selected(plot, session):
    assert plot.layer_shown == 1
    assert plot.said() == "12 weights of Hidden 2"
    session.select(Selection("neuron", 0, 0, 1))
    assert plot.layer_shown == 0
    session.select(Selection("layer", 2))
    assert plot.said() == "3 weights of Output"
    session.select(Selection("layer", -1))
    assert plot.layer_shown == 0


def test_the_bars_count_the_weights_that_are_shown(plot, session):
    snapshot = session.snapshot
    weights = blocks(snapshot.network)[1].weights(snapshot.parameters)
    expected, _ = np.histogram(weights, edges(plot.scale.exponent))
    assert plot._now.on(plot.scale.exponent).tolist() == expected.tolist()


def test_zeros_are_told_in_words(qtbot, plot, session):
    session.set_weight(1, 0, 0, 0.0)
    wait_for_all(qtbot, session)
    assert plot.said() == "12 weights of Hidden 2  ·  8\u202f% exactly 0"
    assert plot.accessibleDescription() == plot.said()


def test_the_batch_is_named(qtbot, plot, session):
    choose(plot, "answers")
    assert plot.said().endswith("answers of Hidden 2, next batch")
    train(qtbot, session, 1)
    assert plot.said().endswith("answers of Hidden 2, last batch")
    choose(plot, "gradients")
    assert plot.said() == "15 gradients of Hidden 2, last batch"


def test_the_scale_only_grows_until_a_new_run(qtbot, plot, session):
    before = plot.scale.exponent
    session.set_weight(1, 0, 0, 30.0)
    wait_for_all(qtbot, session)
    assert plot.scale.exponent == 5
    session.set_weight(1, 0, 0, 0.1)
    wait_for_all(qtbot, session)
    assert plot.scale.exponent == 5
    session.reset()
    wait_for_all(qtbot, session)
    assert plot.scale.exponent == before


def test_earlier_moments_are_shown_on_demand_up_to_the_newest(qtbot, plot, session):
    train(qtbot, session)
    assert not plot._before
    click(plot.time_chip)
    assert plot.over_time
    wait_for_all(qtbot, session)
    at = [known for known, _, _ in plot._before]
    assert len(at) >= 3
    assert at == sorted(at)
    assert at[-1] == session.hindsight.rows("histograms").at[-1]
    assert not plot.grab().isNull()
    click(plot.time_chip)
    assert not plot._before


def test_a_click_on_a_ridge_goes_to_its_moment(qtbot, plot, session):
    train(qtbot, session)
    click(plot.time_chip)
    wait_for_all(qtbot, session)
    y = plot._ridges().base(1)
    at = plot._before[1][0]
    before = plot.grab().toImage()
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(150, round(y) - 1))
    wait_for_all(qtbot, session)
    assert session.track.shown[0] == at
    assert plot.grab().toImage() != before


def test_what_a_bin_holds_is_read_under_the_hand(plot):
    before = plot.grab().toImage()
    QTest.mouseMove(plot, plot._area().center().toPoint() + QPoint(5, 0))
    assert plot.grab().toImage() != before
    assert plot.tip_at(QPointF(5, 30)).endswith("The weights of the links that lead into the layer.")


def test_a_layer_without_biases_says_so(qtbot, plot, session):
    choose(plot, "biases")
    session.apply(edits.set_bias, 1, False)
    wait_for_all(qtbot, session)
    assert plot.said() == "Hidden 2 has none."
    assert not plot.grab().isNull()


def test_nothing_is_computed_out_of_sight(qtbot, plot, session):
    click(plot.time_chip)
    plot.hide()
    train(qtbot, session, 2)
    assert session.snapshot.histograms is None
    assert len(session.hindsight.rows("histograms")) == 0


def test_an_edit_of_layers_amid_the_course_is_drawn(qtbot, plot, session):
    click(plot.time_chip)
    train(qtbot, session, 2)
    session.apply(edits.add_layer, 2)
    train(qtbot, session, 2)
    assert plot.layer_shown == 2
    assert not plot.grab().isNull()


def test_the_keyboard_reads_bins_and_ridges_and_goes_there(qtbot, plot, session):
    train(qtbot, session)
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.accessibleDescription().split("; ")[-1].endswith(" of 12")
    click(plot.time_chip)
    wait_for_all(qtbot, session)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(plot, key)
    at = plot._before[plot._looked[0]][0]
    assert "epoch" in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_Return)
    wait_for_all(qtbot, session)
    assert session.track.shown[0] == at


@pytest.mark.parametrize("exponent", range(-12, 16))
def test_the_axis_has_short_numbers_of_both_signs(exponent):
    ticks = SpreadPlot._across_ticks(2.0**exponent)
    values = [value for value, _ in ticks]
    assert 0.0 in values
    assert min(values) == -max(values) < 0.0
    assert 3 <= len(values) <= 5
    for value in values:
        assert float(f"{value:.2g}") == value, "two digits at the most"
