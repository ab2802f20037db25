"""A quantity over two inputs as a relief."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt

from nnsim.engine.snapshot import PlaneResponse
from nnsim.ui.plots.relief_patches import between, corners
from nnsim.ui.plots.relief_plot import ReliefPlot
from nnsim.ui.plots.turned import HIGHEST, LOWEST, Turned


def tilted(low=-3.0, high=3.0):
    """Answers that rise with the first input."""
    one = np.broadcast_to(np.linspace(low, high, 16), (16, 16))[..., None]
    return PlaneResponse((-4.0, 4.0), (-4.0, 4.0), (one,), np.zeros((16, 16, 2)))


@pytest.fixture
def session(facts):
    return facts.still(facts.points(2, ()), plane=tilted())


@pytest.fixture
def plot(shown, session, appearance):
    return shown(ReliefPlot(session, appearance), 298, 298)


def test_a_pin_stands_on_the_answer_and_ends_at_what_is_true(plot, session):
    data = session.prepared.dataset
    x = data.inputs[plot._rows, 0]
    assert plot._pins[:, 2] == pytest.approx(data.targets[plot._rows, 0])
    assert plot._stood_on == pytest.approx(x * 3 / 4)
    tops, feet = plot._sample_places()
    assert tops[:, 0] == pytest.approx(feet[:, 0]), "pins are upright"
    is_above = plot._pins[:, 2] > plot._stood_on
    assert np.array_equal(tops[:, 1] < feet[:, 1], is_above)


@given(azimuth=st.floats(-180, 180), elevation=st.floats(LOWEST, HIGHEST))
def test_turning_moves_no_point_nearer_to_another_than_it_is(azimuth, elevation):
    points = np.random.default_rng(0).uniform(-1, 1, (20, 3))
    seen = Turned(azimuth, elevation).seen(points)
    for one, two in zip(range(19), range(1, 20), strict=True):
        flat = np.linalg.norm(seen[one, :2] - seen[two, :2])
        assert flat <= np.linalg.norm(points[one] - points[two]) + 1e-9


@given(azimuth=st.floats(-180, 180), elevation=st.floats(LOWEST, HIGHEST), more=st.floats(0.0, 2.0))
def test_what_hides_another_point_is_nearer(azimuth, elevation, more):
    """Two points that are seen at one place: the higher one is the nearer one."""
    turned = Turned(azimuth, elevation)
    e, a = np.radians(elevation), np.radians(azimuth)
    point = np.array([0.1, 0.2, 0.3])
    towards_eye = np.array([-np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    seen = turned.seen(np.array([point, point + more * towards_eye]))
    assert seen[0, :2] == pytest.approx(seen[1, :2])
    assert seen[1, 2] <= seen[0, 2]


def test_it_is_tilted_within_limits_and_turns_all_around():
    turned = Turned()
    assert turned.by(0, 500).elevation == HIGHEST
    assert turned.by(0, -500).elevation == LOWEST
    assert turned.by(360.0, 0.0).azimuth == pytest.approx(turned.azimuth)


def test_dragging_turns_it_and_a_double_click_turns_it_back(qtbot, plot):
    before = plot.grab().toImage()
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(150, 150))
    qtbot.mouseMove(plot, QPoint(190, 160))
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(190, 160))
    turned = plot.turned
    assert turned != Turned()
    assert plot.grab().toImage() != before
    qtbot.mouseMove(plot, QPoint(100, 100))
    assert plot.turned == turned, "it has been let go"
    qtbot.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(150, 150))
    assert plot.turned == Turned()


def test_the_keys_turn_it_too(qtbot, plot):
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    qtbot.keyClick(plot, Qt.Key.Key_Up)
    assert plot.turned == Turned().by(5.0, 5.0)
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.turned == Turned()


def test_the_pin_under_the_hand_tells_both_numbers(qtbot, plot, session):
    qtbot.mouseMove(plot, QPoint(1, 1))
    before = plot.grab().toImage()
    top = plot._sample_places()[0][0]
    qtbot.mouseMove(plot, QPoint(*np.rint(top).astype(int).tolist()))
    assert plot.grab().toImage() != before
    told = plot.lines_under(QPointF(*top.tolist()))
    assert told[0].startswith(("training sample ", "test sample "))
    assert told[2].startswith("true ")
    assert told[3].startswith("predicted ")
    assert plot.lines_under(QPointF(-9.0, -9.0)) == []


def test_the_heights_grow_with_the_answers_and_do_not_shrink_within_a_run(plot, session):
    first = plot._axes.z.high
    session.take(plane=tilted(-50.0, 50.0))
    grown = plot._axes.z.high
    assert grown >= 50.0 > first
    session.take(plane=tilted())
    assert plot._axes.z.high == grown
    session.take(run_id=9)
    assert plot._axes.z.high == first


def test_the_whole_box_has_room_however_it_is_turned(plot):
    corners = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-0.62, 0.62)], float)
    for azimuth in range(-180, 180, 30):
        for elevation in (LOWEST, 28.0, 50.0):
            plot.turn_to(Turned(azimuth, elevation))
            places = plot.placed(corners)
            assert places[:, 0].min() >= 0
            assert places[:, 0].max() <= plot.width()
            assert places[:, 1].min() >= 0
            assert places[:, 1].max() <= plot.height()


@pytest.mark.parametrize("answer", [np.nan, np.inf, 1e300])
def test_any_answer_can_be_drawn(plot, session, answer):
    broken = replace(tilted(), layers=(np.full((16, 16, 1), answer),))
    session.take(plane=broken)
    assert not plot.grab().isNull()


def test_data_of_another_kind_leave_it_empty(plot, session, facts):
    session.prepared = facts.data(facts.points(2))
    session.take(run_id=2)
    assert plot.lines_under(QPointF(150, 150)) == []
    assert not plot.grab().isNull()


def test_it_is_computed_only_while_it_is_in_sight(plot, session):
    assert session.wanted == {"relief_plot": ("plane",)}
    plot.hide()
    assert session.wanted == {"relief_plot": ()}


def test_between_the_points_of_a_grid_values_go_in_straight_lines():
    rng = np.random.default_rng(0)
    x, y = rng.random(50), rng.random(50)
    across, along = np.meshgrid(np.linspace(0, 1, 9), np.linspace(0, 1, 9))
    assert between(2 * across - 3 * along + 1, x, y) == pytest.approx(2 * x - 3 * y + 1)
    assert corners(3)[0].tolist() == [0, 1, 4, 3]
