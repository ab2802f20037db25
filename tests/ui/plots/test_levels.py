"""Lines of equal answer over the plane."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from nnsim.data.dataset import Dataset
from nnsim.engine.snapshot import PlaneResponse
from nnsim.ui.plots.legend import Legend
from nnsim.ui.plots.levels import Level, level_step, levels_between, levels_over, number_places
from nnsim.ui.plots.plane_plot import PlanePlot
from nnsim.ui.plots.surface import target_middle, target_scale


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


def quantities(*values):
    targets = np.array(values)[:, None]
    return Dataset("some", np.zeros((len(targets), 2)), ("x", "y"), targets, ("z",))


def test_targets_far_from_0_have_all_colours_between_them(appearance):
    pressures = quantities(1000.0, 1030.0, 1117.0)
    assert (target_middle(pressures), target_scale(pressures)) == (1058.5, 58.5)
    legend = Legend(appearance)
    legend.show_data(pressures, has_test=False)
    legend.show_scale(target_scale(pressures), target_middle(pressures))
    assert "full colour at 1000 and below, at 1117 and above" in legend.accessibleName()


@pytest.mark.parametrize("values", [(-1.0, 1.0), (0.0, 5.0), (-3.0, -1.0), (7.0, 7.0), (0.0, 0.0)])
def test_elsewhere_the_sign_of_a_number_is_the_sign_of_its_colour(values):
    assert target_middle(quantities(*values)) == 0.0
    assert target_scale(quantities(*values)) == (max(map(abs, values)) or 1.0)


def test_answers_far_from_0_have_lines_at_round_numbers():
    answers = np.broadcast_to(np.linspace(1000.0, 1117.0, 32), (32, 32))
    heights = {level.height for level in levels_over(QRectF(0, 0, 100, 100), answers, 58.5, 1058.5)}
    assert heights == {1000.0, 1020.0, 1040.0, 1060.0, 1080.0, 1100.0}
