"""Sweeps that take no time, for tests."""

from __future__ import annotations

from contextlib import closing

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.spec import Choice, StopSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.executors import Executor
from nnsim.runs.sweep import Axis, Job, Outcome, Sweep

RATES = Axis("learning_rate", (0.01, 0.3))
SIZES = Axis("layers", ((2,), (4, 3)))


def project(kind: str = "gauss", hidden: tuple[int, ...] = (3,), **training: object) -> Project:
    """Sixty points, a small network, Adam."""
    spec = TrainSpec(**{"optimizer": Choice("adam"), "batch_size": 10, **training})  # type: ignore[arg-type]
    return new_project("small", DataSpec(ToySource(kind, 60, 0.2), test_fraction=0.3), hidden, training=spec)


def small_sweep() -> Sweep:
    """Two by two settings, two seeds each, three epochs."""
    return Sweep(project(), (RATES, SIZES), seeds=2, epochs=3)


def diverging_sweep() -> Sweep:
    """A regression with a learning rate that works and one that cannot."""
    wild = project("sine", (4,), optimizer=Choice("sgd"), stop=StopSpec(epochs=20))
    wild = new_project("wild", wild.data, (4,), activation=Choice("relu"), training=wild.training)
    return Sweep(wild, (Axis("learning_rate", (0.01, 1000.0)),), seeds=3)


def done_by(executor: Executor, jobs: tuple[Job, ...]) -> list[Outcome]:
    """All outcomes in the order of the plan."""
    with closing(executor.outcomes(jobs)) as outcomes:
        return sorted(outcomes, key=lambda outcome: outcome.number)
