"""The sheet that opens a folder of pictures: each class before and after, all guesses, what is wrong at its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.picture_decoding import PictureFolder
from nnsim.data.spec import TableSource
from nnsim.data.table_plan import TablePlan
from nnsim.decoding.qt_decoder import QtDecoder
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.guess_row import GuessRow
from nnsim.ui.importing.sheet import TableSheet

Open = Callable[[], TableSheet]


def paint(path: Path, colour: str, width: int = 30, height: int = 20) -> None:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path.parent.mkdir(exist_ok=True)
    assert image.save(str(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(12):
        paint(tmp_path / "leaf" / f"{number}.png", "green")
    for number in range(3):
        paint(tmp_path / "sky" / f"{number}.jpg", "blue", 20, 30)
    return tmp_path


@pytest.fixture
def opened(
    session: Session, appearance: Appearance, shown: Callable[[QWidget, int, int], QWidget], folder: Path, qtbot: QtBot
) -> Open:
    """The sheet with the folder, once it has been looked at."""
    sheet = TableSheet(session, appearance)
    shown(sheet, 1000, 600)

    def open_folder() -> TableSheet:
        sheet.open(TablePlan(PictureFolder(folder, QtDecoder())))
        looked_at(sheet, qtbot)
        return sheet

    return open_folder


def looked_at(sheet: TableSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not sheet._reading.is_busy, timeout=20_000)


def choose(row: GuessRow, name: str) -> None:
    """By its menu."""
    next(action for action in row.button.menu().actions() if action.data() == name).trigger()


def test_each_class_is_shown_with_its_count_and_used_as_the_data(opened: Open, session: Session, qtbot: QtBot) -> None:
    sheet = opened()
    assert [row.accessibleName() for row in sheet.pictures.rows] == ["leaf: 12 pictures", "sky: 3 pictures"]
    assert sheet.words.text().startswith("15 pictures: 16 × 16 pixels in colour go in, 768 numbers")
    assert not sheet.preview.isVisible()
    assert not sheet.choices.reading.isVisible()
    choose(sheet.choices.pictures.colour, "grey")
    looked_at(sheet, qtbot)
    assert sheet.choices.pictures.colour.mark.text() == "set"
    with qtbot.waitSignal(sheet.used, timeout=20_000):
        sheet.use()
    source = session.project.data.source
    assert isinstance(source, TableSource)
    assert (source.table.n_rows, session.prepared.dataset.classes) == (15, ("leaf", "sky"))
    assert session.project.network.n_inputs == 256
    session.undo()
    assert not isinstance(session.project.data.source, TableSource)


def test_a_file_that_cannot_be_read_is_told_at_its_place_and_left_out_by_one_button(
    opened: Open, folder: Path, session: Session, qtbot: QtBot
) -> None:
    (folder / "leaf" / "5.png").write_bytes(b"no picture")
    sheet = opened()
    assert not sheet.use_button.isEnabled()
    assert sheet._understood.problems[0].where == f"{folder.name}/leaf/5.png"
    remedy = sheet.findChild(QAbstractButton, "table_remedy_0_0")
    assert remedy is not None
    remedy.click()
    looked_at(sheet, qtbot)
    with qtbot.waitSignal(sheet.used, timeout=20_000):
        sheet.use()
    assert session.prepared.dataset.n_samples == 14


def test_the_bar_and_the_number_beside_it_are_one(opened: Open, qtbot: QtBot) -> None:
    sheet, seen = opened(), list[tuple[float, str, int]]()
    bar = sheet._progress
    sheet._reading.progressed.connect(lambda share: seen.append((share, sheet._said.text(), bar.maximum())))
    sheet.again.click()
    looked_at(sheet, qtbot)
    assert seen
    assert {(said, most) for _, said, most in seen} == {("", 0)}, "a look does not know how far it is"
    seen.clear()
    with qtbot.waitSignal(sheet.used, timeout=20_000):
        sheet.use()
    assert all(said == f"{100 * share:.0f} % read" and most == 100 for share, said, most in seen)
    assert seen


def test_a_folder_without_classes_says_what_to_do(opened: Open, folder: Path, qtbot: QtBot) -> None:
    for name in ("leaf", "sky"):
        for file in (folder / name).iterdir():
            file.rename(folder / f"{name}{file.name}")
        (folder / name).rmdir()
    sheet = opened()
    assert not sheet.use_button.isEnabled()
    assert sheet.words.text() == "These cannot be read as pictures yet."
    assert sheet.other.text() == "Choose another folder…"
    with qtbot.waitSignal(sheet.other_wanted, check_params_cb=lambda is_folder: is_folder):
        sheet.other.click()
    assert "Make a folder for each class" in sheet._understood.problems[0].hint
    assert not sheet.pictures.rows


def test_reading_can_be_called_off_and_nothing_changes(opened: Open, session: Session) -> None:
    sheet, before = opened(), session.project
    sheet.use()
    sheet.cancel()
    assert not sheet._reading.is_busy
    assert session.project is before
