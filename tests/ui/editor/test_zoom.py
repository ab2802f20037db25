"""Getting about in a network: closer, further away, elsewhere, and the map that says where."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnsim.data.spec import DataSpec, ToySource
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.layout import arrange
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.network_sizes import NetworkSize

DEEP = (3,) * 30
NO_KEY, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def deep(panel: NetworkPanel, session: Session) -> Canvas:
    """A network that is wider than its view."""
    assert session.new(new_project("deep", DataSpec(ToySource("spiral", 40, 0.0, 0)), DEEP))
    return panel.canvas


def wheel(canvas: Canvas, at: QPointF, up: int, keys: Qt.KeyboardModifier = NO_KEY, across: int = 0) -> bool:
    """Turn the wheel over a point of the view; whether the canvas took it."""
    event = QWheelEvent(
        at, canvas.viewport().mapToGlobal(at), QPoint(), QPoint(across, up), Qt.MouseButton.NoButton,
        keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    return event.isAccepted()


def pinch(canvas: Canvas, at: QPointF, value: float) -> None:
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        at, at, canvas.viewport().mapToGlobal(at), value, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)


def scale(canvas: Canvas) -> float:
    return canvas.transform().m11()


def drag(canvas: Canvas, start: QPoint, by: QPoint, button: Qt.MouseButton) -> None:
    view = canvas.viewport()
    QTest.mousePress(view, button, NO_KEY, start)
    for share in (0.5, 1.0):
        QTest.mouseMove(view, start + QPoint(round(by.x() * share), round(by.y() * share)))
    QTest.mouseRelease(view, button, NO_KEY, start + by)


@pytest.mark.parametrize("notches", [1, 3])
def test_the_wheel_with_ctrl_keeps_what_is_under_the_pointer(panel: NetworkPanel, notches: int) -> None:
    canvas, at = panel.canvas, QPointF(420, 260)
    before = canvas.mapToScene(at.toPoint())
    wheel(canvas, at, 120 * notches, CONTROL)
    assert scale(canvas) == pytest.approx(1.25**notches)
    assert (canvas.mapToScene(at.toPoint()) - before).manhattanLength() < 3.0


def test_a_pinch_looks_closer_and_back(panel: NetworkPanel) -> None:
    canvas, at = panel.canvas, QPointF(420, 260)
    for value in (0.2, 0.25):
        pinch(canvas, at, value)
    assert scale(canvas) == pytest.approx(1.5)
    pinch(canvas, at, -0.9)
    assert scale(canvas) == 1.0, "all of it is in sight: there is nothing further away"


def test_steps_in_and_out_again_end_where_they_began(panel: NetworkPanel) -> None:
    canvas, at = panel.canvas, QPointF(100, 100)
    for _ in range(5):
        wheel(canvas, at, 120, CONTROL)
    for _ in range(5):
        wheel(canvas, at, -120, CONTROL)
    assert scale(canvas) == 1.0
    assert not canvas.can_move


def test_the_wheel_alone_moves_a_large_network_and_leaves_a_small_one_to_the_window(
    panel: NetworkPanel, session: Session
) -> None:
    canvas, at = panel.canvas, QPointF(420, 260)
    assert not wheel(canvas, at, -120)
    assert session.new(new_project("deep", DataSpec(ToySource("spiral", 40, 0.0, 0)), DEEP))
    before = canvas.seen().left()
    assert wheel(canvas, at, -120)
    assert canvas.seen().left() == before + NetworkSize.WHEEL_NOTCH
    assert wheel(canvas, at, 0, across=120)
    assert canvas.seen().left() == before


def test_the_middle_button_drags_from_anywhere_and_selects_nothing(deep: Canvas, session: Session) -> None:
    column = deep.arrangement.column(3)
    start = deep.mapFromScene(column.x, column.ys[0])
    assert deep.part_at(start) is not None
    before = deep.seen().left()
    drag(deep, start, QPoint(-60, 0), Qt.MouseButton.MiddleButton)
    assert deep.seen().left() == before + 60
    assert session.selection == Selection()


def test_columns_keep_their_distance_and_the_picture_grows_instead(deep: Canvas) -> None:
    assert deep.arrangement.spacing() > NetworkSize.COLUMN_MIN - 1
    assert deep.arrangement.width > deep.viewport().width()
    assert deep.can_move


def test_zero_shows_all_of_a_network_that_is_wider_than_its_view(deep: Canvas) -> None:
    QTest.keyClick(deep, Qt.Key.Key_0)
    assert not deep.can_move
    assert deep.seen().width() == pytest.approx(deep.arrangement.width, abs=2.0)
    for _ in range(3):
        wheel(deep, QPointF(100, 100), -120, CONTROL)
    assert not deep.can_move


def test_the_map_is_there_only_while_there_is_more_to_see(panel: NetworkPanel, session: Session) -> None:
    canvas = panel.canvas
    assert not canvas.map.isVisible()
    canvas.zoom_by(2.0, QPointF(400, 200))
    assert canvas.map.isVisible()
    canvas.fit()
    assert not canvas.map.isVisible()


def test_the_frame_on_the_map_is_the_part_in_sight(deep: Canvas) -> None:
    share = deep.viewport().width() / deep.arrangement.width
    assert deep.map.frame().left() == pytest.approx(0.0)
    assert deep.map.frame().width() == pytest.approx(share * deep.map.width(), abs=1.0)
    deep.pan(QPoint(-10_000, 0))
    assert deep.map.frame().right() == pytest.approx(deep.map.width(), abs=1.0)


def test_a_drag_on_the_map_moves_the_view(deep: Canvas) -> None:
    middle = deep.map.height() // 2
    QTest.mousePress(deep.map, Qt.MouseButton.LeftButton, NO_KEY, QPoint(5, middle))
    QTest.mouseMove(deep.map, QPoint(deep.map.width() // 2, middle))
    assert deep.map.frame().center().x() == pytest.approx(deep.map.width() / 2, abs=1.5)
    QTest.mouseRelease(deep.map, Qt.MouseButton.LeftButton, NO_KEY, QPoint(deep.map.width() // 2, middle))


def test_walking_by_keys_takes_the_view_along(deep: Canvas, session: Session) -> None:
    for _ in range(20):
        QTest.keyClick(deep, Qt.Key.Key_Right)
    column = deep.arrangement.column(session.selection.layer)
    assert deep.seen().left() < column.x < deep.seen().right()
    assert session.selection.layer > 12


def test_what_is_clicked_stays_where_it_is(deep: Canvas, session: Session) -> None:
    deep.pan(QPoint(-100, 0))
    before = deep.seen()
    column = deep.arrangement.column(2)
    QTest.mouseClick(deep.viewport(), Qt.MouseButton.LeftButton, NO_KEY, deep.mapFromScene(column.x, column.ys[0]))
    assert session.selection == Selection("neuron", 2)
    assert deep.seen() == before


def test_layers_that_come_into_sight_show_the_weights_of_now(deep: Canvas, session: Session) -> None:
    layer = len(DEEP) - 1
    session.set_weight(layer, 0, 1, 1.0)
    deep.look_at(QPointF(deep.arrangement.width, 0))
    shown = deep.picture._links[layer].levels[1]
    session.set_weight(layer, 0, 1, -1.0)
    assert deep.picture._links[layer].levels[1] < shown


def test_head_and_foot_stay_at_their_edges_of_the_view(panel: NetworkPanel) -> None:
    canvas = panel.canvas
    at = canvas.place_over(100, 12), canvas.place_over(100, canvas.arrangement.height - 20)
    canvas.zoom_by(3.0, QPointF(400, 300))
    closer = canvas.place_over(100, 12), canvas.place_over(100, canvas.arrangement.height - 20)
    assert [point.y() for point in closer] == [point.y() for point in at]
    assert closer[0].x() != at[0].x()


def test_an_edit_keeps_the_place_that_is_looked_at(panel: NetworkPanel, session: Session) -> None:
    panel.canvas.zoom_by(3.0, QPointF(400, 300))
    before = panel.canvas.seen()
    session.apply(edits.add_neuron, 0)
    assert panel.canvas.seen() == before


def test_a_network_that_shrinks_is_no_further_away_than_it_need_be(deep: Canvas, session: Session) -> None:
    deep.fit()
    assert scale(deep) < 1.0
    assert session.new(new_project("small", DataSpec(ToySource("spiral", 40, 0.0, 0)), (3,)))
    assert scale(deep) == 1.0


def test_a_network_that_fits_is_laid_out_in_its_view(session: Session) -> None:
    assert arrange(session.project.network, 816, 480).width == 816
