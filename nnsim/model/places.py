"""The place that an error names in words, as a number."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Final

from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.attempt import ImpossibleError
from nnsim.model.project import Project

INPUTS: Final = -1
_LAYER = re.compile(r"layer (\d+)(?:, .*)?")
_ENDS: Final = {"inputs": INPUTS, "picture": INPUTS}
_SETTINGS: Final = {
    "loss": "loss",
    "optimizer": "optimizer",
    "learning rate": "learning_rate",
    "schedule": "schedule",
    "L1 penalty": "l1",
    "L2 penalty": "l2",
    "seed": "seed",
    "longest gradient": "clip_norm",
    "batch size": "batch_size",
    "stop": "stop",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A layer of the network, or a setting of training.

    Parameters
    ----------
    layer : from 0; −1 is the inputs; ``None`` if it is a setting
    setting : the name of a field of ``TrainSpec``
    """

    layer: int | None
    setting: str = ""


def place_of(error: SpecError, project: Project) -> Place | None:
    """Where to tell of an error: at the setting of training that was being made; else at the layer that is named."""
    network = project.network
    setting = _SETTINGS.get(error.where.partition(",")[0], "")
    if not isinstance(error, ImpossibleError):
        layer = layer_of(error.where, network)
        is_there = layer is not None and layer < len(network.layers)
        return Place(layer) if is_there else Place(None, setting) if setting else None
    tried = error.attempted
    if tried.network == network and tried.data == project.data:
        setting = _changed(tried.training, project.training) or setting
        if setting:
            return Place(None, setting)
    layer = nearest_layer(error.where, tried.network, network)
    return Place(None, setting) if layer is None and setting else None if layer is None else Place(layer)


def layer_of(where: str, network: NetworkSpec) -> int | None:
    """The layer of ``network`` that ``NnsimError.where`` names, from 0; −1 is the inputs, ``None`` no layer."""
    if where == "output layer":
        return len(network.layers) - 1
    found = _LAYER.fullmatch(where)
    return _ENDS.get(where) if found is None else int(found[1]) - 1


def nearest_layer(where: str, attempted: NetworkSpec, present: NetworkSpec) -> int | None:
    """The layer of ``present`` at which to tell what is wrong with ``attempted``.

    The same layer by its key; one that is not there is told of at what stands in its place.
    """
    layer = layer_of(where, attempted)
    if layer is None or layer == INPUTS:
        return layer
    keys = [one.key for one in present.layers]
    key = attempted.layers[layer].key
    return keys.index(key) if key in keys else min(layer, len(keys) - 1)


def _changed(training: TrainSpec, before: TrainSpec) -> str:
    """The first setting that is another one."""
    names = (field.name for field in fields(TrainSpec))
    return next((name for name in names if getattr(training, name) != getattr(before, name)), "")
