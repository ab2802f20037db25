"""The file in hand: saved, opened, changed by others, recovered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnsim.model import data_edits, edits
from nnsim.runs.run import Run
from nnsim.storage import project_file
from tests.session.trained import train_until, weights


def test_saved_session_opens_with_the_same_numbers(qtbot, session, tmp_path):
    train_until(qtbot, session, 75)
    assert session.modified
    assert session.save(tmp_path / "my circle.nnsim")
    assert not session.modified
    saved = session.stamped_project()
    session.apply(data_edits.choose_toy, "xor")
    assert session.modified
    assert session.open(tmp_path / "my circle.nnsim")
    assert session.title == session.project.name == "my circle"
    assert np.array_equal(weights(session), saved.checkpoint.parameters)
    assert session.run_state == "paused"
    assert not session.modified


def test_reopened_run_goes_on_bit_for_bit(qtbot, session, project, tmp_path):
    train_until(qtbot, session, 33)
    session.save(tmp_path / "p.nnsim")
    session.open(tmp_path / "p.nnsim")
    train_until(qtbot, session, 66)
    step = session.stamped_project().checkpoint.step
    run = Run(project)
    run.trainer.advance(step)
    assert np.array_equal(run.checkpoint().parameters, weights(session))


def test_file_that_cannot_be_read_leaves_the_document_in_hand(qtbot, session, tmp_path):
    (tmp_path / "bad.nnsim").write_bytes(b"not a project")
    before = session.project
    with qtbot.waitSignal(session.failed):
        assert not session.open(tmp_path / "bad.nnsim")
    assert session.project is before


def test_file_changed_by_another_program_is_not_overwritten(qtbot, session, tmp_path):
    path = tmp_path / "p.nnsim"
    session.save(path)
    path.write_bytes(path.read_bytes() + b"other")
    session.apply(edits.set_learning_rate, 0.5)
    with qtbot.waitSignal(session.failed) as told:
        assert not session.save()
    assert told.args[0].code == "storage.changed"
    assert session.save(may_overwrite=lambda _error: True)


def test_recovered_work_counts_as_unsaved(session, project):
    session.recover(replace(project, name="back"))
    assert session.modified
    assert session.project.name == "back"


def test_training_while_the_question_about_overwriting_is_open_counts_as_unsaved(qtbot, session, tmp_path):
    path = tmp_path / "p.nnsim"
    session.save(path)
    path.write_bytes(path.read_bytes() + b"other")
    session.run()

    def agree(_error):
        step = session.snapshot.step
        qtbot.waitUntil(lambda: session.snapshot.step > step)
        return True

    assert session.save(may_overwrite=agree)
    session.pause()
    saved = project_file.read(path).checkpoint.step
    assert session.modified == (session.stamped_project().checkpoint.step != saved)


def test_title_is_the_name_of_the_file(session, tmp_path):
    assert session.title == session.prepared.dataset.name
    session.apply(edits.set_learning_rate, 0.2)
    session.save(tmp_path / "a.nnsim")
    session.save(tmp_path / "b.nnsim")
    session.undo()
    assert session.title == "b"
