"""How training ends that nobody has paused: by a condition, by numbers beyond all bounds, by a fault."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.snapshot import View
from nnsim.engine.spec import Choice, StopSpec, TrainSpec
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.session.session import Session


def test_a_run_ends_in_the_epoch_asked_for_and_can_be_run_on(qtbot, session):
    session.apply(edits.set_stop, StopSpec(epochs=3))
    session.run()
    qtbot.waitUntil(lambda: session.stopped == "epochs")
    assert (session.run_state, session.snapshot.epoch, session.snapshot.batch) == ("paused", 3, 0)
    session.run()
    assert session.stopped is None
    qtbot.waitUntil(lambda: session.snapshot.epoch > 4)
    session.pause()


def test_time_that_is_over_ends_a_run_wherever_it_is(qtbot, session):
    session.apply(edits.set_stop, StopSpec(seconds=0.05))
    session.run()
    qtbot.waitUntil(lambda: session.stopped == "seconds")
    assert session.run_state == "paused"
    assert session.snapshot.step > 0


def test_an_edit_forgets_why_training_had_ended(qtbot, session):
    session.apply(edits.set_stop, StopSpec(epochs=1))
    session.run()
    qtbot.waitUntil(lambda: session.stopped == "epochs")
    session.apply(edits.set_learning_rate, 0.5)
    assert session.stopped is None


def test_divergence_stops_the_run_and_says_where(qtbot):
    training = TrainSpec(loss=Choice("quadratic"), learning_rate=900.0, batch_size=None)
    project = new_project("wild", named_data("plane"), (), training=training, loss=Choice("quadratic"))
    session = Session(project)
    session.run()
    qtbot.waitUntil(lambda: session.run_state == "diverged")
    assert session.failure.code == "training.diverged"
    assert "epoch" in session.failure.where
    assert np.isfinite(session.stamped_project().checkpoint.parameters).all()
    session.apply(edits.set_learning_rate, 0.01)
    assert session.run_state == "paused"
    assert session.close()


def four_samples(**stop):
    training = TrainSpec(loss=Choice("quadratic"), learning_rate=0.1, batch_size=None, stop=StopSpec(**stop))
    return new_project("and", named_data("and"), (3,), training=training)


def look_at_four_samples(qtbot, session):
    step = session.snapshot.step
    for _ in range(4):
        session.step_sample()
    qtbot.waitUntil(lambda: session.snapshot.step == step + 1)


def test_a_condition_that_comes_true_with_the_last_sample_of_an_epoch_is_told(qtbot):
    session = Session(four_samples(epochs=1))
    session.step_sample()
    qtbot.waitUntil(lambda: session.snapshot.looked == 1)
    told = []
    session.run_state_changed.connect(lambda: told.append((session.run_state, session.stopped)))
    for _ in range(3):
        session.step_sample()
    qtbot.waitUntil(lambda: session.stopped == "epochs")
    assert told == [("paused", "epochs")]
    look_at_four_samples(qtbot, session)
    assert session.stopped is None
    assert told == [("paused", "epochs"), ("paused", None)]
    assert session.close()


def test_samples_asked_for_beyond_the_end_of_training_are_not_looked_at(qtbot):
    session = Session(four_samples(epochs=1))
    for _ in range(6):
        session.step_sample()
    qtbot.waitUntil(lambda: session.stopped is not None)
    assert (session.snapshot.step, session.snapshot.looked) == (1, 0)
    assert session.close()


@pytest.mark.parametrize("data", ["circle", "blobs", "sine", "plane"])
def test_numbers_beyond_all_bounds_bring_no_warning_in_the_training_thread(qtbot, data):
    project = new_project(data, named_data(data), (4,), training=TrainSpec(learning_rate=0.01))
    huge = replace(Run(project).checkpoint(), parameters=np.full(project.network.n_parameters, 1e300))
    session = Session(replace(project, checkpoint=huge))
    session.watch("eye", [name for kind in get_args(View) for name in get_args(kind)])
    session.step_sample()
    qtbot.waitUntil(lambda: session.snapshot.looked == 1)
    session.run()
    qtbot.waitUntil(lambda: session.run_state == "diverged" or session.snapshot.step > 100)
    session.pause()
    assert session.snapshot.health is not None
    assert session.close()


def test_fault_in_the_training_thread_is_told_once_and_stops_the_run(qtbot, session, monkeypatch):
    def fail(_steps):
        raise RuntimeError("a fault")

    monkeypatch.setattr(session._run.trainer, "advance", fail)
    with qtbot.captureExceptions() as caught:
        session.run()
        qtbot.waitUntil(lambda: session.run_state == "paused")
        qtbot.wait(200)
    assert [str(error) for _, error, _ in caught] == ["a fault"]
