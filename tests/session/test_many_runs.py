"""Many runs in the background: with the real thread, and with real processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.errors import NnsimError
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.runs.executors import Serial
from nnsim.runs.process_pool import worker_lost
from nnsim.runs.run import Run
from nnsim.runs.sweep import Axis, Sweep, plan, work
from nnsim.session import many_runs
from nnsim.session.findings import Findings, Measure, best_of, group_of
from nnsim.session.many_runs import ManyRuns
from nnsim.session.session import Session
from tests.runs.sweeps import RATES, diverging_sweep, project

ENDLESS = 10**9
ACCURACY, LOSS = Measure("test", "accuracy"), Measure("test", "loss")
SPAWNED_S = 30_000


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(project())
    yield made
    assert made.close()


@pytest.fixture
def many(session: Session) -> Iterator[ManyRuns]:
    made = ManyRuns(session)
    yield made
    assert made.close()


@pytest.fixture
def here(session: Session) -> Iterator[ManyRuns]:
    """The same without processes: the thread does the jobs itself."""
    made = ManyRuns(session, Serial)
    yield made
    assert made.close()


def finished(qtbot: QtBot, many: ManyRuns) -> Findings:
    qtbot.waitUntil(lambda: many.running is None, timeout=SPAWNED_S)
    found = many.findings("seeds")
    assert found is not None
    return found


def test_processes_come_to_what_each_seed_comes_to_alone(qtbot: QtBot, session: Session, many: ManyRuns) -> None:
    assert many.start("seeds", (), 3, 4)
    found = finished(qtbot, many)
    assert found.standing == "done"
    assert found.outcomes == tuple(map(work, plan(Sweep(session.project, seeds=3, epochs=4))))
    assert [score.seed for score in found.scores(LOSS)] == [0, 1, 2]


def test_a_run_that_is_opened_is_the_one_that_training_this_seed_comes_to(
    qtbot: QtBot, session: Session, many: ManyRuns
) -> None:
    many.start("seeds", (), 3, 4)
    finished(qtbot, many)
    with qtbot.waitSignal(many.opened):
        many.open_run("seeds", 2)
    alone = Run(edits.set_seed(project(), 2).project)
    alone.train_epochs(4)
    stamped = session.stamped_project()
    assert stamped.training.seed == 2
    assert stamped.checkpoint is not None
    np.testing.assert_array_equal(stamped.checkpoint.parameters, alone.checkpoint().parameters, strict=True)
    assert stamped.checkpoint.epoch == session.snapshot.epoch == 4
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 5 and session.run_state == "paused")
    alone.train_epochs(1)
    np.testing.assert_array_equal(session.snapshot.parameters, alone.checkpoint().parameters, strict=True)


def test_opening_a_run_is_one_step_of_undo(qtbot: QtBot, session: Session, here: ManyRuns) -> None:
    before = session.project
    here.start("seeds", (), 2, 2)
    finished(qtbot, here)
    here.open_run("seeds", 1)
    assert session.undoable is not None
    assert session.undoable.arguments == ("1",)
    session.undo()
    assert session.undoable is None
    assert (session.project, session.snapshot.step) == (before, 0)
    session.redo()
    assert (session.project.training.seed, session.snapshot.epoch) == (1, 2)


def test_a_run_of_other_data_of_the_same_set_is_opened_with_them(
    qtbot: QtBot, session: Session, here: ManyRuns
) -> None:
    before = session.project
    assert {"samples", "noise", "label_noise"} <= {one.name for one in here.contrasts}
    here.start("sweep", (("samples", (20, 60)), ("noise", (0.0, 0.5))), 1, 2)
    qtbot.waitUntil(lambda: here.running is None, timeout=SPAWNED_S)
    found = here.findings("sweep")
    assert found is not None
    assert [outcome.values for outcome in found.outcomes] == [(20, 0.0), (20, 0.5), (60, 0.0), (60, 0.5)]
    here.open_run("sweep", 1)
    source = session.project.data.source
    assert isinstance(source, ToySource)
    assert (source.n_samples, source.noise) == (20, 0.5)
    assert session.prepared.dataset.n_samples == 20
    assert session.snapshot.epoch == 2
    session.undo()
    assert session.project == before


def test_an_opened_run_has_its_whole_past_and_stays_when_another_is_opened(
    qtbot: QtBot, session: Session, here: ManyRuns
) -> None:
    here.start("seeds", (), 3, 3)
    finished(qtbot, here)
    here.open_run("seeds", 1)
    end = session.snapshot.step
    assert (session.track.first, session.track.now) == ((0, 0.0), (end, 3.0))
    alone = Run(edits.set_seed(project(), 1).project)
    alone.train_epochs(2)
    assert session.show_past(alone.trainer.step)
    qtbot.waitUntil(lambda: session.snapshot.step == alone.trainer.step)
    np.testing.assert_array_equal(session.snapshot.parameters, alone.checkpoint().parameters, strict=True)
    here.open_run("seeds", 2)
    assert [(line.project.training.seed, line.epoch) for line in session.runs] == [(1, 3), (2, 3)]


def test_a_run_whose_weights_were_not_kept_is_trained_once_more(
    qtbot: QtBot, session: Session, here: ManyRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_runs, "KEPT_BYTES", 0)
    here.start("seeds", (), 2, 3)
    found = finished(qtbot, here)
    assert [outcome.checkpoint for outcome in found.outcomes] == [None, None]
    with qtbot.waitSignal(here.opened):
        here.open_run("seeds", 1)
        assert here.opening == ("seeds", 1)
    assert (session.project.training.seed, session.snapshot.epoch) == (1, 3)
    assert here.findings("seeds") is found


def test_processes_train_a_run_once_more_too(
    qtbot: QtBot, session: Session, many: ManyRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_runs, "KEPT_BYTES", 0)
    many.start("seeds", (), 2, 3)
    finished(qtbot, many)
    with qtbot.waitSignal(many.opened, timeout=SPAWNED_S):
        many.open_run("seeds", 1)
    assert (session.project.training.seed, session.snapshot.epoch) == (1, 3)


def test_a_run_of_another_document_never_lands_in_the_one_in_hand(
    qtbot: QtBot, session: Session, here: ManyRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_runs, "KEPT_BYTES", 0)
    here.start("seeds", (), 2, 3)
    finished(qtbot, here)
    here.open_run("seeds", 1)
    other = edits.set_learning_rate(project(), 0.777).project
    session.new(other)
    qtbot.waitUntil(lambda: not here.is_stopping and here.opening is None)
    qtbot.wait(3 * many_runs.POLL_MS)
    assert session.project.training == other.training
    assert session.undoable is None
    assert here.findings("seeds") is None


def test_a_plan_under_way_ends_when_another_document_is_opened(qtbot: QtBot, session: Session, many: ManyRuns) -> None:
    many.start("seeds", (), 2, ENDLESS)
    session.new(project())
    qtbot.waitUntil(lambda: not many.is_stopping, timeout=SPAWNED_S)
    assert (many.running, many.findings("seeds")) == (None, None)
    assert many.start("seeds", (), 1, 1)
    assert finished(qtbot, many).standing == "done"


def test_a_plan_that_makes_no_sense_leaves_the_run_going(qtbot: QtBot, session: Session, here: ManyRuns) -> None:
    session.run()
    with qtbot.waitSignal(here.refused):
        assert not here.start("seeds", (), 1, 0)
    assert session.run_state == "running"
    session.pause()


def test_the_project_is_the_one_of_the_start_however_it_is_edited_meanwhile(
    qtbot: QtBot, session: Session, here: ManyRuns
) -> None:
    planned = session.project
    here.start("seeds", (), 2, 2)
    session.apply(edits.set_learning_rate, 0.5)
    found = finished(qtbot, here)
    assert found.sweep.project == planned
    assert not found.is_of(session.project)
    session.undo()
    session.apply(edits.set_seed, 7)
    assert found.is_of(session.project)


def test_the_run_in_hand_pauses_when_a_plan_starts(qtbot: QtBot, session: Session, here: ManyRuns) -> None:
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 0)
    here.start("seeds", (), 1, 1)
    assert session.run_state == "paused"
    finished(qtbot, here)


def test_stopping_ends_the_processes_and_keeps_what_is_found(qtbot: QtBot, many: ManyRuns) -> None:
    many.start("seeds", (), 1, 1)
    finished(qtbot, many)
    many.start("seeds", (), 2, ENDLESS)
    many.stop()
    assert many.is_stopping
    found = finished(qtbot, many)
    assert (found.standing, found.outcomes) == ("stopped", ())
    assert not multiprocessing.active_children()


def test_stopping_while_processes_are_on_their_way_up_does_not_wait_for_them(
    qtbot: QtBot, many: ManyRuns, capfd: pytest.CaptureFixture[str]
) -> None:
    many.start("seeds", (), 40, ENDLESS)
    qtbot.waitUntil(lambda: bool(multiprocessing.active_children()), timeout=SPAWNED_S)
    many.stop()
    finished(qtbot, many)
    assert not multiprocessing.active_children()
    assert capfd.readouterr() == ("", "")


def test_a_session_that_closes_takes_the_processes_along(qtbot: QtBot, session: Session) -> None:
    many = ManyRuns(session)
    many.start("seeds", (), 2, ENDLESS)
    qtbot.waitUntil(lambda: bool(multiprocessing.active_children()), timeout=SPAWNED_S)
    session.close()
    assert not multiprocessing.active_children()


def test_closing_amid_a_plan_leaves_no_process_behind(qtbot: QtBot, many: ManyRuns) -> None:
    many.start("seeds", (), 2, ENDLESS)
    qtbot.waitUntil(lambda: bool(multiprocessing.active_children()), timeout=SPAWNED_S)
    assert many.close()
    assert not multiprocessing.active_children()


def test_progress_counts_the_runs_and_knows_the_time_after_the_first(qtbot: QtBot, here: ManyRuns) -> None:
    told = []
    here.changed.connect(lambda: told.append(here.progress))
    here.start("seeds", (), 3, 2)
    finished(qtbot, here)
    assert (told[0].done, told[0].total, told[0].seconds_left) == (0, 3, None)
    assert told[-1] is None
    known = [progress for progress in told[:-1] if progress.done]
    assert all(progress.seconds_left is not None for progress in known)


def test_only_one_plan_is_under_way_at_a_time(qtbot: QtBot, here: ManyRuns) -> None:
    assert here.start("seeds", (), 2, 2)
    assert not here.start("sweep", ((RATES.setting, RATES.values),), 1, 1)
    finished(qtbot, here)
    assert here.findings("sweep") is None


def test_a_plan_that_makes_no_sense_is_refused_with_its_reason(qtbot: QtBot, here: ManyRuns) -> None:
    refusals: list[tuple[str, NnsimError]] = []
    here.refused.connect(lambda kind, error: refusals.append((kind, error)))
    assert not here.start("sweep", (("learning_rate", (0.1, 0.1)),), 1, 1)
    assert [(kind, error.code) for kind, error in refusals] == [("sweep", "usage.sweep")]
    assert here.running is None


def test_what_goes_wrong_in_a_process_is_told_and_the_rest_is_kept(qtbot: QtBot, session: Session) -> None:
    class Lost(Serial):
        def outcomes(self, jobs, cancelled=lambda: False):
            yield from super().outcomes(jobs[:1], cancelled)
            raise worker_lost()

    many = ManyRuns(session, Lost)
    many.start("seeds", (), 2, 1)
    found = finished(qtbot, many)
    assert found.standing == "failed"
    assert found.failure is not None
    assert found.failure.code == "sweep.worker_lost"
    assert len(found.outcomes) == 1


def test_the_table_is_that_of_the_command_line(qtbot: QtBot, here: ManyRuns, tmp_path: Path) -> None:
    here.start("sweep", ((RATES.setting, RATES.values),), 2, 1)
    qtbot.waitUntil(lambda: here.running is None, timeout=SPAWNED_S)
    here.save_table("sweep", tmp_path / "runs.csv")
    lines = (tmp_path / "runs.csv").read_text().splitlines()
    assert lines[0].startswith("learning_rate,seed,epochs,ending,where,train_loss")
    assert [line.split(",")[:2] for line in lines[1:]] == [["0.01", "0"], ["0.01", "1"], ["0.3", "0"], ["0.3", "1"]]


def test_runs_that_diverged_count_as_worse_than_all_others() -> None:
    sweep = diverging_sweep()
    found = Findings(sweep, 6).with_more(filter(None, map(work, plan(sweep))))
    error = Measure("train", "rmse")
    good, wild = found.groups(error).values()
    assert (good.diverged, wild.diverged, wild.spread.median) == (0, 3, inf)
    assert best_of((good, wild), error) == (good,)
    assert best_of((wild,), error) == ()
    assert all(score.where for score in wild.scores)


def test_the_middle_run_is_one_that_was_made_and_of_two_the_better() -> None:
    sweep = Sweep(project(), seeds=4, epochs=1)
    scores = Findings(sweep, 4).with_more(filter(None, map(work, plan(sweep)))).scores(ACCURACY)
    numbers = [replace(score, value=value) for score, value in zip(scores, (0.5, 0.9, 0.7, 0.6), strict=True)]
    for count, middle in ((1, 0.5), (2, 0.9), (3, 0.7), (4, 0.7)):
        chosen = group_of((), numbers[:count], ACCURACY).middle
        assert chosen is not None
        assert chosen.value == middle


def test_what_runs_are_judged_by_begins_with_the_test_samples() -> None:
    sweep = Sweep(project(), seeds=1, epochs=1)
    found = Findings(sweep, 1).with_more(map(work, plan(sweep)))
    assert found.measures[:4] == (ACCURACY, Measure("train", "accuracy"), LOSS, Measure("train", "loss"))


def test_runs_by_different_losses_are_not_judged_by_the_loss() -> None:
    sine = new_project("sine", DataSpec(ToySource("sine", 40)), (2,), training=TrainSpec(loss=Choice("mse")))
    kinds = Sweep(sine, (Axis("loss", (Choice("mse"), Choice("mae"))),), seeds=1, epochs=1)
    found = Findings(kinds, 2).with_more(filter(None, map(work, plan(kinds))))
    assert found.has_kinds_of_loss
    assert found.measures[0] == Measure("test", "rmse")
    assert "loss" not in {measure.name for measure in found.measures}
    rates = Sweep(sine, (Axis("learning_rate", (0.1, 0.01)),), seeds=1, epochs=1)
    assert LOSS in Findings(rates, 2).with_more(filter(None, map(work, plan(rates)))).measures
