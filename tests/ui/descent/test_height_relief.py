"""The relief of the descent lab: turned by hand and by keys, ways lie on it, and what is behind a hill is told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.height_relief import HeightRelief
from nnsim.ui.descent.terrain_plot import Way
from nnsim.ui.descent.two_weights_page import TwoWeightsPage
from nnsim.ui.plots.relief_axes import HALF_HEIGHT
from nnsim.ui.plots.turned import Turned
from nnsim.ui.theme import Size

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
LEFT = Qt.MouseButton.LeftButton
ENDS = ((-2.0, 2.0), (-1.0, 3.0))


@pytest.fixture
def relief(appearance: Appearance, shown: Callable[..., HeightRelief]) -> HeightRelief:
    return shown(HeightRelief(appearance, "relief"), 400, 400)


def wall() -> np.ndarray:
    """Flat, with a wall across the middle."""
    heights = np.zeros((9, 9))
    heights[4] = 10.0
    return heights


def test_hand_and_keys_turn_it_and_home_turns_it_back(relief: HeightRelief) -> None:
    QTest.mousePress(relief, LEFT, pos=QPoint(100, 100))
    QTest.mouseMove(relief, QPoint(140, 110))
    QTest.mouseRelease(relief, LEFT, pos=QPoint(140, 110))
    assert relief.turned == Turned(10.0, 33.0)
    QTest.keyClick(relief, Qt.Key.Key_Left)
    QTest.keyClick(relief, Qt.Key.Key_Down)
    assert relief.turned == Turned(15.0, 28.0)
    QTest.keyClick(relief, Qt.Key.Key_Home)
    assert relief.turned == Turned()


def test_ways_lie_at_the_height_of_the_relief_and_end_at_its_edge(relief: HeightRelief) -> None:
    x, y = np.meshgrid(np.linspace(*ENDS[0], 9), np.linspace(*ENDS[1], 9))
    relief.show_heights(x + y, ENDS, ("x", "y", "f"))  # from −3 to 5
    found = relief.on_relief(np.array([[-2.0, -1.0], [0.0, 1.0], [2.0, 3.0], [2.1, 0.0]]))
    np.testing.assert_allclose(found[:3], [[-1, -1, -HALF_HEIGHT], [0, 0, 0], [1, 1, HALF_HEIGHT]], atol=1e-12)
    assert np.isnan(found[3]).all()


def test_what_lies_behind_a_wall_is_not_seen_and_what_lies_before_it_is(relief: HeightRelief) -> None:
    relief.show_heights(wall(), ENDS, ("x", "y", "f"))
    relief.turn_to(Turned(0.0, 20.0))  # seen along the second weight
    points = relief.on_relief(np.array([[0.0, 1.9], [0.0, 0.0], [0.0, 1.0]]))
    assert relief.is_seen(points).tolist() == [False, True, True]


def test_way_that_stays_leaves_the_map_and_comes_back_is_drawn_where_it_is_on_it(relief: HeightRelief) -> None:
    relief.show_heights(wall(), ENDS, ("x", "y", "f"))
    bare = relief.grab().toImage()
    relief.show_ways([Way(-1, "", np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [5.0, 0.0], [1.0, 2.0], [1.0, 2.0]]))])
    assert relief.grab().toImage() != bare


def test_where_it_was_put_a_way_leads_along_dashes(relief: HeightRelief) -> None:
    relief.show_heights(np.zeros((9, 9)), ENDS, ("x", "y", "f"))
    points, pictures = np.array([[-1.0, 0.0], [1.0, 0.0], [1.0, 2.0]]), []
    for is_put in (None, np.array([False, True, False])):
        relief.show_ways([Way(-1, "", points, is_put)])
        pictures.append(relief.grab().toImage())
    assert pictures[0] != pictures[1]


def test_much_higher_than_the_way_is_cut_off_and_the_axis_ends_there(relief: HeightRelief) -> None:
    heights = np.add.outer(np.linspace(0, 100, 9), np.zeros(9))
    heights[-1] = np.inf
    relief.show_heights(heights, ENDS, ("x", "y", "f"), np.array([[0.0, -1.0], [0.0, 0.0]]))
    # The way is at 25 at most (a quarter up), and half as much again is shown.
    assert (relief.axes.z.low, relief.axes.z.high) == (0.0, 37.5)
    bare = relief.grab().toImage()
    relief.show_ways([Way(-1, "", np.array([[0.0, -1.0], [0.0, 0.0]])), Way(2, "", np.array([[9.0, 9.0]]))])
    assert relief.grab().toImage() != bare


def test_page_shows_map_relief_or_both(appearance: Appearance, shown: Callable[..., TwoWeightsPage]) -> None:
    page = shown(TwoWeightsPage(appearance), 1256, 600)
    seen = {}
    for name in ("relief", "both", "map"):
        QTest.mouseClick(page.pictures.chips.chip(name), LEFT)
        seen[name] = (page.plot.isVisible(), page.relief.isVisible())
    assert seen == {"relief": (False, True), "both": (True, True), "map": (True, False)}
    page.terrains.clicked.emit("rosenbrock")
    assert page.relief.axes.z.high == pytest.approx(2509.0)  # (−2, −1): 9 + 100 · 25


def test_numbers_and_names_touch_no_other_and_stay_clear_of_the_ring_however_it_is_turned(
    relief: HeightRelief,
) -> None:
    relief.show_heights(wall(), ENDS, ("x₁ → h₁·1", "second direction", "loss"))
    room = relief.rect().toRectF()
    clear = room.adjusted(Size.RING, Size.RING, -Size.RING, -Size.RING)
    for azimuth in range(-180, 180, 15):
        for elevation in (8.0, 28.0, 82.0):
            relief.turn_to(Turned(float(azimuth), elevation))
            written = relief.axes.written(room, relief.turned, relief.placed)
            assert [one.text for one in written if one.is_name] == ["loss", "x₁ → h₁·1", "second direction"]
            assert len(written) >= 6
            assert elevation == 82.0 or [one.text for one in written[1:4]] == ["0", "2.5", "5"]
            for place, one in enumerate(written):
                assert clear.contains(one.box)
                assert not one.touches(written[:place])
