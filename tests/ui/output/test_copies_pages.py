"""Samples beside their copies, on real sessions: pictures, rows of numbers, points of the plane."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.goal_line import GoalLine
from nnsim.ui.output.copies_page import CopiesPage
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.output.pages import ARROWS, CONFUSION, COPIES, FIT, RESIDUALS, SPACE, views_for
from nnsim.ui.output.space_page import SpacePage
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.copies_plane import CopiesPlane
from nnsim.ui.plots.copies_sheet import CopiesSheet

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def session(qapp: object, request: pytest.FixtureRequest) -> Iterator[Session]:
    name = getattr(request, "param", "iris")
    made = Session(new_project(name, named_data(name, goal="reconstruct"), (4, 2, 4)))
    yield made
    assert made.close()


@pytest.fixture
def sheet(shown: Show, session: Session, appearance: Appearance, qtbot: QtBot) -> CopiesSheet:
    made = CopiesSheet(session, appearance)
    shown(made, 300, 330)
    qtbot.waitUntil(lambda: made.worst is not None)
    return made


@pytest.mark.parametrize("session", ["iris", "digits"], indirect=True)
def test_original_copy_and_difference_are_those_of_the_run(sheet: CopiesSheet, session: Session) -> None:
    run, worst = session.run_in_hand, sheet.worst
    assert worst is not None
    assert len(sheet.cells()) >= 3
    assert all(sheet.rect().contains(cell.toAlignedRect().adjusted(0, 0, -1, -1)) for cell in sheet.cells())
    for place in range(len(sheet.cells())):
        row = int(worst.rows[place])
        original, copy, difference = sheet.triple(place)
        np.testing.assert_array_equal(original, session.prepared.dataset.targets[row])
        np.testing.assert_allclose(copy, run.predict(session.prepared.dataset.inputs[row : row + 1])[0])
        np.testing.assert_allclose(difference, copy - original)
    assert list(worst.losses) == sorted(worst.losses, reverse=True)


@pytest.mark.parametrize("session", ["digits"], indirect=True)
def test_pictures_are_so_large_that_no_half_of_the_sheet_is_empty(sheet: CopiesSheet) -> None:
    for width, height in ((300, 330), (480, 260), (244, 110), (244, 190)):
        sheet.resize(width, height)
        cells = sheet.cells()
        assert all(sheet.rect().contains(cell.toAlignedRect().adjusted(0, 0, -1, -1)) for cell in cells)
        rows = len({cell.top() for cell in cells})
        words_and_gap = cells[0].height() - sheet._pictures(cells[0])[0].height()
        smallest = PlotSize.COPY_PICTURE + words_and_gap
        assert (rows + 1) * smallest > height - cells[0].top(), "a further row has no room"
    assert len(cells) == 2, "the sheet of the window at 1280 × 720"
    sheet.resize(244, 110)
    assert sheet._in_words().startswith("the worst copy of 539 samples: ")


@pytest.mark.parametrize("session", ["digits"], indirect=True)
def test_the_pixel_under_the_hand_is_told_as_it_went_in_and_came_out(sheet: CopiesSheet) -> None:
    cell = sheet.cells()[0]
    lines = sheet.lines_under(QPointF(cell.left() + 20, cell.top() + 20))
    assert lines[0].startswith("sample ")
    assert lines[1].startswith("is class ")
    assert "→" in lines[-1]
    assert sheet.lines_under(QPointF(2, 2)) == []


@pytest.mark.parametrize("session", ["digits"], indirect=True)
def test_one_of_each_class_or_the_chosen_sample_can_be_seen(
    shown: Show, session: Session, appearance: Appearance, qtbot: QtBot
) -> None:
    sheet = CopiesSheet(session, appearance)
    page = CopiesPage(sheet, session)
    shown(page, 600, 900)
    page.picks.chosen.emit("classes")
    qtbot.waitUntil(lambda: sheet.worst is not None)
    assert sheet.worst is not None
    known, rows = session.prepared.known, sheet.worst.rows
    assert known.targets[rows, 0].tolist() == list(range(10))
    assert set(rows.tolist()) <= set(session.prepared.test_rows.tolist())
    assert sheet.headline(sheet.worst) == "one of each class"
    assert sheet.told(3)[0].endswith(": class 3")
    page.picks.chosen.emit("chosen")
    qtbot.waitUntil(lambda: sheet.worst is not None)
    assert sheet.accessibleDescription().startswith("Choose a sample")
    row = int(session.prepared.train_rows[5])
    session.view_sample(row)
    qtbot.waitUntil(lambda: sheet.worst is not None and len(sheet.worst.rows) == 1)
    assert sheet.worst.rows.tolist() == [row], "also one of training, while test is looked at"


@pytest.mark.parametrize("session", ["plane"], indirect=True)
def test_without_known_classes_the_first_samples_stand_for_all(session: Session, appearance: Appearance) -> None:
    page = CopiesPage(CopiesSheet(session, appearance), session)
    assert [option.name for option in page.picks._options] == ["worst", "first", "chosen"]


def test_a_click_shows_the_sample_in_the_network(sheet: CopiesSheet, session: Session, qtbot: QtBot) -> None:
    rows: list[int] = []
    sheet.sample_clicked.connect(rows.append)
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.cells()[1].center().toPoint())
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert sheet.worst is not None
    assert rows == [int(sheet.worst.rows[1]), -1]


@pytest.mark.parametrize("session", ["circle"], indirect=True)
def test_over_the_plane_a_line_leads_from_each_sample_to_its_copy(
    shown: Show, session: Session, appearance: Appearance, qtbot: QtBot
) -> None:
    plane = CopiesPlane(session, appearance)
    shown(plane, 300, 300)
    qtbot.waitUntil(lambda: plane.fit is not None)
    starts, ends, rows = plane.ways()
    inputs = session.prepared.dataset.inputs
    assert len(rows) == len(inputs)
    np.testing.assert_array_equal(starts, inputs[rows])
    np.testing.assert_allclose(ends, session.run_in_hand.predict(inputs[rows]), atol=1e-12)
    assert plane.lines_under(QPointF(*plane.frame().place(starts[:1])[0]))[0].startswith("sample ")
    session.apply(data_edits.choose_inputs, ("x1", "x1^2"))
    assert ARROWS not in views_for(session.prepared), "the plane itself does not come out any more"


def test_the_panel_offers_copies_and_the_map_in_the_narrowest_layer_and_no_classes(
    shown: Show, session: Session, appearance: Appearance
) -> None:
    panel = OutputPanel(session, appearance)
    shown(panel, 316, 460)
    assert views_for(session.prepared) == (COPIES, SPACE, FIT, RESIDUALS)
    assert panel.view == COPIES
    panel.show_view(SPACE)
    space = panel.page(SPACE)
    assert isinstance(space, SpacePage)
    assert (space.plot.look.layer, space.plot.look.neurons) == (1, (0, 1))
    assert "setosa" in panel.legend.accessibleName()
    session.apply(data_edits.set_goal, "predict")
    session.snapshot_taken.emit()
    assert panel.view == CONFUSION


def test_the_choice_of_what_is_learnt_asks_and_shows(shown: Show, session: Session, qtbot: QtBot) -> None:
    line = GoalLine(session)
    shown(line, 212, 40)
    line.render_facts()
    assert line.choice.chosen() == ("reconstruct",)
    qtbot.mouseClick(line.choice.chip("predict"), Qt.MouseButton.LeftButton)
    assert session.project.data.goal == "predict"
    assert session.project.network.output.size == 3
    session.undo()
    assert session.project.network.output.size == 4
