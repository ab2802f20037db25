"""All samples as a table: what stands there, and that each edit is a step of undo of the project."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from nnsim.data.choices import Pasted
from nnsim.data.named import named_data, table_data
from nnsim.data.reading import read_table
from nnsim.data.spec import TableSource
from nnsim.data.tables import Table
from nnsim.model import data_edits, drawn_edits
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.shown_table import LEFT_OUT, TEST, TRAINING, exact
from nnsim.ui.data.table_page import TablePage

TEXT = "a,b,kind\n" + "".join(f"{9 - i if i != 4 else ''},{i * i}.5,{'uv'[i % 2]}\n" for i in range(10))


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    made = Session(new_project("mine", table_data(read_table(Pasted(TEXT))), (3,)))
    yield made
    assert made.close()


@pytest.fixture
def page(qtbot: QtBot, session: Session, appearance: Appearance) -> TablePage:
    made = TablePage(session, appearance)
    session.project_changed.connect(made.render_facts)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    return made


def table(session: Session) -> Table:
    source = session.project.data.source
    assert isinstance(source, TableSource)
    return source.table


def cell(page: TablePage, place: int, section: int) -> QModelIndex:
    return page.cells.index(place, section)


def typed(page: TablePage, qtbot: QtBot, place: int, section: int, text: str) -> None:
    """By hand, until the cell has taken it."""
    entered(page, qtbot, place, section, text)
    qtbot.waitUntil(lambda: page.view.state() != QAbstractItemView.State.EditingState)


def entered(page: TablePage, qtbot: QtBot, place: int, section: int, text: str) -> None:
    """From the key that opens the cell to Enter."""
    page.view.setFocus()
    page.view.setCurrentIndex(cell(page, place, section))
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    fields = page.view.findChildren(QLineEdit, "table_cell_field")
    field = next(field for field in fields if field.isVisible())
    field.setText(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_what_is_predicted_of_pictures_stands_before_their_pixels(page: TablePage, session: Session) -> None:
    def shown() -> list[str]:
        heads = page.view.heads
        return [page.cells.head(heads.logicalIndex(place)).name for place in range(4)]

    session.apply(data_edits.use_data, named_data("digits"))
    assert shown()[1:3] == ["digit", "pixel_0_0"]
    tip = page.cells.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "counted from 1" in tip
    session.undo()
    assert shown() == ["used for", "a", "b", "kind"]


def test_every_row_says_what_it_is_used_for(page: TablePage, session: Session) -> None:
    shown = page.cells.table
    assert shown is not None
    assert shown.uses[4] == LEFT_OUT, "its first cell is empty"
    train = session.prepared.train_rows
    rows = [row for row in range(10) if row != 4]
    assert [row for row in range(10) if shown.uses[row] == TRAINING] == [rows[sample] for sample in train]
    assert (shown.uses == TEST).sum() == len(session.prepared.test_rows)
    assert page.cells.text(4, 0) == "left out"
    assert page.cells.text(3, 3) == "v"
    assert "1 left out" in page.words.full_text()


def test_behind_a_row_that_is_left_out_each_says_which_sample_it_is(page: TablePage, qtbot: QtBot) -> None:
    assert page.cells.text(3, 0).endswith(", sample 4")
    assert page.cells.text(9, 0).endswith(", sample 9")
    typed(page, qtbot, 4, 1, "4")
    assert page.cells.text(9, 0) in ("training", "test"), "rows and samples have the same numbers again"


def test_classes_have_the_numbers_of_their_marks_in_the_pictures(page: TablePage, session: Session) -> None:
    classes = session.prepared.dataset.classes
    told = {page.cells.class_at(place, 3): page.cells.text(place, 3) for place in range(10) if place != 4}
    assert told == dict(enumerate(classes))
    assert page.cells.class_at(4, 3) is None
    assert page.cells.class_at(0, 1) is None


@pytest.mark.parametrize("value", [0.1, 1 / 3, -2.0, 1e300, 5e-324, 123456789.0])
def test_a_number_is_shown_with_all_its_digits(value: float) -> None:
    assert float(exact(value).replace("−", "-")) == value


def test_a_typed_cell_is_one_step_of_undo(page: TablePage, session: Session, qtbot: QtBot) -> None:
    typed(page, qtbot, 2, 1, "1/4")
    assert table(session).columns[0].values[2] == 0.25
    assert [page.cells.text(place, 1) for place in (1, 2, 4)] == ["8.00", "0.25", ""], "numbers line up"
    assert page.view.currentIndex().row() == 3, "Enter goes on to the row below"
    session.undo()
    assert page.cells.text(2, 1) == "7"
    assert session.undoable is None


def test_text_among_numbers_is_refused_and_nothing_changes(page: TablePage, session: Session, qtbot: QtBot) -> None:
    told: list[object] = []
    session.failed.connect(told.append)
    before = session.project
    entered(page, qtbot, 2, 1, "many")
    qtbot.waitUntil(lambda: bool(told))
    assert session.project is before
    assert "row 3, column “a”" in str(told[0])
    qtbot.waitUntil(lambda: isinstance(page.view.indexWidget(cell(page, 2, 1)), QLineEdit))
    field = page.view.indexWidget(cell(page, 2, 1))
    assert field.text() == "many", "what was refused can be put right"
    assert field.property("invalid")
    qtbot.waitUntil(lambda: page.view.delegate.viewed == 2)  # and not the row below
    field.setText("2,5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.cells.text(2, 1) == "2.5")


def test_the_frame_stays_in_its_column_when_rows_go_and_come_back(
    page: TablePage, session: Session, qtbot: QtBot
) -> None:
    page.view.setCurrentIndex(cell(page, 9, 2))
    page.delete_rows.click()
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (8, 2)
    session.undo()
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (8, 2)
    assert page.cells.rowCount() == 10


def test_what_a_row_is_used_for_cannot_be_emptied_and_that_is_said(
    page: TablePage, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, said = session.project, []
    monkeypatch.setattr(page.view, "tell", said.append)
    page.view.setCurrentIndex(cell(page, 3, 0))
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert session.project is before
    assert "test share" in said[0]


def test_a_filled_gap_brings_its_row_into_training_or_test(page: TablePage, qtbot: QtBot) -> None:
    typed(page, qtbot, 4, 1, "0,5")
    assert page.cells.use(4) != LEFT_OUT


def test_a_block_is_pasted_where_the_frame_is_also_past_the_end(
    page: TablePage, session: Session, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("7,5\t1\n8,5\t2\n")
    page.view.setCurrentIndex(cell(page, 9, 1))
    qtbot.keyClick(page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert table(session).n_rows == 11
    assert table(session).columns[0].values[-2:].tolist() == [7.5, 8.5]
    chosen = page.view.chosen_by_column()
    assert {section: places.tolist() for section, places in chosen.items()} == {1: [9, 10], 2: [9, 10]}
    assert page.view.currentIndex() == cell(page, 9, 1)
    session.undo()
    assert page.cells.rowCount() == 10


def test_a_chosen_block_is_copied_as_a_spreadsheet_takes_it(page: TablePage, qtbot: QtBot) -> None:
    page.view.setCurrentIndex(cell(page, 0, 1))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(page.view, key, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "9\t0.5\n8\t1.5"


def test_rows_come_and_go_by_keys(page: TablePage, session: Session, qtbot: QtBot) -> None:
    page.view.setCurrentIndex(cell(page, 1, 1))
    qtbot.keyClick(page.view, Qt.Key.Key_Insert)
    assert table(session).n_rows == 11
    assert np.isnan(table(session).columns[0].values[2])
    assert page.view.currentIndex().row() == 2
    qtbot.keyClick(page.view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert table(session).columns[0].values.tolist()[:3] == [9, 8, 7]
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert table(session).n_rows == 10


def test_rows_are_sorted_in_sight_only_and_edits_find_their_row(
    page: TablePage, session: Session, qtbot: QtBot
) -> None:
    page.view.heads.sectionClicked.emit(1)
    assert [page.cells.text(place, 1) for place in (0, 1, 8, 9)] == ["0", "1", "9", ""]
    typed(page, qtbot, 0, 1, "0.5")
    assert table(session).columns[0].values[9] == 0.5
    page.view.heads.sectionClicked.emit(1)
    assert page.cells.text(0, 1) == "9.0"
    page.view.heads.sectionClicked.emit(1)
    assert page.cells.sorted_by is None
    assert page.cells.row_at(9) == 9


def test_a_cell_typed_into_the_sorted_column_stays_and_the_column_no_longer_claims_order(
    page: TablePage, session: Session, qtbot: QtBot
) -> None:
    page.view.heads.sectionClicked.emit(1)
    typed(page, qtbot, 0, 1, "5.5")
    assert page.cells.text(0, 1) == "5.5"
    assert page.cells.head(1).name == "a"
    assert "then edited" in page.sorting.text()
    page.view.heads.sectionClicked.emit(1)
    assert page.cells.head(1).name == "a  ↑"
    assert page.cells.text(0, 1) == "1.0"


def test_other_data_with_the_same_columns_are_sorted_anew(page: TablePage, session: Session) -> None:
    for seed in (1, 2):
        session.apply(data_edits.use_data, named_data("spiral", seed=seed, n_samples=40))
        if seed == 1:
            page.view.heads.sectionClicked.emit(1)
        shown = page.cells.table
        assert shown is not None
        values = [shown.columns[0].values[page.cells.row_at(place)] for place in range(40)]
        assert values == sorted(values)


def test_numbers_are_copied_with_all_their_digits_and_a_minus_sign_that_programs_read(
    page: TablePage, session: Session
) -> None:
    session.apply(data_edits.use_data, named_data("spiral", n_samples=40, seed=3))
    shown = page.cells.table
    assert shown is not None
    page.view.selectAll()
    page.view.copy()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert [float(line[0]) for line in lines] == shown.columns[0].values.tolist()


def test_of_two_blocks_apart_nothing_is_copied(page: TablePage) -> None:
    QGuiApplication.clipboard().setText("precious")
    for place, section in ((0, 1), (3, 2)):
        page.view.selectionModel().select(cell(page, place, section), QItemSelectionModel.SelectionFlag.Select)
    page.view.copy()
    assert QGuiApplication.clipboard().text() == "precious"


def test_a_block_too_large_to_copy_leaves_the_clipboard_alone(
    page: TablePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nnsim.ui.data.table_view.MOST_COPIED", 29)
    QGuiApplication.clipboard().setText("precious")
    page.view.selectAll()
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "precious"
    qtbot.waitUntil(lambda: QToolTip.text().startswith("30 cells are too many"))


def test_who_walks_views_the_sample_and_a_sample_chosen_elsewhere_is_brought_into_sight(
    page: TablePage, session: Session, qtbot: QtBot
) -> None:
    page.view.setCurrentIndex(cell(page, 5, 1))
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    assert session.viewing.row(session.prepared) == 5, "of the samples, from which row 4 is left out"
    session.view_sample(8)
    qtbot.waitUntil(lambda: page.view.currentIndex().row() == 9)
    assert page.view.delegate.viewed == 9


def test_of_copies_the_label_is_known_and_not_learnt(page: TablePage, session: Session) -> None:
    session.apply(data_edits.set_goal, "reconstruct")
    assert page.cells.head(3).words == "is known, not learnt"
    assert page.cells.columnCount() == 4


def test_points_of_a_rule_can_be_read_but_not_typed(page: TablePage, session: Session) -> None:
    session.apply(data_edits.use_data, named_data("circle"))
    assert page.cells.columnCount() == 4
    assert not page.cells.flags(cell(page, 0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not page.add_row.isEnabled()
    assert "rule" in page.words.full_text()


def test_a_label_is_typed_among_those_that_there_are_or_is_a_new_one(
    page: TablePage, session: Session, qtbot: QtBot
) -> None:
    typed(page, qtbot, 0, 3, "v")
    assert page.cells.text(0, 3) == "v"
    typed(page, qtbot, 0, 3, "w")
    assert table(session).columns[2].labels == ("u", "v", "w")
    assert session.project.network.sizes[-1] == 3


def test_points_by_hand_are_typed_added_and_deleted_with_the_same_undo(
    page: TablePage, session: Session, qtbot: QtBot
) -> None:
    session.apply(drawn_edits.new_points)
    session.apply(drawn_edits.add_points, [(1 / 3, 2.0)], 1.0)
    assert [page.cells.text(2, section) for section in (1, 2, 3)] == ["0.3333", "2", "1"]
    assert page.cells.data(cell(page, 2, 1), Qt.ItemDataRole.EditRole) == "0.3333333333333333"
    typed(page, qtbot, 2, 1, "0,5")
    typed(page, qtbot, 2, 3, "0")
    assert session.prepared.dataset.inputs[2].tolist() == [0.5, 2.0]
    assert session.prepared.dataset.targets[2, 0] == 0
    page.view.setCurrentIndex(cell(page, 1, 1))
    page.add_row.click()
    assert page.cells.text(3, 3) == "1", "of the class of the current row"
    assert page.view.currentIndex().row() == 3, "and in hand, where it stands"
    page.delete_rows.click()
    assert session.prepared.dataset.n_samples == 3
    session.undo()
    session.undo()
    session.undo()
    session.undo()
    assert session.prepared.dataset.inputs[2].tolist() == [1 / 3, 2.0]


def test_how_a_number_was_understood_that_may_be_meant_otherwise_is_said(
    page: TablePage, session: Session, qtbot: QtBot
) -> None:
    typed(page, qtbot, 0, 1, "1,234")
    assert page.words.full_text() == "1,234 is taken as 1.234, not as 1234"
    typed(page, qtbot, 0, 1, "12,5")
    assert "taken" not in page.words.full_text()
