"""From a document and its arrays to a project. Strict: what it does not know, it refuses, and says where.

Nothing is ever imported or looked up by a name in a file, other than in the catalog's tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

import numpy as np

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.settings import BATCH_SIZE, L1, L2, LAYER_SIZE, LEARNING_RATE, SEED
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import Choice, DType, LayerSpec, NetworkSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.budget import MAX_PARAMETERS
from nnsim.model.problems import MAX_LAYERS
from nnsim.model.project import Project
from nnsim.storage.arrays import AnyArray
from nnsim.storage.decode_data import check_inputs, data_spec
from nnsim.storage.encode import CURVES
from nnsim.storage.fields import Fields, mismatch, number, out_of_range
from nnsim.storage.limits import MAX_COUNT, MAX_INPUTS
from nnsim.storage.members import Members
from nnsim.storage.refusals import refusal

_NETWORK = ("n_inputs", "dtype", "layers")
_LAYER = ("key", "size", "activation", "bias", "initializer")
_TRAINING = ("loss", "optimizer", "learning_rate", "batch_size", "l1", "l2", "seed")
_COUNTERS = ("optimizer_steps", "step", "epoch", "seen", "looked")
_CHECKPOINT = ("network", "parameters", "optimizer", *_COUNTERS, "curves")
_STATE_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def decode(document: Mapping[str, Any], arrays: Mapping[str, AnyArray]) -> Project:
    """The project; raises ``ProjectFileError`` on anything that ``encode`` would not have made of a project."""
    fields = Fields.of(document, "", ("name", "data", "network", "training", "checkpoint"))
    members = Members(arrays)
    data = data_spec(fields.record("data"), members)
    network = _network(fields.record("network", _NETWORK))
    check_inputs(data, network.n_inputs)
    training = _training(fields.record("training", _TRAINING))
    checkpoint = None
    if fields.values["checkpoint"] is not None:
        checkpoint = _checkpoint(fields.record("checkpoint", _CHECKPOINT), network, members)
    members.check_all_taken()
    return Project(fields.text("name"), data, network, training, checkpoint)


def _network(fields: Fields) -> NetworkSpec:
    layers = tuple(_layer(Fields.of(value, pointer, _LAYER)) for value, pointer in fields.items("layers", MAX_LAYERS))
    if not layers:
        raise out_of_range("A network needs at least one layer, the output layer.", fields.at("layers"))
    keys = [layer.key for layer in layers if layer.key]
    if len(set(keys)) < len(keys):
        raise mismatch("Two layers have the same key.", fields.at("layers"))
    dtype = cast("DType", fields.one_of("dtype", get_args(DType)))
    network = NetworkSpec(fields.integer("n_inputs", 1, MAX_INPUTS), layers, dtype)
    if network.n_parameters > MAX_PARAMETERS:
        message = f"The network has {network.n_parameters:,} parameters; at most {MAX_PARAMETERS:,} are possible."
        raise out_of_range(message, fields.pointer)
    return network


def _layer(fields: Fields) -> LayerSpec:
    return LayerSpec(
        size=fields.whole_within("size", LAYER_SIZE),
        activation=_choice(fields, "activation", ACTIVATIONS),
        bias=fields.boolean("bias"),
        initializer=_choice(fields, "initializer", INITIALIZERS),
        key=fields.integer("key", 0, MAX_COUNT),
    )


def _training(fields: Fields) -> TrainSpec:
    whole_set = fields.values["batch_size"] is None
    return TrainSpec(
        loss=_choice(fields, "loss", LOSSES),
        optimizer=_choice(fields, "optimizer", OPTIMIZERS),
        learning_rate=fields.within("learning_rate", LEARNING_RATE),
        batch_size=None if whole_set else fields.whole_within("batch_size", BATCH_SIZE),
        l1=fields.within("l1", L1),
        l2=fields.within("l2", L2),
        seed=fields.whole_within("seed", SEED),
    )


def _choice(parent: Fields, key: str, family: Family[Any]) -> Choice:
    """A choice that the catalog knows, with the catalog's own words where it does not."""
    fields = parent.record(key, ("name", "parameters"))
    name = fields.text("name")
    try:
        entry = family.entry(name[:100])
    except SpecError as error:
        code = error.code.removeprefix("spec.")
        raise refusal(code, error.message, where=fields.where("name"), hint=error.hint) from error
    parameters = fields.record("parameters")
    known = {parameter.name: parameter for parameter in entry.parameters}
    found: list[tuple[str, float]] = []
    for parameter, value in sorted(parameters.values.items()):
        if parameter not in known:
            hint = f"It has: {', '.join(known)}." if known else "It has none."
            message = f"{entry.label} has no such parameter."
            raise refusal("unknown_parameter", message, where=parameters.where(parameter), hint=hint)
        low, high = known[parameter].minimum, known[parameter].maximum
        found.append((parameter, number(value, low, high, parameters.at(parameter))))
    return Choice(entry.name, tuple(found))


def _checkpoint(fields: Fields, network: NetworkSpec, members: Members) -> Checkpoint:
    if fields.values["network"] is not None:
        network = _network(fields.record("network", _NETWORK))
    expected: dict[str, Any] = {"dtype": network.dtype, "length": network.n_parameters}
    optimizer = fields.record("optimizer")
    for name in optimizer.values:
        if not _STATE_NAME.fullmatch(name):
            raise refusal("key_unknown", "This is not a name of an optimizer's state.", where=optimizer.where(name))
    return Checkpoint(
        network=network,
        parameters=members.take_finite(fields, "parameters", **expected),
        optimizer={name: _state(optimizer, name, members, expected) for name in optimizer.values},
        curves=_curves(fields.record("curves", CURVES), members),
        **{name: fields.integer(name, 0, MAX_COUNT) for name in _COUNTERS},
    )


def _state(fields: Fields, name: str, members: Members, expected: dict[str, Any]) -> AnyArray:
    """One array of the optimizer's memory. Adam takes roots of its ``square``."""
    array = members.take_finite(fields, name, **expected)
    negative = array < 0.0
    if name == "square" and negative.any():
        message = f"Number {int(np.argmax(negative))} is negative, which no mean of squares is."
        raise out_of_range(message, fields.at(name))
    return array


def _curves(fields: Fields, members: Members) -> Curves:
    """All curves as long as the first. A loss may be NaN (no test data) or infinite (just before a stop)."""
    epoch = members.take_finite(fields, "epoch", dtype="float64", length=None)
    if len(epoch) and not (epoch[0] >= 0.0 and epoch[-1] <= MAX_COUNT and (np.diff(epoch) > 0.0).all()):
        raise mismatch("The epochs of the record do not ascend.", fields.at("epoch"))
    rest = {name: members.take(fields, name, dtype="float64", length=len(epoch)) for name in CURVES[1:]}
    return Curves(epoch, **rest)
