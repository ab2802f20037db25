"""One weight on its parabola, as a person meets it: by hand, by key, and as on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.engine.one_weight import OneWeight, Pace
from nnsim.session.wording import Wording
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.one_weight_page import OneWeightPage
from nnsim.ui.descent.words import pace_words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def wording() -> Wording:
    return Wording()


@pytest.fixture
def page(appearance: Appearance, wording: Wording, shown: Callable[..., OneWeightPage]) -> OneWeightPage:
    return shown(OneWeightPage(appearance, wording), 1256, 600)


def drag(widget: QWidget, start: QPointF, end: QPointF) -> None:
    """Press, move in two parts, let go."""
    QTest.mousePress(widget, LEFT, pos=start.toPoint())
    for share in (0.5, 1.0):
        QTest.mouseMove(widget, (start + (end - start) * share).toPoint())
    QTest.mouseRelease(widget, LEFT, pos=end.toPoint())


def drag_rate(page: OneWeightPage, rate: float) -> None:
    bar = page.rate_bar
    middle = bar.band.center().y()
    drag(bar, QPointF(bar.place(page.now.rate), middle), QPointF(bar.place(rate), middle))


def click_step(page: OneWeightPage, times: int = 1) -> None:
    for _ in range(times):
        QTest.mouseClick(page.step, LEFT)


def test_page_opens_with_the_sums_of_the_exercise(page: OneWeightPage) -> None:
    said = {name: label.text() for name, label in page.sums.lines.items()}
    assert said["prediction"] == "ŷ = w · x\n  = 5 · 2 = 10"
    assert said["loss"] == "L = ½ (ŷ − y)²\n  = ½ (10 − 6)² = 8"
    assert said["gradient"] == "g = (ŷ − y) · x\n  = (10 − 6) · 2 = 8"
    assert said["step"] == "−η · g\n  = −0.1 · 8 = −0.8"
    assert said["after"] == "w − η · g\n  = 5 − 0.8 = 4.2"


def test_prediction_and_label_are_called_as_the_view_menu_says(page: OneWeightPage, wording: Wording) -> None:
    before = page.plot.grab().toImage()
    wording.call_label_with_hat(True)
    said = {name: label.text() for name, label in page.sums.lines.items()}
    assert said["prediction"] == "y = w · x\n  = 5 · 2 = 10"
    assert said["loss"] == "L = ½ (y − ŷ)²\n  = ½ (10 − 6)² = 8"
    assert page.label.accessibleName() == "Label ŷ"
    assert page.loss.chip("mse").text() == "(y − ŷ)²"
    assert page.loss.chosen() == ("quadratic",)
    assert page.plot.grab().toImage() != before


def test_steps_ahead_do_not_run_out_of_the_top_of_the_picture(page: OneWeightPage) -> None:
    strips = []
    for rate in (0.567, 0.01):  # it diverges, and then not: the scale stays as large as it was
        page.plot.show_step(replace(OneWeight(), rate=rate), ())
        picture = page.plot.grab().toImage()
        strips.append(picture.copy(0, 0, picture.width(), round(page.plot.axes.area.top()) - 1))
    assert strips[0] == strips[1]


def test_both_losses_stand_side_by_side(page: OneWeightPage) -> None:
    rows = [[cell.text() for cell in row] for row in page.sums.cells]
    assert rows == [["8", "16"], ["8", "16"], ["4.2", "3.4"], ["0.25", "0.125"], ["0.5", "0.25"]]


def test_each_step_goes_where_the_paper_says(page: OneWeightPage) -> None:
    click_step(page, 4)
    assert page.now.weight == pytest.approx(3.2592, rel=1e-14)
    assert page.way == pytest.approx((5, 4.2, 3.72, 3.432), rel=1e-14)
    assert page.weight.text() == "3.2592"
    assert "Steps: 4, from w = 5" in page.counted.text()


def test_back_takes_one_step_back_and_from_the_start_all(page: OneWeightPage) -> None:
    click_step(page, 3)
    QTest.mouseClick(page.back, LEFT)
    assert page.now.weight == pytest.approx(3.72, rel=1e-14)
    QTest.mouseClick(page.again, LEFT)
    assert page.now.weight == 5.0
    assert not page.back.isEnabled()


def test_dragging_the_point_changes_every_number_and_forgets_the_way(page: OneWeightPage) -> None:
    click_step(page)
    plot = page.plot
    drag(plot, plot.pixel(page.now.weight), plot.pixel(1.0))
    assert page.now.weight == pytest.approx(1.0, abs=0.02)
    assert page.way == ()
    assert page.now.gradient < 0 < page.now.step
    assert page.sums.lines["step"].text().endswith(f"= {page.now.step:.6g}")


def test_drag_stays_within_the_axis(page: OneWeightPage) -> None:
    axes = page.plot.axes
    drag(page.plot, page.plot.pixel(5.0), QPointF(page.plot.width() + 400.0, 100.0))
    assert page.now.weight == axes.x.high
    assert page.plot.axes == axes


def test_axes_wait_for_the_hand_to_let_go(page: OneWeightPage) -> None:
    page.rate.edited.emit(0.6)
    plot, before = page.plot, page.plot.axes
    QTest.mousePress(plot, LEFT, pos=plot.pixel(5.0).toPoint())
    QTest.mouseMove(plot, plot.pixel(6.0).toPoint())
    assert page.now.after.weight < before.x.low
    assert plot.axes == before
    QTest.mouseRelease(plot, LEFT, pos=plot.pixel(6.0).toPoint())
    assert plot.axes.x.low <= page.now.after.weight


def test_escape_takes_a_drag_back(page: OneWeightPage) -> None:
    plot = page.plot
    QTest.mousePress(plot, LEFT, pos=plot.pixel(5.0).toPoint())
    QTest.mouseMove(plot, plot.pixel(1.0).toPoint())
    assert page.now.weight < 2.0
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert page.now.weight == pytest.approx(5.0, abs=0.02)
    QTest.mouseMove(plot, plot.pixel(1.0).toPoint())
    assert page.now.weight > 4.0
    QTest.mouseRelease(plot, LEFT)


@pytest.mark.parametrize(
    ("rate", "pace", "said"),
    [
        (0.015, Pace.CRAWLS, "crawls"),
        (0.1, Pace.NEARS, "leaves 60 % of the distance to 3"),
        (0.25, Pace.ONE_STEP, "one step, and w is at 3"),
        (0.45, Pace.OSCILLATES, "leaves 80 % of the distance to 3"),
        (0.5, Pace.FOR_EVER, "to and fro around 3 for ever"),
        (0.6, Pace.DIVERGES, "to 140 % of the distance to 3"),
    ],
)
def test_dragging_the_learning_rate_names_what_it_does(page: OneWeightPage, rate: float, pace: Pace, said: str) -> None:
    drag_rate(page, rate)
    assert page.now.rate == pytest.approx(rate, abs=0.002)
    assert page.now.pace is pace
    page.rate_bar.moved.emit(rate)
    assert said in page.verdict.text().replace("\u202f", " ")


def test_limits_draw_the_handle_so_that_they_can_be_hit_exactly(page: OneWeightPage) -> None:
    page.input.edited.emit(3.0)
    bar = page.rate_bar
    QTest.mouseClick(bar, LEFT, pos=QPoint(round(bar.place(1 / 9)) + 3, round(bar.band.center().y())))
    assert page.now.rate == 1 / 9
    click_step(page)
    assert page.now.weight == pytest.approx(2.0, rel=1e-15)


def test_keys_do_what_the_hand_does(page: OneWeightPage) -> None:
    page.setFocus()
    assert page.plot.hasFocus()
    QTest.keyClick(page.plot, Qt.Key.Key_Return)
    assert page.now.weight == pytest.approx(4.2)
    QTest.keyClick(page.plot, Qt.Key.Key_Backspace)
    assert page.now.weight == 5.0
    QTest.keyClick(page.plot, Qt.Key.Key_Left)
    assert page.now.weight < 5.0
    QTest.keyClick(page.rate_bar, Qt.Key.Key_Home)
    assert page.now.rate == 0.25
    QTest.keyClick(page.rate_bar, Qt.Key.Key_End)
    assert page.now.rate == 0.5
    QTest.keyClick(page.rate_bar, Qt.Key.Key_Right)
    assert page.now.pace is Pace.DIVERGES


def test_typed_numbers_make_another_parabola(page: OneWeightPage) -> None:
    page.label.setFocus()
    page.label.selectAll()
    QTest.keyClicks(page.label, "-4")
    QTest.keyClick(page.label, Qt.Key.Key_Return)
    assert page.now.label == -4.0
    assert page.sums.lines["loss"].text() == "L = ½ (ŷ − y)²\n  = ½ (10 − (−4))² = 98"
    axis = page.plot.axes.x
    assert axis.low < -2.0 < axis.high


def test_input_of_zero_says_that_there_is_no_slope(page: OneWeightPage) -> None:
    before = page.plot.grab().toImage()
    page.input.edited.emit(0.0)
    assert "no slope" in page.verdict.text()
    click_step(page)
    assert page.way == ()
    assert page.plot.grab().toImage() != before


def test_chip_without_the_half_doubles_the_step(page: OneWeightPage) -> None:
    page.loss.clicked.emit("mse")
    click_step(page)
    assert page.now.weight == 3.4


def test_rolling_arrives_and_ends_by_itself(qtbot: QtBot, page: OneWeightPage) -> None:
    QTest.keyClick(page.rate_bar, Qt.Key.Key_Home)
    QTest.mouseClick(page.roll, LEFT)
    assert page.roll.text() == "Stop"
    qtbot.waitUntil(lambda: not page.is_rolling)
    assert page.now.weight == 3.0
    assert page.roll.text() == "Roll"


def test_what_diverges_is_said_to_be_lost(page: OneWeightPage) -> None:
    page.rate.edited.emit(1.0)
    click_step(page, 30)
    assert "lost" in page.counted.text()
    assert abs(page.now.weight) <= 1e6


def test_scales_only_grow_until_another_parabola_comes(page: OneWeightPage) -> None:
    before = page.plot.axes.x
    page.rate.edited.emit(0.6)
    click_step(page, 3)
    grown = page.plot.axes.x
    assert grown.low < before.low
    assert grown.high > before.high
    page.rate.edited.emit(0.25)
    click_step(page)
    assert page.plot.axes.x == grown
    assert page.exercise.text() == "Back to the exercise"
    page.exercise.click()
    assert page.plot.axes.x == before


def test_the_lowest_weight_is_named_beside_its_line_and_not_under_the_names_of_the_curves(page: OneWeightPage) -> None:
    assert page.plot.name_of_lowest.left() > page.plot.pixel(3.0).x()
    page.weight.edited.emit(-100.0)
    page.weight.edited.emit(-1e6)
    assert page.plot.name_of_lowest.right() < page.plot.names_left
    assert page.plot.names_left < page.plot.pixel(3.0).x()


def test_numbers_of_the_table_have_room_for_all_their_digits(qtbot: QtBot, page: OneWeightPage) -> None:
    page.weight.edited.emit(318_405.0)
    cells = [cell for row in page.sums.cells for cell in row]
    qtbot.waitUntil(lambda: all(cell.width() >= cell.fontMetrics().horizontalAdvance(cell.text()) for cell in cells))


def test_rolling_rests_while_nobody_looks(page: OneWeightPage) -> None:
    QTest.mouseClick(page.roll, LEFT)
    page.hide()
    assert not page.is_rolling


def test_names_of_the_zones_step_aside_for_the_handle(page: OneWeightPage) -> None:
    for rate in (0.02, 0.1, 0.125, 0.3, 0.38, 0.45, 0.55):
        page.rate_bar.moved.emit(rate)
        names = page.rate_bar.names()
        assert [name for _, _, name in names] == ["nearer from one side", "oscillates, and nearer", "diverges"]
        assert not any(box.intersects(page.rate_bar.handle) for box, _, _ in names)


def test_a_weight_too_large_for_its_sums_is_refused(page: OneWeightPage) -> None:
    page.weight.setFocus()
    page.weight.selectAll()
    QTest.keyClicks(page.weight, "1e300")
    assert page.weight.property("invalid")
    QTest.keyClick(page.weight, Qt.Key.Key_Return)
    assert page.now.weight == 5.0
    page.plot.moved.emit(1e300)
    assert page.now.weight == 1e6


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (OneWeight(x=0.1, rate=1e-6), ">99.9999"),
        (OneWeight(x=3.0, rate=0.2222222222), ">99.9999"),
        (OneWeight(x=3.0, rate=0.22222222225), ">100"),
        (OneWeight(x=2.0, rate=0.6), "140"),
    ],
    ids=["crawls", "oscillates", "diverges", "far"],
)
def test_only_what_leaves_all_of_the_distance_is_said_to(now: OneWeight, left: str) -> None:
    assert f" {left}\u202f%" in pace_words(now)


def test_an_input_near_0_is_not_called_0() -> None:
    assert "near to 0" in pace_words(OneWeight(x=1e-170))
    assert pace_words(OneWeight(x=0.0)).startswith("x is 0")


def test_sums_of_rounded_numbers_say_so_and_do_not_mislead(page: OneWeightPage) -> None:
    page.weight.edited.emit(3.0000001)
    assert page.sums.lines["gradient"].text() == "g = (ŷ − y) · x\n  = (2e−7) · 2 ≈ 4e−7"
    page.sums.show_step(OneWeight(weight=1 / 3, x=3.0, label=1.0))
    assert page.sums.lines["prediction"].text() == "ŷ = w · x\n  = 0.333333 · 3 ≈ 1"


@pytest.mark.parametrize("weight", [3.0001, 3.05, 2.9, 3.4])
def test_what_is_said_near_the_lowest_place_does_not_touch(page: OneWeightPage, weight: float) -> None:
    page.plot.moved.emit(weight)
    page.plot.grab()
    boxes = page.plot.labels
    assert len(boxes) >= 3
    assert not any(one.intersects(other) for number, one in enumerate(boxes) for other in boxes[:number])
    assert all(page.plot.axes.area.adjusted(-1, -1, 1, 1).contains(box) for box in boxes[1:])


def test_undo_takes_steps_drags_and_settings_back_one_by_one_with_their_way(page: OneWeightPage) -> None:
    history, first = page.own_history, page.now
    assert not history.can_undo
    click_step(page, 2)
    drag_rate(page, 0.2)
    page.input.edited.emit(3.0)
    assert page.now.x == 3.0
    history.undo()
    assert (page.now.x, page.now.rate, page.way) == (2.0, pytest.approx(0.2, abs=0.01), (5.0, 4.2))
    history.undo()
    assert page.now.rate == first.rate
    history.undo()
    assert page.way == (5.0,)
    history.undo()
    assert page.now == first
    assert not history.can_undo
    history.redo()
    assert page.now.weight == 4.2


def test_all_of_a_roll_is_one_step_of_undo(page: OneWeightPage, qtbot: QtBot) -> None:
    first = page.now
    QTest.mouseClick(page.roll, LEFT)
    qtbot.waitUntil(lambda: len(page.way) >= 3)
    page.own_history.undo()
    assert not page.is_rolling
    assert (page.now, page.way) == (first, ())
