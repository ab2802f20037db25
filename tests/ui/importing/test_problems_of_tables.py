"""What is wrong with a table stands on its sheet: at its cell, in plain words, with buttons that help."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnsim.session.session import Session
from tests.ui.importing.sheet_parts import FAULTY, GERMAN, Open, choose


def test_the_remedy_of_a_problem_is_a_button(opened: Open, qtbot: QtBot) -> None:
    sheet = opened(GERMAN)
    choose(sheet.choices.reading.decimal, ".")
    remedy = sheet.findChild(QAbstractButton, "table_remedy_0_0")
    assert remedy is not None
    remedy.click()
    assert sheet.use_button.isEnabled()
    assert sheet.choices.reading.decimal.button.text() == "comma  1,5 ▾"


def test_a_problem_stands_at_its_cell(opened: Open) -> None:
    sheet = opened(FAULTY)
    cells = sheet.preview.cells
    assert cells.problem(6, 1) is not None
    assert cells.problem(6, 0) is None
    assert cells.problem(5, 1) is None
    show = sheet.findChild(QAbstractButton, "table_problem_cell_0")
    assert show is not None
    show.click()
    assert (sheet.preview.currentIndex().row(), sheet.preview.currentIndex().column()) == (6, 1)
    assert not sheet.use_button.isEnabled()


def test_what_cannot_be_learnt_is_told_before_the_table_is_used(opened: Open) -> None:
    sheet = opened("a,b\n" + "".join(f"{i},same\n" for i in range(9)))
    assert not sheet.use_button.isEnabled()
    assert any("same class" in problem.message for problem in sheet._understood.problems)


def test_a_problem_far_below_is_told_on_the_sheet_with_its_remedy(opened: Open, session: Session, qtbot: QtBot) -> None:
    rows = [f"{row},{'ten' if row == 29_000 else row * 2},{'uv'[row % 2]}" for row in range(30_000)]
    before = session.project
    sheet = opened("\n".join(("a,b,c", *rows)))
    qtbot.waitUntil(lambda: sheet.use_button.isEnabled())
    assert "the others are read when the table is used" in sheet._foot.text()
    sheet.use()
    qtbot.waitUntil(lambda: bool(sheet._understood.problems), timeout=20_000)
    assert "line 29002" in sheet._understood.problems[0].where.replace(",", "")
    assert session.project is before
    leave = [button for button in sheet.findChildren(QAbstractButton) if button.text() == "Leave the column out"]
    leave[-1].click()
    qtbot.waitUntil(lambda: sheet.use_button.isEnabled())
    sheet.use()
    qtbot.waitUntil(lambda: session.project is not before, timeout=20_000)
    assert session.prepared.dataset.n_samples == 30_000


def test_lines_above_the_names_are_skipped_and_taken_back_by_the_menu_of_the_first_line(opened: Open) -> None:
    sheet = opened("My birds\n" + GERMAN)
    choose(sheet.choices.reading.header, "title")
    assert sheet.words.text().startswith("30 rows, 3 columns")
    assert sheet.choices.reading.header.button.text() == "names in line 2 ▾"
    choose(sheet.choices.reading.header, "+guess")
    assert sheet.choices.reading.header.button.text() in ("names ▾", "values ▾")


def test_word_is_taken_as_missing_by_a_button_and_back_by_its_menu(opened: Open) -> None:
    sheet = opened(FAULTY)
    button = sheet.findChild(QAbstractButton, "table_remedy_0_0")
    assert isinstance(button, QAbstractButton)
    assert button.text() == "Take “twelve” as missing (1 cell)"
    button.click()
    gaps = sheet.choices.reading.gaps
    assert gaps.button.text() == "twelve ▾"
    assert sheet.use_button.isEnabled()
    choose(gaps, "-twelve")
    assert gaps.button.isHidden()
    assert not sheet.use_button.isEnabled()


def test_a_table_with_a_problem_that_is_shown_whole_has_no_first_rows(opened: Open) -> None:
    sheet = opened(FAULTY)
    assert not sheet.use_button.isEnabled()
    assert "first" not in sheet._foot.text()


def test_table_without_rows_may_follow_one_that_was_mended(opened: Open) -> None:
    sheet = opened(FAULTY)
    button = sheet.findChild(QAbstractButton, "table_remedy_0_0")
    assert isinstance(button, QAbstractButton)
    button.click()
    cells = opened("").preview.cells
    assert (cells.rowCount(), cells.columnCount()) == (0, 0)
    assert cells.headerData(3, Qt.Orientation.Vertical) is None


def test_words_of_a_problem_have_the_width_beside_or_above_its_buttons(opened: Open) -> None:
    line = opened(FAULTY).findChild(QWidget, "table_problem_0")
    assert isinstance(line, QWidget)
    first = line.findChild(QAbstractButton, "table_remedy_0_0")
    words = [label for label in line.findChildren(QLabel) if label.text()]
    assert isinstance(first, QAbstractButton)
    assert all(label.width() > line.width() // 2 for label in words)
    assert first.geometry().top() >= max(label.geometry().bottom() for label in words)


def test_nothing_is_asked_about_learning_from_a_table_that_holds_nothing(opened: Open) -> None:
    sheet = opened("")
    assert sheet.choices.learning.isHidden()
    assert not any(label.isVisible() for label in sheet.choices.reading.findChildren(QLabel))
    assert not opened(GERMAN).choices.learning.isHidden()


def test_in_a_narrow_window_the_buttons_of_a_problem_are_whole(opened: Open, qtbot: QtBot) -> None:
    cells = "".join(f"{'k.A.' if i == 4 else i};{i}\n" for i in range(20))
    sheet = opened(f"hours of sleep;mark\n{cells}")
    sheet.resize(700, 500)
    buttons = sheet._problems.findChildren(QAbstractButton)
    assert len(buttons) == 4
    qtbot.waitUntil(lambda: len({button.y() for button in buttons}) > 1)
    assert all(button.width() >= button.sizeHint().width() for button in buttons)


def test_space_after_a_remedy_uses_the_table_and_does_not_cancel(opened: Open, qtbot: QtBot, session: Session) -> None:
    sheet = opened("a title of nothing\nx,y\n" + "".join(f"{i},{i * i}\n" for i in range(20)))
    assert sheet.findChild(QLabel, "table_words") is not None
    remedy = next(one for one in sheet.findChildren(QAbstractButton) if one.text() == "Skip line 1")
    remedy.setFocus()
    qtbot.keyClick(remedy, Qt.Key.Key_Space)
    qtbot.waitUntil(sheet.use_button.isEnabled)
    assert not sheet.back.hasFocus()
    assert sheet.use_button.hasFocus()


def test_a_line_more_to_the_right_than_a_title_is_told_with_the_title(opened: Open) -> None:
    cells = opened("measured by us, today\nx,y,z\n1,2,3\n4,5,6\n").preview.cells
    (problem,) = cells.preview.problems
    assert "a title: skip it" in problem.hint
    assert not any(cells.is_left_out(place) or cells.words(place) for place in range(3))


def test_all_cells_with_the_same_strange_text_are_marked(opened: Open) -> None:
    cells = opened("a,b\n" + "".join(f"{i},{'k. A.' if i in (2, 5) else i * i}\n" for i in range(9))).preview.cells
    assert [row for row in range(9) if cells.problem(row, 1) is not None] == [2, 5]


def test_it_is_said_before_how_many_rows_go_since_cells_are_missing(opened: Open) -> None:
    text = "a,b\n" + "".join(f"{'' if i in (3, 4) else i},{'uv'[i % 2]}\n" for i in range(20))
    assert opened(text).words.text().endswith("2 rows with missing cells are left out.")


def test_no_other_column_is_called_the_last_while_that_cannot_be_read(opened: Open) -> None:
    sheet = opened("t;p\n" + "".join(f"{row};1.{100 + row},5\n" for row in range(20)))
    assert sheet.words.text() == "20 rows, 2 columns."
    assert not sheet.choices.learning.isVisibleTo(sheet.choices)
    assert not sheet.preview.cells.is_target(0)
    sheet.findChildren(QAbstractButton, "table_remedy_0_0")[0].click()
    assert sheet.words.text() == "20 rows, 2 columns: 1 number goes in, p is predicted: a quantity."
