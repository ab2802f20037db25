from __future__ import annotations

import json
import resource
from dataclasses import replace
from zipfile import ZipFile

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from nnsim.engine.spec import Choice
from nnsim.model import data_edits, edits
from nnsim.model.start import first_project
from nnsim.paths import home
from nnsim.session.session import Session
from nnsim.storage import example_files, project_file, recovery
from nnsim.ui.appearance import Appearance
from nnsim.ui.keeping import Keeping
from nnsim.ui.main_window import MainWindow
from tests.storage.forgery import put_together, taken_apart_work
from tests.storage.projects import spiral
from tests.storage.works import spiral_with_runs


@pytest.fixture
def session(qapp):
    made = Session(first_project())
    yield made
    assert made.close()


@pytest.fixture
def window(qtbot, session):
    made = MainWindow(session, Appearance("light"))
    qtbot.addWidget(made)
    return made


@pytest.fixture
def keeping(window, session):
    made = Keeping(session, window)
    window.documents.brought_back.connect(made.take_over)
    yield made
    made.close()


def train(qtbot, session):
    step = session.snapshot.step
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > step + 20)
    session.pause()


def test_nothing_unsaved_leaves_nothing_behind(keeping):
    assert keeping.keep()
    keeping.close()
    assert recovery.recovered() == []


def test_window_closed_with_unsaved_work_leaves_it_for_the_next(qtbot, session, keeping):
    train(qtbot, session)
    weights = session.stamped_project().checkpoint.parameters
    keeping.close()
    [left] = recovery.recovered()
    assert np.array_equal(recovery.restore(left.id).project.checkpoint.parameters, weights)


def test_new_document_sets_unsaved_work_aside(qtbot, session, window, keeping):
    train(qtbot, session)
    weights = session.stamped_project().checkpoint.parameters
    window.actions_.new.trigger()
    assert not session.modified
    window.documents.unsaved.aboutToShow.emit()
    [action] = window.documents.unsaved.actions()
    action.trigger()
    assert np.array_equal(session.stamped_project().checkpoint.parameters, weights)
    assert session.modified
    assert recovery.recovered() == []  # this window holds it now


def test_saved_work_is_not_kept_twice(qtbot, session, keeping, tmp_path):
    train(qtbot, session)
    assert keeping.keep()
    session.save(tmp_path / "saved.nnsim")
    keeping.close()
    assert recovery.recovered() == []


def test_recovered_work_stays_where_it_was_until_it_is_kept_again(qtbot, session, window, keeping):
    train(qtbot, session)
    window.actions_.new.trigger()
    [left] = recovery.recovered()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = []
    keeping.failed.connect(told.append)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        window.documents.bring_back(left)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [item.id for item in recovery.recovered()] == [left.id]
    assert [error.exit_code for error in told] == [5]


def test_edit_is_kept_after_a_while(qtbot, session, keeping):
    session.apply(edits.set_learning_rate, 0.5)
    assert keeping._soon.isActive()
    keeping._soon.timeout.emit()
    qtbot.waitUntil(lambda: keeping._writer is None)
    keeping.close()
    assert recovery.restore(recovery.recovered()[0].id).project.training.learning_rate == 0.5


def test_clicking_through_trained_examples_leaves_ones_own_work_and_nothing_else(qtbot, session, keeping):
    session.apply(edits.add_neuron, 0)
    mine = session.project.network
    for name in ("sine", "circle_two", "dead_relu"):
        assert session.show_example(example_files.named(name).project, name)
        train(qtbot, session)
    [left] = recovery.recovered()
    assert recovery.restore(left.id).project.network == mine
    session.apply(edits.add_neuron, 0)
    edited = session.project.network
    session.show_example(example_files.named("sine").project, "sine")
    assert {recovery.restore(left.id).project.network for left in recovery.recovered()} == {mine, edited}


def test_work_that_undo_brings_back_is_kept_once_as_it_was_left_last(session, keeping):
    for _ in range(3):
        session.apply(edits.add_neuron, 0)
        mine = session.project.network
        session.show_example(example_files.named("sine").project, "sine")
        [left] = recovery.recovered()
        assert recovery.restore(left.id).project.network == mine
        session.undo()


def test_work_that_undo_brought_back_and_that_is_saved_leaves_no_copy(session, keeping, tmp_path):
    session.apply(edits.add_neuron, 0)
    session.show_example(example_files.named("sine").project, "sine")
    session.undo()
    session.save(tmp_path / "mine.nnsim")
    assert recovery.recovered() == []
    keeping.close()
    assert recovery.recovered() == []


