"""The page of the ROC curves, on a real session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.roc import RocLook
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.roc_page import RocPage
from nnsim.ui.plots.roc_plot import RocPlot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture(params=["circle", "iris"])
def session(qapp: object, request: pytest.FixtureRequest) -> Iterator[Session]:
    made = Session(new_project(request.param, named_data(request.param), (3,)))
    yield made
    assert made.close()


@pytest.fixture
def page(shown: Show, session: Session, appearance: Appearance, qtbot: QtBot) -> RocPage:
    made = RocPage(RocPlot(session, appearance), session)
    shown(made, 300, 330)
    qtbot.waitUntil(lambda: made.plot.roc is not None)
    return made


def test_of_two_classes_none_need_be_chosen(page: RocPage, session: Session) -> None:
    n_classes = len(session.prepared.dataset.classes)
    assert page.choice.isVisible() == (n_classes > 2)
    assert page.plot.look == RocLook(1 if n_classes == 2 else 0)


def test_a_chip_lets_another_class_stand_against_all_others(page: RocPage, session: Session, qtbot: QtBot) -> None:
    if len(session.prepared.dataset.classes) > 2:
        qtbot.mouseClick(page.choice.chip("2"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.plot.roc is not None)
        assert page.plot.look == RocLook(2)
        assert page.choice.chosen() == "2"
        assert page.plot.accessibleDescription().startswith("virginica against all others; training: area ")


def test_only_what_is_in_sight_is_computed(page: RocPage, session: Session) -> None:
    assert page.plot.look in session.rota.wanted()
    page.hide()
    assert session.rota.wanted() == frozenset()


def test_a_point_of_a_curve_tells_in_plain_words_what_its_threshold_does(page: RocPage, qtbot: QtBot) -> None:
    plot = page.plot
    roc = plot.roc
    assert roc is not None
    qtbot.mouseMove(plot, QPoint(1, 1))
    before = plot.grab().toImage()
    places = plot._places(plot.axes, roc)
    finite = np.flatnonzero(np.isfinite(places).all(axis=1))
    at = places[finite[-2]]
    qtbot.mouseMove(plot, QPoint(*np.rint(at).astype(int).tolist()))
    assert plot.grab().toImage() != before
    told = plot.lines_under(QPointF(*at.tolist()))
    assert len(told) == 3
    assert told[1].startswith("found: ")
    assert told[2].startswith("false alarms: ")
    assert plot.lines_under(QPointF(-50.0, -50.0)) == []
    assert "threshold" in plot.tip_at(QPointF(1.0, 1.0))


def test_the_curves_follow_a_run(page: RocPage, session: Session, qtbot: QtBot) -> None:
    before = page.plot.roc
    assert before is not None
    session.run()
    qtbot.waitUntil(lambda: page.plot.roc is not None and page.plot.roc.train.area != before.train.area)
    session.pause()


def test_each_point_says_which_outputs_count_as_the_class(page: RocPage, session: Session, qtbot: QtBot) -> None:
    plot = page.plot
    plot.show_class(0)
    qtbot.waitUntil(lambda: plot.roc is not None and plot.roc.look == RocLook(0))
    assert plot.roc is not None
    said = [plot._told(point)[0] for point in plot._points(plot.roc)[2:]]
    assert "no sample counts as" in said[0]
    is_single = session.project.network.output.size == 1
    side = "output at most" if is_single else "output at least"
    assert any(side in one for one in said)
    assert not any("−" in one for one in said), "these networks answer nothing below 0"
