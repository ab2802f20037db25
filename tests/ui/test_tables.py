"""Tables in the window: opened, pasted, dropped, looked at once more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from nnsim.model import data_edits, table_edits
from nnsim.session.table_reading import SMALL_BYTES
from tests.ui.parts import child, drop


def test_table_becomes_the_data_and_every_region_follows(qtbot, window, session, tmp_path):
    table = tmp_path / "flowers.csv"
    rows = [f"{i % 7}.5,{i % 5},{i % 3}.25,{'red' if i % 2 else 'blue'}" for i in range(60)]
    table.write_text("\n".join(["a,b,c,colour", *rows]))
    assert window.documents.open(table)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert session.project.network.n_inputs == 3
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.snapshot.confusion is not None and session.snapshot.step > 10)
    session.pause()


def test_a_table_of_very_few_rows_is_taken_with_a_warning(window, tmp_path):
    for rows, warned in ((1, "a single row"), (4, "4 rows only"), (10, "")):
        table = tmp_path / "few.csv"
        table.write_text(
            "a,b,y\n" + "".join(f"{row},{row * row},{row % 3}.5\n" for row in range(rows)), encoding="utf-8"
        )
        assert window.documents.open(table)
        window.tables.sheet.use()
        assert window.banner.property("severity") == ("warning" if warned else "info")
        assert warned in window.banner.accessibleDescription()


def test_a_large_table_that_is_named_at_the_start_is_looked_at(qtbot, window, tmp_path):
    window.hide()  # as it is then
    path = tmp_path / "large.csv"
    path.write_text("a,b\n" + "".join(f"{row},{row * 2}.5\n" for row in range(12_000)))
    assert path.stat().st_size > SMALL_BYTES
    assert window.documents.open(path)
    window.show()
    qtbot.waitUntil(lambda: window.tables.sheet.use_button.isEnabled())
    window.rooms.leave_sheet()


def test_pictures_in_a_file_of_arrays_open_as_a_table_does(qtbot, window, tmp_path):
    path = tmp_path / "pictures.npz"
    np.savez(path, x=np.arange(180, dtype=np.uint8).reshape(20, 3, 3), y=np.arange(20) % 2)
    assert window.documents.open(path)
    sheet = window.tables.sheet
    qtbot.waitUntil(sheet.use_button.isEnabled)
    assert "9 numbers go in, label is predicted" in sheet.words.text()
    assert sheet.choices.learning.scaling.chosen() == ("minmax",)
    window.rooms.leave_sheet()


def test_a_table_is_pasted_and_dropped_and_left_alone_again(qtbot, window, session):
    before = session.project
    QGuiApplication.clipboard().setText("a\tb\n1\t2\n3\t5\n4\t7\n")
    qtbot.keyClick(window.network, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.rooms.sheet is window.tables.sheet
    assert "3 rows, 2 columns" in window.tables.sheet.words.text()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.rooms.sheet is None
    mime = QMimeData()
    mime.setText("u;v\n1;2\n3;4\n")
    assert window.documents.openable(mime)
    drop(window, mime)
    assert window.tables.sheet.preview.cells.preview.columns[0].name == "u"
    child(window, QAbstractButton, "table_cancel").click()
    assert window.rooms.sheet is None
    assert session.project is before
    assert window.focusWidget() is window.network.canvas


def test_cells_pasted_beside_samples_of_a_rule_are_a_table_of_their_own(qtbot, window, session):
    window.show_samples()
    QGuiApplication.clipboard().setText("a\tb\n1\t2\n3\t5\n4\t7\n")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.rooms.sheet is window.tables.sheet


def test_a_table_opened_from_the_experiments_is_used_in_the_room_of_the_network(window, tmp_path):
    table = tmp_path / "numbers.csv"
    table.write_text("a,b\n" + "".join(f"{i},{i * i}.5\n" for i in range(12)))
    window.rooms.open_experiment("seeds")
    window.documents.open(table)
    window.tables.sheet.cancel()
    assert window.rooms.in_experiments
    window.documents.open(table)
    window.tables.sheet.use()
    assert window.rooms.sheet is None
    assert not window.rooms.in_experiments


def test_a_clipboard_without_a_table_is_told(qtbot, window):
    QGuiApplication.clipboard().setText("hello")
    window.actions_.paste_table.trigger()
    assert "no table" in window.banner.accessibleName()
    assert window.rooms.sheet is None


def test_a_field_pastes_for_itself(qtbot, window):
    field = child(window, QLineEdit, "learning_rate")
    QGuiApplication.clipboard().setText("0.5\n0.25\n")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.rooms.sheet is None


def test_the_sheet_of_the_table_in_hand_comes_back_with_all_that_was_chosen(window, session, tmp_path):
    table = tmp_path / "chosen.csv"
    table.write_text("a;b;c\n" + "".join(f"{i},5;{i % 3};{i * i}\n" for i in range(12)))
    window.documents.open(table)
    sheet = window.tables.sheet
    sheet.preview.kind_chosen.emit("b", "category")
    sheet.use()
    session.apply(data_edits.set_test_fraction, 0.5)
    child(window, QAbstractButton, "change_reading").click()
    assert window.rooms.sheet is sheet
    assert sheet.preview.cells.words(1) == "category · goes in"
    assert sheet.choices.learning.test.field.value() == 0.5
    sheet.cancel()
    assert session.project.data.test_fraction == 0.5


def test_a_class_that_a_typed_cell_has_brought_is_told_and_undo_withdraws_the_words(window, session, tmp_path):
    table = tmp_path / "birds.csv"
    table.write_text("a;bird\n" + "".join(f"{i},5;{('Meise', 'Amsel')[i % 2]}\n" for i in range(12)))
    window.documents.open(table)
    window.tables.sheet.use()
    session.apply(table_edits.set_cells, [2], 1, (("Miese",),))
    assert window.banner.accessibleName() == "“Miese” is a new class of “bird”."
    session.undo()
    assert not window.banner.isVisibleTo(window)
    session.apply(table_edits.set_cells, [2], 1, (("Amsel",),))
    assert not window.banner.isVisibleTo(window)


def test_a_table_that_was_edited_by_hand_is_looked_at_once_more_as_it_stands(window, session, tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("a;b;c\n" + "".join(f"{i},5;{i % 3};{i * i}\n" for i in range(12)))
    window.documents.open(table)
    window.tables.sheet.use()
    session.apply(table_edits.set_cells, [2], 0, (("77,25",),))
    child(window, QAbstractButton, "change_reading").click()
    sheet = window.tables.sheet
    assert window.rooms.sheet is sheet
    assert sheet.preview.cells.index(2, 0).data() == "77.25"
    assert sheet.use_button.isEnabled()
    sheet.cancel()


def test_epochs_that_an_edit_of_the_table_leaves_behind_are_told_with_the_way_back(window, session, tmp_path, qtbot):
    table = tmp_path / "birds.csv"
    table.write_text("a;b;bird\n" + "".join(f"{i},5;{i % 3};{('Meise', 'Amsel')[i % 2]}\n" for i in range(12)))
    window.documents.open(table)
    window.tables.sheet.use()
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1 and session.run_state == "paused")
    window.banner.hide()
    session.apply(table_edits.set_cells, [2], 0, (("7",),))
    assert not window.banner.isVisibleTo(window), "the run goes on"
    session.apply(data_edits.choose_target, "a")
    assert window.banner.accessibleName() == "Training begins anew: predict a."
    assert "as they were after 1 epoch" in window.banner.accessibleDescription()
    session.undo()
    assert window.banner.accessibleName() == "Undo: predict a"
    assert window.banner.accessibleDescription() == "Run 1 is at work again, at epoch 1."
    session.apply(table_edits.set_cells, [2], 2, (("Miese",),))
    assert window.banner.accessibleName() == "“Miese” is a new class of “bird”."
    assert "as they were after 1 epoch" in window.banner.accessibleDescription()


def test_a_file_that_may_not_be_read_is_told_on_the_sheet(window, tmp_path):
    refusing = Path("/proc/self/mem")  # of Linux: it is there, and reading it fails
    cannot = "cannot be read" if refusing.exists() else "no such file"
    for source, said in ((refusing, cannot), (tmp_path / "gone.npz", "no such file"), (Path("a\0b"), "cannot be read")):
        window.tables.open(source)
        sheet = window.tables.sheet
        assert any(said in problem.message for problem in sheet._understood.problems), source
        assert not sheet.use_button.isEnabled()
    window.rooms.leave_sheet()
