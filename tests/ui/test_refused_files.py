"""Files and examples that cannot be opened as they are: the banner tells it, and its remedy opens them mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.model.graft import graft
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.session.session import Session
from nnsim.storage import project_file
from nnsim.ui.main_window import MainWindow
from nnsim.ui.widgets.clash_card import ClashCard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def card(window: MainWindow) -> ClashCard:
    return window.refusals.card


@pytest.fixture(autouse=True)
def _no_popup_stays(window: MainWindow) -> Iterator[None]:
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


@pytest.fixture
def unfit(tmp_path: Path) -> Path:
    """A file whose trained network has five outputs for three classes."""
    run = Run(new_project("five", named_data("iris"), (6,)))
    run.trainer.advance(20)
    project, checkpoint = run.project, run.checkpoint()
    network = project.network.with_layer(1, replace(project.network.output, size=5))
    path = tmp_path / "five.nnsim"
    project_file.write(replace(project, network=network, checkpoint=graft(checkpoint, network, 0)), path)
    return path


def test_a_file_whose_outputs_are_unlike_the_classes_opens_with_a_fitting_output_layer(
    window: MainWindow, session: Session, qtbot: QtBot, unfit: Path
) -> None:
    before, first = unfit.read_bytes(), session.project
    assert not window.documents.open(unfit)
    assert session.project is first
    assert "5 outputs" in window.banner.accessibleName()
    assert "need 3" in window.banner.accessibleName()
    session.apply(edits.set_loss, Choice("hinge"))  # what is told meanwhile makes no difference
    window.refusals.card.close()
    fit = window.banner.findChild(QWidget, "banner_fit_opened")
    assert fit is not None
    qtbot.mouseClick(fit, Qt.MouseButton.LeftButton)
    assert session.project.network.sizes == (4, 6, 3)
    assert session.project.name == "five"
    assert session.path is None
    assert session.modified
    assert unfit.read_bytes() == before


def test_what_a_hidden_layer_has_learnt_stays_when_the_outputs_are_fitted(
    window: MainWindow, session: Session, unfit: Path
) -> None:
    learnt = project_file.read(unfit).checkpoint
    assert learnt is not None
    window.documents.open(unfit)
    window.banner.action_chosen.emit("fit_opened")
    now = session.stamped_project().checkpoint
    assert now is not None
    hidden, same = (blocks(one.network)[0].weights(one.parameters) for one in (learnt, now))
    assert (hidden == same).all()
    assert now.epoch == learnt.epoch


@pytest.fixture
def own(session: Session, tmp_path: Path) -> Path:
    """The file of the project in hand, which nothing but saving may touch."""
    path = tmp_path / "mine.nnsim"
    session.save(path)
    return path


def hinge_on_quantities() -> Project:
    plane = new_project("slope", named_data("plane"), (4,))
    return replace(plane, training=replace(plane.training, loss=Choice("hinge")))


def test_whatever_is_wrong_with_a_file_its_remedy_opens_it_and_leaves_the_file_in_hand_alone(
    window: MainWindow, card: ClashCard, session: Session, qtbot: QtBot, own: Path, tmp_path: Path
) -> None:
    before, first = own.read_bytes(), session.project
    project_file.write(hinge_on_quantities(), tmp_path / "slope.nnsim")
    assert not window.documents.open(tmp_path / "slope.nnsim")
    assert not card.isVisible()
    assert "slope cannot be opened as it is" in window.banner.accessibleName()
    assert (session.project, session.path) == (first, own)
    fit = window.banner.findChild(QWidget, "banner_fit_opened")
    assert fit is not None
    qtbot.mouseClick(fit, Qt.MouseButton.LeftButton)
    assert session.project.training.loss == Choice("mse")
    assert session.project.data == named_data("plane")
    assert (session.path, session.modified, session.undoable) == (None, True, None)
    assert own.read_bytes() == before


def test_an_example_that_does_not_suit_its_data_never_gets_into_the_file_in_hand(
    window: MainWindow, card: ClashCard, session: Session, own: Path
) -> None:
    first = session.project
    assert not session.show_example(hinge_on_quantities(), "A teacher's own")
    assert not card.isVisible()
    assert (session.project, session.path) == (first, own)
    window.banner.action_chosen.emit("fit_opened")
    assert session.project.data == named_data("plane")
    assert (session.path, session.modified) == (None, True)


def test_recovered_work_that_nothing_makes_possible_is_told_in_the_banner(
    window: MainWindow, card: ClashCard, session: Session
) -> None:
    plane, first = new_project("slope", named_data("plane"), (4,)), session.project
    assert not session.recover(replace(plane, network=replace(plane.network, n_inputs=3)))
    assert not card.isVisible()
    assert "slope cannot be opened" in window.banner.accessibleName()
    assert "file was not changed" in window.banner.accessibleDescription()
    assert window.banner.findChild(QWidget, "banner_fit_opened") is None
    assert session.project is first


def test_what_is_neither_a_project_nor_a_table_is_told_with_what_can_be_opened(
    window: MainWindow, session: Session, tmp_path: Path
) -> None:
    before = session.project
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert not window.documents.open(tmp_path / "photo.png")
    assert window.banner.accessibleName() == "photo.png is neither a project nor a table."
    (tmp_path / "nothing.csv").write_text("")
    window.documents.open(tmp_path / "nothing.csv")
    sheet = window.tables.sheet
    assert sheet.other.isVisibleTo(sheet)
    assert not sheet.choices.isVisibleTo(sheet), "there is nothing to choose of nothing"
    (tmp_path / "nothing.csv").write_text("a,b\n1,2\n2,3\n3,4\n")
    sheet.again.click()
    assert not sheet.other.isVisibleTo(sheet)
    assert sheet.choices.isVisibleTo(sheet)
    assert session.project is before
