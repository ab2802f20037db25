"""A worksheet has room for every number, and the answers behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnsim.engine.trace import TraceLook
from nnsim.session.session import Session
from nnsim.ui.inspector.numbers.table_picture import is_given
from nnsim.ui.main_window import MainWindow


def test_a_worksheet_is_a_pdf_of_some_pages(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    assert window.worksheet.export(path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") >= 4


def test_what_is_to_be_found_is_blank_and_what_is_known_before_is_given(window: MainWindow) -> None:
    blank, key = (window.worksheet._pieces(700.0, is_key=is_key) for is_key in (False, True))
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
    piece = window.worksheet._pieces(700.0, is_key=True)[1].picture
    assert piece is not None
    shown = piece.tables[0].table.values[0].tolist()
    assert shown == session.trace(TraceLook((7,))).inputs[0].tolist()


def test_where_it_cannot_be_written_nothing_is_lost_and_the_reason_is_told(window: MainWindow, tmp_path: Path) -> None:
    assert not window.worksheet.export(tmp_path / "nowhere" / "sheet.pdf")
    assert window.banner.isVisible()


@pytest.mark.parametrize("digits", [2, 6])
def test_numbers_have_the_digits_that_are_set(window: MainWindow, session: Session, digits: int) -> None:
    session.wording.set_digits(digits)
    heading = window.worksheet._pieces(700.0, is_key=False)[0]
    assert f"Digits: {digits}." in heading.text
