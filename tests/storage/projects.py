"""Whole projects made by Hypothesis, one fixed project, and what it means that two are equal."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnsim.data.features import features_of
from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.table_dataset import part_names
from nnsim.data.tables import Column, Table
from nnsim.data.toys import TOYS
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.model.project import Project

SEEDS = st.integers(0, 2**32 - 1)
COUNTS = st.integers(0, 2**53)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def spiral() -> Project:
    """Learnt for two epochs, with a table's worth of everything but a table."""
    network = NetworkSpec(2, (LayerSpec(4, key=1), LayerSpec(1, Choice("sigmoid"), key=2)))
    curves = Curves(*(np.array(row) for row in ([0.0, 1.0], [0.7, 0.5], [0.7, np.nan], [0.5, 0.75], [0.5, np.nan])))
    checkpoint = Checkpoint(network, np.arange(17) / 7.0, {"velocity": np.arange(17) / -3.0}, 5, 40, 2, 20, 3, curves)
    training = TrainSpec(optimizer=Choice.of("momentum", momentum=0.5))
    return Project("spiral", DataSpec(ToySource("spiral", noise=0.1, seed=3)), network, training, checkpoint)


def flowers() -> Project:
    """A table with a category and a missing number; nothing learnt."""
    columns = (
        Column("length", "number", np.array([1.5, np.nan, -0.0])),
        Column("colour", "category", np.array([1.0, 0.0, np.nan]), ("blau", "weiß")),
        Column("kind", "category", np.array([0.0, 1.0, 1.0]), ("a", "b")),
    )
    table = Table("flowers.csv", columns, ("The file is UTF-8.",))
    data = DataSpec(TableSource(table, ("kind",), "classification"), (), 0.3, "standardize")
    return Project("flowers", data, NetworkSpec(3, (LayerSpec(1, Choice("sigmoid")),)), TrainSpec())


def equal(one: Any, other: Any) -> bool:
    """Equal in every field, arrays bit for bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if is_dataclass(one):
        return all(equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    return bool(one == other)


@st.composite
def choices(draw: st.DrawFn, family: Family[Any]) -> Choice:
    entry = draw(st.sampled_from(family.entries))
    given = [parameter for parameter in entry.parameters if draw(st.booleans())]
    return Choice.of(entry.name, **{one.name: draw(st.floats(one.minimum, one.maximum)) for one in given})


@st.composite
def networks(draw: st.DrawFn, n_inputs: int) -> NetworkSpec:
    layers = st.builds(
        LayerSpec, st.integers(1, 5), choices(ACTIVATIONS), st.booleans(), choices(INITIALIZERS), st.just(0)
    )
    return NetworkSpec(
        n_inputs, tuple(draw(st.lists(layers, min_size=1, max_size=4))), draw(st.sampled_from(["float64", "float32"]))
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    n_rows = draw(st.integers(0, 6))
    columns = []
    for name in draw(st.lists(WORDS, min_size=2, max_size=4, unique=True)):
        labels = tuple(draw(st.lists(WORDS, max_size=3, unique=True)))
        values = (
            st.floats(allow_infinity=False)
            if not labels
            else st.sampled_from([*map(float, range(len(labels))), np.nan])
        )
        array = np.array(draw(st.lists(values, min_size=n_rows, max_size=n_rows)), dtype=np.float64)
        columns.append(Column(name, "category" if labels else "number", array, labels))
    return Table(draw(WORDS), tuple(columns), tuple(draw(st.lists(WORDS, max_size=2))))


@st.composite
def data_specs(draw: st.DrawFn) -> tuple[DataSpec, int]:
    """A description of data, and how many inputs a network needs for it."""
    if draw(st.booleans()):
        kind = draw(st.sampled_from(sorted(TOYS)))
        source: ToySource | TableSource = ToySource(
            kind, draw(st.integers(1, 10**6)), draw(st.floats(0, 1)), draw(SEEDS)
        )
        n_inputs = TOYS[kind].n_inputs
        inputs = tuple(draw(st.lists(st.sampled_from(features_of(n_inputs)), unique=True)))
        n_inputs = len(inputs) or n_inputs
    else:
        table = draw(tables())
        source = TableSource(table, (table.columns[-1].name,), draw(st.sampled_from(["classification", "regression"])))
        parts = {column.name: len(part_names(column)) for column in table.columns[:-1]}
        inputs = tuple(draw(st.lists(st.sampled_from(sorted(parts)), unique=True)))
        n_inputs = sum(parts[name] for name in inputs or parts)
    scaling = draw(st.sampled_from(["none", "standardize", "minmax"]))
    return DataSpec(source, inputs, draw(st.floats(0, 0.9)), scaling, draw(SEEDS)), n_inputs


@st.composite
def checkpoints(draw: st.DrawFn, network: NetworkSpec) -> Checkpoint:
    width = 64 if network.dtype == "float64" else 32
    numbers = st.floats(allow_nan=False, allow_infinity=False, width=width)
    vectors = hnp.arrays(network.dtype, network.n_parameters, elements=numbers)
    n_points = draw(st.integers(0, 4))
    epoch = np.arange(n_points, dtype=np.float64)
    rest = [draw(hnp.arrays(np.float64, n_points)) for _ in range(4)]
    optimizer = {name: draw(vectors) for name in draw(st.sets(st.sampled_from(["velocity", "mean", "square"])))}
    counters = [draw(COUNTS) for _ in range(5)]
    if "square" in optimizer:
        optimizer["square"] = np.abs(optimizer["square"])
    return Checkpoint(network, draw(vectors), optimizer, *counters, Curves(epoch, *rest))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    data, n_inputs = draw(data_specs())
    network = draw(networks(n_inputs))
    training = TrainSpec(
        draw(choices(LOSSES)),
        draw(choices(OPTIMIZERS)),
        draw(st.floats(0, 1000)),
        draw(st.none() | st.integers(1, 10**6)),
        draw(st.floats(0, 10)),
        draw(st.floats(0, 10)),
        draw(SEEDS),
    )
    its_network = network if draw(st.booleans()) else draw(networks(n_inputs))
    return Project(draw(WORDS), data, network, training, draw(st.none() | checkpoints(its_network)))
