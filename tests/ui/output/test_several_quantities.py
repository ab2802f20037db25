"""Regression with several outputs in the window: one quantity at a time, and which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import table_data
from nnsim.data.tables import Column, Table
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.fit_page import FitPage
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.output.pages import BOUNDARY, CURVE, FIT, RELIEF
from nnsim.ui.plots.curve_plot import CurvePlot
from nnsim.ui.plots.fit_plot import FitPlot
from nnsim.ui.plots.plane_plot import PlanePlot
from nnsim.ui.plots.relief_plot import ReliefPlot
from nnsim.ui.widgets.chips import Option

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

Show = Callable[[QWidget, int, int], QWidget]
A = np.linspace(-2, 2, 40)
COLUMNS = {"a": A, "b": A[::-1] ** 2, "y": A**2, "z": 100 + 10 * np.sin(A)}


def project(*inputs: str) -> Project:
    columns = tuple(Column(name, "number", COLUMNS[name]) for name in (*inputs, "y", "z"))
    return new_project("two", table_data(Table("two.csv", columns), targets=("y", "z")), (3,))


@pytest.fixture
def session(qapp: object, request: pytest.FixtureRequest) -> Iterator[Session]:
    made = Session(project(*request.param))
    yield made
    assert made.close()


@pytest.mark.parametrize("session", [("a", "b")], indirect=True)
def test_contour_and_relief_show_the_quantity_that_is_chosen(
    shown: Show, session: Session, appearance: Appearance, qtbot: QtBot
) -> None:
    panel = OutputPanel(session, appearance)
    shown(panel, 316, 460)
    assert panel.target.isVisible()
    plane = panel.page(BOUNDARY)
    assert isinstance(plane, PlanePlot)
    assert panel.legend.accessibleName().startswith("full colour at ±4")
    panel.target.chosen.emit("1")
    assert panel.legend.accessibleName().startswith("full colour at 90 and below, at 110 and above")
    panel.show_view(RELIEF)
    relief = panel.page(RELIEF)
    assert isinstance(relief, ReliefPlot)
    qtbot.waitUntil(lambda: "Answers from" in relief.accessibleDescription())
    assert relief._axes.z.name == "z"
    panel.show_view(FIT)
    assert not panel.target.isVisible(), "the fit has a choice of its own"


@pytest.mark.parametrize("session", [("a",)], indirect=True)
def test_the_curve_is_that_of_the_quantity_that_is_chosen_on_its_own_scale(
    shown: Show, session: Session, appearance: Appearance
) -> None:
    panel = OutputPanel(session, appearance)
    shown(panel, 316, 460)
    curve = panel.page(CURVE)
    assert isinstance(curve, CurvePlot)
    assert curve.heights()[1] < 10
    panel.target.chosen.emit("1")
    assert curve.axes.y.name == "z"
    assert curve.heights()[1] > 100


@pytest.mark.parametrize("session", [("a", "b")], indirect=True)
def test_very_many_quantities_are_chosen_from_a_menu(shown: Show, session: Session, appearance: Appearance) -> None:
    page = FitPage(FitPlot(session, appearance), session)
    shown(page, 316, 400)
    assert page.choice.isVisible()
    assert not page.menu.isVisible()
    page.set_options([Option(str(number), str(number)) for number in range(64)], "0")
    assert not page.choice.isVisible()
    page.menu.chosen.emit("1")
    assert page.menu.text().startswith("1")
