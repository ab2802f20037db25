"""What a file keeps of runs stays below what a file may hold, however long somebody has worked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnsim.model import edits
from nnsim.model.moment import MOST_MARKS
from nnsim.runs import preserve
from nnsim.runs.course import Course
from nnsim.runs.experiment import Experiment
from nnsim.storage import decode_runs, project_file
from tests.runs.sweeps import project


@pytest.fixture
def experiment():
    return Experiment(project())


def train(experiment, updates=1):
    for _ in range(updates):
        experiment.run.trainer.advance(1)
        experiment.note()


def set_rate(experiment, rate):
    experiment.apply(lambda project: edits.set_learning_rate(project, rate))


def saved(experiment, folder: Path):
    """The work as it comes out of its file, with all runs that went in."""
    work = experiment.work()
    project_file.write_work(work, folder / "runs.nnsim")
    again = project_file.read_work(folder / "runs.nnsim")
    assert [run.tag for run in again.runs] == [run.tag for run in work.runs]
    return again


def marks(run):
    return [mark for moment in run.moments for mark in moment.marks]


def test_more_edits_at_one_moment_than_a_file_holds_can_be_saved(experiment, tmp_path, monkeypatch):
    assert MOST_MARKS < decode_runs.MAX_MARKS
    monkeypatch.setattr(decode_runs, "MAX_MARKS", MOST_MARKS)
    train(experiment)
    for number in range(MOST_MARKS + 20):
        set_rate(experiment, 0.01 + 0.001 * number)
    told = marks(saved(experiment, tmp_path).runs[0])
    assert len(told) == MOST_MARKS
    assert told[-1].change.arguments == ("0.129",)
    experiment.apply(edits.restart)
    train(experiment)
    assert len(marks(saved(experiment, tmp_path).runs[0])) == MOST_MARKS


def test_what_is_done_and_taken_back_again_and_again_does_not_crowd_out_the_rest(experiment):
    train(experiment)
    set_rate(experiment, 0.5)
    for _ in range(MOST_MARKS):
        set_rate(experiment, 0.7)
        experiment.undo()
    told = experiment.timeline.present.end.marks
    assert len(told) <= MOST_MARKS
    assert told[0].change.arguments == ("0.5",)


def test_more_marks_of_a_moment_than_are_kept_today_are_no_hindrance(experiment, tmp_path):
    train(experiment)
    set_rate(experiment, 0.5)
    present = experiment.timeline.present
    present.moments[-1] = replace(present.end, marks=present.end.marks * 1000)
    assert len(marks(saved(experiment, tmp_path).runs[0])) == MOST_MARKS


def test_many_edits_at_many_moments_can_be_saved_and_the_run_begins_later(experiment, tmp_path, monkeypatch):
    assert preserve.MOST_CHANGES + preserve.MOST_WEIGHTS + 1 < decode_runs.MAX_MOMENTS
    assert 2 * preserve.MOST_CHANGES + preserve.MOST_NAMED + preserve.MOST_RUNS < decode_runs.MAX_SETTINGS
    monkeypatch.setattr(preserve, "MOST_CHANGES", 100)
    for moment in range(10):
        train(experiment)
        for number in range(20):
            set_rate(experiment, 0.01 + 0.001 * (21 * moment + number))
    present = saved(experiment, tmp_path).runs[0]
    assert 0 < len(marks(present)) <= 100 + 20
    assert present.moments[-1].at == 10


def test_the_most_runs_that_are_kept_can_be_saved(experiment, tmp_path):
    for rate in np.linspace(0.01, 0.2, 6):
        train(experiment)
        set_rate(experiment, float(rate))
    train(experiment, 2)
    experiment.apply(edits.restart)
    timeline = experiment.timeline
    left = timeline.earlier[0]
    earlier = [copied(left, key) for key in range(1, preserve.MOST_NAMED + preserve.MOST_RUNS + 21)]
    timeline.present.tag = replace(timeline.present.tag, key=len(earlier) + 1)
    timeline.take_over(timeline.present, earlier)
    for course in earlier[: preserve.MOST_NAMED + 10]:
        timeline.retag(course, replace(course.tag, name="mine"))
    runs = saved(experiment, tmp_path).runs
    assert sum(run.tag.is_kept for run in runs) == preserve.MOST_NAMED
    assert sum(not run.tag.is_kept for run in runs) == preserve.MOST_RUNS + 1
    assert len(runs) < decode_runs.MAX_RUNS


def copied(course, key):
    other = Course(course.moments[0], course.curves, course.began)
    other.moments = [replace(moment) for moment in course.moments]
    other.tag = replace(course.tag, key=key)
    return other
