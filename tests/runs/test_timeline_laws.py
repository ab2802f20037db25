"""The law of the time line: whatever was trained and edited, a moment comes back bit by bit or is said to be gone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.spec import Choice, StopSpec, TrainSpec
from nnsim.errors import DivergedError, InputError
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.runs.timeline import Timeline

OPTIMIZERS = ["sgd", "momentum", "adam"]
pytestmark = pytest.mark.sweep

LARGE = 2**27
"""Room for all that a course of this length can leave."""


@dataclass(frozen=True)
class Seen:
    """What a run was at one moment."""

    weights: bytes
    memory: tuple[bytes, ...]
    losses: bytes
    place: tuple[int, int, int]

    @classmethod
    def of(cls, run) -> Seen:
        now = run.checkpoint()
        memory = tuple(array.tobytes() for _, array in sorted(now.optimizer.items()))
        losses = now.curves.train_loss.tobytes()
        return cls(now.parameters.tobytes(), memory, losses, (now.step, now.epoch, now.seen))


class AnyCourse(RuleBasedStateMachine):
    """Training and edits in any order. What was there is written down beside it, after each update and each edit."""

    budget = LARGE

    @initialize(optimizer=st.sampled_from(OPTIMIZERS), size=st.none() | st.integers(2, 5), dropout=st.booleans())
    def begin(self, optimizer: str, size: int | None, dropout: bool) -> None:
        training = TrainSpec(optimizer=Choice(optimizer), batch_size=size, learning_rate=0.1, schedule=Choice("step"))
        project = new_project("any", DataSpec(ToySource("circle", 12)), (3, 2), training=training)
        self.experiment = Experiment(project)
        self.experiment.timeline = Timeline(project, self.budget)
        if dropout:
            self.experiment.apply(lambda project: layer_edits.set_dropout(project, 0, 0.5))
        self.written: dict[int, Seen] = {}
        self.left: dict[int, dict[int, Seen]] = {}
        self.ended: dict[int, tuple[object, dict[int, Seen]]] = {}
        self.write()

    def write(self) -> None:
        run = self.experiment.run
        self.written = {at: seen for at, seen in self.written.items() if at < run.trainer.step}
        self.written[run.trainer.step] = Seen.of(run)

    def change(self, do) -> None:
        """Do something to the experiment. It may lead to another course; what was seen of that was kept then."""
        experiment, before = self.experiment, dict(self.written)
        run, course = experiment.run, experiment.timeline.present
        self.ended[id(course)] = course, before
        leave = experiment.history.leave
        experiment.history.leave = self.leaving(before)
        try:
            with suppress(InputError):
                do()
        finally:
            experiment.history.leave = leave
        if experiment.run is run:
            return
        checkpoint = experiment.run.project.checkpoint
        if checkpoint is None:
            self.written = {}
        else:
            self.written = dict(self.left.get(id(checkpoint), (None, before))[1])
        self.write()

    def leaving(self, before: dict[int, Seen]):
        leave = self.experiment.history.leave

        def noted(checkpoint) -> None:
            self.left[id(checkpoint)] = checkpoint, before
            leave(checkpoint)

        return noted

    @rule(updates=st.integers(1, 12), notes=st.booleans())
    def train(self, updates: int, notes: bool) -> None:
        for _ in range(updates):
            with suppress(DivergedError):
                self.experiment.run.trainer.advance(1)
                self.write()
        if notes:
            self.experiment.note()

    @rule()
    def look_at_a_sample(self) -> None:
        with suppress(DivergedError):
            self.experiment.run.trainer.look_at_sample()
        self.write()

    @rule(rate=st.sampled_from([0.01, 0.3, 1.0]), dragging=st.booleans())
    def set_learning_rate(self, rate: float, dragging: bool) -> None:
        self.change(lambda: self.experiment.apply(lambda p: edits.set_learning_rate(p, rate), dragging=dragging))

    @rule(size=st.none() | st.integers(1, 9))
    def set_batch_size(self, size: int | None) -> None:
        self.change(lambda: self.experiment.apply(lambda project: edits.set_batch_size(project, size)))

    @rule(name=st.sampled_from(OPTIMIZERS))
    def set_optimizer(self, name: str) -> None:
        self.change(lambda: self.experiment.apply(lambda project: edits.set_optimizer(project, Choice(name))))

    @rule(share=st.sampled_from([0.0, 0.4]))
    def set_dropout(self, share: float) -> None:
        self.change(lambda: self.experiment.apply(lambda project: layer_edits.set_dropout(project, 0, share)))

    @rule(epochs=st.none() | st.integers(1, 6))
    def stop_after(self, epochs: int | None) -> None:
        stop = StopSpec(epochs=epochs, loss=0.5)
        self.change(lambda: self.experiment.apply(lambda project: edits.set_stop(project, stop)))

    @rule(layer=st.integers(0, 1))
    def add_neuron(self, layer: int) -> None:
        self.change(lambda: self.experiment.apply(lambda project: edits.add_neuron(project, layer)))

    @rule(layer=st.integers(0, 1))
    def remove_neuron(self, layer: int) -> None:
        self.change(lambda: self.experiment.apply(lambda project: edits.remove_neuron(project, layer)))

    @rule(value=st.floats(-2.0, 2.0), dragging=st.booleans())
    def set_weight(self, value: float, dragging: bool) -> None:
        self.change(lambda: self.experiment.set_weight(0, 0, 0, value, dragging=dragging))

    @rule()
    def reset(self) -> None:
        self.change(lambda: self.experiment.apply(edits.restart))

    @rule(noise=st.sampled_from([0.0, 0.3]))
    def take_other_data(self, noise: float) -> None:
        self.change(lambda: self.experiment.apply(lambda project: data_edits.set_noise(project, noise)))

    @rule()
    def undo(self) -> None:
        self.change(self.experiment.undo)

    @rule()
    def redo(self) -> None:
        self.change(self.experiment.redo)

    @precondition(lambda self: self.experiment.timeline.present.has_run)
    @rule(place=st.floats(0.0, 1.0))
    def go_on_from_earlier(self, place: float) -> None:
        self.experiment.note()
        at = sorted(self.written)[round(place * (len(self.written) - 1))]
        run = self.experiment.timeline.run_at(at, self.experiment.run.prepared)
        if run is not None and at < self.experiment.run.trainer.step:
            then = run.stamped()
            self.change(lambda: self.experiment.apply(lambda project: edits.continue_from(project, then)))

    @precondition(lambda self: any(not course.end.is_bare for course in self.experiment.timeline.earlier))
    @rule(which=st.integers(0, 9))
    def open_an_earlier_run(self, which: int) -> None:
        found = [course for course in self.experiment.timeline.earlier if not course.end.is_bare]
        course = found[which % len(found)]
        written = dict(self.ended[id(course)][1])
        self.change(lambda: self.experiment.open_run(course, "it"))
        self.written = {at: seen for at, seen in written.items() if at < course.end.at}
        self.write()
        assert self.written[course.end.at] == written[course.end.at]

    @invariant()
    def runs_are_told_apart(self) -> None:
        if hasattr(self, "written"):
            keys = [course.tag.key for course in self.experiment.timeline.runs]
            assert len(set(keys)) == len(keys) > 0
            assert all(keys)
            assert all(course.tag.parent < course.tag.key for course in self.experiment.timeline.runs)

    @invariant()
    def every_moment_comes_back(self) -> None:
        if not hasattr(self, "written"):
            return
        timeline, prepared = self.experiment.timeline, self.experiment.run.prepared
        first, now = timeline.present.moments[0].at, self.experiment.run.trainer.step
        places = {first, now, *sorted(self.written)[::5]}
        for at in places:
            run = timeline.run_at(at, prepared)
            if run is not None:  # of a course that was forgotten nobody knows at which batch size it went
                self.epochs_and_updates_tell_the_same_place(at)
                assert Seen.of(run) == self.written[at]
            else:
                assert self.budget < LARGE, "with room for all, nothing may be forgotten"

    def epochs_and_updates_tell_the_same_place(self, at: int) -> None:
        """Another batch size amid an epoch goes back in it: one place of an epoch may then be of two numbers."""
        course, n_samples = self.experiment.timeline.present, len(self.experiment.run.prepared.train_rows)
        finished = int(course.epoch_of(at, n_samples))
        assert finished == self.written[at].place[1]
        if finished >= course.epoch_of(course.moments[0].at, n_samples):
            assert course.epoch_of(course.at_epoch(finished, n_samples), n_samples) == finished

    def teardown(self) -> None:
        if hasattr(self, "experiment"):
            timeline = self.experiment.timeline
            places = [moment.at for moment in timeline.present.moments]
            assert places == sorted(set(places))


class AnyCourseInLittleRoom(AnyCourse):
    budget = 20_000


class AnyCourseInNoRoom(AnyCourse):
    budget = 2_000


for machine in (AnyCourse, AnyCourseInLittleRoom, AnyCourseInNoRoom):
    machine.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestAnyCourse = AnyCourse.TestCase
TestAnyCourseInLittleRoom = AnyCourseInLittleRoom.TestCase
TestAnyCourseInNoRoom = AnyCourseInNoRoom.TestCase
