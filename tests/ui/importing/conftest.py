"""The sheet that opens a table, in a window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from nnsim.data.choices import Pasted
from nnsim.data.table_plan import TablePlan
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.sheet import TableSheet
from tests.ui.importing.sheet_parts import Open


@pytest.fixture
def opened(session: Session, appearance: Appearance, shown: Callable[[QWidget, int, int], QWidget]) -> Open:
    """The sheet with a text that was pasted."""
    sheet = TableSheet(session, appearance)
    shown(sheet, 1000, 600)

    def open_text(text: str) -> TableSheet:
        sheet.open(TablePlan(Pasted(text)))
        return sheet

    return open_text
