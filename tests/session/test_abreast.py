"""Runs side by side in a real session, with the real threads."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.runs.executors import Serial
from nnsim.runs.run import Run
from nnsim.session.abreast import SideBySide
from nnsim.session.many_runs import ManyRuns
from nnsim.session.rota import Beat


@pytest.fixture
def side(session):
    made = SideBySide(session, session)
    made.attend(True)
    return made


def epochs(side):
    return [column.lane.run.trainer.epoch for column in side.columns]


def run_until(qtbot, side, epoch):
    side.run()
    qtbot.waitUntil(lambda: min(column.snapshot.epoch for column in side.columns) >= epoch)
    side.pause()
    settle(qtbot, side)


def settle(qtbot, side):
    """Until all have met and everything is drawn."""
    qtbot.waitUntil(lambda: side.state != "running" and side.is_at_rest)


def values(side):
    return tuple(column.value for column in side.columns)


def test_three_learning_rates_are_set_up_for_who_looks(side, project):
    assert values(side) == (0.003, 0.03, 0.3)
    assert [column.is_present for column in side.columns] == [False, True, False]
    assert side.state == "ready"
    assert all(column.snapshot.step == 0 for column in side.columns)


def test_samples_are_held_once_for_all_columns_and_the_run_in_hand(side, session):
    tables = {id(column.lane.run.trainer.table) for column in side.columns}
    assert tables == {id(session.run_in_hand.trainer.table)}


def test_nothing_is_set_up_and_no_thread_begun_before_anybody_looks(session):
    assert SideBySide(session, session).columns == ()


def test_paused_runs_stand_level_and_each_is_what_it_would_be_alone(qtbot, side, project):
    side.choose("batch_size")
    assert values(side) == (1, 20, None)
    run_until(qtbot, side, 5)
    places = {column.lane.epochs for column in side.columns}
    assert len(places) == 1
    for column in side.columns:
        alone = Run(edits.set_batch_size(project, column.value).project)
        alone.trainer.advance(column.lane.run.trainer.step)
        assert np.array_equal(alone.checkpoint().parameters, column.lane.run.checkpoint().parameters)


def test_they_pause_when_many_runs_begin_in_the_background(qtbot, side, session):
    many = ManyRuns(session, Serial, session)
    side.run()
    assert many.start("seeds", (), 1, 1)
    assert side.state == "paused"
    settle(qtbot, side)
    qtbot.waitUntil(lambda: many.running is None)
    assert many.close()


def test_a_step_leads_to_the_end_of_the_epoch_for_all(qtbot, side):
    side.step_epoch()
    settle(qtbot, side)
    side.step_epoch()
    settle(qtbot, side)
    assert epochs(side) == [2, 2, 2]
    assert [len(column.snapshot.curves) for column in side.columns] == [3, 3, 3]
    assert side.state == "paused"


def test_the_run_in_hand_pauses_for_them_and_they_for_it(qtbot, side, session):
    session.run()
    side.run()
    assert session.run_state == "paused"
    qtbot.waitUntil(lambda: side.columns[0].snapshot.step > 0)
    session.run()
    assert side.state == "paused"
    session.pause()


def test_a_new_value_begins_anew_and_catches_up_while_the_others_wait(qtbot, side):
    run_until(qtbot, side, 3)
    stood = side.columns[0].lane.run.trainer.step
    side.set_value(2, 0.1)
    settle(qtbot, side)
    assert values(side) == (0.003, 0.03, 0.1)
    assert side.columns[0].lane.run.trainer.step == stood
    assert len({column.lane.epochs for column in side.columns}) == 1
    assert len(side.columns[2].snapshot.curves) == len(side.columns[0].snapshot.curves)


def test_columns_come_go_and_change_places(qtbot, side):
    run_until(qtbot, side, 2)
    side.add()
    assert len(side.columns) == 4
    assert len(set(values(side))) == 4
    side.add()
    assert len(side.columns) == 4
    fourth = side.columns[3]
    side.swap(0, 3)
    assert side.columns[0] is fourth
    for _ in range(4):
        side.remove(0)
    assert len(side.columns) == 2


def test_a_value_that_is_compared_already_or_impossible_changes_nothing(side):
    told = []
    side.failed.connect(told.append)
    before = side.columns
    side.set_value(0, 0.03)
    assert told == []
    side.set_value(0, -1.0)
    assert [error.code for error in told] == ["spec.out_of_range"]
    assert side.columns == before


def test_a_setting_of_which_only_one_value_is_possible_is_not_compared(side, session):
    session.apply(edits.set_optimizer, Choice("rprop"))
    told = []
    side.failed.connect(told.append)
    before = side.columns
    side.choose("batch_size")
    assert [error.code for error in told] == ["compare.one_value"]
    assert side.columns == before


def test_one_that_diverges_stands_and_is_told_while_the_others_go_on(qtbot, session):
    wild = new_project("wild", named_data("sine"), (4,), activation=Choice("relu"))
    session.new(wild)
    side = SideBySide(session, session)
    side.attend(True)
    side.set_value(2, 1000.0)
    side.run()
    qtbot.waitUntil(lambda: side.columns[2].failure is not None)
    stood = side.columns[2].lane.epochs
    qtbot.waitUntil(lambda: side.columns[0].snapshot.epoch > stood + 2)
    side.pause()
    assert side.columns[0].failure is None
    assert side.columns[2].lane.epochs == stood


def test_when_all_have_ended_the_comparison_has(qtbot, session):
    session.apply(edits.set_stop, edits.StopSpec(epochs=2))
    side = SideBySide(session, session)
    side.attend(True)
    side.run()
    qtbot.waitUntil(lambda: side.state == "ended")
    assert epochs(side) == [2, 2, 2]
    side.run()
    assert side.state == "ended"
    side.reset()
    assert (side.state, epochs(side)) == ("ready", [0, 0, 0])


def test_keeping_a_run_is_one_edit_with_its_settings_weights_and_record(qtbot, side, session, project):
    run_until(qtbot, side, 4)
    kept = side.columns[2]
    parameters = kept.lane.run.checkpoint().parameters
    assert side.keep(2)
    now = session.stamped_project()
    assert now.training.learning_rate == 0.3
    assert np.array_equal(now.checkpoint.parameters, parameters)
    assert session.snapshot.epoch == kept.snapshot.epoch
    assert len(session.snapshot.curves) == len(kept.snapshot.curves)
    assert session.undoable.label == "keep run {0}: {1}"
    assert session.undoable.arguments == ("C", "learning rate 0.3 instead of 0.03")
    assert not side.is_outdated
    session.undo()
    assert session.stamped_project() == project
    session.redo()
    assert np.array_equal(session.stamped_project().checkpoint.parameters, parameters)


def test_training_goes_on_from_a_kept_run_as_it_would_have(qtbot, side, session):
    run_until(qtbot, side, 3)
    other = Run(side.columns[0].lane.run.stamped())
    side.keep(0)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    other.trainer.advance(session.snapshot.step - other.trainer.step)
    assert np.array_equal(session.stamped_project().checkpoint.parameters, other.checkpoint().parameters)


def test_a_kept_run_has_its_whole_past_and_stays_when_another_is_kept(qtbot, side, session):
    run_until(qtbot, side, 4)
    kept, alone = side.columns[2], Run(side.columns[2].lane.run.project)
    assert side.keep(2)
    assert (session.track.first, session.track.now[0]) == ((0, 0.0), kept.snapshot.step)
    halfway = kept.snapshot.step // 2
    alone.trainer.advance(halfway)
    assert session.show_past(halfway)
    qtbot.waitUntil(lambda: session.snapshot.step == halfway)
    assert np.array_equal(session.snapshot.parameters, alone.checkpoint().parameters)
    assert side.keep(0)
    others = [line for line in session.runs if not line.is_present]
    assert [line.project.training.learning_rate for line in others] == [0.3]
    assert len(others[0].curves) == len(kept.snapshot.curves)
    assert session.open_run(others[0].key, "the kept one")
    assert session.project.training.learning_rate == 0.3
    assert len(session.runs) == 2


def test_a_kept_run_that_began_with_what_was_learnt_begins_there(qtbot, side, session):
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    first = session.snapshot
    side.renew()
    side.start_here(True)
    run_until(qtbot, side, 3)
    side.keep(0)
    assert session.track.first[0] == first.step
    assert session.show_past(first.step)
    qtbot.waitUntil(lambda: session.snapshot.step == first.step)
    assert np.array_equal(session.snapshot.parameters, first.parameters)


def test_from_here_all_begin_with_the_weights_that_were_learnt(qtbot, side, session):
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    side.renew()
    side.start_here(True)
    assert side.starts_here
    assert epochs(side) == [1, 1, 1]
    first = session.stamped_project().checkpoint.parameters
    assert all(np.array_equal(column.snapshot.parameters, first) for column in side.columns)
    side.choose("seed")
    assert not side.starts_here
    assert epochs(side) == [0, 0, 0]


def test_who_comes_back_before_the_runs_have_begun_begins_with_what_was_learnt_meanwhile(qtbot, side, session):
    side.set_value(0, 0.5)
    side.attend(False)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused")
    side.attend(True)
    assert side.has_learnt
    assert values(side) == (0.5, 0.03, 0.3)
    side.start_here(True)
    assert epochs(side) == [1, 1, 1]


def test_before_anything_is_learnt_an_edit_sets_the_comparison_up_anew(side, session):
    session.apply(edits.set_learning_rate, 1.0)
    assert values(side) == (0.1, 1.0, 10.0)
    session.undo()
    assert values(side) == (0.003, 0.03, 0.3)


def test_once_it_has_begun_an_edit_leaves_it_alone_and_it_says_so(qtbot, side, session):
    run_until(qtbot, side, 1)
    session.apply(edits.set_l2, 0.01)
    assert side.is_outdated
    assert values(side) == (0.003, 0.03, 0.3)
    side.renew()
    assert not side.is_outdated
    assert all(column.project.training.l2 == 0.01 for column in side.columns)


def test_another_project_ends_the_comparison(qtbot, side, session):
    run_until(qtbot, side, 1)
    session.show_example(session.project, "Example")
    assert values(side) == (0.003, 0.03, 0.3)
    assert side.state == "ready"


def test_points_that_stray_differently_lie_between_the_same_axes(side):
    side.choose("noise")
    assert values(side) == (0.0, 0.25, 0.5)
    ends = {tuple((extent.low, extent.high) for extent in column.prepared.extents) for column in side.columns}
    assert len(ends) == 1
    (both,) = ends
    for column in side.columns:
        points = column.prepared.dataset.inputs
        assert all(
            (points[:, axis] >= low).all() and (points[:, axis] <= high).all() for axis, (low, high) in enumerate(both)
        )


def test_only_what_is_in_sight_is_computed(qtbot, side):
    side.columns[1].watch("picture", ("plane",))
    settle(qtbot, side)
    assert [column.snapshot.plane is not None for column in side.columns] == [False, True, False]


def test_a_slow_comparison_waits_between_meetings(qtbot, side):
    side.set_speed(0.001)
    side.run()
    qtbot.waitUntil(lambda: side.columns[0].snapshot.step == 1)
    qtbot.wait(100)
    side.pause()
    assert [column.lane.run.trainer.step for column in side.columns] == [1, 1, 1]


@pytest.mark.parametrize("every", [1, 2, 8, 16])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_in_a_frame_at_most_one_column_is_drawn_and_each_as_often_as_alone_or_less(side, count, every):
    column = side.columns[0]
    column.watch("picture", ("plane",), Beat(every))
    frames = range(96)
    due = [[place for place in range(count) if column.is_due(frame, place, count)] for frame in frames]
    assert all(len(places) <= 1 for places in due)
    for place in range(count):
        turns = [frame for frame in frames if place in due[frame]]
        gaps = set(np.diff(turns).tolist())
        assert len(gaps) == 1
        assert gaps.pop() in range(min(every, count), max(every, count) + count)
