"""What tests of the sheet have in common: tables that are opened, and how a person chooses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction

from nnsim.ui.importing.guess_row import GuessRow
from nnsim.ui.importing.sheet import TableSheet

GERMAN = "length;width;species\n" + "".join(f"{i % 5},5;{i % 3},25;{'uvw'[i % 3]}\n" for i in range(30))
FAULTY = "a,b,c\n" + "".join(f"{i},{'twelve' if i == 6 else i * i},{'uv'[i % 2]}\n" for i in range(20))
Open = Callable[[str], TableSheet]


def choose(row: GuessRow, name: str) -> None:
    """By its menu."""
    next(action for action in row.button.menu().actions() if action.data() == name).trigger()


def entry(sheet: TableSheet, place: int, name: str) -> QAction:
    """Of the menu of a column."""
    found = sheet.preview.menu_of(place).findChild(QAction, name)
    assert isinstance(found, QAction)
    return found
