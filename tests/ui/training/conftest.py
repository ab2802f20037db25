"""The bar above everything, with the first project behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.model.start import first_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.training.training_bar import TrainingBar


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    session = Session(first_project())
    yield session
    session.close()


@pytest.fixture
def bar(qtbot: QtBot, session: Session) -> TrainingBar:
    bar = TrainingBar(session, Appearance("light"))
    qtbot.addWidget(bar)
    bar.resize(1280, bar.height())
    bar.show()
    return bar
