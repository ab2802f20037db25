"""Points set by hand as a part of a document: what is said of them, and two arrays."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from nnsim.data.dataset import frozen
from nnsim.data.drawn import MOST_DRAWN_CLASSES, MOST_POINTS
from nnsim.data.spec import DrawnSource
from nnsim.data.toy import MOST_AXES
from nnsim.storage.arrays import AnyArray, storable
from nnsim.storage.fields import Fields, mismatch, number
from nnsim.storage.limits import MAX_COUNT
from nnsim.storage.members import Members

_DRAWN: Final = ("type", "coordinates", "classes", "sheet", "heights", "made", "rows", "basis")
_FARTHEST: Final = 1e6
"""Of the ends of a sheet from 0."""


def drawn_document(source: DrawnSource, arrays: dict[str, AnyArray], folder: str) -> dict[str, Any]:
    """The source, whose arrays are put into ``folder``, each in one row."""
    members = {"rows": f"{folder}/points.npy", "basis": f"{folder}/basis.npy"}
    arrays[members["rows"]] = storable(source.rows.reshape(-1), "float64")
    arrays[members["basis"]] = storable(source.basis.reshape(-1), "float64")
    return {
        "type": "drawn",
        "coordinates": int(source.n_inputs),
        "classes": [name.encode("utf-8", "replace").decode("utf-8") for name in source.classes],
        "sheet": [float(source.low), float(source.high)],
        "heights": [float(source.least), float(source.most)],
        "made": int(source.made),
        **members,
    }


def drawn_source(fields: Fields, members: Members) -> DrawnSource:
    """The source that a document tells of; refused unless it could have been drawn."""
    fields.check_keys(_DRAWN)
    n_inputs = fields.integer("coordinates", 1, MOST_AXES)
    classes = fields.texts("classes", MOST_DRAWN_CLASSES)
    low, high = _ends(fields, "sheet")
    least, most = _ends(fields, "heights")
    rows = _table(fields, "rows", n_inputs + 2, members)
    basis = _table(fields, "basis", n_inputs + 1, members)
    source = DrawnSource(
        rows=frozen(rows),
        basis=frozen(basis),
        classes=classes,
        low=low,
        high=high,
        least=least,
        most=most,
        made=fields.integer("made", 0, MAX_COUNT),
    )
    _check(source, fields)
    return source


def _ends(fields: Fields, key: str) -> tuple[float, float]:
    ends = [number(value, -_FARTHEST, _FARTHEST, pointer) for value, pointer in fields.items(key, 2)]
    if len(ends) < 2 or ends[0] >= ends[1]:
        raise mismatch("A range has two ends, the lower one first.", fields.at(key))
    return ends[0], ends[1]


def _table(fields: Fields, key: str, width: int, members: Members) -> AnyArray:
    """(n, ``width``) out of one row of finite numbers; at least one row of the table."""
    flat = members.take_finite(fields, key, dtype="float64", length=None)
    if not len(flat) or len(flat) % width:
        raise mismatch(f"These are no whole points of {width} numbers each.", fields.at(key))
    return flat.reshape(-1, width)


def _check(source: DrawnSource, fields: Fields) -> None:
    points, targets, draws = source.rows[:, :-2], source.rows[:, -2], source.rows[:, -1]
    if len(points) > MOST_POINTS:
        said = f"There are {len(points):,} points; at most {MOST_POINTS:,} can be drawn."
        raise mismatch(said, fields.at("rows"))
    if not ((points >= source.low) & (points <= source.high)).all():
        raise mismatch("A point lies beside the sheet.", fields.at("rows"))
    if not ((draws >= 0.0) & (draws < 1.0)).all() or len(np.unique(draws)) < len(draws):
        raise mismatch("Each point has a draw of its own, from 0 to below 1.", fields.at("rows"))
    if source.classes:
        if not ((targets >= 0) & (targets < len(source.classes)) & (targets == np.floor(targets))).all():
            raise mismatch("A point is of a class that is not there.", fields.at("rows"))
    elif not ((targets >= source.least) & (targets <= source.most)).all():
        raise mismatch("The quantity of a point lies beside the sheet.", fields.at("rows"))
