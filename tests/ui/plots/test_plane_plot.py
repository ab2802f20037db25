"""The plane of two inputs."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from nnsim.data.dataset import Dataset
from nnsim.engine.snapshot import Mistakes, PlaneResponse, SampleView
from nnsim.session.hand import Grab
from nnsim.ui.plots.lit_key import lit_key_box
from nnsim.ui.plots.plane_plot import PlanePlot
from nnsim.ui.plots.surface import Between, class_colours, colours_of, in_words, lead, signed, signed_colours
from nnsim.ui.theme import LIGHT


def made(qtbot, session, appearance):
    plot = PlanePlot(session, appearance)
    qtbot.addWidget(plot)
    plot.resize(298, 298)
    plot.show()
    return plot


def colour_at(plot, x, y):
    at = plot.place(np.array([[x, y]]))[0]
    return plot.grab().toImage().pixelColor(round(at[0]), round(at[1]))


def at_sample(row, *, stepped=True):
    return SampleView(row, np.zeros(2), (), np.zeros(1), 0.1, stepped)


def test_a_sigmoid_is_orange_towards_zero_and_blue_towards_one(qtbot, facts, appearance):
    plot = made(qtbot, facts.still(plane=facts.plane()), appearance)
    left, right = colour_at(plot, -3.8, 3.5), colour_at(plot, 3.8, 3.5)
    assert left.red() > left.blue()
    assert right.blue() > right.red()


def test_the_lowest_second_input_is_at_the_bottom(qtbot, facts, appearance):
    up = np.broadcast_to(np.linspace(0, 1, 16)[:, None], (16, 16))[..., None]
    session = facts.still(plane=PlaneResponse((-4, 4), (-4, 4), (up,), np.zeros((16, 16, 2))))
    plot = made(qtbot, session, appearance)
    assert colour_at(plot, 3.5, 3.8).blue() > colour_at(plot, 3.5, -3.8).blue()


def test_with_three_classes_the_winner_gives_the_colour(facts):
    table = class_colours(LIGHT, 3)
    sure = np.array([[[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1 / 3, 1 / 3, 1 / 3]]])
    colours = colours_of(sure, table, (0.0, 1.0))
    assert colours[0].tolist() == [table[0, 255], table[2, 255], table[0, 0]]
    assert len({table[number, 0] for number in range(3)}) == 1


def test_what_is_not_a_number_takes_the_middle_colour():
    table = signed_colours(LIGHT)
    colours = colours_of(np.array([[[np.nan], [np.inf], [-np.inf]]]), table, None)
    assert colours[0].tolist() == [table[127], table[255], table[0]]
    colours_of(np.full((2, 2, 3), np.nan), class_colours(LIGHT, 3), (0.0, 1.0))


def test_two_outputs_share_one_scale_of_signs():
    table = signed_colours(LIGHT)
    assert colours_of(np.array([[[1.0, 0.0], [0.0, 1.0]]]), table, (0.0, 1.0))[0].tolist() == [table[0], table[255]]


@pytest.mark.parametrize("classes", [("a",), ("a", "b"), ("a", "b", "c"), tuple("abcdefghijklm"), ()], ids=len)
@pytest.mark.parametrize("n_outputs", [1, 2, 3, 13])
def test_any_data_can_be_drawn(qtbot, facts, appearance, classes, n_outputs):
    session = facts.still(facts.points(2, classes), n_outputs, "softmax")
    plot = made(qtbot, session, appearance)
    assert not plot.grab().isNull()
    session.take(plane=facts.plane(n_outputs))
    qtbot.mouseMove(plot, QPoint(150, 120))
    assert not plot.grab().isNull()


def test_other_data_bring_other_points_and_forget_the_old_surface(qtbot, facts, appearance):
    session = facts.still(plane=facts.plane())
    plot = made(qtbot, session, appearance)
    before = plot.grab().toImage()
    session.prepared = facts.data(facts.points(2, ("a", "b", "c")))
    session.take(plane=None, run_id=2)
    assert plot.grab().toImage() != before


def test_only_the_sample_that_was_stepped_to_gets_a_ring(qtbot, facts, appearance):
    session = facts.still(plane=facts.plane())
    plot = made(qtbot, session, appearance)
    before = plot.grab().toImage()
    session.take(sample_view=at_sample(5, stepped=False))
    assert plot.grab().toImage() == before
    session.take(sample_view=at_sample(5))
    assert plot.grab().toImage() != before
    session.take(sample_view=at_sample(4000))
    assert plot.grab().toImage() == before


def test_mistakes_are_crossed_out_only_when_asked_for(qtbot, facts, appearance):
    session = facts.still(plane=facts.plane())
    plot = made(qtbot, session, appearance)
    before = plot.grab().toImage()
    session.take(mistakes=Mistakes(np.array([4, 6]), np.array([5])))
    assert plot.grab().toImage() == before
    plot.mark_mistakes(True)
    assert session.wanted == {"plane_plot": ("plane", "mistakes")}
    crossed = plot.grab().toImage()
    assert crossed != before
    session.take(mistakes=Mistakes(np.array([4, 4000]), np.array([], int)))
    assert plot.grab().toImage() not in (before, crossed)
    plot.mark_mistakes(False)
    assert plot.grab().toImage() == before
    assert session.wanted == {"plane_plot": ("plane",)}


def test_a_cross_leaves_the_mark_between_its_arms_to_be_seen(qtbot, facts, appearance):
    data = facts.points()
    session = facts.still(data, mistakes=Mistakes(np.array([0]), np.array([], int)))
    session.prepared = facts.data(data, np.array([0]), np.empty(0, int))
    plot = made(qtbot, session, appearance)
    plot.mark_mistakes(True)
    assert colour_at(plot, *data.inputs[0]).name() == LIGHT.sample(0).name()


def leaves(facts, columns):
    """A table of four columns in units of its own, two of them in use; what is not in use has gaps."""
    inputs = np.column_stack(
        [np.full(40, np.nan), np.linspace(100, 180, 40), np.full(40, np.nan), np.linspace(2, 3, 40)]
    )
    names = ("bark", "leaf length (mm)", "root", "leaf width (cm)")
    dataset = Dataset("leaves", inputs, names, (np.arange(40) % 2)[:, None].astype(float), ("y",), ("oak", "elm"))
    return facts.data(dataset, columns=columns)


def test_two_columns_of_a_table_have_their_own_ranges_and_names(qtbot, facts, appearance):
    session = facts.still(plane=facts.plane())
    session.prepared = leaves(facts, (3, 1))
    plot = made(qtbot, session, appearance)
    frame = plot.frame()
    assert (frame.x.name, frame.y.name) == ("leaf width (cm)", "leaf length (mm)")
    assert (frame.x.low, frame.x.high) == pytest.approx((1.92, 3.08))
    assert (frame.y.low, frame.y.high) == pytest.approx((93.6, 186.4))
    assert "leaf length (mm) from 93.6 to 186" in plot.accessibleDescription()
    corners = plot.place(np.array([[frame.x.low, frame.y.low], [frame.x.high, frame.y.high]]))
    assert corners[0].tolist() == [frame.area.left(), frame.area.bottom()]
    assert corners[1].tolist() == [frame.area.right(), frame.area.top()]
    assert plot.rect().contains(frame.area.toRect())
    session.take(sample_view=at_sample(39))
    assert not plot.grab().isNull()


def test_points_keep_their_square(qtbot, facts, appearance):
    plot = made(qtbot, facts.still(facts.points()), appearance)
    frame = plot.frame()
    assert (frame.x.low, frame.x.high) == (frame.y.low, frame.y.high) == (-4.0, 4.0)


def test_data_that_are_no_plane_leave_the_last_one(qtbot, facts, appearance):
    session = facts.still(plane=facts.plane())
    plot = made(qtbot, session, appearance)
    session.prepared = facts.data(facts.points(5))
    session.take(run_id=2, plane=None)
    assert plot.dataset.inputs.shape[1] == 2
    assert not plot.grab().isNull()


def test_training_is_filled_and_test_is_hollow(qtbot, facts, appearance):
    data = facts.points()
    session = facts.still(data)
    session.prepared = facts.data(data, np.array([0]), np.empty(0, int))
    plot = made(qtbot, session, appearance)
    assert colour_at(plot, *data.inputs[0]).name() == LIGHT.sample(0).name()
    session.prepared = facts.data(data, np.empty(0, int), np.array([0]))
    session.take(run_id=2)
    assert colour_at(plot, *data.inputs[0]).name().upper() == LIGHT.surface


def test_the_plane_is_computed_only_while_it_is_in_sight(qtbot, facts, appearance):
    session = facts.still()
    plot = made(qtbot, session, appearance)
    assert session.wanted == {"plane_plot": ("plane",)}
    plot.hide()
    assert session.wanted == {"plane_plot": ()}


def test_the_theme_recolours_surface_and_points(qtbot, facts, appearance):
    plot = made(qtbot, facts.still(plane=facts.plane()), appearance)
    light = plot.grab().toImage()
    appearance.set_mode("dark")
    dark = plot.grab().toImage()
    appearance.set_mode("light")
    assert dark != light
    assert plot.grab().toImage() == light


@pytest.mark.parametrize(
    ("output", "classes", "activation", "ends", "said"),
    [
        ([0.9], ("no", "yes"), "sigmoid", (0, 1), "yes 90 %"),
        ([0.2], ("no", "yes"), "sigmoid", (0, 1), "no 80 %"),
        ([-0.5], ("no", "yes"), "tanh", (-1, 1), "no (−0.50)"),
        ([0.2], ("no", "yes"), "tanh", (-1, 1), "yes (0.20)"),
        ([0.2], ("no", "yes"), "identity", (0, 1), "no (0.20)"),
        ([0.1, 0.7, 0.2], ("a", "b", "c"), "softmax", (0, 1), "b 70 %"),
        ([-2.0, 1.5, -1.0], ("a", "b", "c"), "identity", (-1, 1), "b (1.50)"),
        ([-1.25], (), "linear", (0, 1), "ŷ −1.250"),
        ([778.3239], (), "linear", (0, 1), "ŷ 778.3"),
    ],
)
def test_an_answer_is_told_in_words(output, classes, activation, ends, said):
    assert in_words(np.array(output), classes, activation, ends) == said


@pytest.mark.parametrize("ends", [(0.0, 1.0), (-1.0, 1.0)])
def test_colours_change_where_the_class_does(ends):
    middle = sum(ends) / 2
    just = np.array([[[middle - 0.01], [middle + 0.01], [ends[0]], [ends[1]]]])
    assert np.sign(signed(just, ends))[0].tolist() == [-1, 1, -1, 1]
    table = signed_colours(LIGHT)
    assert colours_of(just, table, ends)[0, 2:].tolist() == [table[0], table[255]]


def test_where_outputs_of_three_classes_meet_is_the_boundary(facts):
    answers = np.array([[[0.5, 0.2, 0.3], [0.4, 0.4, 0.2]]])
    assert lead(answers)[0] == pytest.approx(np.array([[0.2, -0.3, -0.2], [0.0, 0.0, -0.2]]))


def grabbed(session):
    session.hand.grab = Grab(0, 0, 0, 1.0, 0.5, session.snapshot)
    session.hand.changed.emit()


@pytest.mark.parametrize("n_outputs", [1, 2, 3])
def test_the_old_boundary_stays_while_a_weight_is_held(qtbot, facts, appearance, n_outputs):
    classes = ("a", "b", "c")[: max(n_outputs, 2)]
    session = facts.still(facts.points(2, classes), n_outputs, plane=facts.plane(n_outputs))
    plot = made(qtbot, session, appearance)
    before = plot.grab().toImage()
    grabbed(session)
    held = plot.grab().toImage()
    assert (held != before) == (n_outputs == 1), "outputs that are equal everywhere have no boundary"
    session.take(plane=facts.plane(n_outputs))
    assert plot.grab().toImage() == held
    session.hand.grab = None
    session.hand.changed.emit()
    assert plot.grab().toImage() == before


def test_the_old_boundary_lies_where_the_class_changed(qtbot, facts, appearance):
    session = facts.still(plane=facts.plane())
    plot = made(qtbot, session, appearance)
    grabbed(session)
    (line,) = plot._ghost
    assert line[:, 0] == pytest.approx(0.5, abs=1e-6)
    assert sorted(line[[0, -1], 1]) == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize(("grid", "points"), [(64, 160), (16, 16), (2, 9), (1, 5)])
def test_a_finer_surface_goes_through_the_answers(grid, points):
    finer = Between(grid, points)
    assert finer.along(np.ones(grid)) == pytest.approx(np.ones(points))
    line = finer.along(np.arange(grid, dtype=float))
    assert (line[0], line[-1]) == pytest.approx((0, grid - 1))
    assert (np.diff(line) >= -1e-9).all()
    table = np.arange(grid * grid, dtype=float).reshape(grid, grid)
    assert finer.both(table)[[0, -1]][:, [0, -1]] == pytest.approx(table[[0, -1]][:, [0, -1]])


def test_a_finer_surface_survives_what_is_no_number(facts):
    finer = Between(4, 9)
    odd = np.full((4, 4, 1), np.nan)
    odd[0, 0], odd[1, 1] = np.inf, 1e300
    assert colours_of(odd, signed_colours(LIGHT), None, finer=finer).shape == (9, 9)
    assert colours_of(np.repeat(odd, 3, 2), class_colours(LIGHT, 3), (0.0, 1.0), finer=finer).shape == (9, 9)


def test_a_class_that_is_only_a_number_is_called_a_class():
    assert in_words(np.array([0.9]), ("0", "1"), "sigmoid") == "class 1 90 %"


def test_a_number_is_called_as_the_notation_has_it():
    assert in_words(np.array([2.0]), (), "linear", prediction="y") == "y 2.000"


def test_a_key_in_the_picture_says_what_rings_around_lit_samples_mean(qtbot, facts, appearance):
    session = facts.still(plane=facts.plane())
    plot = made(qtbot, session, appearance)
    box = lit_key_box(plot.picture_area(), ("w down", "w up"))
    assert plot.picture_area().contains(box)
    session.spotlight.light((0, 1), np.array([1.0, -0.5]))
    bare = plot.grab(box.toRect()).toImage()
    session.spotlight.light((0, 1), np.array([1.0, -0.5]), ("w down", "w up"))
    assert plot.grab(box.toRect()).toImage() != bare
    session.spotlight.put_out()
    plot.grab()
    session.spotlight.light((0, 1), np.zeros(2), ("w down", "w up"))  # none is lit
    assert plot.grab(box.toRect()).toImage() == bare
