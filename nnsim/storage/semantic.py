"""A hash over what a project means, whatever it is called and however it is stored."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from nnsim.data.spec import USUAL_RANGE
from nnsim.data.tables import Table
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.model.problems import STOPS
from nnsim.model.project import Project
from nnsim.storage.arrays import AnyArray
from nnsim.storage.encode import Arrays, Document, encode, table_document

_PLAIN_LAYER: Document = {
    "kind": "dense",
    "padding": 0,
    "normalize": False,
    "dropout": 0.0,
    "frozen": False,
    "held": [],
    "cut": [],
    "muted": [],
}
_PLAIN_TRAINING: Document = {"schedule": {"name": "constant", "parameters": {}}, "clip_norm": 0.0, "stop": {}}
"""What a layer and the training of version 1 are in the words of later versions."""


_PLAIN_TOY: Document = {
    "imbalance": None,
    "label_noise": 0.0,
    "n_classes": None,
    "formula": "",
    "range": list(USUAL_RANGE),
}


def semantic_hash(project: Project) -> str:
    """``sha256:…`` over network, weights, data, settings and history.

    Left out: the names of the project and of the imported file, the import's notices, and the keys that tell layers
    apart. A parameter of a choice that equals its default counts as not given; so does what later versions of the file
    added and a project does not use, so that a project of an older version keeps its hash.
    """
    document, arrays = encode(project)
    _strip_unused(document["data"], {"goal": "predict"})
    del document["name"]
    _strip_network(document["network"])
    _strip_training(document["training"])
    if document["checkpoint"] and document["checkpoint"]["network"]:
        _strip_network(document["checkpoint"]["network"])
    if document["data"]["source"]["type"] == "toy":
        _strip_unused(document["data"]["source"], _PLAIN_TOY)
    if document["data"]["source"]["type"] == "table":
        _strip_unused(document["data"]["source"], {"missing": "drop"})
        del document["data"]["source"]["table"]["name"], document["data"]["source"]["table"]["notices"]
        for column in document["data"]["source"]["table"]["columns"]:
            _strip_unused(column, {"bag": None})
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(text.encode("ascii"))
    for name, array in sorted(arrays.items()):
        numbers = _widened(array)
        digest.update(f"\n{name} {numbers.dtype.name} {numbers.shape}\n".encode())
        digest.update(numbers.tobytes())
    return f"sha256:{digest.hexdigest()}"


def table_hash(table: Table) -> str:
    """``sha256:…`` over names, kinds, labels and values of the columns, whatever file they come from."""
    arrays: Arrays = {}
    document = table_document(table, arrays, "table")
    text = json.dumps(document["columns"], sort_keys=True, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(text.encode("ascii"))
    for _, array in sorted(arrays.items()):
        digest.update(_widened(array).tobytes())
    return f"sha256:{digest.hexdigest()}"


def _widened(array: AnyArray) -> AnyArray:
    """The numbers as they are meant, and not as they happen to be kept."""
    return array.astype(np.float64) if array.dtype == np.uint8 else array


def _strip_network(network: Document) -> None:
    _strip_unused(network, {"picture": None})
    for layer in network["layers"]:
        del layer["key"]
        _strip_choice(layer["activation"], ACTIVATIONS)
        _strip_choice(layer["initializer"], INITIALIZERS)
        for name in {"kernel", "stride"} - {known.name for known in LAYER_KINDS.entry(layer["kind"]).parameters}:
            del layer[name]
        _strip_unused(layer, _PLAIN_LAYER)


def _strip_training(training: Document) -> None:
    _strip_choice(training["loss"], LOSSES)
    _strip_choice(training["optimizer"], OPTIMIZERS)
    _strip_choice(training["schedule"], SCHEDULES)
    _strip_unused(training["stop"], dict.fromkeys(STOPS))
    _strip_unused(training, _PLAIN_TRAINING)


def _strip_unused(values: Document, plain: Document) -> None:
    for name, value in plain.items():
        if values.get(name, value) == value:
            values.pop(name, None)


def _strip_choice(choice: Document, family: Family[Any]) -> None:
    defaults = {parameter.name: parameter.default for parameter in family.entry(choice["name"]).parameters}
    given = choice["parameters"].items()
    choice["parameters"] = {name: value for name, value in given if value != defaults.get(name)}
