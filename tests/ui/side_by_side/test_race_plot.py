"""The losses of all runs in one picture: axes that only grow, and letters that can be read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from nnsim.engine.snapshot import Curves
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.run_marks import run_colour
from nnsim.ui.side_by_side.race_plot import RacePlot
from nnsim.ui.side_by_side.race_range import RaceRange
from nnsim.ui.theme import Size

LOSSES = st.lists(st.floats(1e-6, 1e6) | st.just(np.nan), min_size=1, max_size=8)


def curves(train: list[float], test: list[float] | None = None) -> Curves:
    losses = np.array(train, float)
    others = losses * 2 if test is None else np.array(test, float)
    share = np.linspace(0.5, 1.0, len(losses))
    return Curves(np.arange(len(losses), dtype=float), losses, others, share, share / 2)


@pytest.fixture
def plot(appearance: Appearance, shown: Callable[..., RacePlot]) -> RacePlot:
    made = RacePlot(appearance)
    made.begin(is_share=True)
    return shown(made, 600, 160)


@given(st.lists(LOSSES, min_size=1, max_size=4), st.booleans())
def test_the_range_holds_every_point_and_never_narrows(losses: list[list[float]], log: bool) -> None:
    grown, before = RaceRange(), (np.inf, -np.inf)
    for one in losses:
        record = curves(one)
        grown.include(record, 0)
        _, (low, high) = grown.window("loss", ("train", "test"), log=log)
        finite = np.concatenate([record.train_loss, record.test_loss])
        finite = finite[np.isfinite(finite)]
        assert (finite >= low * (1 - 1e-12)).all()
        assert (finite <= high * (1 + 1e-12)).all()
        assert low <= before[0]
        assert high >= before[1]
        before = low, high


def test_heights_are_those_of_the_curves_that_are_drawn(plot: RacePlot) -> None:
    plot.show_curves([curves([0.5, 0.4], [50.0, 40.0])])
    assert plot.axes.y.high >= 50
    plot.show_parts(("train",))
    assert plot.axes.y.high < 5


def test_new_runs_begin_with_new_axes_and_other_records_of_the_same_do_not(plot: RacePlot) -> None:
    plot.show_curves([curves([1e4]), curves([0.5])])
    wide = plot.axes.y
    plot.show_curves([curves([0.5]), curves([0.4])])
    assert plot.axes.y == wide
    plot.begin(is_share=True)
    plot.show_curves([curves([0.5]), curves([0.4])])
    assert plot.axes.y.high < wide.high


def test_accuracy_goes_in_equal_steps_from_nothing_to_all(plot: RacePlot) -> None:
    plot.show_curves([curves([0.5, 0.4])])
    plot.show_quantity("metric")
    assert not plot.log
    assert (plot.axes.y.low, plot.axes.y.high) == (0.0, 1.0)
    plot.show_quantity("loss")
    assert plot.log


def test_what_the_hand_points_at_is_drawn_over_the_curves(plot: RacePlot) -> None:
    plot.show_curves([curves([0.9, 0.5, 0.3]), curves([0.9, np.nan, 0.2]), curves([0.9])])
    plot.repaint()
    bare = plot.grab().toImage()
    middle = plot.axes.area.center().toPoint()
    QTest.mouseMove(plot, QPoint(middle.x() - 1, middle.y()))
    QTest.mouseMove(plot, middle)
    assert plot.grab().toImage() != bare
    QTest.mouseMove(plot, QPoint(1, 1))
    assert plot.grab().toImage() == bare


def test_runs_that_end_at_one_point_keep_letters_of_their_own(plot: RacePlot) -> None:
    same = [curves([0.9, 0.5])] * 3
    plot.show_curves(same[:1])
    one = plot.grab().toImage()
    plot.show_curves(same)
    three = plot.grab().toImage()
    right = int(plot.axes.area.right() + 1)
    end = int(plot.axes.across(np.array([1.0]))[0])

    def inked(image: object) -> int:
        ground = image.pixel(right, 2)  # type: ignore[attr-defined]
        across = range(end + 8, plot.width())
        return sum(image.pixel(x, y) != ground for x in across for y in range(plot.height()))  # type: ignore[attr-defined]

    assert inked(three) > inked(one)


def test_a_past_that_all_share_is_drawn_in_the_colour_of_none(plot: RacePlot) -> None:
    alike = [1.0, 0.9, 0.8, 0.7]
    plot.begin(is_share=True, shared=3)
    plot.show_curves([curves([*alike, 0.1, 0.1]), curves([*alike, 0.9, 0.9])])
    picture = plot.grab().toImage()
    ratio, middle = picture.devicePixelRatio(), plot.axes.across(np.array([3.0]))[0]
    past, since = set(), set()
    for x in range(picture.width()):
        colours = {picture.pixelColor(x, y).name() for y in range(picture.height())}
        (since if x / ratio > middle - 2 * Size.CURVE else past).update(colours)
    own = {run_colour(plot.theme, place).name() for place in range(2)}
    assert own <= since
    assert not own & past
    assert plot.theme.colour("second").name() in past
