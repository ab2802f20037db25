"""A sweep: many runs that differ in one or two settings and in the seed, each a job of its own.

::

    sweep = Sweep(project, (Axis("learning_rate", (0.01, 0.1)),), seeds=20, epochs=200)
    with closing(Serial().outcomes(plan(sweep))) as outcomes:
        for outcome in outcomes: …

Without axes it is a lottery: one setting, many seeds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from math import inf
from typing import Literal

from nnsim.data.prepare import Prepared, prepare
from nnsim.data.wording import first_repeated
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import StopSpec
from nnsim.engine.stopping import StopReason
from nnsim.errors import DivergedError, SpecError, UsageError
from nnsim.model.budget import check_room
from nnsim.model.edits import restart, set_seed
from nnsim.model.project import Project
from nnsim.runs.agreement import check_agreement
from nnsim.runs.pace import next_bundle
from nnsim.runs.run import Results, Run
from nnsim.runs.sweep_settings import SETTINGS, Value, setting_called, worded
from nnsim.words import QT_TRANSLATE_NOOP, Words

MAX_AXES = 2
MAX_JOBS = 100_000
BUNDLE_S = 0.05
"""Steps are made in bundles of about this length; in between it is asked whether to go on."""

Ending = Literal["reached", "diverged"] | StopReason
"""All epochs were done, or what ended training before."""


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Axis:
    """One setting and the values that it takes.

    Parameters
    ----------
    setting : a name of ``SETTINGS``
    values : in the order in which they are shown
    """

    setting: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is to be tried.

    Parameters
    ----------
    project : whose settings hold wherever no axis says otherwise; what it has learnt plays no part
    axes : none for a lottery, at most two
    seeds : how many runs each setting gets: with the project's seed, and those that follow it
    epochs : how long each run trains, if no condition of the project ends it before; ``None`` leaves it to those
    """

    project: Project
    axes: tuple[Axis, ...] = ()
    seeds: int = 1
    epochs: int | None = None

    @property
    def settings(self) -> tuple[tuple[Value, ...], ...]:
        """Every combination of values, the last axis fastest; a single empty one for a lottery."""
        return tuple(product(*(axis.values for axis in self.axes)))


