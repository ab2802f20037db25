"""Learning of each layer over the epochs: what the colours tell, and going to a moment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnsim.model import edits
from nnsim.ui.plots.health_map import HealthMap
from tests.ui.plots.course import train, wait_for_all


@pytest.fixture
def plot(shown, session, appearance):
    return shown(HealthMap(session, appearance), 330, 160)


def point(plot, epoch, layer):
    area = plot._area()
    height = area.height() / len(plot._layers)
    x = area.left() + epoch / plot._epochs.high * area.width()
    return QPoint(round(x), round(area.top() + (layer + 0.5) * height))


def colour(plot, epoch, layer):
    image = plot.grab().toImage()
    return image.pixelColor(point(plot, epoch, layer) * image.devicePixelRatio())


def test_before_the_first_step_it_says_what_will_appear(plot):
    assert plot.accessibleDescription() == "Nothing learnt yet."
    assert plot.values().shape == (0, 3)


def test_the_whole_course_is_there_when_it_is_first_looked_at(qtbot, shown, session, appearance):
    train(qtbot, session)
    plot = shown(HealthMap(session, appearance), 330, 160)
    wait_for_all(qtbot, session)
    assert plot.values().shape[1] == 3
    assert plot._rows.at[-1] > session.track.now[0] - 4, "a turn of the last epoch, at most"
    assert np.isfinite(plot.values()).all()


def test_the_colours_are_those_of_the_key_whatever_the_numbers_are(qtbot, plot, session):
    train(qtbot, session)
    before = colour(plot, 3.0, 1)
    assert before != plot.theme.colour("surface")
    session.apply(edits.set_learning_rate, 3.0)
    train(qtbot, session, 2)
    assert colour(plot, 3.0, 1) == before


def test_what_has_not_been_stays_paper(qtbot, plot, session):
    train(qtbot, session, 4)
    assert colour(plot, 8.0, 1) == plot.theme.colour("surface")


def test_another_quantity_is_chosen_from_its_menu(qtbot, plot, session):
    train(qtbot, session)
    norms = plot.values().copy()
    next(action for action in plot.chooser.menu().actions() if action.data() == "saturated").trigger()
    assert plot.aspect == "saturated"
    assert not np.array_equal(plot.values(), norms, equal_nan=True)
    assert np.isnan(plot.values()[:, -1]).all(), "the output layer has no slope to look at"
    assert plot.chooser.accessibleName() == "What the colours tell: saturated answers"


def test_a_click_goes_to_the_moment_and_a_line_shows_it(qtbot, plot, session):
    train(qtbot, session)
    whole = plot.grab().toImage()
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point(plot, 3.0, 1))
    wait_for_all(qtbot, session)
    assert session.past.is_shown
    assert session.track.shown[1] == pytest.approx(3.0, abs=0.3)
    assert session.track.shown[0] in plot._rows.at
    QTest.mouseMove(plot, QPoint(2, 2))
    assert plot.grab().toImage() != whole


def test_what_is_told_of_a_moment_is_what_the_bars_show_there(qtbot, plot, session):
    session.watch("eye", ("health",))
    train(qtbot, session)
    moment = len(plot._rows) // 2
    QTest.mouseClick(
        plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point(plot, plot._rows.epoch[moment], 0)
    )
    wait_for_all(qtbot, session)
    place = int(np.searchsorted(plot._rows.at, session.track.shown[0]))
    assert np.array_equal(plot.values()[place], session.snapshot.health.gradient_norm)


def test_the_keyboard_looks_around_and_goes_there(qtbot, plot, session):
    train(qtbot, session)
    plot.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Down):
        QTest.keyClick(plot, key)
    assert plot._looked == (len(plot._rows) - 2, 1)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    wait_for_all(qtbot, session)
    assert session.track.shown[0] == plot._rows.at[-2]


def test_a_screen_reader_hears_the_numbers(qtbot, plot, session):
    train(qtbot, session)
    said = plot.accessibleDescription().split("; ")
    assert said[0].startswith("epoch 5.")
    assert [layer.partition(":")[0] for layer in said[1:]] == [long for _, long in plot._names]


def test_an_edit_amid_the_course_leaves_room_for_the_new_layer(qtbot, plot, session):
    train(qtbot, session, 3)
    session.apply(edits.add_layer, 1)
    train(qtbot, session, 3)
    values = plot.values()
    assert values.shape[1] == 4
    keys = [layer.key for layer in session.snapshot.network.layers]
    assert np.flatnonzero(np.isnan(values[0])).tolist() == [keys.index(max(keys))]
    assert np.isfinite(values[-1]).all()


def test_reset_begins_anew(qtbot, plot, session):
    train(qtbot, session, 15)
    assert plot._epochs.high > 10
    session.reset()
    wait_for_all(qtbot, session)
    assert len(plot._rows) == 0
    assert plot._epochs.high == 10


def test_nothing_is_computed_while_it_is_out_of_sight(qtbot, plot, session):
    plot.hide()
    train(qtbot, session, 3)
    assert len(session.hindsight.rows("health")) == 0


def test_many_layers_still_fit(qtbot, plot, session):
    for _ in range(20):
        session.apply(edits.add_layer, 1)
    train(qtbot, session, 1)
    assert not plot.grab().isNull()


def test_a_layer_keeps_its_past_when_one_before_it_goes(qtbot, plot, session):
    train(qtbot, session)
    qtbot.waitUntil(lambda: len(session.hindsight.rows("health")) > 3)
    plot.render_snapshot()
    before, at = plot.values().copy(), plot._rows.at.copy()
    session.apply(edits.remove_layer, 0)
    wait_for_all(qtbot, session)
    plot.render_snapshot()
    row = int(np.flatnonzero(plot._rows.at == at[2])[0])
    np.testing.assert_array_equal(plot.values()[row], before[2][1:])


def test_what_was_looked_at_may_go(qtbot, plot, session):
    train(qtbot, session)
    plot.setFocus()
    for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Down] * 4):
        QTest.keyClick(plot, key)
    session.apply(edits.remove_layer, 0)
    wait_for_all(qtbot, session)
    assert not plot.grab().isNull()
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert not plot.grab().isNull()


def test_what_nobody_has_looked_at_has_no_colour(plot, session):
    rows = session.hindsight.rows("health")
    few = replace(
        rows,
        at=np.array([1, 60]),
        epoch=np.array([0.2, 12.0]),
        values=(np.full((4, 3), 1e-3),) * 2,
        layers=(tuple(layer.key for layer in session.snapshot.network.layers),) * 2,
        spacing=1.2,
    )
    plot._rows, plot._table = few, few.table
    plot._places = few.places(few.layers[0])
    plot._epochs.include(np.array([12.0]))
    surface = plot.theme.colour("surface")
    assert colour(plot, 0.5, 1) != surface
    assert colour(plot, 11.8, 1) != surface
    assert colour(plot, 6.0, 1) == surface
