"""The law of hindsight: whatever was trained and edited, what is told of a moment is what a run there has."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.errors import DivergedError, InputError
from nnsim.model import data_edits, edits
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.runs.hindsight import Hindsight, Lens
from nnsim.runs.quantities import HEALTH, RESULTS
from nnsim.runs.timeline import Timeline

pytestmark = pytest.mark.sweep
BOTH = (HEALTH, RESULTS)


class AnyCourseLookedBackAt(RuleBasedStateMachine):
    """Training, edits, undo and looking back in any order."""

    @initialize(size=st.none() | st.integers(2, 5), budget=st.sampled_from([20_000, 2**27]))
    def begin(self, size: int | None, budget: int) -> None:
        training = TrainSpec(optimizer=Choice("momentum"), batch_size=size, learning_rate=0.1, schedule=Choice("step"))
        project = new_project("any", DataSpec(ToySource("circle", 12)), (3, 2), training=training)
        self.experiment = Experiment(project)
        self.experiment.timeline = Timeline(project, budget)
        self.hindsight, self.lens = Hindsight(), Lens()

    @rule(updates=st.integers(1, 12))
    def train(self, updates: int) -> None:
        for _ in range(updates):
            with suppress(DivergedError):
                self.experiment.run.trainer.advance(1)
            self.experiment.note()

    @rule(rate=st.sampled_from([0.01, 0.3, 1.0]), dragging=st.booleans())
    def set_learning_rate(self, rate: float, dragging: bool) -> None:
        self.experiment.apply(lambda project: edits.set_learning_rate(project, rate), dragging=dragging)

    @rule(size=st.none() | st.integers(1, 9))
    def set_batch_size(self, size: int | None) -> None:
        self.experiment.apply(lambda project: edits.set_batch_size(project, size))

    @rule(name=st.sampled_from(["sgd", "momentum", "adam"]))
    def set_optimizer(self, name: str) -> None:
        self.experiment.apply(lambda project: edits.set_optimizer(project, Choice(name)))

    @rule(layer=st.integers(0, 1), more=st.booleans())
    def resize(self, layer: int, more: bool) -> None:
        edit = edits.add_neuron if more else edits.remove_neuron
        with suppress(InputError):
            self.experiment.apply(lambda project: edit(project, layer))

    @rule(value=st.floats(-2.0, 2.0))
    def set_weight(self, value: float) -> None:
        self.experiment.set_weight(0, 0, 0, value)

    @rule()
    def reset(self) -> None:
        self.experiment.apply(edits.restart)

    @rule(noise=st.sampled_from([0.0, 0.3]))
    def take_other_data(self, noise: float) -> None:
        self.experiment.apply(lambda project: data_edits.set_noise(project, noise))

    @rule()
    def undo(self) -> None:
        self.experiment.undo()

    @rule()
    def redo(self) -> None:
        self.experiment.redo()

    @precondition(lambda self: self.experiment.timeline.present.has_run)
    @rule(place=st.floats(0.0, 1.0))
    def go_on_from_earlier(self, place: float) -> None:
        timeline = self.experiment.timeline
        first, last = timeline.present.moments[0].at, timeline.present.end.at
        run = timeline.run_at(first + round(place * (last - first)), self.experiment.run.prepared)
        if run is not None:
            then = run.stamped()
            self.experiment.apply(lambda project: edits.continue_from(project, then))

    @rule(most=st.integers(1, 40))
    def look_back(self, most: int) -> None:
        run, course = self.experiment.run, self.experiment.timeline.present
        for piece in self.hindsight.missing(BOTH, course, run.trainer.step)[:most]:
            found = self.lens.read(piece, run.prepared, run)
            self.hindsight.keep(found)
            assert not {one.key for one in piece.quantities} - {key for _, key, _ in found}

    @invariant()
    def what_is_told_is_what_a_run_there_has(self) -> None:
        experiment = self.experiment
        prepared = experiment.run.prepared
        for quantity in BOTH:
            rows = self.hindsight.rows(quantity, experiment.timeline.present, len(prepared.train_rows))
            places = [row.at for row in rows]
            assert places == sorted(set(places))
            assert not places or places[-1] <= experiment.run.trainer.step
            for row in rows[::7]:
                run = experiment.timeline.run_at(row.at - quantity.of_step, prepared)
                run.trainer.advance(int(quantity.of_step))
                assert np.array_equal(quantity.read(run), row.values, equal_nan=True)


AnyCourseLookedBackAt.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestAnyCourseLookedBackAt = AnyCourseLookedBackAt.TestCase