@dataclass(frozen=True, slots=True)
class Job:
    """One run to make, independent of all others; can be sent to another process.

    Parameters
    ----------
    number : its place in the plan, from 0
    values : one for each axis
    project : with these values and its seed put in, and nothing learnt
    keeps : whether the outcome is to bring the trained weights along
    """

    number: int
    values: tuple[Value, ...]
    project: Project
    epochs: int | None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: the same numbers wherever it was done.

    Parameters
    ----------
    number, values : of the job
    epochs : finished ones
    ending : why it ended there
    where : epoch, batch and layer of what diverged; else empty
    results : as ``Run.results``; of a run that diverged, with the last good weights
    checkpoint : where the run stands at its end, if the job ``keeps`` that
    """

    number: int
    values: tuple[Value, ...]
    seed: int
    epochs: int
    ending: Ending
    where: str
    results: Results
    checkpoint: Checkpoint | None = field(default=None, compare=False)


def plan(sweep: Sweep) -> tuple[Job, ...]:
    """All jobs: setting by setting, the last axis fastest, and within a setting seed by seed.

    Raises
    ------
    UsageError : if there is nothing to vary, or the same twice, or nothing that ends training
    InputError : if the data cannot be prepared, or a setting makes no sense in this project
    """
    _check(sweep)
    prepared = prepare(sweep.project.data)
    jobs: list[Job] = []
    for values in sweep.settings:
        project = _with_values(sweep, values, prepared)
        first = project.training.seed
        for seed in range(first, first + sweep.seeds):
            jobs.append(Job(len(jobs), values, set_seed(project, seed).project, sweep.epochs))
    return tuple(jobs)


def _with_values(sweep: Sweep, values: tuple[Value, ...], prepared: Prepared) -> Project:
    project = restart(sweep.project).project
    wanted = dict(zip((axis.setting for axis in sweep.axes), values, strict=True))
    try:
        for name in SETTINGS:
            if name in wanted:
                project = SETTINGS[name].put(project, wanted[name])
        check_room(project.data, project.network, project.training)
        check_agreement(project, prepared if project.data == sweep.project.data else prepare(project.data))
    except SpecError as error:
        place = ", ".join(f"{name}={worded(value)}" for name, value in wanted.items())
        error.where = f"{place}: {error.where}" if place and error.where else place or error.where
        raise
    return project


def _check(sweep: Sweep) -> None:
    names = [setting_called(axis.setting).name for axis in sweep.axes]
    if len(names) > MAX_AXES:
        raise _refusal(QT_TRANSLATE_NOOP("errors", "A sweep varies at most two settings."), names[MAX_AXES])
    if len(set(names)) < len(names):
        problem = QT_TRANSLATE_NOOP("errors", "The same setting cannot be varied twice.")
        raise _refusal(problem, names[0], QT_TRANSLATE_NOOP("errors", "Put all of its values into one list."))
    for axis in sweep.axes:
        if not axis.values:
            raise _refusal(QT_TRANSLATE_NOOP("errors", "There is no value to try."), axis.setting)
        twice = first_repeated(map(worded, axis.values))
        if twice is not None:
            raise _refusal(Words(QT_TRANSLATE_NOOP("errors", "The value {0} stands there twice."), twice), axis.setting)
    if sweep.seeds < 1 or (sweep.epochs is not None and sweep.epochs < 1):
        raise _refusal(QT_TRANSLATE_NOOP("errors", "A sweep needs at least one seed and one epoch."), "seeds, epochs")
    n_jobs = len(sweep.settings) * sweep.seeds
    if n_jobs > MAX_JOBS:
        problem = QT_TRANSLATE_NOOP("errors", "These would be {0} runs; at most {1} are possible.")
        hint = QT_TRANSLATE_NOOP("errors", "Take fewer values or fewer seeds.")
        raise _refusal(Words(problem, f"{n_jobs:,}", f"{MAX_JOBS:,}"), "seeds", hint)
    if sweep.epochs is None and sweep.project.training.stop == StopSpec():
        problem = QT_TRANSLATE_NOOP("errors", "Nothing would ever end the training.")
        raise _refusal(problem, "epochs", QT_TRANSLATE_NOOP("errors", "Say how many epochs each run takes."))


def _refusal(problem: str, where: str, hint: str = "") -> UsageError:
    return UsageError("usage.sweep", problem, where=where, hint=hint)


def work(job: Job, cancelled: Callable[[], bool] = never) -> Outcome | None:
    """Make the run, from its first weights to its end; ``None`` if it is ``cancelled`` before that.

    A pure function of the job, unless the project's time limit ends the run. That training diverges is a result like
    any other.
    """
    run, where = Run(job.project), ""
    ending: Ending | None
    try:
        ending = _train(run, inf if job.epochs is None else job.epochs, cancelled)
    except DivergedError as error:
        ending, where = "diverged", error.where
    if ending is None:
        return None
    seed, epochs = job.project.training.seed, run.trainer.epoch
    results, kept = run.results(), run.checkpoint() if job.keeps else None
    return Outcome(job.number, job.values, seed, epochs, ending, where, results, kept)


def _train(run: Run, epochs: float, cancelled: Callable[[], bool]) -> Ending | None:
    """Train for so many epochs, or until a condition of the project ends it; ``None`` if it was cancelled."""
    trainer, most_s = run.trainer, run.project.training.stop.seconds
    end, bundle = inf if most_s is None else time.perf_counter() + most_s, 1
    while trainer.epoch < epochs:
        began = time.perf_counter()
        if cancelled():
            return None
        if began >= end:
            return "seconds"
        left = inf if epochs == inf else (epochs - trainer.epoch) * trainer.n_batches - trainer.batch
        made = trainer.advance(int(min(bundle, left)))
        if trainer.stopped is not None:
            return trainer.stopped
        bundle = next_bundle(made, time.perf_counter() - began, BUNDLE_S)
    return "reached"
