"""The gradient of each layer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.ui.curves.gradient_panel import GradientPanel
from nnsim.ui.plots.gradient_plot import GradientPlot
from nnsim.ui.plots.unit_health import short


@pytest.fixture
def session(facts):
    return facts.still()


@pytest.fixture
def plot(shown, session, appearance):
    return shown(GradientPlot(session, appearance), 323, 150)


def bar_height(plot, layer):
    image, accent = plot.grab().toImage(), plot.theme.colour("accent")
    left, width = plot._area().left(), plot._area().width() / 2
    x = round((left + (layer + 0.5) * width) * image.devicePixelRatio())
    return sum(image.pixelColor(x, y) == accent for y in range(image.height()))


def test_the_axis_never_follows_the_numbers(plot, session, facts):
    session.take(health=facts.health(1e-3, 1e-3))
    tall = bar_height(plot, 0)
    session.take(health=facts.health(1e-6, 1e-6))
    assert 0 < bar_height(plot, 0) < tall / 2


def test_a_gradient_of_zero_has_no_bar_and_a_huge_one_ends_at_the_top(plot, session, facts):
    session.take(health=facts.health(0.0, 1e300))
    assert bar_height(plot, 0) == 0
    assert bar_height(plot, 1) > 50
    assert "gradient norm 0" in plot.accessibleDescription()


def test_what_is_not_a_number_is_drawn_as_nothing(plot, session, facts):
    session.take(health=facts.health(np.nan, np.inf))
    assert bar_height(plot, 0) == 0
    assert not plot.grab().isNull()


def test_before_the_first_step_it_says_what_will_appear(plot):
    assert plot.norms == ()
    assert plot.accessibleDescription() == "Nothing learnt yet."
    assert not plot.grab().isNull()


def test_gradients_are_computed_only_while_they_are_in_sight(plot, session):
    assert session.wanted == {"gradient_plot": ("health",)}
    plot.hide()
    assert session.wanted == {"gradient_plot": ()}


def test_many_layers_still_fit(plot, session, facts):
    network = NetworkSpec(2, tuple(LayerSpec(2) for _ in range(60)))
    session.take(network=network, health=facts.health(*np.geomspace(1e-12, 1e4, 60)))
    assert not plot.grab().isNull()


def test_the_tooltip_names_layer_and_numbers(plot, session, facts):
    session.take(health=facts.health(3e-4, 2.0))
    assert "Input → Hidden 1\ngradient norm 3e−4" in plot.tip_at(QPointF(60, 60))
    assert "1e−3" in plot.tip_at(QPointF(60, 132))


def with_units(health, dead, saturated):
    return replace(health, dead=np.array(dead), saturated=np.array(saturated), mean=np.zeros(2), spread=np.ones(2))


def test_dead_and_saturated_neurons_are_counted_and_explained(plot, session, facts):
    session.take(health=with_units(facts.health(1.0, 1.0), [1 / 3, np.nan], [0.25, np.nan]))
    assert plot.accessibleDescription().endswith("dead 1 of 3  ·  saturated 25\u202f%")
    assert "Dead" in plot.tip_at(QPointF(60, 146))
    assert "Saturated" in plot.tip_at(QPointF(60, 146))
    assert "dead 1 of 3" in plot.tip_at(QPointF(60, 60))
    assert "dead" not in plot.tip_at(QPointF(280, 60))  # the output layer has no slope to look at


def test_layers_of_all_sizes_count_as_much_as_they_have_neurons(plot, session, facts):
    network = NetworkSpec(2, (LayerSpec(9), LayerSpec(1)))
    session.take(network=network, health=with_units(facts.health(1.0, 1.0), [0.0, 1.0], [0.0, 1.0]))
    assert plot.accessibleDescription().endswith("dead 1 of 10  ·  saturated 10\u202f%")


def test_a_few_saturated_answers_are_not_none(plot, session, facts):
    session.take(health=with_units(facts.health(1.0, 1.0), [0.0, np.nan], [0.001, np.nan]))
    assert "saturated <1" in plot.accessibleDescription()


def test_layers_without_weights_have_no_bar(plot, session, facts):
    pooling = LayerSpec(0, Choice("identity"), bias=False, kind="max_pool2d", kernel=2, stride=2)
    flat = LayerSpec(0, Choice("identity"), bias=False, kind="flatten")
    network = NetworkSpec(16, (LayerSpec(2, kind="conv2d", kernel=1), pooling, flat, LayerSpec(1)), picture=(1, 4, 4))
    session.take(network=network, health=facts.health(1.0, 0.0, 0.0, 2.0))
    assert plot.norms == (1.0, 2.0)
    assert "Hidden 3 → Output\ngradient norm 2" in plot.tip_at(QPointF(280, 60))
    assert not plot.grab().isNull()


def test_the_theme_recolours_the_bars(plot, session, appearance, facts):
    session.take(health=facts.health(1.0, 1.0))
    appearance.set_mode("dark")
    assert bar_height(plot, 0) > 0
    appearance.set_mode("light")


def test_its_card_says_what_is_measured_and_of_which_batch(qtbot, session, appearance, facts):
    panel = GradientPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.resize(600, 214)
    assert panel.header.note.full_text() == "norm per layer, log"
    panel.show()
    session.take(health=replace(facts.health(1.0, 1.0), ahead=True))
    assert panel.header.note.full_text() == "norm per layer, log  ·  next batch"
    assert "of the batch that comes next" in panel.plot.tip_at(QPointF(60, 60))
    session.take(health=facts.health(1.0, 1.0))
    assert panel.header.note.full_text() == "norm per layer, log  ·  last batch"
    assert "of the last batch, before its update" in panel.plot.tip_at(QPointF(60, 60))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (3e-4, "3e−4"),
        (0.25, "0.25"),
        (12, "12"),
        (99.4, "99"),
        (99.7, "100"),
        (5e8, "5e8"),
        (float("inf"), "∞"),
    ],
)
def test_norms_are_written_in_one_or_two_digits(value, text):
    assert short(value) == text


def test_a_frozen_layer_says_so_instead_of_a_gradient_of_zero(plot, session, facts):
    session.take(health=facts.health(0.0, 1e-3))
    with_zero = plot.grab().toImage()
    layers = (LayerSpec(3, frozen=True), LayerSpec(1, Choice("sigmoid")))
    session.take(network=NetworkSpec(2, layers))
    assert plot.grab().toImage() != with_zero
    assert (
        plot.accessibleDescription()
        == "Input → Hidden 1: frozen, so it has no gradient; Hidden 1 → Output: gradient norm 1e−3"
    )
    assert "The layer is frozen" in plot.tip_at(QPointF(60, 60))
    assert "gradient norm" not in plot.tip_at(QPointF(60, 60))
    assert "gradient norm" in plot.tip_at(QPointF(260, 60))
    session.take(network=NetworkSpec(2, (LayerSpec(3), layers[1])))
    assert plot.grab().toImage() == with_zero


def test_many_frozen_layers_still_fit(plot, session, facts):
    network = NetworkSpec(2, tuple(LayerSpec(2, frozen=True) for _ in range(60)))
    session.take(network=network, health=facts.health(*[0.0] * 60))
    assert not plot.grab().isNull()


def test_a_diamond_stands_at_the_update_of_each_layer_on_the_same_axis(plot, session, facts):
    session.take(health=replace(facts.health(1.0, 1.0), update_ratio=np.array([1e-3, 1e-3])))
    near = plot.grab().toImage()
    session.take(health=replace(facts.health(1.0, 1.0), update_ratio=np.array([1e-3, 1e-1])))
    far = plot.grab().toImage()
    changed = [y for y in range(near.height()) for x in range(near.width()) if near.pixel(x, y) != far.pixel(x, y)]
    area = plot._area()
    assert min(changed) < area.bottom() - plot._height(area, 1e-2)


def test_before_a_step_nothing_has_been_moved(plot, session, facts):
    session.take(health=replace(facts.health(1.0, 1.0), ahead=True))
    assert "update / weight –" in plot.tip_at(QPointF(60, 60))


def test_what_is_wrong_is_said_below_and_to_a_screen_reader(plot, session, facts):
    session.take(health=with_units(facts.health(1e-6, 1.0), [0.0, np.nan], [0.0, np.nan]))
    assert "smaller gradient in Hidden 1" in plot.accessibleDescription()
    assert plot.tip_at(QPointF(60, 146)).startswith("1,000,000 times smaller gradient in Hidden 1")
    with_fault = plot.grab().toImage()
    session.take(health=with_units(facts.health(1.0, 1.0), [0.0, np.nan], [0.0, np.nan]))
    assert "hardly" not in plot.accessibleDescription()
    assert plot.grab().toImage() != with_fault


def test_in_a_run_a_sentence_stays_until_it_could_be_read_and_tells_the_numbers_of_the_bars(plot, session, facts):
    def take(norm):
        health = with_units(facts.health(norm, 1.0), [0.0, np.nan], [0.0, np.nan])
        session.take(health=replace(health, update_ratio=np.array([1e-6, 1e-3])))

    session.run_state = "running"
    take(1e-6)
    assert "1,000,000 times smaller gradient" in plot.accessibleDescription()
    take(0.025)
    assert "40 times smaller gradient" in plot.accessibleDescription(), "too little to begin with it, but it is read"
    take(0.5)
    assert "smaller gradient" not in plot.accessibleDescription(), "the bars would deny it"
    take(1e-6)
    assert "smaller gradient" not in plot.accessibleDescription(), "it does not flash"
    session.run_state = "paused"
    take(0.025)
    assert "smaller gradient" not in plot.accessibleDescription()
    take(1e-6)
    assert "1,000,000 times smaller gradient" in plot.accessibleDescription()


@pytest.mark.parametrize("height", [107, 150, 176])
def test_all_that_is_drawn_is_named_at_every_usual_size(plot, session, facts, height):
    plot.resize(294, height)
    session.take(health=facts.health(1.0, 1.0))
    named = {name for line in plot._key() for _, name in line}
    assert named == {"gradient norm, last batch", "update / weight", "healthy: 1e−3", "dead", "saturated"}
    session.take(health=replace(facts.health(1.0, 1.0), ahead=True))
    assert "gradient norm, next batch" in {name for line in plot._key() for _, name in line}


@pytest.mark.parametrize("norm", np.geomspace(1e-5, 1e-1, 41).tolist())
def test_the_guide_strikes_out_no_number(plot, norm):
    area, ascent = plot._area(), 9.0
    guide, base = area.bottom() - plot._height(area, 1e-3), plot._base(area, norm, ascent)
    assert not base - ascent < guide < base
    assert base <= area.bottom() - plot._height(area, norm)
