"""The page of hidden space, on a real session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.layer_space import LayerLook
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.space_page import SpacePage
from nnsim.ui.plots.space_plot import SpacePlot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(new_project("circle", named_data("circle"), (4, 2)))
    yield made
    assert made.close()


@pytest.fixture
def page(shown: Show, session: Session, appearance: Appearance, qtbot: QtBot) -> SpacePage:
    made = SpacePage(SpacePlot(session, appearance), session)
    shown(made, 300, 330)
    qtbot.waitUntil(lambda: made.plot.space is not None)
    return made


def looked(page: SpacePage, qtbot: QtBot) -> SpacePlot:
    """The plot, when it shows what was asked for."""
    qtbot.waitUntil(lambda: page.plot.space is not None)
    return page.plot


def test_it_begins_with_the_layer_that_the_output_has_to_part(page: SpacePage) -> None:
    assert page.plot.look == LayerLook(1, (0, 1))
    assert page.layers.chosen() == "1"
    assert page.plot.space is not None
    assert len(page.plot.space.scores) == 1
    assert (page.plot.axes.x.name, page.plot.axes.y.name) == ("hidden 2·1", "hidden 2·2")
    assert (page.plot.axes.x.low, page.plot.axes.x.high) == (-1.0, 1.0), "the ends of tanh"


def test_a_chip_shows_another_layer(page: SpacePage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.layers.chip("0"), Qt.MouseButton.LeftButton)
    assert page.layers.chosen() == "0"
    plot = looked(page, qtbot)
    assert plot.look == LayerLook(0)
    assert plot.axes.x.name.startswith("direction 1: ")
    axes = plot.axes
    across, up = axes.area.width() / (axes.x.high - axes.x.low), axes.area.height() / (axes.y.high - axes.y.low)
    assert across == pytest.approx(up), "distances are the same in every direction"
    assert (axes.x.low, axes.y.low) == (-axes.x.high, -axes.y.high)
    assert plot.space is not None
    assert len(plot.space.scores) == 0


def test_the_menus_choose_two_neurons(page: SpacePage, qtbot: QtBot) -> None:
    page.show_layer(0)
    assert not page.up.isVisible()
    page.across.menu().actions()[3].trigger()
    assert page.plot.look == LayerLook(0, (2, 0))
    page.up.menu().actions()[3].trigger()
    assert page.plot.look == LayerLook(0, (2, 3))
    assert (page.across.text(), page.up.text()) == ("→ h₁·3 ▾", "↑ h₁·4 ▾")
    plot = looked(page, qtbot)
    assert (plot.axes.x.name, plot.axes.y.name) == ("hidden 1·3", "hidden 1·4")
    page.across.menu().actions()[0].trigger()
    assert page.plot.look == LayerLook(0)


def test_the_layer_that_is_selected_in_the_network_is_shown(page: SpacePage, session: Session) -> None:
    session.select(Selection("neuron", 0, column=1))
    assert page.plot.look.layer == 0
    session.select(Selection("layer", -1))
    assert page.plot.look == LayerLook(-1, (0, 1))
    session.select(Selection("layer", 2))
    assert page.plot.look == LayerLook(-1, (0, 1)), "a single output has no space worth a look"
    session.select(Selection())
    assert page.plot.look == LayerLook(-1, (0, 1))


def test_only_what_is_in_sight_is_computed(page: SpacePage, session: Session) -> None:
    assert LayerLook(1, (0, 1)) in session.rota.wanted()
    page.hide()
    assert session.rota.wanted() == frozenset()


def test_the_samples_move_while_it_learns(page: SpacePage, session: Session, qtbot: QtBot) -> None:
    assert page.plot.space is not None
    before = page.plot.space.train
    session.run()
    qtbot.waitUntil(lambda: page.plot.space is not None and np.abs(page.plot.space.train - before).max() > 0.05)
    session.pause()


def test_the_sample_under_the_hand_tells_its_class_and_place(page: SpacePage, qtbot: QtBot) -> None:
    plot = page.plot
    assert plot.space is not None
    qtbot.mouseMove(plot, QPoint(1, 1))
    before = plot.grab().toImage()
    place = plot._placed(plot.axes, plot.space.train[:1])[0]
    qtbot.mouseMove(plot, QPoint(*np.rint(place).astype(int).tolist()))
    assert plot.grab().toImage() != before
    told = plot.lines_under(QPointF(*place.tolist()))
    assert told[0].split()[0] in ("training", "test")
    assert told[1].startswith("is class ")
    assert [line.split()[0] for line in told[2:]] == ["h₂·1", "h₂·2"]
    assert plot.lines_under(QPointF(-90.0, -90.0)) == []


def test_a_click_on_a_sample_chooses_it_and_beside_all_leaves_it(
    page: SpacePage, session: Session, qtbot: QtBot
) -> None:
    plot = page.plot
    assert plot.space is not None
    place = plot._placed(plot.axes, plot.space.test[:1])[0]
    at = QPoint(*np.rint(place).astype(int).tolist())
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=at)
    row = session.viewing.row(session.prepared)
    assert row == plot.row_at(QPointF(at))
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None and session.snapshot.sample_view.row == row)
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert session.viewing.row(session.prepared) is None


def test_mistakes_are_crossed_out_when_asked_for(page: SpacePage, session: Session, qtbot: QtBot) -> None:
    before = page.plot.grab().toImage()
    page.mark_mistakes(True)
    assert "mistakes" in session.rota.wanted()
    qtbot.waitUntil(lambda: session.snapshot.mistakes is not None)
    assert page.plot.grab().toImage() != before


def test_another_network_is_taken_up(page: SpacePage, session: Session, qtbot: QtBot) -> None:
    assert session.apply(edits.remove_layer, 1)
    assert page.plot.look == LayerLook(0)
    assert set(page.layers._chips) == {"-1", "0"}
    assert looked(page, qtbot).space is not None
    session.undo()
    assert looked(page, qtbot).grab().isNull() is False


def test_a_scale_without_ends_grows_and_does_not_shrink_within_a_run(
    page: SpacePage, session: Session, qtbot: QtBot
) -> None:
    assert session.apply(edits.set_activation, 1, Choice("relu"))
    qtbot.waitUntil(lambda: page.plot.space is not None and page.plot.axes.x.low >= 0.0)
    plot = page.plot
    highs = [plot.axes.x.high]
    session.snapshot_taken.connect(lambda: highs.append(plot.axes.x.high))
    session.run()
    qtbot.waitUntil(lambda: len(highs) > 30)
    session.pause()
    assert highs == sorted(highs)


@pytest.mark.parametrize("data", ["iris", "digits", "sine", "wine"])
@pytest.mark.parametrize("hidden", [(), (3,), (70, 1)])
def test_any_data_and_network_can_be_looked_at(
    shown: Show, appearance: Appearance, qtbot: QtBot, data: str, hidden: tuple[int, ...]
) -> None:
    session = Session(replace(new_project(data, named_data(data), hidden), name=data))
    page = SpacePage(SpacePlot(session, appearance), session)
    shown(page, 300, 330)
    for name in list(page.layers._chips):
        page.show_layer(int(name))
        assert not looked(page, qtbot).grab().isNull()
        assert page.plot.accessibleDescription() != "Not computed yet."
    assert session.close()
