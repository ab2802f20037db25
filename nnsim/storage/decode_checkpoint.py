"""From the ``checkpoint`` of a document to what a network has learnt."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import NetworkSpec
from nnsim.storage.arrays import AnyArray
from nnsim.storage.decode_network import NETWORK, network_spec
from nnsim.storage.encode import CURVES
from nnsim.storage.fields import Fields, mismatch, out_of_range
from nnsim.storage.judging import check_own_network
from nnsim.storage.limits import MAX_COUNT
from nnsim.storage.members import Members
from nnsim.storage.refusals import refusal

_COUNTERS = ("optimizer_steps", "step", "epoch", "seen", "looked")
CHECKPOINT = ("network", "parameters", "optimizer", *_COUNTERS, "curves")
_STATE_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def checkpoint_of(fields: Fields, network: NetworkSpec, members: Members) -> Checkpoint:
    """The learnt numbers; ``network`` is that of the project, to which they nearly always belong."""
    if fields.values["network"] is not None:
        network = network_spec(fields.record("network", NETWORK))
        check_own_network(network, fields.at("network"))
    expected: dict[str, Any] = {"dtype": network.dtype, "length": network.n_parameters}
    parameters = members.take_finite(fields, "parameters", **expected)
    check_parameters(parameters, network, fields.at("parameters"))
    counters: dict[str, Any] = {name: fields.integer(name, 0, MAX_COUNT) for name in _COUNTERS}
    return Checkpoint(
        network=network,
        parameters=parameters,
        optimizer=memory_of(fields.record("optimizer"), members, expected),
        curves=curves_of(fields.record("curves", CURVES), members),
        **counters,
    )


def check_parameters(parameters: AnyArray, network: NetworkSpec, pointer: str) -> None:
    """Refuse a cut link that has a weight, and a remembered variance below 0, of which a root is taken."""
    for number, (block, layer) in enumerate(zip(blocks(network), network.layers, strict=True), 1):
        weights = block.weights(parameters)
        for row, column in layer.cut:
            if weights[row, column] != 0.0:
                message = f"In layer {number} the link {row + 1} → {column + 1} is cut, but it has a weight."
                raise mismatch(message, pointer)
        if layer.normalize and (block.normalization(parameters)[2] < 0.0).any():
            raise out_of_range(f"Layer {number} remembers a variance below 0.", pointer)


def memory_of(optimizer: Fields, members: Members, expected: dict[str, Any]) -> dict[str, AnyArray]:
    """What an optimizer remembers, by name; ``expected`` : type and length of each array."""
    for name in optimizer.values:
        if not _STATE_NAME.fullmatch(name):
            raise refusal("key_unknown", "This is not a name of an optimizer's state.", where=optimizer.where(name))
    return {name: _state(optimizer, name, members, expected) for name in optimizer.values}


def _state(fields: Fields, name: str, members: Members, expected: dict[str, Any]) -> AnyArray:
    """One array of the optimizer's memory. Roots are taken of squares, and Rprop's steps are lengths."""
    array = members.take_finite(fields, name, **expected)
    negative = array < 0.0
    if name.endswith(("square", "step_size")) and negative.any():
        message = f"Number {int(np.argmax(negative))} is negative, which no square and no length is."
        raise out_of_range(message, fields.at(name))
    return array


def curves_of(fields: Fields, members: Members) -> Curves:
    """All curves as long as the first. A loss may be NaN (no test data) or infinite (just before a stop)."""
    epoch = members.take_finite(fields, "epoch", dtype="float64", length=None)
    if len(epoch) and not (epoch[0] >= 0.0 and epoch[-1] <= MAX_COUNT and (np.diff(epoch) > 0.0).all()):
        raise mismatch("The epochs of the record do not ascend.", fields.at("epoch"))
    rest = {name: members.take(fields, name, dtype="float64", length=len(epoch)) for name in CURVES[1:]}
    return Curves(epoch, **rest)
