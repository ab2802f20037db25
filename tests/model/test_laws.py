"""Laws over any sequence of edits, training, undo and redo: every project is valid and can be trained."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nnsim.data.features import PLANE_FEATURES
from nnsim.data.spec import DataSpec, ToySource
from nnsim.data.toys import TOYS
from nnsim.engine.catalog import ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS, Family
from nnsim.engine.spec import Choice
from nnsim.errors import DivergedError, InputError
from nnsim.model import data_edits, edits
from nnsim.model.change import Edited
from nnsim.model.history import History
from nnsim.model.problems import check
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Run

LAYER = st.integers(-1, 5)


def choices(family: Family) -> st.SearchStrategy[Choice]:
    """Any entry with its defaults."""
    return st.sampled_from(family.names).map(Choice)


class AnyEditing(RuleBasedStateMachine):
    """What a person can do, in any order."""

    @initialize(kind=st.sampled_from(sorted(TOYS)), hidden=st.lists(st.integers(1, 5), max_size=3))
    def begin(self, kind: str, hidden: list[int]) -> None:
        project = new_project("any", DataSpec(ToySource(kind, 12)), tuple(hidden))
        self.history = History(project)
        self.run = Run(project)

    def now(self) -> Project:
        return replace(self.history.present, checkpoint=self.run.checkpoint())

    def edit(self, function: object, *arguments: object) -> None:
        """As the session does it: leave with the weights as they are, push, and make a run of it."""
        now = self.now()
        frozen = (now.network, now.training, now.data, now.checkpoint.parameters.tobytes())
        try:
            edited: Edited = function(now, *arguments)
        except InputError:
            assert (now.network, now.training, now.data, now.checkpoint.parameters.tobytes()) == frozen
            return
        if edited.change.moves_weights:
            self.history.leave(now.checkpoint)
        self.history.push(edited)
        self.run = Run(edited.project)
        assert self.history.undoable is edited.change
        assert self.history.redoable is None

    def travel(self, move: object, change: object) -> None:
        if change is None:
            return
        now = self.now()
        if change.moves_weights:
            self.history.leave(now.checkpoint)
        move()
        project = self.history.present
        if not change.moves_weights:
            project = replace(project, checkpoint=now.checkpoint)
        self.run = Run(project)

    @rule()
    def undo(self) -> None:
        self.travel(self.history.undo, self.history.undoable)

    @rule()
    def redo(self) -> None:
        self.travel(self.history.redo, self.history.redoable)

    @precondition(lambda self: self.history.undoable is not None)
    @rule()
    def undo_and_redo_change_nothing(self) -> None:
        self.undo()
        before = self.history.present
        weights = self.run.checkpoint().parameters.tobytes()
        self.redo()
        self.undo()
        assert self.history.present.network == before.network
        assert self.history.present.training == before.training
        assert self.history.present.data == before.data
        assert self.run.checkpoint().parameters.tobytes() == weights

    @rule(steps=st.integers(1, 5))
    def train(self, steps: int) -> None:
        before = self.run.checkpoint().parameters.tobytes()
        try:
            for _ in range(steps):
                before = self.run.checkpoint().parameters.tobytes()
                self.run.trainer.advance(1)
        except DivergedError:
            assert self.run.checkpoint().parameters.tobytes() == before

    @rule(looks=st.integers(1, 4))
    def look(self, looks: int) -> None:
        with suppress(DivergedError):
            for _ in range(looks):
                self.run.trainer.look_at_sample()

    @rule()
    def end_the_gesture(self) -> None:
        self.history.stop_merging()

    @rule(layer=LAYER, choice=choices(ACTIVATIONS))
    def set_activation(self, layer: int, choice: Choice) -> None:
        self.edit(edits.set_activation, layer, choice)

    @rule(layer=LAYER, bias=st.booleans())
    def set_bias(self, layer: int, bias: bool) -> None:
        self.edit(edits.set_bias, layer, bias)

    @rule(layer=LAYER, choice=choices(INITIALIZERS))
    def set_initializer(self, layer: int, choice: Choice) -> None:
        self.edit(edits.set_initializer, layer, choice)

    @rule(layer=LAYER)
    def add_layer(self, layer: int) -> None:
        if len(self.history.present.network.layers) < 6:
            self.edit(edits.add_layer, layer)

    @rule(layer=LAYER)
    def remove_layer(self, layer: int) -> None:
        self.edit(edits.remove_layer, layer)

    @rule(layer=LAYER)
    def add_neuron(self, layer: int) -> None:
        self.edit(edits.add_neuron, layer)

    @rule(layer=LAYER)
    def remove_neuron(self, layer: int) -> None:
        self.edit(edits.remove_neuron, layer)

    @rule(layer=LAYER, size=st.integers(0, 9))
    def resize_layer(self, layer: int, size: int) -> None:
        self.edit(edits.resize_layer, layer, size)

    @rule(layer=LAYER, row=st.integers(-1, 9), column=st.integers(-1, 9), value=st.floats(-1e3, 1e3) | st.just(np.nan))
    def set_weight(self, layer: int, row: int, column: int, value: float) -> None:
        self.edit(edits.set_weight, layer, row, column, value)

    @rule()
    def restart(self) -> None:
        self.edit(edits.restart)

    @rule(seed=st.integers(-1, 3))
    def set_seed(self, seed: int) -> None:
        self.edit(edits.set_seed, seed)

    @rule(rate=st.sampled_from([-1.0, 0.0, 0.03, 1.0, 1000.0, 1001.0]))
    def set_learning_rate(self, rate: float) -> None:
        self.edit(edits.set_learning_rate, rate)

    @rule(size=st.none() | st.integers(0, 15))
    def set_batch_size(self, size: int | None) -> None:
        self.edit(edits.set_batch_size, size)

    @rule(choice=choices(OPTIMIZERS))
    def set_optimizer(self, choice: Choice) -> None:
        self.edit(edits.set_optimizer, choice)

    @rule(choice=choices(LOSSES))
    def set_loss(self, choice: Choice) -> None:
        self.edit(edits.set_loss, choice)

    @rule(value=st.sampled_from([-0.1, 0.0, 0.01]))
    def set_l2(self, value: float) -> None:
        self.edit(edits.set_l2, value)

    @rule(kind=st.sampled_from([*sorted(TOYS), "no such thing"]))
    def choose_toy(self, kind: str) -> None:
        self.edit(data_edits.choose_toy, kind)

    @rule(noise=st.sampled_from([0.0, 0.5, 1.1]))
    def set_noise(self, noise: float) -> None:
        self.edit(data_edits.set_noise, noise)

    @rule(n_samples=st.integers(3, 14))
    def set_samples(self, n_samples: int) -> None:
        self.edit(data_edits.set_samples, n_samples)

    @rule(fraction=st.sampled_from([0.0, 0.3, 0.9, 1.0]))
    def set_test_fraction(self, fraction: float) -> None:
        self.edit(data_edits.set_test_fraction, fraction)

    @rule(name=st.sampled_from([*PLANE_FEATURES, "x9"]))
    def toggle_input(self, name: str) -> None:
        self.edit(data_edits.toggle_input, name)

    @rule(kind=st.sampled_from(["none", "standardize", "minmax"]))
    def set_scaling(self, kind: str) -> None:
        self.edit(data_edits.set_scaling, kind)

    @invariant()
    def project_is_valid(self) -> None:
        if hasattr(self, "history"):
            present = self.history.present
            check(present.network, present.training)
            assert self.run.trainer.network.spec == present.network
            parameters = self.run.checkpoint().parameters
            assert parameters.shape == (present.network.n_parameters,)
            assert np.isfinite(parameters).all()


AnyEditing.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestAnyEditing = AnyEditing.TestCase
