"""Laws over any sequence of edits, training, undo and redo: every project is valid and can be trained."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nnsim.data.features import PLANE_FEATURES
from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, ToySource
from nnsim.data.toys import TOYS
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice, LayerSpec, StopSpec
from nnsim.errors import DivergedError, InputError
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.attempt import ImpossibleError
from nnsim.model.examples import opened
from nnsim.model.mending import Remedy, mend
from nnsim.model.problems import check
from nnsim.model.project import Project
from nnsim.model.remedies import remedies
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.runs.run import Run
from tests.model.pictures import CONV, FLATTEN, POOL, layer, pixels

LAYER = st.integers(-1, 5)
PLACE = st.integers(-1, 9)
PICTURES = [
    (CONV, POOL, FLATTEN, LayerSpec(3)),
    (layer("average_pool2d"), layer("conv2d", size=2, kernel=2, padding=1), FLATTEN),
    (FLATTEN, LayerSpec(3)),
]


def choices(family: Family) -> st.SearchStrategy[Choice]:
    """Any entry with its defaults."""
    return st.sampled_from(family.names).map(Choice)


def settings_of(project: Project) -> tuple[object, ...]:
    """All of a project but its weights."""
    return project.data, project.network, project.training


class AnyEditing(RuleBasedStateMachine):
    """What a person can do, in any order."""

    @initialize(
        kind=st.sampled_from(sorted(TOYS)),
        hidden=st.lists(st.integers(1, 5), max_size=3),
        picture_layers=st.none() | st.sampled_from(PICTURES),
    )
    def begin(self, kind: str, hidden: list[int], picture_layers: tuple[LayerSpec, ...] | None) -> None:
        if picture_layers is None:
            source = named_data(kind).source
            assert isinstance(source, ToySource)
            project = new_project("any", DataSpec(replace(source, n_samples=12)), tuple(hidden))
        else:
            project = new_project("any", pixels(), picture_layers, picture=(1, 6, 6))
        self.experiment = Experiment(project)

    @property
    def run(self) -> Run:
        return self.experiment.run

    def weights(self) -> bytes:
        return self.run.checkpoint().parameters.tobytes()

    def fixed(self) -> list[bytes]:
        """All weights that no step may change."""
        parameters, network = self.run.checkpoint().parameters, self.experiment.project.network
        found = []
        for block, one in zip(blocks(network), network.layers, strict=True):
            matrix = block.matrix(parameters)
            found += [matrix[place].tobytes() for place in (*one.held, *one.cut)]
            found += [matrix.tobytes()] if one.frozen else []
        return found

    def edit(self, function: object, *arguments: object, dragging: bool = False) -> None:
        """An edit either is refused or changes nothing, and then all is as before, or it can be undone.

        Refused with remedies, the best of them is done instead, and cannot be refused.
        """
        experiment = self.experiment
        self.ways_out: tuple[Remedy, ...] = ()
        before, undoable, weights = experiment.project, experiment.history.undoable, self.weights()
        try:
            change = experiment.apply(lambda project: function(project, *arguments), dragging=dragging)
        except ImpossibleError as error:
            change = None
            self.ways_out = remedies(before, error)
        except InputError:
            change = None
        if change is None:
            assert experiment.project is before
            assert experiment.history.undoable is undoable
            assert self.weights() == weights
        else:
            assert experiment.history.undoable == replace(change, step="new"), "of a drag too, all of which is one step"
            assert experiment.history.redoable is None

    @precondition(lambda self: getattr(self, "ways_out", ()))
    @rule(which=st.integers(0, 2))
    def take_a_remedy(self, which: int) -> None:
        """What was offered can be done at once: it was found possible for the project as it stands."""
        remedy = self.ways_out[which % len(self.ways_out)]
        self.ways_out = ()
        change = self.experiment.apply(lambda project: mend(project, remedy))
        assert change is not None
        assert self.experiment.history.undoable == replace(change, step="new")

    @rule()
    def undo(self) -> None:
        self.ways_out = ()
        self.experiment.undo()

    @rule()
    def redo(self) -> None:
        self.ways_out = ()
        self.experiment.redo()

    @precondition(lambda self: self.experiment.history.undoable is not None)
    @rule()
    def undo_brings_back_what_redo_had_changed(self) -> None:
        now, weights = self.experiment.project, self.weights()
        self.experiment.undo()
        earlier, earlier_weights = self.experiment.project, self.weights()
        self.experiment.redo()
        assert settings_of(self.experiment.project) == settings_of(now)
        assert self.weights() == weights
        self.experiment.undo()
        assert settings_of(self.experiment.project) == settings_of(earlier)
        assert self.weights() == earlier_weights

    @rule(steps=st.integers(1, 5))
    def train(self, steps: int) -> None:
        before, fixed = self.weights(), self.fixed()
        try:
            for _ in range(steps):
                before = self.weights()
                self.run.trainer.advance(1)
        except DivergedError:
            assert self.weights() == before
        assert self.fixed() == fixed

    @rule(looks=st.integers(1, 4))
    def look(self, looks: int) -> None:
        with suppress(DivergedError):
            for _ in range(looks):
                self.run.trainer.look_at_sample()

    @rule()
    def end_the_gesture(self) -> None:
        self.experiment.history.stop_merging()

    @rule(layer=LAYER, choice=choices(ACTIVATIONS))
    def set_activation(self, layer: int, choice: Choice) -> None:
        self.edit(edits.set_activation, layer, choice)

    @rule(layer=LAYER, bias=st.booleans())
    def set_bias(self, layer: int, bias: bool) -> None:
        self.edit(edits.set_bias, layer, bias)

    @rule(layer=LAYER, choice=choices(INITIALIZERS))
    def set_initializer(self, layer: int, choice: Choice) -> None:
        self.edit(edits.set_initializer, layer, choice)

    @rule(layer=LAYER, kind=st.none() | st.sampled_from([*LAYER_KINDS.names, "conv3d"]))
    def add_layer(self, layer: int, kind: str | None) -> None:
        if len(self.experiment.project.network.layers) < 6:
            self.edit(edits.add_layer, layer, kind)

    @rule(layer=LAYER)
    def duplicate_layer(self, layer: int) -> None:
        if len(self.experiment.project.network.layers) < 6:
            self.edit(edits.duplicate_layer, layer)

    @rule(layer=LAYER, to=LAYER)
    def move_layer(self, layer: int, to: int) -> None:
        self.edit(edits.move_layer, layer, to)

    @rule(layer=LAYER, kernel=st.integers(0, 4), stride=st.integers(0, 2), padding=st.integers(-1, 2))
    def set_window(self, layer: int, kernel: int, stride: int, padding: int) -> None:
        self.edit(layer_edits.set_window, layer, kernel, stride, padding)

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

    @rule(layer=LAYER, share=st.sampled_from([-0.1, 0.0, 0.5, 1.0]), dragging=st.booleans())
    def set_dropout(self, layer: int, share: float, dragging: bool) -> None:
        self.edit(layer_edits.set_dropout, layer, share, dragging=dragging)

    @rule(layer=LAYER, normalize=st.booleans())
    def set_normalize(self, layer: int, normalize: bool) -> None:
        self.edit(layer_edits.set_normalize, layer, normalize)

    @rule(layer=LAYER, frozen=st.booleans())
    def set_frozen(self, layer: int, frozen: bool) -> None:
        self.edit(layer_edits.set_frozen, layer, frozen)

    @rule(layer=LAYER, row=PLACE, column=PLACE, held=st.booleans())
    def hold_weight(self, layer: int, row: int, column: int, held: bool) -> None:
        self.edit(layer_edits.hold_weight, layer, row, column, held)

    @rule(layer=LAYER, row=PLACE, column=PLACE)
    def cut_link(self, layer: int, row: int, column: int) -> None:
        self.edit(layer_edits.cut_link, layer, row, column)

    @rule(layer=LAYER, neuron=PLACE, muted=st.booleans())
    def mute_neuron(self, layer: int, neuron: int, muted: bool) -> None:
        self.edit(layer_edits.mute_neuron, layer, neuron, muted)

    @rule(layer=LAYER, row=PLACE, column=PLACE)
    def restore_link(self, layer: int, row: int, column: int) -> None:
        self.edit(layer_edits.restore_link, layer, row, column)

    @rule(choice=choices(SCHEDULES))
    def set_schedule(self, choice: Choice) -> None:
        self.edit(edits.set_schedule, choice)

    @rule(value=st.sampled_from([-1.0, 0.0, 0.5, 1e6]))
    def set_clip_norm(self, value: float) -> None:
        self.edit(edits.set_clip_norm, value)

    @rule(epochs=st.none() | st.integers(0, 3), accuracy=st.none() | st.just(0.9))
    def set_stop(self, epochs: int | None, accuracy: float | None) -> None:
        self.edit(edits.set_stop, StopSpec(epochs=epochs, accuracy=accuracy))

    @rule(layer=LAYER, row=PLACE, column=PLACE, value=st.floats(-1e3, 1e3) | st.just(np.nan))
    def set_weight(self, layer: int, row: int, column: int, value: float) -> None:
        experiment = self.experiment
        before, weights = experiment.project, self.weights()
        try:
            experiment.set_weight(layer, row, column, value)
        except InputError:
            assert experiment.project is before
            assert self.weights() == weights

    @rule()
    def restart(self) -> None:
        self.edit(edits.restart)

    @rule(seed=st.integers(-1, 3))
    def set_seed(self, seed: int) -> None:
        self.edit(edits.set_seed, seed)

    @rule(rate=st.sampled_from([-1.0, 0.0, 0.03, 1.0, 1000.0, 1001.0]), dragging=st.booleans())
    def set_learning_rate(self, rate: float, dragging: bool) -> None:
        self.edit(edits.set_learning_rate, rate, dragging=dragging)

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

    @rule(noise=st.sampled_from([0.0, 0.5, 1.1]), dragging=st.booleans())
    def set_noise(self, noise: float, dragging: bool) -> None:
        self.edit(data_edits.set_noise, noise, dragging=dragging)

    @rule(n_samples=st.integers(3, 14))
    def set_samples(self, n_samples: int) -> None:
        self.edit(data_edits.set_samples, n_samples)

    @rule(fraction=st.sampled_from([0.0, 0.3, 0.9, 1.0]))
    def set_test_fraction(self, fraction: float) -> None:
        self.edit(data_edits.set_test_fraction, fraction)

    @rule(name=st.sampled_from([*PLANE_FEATURES, "x9"]))
    def toggle_input(self, name: str) -> None:
        self.edit(data_edits.toggle_input, name)

    @rule(names=st.lists(st.sampled_from([*PLANE_FEATURES, "x9"]), max_size=4))
    def choose_inputs(self, names: list[str]) -> None:
        self.edit(data_edits.choose_inputs, names)

    @rule(hidden=st.lists(st.integers(1, 4), max_size=2))
    def open_an_example(self, hidden: list[int]) -> None:
        example = new_project("example", DataSpec(ToySource("circle", 10)), tuple(hidden))
        self.edit(lambda _project: opened(example, "An example"))

    @rule(kind=st.sampled_from(["none", "standardize", "minmax"]))
    def set_scaling(self, kind: str) -> None:
        self.edit(data_edits.set_scaling, kind)

    @invariant()
    def project_is_valid(self) -> None:
        if hasattr(self, "experiment"):
            present = self.experiment.project
            check(present.network, present.training)
            assert self.run.trainer.network.spec == present.network
            parameters = self.run.checkpoint().parameters
            assert parameters.shape == (present.network.n_parameters,)
            assert np.isfinite(parameters).all()
            for block, one in zip(blocks(present.network), present.network.layers, strict=True):
                assert not any(block.weights(parameters)[place] for place in one.cut)
                assert (block.normalization(parameters)[2:] >= 0.0).all()


AnyEditing.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestAnyEditing = AnyEditing.TestCase
