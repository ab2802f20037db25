"""What stands on the page of numbers, and clicks on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnsim.explain.equations import Equation
from nnsim.model.project import Project
from nnsim.session.session import Session
from nnsim.ui.inspector.numbers.page import NumbersPage

Pages = Callable[[Project], tuple[Session, NumbersPage]]
Shown = Callable[[NumbersPage, int, int], NumbersPage]


def settled(qtbot: QtBot, page: NumbersPage) -> NumbersPage:
    """The page with the numbers that it has asked for."""
    qtbot.waitUntil(lambda: page.walk is not None)
    return page


def equations(page: NumbersPage) -> dict[str, Equation]:
    return {picture.equation.key: picture.equation for picture in page.sheet.page.pictures}


def number(page: NumbersPage, key: str, row: int = 0, column: int = 0) -> float:
    return float(equations(page)[key].result.values[row, column])


def holder() -> QWidget:
    """Who has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def told(page: NumbersPage) -> str:
    """What stands below the equation in play."""
    return next(picture.written() for picture in page.sheet.page.pictures if picture.is_open)


def cell(page: NumbersPage, equation: int, table: str, row: int, column: int) -> QRectF:
    """Where a number of a table lies on the sheet."""
    picture = next(one for one in page.sheet.page.pictures[equation].tables if one.table.key == table)
    rect = picture.cell_rect(row, column)
    assert rect is not None
    return rect


def click_number(qtbot: QtBot, page: NumbersPage, equation: int, table: str, row: int, column: int) -> None:
    point = cell(page, equation, table, row, column).center().toPoint()
    page.sheet.ensureVisible(point.x(), point.y())
    qtbot.mouseClick(page.sheet.page, Qt.MouseButton.LeftButton, pos=point)


def tip_of(page: NumbersPage, equation: int, table: str, row: int, column: int) -> str:
    return page.sheet.page.tip_at(cell(page, equation, table, row, column).center())
