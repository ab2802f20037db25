"""The switch between samples of training and of test, on a real session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.confusion_page import ConfusionPage
from nnsim.ui.plots.confusion_matrix import ConfusionMatrix

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(new_project("segments", named_data("segments"), (3,)))
    yield made
    assert made.close()


@pytest.fixture
def page(shown: Callable[[QWidget, int, int], QWidget], session: Session, appearance: Appearance) -> QWidget:
    return shown(ConfusionPage(ConfusionMatrix(session, appearance), session), 300, 330)


def test_where_nothing_is_kept_for_testing_the_samples_of_training_are_counted(
    page: ConfusionPage, qtbot: QtBot
) -> None:
    assert page.matrix.part == "train"
    assert not page.choice.isVisible()
    qtbot.waitUntil(lambda: page.matrix.counts is not None)
    assert page.matrix.counts is not None
    assert page.matrix.counts.sum() == 10


def test_data_with_test_samples_begin_with_those(page: ConfusionPage, session: Session, qtbot: QtBot) -> None:
    session.apply(data_edits.use_data, named_data("iris"))
    qtbot.waitUntil(lambda: page.matrix.part == "test")
    assert page.choice.isVisible()
    assert page.choice.chosen() == ("test",)
    page.choice.chip("train").click()
    session.apply(data_edits.set_data_seed, 3)
    assert page.choice.chosen() == ("train",), "other samples of the same data leave the choice"
    session.apply(data_edits.use_data, named_data("segments"))
    qtbot.waitUntil(lambda: page.matrix.part == "train" and not page.choice.isVisible())
