"""An example takes the window at once, and undo gives back what was there: project, weights and file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.model import data_edits, edits
from nnsim.storage import example_files
from nnsim.storage.project_file import read


@pytest.fixture
def example():
    return example_files.named("dead_relu").project


def train(qtbot, session, steps=40):
    target = session.snapshot.step + steps
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step >= target)
    session.pause()


def weights(session):
    return session.stamped_project().checkpoint.parameters


def shown(session, example, title="One"):
    assert session.show_example(example, title)


def test_an_example_is_there_at_once_untrained_and_without_a_file(qtbot, session, example, tmp_path):
    session.save(tmp_path / "mine.nnsim")
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 20)
    shown(session, example)
    assert session.run_state == "ready"
    assert session.snapshot.step == 0
    assert (session.project.network, session.project.training) == (example.network, example.training)
    assert session.path is None
    assert not session.modified


def test_undo_brings_back_project_weights_and_file(qtbot, session, example, tmp_path):
    session.save(tmp_path / "mine.nnsim")
    train(qtbot, session)
    before, trained = session.project, weights(session)
    shown(session, example)
    train(qtbot, session)
    session.undo()
    assert replace(session.project, checkpoint=None) == replace(before, checkpoint=None)
    assert np.array_equal(weights(session), trained)
    assert session.path == tmp_path / "mine.nnsim"
    assert session.modified
    assert session.run_state == "paused"


def test_redo_brings_the_example_back_as_it_was_left(qtbot, session, example, tmp_path):
    session.save(tmp_path / "mine.nnsim")
    shown(session, example)
    train(qtbot, session)
    trained = weights(session)
    session.undo()
    session.redo()
    assert session.path is None
    assert session.modified
    assert np.array_equal(weights(session), trained)


def test_the_step_of_undo_is_called_by_the_example(session, example):
    shown(session, example, "XOR with one neuron")
    assert (session.undoable.label, session.undoable.arguments) == ("open example “{0}”", ("XOR with one neuron",))


def test_saving_an_example_never_touches_the_file_that_was_in_hand(qtbot, session, example, tmp_path):
    mine, other = tmp_path / "mine.nnsim", tmp_path / "other.nnsim"
    session.save(mine)
    written = mine.read_bytes()
    shown(session, example)
    with pytest.raises(ValueError, match="needs a path"):
        session.save()
    session.save(other)
    assert (session.path, session.modified) == (other, False)
    assert read(other).network == example.network
    session.undo()
    assert session.path == mine
    assert not session.modified
    session.redo()
    assert (session.path, session.modified) == (other, False)
    assert mine.read_bytes() == written


def test_after_undo_the_file_is_saved_to_without_a_question(qtbot, session, example, tmp_path):
    session.save(tmp_path / "mine.nnsim")
    shown(session, example)
    session.undo()
    session.apply(edits.add_neuron, 0)
    assert session.save(may_overwrite=lambda _error: pytest.fail("asked"))
    assert read(tmp_path / "mine.nnsim").network.sizes[1] == 5


def test_edits_before_and_within_examples_are_undone_one_by_one(qtbot, session, example, tmp_path):
    session.save(tmp_path / "mine.nnsim")
    session.apply(edits.add_neuron, 0)
    shown(session, example, "One")
    session.apply(edits.add_neuron, 0)
    shown(session, example_files.named("sine").project, "Two")
    paths_and_sizes = []
    for _ in range(4):
        session.undo()
        paths_and_sizes.append((session.path is not None, session.project.network.sizes, session.modified))
    assert paths_and_sizes == [
        (False, (2, 9, 1), True),
        (False, (2, 8, 1), False),
        (True, (2, 5, 2, 1), True),
        (True, (2, 4, 2, 1), False),
    ]
    assert session.undoable is None


def test_an_edit_after_undo_leaves_no_way_to_the_example_and_another_example_takes_its_place(session, example):
    shown(session, example, "One")
    session.undo()
    session.apply(edits.add_neuron, 0)
    assert session.redoable is None
    shown(session, example, "Two")
    session.undo()
    session.redo()
    assert session.undoable.arguments == ("Two",)
    assert session.project.network == example.network


def test_opening_an_example_again_is_a_step_too_and_its_file_is_not_in_hand(session, example, tmp_path):
    session.new(example)
    session.save(tmp_path / "dead_relu.nnsim")
    shown(session, session.project)
    assert session.path is None
    session.undo()
    assert session.path == tmp_path / "dead_relu.nnsim"


def test_what_is_unsaved_is_told_to_be_kept_while_it_is_still_there(qtbot, session, example):
    train(qtbot, session)
    left = []
    session.document_leaving.connect(lambda _work: left.append((session.modified, session.project.network.sizes)))
    shown(session, example)
    assert left == [(True, (2, 4, 2, 1))]


def test_an_example_is_called_by_its_label_until_it_has_a_file_or_other_data(session, example, tmp_path):
    before = session.title
    shown(session, example, "ReLU neurons that die")
    assert session.title == "ReLU neurons that die"
    session.apply(edits.add_neuron, 0)
    assert session.title == "ReLU neurons that die"
    session.apply(data_edits.use_data, named_data("blobs"))
    assert session.title == session.prepared.dataset.name
    session.undo()
    session.save(tmp_path / "mine.nnsim")
    assert session.title == "mine"
    for _ in range(2):
        session.undo()
    assert session.title == before
    session.redo()
    assert session.title == "mine", "that is where it was saved"


def test_an_example_that_has_only_learnt_leaves_without_a_word_and_undo_has_it(qtbot, session, example):
    shown(session, example)
    train(qtbot, session)
    trained, told = weights(session), []
    session.document_leaving.connect(told.append)
    shown(session, example_files.named("sine").project)
    assert told == []
    session.undo()
    assert np.array_equal(weights(session), trained)
    session.apply(edits.add_neuron, 0)
    shown(session, example_files.named("sine").project)
    assert len(told) == 1, "what a hand has changed is announced"


def test_an_example_that_was_saved_and_trained_on_is_work_of_ones_own(qtbot, session, example, tmp_path):
    shown(session, example)
    session.save(tmp_path / "mine.nnsim")
    train(qtbot, session)
    told = []
    session.document_leaving.connect(told.append)
    shown(session, example_files.named("sine").project)
    assert len(told) == 1


def test_the_same_work_is_announced_by_the_same_sign_when_undo_has_brought_it_back(session, example):
    told = []
    session.document_leaving.connect(told.append)
    session.apply(edits.add_neuron, 0)
    for _ in range(2):
        shown(session, example)
        session.undo()
    session.new(example)
    assert told == [told[0]] * 3
    session.new(example)
    assert told[3] is not told[0]
