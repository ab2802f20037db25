"""Blocks of the matrix chosen and edited by keys, menu and clipboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from pytestqt.qtbot import QtBot

from nnsim.model.cells import Cells
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.inspector.panel import InspectorPanel
from tests.ui.inspector.matrix_cells import click_cell

SHIFT = Qt.KeyboardModifier.ShiftModifier


CTRL = Qt.KeyboardModifier.ControlModifier


def press(qtbot: QtBot, panel: InspectorPanel, key: Qt.Key, *, shift: bool = False, ctrl: bool = False) -> None:
    held = (SHIFT if shift else Qt.KeyboardModifier.NoModifier) | (CTRL if ctrl else Qt.KeyboardModifier.NoModifier)
    qtbot.keyClick(panel.matrix, key, held)


def choose(qtbot: QtBot, panel: InspectorPanel, session: Session, layer: int, rows: range, columns: range) -> Cells:
    """A block of a layer, by a click and Shift with the arrows."""
    session.select(Selection("layer", layer))
    click_cell(qtbot, panel, rows.start, columns.start)
    for _ in rows[1:]:
        press(qtbot, panel, Qt.Key.Key_Down, shift=True)
    for _ in columns[1:]:
        press(qtbot, panel, Qt.Key.Key_Right, shift=True)
    return Cells(layer, rows, columns)


def put_on_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def entry(panel: InspectorPanel, words: str) -> QAction:
    panel.edit.menu.aboutToShow.emit()
    return next(action for action in panel.edit.menu.actions() if action.text().startswith(words))
