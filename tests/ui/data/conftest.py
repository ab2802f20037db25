"""The card of the data in sight, of the first project that anyone sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.model.start import first_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.data_panel import DataPanel


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    made = Session(first_project())
    yield made
    assert made.close()


@pytest.fixture
def panel(qtbot: QtBot, session: Session, appearance: Appearance) -> DataPanel:
    made = DataPanel(session, appearance)
    qtbot.addWidget(made)
    made.resize(made.width(), 700)
    made.show()
    return made
