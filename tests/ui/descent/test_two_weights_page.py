"""The ways down from a place that one clicks, as a person meets them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.terrains import TERRAINS
from nnsim.engine.descents import descend
from nnsim.engine.spec import Choice
from nnsim.engine.terrains import Rosenbrock, Valley
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.arrivals import FORMULAS
from nnsim.ui.descent.two_weights_page import TwoWeightsPage
from nnsim.ui.theme import Size

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(appearance: Appearance, shown: Callable[..., TwoWeightsPage]) -> TwoWeightsPage:
    return shown(TwoWeightsPage(appearance), 1256, 600)


def chip_of(page: TwoWeightsPage, name: str) -> QPoint:
    return page.optimizers.chips[name].rect().center()


def at(page: TwoWeightsPage, x: float, y: float) -> QPoint:
    return page.plot.pixel(x, y).toPoint()


def test_page_opens_with_three_ways_down_the_valley(page: TwoWeightsPage) -> None:
    assert [way.name for way in page.ways] == ["gradient descent", "momentum", "Adam"]
    assert all(len(way.points) == 101 for way in page.ways)
    assert "f = ½ (w₁² + 100 w₂²)\n  = 90.5" in page.numbers.here.text()
    # Slope (−9, 100): −9 + 0.018 · 9 = −8.838, and 1 − 0.018 · 100 = −0.8.
    assert "= −8.838" in page.numbers.first.text()
    assert "= −0.8" in page.numbers.first.text()


def test_what_is_worked_out_of_rounded_numbers_is_not_called_equal(page: TwoWeightsPage) -> None:
    page.numbers.show_ways("valley", Valley(), (1 / 3, 0.5), 0.01, (), 0)
    here, first = page.numbers.here.text(), page.numbers.first.text()
    assert [line.strip()[0] for line in here.split("\n")[2::2]] == ["≈", "≈", "="]  # w₂ is 0.5
    assert "≈ 0.33" in first
    page.numbers.show_ways("valley", Valley(), (0.5, 0.5), 0.01, (), 0)
    assert "≈" not in page.numbers.here.text() + page.numbers.first.text()


def test_a_click_lets_all_begin_there(page: TwoWeightsPage) -> None:
    QTest.mouseClick(page.plot, LEFT, pos=at(page, 5.0, -1.5))
    assert page.start == pytest.approx((5.0, -1.5), abs=0.05)
    assert all(tuple(way.points[0]) == page.start for way in page.ways)


def test_dragging_takes_the_ways_along_and_escape_brings_them_back(page: TwoWeightsPage) -> None:
    before = page.start
    QTest.mousePress(page.plot, LEFT, pos=at(page, *before))
    QTest.mouseMove(page.plot, at(page, 2.0, 1.0))
    assert page.start == pytest.approx((2.0, 1.0), abs=0.05)
    QTest.keyClick(page.plot, Qt.Key.Key_Escape)
    assert page.start == pytest.approx(before, abs=0.05)
    QTest.mouseRelease(page.plot, LEFT)


def test_a_drag_beyond_the_map_stays_at_its_edge(page: TwoWeightsPage) -> None:
    QTest.mousePress(page.plot, LEFT, pos=at(page, 0.0, 0.0))
    QTest.mouseMove(page.plot, QPoint(page.plot.width() + 300, -200))
    QTest.mouseRelease(page.plot, LEFT)
    assert page.start == (10.0, 2.0)


def test_keys_move_the_beginning(page: TwoWeightsPage) -> None:
    page.setFocus()
    QTest.keyClick(page.plot, Qt.Key.Key_Right)
    QTest.keyClick(page.plot, Qt.Key.Key_Up)
    assert page.start == pytest.approx((-8.5, 1.1))
    QTest.keyClick(page.plot, Qt.Key.Key_Home)
    assert page.start == (-9.0, 1.0)


def test_every_optimizer_of_the_catalog_can_go_down(page: TwoWeightsPage) -> None:
    assert tuple(page.optimizers.chips) == OPTIMIZERS.names
    for name, chip in page.optimizers.chips.items():
        if not chip.isChecked():
            QTest.mouseClick(chip, LEFT, pos=chip_of(page, name))
    assert [way.place for way in page.ways] == list(range(len(OPTIMIZERS.names)))


def test_a_chip_takes_its_optimizer_out(page: TwoWeightsPage) -> None:
    QTest.mouseClick(page.optimizers.chips["momentum"], LEFT, pos=chip_of(page, "momentum"))
    assert [way.name for way in page.ways] == ["gradient descent", "Adam"]
    assert "momentum" not in page.numbers.ends.text()


def test_a_typed_learning_rate_is_that_of_its_optimizer_alone(page: TwoWeightsPage) -> None:
    before = page.ways
    field = page.optimizers.fields["sgd"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.03")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not np.array_equal(page.ways[0].points[1], before[0].points[1])
    assert np.array_equal(page.ways[2].points, before[2].points)
    # 0.03 is beyond 2/100: each step multiplies y by 1 − 3 = −2.
    assert page.ways[0].points[3, 1] == pytest.approx(-8.0)


def test_way_that_is_lost_is_said_to_be(page: TwoWeightsPage) -> None:
    before = page.plot.grab().toImage()
    page.steps.set_value(1000)
    page.optimizers.fields["sgd"].set_value(1.0)
    page.optimizers.edited.emit()
    assert "gradient descent\n  diverged" in page.numbers.ends.text()
    assert page.plot.grab().toImage() != before


@pytest.mark.parametrize("name", TERRAINS.names)
def test_each_function_comes_with_its_formula_and_its_learning_rates(page: TwoWeightsPage, name: str) -> None:
    first = page.plot.grab().toImage()
    page.terrains.clicked.emit(name)
    assert page.terrains.chosen() == (name,)
    assert FORMULAS[name][0] in page.numbers.here.text()
    assert max(map(len, page.numbers.here.text().split("\n"))) <= 34
    assert page.start == tuple(page.ways[0].points[0])
    assert (page.plot.grab().toImage() == first) == (name == TERRAINS.names[0])


def test_ways_are_those_of_the_engine(page: TwoWeightsPage) -> None:
    page.terrains.clicked.emit("rosenbrock")
    expected = descend(Rosenbrock().slope, np.array([-1.2, 1.0]), Choice("momentum"), 0.001, 100)
    assert np.array_equal(page.ways[1].points, expected)


def test_rolling_shows_step_after_step_until_all_are_seen(qtbot: QtBot, page: TwoWeightsPage) -> None:
    page.steps.set_value(5)
    page.steps.edited.emit(5.0)
    QTest.mouseClick(page.roll, LEFT)
    assert page.shown_steps == 0
    assert page.roll.text() == "Show all"
    qtbot.waitUntil(lambda: not page.is_rolling)
    assert page.shown_steps == 5


def test_rolling_ends_with_all_shown_while_nobody_looks(page: TwoWeightsPage) -> None:
    QTest.mouseClick(page.roll, LEFT)
    page.hide()
    assert not page.is_rolling
    assert page.shown_steps == 100


def test_map_has_the_marks_where_they_are_said_to_be(page: TwoWeightsPage) -> None:
    plot = page.plot
    assert plot.point_at(plot.pixel(-5.0, 0.5)) == pytest.approx((-5.0, 0.5))
    assert plot.point_at(QPointF(-50.0, 5000.0)) == (-10.0, -2.0)


def test_undo_brings_function_optimizers_rates_and_start_back(page: TwoWeightsPage) -> None:
    history, start, ways = page.own_history, page.start, page.ways
    QTest.mouseClick(page.plot, LEFT, pos=at(page, 2.0, 1.0))
    QTest.mouseClick(page.optimizers.chips["adam"], LEFT, pos=chip_of(page, "adam"))
    page.optimizers.fields["sgd"].set_value(0.001)
    page.optimizers.fields["sgd"].edited.emit(0.001)
    page.terrains.clicked.emit("rosenbrock")
    history.undo()
    assert page.terrain_name == "valley"
    assert page.optimizers.fields["sgd"].value() == 0.001
    history.undo()
    assert page.optimizers.fields["sgd"].value() != 0.001
    assert len(page.ways) == 2
    history.undo()
    assert len(page.ways) == 3
    assert page.start != start
    history.undo()
    assert page.start == start
    for now, before in zip(page.ways, ways, strict=True):
        np.testing.assert_array_equal(now.points, before.points)
    assert not history.can_undo
    for _ in range(4):
        history.redo()
    assert page.terrain_name == "rosenbrock"


def test_in_a_wide_font_optimizers_and_rates_stay_within_the_card(page: TwoWeightsPage) -> None:
    for chip in page.optimizers.chips.values():
        chip.setStyleSheet("font-size: 20px")
    page.layout().activate()
    card = page.findChild(QWidget, "two_weights_settings")
    for field in page.optimizers.fields.values():
        assert field.mapTo(card, field.rect().topRight()).x() < card.width() - Size.PAD
