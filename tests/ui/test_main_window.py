"""The window as a whole: it runs, opens, saves, tells, and is laid out."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLineEdit, QSlider, QWidget

from nnsim.data.named import named_data
from nnsim.engine.spec import TrainSpec
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.widgets.card import Card
from tests.circle import circle
from tests.ui.all_pages import open_all_experiments
from tests.ui.parts import child, drop


@pytest.fixture
def session(qapp):
    made = Session(circle())
    yield made
    assert made.close()


@pytest.fixture
def window(qtbot, session, window):
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)
    return window


def drawn(widget):
    """The pixels of a widget, (height, width, 4)."""
    image = widget.grab().toImage().convertToFormat(widget.grab().toImage().Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def test_space_runs_and_pauses(qtbot, window, session):
    qtbot.keyClick(window.network, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.snapshot.step > 20)
    assert session.run_state == "running"
    asked = perf_counter()
    qtbot.keyClick(window.network, Qt.Key.Key_Space)
    assert session.run_state == "paused"
    assert perf_counter() - asked < 2.0


def test_run_button_runs_and_pauses(qtbot, window, session):
    button = child(window, QAbstractButton, "run")
    button.click()
    qtbot.waitUntil(lambda: session.snapshot.step > 20)
    button.click()
    assert session.run_state == "paused"


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("step_sample", lambda s: s.looked == 1),
        ("step_batch", lambda s: s.step == 1),
        ("step_epoch", lambda s: s.epoch == 1),
    ],
)
def test_step_buttons_step(qtbot, window, session, name, reached):
    child(window, QAbstractButton, name).click()
    qtbot.waitUntil(lambda: reached(session.snapshot))


def test_edited_weight_is_undone_saved_and_reopened_with_the_same_picture(qtbot, window, session, tmp_path):
    window.network.canvas.options.set_glow(False)  # it tells of the last epoch, and what that has changed is in no file
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 100)
    session.pause()
    before = session.stamped_project().checkpoint.parameters
    assert session.set_weight(0, 0, 1, -3.25)
    assert not np.array_equal(session.stamped_project().checkpoint.parameters, before)
    window.actions_.undo.trigger()
    assert np.array_equal(session.stamped_project().checkpoint.parameters, before)
    session.save(tmp_path / "saved.nnsim")
    qtbot.wait(300)
    regions = (window.network, window.output, window.loss, window.gradients)
    pictures = [drawn(region) for region in regions]
    session.reset()
    qtbot.waitUntil(lambda: session.snapshot.plane is not None and session.snapshot.step == 0)
    assert window.documents.open(tmp_path / "saved.nnsim")
    qtbot.waitUntil(lambda: session.snapshot.plane is not None and session.snapshot.step > 0)
    qtbot.wait(300)
    for region, picture in zip(regions, pictures, strict=True):
        assert np.array_equal(drawn(region), picture), region.objectName()


def test_learning_goes_on_while_the_window_is_used(qtbot, window, session):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 10)
    for name in ("theme_dark", "theme_light"):
        next(action for action in window.actions_.all() if action.objectName() == name).trigger()
        step = session.snapshot.step
        qtbot.waitUntil(lambda step=step: session.snapshot.step > step)
    session.pause()


def test_undo_menu_names_the_edit(qtbot, window, session):
    session.step_batch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    child(window, QAbstractButton, "reset").click()
    assert "reset" in window.actions_.undo.text()


def test_title_tells_name_and_unsaved_work(qtbot, window, session, tmp_path):
    assert window.windowTitle().startswith("circle")
    assert not window.isWindowModified()
    session.step_batch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    assert window.isWindowModified()
    session.save(tmp_path / "mine.nnsim")
    assert window.windowTitle().startswith("mine")
    assert not window.isWindowModified()


def test_dropped_project_opens(qtbot, window, session, tmp_path):
    session.save(tmp_path / "dropped.nnsim")
    session.reset()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.nnsim"))])
    assert window.documents.openable(mime)
    drop(window, mime)
    assert session.project.name == "dropped"


def test_save_asks_for_a_file_once(qtbot, window, session, tmp_path, monkeypatch):
    asked = []

    def choose(*_arguments):
        asked.append(True)
        return str(tmp_path / "chosen"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    assert window.documents.save()
    assert window.documents.save()
    assert (tmp_path / "chosen.nnsim").exists()
    assert len(asked) == 1
    window.documents.recent.aboutToShow.emit()
    assert any("chosen.nnsim" in action.text() for action in window.documents.recent.actions())


def test_an_example_is_offered_to_be_saved_under_its_label_as_far_as_a_file_can_be_called_so(
    window, session, monkeypatch
):
    offered = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: (offered.append(Path(given[2]).name), ("", ""))[1]
    )
    for label in ("A curve", "Why? A/B: “best”", "..."):
        session.show_example(session.project, label)
        assert not window.documents.save()
    assert offered == ["A curve.nnsim", "Why  A B  “best”.nnsim", "project.nnsim"]


def test_dialogs_begin_where_the_table_lies_and_a_pasted_one_has_a_name_of_its_own(
    window, session, tmp_path, monkeypatch
):
    cells = "a;b;c\n" + "".join(f"{i},5;{i % 3};{i * i}\n" for i in range(12))
    tmp_path.joinpath("trees.csv").write_text(cells)
    asked = []
    for dialog in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, dialog, lambda *given: (asked.append(Path(given[2])), ("", ""))[1])
    window.documents.open(tmp_path / "trees.csv")
    window.tables.sheet.use()
    window.documents.save()
    window.tables.choose()
    window.actions_.open.trigger()
    assert asked == [tmp_path / "trees.nnsim", tmp_path, tmp_path]
    for name in ("Pasted table", "Pasted table 2"):
        QGuiApplication.clipboard().setText(cells.replace(";", "\t"))
        window.tables.paste()
        window.tables.sheet.use()
        assert session.title == name


def test_divergence_is_told_and_the_window_goes_on(qtbot, window, session):
    project = new_project("wild", named_data("plane"), (), training=TrainSpec(learning_rate=900.0, batch_size=None))
    session.new(project)
    session.run()
    qtbot.waitUntil(lambda: session.run_state == "diverged")
    assert window.banner.isVisible()
    assert "epoch" in window.banner.accessibleName()


def test_everything_that_can_be_used_has_a_name_for_tests_and_for_screen_readers(window):
    open_all_experiments(window)
    nameless = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QSlider) and not inside_qt(widget):
            name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            if not widget.objectName() or not name:
                nameless.append((type(widget).__name__, widget.objectName(), name, widget.parent().objectName()))
    assert nameless == []


def inside_qt(widget):
    """Parts that Qt makes for itself, such as the corner of a table."""
    return widget.objectName().startswith("qt_") or type(widget).__module__.startswith("PySide6")


def test_all_data_that_ship_can_be_shown_and_trained(qtbot, window, session):
    for kind in ("and", "or", "xor_table", "sine", "plane", "blobs", "iris", "wine", "digits"):
        session.new(new_project(kind, named_data(kind), (6,), training=TrainSpec(batch_size=16)))
        session.run()
        qtbot.waitUntil(lambda: session.snapshot.step > 5)
        session.pause()
        assert drawn(window).std() != 0


def test_titles_of_cards_in_a_row_stand_at_one_height(window):
    for row in (window.upper_row, window.lower_row):
        titles = [card.header.title for card in row.findChildren(Card)]
        assert len(titles) == 3
        assert len({title.mapTo(window, title.rect().center()).y() for title in titles}) == 1


def test_arrangement_comes_back(window):
    window.upper_row.setSizes([300, 700, 280])
    saved = window.arrangement()
    sizes = window.upper_row.sizes()
    window.upper_row.setSizes([240, 700, 340])
    window.restore_arrangement(saved)
    assert window.upper_row.sizes() == sizes


def test_data_of_other_classes_are_never_drawn_with_the_counts_of_the_ones_before(qtbot, window, session):
    window.output.show_view("confusion")
    matrix = child(window, QWidget, "confusion_matrix")
    for kind in ("iris", "digits", "spiral", "wine"):
        session.new(new_project(kind, named_data(kind), (4,), training=TrainSpec(batch_size=16)))
        drawn(matrix)  # before any snapshot of the new data, whether it is in sight or not
        window.output.show_view("confusion")
        drawn(matrix)
        qtbot.waitUntil(lambda: session.snapshot.confusion is not None)
        drawn(matrix)


class Layouts(QObject):
    """Counts how often any part of a window asks to be laid out anew."""

    def __init__(self, window):
        super().__init__(window)
        self.asked = 0
        for widget in (window, *window.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.asked += event.type() == QEvent.Type.LayoutRequest
        return False


def test_window_at_rest_is_not_laid_out_over_and_over(qtbot, window):
    open_all_experiments(window)
    layouts = Layouts(window)

    def is_at_rest():
        before = layouts.asked
        qtbot.wait(100)
        return layouts.asked - before < 7

    for width in (960, 1280, 1600):
        window.resize(width, 720)
        qtbot.waitUntil(is_at_rest)


def test_in_a_large_window_the_answers_have_more_room_and_the_lower_row_gives_way_last(window):
    window.resize(1440, 900)
    window.show()
    answers, upper, lower = window.output.width(), window.upper_row.height(), window.lower_row.height()
    window.resize(1920, 1080)
    assert window.output.width() > 1.3 * answers
    window.resize(1440, 900 - 120)
    assert upper - window.upper_row.height() > 1.9 * (lower - window.lower_row.height())
