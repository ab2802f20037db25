"""The sheet that opens a table: what it says of a file, what can be changed, and that nothing is done before it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.choices import Pasted
from nnsim.data.guesses import reasons
from nnsim.data.spec import TableSource
from nnsim.data.table_plan import TablePlan
from nnsim.session import table_reading
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.guess_row import GuessRow
from nnsim.ui.importing.sheet import TableSheet

GERMAN = "length;width;species\n" + "".join(f"{i % 5},5;{i % 3},25;{'uvw'[i % 3]}\n" for i in range(30))
FAULTY = "a,b,c\n" + "".join(f"{i},{'twelve' if i == 6 else i * i},{'uv'[i % 2]}\n" for i in range(20))
Open = Callable[[str], TableSheet]


@pytest.fixture
def opened(session: Session, appearance: Appearance, shown: Callable[[QWidget, int, int], QWidget]) -> Open:
    """The sheet with a text that was pasted."""
    sheet = TableSheet(session, appearance)
    shown(sheet, 1000, 600)

    def open_text(text: str) -> TableSheet:
        sheet.open(TablePlan(Pasted(text)))
        return sheet

    return open_text


def choose(row: GuessRow, name: str) -> None:
    """By its menu."""
    next(action for action in row.button.menu().actions() if action.data() == name).trigger()


def entry(sheet: TableSheet, place: int, name: str) -> QAction:
    """Of the menu of a column."""
    found = sheet.preview.menu_of(place).findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def test_one_sentence_says_what_was_understood(opened: Open) -> None:
    assert opened(GERMAN).words.text() == "30 rows, 3 columns: 2 numbers go in, species is predicted: 3 classes."


def test_every_guess_is_in_sight_with_its_reason(opened: Open) -> None:
    reading = opened(GERMAN).choices.reading
    assert reading.delimiter.button.text() == "semicolons ▾"
    assert reading.decimal.button.text() == "comma  1,5 ▾"
    assert reading.header.button.text() == "names ▾"
    for row in (reading.delimiter, reading.header):
        assert row.mark.text() == "guessed"
    assert "The first line holds no number" in reading.header.button.toolTip()
    assert not reading.sheet.button.isVisibleTo(reading)


def test_another_decimal_mark_is_set_and_left_to_be_guessed_again(opened: Open) -> None:
    sheet = opened(GERMAN)
    decimal = sheet.choices.reading.decimal
    choose(decimal, ".")
    assert decimal.mark.text() == "set"
    assert not sheet.use_button.isEnabled()
    choose(decimal, "+guess")
    assert decimal.mark.text() == "guessed"
    assert sheet.use_button.isEnabled()


def test_thousands_that_are_set_apart_are_said_beside_the_decimal_mark(opened: Open) -> None:
    sheet = opened("town;people\nUlm;126.329\nAalen;68.456\nDorf;987\n")
    assert not sheet.use_button.isEnabled()
    decimal = sheet.choices.reading.decimal
    choose(decimal, "apart,")
    assert decimal.mark.text() == "set"
    assert "1.234,5" in decimal.button.text()
    assert sheet.use_button.isEnabled()
    choose(decimal, "+guess")
    assert not sheet.use_button.isEnabled()


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


def test_a_column_is_left_out_in_its_head_and_is_not_in_the_table(opened: Open, session: Session) -> None:
    sheet = opened(FAULTY)
    entry(sheet, 1, "kind_left_out").trigger()
    assert "1 is left out" in sheet.words.text()
    assert sheet.preview.cells.words(1) == "left out"
    sheet.use()
    source = session.project.data.source
    assert isinstance(source, TableSource)
    assert source.table.column_names == ("a", "c")


def test_the_target_is_chosen_in_a_head_or_beside_the_preview(opened: Open, session: Session) -> None:
    sheet = opened(GERMAN)
    entry(sheet, 0, "predict").trigger()
    assert sheet.preview.cells.is_target(0)
    assert "length is predicted: a quantity" in sheet.words.text()
    assert sheet.choices.learning.target.mark.text() == "set"
    choose(sheet.choices.learning.target, "species")
    assert "species is predicted: 3 classes" in sheet.words.text()
    sheet.use()
    assert session.project.data.source.targets == ("species",)  # type: ignore[union-attr]


def test_what_cannot_be_learnt_is_told_before_the_table_is_used(opened: Open) -> None:
    sheet = opened("a,b\n" + "".join(f"{i},same\n" for i in range(9)))
    assert not sheet.use_button.isEnabled()
    assert any("same class" in problem.message for problem in sheet._understood.problems)


def test_scaling_share_and_seed_are_taken_over_and_all_is_one_step_of_undo(opened: Open, session: Session) -> None:
    sheet, before = opened(GERMAN), session.project
    learning = sheet.choices.learning
    learning.scaling.chip("minmax").click()
    learning.test.edited.emit(0.2)
    learning.new_seed.click()
    seed = learning.seed.value()
    sheet.use()
    data = session.project.data
    assert (data.scaling, data.test_fraction, data.split_seed) == ("minmax", 0.2, seed)
    session.undo()
    assert session.project.data == before.data
    assert session.undoable is None


def test_leaving_changes_nothing(opened: Open, session: Session, qtbot: QtBot) -> None:
    sheet, before = opened(GERMAN), session.project
    with qtbot.waitSignal(sheet.left):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert session.project is before


def test_a_large_file_is_read_while_the_window_lives_and_can_be_called_off(
    session: Session, appearance: Appearance, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_reading, "SMALL_BYTES", 0)  # as if it were large
    file = tmp_path / "large.csv"
    file.write_text(GERMAN)
    sheet = TableSheet(session, appearance)
    qtbot.addWidget(sheet)
    sheet.open(TablePlan(file))
    assert "Looking" in sheet.words.text()
    qtbot.waitUntil(lambda: sheet.use_button.isEnabled())
    sheet.open(TablePlan(file))
    with qtbot.waitSignal(sheet.left):
        sheet.cancel()
    assert not sheet.use_button.isEnabled()


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


def test_a_new_look_shows_what_another_program_has_written(
    session: Session, appearance: Appearance, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "changing.csv"
    file.write_text(FAULTY)
    sheet = TableSheet(session, appearance)
    qtbot.addWidget(sheet)
    sheet.open(TablePlan(file))
    assert not sheet.use_button.isEnabled()
    file.write_text(GERMAN)
    sheet.again.click()
    assert sheet.words.text().startswith("30 rows")


GAPS = "a,b,c\n" + "".join(f"{'' if row % 4 == 0 else row},{row * row},{'uv'[row % 2]}\n" for row in range(24))
TEXTS = "said,liked\n" + "".join(
    f"the {('good', 'bad')[row % 2]} food number {'abcdefghijkl'[row]} was served warm again,{'yn'[row % 2]}\n"
    for row in range(12)
)


def test_gaps_are_left_out_filled_or_inputs_of_their_own(opened: Open, session: Session) -> None:
    sheet = opened(GAPS)
    assert sheet.choices.learning.missing.chosen() == ("drop",)
    assert "6 rows were left out" in sheet.choices._notices.text()
    sheet.choices.learning.missing.chip("own").click()
    assert "left out" not in sheet.choices._notices.text()
    sheet.use()
    assert session.prepared.dataset.n_samples == 24
    assert len(session.prepared.input_names) == 3


def test_a_table_without_gaps_has_no_choice_about_them(opened: Open) -> None:
    learning = opened(GERMAN).choices.learning
    assert not learning.missing.isVisibleTo(learning)


def test_texts_go_in_as_words_and_it_is_chosen_how_many(opened: Open, session: Session) -> None:
    sheet = opened(TEXTS)
    texts = sheet.choices.reading.texts
    assert sheet.preview.cells.words(0) == "text · goes in"
    assert (texts.button.text(), texts.mark.text()) == ("50 words ▾", "guessed")
    choose(texts, "words-10")
    sheet.use()
    assert len(session.prepared.input_names) == 10
    assert "said:food" in session.prepared.input_names


def test_who_goes_elsewhere_while_it_is_read_does_not_get_it(opened: Open, session: Session, qtbot: QtBot) -> None:
    before = session.project
    sheet = opened("a,b\n" + "".join(f"{row},{row * 2}.5\n" for row in range(60_000)))
    qtbot.waitUntil(lambda: sheet.use_button.isEnabled())
    sheet.use()
    assert sheet._reading.is_busy
    sheet.hide()
    assert not sheet._reading.is_busy
    qtbot.waitUntil(lambda: sheet._reading._leaving is None)
    assert session.project is before


def test_names_of_rows_do_not_go_in_and_it_is_said(opened: Open, session: Session) -> None:
    people = (f"Person {row},{150 + row % 40},{'uv'[row % 2]}\n" for row in range(60))
    sheet = opened("name,height,group\n" + "".join(people))
    assert sheet.words.text() == ("60 rows, 3 columns: 1 number goes in, 1 is not used, group is predicted: 2 classes.")
    assert sheet.preview.cells.words(0) == "category · not used"
    sheet.use()
    assert session.prepared.input_names == ("height",)


LONG = "a,b\n" + "".join(f"{row},{row * 2}.5\n" for row in range(60_000))


def test_a_second_enter_while_it_is_read_cancels_nothing(opened: Open, session: Session, qtbot: QtBot) -> None:
    sheet = opened(LONG)
    qtbot.waitUntil(lambda: sheet.use_button.isEnabled())
    sheet.activateWindow()
    sheet.take_keyboard()
    qtbot.keyClick(sheet.use_button, Qt.Key.Key_Return)
    assert sheet.window().focusWidget() is sheet
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert sheet._reading.is_busy
    with qtbot.waitSignal(sheet.used, timeout=20_000):
        pass
    assert session.prepared.dataset.n_samples == 60_000


def test_who_chooses_otherwise_while_it_is_read_may_use_it_as_chosen(
    opened: Open, session: Session, qtbot: QtBot
) -> None:
    sheet = opened(LONG)
    qtbot.waitUntil(lambda: sheet.use_button.isEnabled())
    sheet.use()
    sheet.preview.target_chosen.emit("a")
    qtbot.waitUntil(lambda: sheet.use_button.isEnabled())
    sheet.use()
    qtbot.waitUntil(lambda: session.prepared.dataset.target_names == ("a",), timeout=20_000)


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


def test_the_reasons_of_what_is_predicted_are_among_the_decisions(opened: Open, session: Session) -> None:
    sheet = opened(GERMAN)
    told = sheet.choices._notices.text()
    assert "“species” is predicted, because it is the last column." in told
    sheet.use()
    source = session.project.data.source
    assert isinstance(source, TableSource)
    decided = {*source.table.notices, *reasons(source.table, source.targets, source.task)}
    assert set(told.split("\n")) == {f"• {notice}" for notice in (*decided, *session.prepared.dataset.notices)}


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


def test_what_was_chosen_for_the_data_in_hand_is_said_and_used_again(opened: Open, session: Session) -> None:
    text = "a,b,y,z\n" + "".join(f"{i % 5},{i % 4}.5,{i}.25,{i * i}.5\n" for i in range(12))
    plan = TablePlan(Pasted(text), targets=("y", "z"), inputs=("b",))
    sheet = opened(text)
    sheet.open(plan)
    assert "1 number goes in, 1 is not used, y and z are predicted: 2 quantities." in sheet.words.text()
    assert sheet.choices.learning.target.button.text() == "y, z ▾"
    assert [sheet.preview.cells.is_target(place) for place in range(4)] == [False, False, True, True]
    sheet.use()
    data = session.project.data
    assert data.inputs == ("b",)
    assert data.source.targets == ("y", "z")  # type: ignore[union-attr]
    sheet.open(replace(plan, targets=(), inputs=(), goal="reconstruct"))
    assert "4 numbers go in, the same is to come out." in sheet.words.text()
    assert sheet.choices.learning.target.button.text() == "nothing ▾"
    assert not sheet.choices.learning.task.button.isVisibleTo(sheet), "nothing is predicted, so neither is how"
    entry(sheet, 2, "predict").trigger()
    assert sheet.preview.cells.words(2) == "number · is known"
    assert "y is only known" in sheet.words.text()
    choose(sheet.choices.learning.target, "+guess")
    assert sheet.choices.learning.target.mark.text() == "guessed"


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


def test_labels_of_what_is_guessed_are_whole(opened: Open) -> None:
    reading = opened(GERMAN).choices.reading
    for row in (reading.delimiter, reading.decimal, reading.header):
        assert row.label.width() >= row.label.fontMetrics().horizontalAdvance(row.label.text())


def test_no_other_column_is_called_the_last_while_that_cannot_be_read(opened: Open) -> None:
    sheet = opened("t;p\n" + "".join(f"{row};1.{100 + row},5\n" for row in range(20)))
    assert sheet.words.text() == "20 rows, 2 columns."
    assert not sheet.choices.learning.isVisibleTo(sheet.choices)
    assert not sheet.preview.cells.is_target(0)
    sheet.findChildren(QAbstractButton, "table_remedy_0_0")[0].click()
    assert sheet.words.text() == "20 rows, 2 columns: 1 number goes in, p is predicted: a quantity."


def test_what_is_opened_from_another_window_gives_no_button_the_keyboard_by_chance(
    opened: Open, shown: Callable[[QWidget, int, int], QWidget]
) -> None:
    sheet = opened(GERMAN)
    sheet.use_button.setFocus()
    dialog = shown(QWidget(), 50, 50)
    dialog.activateWindow()
    opened(FAULTY)
    assert sheet.window().focusWidget() is sheet
