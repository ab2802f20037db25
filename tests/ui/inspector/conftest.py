"""A real session with a small network, standing still, and the widgets that show it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.panel import InspectorPanel


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), (4, 3)))
    yield made
    assert made.close()


@pytest.fixture
def appearance(qapp: QApplication) -> Appearance:
    return Appearance("light")


@pytest.fixture
def panel(session: Session, appearance: Appearance, qtbot: QtBot) -> InspectorPanel:
    made = InspectorPanel(session, appearance)
    qtbot.addWidget(made)
    made.resize(560, 220)
    with qtbot.waitExposed(made):
        made.show()
    return made