def test_work_that_undo_brought_back_is_kept_once_when_the_window_closes(session, keeping):
    session.apply(edits.add_neuron, 0)
    session.show_example(example_files.named("sine").project, "sine")
    session.undo()
    keeping.close()
    [left] = recovery.recovered()
    assert recovery.restore(left.id).project.network == session.project.network


def test_work_left_once_more_by_redo_stays_when_the_window_closes_on_the_example(session, keeping):
    session.apply(edits.add_neuron, 0)
    mine = session.project.network
    session.show_example(example_files.named("sine").project, "sine")
    session.undo()
    session.redo()
    keeping.close()
    [left] = recovery.recovered()
    assert recovery.restore(left.id).project.network == mine


def test_an_example_that_is_refused_leaves_no_copy_of_the_work_that_stays(session, keeping, tmp_path):
    session.apply(edits.add_neuron, 0)
    sine = example_files.named("sine").project
    impossible = replace(sine, training=replace(sine.training, loss=Choice("hinge")))
    assert not session.show_example(impossible, "Hinge on quantities")
    assert recovery.recovered() == []
    session.save(tmp_path / "mine.nnsim")
    keeping.close()
    assert recovery.recovered() == []


def test_a_copy_stays_until_the_window_has_kept_the_work_again(session, keeping):
    session.apply(edits.add_neuron, 0)
    session.show_example(example_files.named("sine").project, "sine")
    [left] = recovery.recovered()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        session.undo()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [item.id for item in recovery.recovered()] == [left.id]


def test_work_that_was_taken_up_elsewhere_is_no_hindrance_when_it_leaves_again(session, keeping):
    session.apply(edits.add_neuron, 0)
    session.show_example(example_files.named("sine").project, "sine")
    recovery.discard(recovery.recovered()[0].id)
    session.undo()
    session.show_example(example_files.named("sine").project, "sine")
    assert len(recovery.recovered()) == 1


def test_an_example_trained_in_the_window_stays_when_a_new_project_takes_its_place(qtbot, session, window, keeping):
    session.show_example(example_files.named("sine").project, "sine")
    train(qtbot, session)
    window.actions_.new.trigger()
    assert [left.name for left in recovery.recovered()] == ["sine"]


def left_behind(session):
    """What is left when another project takes the place of unsaved work."""
    session.apply(edits.set_learning_rate, 0.5)
    session.new(first_project())
    [left] = recovery.recovered()
    return left


def test_recovered_work_without_a_file_is_called_as_the_window_calls_it(session, window, keeping):
    session.apply(data_edits.choose_toy, "xor_table")
    assert window.documents.bring_back(left_behind(session))
    assert session.title == "xor_table"
    assert window.banner.accessibleName() == "Your unsaved work is back: xor_table"


def test_recovered_work_still_belongs_to_its_file(session, window, keeping, tmp_path):
    path = tmp_path / "lesson1.nnsim"
    session.save(path)
    left = left_behind(session)
    assert window.documents.bring_back(left)
    assert (session.path, session.title, session.modified) == (path, "lesson1", True)
    assert "lesson1.nnsim does not hold these changes yet" in window.banner.accessibleDescription()
    assert window.documents.save()
    assert not session.modified
    session.open(path)
    assert session.project.training.learning_rate == 0.5


@pytest.mark.parametrize("noted", [True, False], ids=["noted", "kept by an earlier version"])
def test_recovered_work_does_not_overwrite_what_others_have_changed_in_its_file(
    qtbot, session, window, keeping, tmp_path, noted
):
    path = tmp_path / "lesson1.nnsim"
    session.save(path)
    left = left_behind(session)
    if noted:
        path.write_bytes(path.read_bytes() + b"other")
    else:
        left = replace(left, as_read=None)
    window.documents.bring_back(left)
    with qtbot.waitSignal(session.failed) as told:
        assert not session.save()
    assert told.args[0].code == "storage.changed"


def test_recovered_work_whose_file_is_gone_has_none(session, window, keeping, tmp_path):
    path = tmp_path / "lesson1.nnsim"
    session.save(path)
    left = left_behind(session)
    path.unlink()
    window.documents.bring_back(left)
    assert session.path is None
    assert "not been saved to a file yet" in window.banner.accessibleDescription()


