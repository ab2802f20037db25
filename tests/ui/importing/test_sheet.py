"""The sheet that opens a table: what it says of a file, what can be changed, and that nothing is done before it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.choices import Pasted
from nnsim.data.guesses import reasons
from nnsim.data.spec import TableSource
from nnsim.data.table_plan import TablePlan
from nnsim.session import table_reading
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.sheet import TableSheet
from tests.ui.importing.sheet_parts import FAULTY, GERMAN, Open, choose, entry


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


def test_the_reasons_of_what_is_predicted_are_among_the_decisions(opened: Open, session: Session) -> None:
    sheet = opened(GERMAN)
    told = sheet.choices._notices.text()
    assert "“species” is predicted, because it is the last column." in told
    sheet.use()
    source = session.project.data.source
    assert isinstance(source, TableSource)
    decided = {*source.table.notices, *reasons(source.table, source.targets, source.task)}
    assert set(told.split("\n")) == {f"• {notice}" for notice in (*decided, *session.prepared.dataset.notices)}


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


def test_labels_of_what_is_guessed_are_whole(opened: Open) -> None:
    reading = opened(GERMAN).choices.reading
    for row in (reading.delimiter, reading.decimal, reading.header):
        assert row.label.width() >= row.label.fontMetrics().horizontalAdvance(row.label.text())


def test_what_is_opened_from_another_window_gives_no_button_the_keyboard_by_chance(
    opened: Open, shown: Callable[[QWidget, int, int], QWidget]
) -> None:
    sheet = opened(GERMAN)
    sheet.use_button.setFocus()
    dialog = shown(QWidget(), 50, 50)
    dialog.activateWindow()
    opened(FAULTY)
    assert sheet.window().focusWidget() is sheet
