"""What stands in the cells of the matrix, and hands that click and type there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from nnsim.engine.parameters import blocks
from nnsim.session.session import Session
from nnsim.ui.inspector.panel import InspectorPanel


def matrix(session: Session, layer: int) -> np.ndarray:
    return blocks(session.snapshot.network)[layer].matrix(session.snapshot.parameters)


def texts(panel: InspectorPanel) -> list[list[str]]:
    model = panel.matrix.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def click_cell(qtbot: QtBot, panel: InspectorPanel, row: int, column: int) -> QModelIndex:
    cell = panel.matrix.model().index(row, column)
    panel.matrix.scrollTo(cell)
    middle = panel.matrix.visualRect(cell).center()
    qtbot.mouseClick(panel.matrix.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    return cell


def type_into(qtbot: QtBot, panel: InspectorPanel, text: str) -> None:
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
