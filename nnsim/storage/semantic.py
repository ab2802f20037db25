"""A hash over what a project means, whatever it is called and however it is stored."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.model.project import Project
from nnsim.storage.encode import Document, encode


def semantic_hash(project: Project) -> str:
    """``sha256:…`` over network, weights, data, settings and history.

    Left out: the names of the project and of the imported file, the import's notices, and the keys that tell layers
    apart. A parameter of a choice that equals its default counts as not given.
    """
    document, arrays = encode(project)
    del document["name"]
    _strip_network(document["network"])
    _strip_choice(document["training"]["loss"], LOSSES)
    _strip_choice(document["training"]["optimizer"], OPTIMIZERS)
    if document["checkpoint"] and document["checkpoint"]["network"]:
        _strip_network(document["checkpoint"]["network"])
    if document["data"]["source"]["type"] == "table":
        del document["data"]["source"]["table"]["name"], document["data"]["source"]["table"]["notices"]
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(text.encode("ascii"))
    for name, array in sorted(arrays.items()):
        digest.update(f"\n{name} {array.dtype.name} {array.shape}\n".encode())
        digest.update(array.tobytes())
    return f"sha256:{digest.hexdigest()}"


def _strip_network(network: Document) -> None:
    for layer in network["layers"]:
        del layer["key"]
        _strip_choice(layer["activation"], ACTIVATIONS)
        _strip_choice(layer["initializer"], INITIALIZERS)


def _strip_choice(choice: Document, family: Family[Any]) -> None:
    defaults = {parameter.name: parameter.default for parameter in family.entry(choice["name"]).parameters}
    given = choice["parameters"].items()
    choice["parameters"] = {name: value for name, value in given if value != defaults.get(name)}
