"""The map of the loss of the network in hand across moments, edits and documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.engine.weight_place import WeightPlace
from nnsim.model import data_edits, edits
from nnsim.model.cells import Cells
from nnsim.model.start import new_project
from nnsim.model.weight_edits import fill_weights
from nnsim.runs import loss_map
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.network_loss_page import NetworkLossPage
from tests.ui.descent.test_network_loss_page import LEFT, lay, put_at, train, weights

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def page(
    session: Session, appearance: Appearance, shown: Callable[..., NetworkLossPage], monkeypatch: pytest.MonkeyPatch
) -> NetworkLossPage:
    """With a map of few points."""
    monkeypatch.setattr(loss_map, "SIDE", 9)
    return shown(NetworkLossPage(session, appearance), 1256, 600)


HAPPENINGS: Final[dict[str, Callable[[Session], object]]] = {
    "nothing": lambda session: session.end_gesture(),
    "undo": lambda session: session.undo(),
    "reset": lambda session: session.reset(),
    "another document": lambda session: session.new(
        new_project("gauss", DataSpec(ToySource("gauss", 40, 0.0, 1)), (4, 3))
    ),
    "an input less": lambda session: session.apply(data_edits.toggle_input, "x1"),
    "a layer more": lambda session: session.apply(edits.add_layer, 0),
    "another activation": lambda session: session.apply(edits.set_activation, 0, Choice("relu")),
    "a moment": lambda session: session.show_past(session.at_epoch(3)),
    "a moment of a smaller network": lambda session: session.show_past(session.at_epoch(1)),
}


def use(page: NetworkLossPage, session: Session) -> None:
    """Click, aim and choose; an edit that comes of it can be undone, with the step that goes on from the past."""

    def aim() -> None:
        if page.plot.isVisible():
            QTest.keyClick(page.plot, Qt.Key.Key_Right)
            QTest.keyClick(page.plot, Qt.Key.Key_Return)

    for put in (aim, lambda: page.plot.put.emit(0.1, -0.1), aim):
        undoable, before, was_past = session.undoable, session.snapshot.parameters, session.past.is_shown
        put()
        if session.undoable is not undoable:
            session.undo()
            if was_past:
                session.undo()
        assert session.undoable is undoable
        assert was_past or np.array_equal(session.snapshot.parameters, before)
    page.batches.steps_chosen.emit(2)
    page.batches.map_wanted.emit()


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_whatever_happens_the_page_can_be_used_and_does_one_step_or_none(
    qtbot: QtBot, page: NetworkLossPage, session: Session, happening: str
) -> None:
    train(qtbot, session, 2)
    session.apply(edits.add_neuron, 0)
    train(qtbot, session, 4)
    page.planes.sorts.clicked.emit("weights")
    qtbot.waitUntil(lambda: page.plot.isVisible())
    page.batches.steps_chosen.emit(2)
    HAPPENINGS[happening](session)
    use(page, session)
    for sort in ("path", "weights", "random"):
        page.planes.sorts.clicked.emit(sort)
        qtbot.waitUntil(lambda: session.loss_maps.map is None or page.plot.isVisible())
        use(page, session)
    qtbot.waitUntil(lambda: page.plot.isVisible() and session.batch_comparison.is_whole)


def test_in_the_past_the_map_is_laid_through_the_weights_of_that_moment(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    train(qtbot, session, 8)
    session.show_past(session.at_epoch(3))
    qtbot.waitUntil(lambda: session.snapshot.epoch == 3)
    session.loss_maps.lay("random")
    assert session.loss_maps.map is not None
    np.testing.assert_allclose(session.loss_maps.map.place_of(session.snapshot.parameters), 0.0, atol=1e-12)


def test_a_click_on_a_map_of_two_weights_puts_these_two_and_none_of_the_others_back(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    page.planes.sorts.clicked.emit("weights")
    page.planes.first.chosen.emit(WeightPlace(0, 0, 0))
    page.planes.second.chosen.emit(WeightPlace(0, 1, 0))
    qtbot.waitUntil(lambda: page.plot.isVisible())
    assert "no longer those of the map" not in page.notes["share"].text()
    session.set_weight(1, 2, 1, 5.0)
    assert "no longer those of the map" in page.notes["share"].text()
    before, found = weights(session), session.loss_maps.map
    put_at(page, 0.75, -0.75)
    after = weights(session)
    assert found is not None
    assert found.place_of(after) == pytest.approx((0.75, -0.75), abs=0.01)
    first = blocks(session.project.network)[0]
    is_put = first.start + np.arange(2) * first.n_to
    assert np.flatnonzero(after != before).tolist() == is_put.tolist()


def test_in_the_past_the_dot_is_where_the_weights_of_that_moment_are_and_what_came_later_is_apart(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    found, present = session.loss_maps.map, session.snapshot.parameters
    assert found is not None
    assert not len(page.plot.way[1]) > 1
    session.show_past(session.at_epoch(2))
    qtbot.waitUntil(lambda: session.snapshot.epoch == 2)
    qtbot.waitUntil(lambda: len(page.plot.way[1]) > 1)
    way, later = page.plot.way
    here = found.place_of(session.snapshot.parameters)
    for place, parameters in ((way[-1], here), (later[0], here), (later[-1], found.place_of(present))):
        assert place == pytest.approx(parameters, abs=1e-9)
    session.leave_past()
    assert page.plot.way[0][-1] == pytest.approx(found.place_of(present), abs=1e-9)


def test_ways_of_batches_begin_anew_where_the_weights_of_a_moment_are(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    train(qtbot, session)
    lay(qtbot, page)
    QTest.mouseClick(page.compare, LEFT)
    page.batches.steps_chosen.emit(3)
    qtbot.waitUntil(lambda: session.batch_comparison.is_whole)
    found = session.loss_maps.map
    assert found is not None
    session.show_past(session.at_epoch(2))
    assert page.plot.ways == ()
    assert "step 0 of 3" in page.batches.rows[0].text()
    qtbot.waitUntil(lambda: session.batch_comparison.is_whole)
    assert session.snapshot.epoch == 2
    here = found.place_of(session.snapshot.parameters)
    assert all(way.points[0] == pytest.approx(here, abs=1e-9) for way in page.plot.ways)


def test_a_moment_of_a_smaller_network_has_no_map_of_another_and_it_comes_back(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    train(qtbot, session, 2)
    session.apply(edits.add_neuron, 0)
    train(qtbot, session, 4)
    lay(qtbot, page)
    QTest.mouseClick(page.compare, LEFT)
    found, undoable = session.loss_maps.map, session.undoable
    session.show_past(session.at_epoch(1))
    assert page.empty.isVisible()
    assert page.plot.ways == ()
    page.plot.put.emit(0.0, 0.0)
    session.batch_comparison.begin()
    assert session.past.is_shown
    assert session.undoable is undoable
    session.leave_past()
    assert session.loss_maps.map is found is not None
    assert page.plot.isVisible()


def test_in_a_low_window_the_menus_of_two_weights_keep_their_height(page: NetworkLossPage, qtbot: QtBot) -> None:
    page.resize(1256, 480)
    page.planes.sorts.clicked.emit("weights")
    qtbot.waitUntil(lambda: page.plot.isVisible())
    assert page.height() == 480
    for choice in (page.planes.first, page.planes.second):
        assert all(menu.height() >= menu.sizeHint().height() for menu in choice.menus.values())
    assert page.lay.height() >= page.lay.sizeHint().height()


def test_the_weights_of_a_map_stay_the_same_when_a_layer_is_put_before_them(
    page: NetworkLossPage, session: Session
) -> None:
    session.select(Selection("link", 1, 2, 0))
    session.select(Selection("bias", 1, 0, 1))
    page.planes.sorts.clicked.emit("weights")
    page.planes.second.chosen.emit(WeightPlace(2, 0, 0))
    session.apply(edits.add_layer, 0)
    assert page.planes.plane == ((2, 2, 0), (3, 0, 0)) == (page.planes.first.place, page.planes.second.place)
    assert page.planes.selected.isEnabled()
    QTest.mouseClick(page.planes.selected, LEFT)
    assert page.planes.plane == ((2, 2, 0), (2, 4, 1))
    session.undo()
    assert page.planes.plane == ((1, 2, 0), (1, 4, 1))
    session.apply(edits.remove_layer, 1)
    assert not page.planes.selected.isEnabled()


def test_weights_that_an_edit_takes_away_are_chosen_again_when_it_is_undone(
    page: NetworkLossPage, session: Session
) -> None:
    planes, chosen = page.planes, (WeightPlace(0, 1, 3), WeightPlace(1, 3, 2))
    planes.sort = "weights"
    planes._choose_weights(*chosen)
    session.apply(edits.remove_neuron, 0)
    assert planes.plane == ((0, 1, 2), (1, 2, 2)) == (planes.first.place, planes.second.place)  # the nearest links
    session.undo()
    assert planes.plane == chosen == (planes.first.place, planes.second.place)


def test_a_bias_that_is_chosen_stays_it_however_many_neurons_are_before_it(
    page: NetworkLossPage, session: Session
) -> None:
    planes = page.planes
    planes.sort = "weights"
    n_before = session.project.network.sizes[1]
    planes._choose_weights(WeightPlace(1, n_before, 0), WeightPlace(1, 0, 0))
    session.apply(edits.add_neuron, 0)
    assert planes.plane == ((1, n_before + 1, 0), (1, 0, 0))
    assert planes.first.menus["row"].text().startswith("bias")
    planes.first.menus["layer"].menu().aboutToShow.emit()
    planes.first.menus["layer"].menu().actions()[0].trigger()
    assert planes.first.place == (0, 2, 0)


def test_what_is_selected_again_is_the_last_of_those_selected(page: NetworkLossPage, session: Session) -> None:
    first, second, third = (Selection("link", 0, row, column) for row, column in ((0, 0), (1, 0), (0, 1)))
    for one in (first, second, first, third):
        session.select(one)
    assert session.loss_maps.selected == (first, third)


def test_what_is_said_fits_the_map_that_is_asked_for_and_one_that_is_level_says_so(
    qtbot: QtBot, page: NetworkLossPage, session: Session
) -> None:
    session.edit_weights(fill_weights, Cells(1, (0,), range(session.project.network.sizes[2])), 0.0)
    page.planes.sort = "weights"
    page.planes._choose_weights(WeightPlace(0, 0, 0), WeightPlace(0, 1, 0))
    assert page.empty.accessibleName() == "The map is being laid"
    assert "left the map" not in page.notes["share"].text()
    qtbot.waitUntil(lambda: page.plot.isVisible())
    assert "does not depend on these two" in page.notes["share"].text()
    session.apply(edits.add_neuron, 0)
    assert "two weights" in page.empty.accessibleDescription()
