"""How far off each prediction is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF

from nnsim.data.dataset import Dataset
from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.snapshot import Residuals
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.ui.plots.residual_plot import ResidualPlot
from nnsim.ui.widgets.numbers import format_number


def numbers(n=40):
    return Dataset("numbers", np.zeros((n, 5)), tuple("abcde"), np.arange(float(n))[:, None], ("price",))


def spread(facts, errors):
    """Predictions that are too large by so much, one after another."""
    exact = facts.fit(error=0.0)
    errors = np.resize(errors, (40, 1))
    return replace(
        exact,
        train_predicted=exact.train_true + errors[exact.train_rows],
        test_predicted=exact.test_true + errors[exact.test_rows],
    )


def seen(fit):
    """Points, and the residuals of the same samples."""
    return {
        "fit": fit,
        "residuals": Residuals(fit.train_true - fit.train_predicted, fit.test_true - fit.test_predicted),
    }


@pytest.fixture
def session(facts):
    return facts.still(numbers(), **seen(facts.fit(error=0.5)))


@pytest.fixture
def plot(shown, session, appearance):
    return shown(ResidualPlot(session, appearance), 298, 298)


def test_the_upright_axis_is_what_is_true_less_what_is_predicted(plot):
    axes = plot.axes
    assert (axes.x.name, axes.y.name) == ("predicted price", "true − predicted price")
    assert axes.y.low == -axes.y.high
    assert axes.y.high >= 0.5
    place = plot._places(axes, plot._fit)[4]
    assert axes.value_at(QPointF(*place.tolist())) == pytest.approx((8.5, -0.5))


def test_the_bars_are_numpys_histogram_of_the_residuals(plot, session, facts):
    fit = spread(facts, [0.1, -0.3, 0.7, 1.0, 0.0, -0.9, 0.45])
    session.take(**seen(fit))
    axis = plot.axes.y
    for shares, true, predicted in zip(
        plot.shares, (fit.train_true, fit.test_true), (fit.train_predicted, fit.test_predicted), strict=True
    ):
        counts, edges = np.histogram(true - predicted, 20, (axis.low, axis.high))
        assert shares == pytest.approx(counts / 20)
        assert shares.sum() == pytest.approx(1.0)
        assert 0.0 in edges


def test_scales_grow_and_do_not_shrink_within_a_run(plot, session, facts):
    session.take(**seen(spread(facts, [0.1, -0.3, 0.7, 1.0, -0.9])))
    first = plot.axes.y.high
    session.take(**seen(facts.fit(error=30.0)))
    grown = plot.axes.y.high
    assert grown >= 30.0 > first
    assert plot.longest == 1.0
    session.take(**seen(spread(facts, np.linspace(-1, 1, 40))))
    assert (plot.axes.y.high, plot.longest) == (grown, 1.0)
    session.take(run_id=2, **seen(spread(facts, np.linspace(-1, 1, 40))))
    assert plot.axes.y.high <= 2.0
    assert plot.longest < 1.0


def test_the_point_under_the_hand_tells_how_far_off_it_is(qtbot, plot):
    before = plot.grab().toImage()
    place = plot._places(plot.axes, plot._fit)[10]
    qtbot.mouseMove(plot, QPoint(*np.rint(place).astype(int).tolist()))
    assert plot.grab().toImage() != before
    told = plot.lines_under(QPointF(*place.tolist()))
    assert told == ["training sample 21", "true 20", "predicted 20.5", "off by −0.5"]


def test_a_bar_tells_its_share_of_both(plot, session, facts):
    session.take(**seen(facts.fit(error=0.5)))
    bars = plot.bars
    y = float(plot.axes.down(np.array(-0.5)))
    told = plot.tip_at(QPointF(bars.center().x(), y + 1))
    assert told.endswith(": 100 % of the training samples, 100 % of the test samples")
    assert plot.tip_at(QPointF(1.0, 1.0)).startswith("Residuals: what is true less what is predicted")


@pytest.mark.parametrize("error", [np.nan, np.inf, 1e300, -1e308, 0.0])
def test_any_prediction_can_be_drawn(qtbot, plot, session, facts, error):
    session.take(**seen(facts.fit(error=error)))
    qtbot.mouseMove(plot, QPoint(100, 100))
    assert not plot.grab().isNull()


def test_it_is_computed_only_while_it_is_in_sight(plot, session):
    assert session.wanted == {"residual_plot": ("fit", "residuals")}
    plot.hide()
    assert session.wanted == {"residual_plot": ()}


def test_what_is_said_of_very_many_samples_is_of_all_of_them(plot, session):
    """The points are some of them."""
    data = DataSpec(ToySource("sine", 5000, 0.3), test_fraction=0.3)
    run = Run(new_project("sine", data, (3,), training=TrainSpec(loss=Choice("mse"))))
    snapshot = run.snapshot(("fit", "residuals"))
    off = (run.prepared.dataset.targets - run.predict(run.prepared.dataset.inputs))[:, 0]
    train, test = off[run.prepared.train_rows], off[run.prepared.test_rows]
    session.prepared = run.prepared
    session.take(run_id=2, fit=snapshot.fit, residuals=snapshot.residuals)
    assert len(snapshot.fit.train_rows) < len(train)
    worst = (format_number(np.abs(part).max()) for part in (train, test))
    assert plot.accessibleDescription() == "Training: off by {} at the most; test: by {}.".format(*worst)
    axis = plot.axes.y
    assert axis.high >= np.abs(off).max()
    for shares, part in zip(plot.shares, (train, test), strict=True):
        assert shares == pytest.approx(np.histogram(part, 20, (axis.low, axis.high))[0] / len(part))


def test_without_test_samples_nothing_is_said_of_them(plot, session, facts):
    fit = facts.fit(error=0.5)
    nothing = np.empty((0, 1))
    session.take(
        fit=replace(fit, test_rows=np.empty(0, int), test_true=nothing, test_predicted=nothing),
        residuals=Residuals(fit.train_true - fit.train_predicted, nothing),
    )
    assert plot.accessibleDescription() == "Training: off by 0.5 at the most."
    told = plot.tip_at(QPointF(plot.bars.center().x(), float(plot.axes.down(np.array(-0.5))) + 1))
    assert told.endswith(": 100 % of the training samples")
