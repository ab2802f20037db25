"""Lines of equal answer over the plane."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from nnsim.engine.snapshot import PlaneResponse
from nnsim.ui.plots.levels import Level, level_step, levels_between, number_places
from nnsim.ui.plots.plane_plot import PlanePlot


def tilted(top):
    one = np.broadcast_to(np.linspace(-top, top, 64), (64, 64))[..., None]
    return PlaneResponse((-4.0, 4.0), (-4.0, 4.0), (one,), np.zeros((64, 64, 2)))


@pytest.mark.parametrize(("scale", "step"), [(1.0, 0.25), (0.98, 0.25), (3.0, 1.0), (250.0, 100.0)])
def test_the_step_is_a_round_number_that_follows_from_the_targets(scale, step):
    assert level_step(scale) == pytest.approx(step)


@given(st.floats())
def test_any_scale_has_a_step_and_any_answers_have_few_lines(scale):
    step = level_step(scale)
    assert 0 < step < math.inf
    assert len(levels_between(-abs(scale), 1e300, step)) <= 15
    assert levels_between(1e300, 1.5e300, step) == [] or step > 1e298


def test_levels_are_whole_multiples_and_0_comes_first():
    assert levels_between(-0.7, 1.1, 0.5) == [0.0, -0.5, 0.5, 1.0]
    assert levels_between(0.1, 0.2, 0.5) == []
    assert len(levels_between(-1e300, 1e300, 0.5)) == 15
    assert levels_between(float("-inf"), 1.0, 0.5) == []


def test_a_quantity_has_its_lines_where_it_has_their_height(shown, facts, appearance):
    session = facts.still(facts.points(2, ()), plane=tilted(3.0))
    plot = shown(PlanePlot(session, appearance), 298, 298)
    frame = plot.frame()
    image = plot.grab().toImage()

    def darkest(x):
        """Lightness of the darkest point within 2 px of a place, just below the upper edge, where no sample lies."""
        across = plot.place(np.array([[x, 0.0]]))[0][0]
        row = round(frame.area.top()) + 2
        return min(image.pixelColor(round(across) + by, row).lightness() for by in (-2, -1, 0, 1, 2))

    step = level_step(plot._target_scale)
    on_line, between = darkest(4.0 * step / 3.0), darkest(4.0 * 1.5 * step / 3.0)
    assert on_line < between - 20


def test_classes_have_none(shown, facts, appearance):
    plot = shown(PlanePlot(facts.still(plane=tilted(1.0)), appearance), 298, 298)
    plain = plot.grab().toImage()
    assert not plain.isNull()
    assert QRectF(plot.rect()).contains(plot.frame().area)


@pytest.mark.parametrize("top", [0.0, 1e300, np.nan, np.inf])
def test_any_answer_can_be_drawn(shown, facts, appearance, top):
    with np.errstate(invalid="ignore"):
        plane = tilted(top)
    plot = shown(PlanePlot(facts.still(facts.points(2, ()), plane=plane), appearance), 298, 298)
    assert not plot.grab().isNull()


def test_a_number_whose_nearest_place_is_taken_stands_elsewhere_on_its_line(qapp):
    area = QRectF(0, 0, 200, 200)

    def ring(radius):
        angles = np.linspace(0, 2 * np.pi, 41)
        points = 100 + radius * np.column_stack([np.cos(angles), np.sin(angles)])
        return np.column_stack([points[:-1], points[1:]])

    places = number_places(area, [Level(height, ring(radius)) for height, radius in ((1.0, 30.0), (2.0, 32.0))])
    assert [label for label, _ in places] == ["1", "2"]
    assert not places[0][1].intersects(places[1][1])
    assert all(area.contains(box) for _, box in places)
    edge = np.array([[1.0, 0.0, 1.0, 150.0], [1.0, 150.0, 60.0, 150.0]])  # next to the middle where there is no room
    assert area.contains(number_places(area, [Level(3.0, edge)])[0][1])
