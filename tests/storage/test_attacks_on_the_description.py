"""Every wrong word in ``project.json``, each refused by its own code and at its own place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from nnsim.errors import ProjectFileError
from nnsim.model.project import Project
from nnsim.storage import project_file
from tests.storage.attacks import Document, at, refused
from tests.storage.forgery import put_together, taken_apart
from tests.storage.projects import flowers, pictures, spiral

# pointer, value, code; the place is the pointer unless a fourth says otherwise
SPIRAL: list[tuple[Any, ...]] = [
    ("/format/version", 5, "file.too_new"),
    ("/format/version", 0, "file.out_of_range"),
    ("/format/version", "1", "file.type"),
    ("/format/version", True, "file.type"),
    ("/format/name", "other", "file.not_a_project"),
    ("/format/extra", 1, "file.key_unknown"),
    ("/format", None, "file.type"),
    ("/evil", 1, "file.key_unknown"),
    ("/name", 3, "file.type"),
    ("/name", "x" * 100_001, "file.out_of_range"),
    ("/name", "\ud800", "file.text"),
    ("/network", [], "file.type"),
    ("/network/n_inputs", 0, "file.out_of_range"),
    ("/network/n_inputs", 3, "file.mismatch"),
    ("/network/n_inputs", 2.0, "file.type"),
    ("/network/n_inputs", 10**19, "file.out_of_range"),
    ("/network/dtype", "float16", "file.unknown_name"),
    ("/network/dtype", "object", "file.unknown_name"),
    ("/network/layers", [], "file.out_of_range"),
    ("/network/layers", {}, "file.type"),
    ("/network/layers/0", 1, "file.type"),
    ("/network/layers/0/size", 0, "file.out_of_range"),
    ("/network/layers/0/size", 10**9, "file.out_of_range"),
    ("/network/layers/0/size", -1, "file.out_of_range"),
    ("/network/layers/0/key", 2, "file.mismatch", "/network/layers"),
    ("/network/layers/0/bias", 1, "file.type"),
    ("/network/layers/1/activation/name", "tahn", "file.unknown_activation"),
    ("/network/layers/1/activation/name", "os.system", "file.unknown_activation"),
    ("/network/layers/1/activation/name", "x" * 99_999, "file.unknown_activation"),
    ("/network/layers/1/activation/parameters/__class__", 1.0, "file.unknown_parameter"),
    ("/network/layers/1/initializer/name", "tanh", "file.unknown_initializer"),
    ("/training/loss/name", "", "file.unknown_loss"),
    ("/training/optimizer/name", "Adam", "file.unknown_optimizer"),
    ("/training/optimizer/parameters/momentum", 1.5, "file.out_of_range"),
    ("/training/optimizer/parameters/momentum", "0.5", "file.type"),
    ("/training/optimizer/parameters/momentun", 0.5, "file.unknown_parameter"),
    ("/training/learning_rate", -1, "file.out_of_range"),
    ("/training/learning_rate", None, "file.type"),
    ("/training/batch_size", 0, "file.out_of_range"),
    ("/training/batch_size", False, "file.type"),
    ("/training/l1", 1e300, "file.out_of_range"),
    ("/training/seed", -1, "file.out_of_range"),
    ("/training/seed", 2**32, "file.out_of_range"),
    ("/data/source/type", "url", "file.unknown_name"),
    ("/data/source/kind", "spirl", "file.unknown_name"),
    ("/data/source/n_samples", 10**9, "file.out_of_range"),
    ("/data/source/noise", 2, "file.out_of_range"),
    ("/data/source/imbalance", "rare", "file.type"),
    ("/data/source/imbalance", 1, "file.out_of_range"),
    ("/data/source/label_noise", 0.75, "file.out_of_range"),
    ("/data/source/n_classes", 11, "file.out_of_range"),
    ("/data/source/formula", "__import__('os')", "file.mismatch", "/data/source"),
    ("/data/source/range", [0], "file.mismatch"),
    ("/data/source/range", [0, 1], "file.mismatch", "/data/source"),
    ("/data/source/range", [0, 1e9], "file.out_of_range", "/data/source/range/1"),
    ("/data/inputs", ["x1", "x1"], "file.mismatch", "/data/inputs/1"),
    ("/data/inputs", ["x1", "x9"], "file.mismatch", "/data/inputs/1"),
    ("/data/test_fraction", 1, "file.out_of_range"),
    ("/data/scaling", "log", "file.unknown_name"),
    ("/checkpoint", [], "file.type"),
    ("/checkpoint", None, "file.member_unused", "checkpoint/parameters.npy"),
    ("/checkpoint/step", -1, "file.out_of_range"),
    ("/checkpoint/step", 1.5, "file.type"),
    ("/checkpoint/epoch", 2**60, "file.out_of_range"),
    ("/checkpoint/parameters", "/etc/passwd", "file.member_missing"),
    ("/checkpoint/parameters", "project.json", "file.member_missing"),
    ("/checkpoint/parameters", "checkpoint/curves/epoch.npy", "file.mismatch"),
    ("/checkpoint/parameters", 0, "file.type"),
    ("/checkpoint/optimizer/velocity", "checkpoint/parameters.npy", "file.member_twice"),
    ("/checkpoint/optimizer/..~1evil", "x", "file.key_unknown"),
    ("/checkpoint/network", {}, "file.key_missing"),
    ("/checkpoint/curves/train_loss", "checkpoint/parameters.npy", "file.member_twice"),
    ("/members", {}, "file.type"),
    ("/members/0", [], "file.type"),
    ("/members/0/name", "../evil", "file.member_missing"),
    ("/members/0/name", "project.json", "file.member_missing"),
    ("/members/1/name", "checkpoint/parameters.npy", "file.duplicate_member"),
    ("/members/0/kind", "pickle", "file.unknown_name"),
    ("/members/0/dtype", "object", "file.unknown_name"),
    ("/members/0/dtype", "float32", "file.array_header"),
    ("/members/0/shape", [10**12], "file.out_of_range"),
    ("/members/0/shape", [10**8, 10**8], "file.array_size"),
    ("/members/0/shape", [-1], "file.out_of_range"),
    ("/members/0/shape", [16], "file.array_header"),
    ("/members/0/shape", [1, 17], "file.array_header"),
    ("/members/0/shape", [1, 1, 1, 1, 17], "file.out_of_range"),
    ("/members/0/shape", 17, "file.type"),
    ("/members/0/bytes", 265, "file.member_size"),
    ("/members/0/bytes", -1, "file.out_of_range"),
    ("/members/0/sha256", "0" * 64, "file.checksum"),
    ("/members/0/sha256", "zz", "file.checksum"),
]


@pytest.mark.parametrize("case", SPIRAL, ids=lambda case: f"{case[0]}={str(case[1])[:20]!a}")
def test_a_wrong_value_is_refused_where_it_stands(tmp_path: Path, case: tuple[Any, ...]) -> None:
    pointer, value, code = case[:3]
    document, _ = taken_apart(spiral(), tmp_path)
    holder, key = at(pointer)(document)
    holder[key.replace("~1", "/") if isinstance(key, str) else key] = value
    error = refused(tmp_path, json.dumps(document).encode())
    assert error.code == code
    if len(case) > 3:
        assert error.where.endswith(case[3])
    elif code in ("file.array_size", "file.array_header", "file.member_size") or value == "0" * 64:
        assert error.where == "checkpoint/parameters.npy"
    elif code in ("file.key_missing",):
        assert error.where.startswith(f"project.json#{pointer}")
    else:
        assert error.where.startswith(f"project.json#{pointer}"[:60])


TABLE: list[tuple[Any, ...]] = [
    ("/data/source/targets", ["nowhere"], "file.mismatch"),
    ("/data/source/targets", ["kind", "kind"], "file.mismatch"),
    ("/data/source/targets", ["kind", "length"], "file.mismatch"),
    ("/data/source/task", "clustering", "file.unknown_name"),
    ("/data/inputs", ["kind"], "file.mismatch"),
    ("/data/inputs", ["colour=rot"], "file.mismatch"),
    ("/data/source/table/columns/0/kind", "formula", "file.unknown_name"),
    ("/data/source/table/columns/0/name", "colour", "file.mismatch"),
    ("/data/source/table/columns/0/labels", ["a"], "file.mismatch"),
    ("/data/source/table/columns/1/labels", ["a"], "file.mismatch"),
    ("/data/source/table/columns/1/labels", [1, 2], "file.type"),
    ("/data/source/table/columns", [], "file.mismatch"),
    ("/data/source/table/notices", "x", "file.type"),
]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case[0]}={str(case[1])[:20]!a}")
def test_a_wrong_value_of_a_table_is_refused(tmp_path: Path, case: tuple[Any, ...]) -> None:
    pointer, value, code = case
    document, _ = taken_apart(flowers(), tmp_path)
    holder, key = at(pointer)(document)
    holder[key] = value
    assert refused(tmp_path, json.dumps(document).encode(), flowers()).code == code


def _keys(value: Any, pointer: str = "") -> list[str]:
    if isinstance(value, list):
        return [found for index, element in enumerate(value) for found in _keys(element, f"{pointer}/{index}")]
    if not isinstance(value, dict):
        return []
    here = [f"{pointer}/{key}" for key in value]
    return here + [found for key, element in value.items() for found in _keys(element, f"{pointer}/{key}")]


def _places(document: Document) -> list[str]:
    """All keys. Members and columns are read alike: the first two stand for the others."""
    return [key for key in _keys(document) if not re.match(r"/members/([2-9]|\d\d)|.*/columns/([2-9]|\d\d)", key)]


PROJECTS = [spiral(), flowers(), pictures()]


def _places_first_in(project: Project, tmp_path: Path) -> list[str]:
    """Those that the projects before it do not have: the same key of another project is read by the same lines."""
    before = PROJECTS[: PROJECTS.index(project)]
    seen = {place for one in before for place in _places(taken_apart(one, tmp_path)[0])}
    return [place for place in _places(taken_apart(project, tmp_path)[0]) if place not in seen]


@pytest.mark.sweep
@pytest.mark.parametrize("project", PROJECTS, ids=["spiral", "flowers", "pictures"])
def test_every_key_is_needed_and_no_other_is_taken(tmp_path: Path, project: Project) -> None:
    document, members = taken_apart(project, tmp_path)
    for pointer in _places_first_in(project, tmp_path):
        if "/parameters/" in pointer or pointer.endswith(("/velocity", "/step_size", "/previous_sign")):
            continue
        for act in ("drop", "rename"):
            holder, key = at(pointer)(document)
            value = holder.pop(key)
            if act == "rename":
                holder[key + "_"] = value
            description = json.dumps(document).encode()
            holder.pop(key + "_", None)
            holder[key] = value
            with pytest.raises(ProjectFileError) as caught:
                project_file.read(put_together(tmp_path / "p.nnsim", description, members))
            assert caught.value.code in ("file.key_missing", "file.key_unknown", "file.not_a_project"), pointer


@pytest.mark.sweep
@pytest.mark.parametrize("project", PROJECTS, ids=["spiral", "flowers", "pictures"])
def test_every_value_of_another_kind_is_refused_or_means_the_same(tmp_path: Path, project: Project) -> None:
    document, members = taken_apart(project, tmp_path)
    new = _places_first_in(project, tmp_path)
    judged = [place for place in _places(document) if place.startswith("/network/")]  # by other rules in other networks
    for pointer in dict.fromkeys((*new, *judged)):
        for value in (None, True, -1, 1.5, "x", [], {}, [[]], {"a": None}):
            holder, key = at(pointer)(document)
            right, holder[key] = holder[key], value
            description = json.dumps(document).encode()
            holder[key] = right
            try:
                project_file.read(put_together(tmp_path / "p.nnsim", description, members))
            except ProjectFileError:
                continue
