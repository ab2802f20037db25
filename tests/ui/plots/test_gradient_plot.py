"""The gradient of each layer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.ui.curves.gradient_panel import GradientPanel
from nnsim.ui.plots.gradient_plot import GradientPlot, short


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
    assert "1e−3" in plot.tip_at(QPointF(60, 148))


def test_the_theme_recolours_the_bars(plot, session, appearance, facts):
    session.take(health=facts.health(1.0, 1.0))
    appearance.set_mode("dark")
    assert bar_height(plot, 0) > 0
    appearance.set_mode("light")


def test_its_card_says_what_is_measured_and_of_which_batch(qtbot, session, appearance, facts):
    panel = GradientPanel(session, appearance)
    qtbot.addWidget(panel)
    assert panel.header.note.full_text() == "norm per layer, log"
    panel.show()
    session.take(health=replace(facts.health(1.0, 1.0), ahead=True))
    assert panel.header.note.full_text() == "norm per layer, log  ·  next batch"
    assert "of the batch that comes next" in panel.plot.tip_at(QPointF(60, 60))
    session.take(health=facts.health(1.0, 1.0))
    assert panel.header.note.full_text() == "norm per layer, log  ·  last batch"
    assert "of the last batch, before its update" in panel.plot.tip_at(QPointF(60, 60))


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (3e-4, "3e−4"), (0.25, "0.25"), (12, "12"), (5e8, "5e8"), (float("inf"), "∞")]
)
def test_norms_are_written_in_one_or_two_digits(value, text):
    assert short(value) == text
