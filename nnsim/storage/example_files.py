"""The examples: one small JSON file each, in the folder that ships and in one that is the user's own.

A file is written by hand, so what is usual may be left out; what is unknown or impossible is refused at its place.
"""

from __future__ import annotations

import contextlib
import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from nnsim import paths
from nnsim.errors import InputError, NnsimError, ProjectFileError
from nnsim.model.examples import SECTIONS, Example, Section
from nnsim.storage.fields import DOCUMENT, Fields
from nnsim.storage.limits import MAX_COUNT, MAX_JSON_BYTES
from nnsim.storage.recipes import NETWORK, TRAINING, filled, project_of
from nnsim.storage.refusals import quoted, reading
from nnsim.storage.stamp import open_regular
from nnsim.storage.strict_json import parse

SUFFIX = ".json"
Written = tuple[tuple[str, int, int], ...]
_WORDS = ("label", "reason", "advice", "works", "section")
_OPTIONAL: Mapping[str, object] = MappingProxyType({"place": 1000, "network": {}})
_HINT = "Mend the file; the examples that ship show how it is meant."


@dataclass(frozen=True, slots=True)
class Found:
    """All examples in the order in which they are shown, and why others are not among them."""

    examples: tuple[Example, ...]
    refused: tuple[NnsimError, ...]


def folders() -> tuple[Path, Path]:
    """Where examples lie: those that ship, and the user's own, which take the place of shipped ones of their name."""
    return paths.resources() / "examples", paths.home() / "examples"


def found() -> Found:
    """Every example there is; one that cannot be read keeps no other away."""
    tried = [_tried(path) for path in _files(folders()).values()]
    examples = sorted((example for example in tried if isinstance(example, Example)), key=_order)
    return Found(tuple(examples), tuple(error for error in tried if isinstance(error, NnsimError)))


def shipped() -> tuple[Example, ...]:
    """Those that ship, whatever a user has written; raises as ``read``."""
    return tuple(sorted((read(path) for path in _files(folders()[:1]).values()), key=_order))


def written() -> Written:
    """When each file was written and how long it is: what differs from an earlier answer must be found anew."""
    return tuple((str(path), status.st_mtime_ns, status.st_size) for path, status in _statuses())


def named(name: str) -> Example:
    """The example of this name; raises ``InputError`` ``example.unknown``, or as ``read``."""
    known = _files(folders())
    wanted = name.replace("-", "_")
    if wanted in known:
        return read(known[wanted])
    near = difflib.get_close_matches(wanted[:100], known, 1)
    hint = f"Did you mean {quoted(near[0])}? " if near else ""
    raise InputError(
        "example.unknown", f"There is no example called {quoted(name)}.", hint=f"{hint}“nnsim examples” lists them."
    )


def read(path: Path) -> Example:
    """The example in a file; raises ``ProjectFileError``, or ``StorageError`` if the disk does not give it out."""
    with reading(path), open_regular(path) as file:
        written = file.read(MAX_JSON_BYTES + 1)
    try:
        return _example(path.stem, parse(written, path.name))
    except InputError as error:
        place = error.where.removeprefix(path.name).removeprefix(DOCUMENT).lstrip(" #")
        where = f"{path.name} {place}".strip()
        raise ProjectFileError(error.code, error.message, where=where, hint=_hint(error)) from error


def _files(where: tuple[Path, ...]) -> dict[str, Path]:
    """By name."""
    return {path.stem: path for folder in where for path in sorted(folder.glob(f"*{SUFFIX}"))}


def _order(example: Example) -> tuple[int, int, str]:
    return SECTIONS.index(example.section), example.place, example.name


def _statuses() -> Iterator[tuple[Path, os.stat_result]]:
    for path in _files(folders()).values():
        with contextlib.suppress(OSError):  # gone since the folder was listed, or out of reach: ``found`` will tell
            yield path, path.stat()


def _tried(path: Path) -> Example | NnsimError:
    try:
        return read(path)
    except NnsimError as error:
        return error


def _example(name: str, value: object) -> Example:
    fields = filled(value, "", (*_WORDS, "data", "training"), _OPTIONAL)
    return Example(
        name=name,
        label=fields.text("label"),
        reason=fields.text("reason"),
        advice=fields.text("advice"),
        works=fields.boolean("works"),
        section=cast("Section", fields.one_of("section", SECTIONS)),
        place=fields.integer("place", 0, MAX_COUNT),
        project=project_of(name, fields.record("data"), _part(fields, "network"), _part(fields, "training")),
    )


def _part(fields: Fields, key: str) -> Fields:
    required, optional = {"network": NETWORK, "training": TRAINING}[key]
    return filled(fields.values[key], fields.at(key), required, optional)


def _hint(error: InputError) -> str:
    """What the model or the catalog advises; what is said of damaged projects is of no use here."""
    return _HINT if error.code.startswith("file.") and "Known are" not in error.hint else error.hint or _HINT
