"""The runs of a project: which there are, what they are called, and going to where one has ended."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice
from nnsim.model import data_edits, edits
from nnsim.model.start import new_project
from nnsim.session.session import Session


def train(qtbot, session, epochs=3):
    for _ in range(epochs):
        epoch = session.snapshot.epoch
        session.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: session.run_state == "paused" and session.snapshot.epoch > epoch)


def shape(session):
    return [(line.depth * "  ") + str(line.name) for line in session.runs]


def line(session, key):
    return next(one for one in session.runs if one.key == key)


@pytest.fixture
def two(qtbot, session):
    """A run of three epochs, another with a larger learning rate, which is at work."""
    train(qtbot, session)
    session.reset()
    session.apply(edits.set_learning_rate, 0.3)
    train(qtbot, session, 2)
    return session


def test_a_new_project_has_one_run(session):
    (only,) = session.runs
    assert (only.name, only.is_present, only.branches, only.can_open) == ("Run 1", True, False, False)


def test_edits_and_resets_before_the_first_step_make_no_run(session):
    session.apply(edits.add_neuron, 0)
    session.reset()
    session.apply(data_edits.set_noise, 0.2)
    assert shape(session) == ["Run 1"]


def test_each_reset_of_a_trained_run_leaves_one(two):
    assert shape(two) == ["Run 1", "Run 2"]
    first, second = two.runs
    assert (first.epoch, second.epoch) == (3, 2)
    assert (len(first.curves), len(second.curves)) == (4, 3)
    assert first.can_open
    assert second.is_present
    assert [str(words) for words in second.unlike(first)] == ["learning rate 0.3 instead of 0.03"]


def test_a_run_keeps_the_settings_it_ended_with(two):
    two.apply(edits.set_optimizer, Choice("momentum"))
    assert line(two, 1).project.training.optimizer.name == "adam"
    assert line(two, 2).project.training.optimizer.name == "momentum"


def test_going_on_from_an_earlier_epoch_is_a_branch(qtbot, two):
    two.show_past(two.at_epoch(1))
    two.continue_here()
    train(qtbot, two, 1)
    assert shape(two) == ["Run 1", "Run 2", "  Run 3"]
    third = two.runs[2]
    assert (third.parent, third.branches, third.from_epoch) == (2, True, 1)


def test_undo_of_a_reset_brings_the_run_back_with_its_name(qtbot, two):
    two.name_run(1, "the slow one")
    two.undo()
    two.undo()
    assert line(two, 1).is_present
    assert shape(two) == ["the slow one", "Run 2"]


def test_opening_a_run_brings_its_weights_and_settings_and_is_one_step_of_undo(qtbot, two):
    was = two.stamped_project()
    assert two.open_run(1, "Run 1")
    assert two.project.training.learning_rate == 0.03
    assert two.snapshot.epoch == 3
    assert shape(two) == ["Run 1", "Run 2"]
    assert line(two, 1).is_present
    assert line(two, 2).can_open
    assert two.undoable.label == "open {0}"
    two.undo()
    assert line(two, 2).is_present
    now = two.stamped_project()
    assert np.array_equal(now.checkpoint.parameters, was.checkpoint.parameters)
    assert now.training == was.training
    two.redo()
    assert two.snapshot.epoch == 3


def test_an_opened_run_goes_on_as_if_it_had_never_been_left(qtbot, session, project):
    train(qtbot, session)
    session.reset()
    train(qtbot, session, 1)
    session.open_run(1, "Run 1")
    train(qtbot, session, 2)
    other = Session(project)
    try:
        train(qtbot, other, 5)
        assert np.array_equal(
            session.stamped_project().checkpoint.parameters, other.stamped_project().checkpoint.parameters
        )
        assert np.array_equal(session.snapshot.curves.train_loss, other.snapshot.curves.train_loss)
    finally:
        assert other.close()
    assert shape(session) == ["Run 1", "Run 2"]


def test_a_run_of_other_data_is_opened_with_its_data(qtbot, session):
    train(qtbot, session)
    session.apply(data_edits.choose_toy, "xor")
    train(qtbot, session, 1)
    session.open_run(1, "Run 1")
    assert session.prepared.dataset.name == "circle"
    assert [str(words) for words in line(session, 2).unlike(line(session, 1))] == ["data: XOR instead of Circle"]
    session.undo()
    assert session.prepared.dataset.name == "xor"


def test_opening_from_a_moment_of_the_past_leaves_that_first(qtbot, two):
    two.show_past(two.at_epoch(1))
    two.open_run(1, "Run 1")
    assert not two.past.is_shown
    assert shape(two) == ["Run 1", "Run 2"]


def test_the_present_run_cannot_be_opened_or_forgotten(two):
    assert not two.open_run(7, "Run 7")
    two.open_run(2, "Run 2")
    two.forget_run(2)
    assert line(two, 2).is_present
    assert two.undoable.label == "learning rate {0}"


def test_a_run_whose_weights_are_gone_is_not_opened_and_that_is_said(qtbot, two):
    moments = two._experiment.timeline.run_called(1).moments
    moments[-1] = moments[-1].bare()
    before = two.undoable
    with qtbot.waitSignal(two.failed) as said:
        assert not two.open_run(1, "Run 1")
    assert "Run 1" in said.args[0].message
    assert two.undoable is before
    assert not two.open_run(77, "none")


def test_a_forgotten_run_is_gone_and_numbers_go_on(qtbot, two):
    two.reset()
    train(qtbot, two, 1)
    two.forget_run(1)
    assert shape(two) == ["Run 2", "Run 3"]
    assert line(two, 2).parent == 0


def test_names_and_pins_are_told_and_are_something_to_save(qtbot, two, tmp_path):
    two.save(tmp_path / "runs.nnsim")
    heard = []
    two.runs_changed.connect(lambda: heard.append(shape(two)))
    for do in (
        lambda: two.name_run(1, "  slow   one "),
        lambda: two.pin_run(1),
        lambda: two.unpin_run(1),
        lambda: two.name_run(1, ""),
    ):
        assert not two.modified
        do()
        assert two.modified
        two.save()
    assert [names[0] for names in heard] == ["slow one", "slow one", "slow one", "Run 1"]
    two.pin_run(9)
    two.unpin_run(1)
    assert len(heard) == 4
    assert not two.modified


def test_training_is_no_news_of_the_runs(qtbot, two):
    heard = []
    two.runs_changed.connect(lambda: heard.append(1))
    train(qtbot, two, 2)
    two.apply(edits.set_learning_rate, 0.1)
    assert not heard


def test_runs_of_what_was_there_before_an_example_are_not_its_own(qtbot, two):
    example = new_project("xor", named_data("xor"), (3,))
    two.pin_run(1)
    two.show_example(example, "XOR")
    assert shape(two) == ["Run 1"]
    assert not two.modified
    train(qtbot, two, 1)
    two.undo()
    assert shape(two) == ["Run 1", "Run 2"]
    assert line(two, 1).is_pinned
    assert line(two, 2).is_present
    two.redo()
    assert shape(two) == ["Run 1"]
    assert two.runs[0].epoch == 1


def test_runs_of_a_project_that_was_never_run_come_back_when_its_example_is_undone(qtbot, session):
    train(qtbot, session)
    session.reset()
    session.show_example(new_project("xor", named_data("xor"), (3,)), "XOR")
    session.undo()
    assert shape(session) == ["Run 1", "Run 2"]


def test_runs_are_there_again_when_the_file_is_opened(qtbot, two, tmp_path):
    two.name_run(1, "slow")
    two.pin_run(1)
    two.save(tmp_path / "runs.nnsim")
    was = two.stamped_project()
    other = Session(new_project("xor", named_data("xor"), (3,)))
    try:
        assert other.open(tmp_path / "runs.nnsim")
        assert not other.modified
        assert shape(other) == ["slow", "Run 2"]
        assert line(other, 1).is_pinned
        assert np.array_equal(line(other, 1).curves.train_loss, line(two, 1).curves.train_loss)
        assert other.show_past(other.at_epoch(1))
        other.leave_past()
        for one in (two, other):
            one.open_run(1, "slow")
        first, second = two.stamped_project(), other.stamped_project()
        assert np.array_equal(first.checkpoint.parameters, second.checkpoint.parameters)
        other.undo()
        assert np.array_equal(other.stamped_project().checkpoint.parameters, was.checkpoint.parameters)
    finally:
        assert other.close()


def test_a_moment_of_the_past_is_the_same_after_the_file(qtbot, two, tmp_path):
    def shown(session):
        at = session.at_epoch(1.25)
        session.show_past(at)
        qtbot.waitUntil(lambda: session.snapshot.step == at)
        parameters = session.snapshot.parameters
        session.leave_past()
        return parameters

    two.save(tmp_path / "runs.nnsim")
    before = shown(two)
    two.open(tmp_path / "runs.nnsim")
    assert np.array_equal(shown(two), before)


def test_runs_are_put_in_order_once_and_the_present_one_is_told_as_it_is(qtbot, two):
    before = two.runs
    train(qtbot, two)
    after = two.runs
    assert after[0] is before[0]
    assert after[1].epoch == before[1].epoch + 3
    two.name_run(1, "slow")
    assert shape(two) == ["slow", "Run 2"]
    two.new(two.project)
    assert shape(two) == ["Run 1"]


def test_recovered_work_has_its_runs(two):
    work = two.work()
    two.new(new_project("xor", named_data("xor"), (3,)))
    assert shape(two) == ["Run 1"]
    two.recover(work.project, work.runs)
    assert shape(two) == ["Run 1", "Run 2"]
    assert two.modified


def test_other_data_chosen_while_looking_back_leave_no_run_that_was_never_trained(qtbot, session):
    train(qtbot, session, 4)
    session.show_past(session.at_epoch(2))
    session.apply(data_edits.choose_toy, "xor")
    train(qtbot, session, 1)
    assert shape(session) == ["Run 1", "Run 2"]
    assert line(session, 1).epoch == 4
    session.undo()
    session.undo()
    assert session.snapshot.epoch == 4
    assert session.prepared.dataset.name == "circle"
