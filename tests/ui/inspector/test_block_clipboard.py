"""Weights copied from the matrix and pasted into it, also from a spreadsheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from nnsim.errors import NnsimError
from nnsim.model.cells import Cells
from nnsim.session.session import Session
from nnsim.ui.inspector.panel import InspectorPanel
from tests.ui.inspector.blocks import choose, press, put_on_clipboard
from tests.ui.inspector.matrix_cells import matrix, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.mark.parametrize("with_names", [False, True])
def test_a_copied_layer_is_pasted_to_the_bit_with_names_and_a_decimal_comma(
    panel: InspectorPanel, session: Session, qtbot: QtBot, german: None, with_names: bool
) -> None:
    before = matrix(session, 1).copy()
    choose(qtbot, panel, session, 1, range(1), range(1))
    press(qtbot, panel, Qt.Key.Key_A, ctrl=True)
    panel.deeds.copy(with_names=with_names)
    assert panel.effect.full_text() == "Copied: 5 × 3 numbers"
    text = QGuiApplication.clipboard().text()
    assert "." not in text.replace("·", "")
    assert ("bias" in text) == with_names
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert (matrix(session, 1) == 0.0).all()
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert matrix(session, 1).tobytes() == before.tobytes()
    assert ("Names beside" in panel.effect.full_text()) == with_names


def test_cells_of_a_spreadsheet_go_from_a_single_cell_on_and_are_chosen_then(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    choose(qtbot, panel, session, 1, range(2, 3), range(1, 2))
    put_on_clipboard("0,5\t1/4\r\n-1,25\t3e-2\r\n")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert matrix(session, 1)[2:4, 1:3].tolist() == [[0.5, 0.25], [-1.25, 0.03]]
    assert panel.matrix.choice.cells == Cells(1, range(2, 4), range(1, 3))
    put_on_clipboard("7")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert (matrix(session, 1)[2:4, 1:3] == 7.0).all()
    put_on_clipboard("1,234")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert "“1,234” was read as 1234" in panel.effect.full_text()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("1\t2\n3\t4", "paste.size", "2 × 2 numbers, but 3 × 1 cells are chosen"),
        ("1\tx", "block.not_a_number", "row 1, column 2"),
        ("", "block.empty", "no numbers"),
    ],
)
def test_what_cannot_be_pasted_is_refused_and_nothing_changes(
    panel: InspectorPanel, session: Session, qtbot: QtBot, text: str, code: str, words: str
) -> None:
    refused: list[NnsimError] = []
    session.failed.connect(refused.append)
    before = matrix(session, 1).copy()
    choose(qtbot, panel, session, 1, range(3), range(1))
    put_on_clipboard(text)
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert [error.code for error in refused] == [code]
    assert words in str(refused[0])
    assert (matrix(session, 1) == before).all()
    assert session.undoable is None


def test_too_many_cells_from_a_single_one_on_are_refused(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    refused: list[NnsimError] = []
    session.failed.connect(refused.append)
    choose(qtbot, panel, session, 1, range(4, 5), range(2, 3))
    put_on_clipboard("1\t2\n3\t4")
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert "from this cell on there is room for 1 × 1" in str(refused[0])
    assert float(texts(panel)[4][2]) == 0.0


def test_many_more_cells_than_the_layer_has_are_refused_before_they_are_read(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    refused: list[NnsimError] = []
    session.failed.connect(refused.append)
    choose(qtbot, panel, session, 1, range(1), range(1))
    put_on_clipboard("no number\t" * 20_000)
    press(qtbot, panel, Qt.Key.Key_V, ctrl=True)
    assert [error.code for error in refused] == ["block.too_large"]
    assert session.undoable is None
