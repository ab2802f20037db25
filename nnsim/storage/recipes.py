"""From a recipe, as the file of an example holds it, to a project: what is left out is what suits the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, cast, get_args

import numpy as np

from nnsim.data.classics import CLASSICS
from nnsim.data.dataset import Task
from nnsim.data.named import named_data
from nnsim.data.spec import USUAL_RANGE, DataSpec, Goal, ScalingKind, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.data.toys import TOYS
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.catalog.settings import (
    BATCH_SIZE,
    CLIP_NORM,
    DROPOUT,
    KERNEL,
    L1,
    L2,
    LAYER_SIZE,
    LEARNING_RATE,
    PADDING,
    SEED,
    STRIDE,
)
from nnsim.engine.spec import Choice, LayerKind, LayerSpec, TrainSpec
from nnsim.model.problems import MAX_LAYERS
from nnsim.model.project import Project
from nnsim.model.start import TANH, new_project, suited_initializer
from nnsim.storage.decode_choice import decoded_choice
from nnsim.storage.decode_data import toy_source
from nnsim.storage.decode_network import picture
from nnsim.storage.fields import Fields, number
from nnsim.storage.limits import MAX_INPUTS, MAX_SAMPLES

Keys = tuple[tuple[str, ...], Mapping[str, object]]
"""Those that must be there, and those that may, with what is meant if they are not; ``None``: what suits the rest."""

_SHARED: Mapping[str, object] = MappingProxyType(
    {"inputs": [], "test_fraction": None, "scaling": None, "seed": 0, "goal": "predict"}
)
_TOY: Keys = (
    ("name",),
    MappingProxyType(
        {**_SHARED, "noise": 0.0, "n_samples": 400, "imbalance": None, "label_noise": 0.0, "n_classes": None}
        | {"formula": None, "range": [*USUAL_RANGE]}
    ),
)
_CLASSIC: Keys = (("name",), _SHARED)
_TABLE: Keys = (("columns",), MappingProxyType({**_SHARED, "target": None, "task": "regression"}))
NETWORK: Keys = (
    (),
    MappingProxyType(
        {"layers": [], "activation": "tanh", "initializer": None, "output_activation": None, "output_bias": True}
        | {"picture": None}
    ),
)
_LAYER: Keys = (
    (),
    MappingProxyType(
        {"kind": "dense", "size": 0, "activation": None, "initializer": None, "normalize": False, "dropout": 0.0}
        | {"kernel": None, "stride": None, "padding": 0}
    ),
)
TRAINING: Keys = (
    ("optimizer", "learning_rate", "batch_size"),
    MappingProxyType({"loss": None, "l1": 0.0, "l2": 0.0, "clip_norm": 0.0, "schedule": "constant", "seed": 0}),
)


def filled(value: object, pointer: str, required: Sequence[str], optional: Mapping[str, object]) -> Fields:
    """``value`` as an object with these keys and no others; those of ``optional`` may be missing."""
    written = Fields.of(value, pointer).values
    return Fields.of({**optional, **written}, pointer, (*required, *optional))


def project_of(name: str, data: Fields, network: Fields, training: Fields) -> Project:
    """The project; raises ``InputError`` at the first thing that is unknown or impossible."""
    activation = _choice(network, "activation", ACTIVATIONS) or TANH
    initializer = _choice(network, "initializer", INITIALIZERS)
    project = new_project(
        name,
        _data(data, name),
        _layers(network, activation, initializer or suited_initializer(activation)),
        output_activation=_choice(network, "output_activation", ACTIVATIONS),
        initializer=initializer,
        training=_training(training),
        loss=_choice(training, "loss", LOSSES),
        picture=picture(network),
    )
    output = replace(project.network.output, bias=network.boolean("output_bias"))
    last = len(project.network.layers) - 1
    return replace(project, network=project.network.with_layer(last, output))


def _data(fields: Fields, called: str) -> DataSpec:
    if "columns" in fields.values:
        fields = filled(fields.values, fields.pointer, *_TABLE)
        return _described(fields, _table(fields, called))
    name = Fields({"name": None} | fields.values, fields.pointer).one_of("name", (*TOYS, *CLASSICS))
    fields = filled(fields.values, fields.pointer, *(_TOY if name in TOYS else _CLASSIC))
    described = _described(fields, named_data(name, seed=fields.within("seed", SEED)))
    if not isinstance(described.source, ToySource):
        return described
    formula = fields.values["formula"]
    usual = described.source.formula if formula is None else formula
    return replace(described, source=toy_source(Fields({**fields.values, "formula": usual}, fields.pointer), name))


def _described(fields: Fields, data: DataSpec) -> DataSpec:
    """The data with what the recipe says about inputs, split and scaling."""
    if fields.values["test_fraction"] is not None:
        data = replace(data, test_fraction=fields.number("test_fraction", 0.0, 0.9))
    if fields.values["scaling"] is not None:
        data = replace(data, scaling=cast("ScalingKind", fields.one_of("scaling", get_args(ScalingKind))))
    return replace(
        data,
        inputs=fields.texts("inputs", MAX_INPUTS) or data.inputs,
        split_seed=fields.within("seed", SEED),
        goal=cast("Goal", fields.one_of("goal", get_args(Goal))),
    )


def _table(fields: Fields, called: str) -> DataSpec:
    """A few numbers that stand in the recipe itself."""
    columns = fields.record("columns")
    table = Table(
        called,
        tuple(
            Column(
                name,
                "number",
                np.array([number(value, -1e300, 1e300, place) for value, place in columns.items(name, MAX_SAMPLES)]),
            )
            for name in columns.values
        ),
    )
    is_labelled = fields.values["target"] is not None or fields.one_of("goal", get_args(Goal)) == "predict"
    targets = (fields.one_of("target", columns.values),) if is_labelled else ()
    task = cast("Task", fields.one_of("task", get_args(Task)))
    return DataSpec(TableSource(table, targets, task), test_fraction=0.0)


def _layers(network: Fields, activation: Choice, rule: Choice) -> tuple[LayerSpec, ...]:
    made = []
    for value, pointer in network.items("layers", MAX_LAYERS):
        written = {"size": value} if isinstance(value, int) else value
        made.append(_layer(filled(written, pointer, *_LAYER), activation, rule))
    return tuple(made)


def _layer(fields: Fields, activation: Choice, rule: Choice) -> LayerSpec:
    kind = cast("LayerKind", fields.one_of("kind", LAYER_KINDS.names))
    layer = LAYER_KINDS.entry(kind).kind()
    numbers: dict[str, Any] = {
        key: fields.within(key, parameter)
        for key, parameter in (("kernel", KERNEL), ("stride", STRIDE))
        if fields.values[key] is not None
    }
    if layer.has_weights:
        numbers |= {
            "size": fields.within("size", LAYER_SIZE),
            "activation": _choice(fields, "activation", ACTIVATIONS) or activation,
            "initializer": _choice(fields, "initializer", INITIALIZERS) or rule,
        }
    return replace(
        layer,
        padding=fields.within("padding", PADDING),
        normalize=fields.boolean("normalize"),
        dropout=fields.within("dropout", DROPOUT),
        **numbers,
    )


def _training(fields: Fields) -> TrainSpec:
    return TrainSpec(
        optimizer=_choice(fields, "optimizer", OPTIMIZERS) or Choice("sgd"),
        learning_rate=fields.within("learning_rate", LEARNING_RATE),
        batch_size=None if fields.values["batch_size"] == "all" else fields.within("batch_size", BATCH_SIZE),
        l1=fields.within("l1", L1),
        l2=fields.within("l2", L2),
        seed=fields.within("seed", SEED),
        schedule=_choice(fields, "schedule", SCHEDULES) or Choice("constant"),
        clip_norm=fields.within("clip_norm", CLIP_NORM),
    )


def _choice(fields: Fields, key: str, family: Family[Any]) -> Choice | None:
    """A name, or ``{"name": …, "its parameter": …}``; nothing for ``null``."""
    value = fields.values[key]
    if value is None:
        return None
    named = {"name": value} if isinstance(value, str) else Fields.of(value, fields.at(key)).values
    parameters = {name: setting for name, setting in named.items() if name != "name"}
    spelt = {"name": named.get("name"), "parameters": parameters}
    return decoded_choice(Fields({key: spelt}, fields.pointer), key, family)
