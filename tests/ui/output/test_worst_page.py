"""The page of the worst answers, on a real session."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.worst import WorstLook
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.worst_page import WorstPage
from nnsim.ui.plots.worst_sheet import WorstSheet

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture(params=["iris", "digits", "sine", "circle"])
def session(qapp: object, request: pytest.FixtureRequest) -> Iterator[Session]:
    made = Session(new_project(request.param, named_data(request.param), (3,)))
    yield made
    assert made.close()


@pytest.fixture
def page(shown: Show, session: Session, appearance: Appearance, qtbot: QtBot) -> WorstPage:
    made = WorstPage(WorstSheet(session, appearance), session)
    shown(made, 300, 330)
    qtbot.waitUntil(lambda: made.sheet.worst is not None)
    return made


def test_as_many_as_fit_are_shown_and_none_is_cut(page: WorstPage) -> None:
    cells = page.sheet.cells()
    assert len(cells) >= 8
    for cell in cells:
        assert page.sheet.rect().contains(cell.toAlignedRect().adjusted(0, 0, -1, -1))
    page.resize(900, 700)
    assert len(page.sheet.cells()) > len(cells)
    assert page.sheet.cells()[0].height() >= cells[0].height(), "with more room pictures are larger"


def test_the_headline_tells_how_many_are_shown(page: WorstPage) -> None:
    assert f"the {len(page.sheet.cells())} largest losses" in page.sheet.accessibleDescription()


def test_a_class_that_is_a_number_does_not_run_into_the_share(page: WorstPage, session: Session) -> None:
    if session.prepared.dataset.classes:
        _, said = page.sheet.told(0)
        assert re.fullmatch(r".+( → .+| ✓)  ·  [\d.]+ %", said)


def test_each_tells_what_it_is_and_what_it_is_taken_for(page: WorstPage, session: Session, qtbot: QtBot) -> None:
    sheet, data = page.sheet, session.prepared.dataset
    assert sheet.worst is not None
    qtbot.mouseMove(sheet, QPoint(1, 1))
    before = sheet.grab().toImage()
    cell = sheet.cells()[1]
    qtbot.mouseMove(sheet, QPoint(*(round(value) for value in (cell.center().x(), cell.center().y()))))
    assert sheet.grab().toImage() != before
    told = sheet.lines_under(cell.center())
    row = int(sheet.worst.rows[1])
    assert told[0] == f"sample {row + 1:,}"
    if data.classes:
        assert told[1].startswith("is ")
        assert told[2].startswith("taken for ")
        assert told[3].startswith("right class ")
    else:
        assert ", predicted " in told[1]
    assert any(line.startswith("loss ") for line in told)
    assert sheet.lines_under(QPointF(-9.0, -9.0)) == []


def test_the_switch_looks_among_the_samples_of_training(page: WorstPage, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.choice.chip("train"), Qt.MouseButton.LeftButton)
    assert page.sheet.part == "train"
    assert page.choice.chosen() == ("train",)
    qtbot.waitUntil(lambda: page.sheet.worst is not None)
    assert page.sheet.worst is not None
    assert np.isin(page.sheet.worst.rows, session.prepared.train_rows).all()


def test_only_what_is_in_sight_is_computed(page: WorstPage, session: Session) -> None:
    assert session.rota.wanted() == frozenset({WorstLook("test"), "sample"})
    page.hide()
    assert session.rota.wanted() == frozenset()


def test_a_click_shows_the_numbers_of_a_sample_and_another_leaves_it(
    page: WorstPage, session: Session, qtbot: QtBot
) -> None:
    sheet = page.sheet
    assert sheet.worst is not None
    row, at = int(sheet.worst.rows[2]), sheet.cells()[2].center().toPoint()
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None and session.snapshot.sample_view.chosen)
    assert session.snapshot.sample_view is not None
    assert session.snapshot.sample_view.row == row
    assert session.snapshot.sample_view.loss == pytest.approx(float(sheet.worst.losses[2]))
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None and not session.snapshot.sample_view.chosen)


def test_the_first_are_spoken_too(page: WorstPage) -> None:
    assert "sample" in page.sheet.accessibleDescription()
    assert "Not computed yet." not in page.sheet.accessibleDescription()
