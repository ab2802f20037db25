"""The versions of the project file, and how an older one becomes the newest.

To add a version: raise ``VERSION`` and ``NEEDS`` in ``format_version.py``, add the function that turns the version
before into it, and a golden file of the version before under ``tests/golden``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from nnsim.storage.fields import Fields, place, unknown_key
from nnsim.storage.format_version import NEEDS, VERSION
from nnsim.storage.refusals import refusal

Migration = Callable[[dict[str, Any]], dict[str, Any]]


def _with_kinds(document: dict[str, Any]) -> dict[str, Any]:
    """Version 2: kinds of layers, pictures, dropout, normalisation, what is held, cut or muted, schedules, stops."""
    networks = [(document.get("network"), "/network")]
    if isinstance(document.get("checkpoint"), dict):
        networks.append((document["checkpoint"].get("network"), "/checkpoint/network"))
    for network, pointer in networks:
        _add(network, {"picture": None}, pointer)
        layers = network.get("layers") if isinstance(network, dict) else None
        for index, layer in enumerate(layers if isinstance(layers, list) else ()):
            plain = {"kind": "dense", "kernel": 3, "stride": 1, "padding": 0, "normalize": False, "dropout": 0.0}
            _add(layer, plain | {"frozen": False, "held": [], "cut": [], "muted": []}, f"{pointer}/layers/{index}")
    never = dict.fromkeys(("epochs", "loss", "accuracy", "seconds", "patience"))
    constant = {"name": "constant", "parameters": {}}
    _add(document.get("training"), {"schedule": constant, "clip_norm": 0.0, "stop": never}, "/training")
    return document


def _with_runs(document: dict[str, Any]) -> dict[str, Any]:
    """Version 3: the runs of the project, of which older files know nothing."""
    _add(document, {"runs": {"data": [], "settings": [], "courses": []}}, "")
    return document


def _with_goals(document: dict[str, Any]) -> dict[str, Any]:
    """Version 4: what is learnt of the samples, which was always to predict; what more is asked of toy sets; texts.

    Rows with missing values were always left out, and no column was of texts.
    """
    toy = {"imbalance": None, "label_noise": 0.0, "n_classes": None, "formula": "", "range": [-3.0, 3.0]}
    for data, pointer in _all_data(document):
        _add(data, {"goal": "predict"}, pointer)
        source = data.get("source") if isinstance(data, dict) else None
        if isinstance(source, dict) and source.get("type") == "toy":
            _add(source, toy, f"{pointer}/source")
        if isinstance(source, dict) and source.get("type") == "table":
            _add(source, {"missing": "drop"}, f"{pointer}/source")
            table = source.get("table")
            columns = table.get("columns") if isinstance(table, dict) else None
            for index, column in enumerate(columns if isinstance(columns, list) else ()):
                _add(column, {"bag": None}, f"{pointer}/source/table/columns/{index}")
    return document


def _all_data(document: dict[str, Any]) -> Iterator[tuple[object, str]]:
    """The data of the project and those of its runs, and where they stand."""
    yield document.get("data"), "/data"
    runs = document.get("runs")
    of_runs = runs.get("data") if isinstance(runs, dict) else None
    for index, data in enumerate(of_runs if isinstance(of_runs, list) else ()):
        yield data, f"/runs/data/{index}"


def _add(value: object, new: dict[str, Any], pointer: str) -> None:
    """Give an object the keys that its version did not have. What is no object is refused later, as in any version."""
    if isinstance(value, dict):
        for key in new:
            if key in value:
                raise unknown_key(key, f"{pointer}/{key}")
        value.update(new)


MIGRATIONS: Mapping[int, Migration] = MappingProxyType({1: _with_kinds, 2: _with_runs, 3: _with_goals})
"""For each old version the function that makes the next one of its document; arrays keep their names."""

_RELEASE = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,2}")


def heading() -> dict[str, Any]:
    """What stands in ``format`` of every file written now."""
    return {"name": "nnsim", "version": VERSION, "needs": NEEDS}


def version_of(document: dict[str, Any]) -> int:
    """The version of a document; raises ``ProjectFileError`` ``file.too_new`` if this nnsim does not know it."""
    if "format" not in document:
        raise refusal("not_a_project", "The description does not say that this is an nnsim project.", where=place(""))
    fields = Fields.of(document["format"], "/format")
    if fields.values.get("name") != "nnsim":
        raise refusal("not_a_project", "This is not an nnsim project.", where=fields.where("name"))
    if "version" not in fields.values:
        fields.check_keys(("name", "version", "needs"))
    version = fields.integer("version", 1, 1_000_000)
    if version > VERSION:
        needs = fields.values.get("needs")
        release = f"nnsim {needs}" if isinstance(needs, str) and _RELEASE.fullmatch(needs) else "a newer nnsim"
        raise refusal(
            "too_new",
            f"The file has format {version}, which this nnsim does not know yet: it needs {release}.",
            where=fields.where("version"),
            hint=f"Install {release}, or have the file saved by an older one.",
        )
    fields.check_keys(("name", "version", "needs"))
    fields.text("needs")
    return version


def migrated(document: dict[str, Any], version: int) -> dict[str, Any]:
    """The document as the newest version has it."""
    for step in range(version, VERSION):
        document = MIGRATIONS[step](document)
    return document
