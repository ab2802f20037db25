"""Whatever is different between two projects is said, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.difference import differences
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.model.written import written_percent
from tests.storage.projects import equal, flowers, pictures, projects, spiral

FAMILIES: dict[str, Family[Any]] = {
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
}


def start() -> Project:
    return new_project("start", named_data("spiral"), (8, 8))


def told(one: Project, other: Project) -> list[str]:
    return [str(words) for words in differences(one, other)]


def meaning(value: Any, name: str = "") -> Any:
    """A part of a project, with all usual values filled in and without the keys of layers."""
    if isinstance(value, Choice):
        usual = {one.name: one.default for one in FAMILIES[name].entry(value.name).parameters}
        return Choice.of(value.name, **(usual | value.values()))
    if isinstance(value, LayerSpec):
        changed = {part: meaning(getattr(value, part), part) for part in ("activation", "initializer")}
        return replace(value, key=0, **changed)
    if isinstance(value, NetworkSpec):
        return replace(value, layers=tuple(map(meaning, value.layers)))
    if isinstance(value, TrainSpec):
        return replace(
            value, **{part: meaning(getattr(value, part), part) for part in ("loss", "optimizer", "schedule")}
        )
    return value


@settings(max_examples=50)
@given(projects(), projects())
def test_a_project_does_not_differ_from_itself_and_from_what_means_something_else_in_words(one, other):
    for project in (one, other):
        assert differences(project, replace(project, name="another", checkpoint=None)) == ()
    parts = [(getattr(one, part), getattr(other, part)) for part in ("data", "network", "training")]
    assume(not all(equal(meaning(before), meaning(after)) for before, after in parts))
    assert differences(one, other)
    assert differences(other, one)


@settings(max_examples=40)
@given(projects(), projects(), st.data())
def test_a_single_setting_of_training_or_of_a_layer_that_is_another_is_said(project, theirs, data):
    field = data.draw(st.sampled_from(fields(TrainSpec))).name
    training = replace(project.training, **{field: getattr(theirs.training, field)})
    is_another = not equal(meaning(project.training), meaning(training))
    assert bool(differences(project, replace(project, training=training))) == is_another
    field = data.draw(st.sampled_from(fields(LayerSpec))).name
    place = data.draw(st.integers(0, len(project.network.layers) - 1))
    layer = replace(project.network.layers[place], **{field: getattr(theirs.network.layers[-1], field)})
    network = project.network.with_layer(place, layer)
    is_another = not equal(meaning(project.network), meaning(network))
    assert bool(differences(project, replace(project, network=network))) == is_another


DATA: dict[str, DataSpec] = {
    "noise": DataSpec(ToySource("spiral", noise=0.5)),
    "points": DataSpec(ToySource("spiral", n_samples=401)),
    "seed": DataSpec(ToySource("spiral", seed=1)),
    "share": DataSpec(ToySource("spiral", imbalance=0.9)),
    "labels": DataSpec(ToySource("spiral", label_noise=0.1)),
    "classes": DataSpec(ToySource("spiral", n_classes=3)),
    "kind": DataSpec(ToySource("circle")),
    "inputs": DataSpec(ToySource("spiral"), ("x1", "x2", "x1^2")),
    "order": DataSpec(ToySource("spiral"), ("x2", "x1")),
    "test": DataSpec(ToySource("spiral"), test_fraction=0.500001),
    "scaling": DataSpec(ToySource("spiral"), scaling="minmax"),
    "split": DataSpec(ToySource("spiral"), split_seed=1),
    "table": flowers().data,
}


@pytest.mark.parametrize("name", DATA)
def test_data_that_are_others_in_one_thing_differ_in_one(name):
    one = spiral()
    one = replace(one, data=DataSpec(ToySource("spiral")))
    assert len(differences(one, replace(one, data=DATA[name]))) == (3 if name == "table" else 1)


def test_another_formula_and_another_range_of_it_are_said():
    one = replace(spiral(), data=DataSpec(ToySource("formula", formula="2x")))
    other = replace(one, data=DataSpec(ToySource("formula", formula="x^2", high=4.0)))
    assert told(one, other) == ["formula x^2 instead of 2x", "range of x -3 … 4 instead of -3 … 3"]


def changed(table: Table, **parts: Any) -> Project:
    source = flowers().data.source
    assert isinstance(source, TableSource)
    return replace(flowers(), data=replace(flowers().data, source=replace(source, table=replace(table, **parts))))


def test_a_table_that_says_something_else_is_another_one_though_it_has_the_same_name():
    source = flowers().data.source
    assert isinstance(source, TableSource)
    table = source.table
    assert differences(flowers(), changed(table)) == ()
    length, *rest = table.columns
    for columns in (
        (replace(length, values=np.array([1.5, 2.0, -0.0])), *rest),
        (replace(length, name="width"), *rest),
        (Column("length", "category", np.zeros(3), ("a",)), *rest),
        rest,
    ):
        assert told(flowers(), changed(table, columns=tuple(columns)))[0] == "data: another table flowers.csv"
    assert told(flowers(), changed(table, notices=())) == ["data: another table flowers.csv"]
    assert told(flowers(), changed(table, name="b.csv")) == ["data: b.csv instead of flowers.csv"]


def test_it_is_said_as_a_person_would_say_it():
    project = start()
    for edited, words in (
        (edits.set_learning_rate(project, 0.3), ["learning rate 0.3 instead of 0.03"]),
        (edits.set_seed(project, 2), ["seed 2 instead of 0"]),
        (edits.set_batch_size(project, None), ["batch size all samples instead of 10"]),
        (edits.set_optimizer(project, Choice("adam")), ["Adam instead of gradient descent"]),
        (edits.add_neuron(project, 0), ["Hidden 1: 9 neurons instead of 8"]),
        (edits.set_activation(project, 1, Choice("relu")), ["Hidden 2: ReLU instead of tanh"]),
        (edits.remove_layer(project, 0), ["one hidden layer less"]),
        (edits.duplicate_layer(project, 1), ["one hidden layer more"]),
        (edits.set_bias(project, 0, bias=False), ["Hidden 1: without biases"]),
        (layer_edits.set_frozen(project, 0, frozen=True), ["Hidden 1: frozen"]),
        (data_edits.choose_toy(project, "circle"), ["data: Circle instead of Spiral"]),
        (data_edits.set_noise(project, 0.2), ["noise 0.2 instead of 0"]),
        (data_edits.set_data_seed(project, 3), ["data seed 3 instead of 0"]),
        (data_edits.toggle_input(project, "x1^2"), ["with input x₁²"]),
        (data_edits.set_test_fraction(project, 0.3), ["test share 30% instead of 50%"]),
    ):
        assert told(project, edited.project) == words


def test_what_all_hidden_layers_have_in_common_is_said_once():
    project = start()
    relu = edits.set_activation(edits.set_activation(project, 0, Choice("relu")).project, 1, Choice("relu")).project
    assert told(project, relu) == ["all hidden layers: ReLU instead of tanh"]


def test_a_rate_and_its_schedule_are_one_difference_and_the_short_comes_first():
    project = start()
    other = edits.set_learning_rate(edits.set_schedule(project, Choice("cosine")).project, 0.3).project
    other = edits.set_seed(other, 7).project
    assert told(project, other) == [
        "seed 7 instead of 0",
        "learning rate 0.3 (cosine) instead of 0.03 (constant)",
    ]


def test_layers_that_have_changed_places_are_told_from_layers_that_have_changed():
    network = NetworkSpec(2, (LayerSpec(4, key=1), LayerSpec(8, key=2), LayerSpec(1, Choice("sigmoid"), key=3)))
    project = replace(start(), network=network)
    swapped = replace(network, layers=(network.layers[1], network.layers[0], network.layers[2]))
    assert told(project, replace(project, network=swapped)) == ["layers in another order"]
    renewed = replace(swapped, layers=(swapped.layers[0], replace(swapped.layers[1], key=9), swapped.layers[2]))
    assert told(project, replace(project, network=renewed)) == ["layers in another order"]


def test_limits_that_end_training_are_said_with_what_they_were():
    project = start()
    some = replace(project, training=replace(project.training, stop=StopSpec(epochs=100, loss=0.1)))
    others = replace(project, training=replace(project.training, stop=StopSpec(epochs=50, patience=3)))
    assert told(some, others) == [
        "patience 3",
        "without “stop at loss”",
        "stop after epochs 50 instead of 100",
    ]


def test_pictures_instead_of_numbers_in_a_row_are_said():
    flat = replace(pictures(), network=replace(pictures().network, picture=None))
    assert told(flat, pictures()) == ["inputs as a picture of 1 × 4 × 4 instead of numbers in a row"]


def test_numbers_have_the_digits_that_were_set():
    project = start()
    for changes, words in (
        ({"stop": StopSpec(epochs=1_234_567)}, "stop after epochs 1234567"),
        ({"stop": StopSpec(accuracy=0.9999999)}, "stop at accuracy 0.9999999"),
        ({"stop": StopSpec(seconds=1_234_567.0)}, "stop after seconds 1234567"),
        ({"learning_rate": 0.123456789}, "learning rate 0.123456789 instead of 0.03"),
        ({"optimizer": Choice.of("adam", beta2=0.9999999)}, "Adam (β₂ 0.9999999) instead of gradient descent"),
    ):
        assert told(project, replace(project, training=replace(project.training, **changes))) == [words]


@given(st.floats(0.0, 1.0))
def test_a_share_is_written_as_the_number_that_it_is(share):
    assert float(Fraction(written_percent(share).removesuffix("%")) / 100) == share


def test_a_test_share_is_told_exactly():
    project = start()
    for share, words in ((0.125, "12.5%"), (0.07, "7%"), (0.995, "99.5%")):
        edited = replace(project, data=replace(project.data, test_fraction=share))
        assert told(project, edited) == [f"test share {words} instead of 50%"]
