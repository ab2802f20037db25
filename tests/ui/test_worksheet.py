"""A worksheet has room for every number, and the answers behind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSizeF, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from nnsim.engine.trace import TraceLook
from nnsim.model import data_edits, edits
from nnsim.session.session import Session
from nnsim.ui.inspector.numbers.givens import is_given
from nnsim.ui.inspector.numbers.whose import whose_step
from nnsim.ui.main_window import MainWindow
from nnsim.ui.widgets.numbers import format_number
from nnsim.ui.worksheet import HEADING, Piece, paged

PAGE = QSizeF(700.0, 1000.0)


def test_a_worksheet_is_a_pdf_of_some_pages(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    assert window.worksheet.export(path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == window.worksheet.n_pages("whole") >= 4
    assert (window.banner.isVisible(), window.banner.accessibleName()) == (True, "Saved: sheet.pdf")


def test_how_many_pages_there_are_is_told_before_it_is_chosen(window: MainWindow) -> None:
    seen: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.extend(button.text() for button in box.buttons())
        next(button for button in box.buttons() if button.text().startswith("&Forward")).click()

    QTimer.singleShot(0, answer)
    assert window.worksheet._ask_part() == "forward"
    forward, whole = window.worksheet.n_pages("forward"), window.worksheet.n_pages("whole")
    assert 2 <= forward < whole
    assert {f"&Forward and loss: {forward} pages", f"&Whole step: {whole} pages"} <= set(seen)


def test_what_is_to_be_found_is_blank_and_what_is_known_before_is_given(window: MainWindow) -> None:
    blank, key = (window.worksheet._pieces(PAGE, is_key=is_key) for is_key in (False, True))
    assert len(blank) == len(key)
    first = blank[1].picture
    assert first is not None
    assert [is_given(picture.table) for picture in first.tables] == [True, True, True, False]
    second = blank[2].picture
    assert second is not None
    assert not any(is_given(picture.table) for picture in second.tables)


def test_it_is_the_sample_that_is_told(window: MainWindow, session: Session) -> None:
    window.inspector_pages.show_page("numbers")
    window.numbers.look_at(TraceLook((7,)))
    piece = window.worksheet._pieces(PAGE, is_key=True)[1].picture
    assert piece is not None
    shown = piece.tables[0].table.values[0].tolist()
    assert shown == session.trace(TraceLook((7,))).inputs[0].tolist()


def test_it_is_of_the_sample_that_was_chosen_anywhere_and_says_so(window: MainWindow, session: Session) -> None:
    session.apply(data_edits.set_scaling, "standardize")
    session.view_sample(16)
    window.numbers.look_at(TraceLook())
    heading, first = window.worksheet._pieces(PAGE, is_key=True, part="forward")[:2]
    assert first.picture is not None
    prepared = session.prepared
    raw = prepared.dataset.inputs[16]
    seen = prepared.inputs_of(raw[np.newaxis])[0]
    assert first.picture.tables[0].table.values[0].tolist() == seen.tolist()
    told = "; ".join(
        f"{name} {_told(x)}, scaled {_told(z)}" for name, x, z in zip(("x₁", "x₂"), raw, seen, strict=True)
    )
    assert f"Step of sample 17: {told}; label " in heading.text
    assert "Worked out with all digits" in heading.text


def test_a_step_of_several_samples_names_them(session: Session) -> None:
    rows = (2, 0, 5)
    assert whose_step(session.prepared, session.trace(TraceLook(rows)), 4) == "Step of samples 3, 1, 6."
    whole = whose_step(session.prepared, session.trace(TraceLook(tuple(range(40)))), 4)
    assert whole.endswith(" 23, …, 40.")


def _told(value: float) -> str:
    return format_number(float(value), 4)


def test_where_it_cannot_be_written_nothing_is_lost_and_the_reason_is_told(window: MainWindow, tmp_path: Path) -> None:
    assert not window.worksheet.export(tmp_path / "nowhere" / "sheet.pdf")
    assert window.banner.isVisible()


@pytest.mark.parametrize("digits", [2, 6])
def test_numbers_have_the_digits_that_are_set(window: MainWindow, session: Session, digits: int) -> None:
    session.wording.set_digits(digits)
    heading = window.worksheet._pieces(PAGE, is_key=False)[0]
    assert f"Digits: {digits}." in heading.text


def test_sheets_of_wide_layers_fit_their_pages_and_give_the_sums_that_cannot_be_worked_out(
    window: MainWindow, session: Session
) -> None:
    session.apply(edits.resize_layer, 0, 20)
    pieces = window.worksheet._pieces(PAGE, is_key=False)
    assert max(piece.height + HEADING for piece in pieces) <= PAGE.height()
    assert "left out" in pieces[0].text
    blanks = {
        (piece.picture.equation.key, piece.picture.equation.result.symbol.text()): piece.picture.tables[-1].is_blank
        for piece in pieces
        if piece.picture is not None
    }
    assert blanks["z", "z₁"]  # two inputs: both are there
    assert not blanks["z", "z₂"]  # of twenty some are left out
    assert blanks["h", "h₁"]


def test_no_equation_is_torn_and_a_heading_stays_with_what_follows() -> None:
    one, headed = Piece(300.0), Piece(300.0, "Loss")
    assert [len(page) for page in paged([one, one, one, headed, one], 1000.0)] == [3, 2]
    assert paged([one, one, headed], 900.0)[-1] == [headed]
