"""The notation and the digits are chosen in the View menu, and hold for every room."""

from __future__ import annotations

from PySide6.QtGui import QAction

from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow
from nnsim.ui.names import names_of


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def test_the_prediction_is_called_y_where_the_tutorial_does(window: MainWindow, session: Session) -> None:
    assert names_of(session).short(2, 0) == "ŷ"
    action(window, "notation_label").trigger()
    assert names_of(session).short(2, 0) == "y"
    assert names_of(session).short_layer(2) == "y"
    assert action(window, "notation_label").isChecked()
    assert not action(window, "notation_prediction").isChecked()
    action(window, "notation_prediction").trigger()
    assert names_of(session).short(2, 0) == "ŷ"


def test_another_notation_is_no_step_of_undo_and_nothing_to_save(window: MainWindow, session: Session) -> None:
    modified = session.modified
    action(window, "notation_label").trigger()
    action(window, "digits_6").trigger()
    assert session.wording.digits == 6
    assert session.undoable is None
    assert session.modified == modified


def test_digits_stay_within_what_can_be_read(session: Session) -> None:
    session.wording.set_digits(100)
    assert session.wording.digits == 12
    session.wording.set_digits(0)
    assert session.wording.digits == 2