def test_a_project_too_large_with_its_runs_is_saved_without_them_and_that_is_told(
    qtbot, session, window, tmp_path, monkeypatch
):
    train(qtbot, session)
    session.reset()
    train(qtbot, session)
    path = tmp_path / "large.nnsim"
    session.save(path)
    assert not session.has_lost_runs
    project_file.write(session.stamped_project(), tmp_path / "alone.nnsim")
    with ZipFile(tmp_path / "alone.nnsim") as alone:
        monkeypatch.setattr(project_file, "MAX_MEMBERS", 1 + len(alone.namelist()))
    session.apply(edits.set_learning_rate, 0.5)
    assert window.documents.save()
    assert window.banner.accessibleName() == "Saved without its runs: large.nnsim"
    assert "Ctrl+L" in window.banner.accessibleDescription()
    assert project_file.read_work(path).runs == ()
    monkeypatch.undo()
    session.apply(edits.set_learning_rate, 0.3)
    assert window.documents.save()
    assert window.banner.accessibleName() == "Saved: large.nnsim"
    assert len(project_file.read_work(path).runs) == 2


def test_what_a_timer_wants_kept_is_written_beside_the_window_whole_and_only_until_it_is_saved(
    qtbot, session, keeping, window, tmp_path
):
    session.apply(edits.set_learning_rate, 0.5)
    keeping._soon.timeout.emit()
    session.apply(edits.set_learning_rate, 0.25)  # while it is written: this one comes later
    qtbot.waitUntil(lambda: keeping._writer is None)
    here = tmp_path / "copy.nnsim"
    here.write_bytes(next((home() / "autosave").glob("*.nnsim")).read_bytes())
    assert project_file.read(here).training.learning_rate == 0.5
    keeping._soon.timeout.emit()
    assert session.save(tmp_path / "saved.nnsim")
    assert not list((home() / "autosave").glob("*.nnsim"))


def test_what_cannot_be_written_beside_the_window_is_told(qtbot, session, keeping):
    session.apply(edits.set_learning_rate, 0.5)
    (home() / "autosave" / f"{keeping._place.id}.nnsim").mkdir(parents=True)
    with qtbot.waitSignal(keeping.failed) as told:
        keeping._soon.timeout.emit()
    assert told.args[0].code.startswith("storage.")
    (home() / "autosave" / f"{keeping._place.id}.nnsim").rmdir()


def test_a_file_with_a_wrong_run_opens_without_it_and_saving_says_what_would_be_lost(session, window, tmp_path):
    document, members = taken_apart_work(spiral_with_runs(), tmp_path)
    document["runs"]["courses"][0]["moments"][2]["at"] = 5
    path = put_together(tmp_path / "lesson.nnsim", json.dumps(document).encode(), members)
    before = path.read_bytes()
    assert window.documents.open(path)
    assert window.banner.accessibleName() == "lesson.nnsim was opened without “schnell – 0,3”"
    assert "project.json#/runs/courses/0/moments" in window.banner.accessibleDescription()
    assert [line.key for line in session.runs] == [2]
    session.apply(edits.set_learning_rate, 0.5)
    place = recovery.Place()
    place.autosave(session.work(), session.path, session.file_stamp, session.left_out_runs)
    place.leave()
    session.new(spiral())
    assert session.left_out_runs == ()
    assert window.documents.bring_back(recovery.recovered()[0])  # and after a crash it is not forgotten
    answer(window, "keep")
    assert not window.documents.save()
    assert path.read_bytes() == before
    answer(window, "lose")
    assert window.documents.save()
    assert session.left_out_runs == ()
    assert [run.tag.key for run in project_file.read_work(path).runs] == [2]


def test_unsaved_work_too_large_with_its_runs_is_kept_without_them_and_that_is_told_once(
    qtbot, session, keeping, tmp_path, monkeypatch
):
    train(qtbot, session)
    session.reset()
    train(qtbot, session)
    told = []
    keeping.runs_lost.connect(lambda: told.append(True))
    assert keeping.keep()
    assert not told
    project_file.write(session.stamped_project(), tmp_path / "alone.nnsim")
    with ZipFile(tmp_path / "alone.nnsim") as alone:
        monkeypatch.setattr(project_file, "MAX_MEMBERS", 1 + len(alone.namelist()))
    assert keeping.keep()
    assert keeping.keep()
    assert len(told) == 1


def answer(window, button):
    """Click a button of the box that is about to ask."""
    QTimer.singleShot(0, lambda: window.findChild(QPushButton, button).click())
