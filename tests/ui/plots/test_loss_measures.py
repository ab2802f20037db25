"""Measures that no epoch records, found out from the moments of the time line."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.spec import DataSpec, ToySource
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.plots.loss_plot import LossPlot
from nnsim.ui.plots.measures import measures


def train(qtbot, session, epochs):
    for _ in range(epochs):
        session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch == epochs, timeout=20_000)


@pytest.fixture
def sine(qapp):
    made = Session(new_project("sine", DataSpec(ToySource("sine", 60, 0.0, 0)), (3,)))
    yield made
    assert made.close()


def known(qtbot, session, plot):
    """All that can be known, drawn."""
    qtbot.waitUntil(lambda: not session.hindsight.has_more(), timeout=20_000)
    qtbot.waitUntil(lambda: plot.curves()[0].x[-1:].tolist() == [session.snapshot.epoch], timeout=20_000)
    return plot.curves()


def test_what_every_epoch_records_is_no_work_afterwards(qtbot, session, appearance, shown):
    plot = shown(LossPlot(session, appearance), 400, 160)
    for name in ("loss", "accuracy"):
        plot.show_measure(name)
        assert not session.hindsight.has_more()
    plot.show_measure("f1")
    assert session.hindsight.has_more()
    plot.hide()
    assert not session.hindsight.has_more()


@pytest.mark.parametrize("name", ["balanced_accuracy", "precision", "recall", "f1", "auc"])
def test_measures_of_classes_are_those_of_the_run(qtbot, session, appearance, shown, name):
    plot = shown(LossPlot(session, appearance), 400, 160)
    plot.show_measure(name)
    train(qtbot, session, 4)
    train_curve, test_curve = known(qtbot, session, plot)
    results = session._run.results()
    assert train_curve.x[0] == 0
    assert train_curve.y[-1] == pytest.approx(results["train"][name])
    assert test_curve.y[-1] == pytest.approx(results["test"][name])
    assert plot.measure.name == name
    assert not plot.log
    assert not plot.grab().isNull()


def test_a_score_below_0_has_a_place_on_the_axis(qtbot, sine, appearance, shown):
    plot = shown(LossPlot(sine, appearance), 400, 160)
    plot.show_measure("r2")
    train(qtbot, sine, 2)
    train_curve, test_curve = known(qtbot, sine, plot)
    lowest = min(np.nanmin(train_curve.y), np.nanmin(test_curve.y))
    assert plot.axes.y.low <= min(lowest, 0.0)
    assert plot.axes.y.high >= 1.0


def test_other_data_without_this_measure_show_the_loss(qtbot, session, appearance, shown):
    plot = shown(LossPlot(session, appearance), 400, 160)
    plot.show_measure("f1")
    session.new(new_project("sine", DataSpec(ToySource("sine", 60, 0.0, 0)), (3,)))
    assert plot.measure.name == "loss"
    assert not session.hindsight.has_more()
    assert not plot.grab().isNull()


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_measures_are_called_as_in_the_results_and_explained(session, sine, task):
    run = (session if task == "classification" else sine)._run
    assert [one.name for one in measures(task)] == list(run.results()["train"])
    assert all(len(one.tip) > 20 for one in measures(task))


def test_the_readout_says_at_how_many_moments_it_is_known(qtbot, session, appearance, shown, monkeypatch):
    said = []
    monkeypatch.setattr("nnsim.ui.plots.loss_plot.readout", lambda *call: said.append(call[-1]))
    plot = shown(LossPlot(session, appearance), 400, 160)
    plot.show_measure("auc")
    train(qtbot, session, 3)
    known(qtbot, session, plot)
    plot._hover = 0
    plot.grab()
    assert said[-1][-1] == f"known at {len(plot.curves()[0])} moments"
