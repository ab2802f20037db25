"""The page of numbers in sight, of the session in hand or of other projects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.model.project import Project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.numbers.page import NumbersPage
from tests.ui.inspector.numbers.reading import Pages, Shown, settled


@pytest.fixture
def page(session: Session, appearance: Appearance, shown: Shown, qtbot: QtBot) -> NumbersPage:
    return settled(qtbot, shown(NumbersPage(session, appearance), 900, 500))


@pytest.fixture
def by_hand(qapp: QApplication, appearance: Appearance, shown: Shown, qtbot: QtBot) -> Iterator[Pages]:
    """Pages of sessions with other projects."""
    made: list[Session] = []

    def show(project: Project) -> tuple[Session, NumbersPage]:
        made.append(Session(project))
        return made[-1], settled(qtbot, shown(NumbersPage(made[-1], appearance), 900, 500))

    yield show
    for session in made:
        assert session.close()
