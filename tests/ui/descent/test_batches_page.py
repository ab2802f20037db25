"""Batches of one, ten and all over one map, as a person meets them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim.engine.line_fit import N_POINTS, LineFit
from nnsim.session.wording import Wording
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.batches_page import BatchesPage
from nnsim.ui.descent.fan import LONGEST_PX, Fan

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(appearance: Appearance, shown: Callable[..., BatchesPage]) -> BatchesPage:
    return shown(BatchesPage(appearance, Wording()), 1256, 600)


def test_three_ways_begin_at_one_place_and_are_those_of_the_engine(page: BatchesPage) -> None:
    assert list(page.ways) == [1, 10, N_POINTS]
    for size, way in page.ways.items():
        assert np.array_equal(way.points, LineFit().way(np.array([-0.5, 2.0]), 0.1, size, 60))
    assert "samples looked at: 60\n" in page.numbers.text()
    assert "samples looked at: 1,800" in page.numbers.text()


def test_a_click_lets_all_begin_there_and_a_chip_takes_a_size_out(page: BatchesPage) -> None:
    QTest.mouseClick(page.plot, LEFT, pos=page.plot.pixel(3.0, -2.0).toPoint())
    assert page.start == pytest.approx((3.0, -2.0), abs=0.05)
    assert all(tuple(way.points[0]) == page.start for way in page.ways.values())
    assert page.plot.accessibleDescription().startswith("Begins at weight w = ")
    QTest.mouseClick(page.chips[10], LEFT)
    assert list(page.ways) == [1, N_POINTS]


def test_a_drag_goes_down_once_a_frame_and_at_last_from_where_it_ends(
    page: BatchesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = list[tuple[float, float]]()
    way = LineFit.way

    def counted(line: LineFit, start: np.ndarray, rate: float, size: int, steps: int) -> np.ndarray:
        begun.append((float(start[0]), float(start[1])))
        return way(line, start, rate, size, steps)

    monkeypatch.setattr(LineFit, "way", counted)
    QTest.mousePress(page.plot, LEFT, pos=page.plot.pixel(0.0, 0.0).toPoint())
    for weight in (0.5, 1.0, 1.5, 2.0):
        QTest.mouseMove(page.plot, page.plot.pixel(weight, 1.0).toPoint(), delay=-1)
        assert page.start[0] == pytest.approx(weight, abs=0.05)
    QTest.mouseRelease(page.plot, LEFT, pos=page.plot.pixel(2.0, 1.0).toPoint())
    qtbot.waitUntil(lambda: all(tuple(way.points[0]) == page.start for way in page.ways.values()))
    starts = list(dict.fromkeys(begun))
    assert starts[-1] == page.start
    assert len(begun) == len(page.ways) * len(starts)
    assert len(starts) < 5


def test_points_are_seen_with_the_line_where_all_begin_and_those_to_which_they_lead(page: BatchesPage) -> None:
    points = page.points
    points.show_lines((0.0, 0.0), ())
    level = points.grab().toImage()
    assert points.line(0.0, 0.0)[0, 1::2] == pytest.approx(points.axes.down(np.zeros(2)))
    page.plot.put.emit(2.0, -1.0)
    QTest.qWait(30)
    assert points.grab().toImage() != level
    page.rate.set_value(1000.0)
    page.rate.edited.emit(1000.0)
    assert points.grab().toImage() != level


def test_prediction_and_label_are_called_as_the_view_menu_says(page: BatchesPage) -> None:
    assert "ŷ = w x + b, loss ½ (ŷ − y)²" in page.what.text()
    page._wording.call_label_with_hat(True)
    assert "y = w x + b, loss ½ (y − ŷ)²" in page.what.text()


def test_arrows_of_another_size_are_shown_when_asked_for(page: BatchesPage) -> None:
    before = page.plot.grab().toImage()
    QTest.mouseClick(page.fans.chip(str(N_POINTS)), LEFT)
    assert page.fans.chosen() == (str(N_POINTS),)
    assert page.plot.grab().toImage() != before


def test_learning_rate_that_is_too_large_is_said_to_lose_the_way(page: BatchesPage) -> None:
    before = page.plot.grab().toImage()
    page.steps.set_value(600)
    page.rate.set_value(1000.0)
    page.rate.edited.emit(1000.0)
    assert "diverged after" in page.numbers.text()
    assert page.plot.grab().toImage() != before


def test_arrows_lead_down_and_the_longest_of_single_samples_sets_the_scale() -> None:
    gradients = np.array([[3.0, 0.0], [0.0, 1.0]])
    ends = Fan(0, gradients, gradients).ends((10.0, 10.0))
    # Down the slope: to the left where it rises to the right, and downwards (more pixels) where it rises upwards.
    np.testing.assert_allclose(ends, np.array([[-3.0, 0.0], [0.0, 1.0], [-1.5, 0.5]]) * LONGEST_PX / 3)


def test_undo_brings_sizes_arrows_and_start_back(page: BatchesPage) -> None:
    history, start = page.own_history, page.start
    QTest.mouseClick(page.plot, LEFT, pos=page.plot.pixel(3.0, -2.0).toPoint())
    QTest.mouseClick(page.chips[10], LEFT)
    page.fans.clicked.emit("10")
    history.undo()
    assert (page.fan_size, list(page.ways)) == (1, [1, N_POINTS])
    history.undo()
    assert list(page.ways) == [1, 10, N_POINTS]
    history.undo()
    assert page.start == start
    assert all(tuple(way.points[0]) == start for way in page.ways.values())
    assert not history.can_undo
