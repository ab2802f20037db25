"""The map of the loss of the network in hand, as a person meets it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim.engine.parameters import blocks
from nnsim.engine.weight_place import WeightPlace
from nnsim.model import edits, layer_edits
from nnsim.model.weight_edits import put_weights
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.network_loss_page import FIRST_SPEED, NetworkLossPage
from nnsim.ui.names import names_of
from nnsim.ui.widgets.numbers import format_number

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(session: Session, appearance: Appearance, shown: Callable[..., NetworkLossPage]) -> NetworkLossPage:
    return shown(NetworkLossPage(session, appearance), 1256, 600)


def train(qtbot: QtBot, session: Session, epochs: int = 5) -> None:
    for _ in range(epochs):
        session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state != "running" and session.snapshot.epoch >= epochs)


def lay(qtbot: QtBot, page: NetworkLossPage) -> None:
    QTest.mouseClick(page.lay, LEFT)
    qtbot.waitUntil(lambda: page.plot.isVisible())


def weights(session: Session) -> np.ndarray:
    checkpoint = session.stamped_project().checkpoint
    assert checkpoint is not None
    return checkpoint.parameters


def put_at(page: NetworkLossPage, first: float, second: float) -> QPoint:
    """Click near a place; where exactly."""
    at = page.plot.pixel(first, second).toPoint()
    QTest.mouseClick(page.plot, LEFT, pos=at)
    return at


def test_before_a_run_the_page_says_what_to_do(page: NetworkLossPage) -> None:
    assert page.empty.isVisible()
    QTest.mouseClick(page.lay, LEFT)
    assert "has not moved yet" in page.notes["progress"].text()
    assert page.empty.isVisible()


def test_after_some_epochs_the_map_shows_the_way_and_how_much_of_it(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    assert "%" in page.notes["share"].text()
    assert page.notes["progress"].text().startswith("1,089 points")
    seen = page.plot.grab().toImage()
    page.plot.show_way(*(np.empty((0, 2)),) * 2)
    assert page.plot.grab().toImage() != seen


def test_a_click_puts_the_weights_there_and_undo_brings_them_back(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    before, found = weights(session), session.loss_maps.map
    assert found is not None
    first, second = float(found.coordinates[0][4]), float(found.coordinates[1][25])
    put_at(page, first, second)
    across, up = (steps[-1] - steps[0] for steps in found.coordinates)
    assert found.place_of(weights(session)) == pytest.approx((first, second), abs=0.01 * float(max(across, up)))
    assert page.plot.isVisible()
    QTest.mouseClick(page.undo, LEFT)
    assert np.array_equal(weights(session), before)


def test_from_there_it_rolls_until_it_is_paused(qtbot: QtBot, page: NetworkLossPage, session: Session) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    found = session.loss_maps.map
    assert found is not None
    put_at(page, float(found.coordinates[0][4]), float(found.coordinates[1][4]))
    there, epoch = weights(session), session.snapshot.epoch
    before = session.loss_maps.way()
    page.speed.chosen.emit(None)
    QTest.mouseClick(page.run, LEFT)
    qtbot.waitUntil(lambda: session.snapshot.epoch > epoch + 3)
    assert page.run.text() == "Pause"
    QTest.mouseClick(page.run, LEFT)
    assert session.run_state == "paused"
    assert (weights(session) != there).any()
    way = session.loss_maps.way()
    assert way is not None
    assert before is not None
    assert len(way.points) > len(before.points)


def test_it_rolls_slowly_and_gives_the_speed_of_training_back(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    before = session.speed
    QTest.mouseClick(page.run, LEFT)
    assert session.speed == FIRST_SPEED
    page.speed.chosen.emit(50.0)
    assert session.speed == 50.0
    QTest.mouseClick(page.run, LEFT)
    assert session.speed == before
    QTest.mouseClick(page.run, LEFT)
    session.set_speed(200.0)
    QTest.mouseClick(page.run, LEFT)
    assert session.speed == 200.0


def test_a_single_step_is_one_batch(qtbot: QtBot, page: NetworkLossPage, session: Session) -> None:
    step = session.snapshot.step
    QTest.mouseClick(page.step, LEFT)
    qtbot.waitUntil(lambda: session.run_state != "running" and session.snapshot.step == step + 1)


def test_weights_beyond_the_map_are_said_to_be_there(qtbot: QtBot, page: NetworkLossPage, session: Session) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    found = session.loss_maps.map
    assert found is not None
    assert "left the map" not in page.notes["share"].text()
    session.apply(put_weights, found.parameters_at(3.0 * float(found.coordinates[0][-1]), 0.0))
    assert "left the map" in page.notes["share"].text()


def test_keys_aim_and_enter_puts_the_weights_there(qtbot: QtBot, page: NetworkLossPage, session: Session) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    before = weights(session)
    found = session.loss_maps.map
    qtbot.waitUntil(lambda: found is not None and not found.left)
    page.setFocus()
    QTest.keyClick(page.plot, Qt.Key.Key_Return)
    assert np.array_equal(weights(session), before)
    QTest.keyClick(page.plot, Qt.Key.Key_Up)
    assert page.plot.accessibleDescription() == ", ".join(page.plot.told_of_aim)
    QTest.keyClick(page.plot, Qt.Key.Key_Right)
    told = float(page.plot.told_of_aim[-1].removeprefix("loss ≈ "))
    QTest.keyClick(page.plot, Qt.Key.Key_Return)
    assert session.hand.effect is not None
    assert told == pytest.approx(session.hand.effect.after, rel=0.02)
    assert (weights(session) != before).any()


def test_random_directions_need_no_run_and_a_click_puts_first_weights_there(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    page.planes.sorts.clicked.emit("random")
    qtbot.waitUntil(lambda: page.plot.isVisible())
    assert page.planes.sorts.chosen() == ("random",)
    before, found = session.snapshot.parameters, session.loss_maps.map
    assert found is not None
    put_at(page, float(found.coordinates[0][4]), float(found.coordinates[1][25]))
    assert session.run_state == "paused"
    assert (weights(session) != before).any()
    QTest.mouseClick(page.undo, LEFT)
    assert session.run_state == "ready"
    assert np.array_equal(session.snapshot.parameters, before)


def test_map_of_another_network_is_put_away(qtbot: QtBot, page: NetworkLossPage, session: Session) -> None:
    page.planes.sorts.clicked.emit("random")
    qtbot.waitUntil(lambda: page.plot.isVisible())
    session.apply(edits.add_neuron, 0)
    assert session.loss_maps.map is None
    assert page.empty.isVisible()


def test_nothing_is_worked_out_while_nobody_looks(page: NetworkLossPage, session: Session) -> None:
    page.planes.sorts.clicked.emit("random")
    page.hide()
    found = session.loss_maps.map
    assert found is not None
    left = found.left
    QTest.qWait(60)
    assert found.left == left


def test_two_weights_that_moved_most_are_the_axes_and_their_numbers(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    train(qtbot, session)
    QTest.mouseClick(page.planes.sorts.chip("weights"), LEFT)
    qtbot.waitUntil(lambda: page.plot.isVisible())
    found, chosen = session.loss_maps.map, page.planes.weights
    assert found is not None
    assert chosen == session.loss_maps.most_moved()
    assert chosen is not None
    names = names_of(session)
    assert [axis.name for axis in (page.plot.axes.x, page.plot.axes.y)] == [names.weight_sign(one) for one in chosen]
    matrices = [block.matrix(weights(session)) for block in blocks(session.project.network)]
    now = [float(matrices[layer][row, column]) for layer, row, column in chosen]
    assert found.place_of(weights(session)).tolist() == now
    assert "that of the others" in page.notes["share"].text()


def test_a_weight_is_chosen_from_menus_and_one_weight_twice_is_refused(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    page.planes.sorts.clicked.emit("weights")
    page.planes.first.chosen.emit(WeightPlace(0, 0, 0))
    page.planes.second.chosen.emit(WeightPlace(0, 1, 0))
    menus = page.planes.second.menus
    assert menus["row"].text().startswith("x₂")
    menus["row"].menu().aboutToShow.emit()
    assert menus["row"].menu().actions()[-1].text() == "bias"
    menus["row"].menu().actions()[-1].trigger()
    assert page.planes.weights == ((0, 0, 0), (0, 2, 0))
    qtbot.waitUntil(lambda: page.plot.isVisible())
    found = session.loss_maps.map
    page.planes.second.chosen.emit(WeightPlace(0, 0, 0))
    assert "one weight twice" in page.notes["progress"].text()
    assert "still the one before" in page.notes["progress"].text()
    assert session.loss_maps.map is found is not None


def test_links_selected_in_the_network_before_the_page_was_there_can_be_the_axes(
    session: Session, appearance: Appearance, shown: Callable[..., NetworkLossPage]
) -> None:
    session.select(Selection("link", 0, 0, 0))
    session.select(Selection("link", 0, 1, 0))
    page = shown(NetworkLossPage(session, appearance), 1256, 600)
    assert page.planes.selected.isEnabled()
    page.planes.sorts.clicked.emit("weights")
    assert page.planes.weights == ((0, 0, 0), (0, 1, 0))
    session.select(Selection("bias", 0, 0, 1))
    QTest.mouseClick(page.planes.selected, LEFT)
    assert page.planes.weights == ((0, 1, 0), (0, 2, 1))


def test_batches_of_one_ten_and_all_go_from_these_weights_over_the_map_and_the_run_is_left_alone(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    assert not page.compare.isEnabled()
    train(qtbot, session)
    lay(qtbot, page)
    before, found = weights(session), session.loss_maps.map
    assert found is not None
    QTest.mouseClick(page.compare, LEFT)
    qtbot.waitUntil(lambda: all("straight on" in row.text() for row in page.batches.rows))
    assert page.compare.text() == "Hide the three ways"
    assert [way.place for way in page.plot.ways] == [0, 1, 5]
    for way in page.plot.ways:
        assert len(way.points) == session.batch_comparison.steps + 1
        assert way.points[0] == pytest.approx(found.place_of(before), abs=1e-9)
    assert np.array_equal(weights(session), before)
    QTest.mouseClick(page.batches.around, LEFT)
    qtbot.waitUntil(lambda: page.plot.isVisible() and page.batches.around.isEnabled())
    assert page.planes.sorts.chosen() == ()
    axes = page.plot.axes
    points = np.vstack([way.points for way in page.plot.ways])
    for axis, places in ((axes.x, points[:, 0]), (axes.y, points[:, 1])):
        assert axis.low < places.min() < places.max() < axis.high
    assert np.ptp(points[:, 0]) > 0.4 * (axes.x.high - axes.x.low)
    page.pictures.choose("both")
    with_ways = page.relief.grab().toImage()
    QTest.mouseClick(page.compare, LEFT)
    assert page.plot.ways == ()
    assert page.relief.grab().toImage() != with_ways
    assert not page.batches.isVisible()


def test_ways_of_batches_begin_anew_where_the_weights_are_put_and_go_with_their_map(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    page.planes.sorts.clicked.emit("random")
    qtbot.waitUntil(lambda: page.plot.isVisible())
    found = session.loss_maps.map
    assert found is not None
    QTest.mouseClick(page.compare, LEFT)
    page.batches.steps_chosen.emit(3)
    qtbot.waitUntil(lambda: "straight on" in page.batches.rows[-1].text())
    assert [len(way.points) for way in page.plot.ways] == [4, 4, 4]
    put_at(page, float(found.coordinates[0][4]), float(found.coordinates[1][25]))
    assert page.plot.ways == ()
    qtbot.waitUntil(lambda: len(page.plot.ways) == 3)
    assert page.plot.ways[0].points[0] == pytest.approx(found.place_of(weights(session)), abs=1e-9)
    page.hide()
    session.apply(edits.add_neuron, 0)
    page.show()
    assert page.plot.ways == ()
    assert not page.batches.isVisible()


def test_what_could_not_be_laid_is_told_no_more_once_the_run_has_moved_on(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    QTest.mouseClick(page.lay, LEFT)
    assert session.loss_maps.problem is not None
    train(qtbot, session, 1)
    assert session.loss_maps.problem is None


def test_a_click_on_the_map_leaves_a_held_weight_that_was_typed_since(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    session.apply(layer_edits.hold_weight, 0, 0, 0, True)
    train(qtbot, session)
    lay(qtbot, page)
    session.set_weight(0, 0, 0, 5.0)
    before = weights(session)
    assert session.loss_maps.map is not None
    first, second = session.loss_maps.map.coordinates
    put_at(page, float(first[5]), float(second[5]))
    assert weights(session)[0] == 5.0
    assert not np.array_equal(weights(session), before)


def test_the_loss_told_is_that_of_the_weights_shown(qtbot: QtBot, page: NetworkLossPage, session: Session) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    found = session.loss_maps.map
    assert found is not None
    qtbot.waitUntil(lambda: not found.left)
    session.edit_weights(
        put_weights, found.parameters_at(float(found.coordinates[0][0]), float(found.coordinates[1][-1]))
    )
    height = format_number(float(found.losses[0, -1]), 4)
    qtbot.waitUntil(lambda: page.notes["loss"].text() == f"Epoch 5, training loss {height}")
    session.step_batch()
    qtbot.waitUntil(lambda: page.notes["loss"].text().startswith("Epoch 5 and 1 of "))
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 6 and page.notes["loss"].text().startswith("Epoch 6, "))


def test_the_way_keeps_the_point_from_which_the_weights_were_taken(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    found, before = session.loss_maps.map, session.loss_maps.way()
    assert found is not None
    assert before is not None
    across, up = found.coordinates
    for number, corner in enumerate((0, -1)):
        page.plot.put.emit(float(across[corner]), float(up[corner]))
        way = session.loss_maps.way()
        assert way is not None
        assert way.points[-2] == pytest.approx(before.points[-1]), number
        assert way.points[-1] == pytest.approx([across[corner], up[corner]])
        assert way.is_put.tolist() == [False] * (len(way.points) - 1) + [True]
    assert "◇ where weights were put (dashed)" in page.plot.caption
    dashed = page.plot.grab().toImage()
    page.plot.show_way(*page.plot.way)
    assert "◇" not in page.plot.caption
    assert page.plot.grab().toImage() != dashed
    QTest.mouseClick(page.undo, LEFT)
    QTest.mouseClick(page.undo, LEFT)
    after = session.loss_maps.way()
    assert after is not None
    assert after.points == pytest.approx(before.points)
