"""Whole projects made by Hypothesis, one fixed project, and what it means that two are equal."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnsim.data.bags import Bag
from nnsim.data.column_parts import Missing, part_names
from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.data.toy_checks import IMBALANCE, MOST_LABEL_NOISE
from nnsim.data.toys import TOYS, available_inputs, n_inputs_of
from nnsim.engine.activations import Activation
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family, Parameter
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, Places, Shape, StopSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.fitting import task_of
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


def pictures() -> Project:
    """Pictures of 4 × 4 pixels and every kind of layer but one, with everything that can be said of a layer."""
    pixels = [Column(f"p{number}", "number", np.arange(5.0) * number) for number in range(16)]
    table = Table("pictures.csv", (*pixels, Column("kind", "category", np.array([0.0, 1, 0, 1, 1]), ("a", "b"))))
    layers = (
        LayerSpec(2, Choice("relu"), key=1, kind="conv2d", kernel=3, padding=1, frozen=True),
        LayerSpec(0, Choice("identity"), bias=False, key=2, kind="max_pool2d", kernel=2, stride=2),
        LayerSpec(0, Choice("identity"), bias=False, key=3, kind="flatten"),
        LayerSpec(3, key=4, normalize=True, dropout=0.25, held=((0, 1), (8, 2)), cut=((2, 0), (2, 1)), muted=(0, 2)),
        LayerSpec(1, Choice("sigmoid"), key=5),
    )
    network = NetworkSpec(16, layers, picture=(1, 4, 4))
    training = TrainSpec(
        optimizer=Choice("rprop"),
        batch_size=None,
        schedule=Choice.of("cosine", epochs=50.0),
        clip_norm=1.5,
        stop=StopSpec(epochs=100, loss=0.01, accuracy=0.9, seconds=60.0, patience=20),
    )
    memory = {"step_size": np.full(60, 0.5), "previous_sign": np.full(60, -1.0)}
    data = DataSpec(TableSource(table, ("kind",), "classification"))
    return Project("pictures", data, network, training, Checkpoint(network, _possible(network, np.ones(60)), memory))


def _possible(network: NetworkSpec, parameters: np.ndarray) -> np.ndarray:
    """Parameters with 0 for cut links, and no variance below 0."""
    for block, layer in zip(blocks(network), network.layers, strict=True):
        for row, column in layer.cut:
            block.weights(parameters)[row, column] = 0.0
        np.abs(block.normalization(parameters)[2:], out=block.normalization(parameters)[2:])
    return parameters


def equal(one: Any, other: Any) -> bool:
    """Equal in every field, arrays bit for bit. What was told when a table was read is a plain text in a file."""
    if isinstance(one, Table) and isinstance(other, Table):
        one, other = (replace(table, notices=tuple(map(str, table.notices))) for table in (one, other))
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
    return Choice.of(entry.name, **{one.name: draw(_numbers(one)) for one in given})


def _numbers(parameter: Parameter) -> st.SearchStrategy[float]:
    if parameter.whole:
        return st.integers(int(parameter.minimum), int(parameter.maximum)).map(float)
    return st.floats(parameter.minimum, parameter.maximum)


@st.composite
def networks(draw: st.DrawFn, n_inputs: int) -> NetworkSpec:
    shapes = [(1, 1, n_inputs), (n_inputs, 1, 1), (1, n_inputs, 1)]
    picture = draw(st.none() | st.sampled_from(shapes)) if n_inputs else None
    kinds = draw(st.lists(st.sampled_from(LAYER_KINDS.names), max_size=3))
    kinds += ["flatten", "dense"] if picture and "flatten" not in kinds else ["dense"]
    shape: Shape = picture or (n_inputs,)
    layers: list[LayerSpec] = []
    for kind in kinds:
        layer = draw(_layers(kind, shape, is_last=len(layers) + 1 == len(kinds)))
        try:
            shape = layer.shape_after(shape)
        except SpecError:  # this kind cannot stand here
            continue
        layers.append(layer)
    if layers[-1].dropout or layers[-1].muted or layers[-1].kind != "dense":
        layers.append(LayerSpec(2))
    if layers[-1].size == 1 and layers[-1].activation.name == "softmax":
        layers[-1] = replace(layers[-1], activation=Choice("sigmoid"))
    keys = draw(st.lists(COUNTS, min_size=len(layers), max_size=len(layers), unique=True))
    keyed = tuple(replace(layer, key=key) for layer, key in zip(layers, keys, strict=True))
    return NetworkSpec(n_inputs, keyed, draw(st.sampled_from(["float64", "float32"])), picture)


@st.composite
def _layers(draw: st.DrawFn, kind: Any, shape: Shape, *, is_last: bool) -> LayerSpec:
    """A layer of this kind with anything that such a layer can have."""
    layer = LayerSpec(0, draw(choices(ACTIVATIONS)), draw(st.booleans()), draw(choices(INITIALIZERS)), 0, kind)
    sides = {name: draw(st.integers(1, 3)) for name in ("kernel", "stride")}
    layer = replace(layer, **sides, dropout=0.0 if is_last else draw(st.floats(0, 0.95)))
    if not layer.has_weights:
        return replace(layer, bias=False)
    flags = {name: draw(st.booleans()) for name in ("normalize", "frozen")}
    padding = draw(st.integers(0, 2)) if kind == "conv2d" else 0
    layer = replace(layer, size=draw(st.integers(1, 5)), padding=padding, **flags)
    rows = layer.rows(shape)
    muted = () if is_last else tuple(sorted(draw(st.sets(st.integers(0, layer.size - 1)))))
    held, cut = draw(_places(rows + layer.bias, layer.size)), draw(_places(rows, layer.size))
    return replace(layer, held=held, cut=cut, muted=muted)


def _places(rows: int, columns: int) -> st.SearchStrategy[Places]:
    """Some places of a matrix, in order."""
    if not rows:
        return st.just(())
    places = st.sets(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1)), max_size=4)
    return places.map(lambda found: tuple(sorted(found)))


WORDS_OF_TEXTS, LETTERS_OF_TEXTS = Bag(), Bag("letters", 3, folds_case=False)
TASKS = ("classification", "regression")


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
        kind = draw(st.sampled_from(["category", "text"])) if labels else "number"
        bag = draw(st.sampled_from([WORDS_OF_TEXTS, LETTERS_OF_TEXTS])) if kind == "text" else WORDS_OF_TEXTS
        columns.append(Column(name, kind, array, labels, bag.fitted(labels) if kind == "text" else bag))
    return Table(draw(WORDS), tuple(columns), tuple(draw(st.lists(WORDS, max_size=2))))


@st.composite
def toy_sources(draw: st.DrawFn) -> ToySource:
    """A toy set with what can be asked of it."""
    toy = TOYS[draw(st.sampled_from(sorted(TOYS)))]
    source = ToySource(toy.name, draw(st.integers(1, 10**6)), draw(st.floats(0, 1)), draw(SEEDS))
    if toy.has_drawn_classes:
        share, wrong = draw(st.none() | st.floats(*IMBALANCE)), draw(st.floats(0, MOST_LABEL_NOISE))
        source = replace(source, imbalance=share, label_noise=wrong)
    if toy.most_classes:
        source = replace(source, n_classes=draw(st.none() | st.integers(2, toy.most_classes)))
    if toy.is_formula:
        low = draw(st.floats(-100, 0))
        source = replace(source, formula=draw(st.sampled_from(["2x", "x1 x2²"])), low=low, high=draw(st.floats(1, 9)))
    return source


@st.composite
def data_specs(draw: st.DrawFn) -> tuple[DataSpec, int]:
    """A description of data, and how many inputs a network needs for it."""
    if draw(st.booleans()):
        source: ToySource | TableSource = draw(toy_sources())
        inputs = tuple(draw(st.lists(st.sampled_from(available_inputs(source)), unique=True)))
        n_inputs = len(inputs) or n_inputs_of(source)
    else:
        table = draw(tables())
        task, missing = draw(st.sampled_from(TASKS)), draw(st.sampled_from(get_args(Missing)))
        source = TableSource(table, (table.columns[-1].name,), task, missing)
        parts = {column.name: len(part_names(column, missing)) for column in table.columns[:-1]}
        inputs = tuple(draw(st.lists(st.sampled_from(sorted(parts)), unique=True)))
        n_inputs = sum(parts[name] for name in inputs or parts)
        if not n_inputs:  # texts without a letter
            table = replace(table, columns=(Column("one more", "number", np.ones(table.n_rows)), *table.columns))
            source, inputs, n_inputs = replace(source, table=table), (), 1
    scaling = draw(st.sampled_from(["none", "standardize", "minmax"]))
    goal = draw(st.sampled_from(["predict", "reconstruct"]))
    return DataSpec(source, inputs, draw(st.floats(0, 0.9)), scaling, draw(SEEDS), goal), n_inputs


@st.composite
def checkpoints(draw: st.DrawFn, network: NetworkSpec) -> Checkpoint:
    width = 64 if network.dtype == "float64" else 32
    numbers = st.floats(allow_nan=False, allow_infinity=False, width=width)
    vectors = hnp.arrays(network.dtype, network.n_parameters, elements=numbers)
    n_points = draw(st.integers(0, 4))
    epoch = np.arange(n_points, dtype=np.float64)
    rest = [draw(hnp.arrays(np.float64, n_points)) for _ in range(4)]
    names = ["velocity", "mean", "square", "step_size", "adagrad_square"]
    optimizer = {name: draw(vectors) for name in draw(st.sets(st.sampled_from(names), max_size=3))}
    counters = [draw(COUNTS) for _ in range(5)]
    for name in optimizer.keys() - {"velocity", "mean"}:
        optimizer[name] = np.abs(optimizer[name])
    return Checkpoint(network, _possible(network, draw(vectors)), optimizer, *counters, Curves(epoch, *rest))


def stops(*, has_accuracy: bool) -> st.SearchStrategy[StopSpec]:
    """Any limits, or none."""
    epochs = st.none() | st.integers(1, 10**9)
    accuracy = st.none() | st.floats(0, 1) if has_accuracy else st.none()
    return st.builds(
        StopSpec, epochs, st.none() | st.floats(0, 1e300), accuracy, st.none() | st.floats(0.01, 1e7), epochs
    )


def suited_losses(network: NetworkSpec) -> st.SearchStrategy[Choice]:
    """Losses that the output layer goes with."""
    output = ACTIVATIONS.build(network.output.activation)
    return choices(LOSSES).filter(lambda loss: _is_suited(loss, output))


def _is_suited(loss: Choice, output: Activation) -> bool:
    try:
        LOSSES.build(loss).suited_to(output)
    except SpecError:
        return False
    return True


@st.composite
def projects(draw: st.DrawFn) -> Project:
    data, n_inputs = draw(data_specs())
    network = draw(networks(n_inputs))
    optimizer = draw(choices(OPTIMIZERS))
    training = TrainSpec(
        draw(suited_losses(network)),
        optimizer,
        draw(st.floats(0, 1000)),
        draw(st.none() | st.integers(1, 10**6)) if optimizer.name != "rprop" else None,
        draw(st.floats(0, 10)),
        draw(st.floats(0, 10)),
        draw(SEEDS),
        draw(choices(SCHEDULES)),
        draw(st.floats(0, 1e6)),
        draw(stops(has_accuracy=task_of(data) == "classification")),
    )
    its_network = network if draw(st.booleans()) else draw(networks(n_inputs))
    return Project(draw(WORDS), data, network, training, draw(st.none() | checkpoints(its_network)))
