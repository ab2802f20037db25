"""One input: samples and prediction."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.dataset import Dataset
from nnsim.engine.snapshot import LineResponse, Mistakes, SampleView
from nnsim.ui.plots.curve_plot import CurvePlot


def made(qtbot, session, appearance):
    plot = CurvePlot(session, appearance)
    qtbot.addWidget(plot)
    plot.resize(298, 200)
    plot.show()
    return plot


def line(n_outputs=1, height=0.5):
    return LineResponse(np.linspace(-3, 3, 50), np.full((50, n_outputs), height))


@pytest.mark.parametrize("classes", [(), ("no", "yes"), ("a", "b", "c")], ids=len)
@pytest.mark.parametrize("height", [0.5, np.nan, np.inf, 1e300, -1e300])
def test_any_prediction_can_be_drawn(qtbot, facts, appearance, classes, height):
    session = facts.still(facts.points(1, classes))
    plot = made(qtbot, session, appearance)
    empty = plot.grab().toImage()
    session.take(line=line(max(len(classes), 1), height))
    after = plot.grab().toImage()
    assert (after != empty) == (height == 0.5)


def test_the_heights_hold_the_curve_and_do_not_shrink_with_it(qtbot, facts, appearance):
    session = facts.still(facts.points(1, ()))
    plot = made(qtbot, session, appearance)
    calm = plot.axes.y
    session.take(line=line(height=6.0))
    grown = plot.axes.y
    assert grown.low == calm.low
    assert grown.high > 6.0
    session.take(line=line(height=0.5))
    assert plot.axes.y == grown
    session.take(run_id=2)
    assert plot.axes.y == calm


def test_the_heights_follow_a_steep_curve_no_further_than_five_times_the_samples(qtbot, facts, appearance):
    session = facts.still(facts.points(1, ()))
    plot = made(qtbot, session, appearance)
    calm = plot.axes.y
    session.take(line=LineResponse(np.linspace(-3, 3, 500), np.linspace(-3000, 3000, 500)[:, None]))
    assert plot.axes.y.high - plot.axes.y.low == pytest.approx(5 * (calm.high - calm.low))


def test_one_sample_has_room_around_it(qtbot, facts, appearance):
    one = Dataset("one", np.array([[2.0]]), ("x",), np.array([[3.0]]), ("y",))
    session = facts.still(one)
    session.prepared = facts.data(one, np.array([0]), np.empty(0, int))
    assert not made(qtbot, session, appearance).grab().isNull()


def test_the_line_is_computed_only_while_it_is_in_sight(qtbot, facts, appearance):
    session = facts.still(facts.points(1, ()))
    plot = made(qtbot, session, appearance)
    assert session.wanted == {"curve_plot": ("line",)}
    plot.hide()
    assert session.wanted == {"curve_plot": ()}


def test_one_column_of_a_table_is_the_axis(qtbot, facts, appearance):
    session = facts.still(facts.points(3, ()))
    session.prepared = facts.data(session.prepared.dataset, columns=(2,))
    plot = made(qtbot, session, appearance)
    column = session.prepared.dataset.inputs[:, 2]
    assert plot.axes.x.name == "x₃"
    assert plot.axes.x.low < column.min() < column.max() < plot.axes.x.high


def test_mistakes_and_the_sample_stepped_to_are_marked(qtbot, facts, appearance):
    session = facts.still(facts.points(1), line=line())
    plot = made(qtbot, session, appearance)
    before = plot.grab().toImage()
    session.take(mistakes=Mistakes(np.array([2]), np.array([3, 999])))
    assert plot.grab().toImage() == before
    plot.mark_mistakes(True)
    assert session.wanted == {"curve_plot": ("line", "mistakes")}
    assert plot.grab().toImage() != before
    plot.mark_mistakes(False)
    session.take(sample_view=SampleView(2, np.zeros(1), (), np.zeros(1), 0.1))
    assert plot.grab().toImage() == before
    session.take(sample_view=SampleView(2, np.zeros(1), (), np.zeros(1), 0.1, stepped=True))
    assert plot.grab().toImage() != before


def test_samples_beyond_the_axis_lie_at_its_edge_and_are_counted(qtbot, facts, appearance):
    x = np.linspace(-3, 3, 300)[:, None]
    one_over_x = Dataset("1/x", x, ("x",), 1 / x, ("y",))
    plot = made(qtbot, facts.still(one_over_x), appearance)
    assert plot.axes.y.high < 20
    places = plot.places_of_samples()
    assert plot.picture_area().adjusted(0, 0, 1, 1).contains(places[:, 0].mean(), places[:, 1].max())
    assert plot.beyond() == int((np.abs(1 / x) > plot.axes.y.high).sum()) > 0
