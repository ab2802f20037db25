"""Predicted numbers against true ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF

from nnsim.data.dataset import Dataset
from nnsim.ui.plots.fit_plot import FitPlot, nearest
from nnsim.ui.theme import LIGHT


def numbers(n=40, n_targets=1):
    targets = np.repeat(np.arange(float(n))[:, None], n_targets, axis=1) * (1 + np.arange(n_targets))
    names = ("price in €", "weight in kg")[:n_targets]
    return Dataset("numbers", np.zeros((n, 5)), tuple("abcde"), targets, names)


@pytest.fixture
def session(facts):
    return facts.still(numbers(), fit=facts.fit())


@pytest.fixture
def plot(shown, session, appearance):
    return shown(FitPlot(session, appearance), 298, 298)


def colour_at(plot, true, predicted):
    x, y = plot.axes.across(np.array(true)), plot.axes.down(np.array(predicted))
    return plot.grab().toImage().pixelColor(round(float(x)), round(float(y))).name().upper()


def test_the_axes_are_equal_and_named_in_the_words_of_the_target(plot):
    axes = plot.axes
    assert (axes.x.low, axes.x.high) == (axes.y.low, axes.y.high) == (0.0, 40.0)
    assert (axes.x.name, axes.y.name) == ("true price in €", "predicted price in €")
    assert axes.area.width() == axes.area.height()
    assert plot.rect().contains(axes.area.toRect())
    assert plot.accessibleDescription() == "20 points of training and 20 of test; both axes from 0 to 40."


def test_training_is_filled_and_test_is_hollow(plot, session, facts):
    session.take(fit=facts.fit(error=-5.0))
    assert colour_at(plot, 20.0, 15.0) == LIGHT.accent
    assert colour_at(plot, 21.0, 16.0) == LIGHT.surface


def test_the_diagonal_is_there_before_the_points(qtbot, facts, appearance):
    plot = FitPlot(facts.still(numbers()), appearance)
    qtbot.addWidget(plot)
    plot.resize(298, 298)
    plot.show()
    assert {colour_at(plot, 19.0 + shift, 19.0) for shift in (-0.2, 0.0, 0.2)} != {LIGHT.surface}
    assert plot.accessibleDescription() == "Not computed yet."


def test_the_scale_grows_with_the_predictions_and_does_not_shrink_within_a_run(plot, session, facts):
    session.take(fit=facts.fit(error=100.0))
    grown = (plot.axes.x.low, plot.axes.x.high)
    assert grown == (plot.axes.y.low, plot.axes.y.high)
    assert grown[1] >= 139
    session.take(fit=facts.fit(error=0.0))
    assert (plot.axes.x.low, plot.axes.x.high) == grown
    session.take(run_id=2)
    assert (plot.axes.x.low, plot.axes.x.high) == (0.0, 40.0)


def test_the_point_under_the_hand_tells_both_numbers(qtbot, plot, facts):
    before = plot.grab().toImage()
    x, y = float(plot.axes.across(np.array(20.0))), float(plot.axes.down(np.array(20.5)))
    qtbot.mouseMove(plot, QPoint(round(x), round(y)))
    assert plot.grab().toImage() != before
    assert plot.lines_under(QPointF(x, y)) == ["training sample", "true 20", "predicted 20.5"]
    x, y = float(plot.axes.across(np.array(21.0))), float(plot.axes.down(np.array(21.5)))
    assert plot.lines_under(QPointF(x, y)) == ["test sample", "true 21", "predicted 21.5"]
    assert plot.lines_under(plot.axes.area.topLeft()) == []


def test_the_nearest_point_counts_only_if_it_is_near():
    places = np.array([[0.0, 0.0], [10.0, 0.0], [np.nan, 3.0]])
    assert nearest(places, QPointF(9, 1)) == 1
    assert nearest(places, QPointF(90, 1)) is None
    assert nearest(np.empty((0, 2)), QPointF(0, 0)) is None


@pytest.mark.parametrize("error", [np.nan, np.inf, 1e300, -1e308])
def test_any_prediction_can_be_drawn(qtbot, plot, session, facts, error):
    session.take(fit=facts.fit(error=error))
    qtbot.mouseMove(plot, QPoint(100, 100))
    assert not plot.grab().isNull()


def test_one_sample_and_none_can_be_drawn(qtbot, facts, appearance):
    empty = np.empty(0, int)
    session = facts.still(numbers(1))
    one = facts.fit(1)
    for fit in (one, replace(one, train_rows=empty, train_true=one.test_true, train_predicted=one.test_true)):
        session.take(fit=fit)
        plot = FitPlot(session, appearance)
        qtbot.addWidget(plot)
        plot.show()
        assert not plot.grab().isNull()


def test_another_target_has_an_axis_of_its_own(qtbot, facts, appearance):
    plot = FitPlot(facts.still(numbers(n_targets=2), fit=facts.fit(n_targets=2)), appearance)
    qtbot.addWidget(plot)
    plot.show_target(1)
    assert plot.axes.x.name == "true weight in kg"
    assert plot.axes.x.high >= 78


def test_other_data_with_fewer_targets_begin_with_the_first(plot, session, facts):
    session.prepared = facts.data(numbers(n_targets=2))
    session.take(run_id=2, fit=facts.fit(n_targets=2))
    plot.show_target(1)
    session.prepared = facts.data(numbers())
    session.take(run_id=3, fit=None)
    assert plot.target == 0
    assert not plot.grab().isNull()


def test_the_fit_is_computed_only_while_it_is_in_sight(plot, session):
    assert session.wanted == {"fit_plot": ("fit",)}
    plot.hide()
    assert session.wanted == {"fit_plot": ()}


def test_the_theme_recolours_the_points(plot, appearance):
    light = plot.grab().toImage()
    appearance.set_mode("dark")
    assert plot.grab().toImage() != light
    appearance.set_mode("light")
    assert plot.grab().toImage() == light
