"""Every wrong array, each refused by its own code, and no memory taken for what is only declared."""

from __future__ import annotations

import json
import pickle
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnsim.errors import ProjectFileError
from nnsim.storage import project_file
from tests.storage.forgery import listed_anew, npy, put_together, taken_apart
from tests.storage.projects import flowers, pictures, spiral

WEIGHTS = "checkpoint/parameters.npy"
NUMBERS = np.arange(17.0).tobytes()
GOOD = "{'descr': '<f8', 'fortran_order': False, 'shape': (17,), }"


def code_of(tmp_path: Path, content: bytes, **manifest: Any) -> str:
    document, members = taken_apart(spiral(), tmp_path)
    members[WEIGHTS] = content
    listed_anew(document, members)
    document["members"][0] |= manifest
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))
    return caught.value.code


ARRAYS: list[tuple[bytes, str]] = [
    (b"", "file.array_size"),
    (NUMBERS, "file.array_size"),
    (b"\x93NUMPX" + npy(GOOD, NUMBERS)[6:], "file.array_header"),
    (npy(GOOD, NUMBERS, 3), "file.array_header"),
    (npy(GOOD.replace("<f8", ">f8"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("<f8", "|O"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("<f8", "<c16"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("<f8", "<i8"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("'<f8'", "[('a', '<f8')]"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("False", "True"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("(17,)", "(18,)"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("(17,)", "(1, 17)"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("(17,)", "(17)"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("(17,)", "(-17,)"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("(17,)", "(17L,)"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("(17,)", "(1_7,)"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace("(17,)", "(__import__('os').system('x'),)"), NUMBERS), "file.array_header"),
    (npy(GOOD.replace(", }", ", 'more': 1}"), NUMBERS), "file.array_header"),
    (npy("(" * 3000 + ")" * 3000, NUMBERS), "file.array_header"),
    (npy(GOOD, NUMBERS + b"hidden"), "file.array_size"),
    (npy(GOOD, NUMBERS[:-8]), "file.array_size"),
    (npy(GOOD, NUMBERS)[:8] + b"\xff\xff" + npy(GOOD, NUMBERS)[10:], "file.array_header"),
    (pickle.dumps(list(range(99))), "file.array_header"),
    (npy(GOOD, np.full(17, np.nan).tobytes()), "file.not_finite"),
    (npy(GOOD, np.full(17, np.inf).tobytes()), "file.not_finite"),
]


@pytest.mark.parametrize(("content", "code"), ARRAYS, ids=range(len(ARRAYS)))
def test_an_array_that_is_not_as_it_should_be_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert code_of(tmp_path, content) == code


def test_the_builder_of_these_attacks_makes_valid_arrays(tmp_path: Path) -> None:
    document, members = taken_apart(spiral(), tmp_path)
    members[WEIGHTS] = npy(GOOD, NUMBERS)
    listed_anew(document, members)
    project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))


def test_a_declared_size_takes_no_memory(tmp_path: Path) -> None:
    huge = GOOD.replace("(17,)", "(9999999999,)")
    tracemalloc.start()
    code = code_of(tmp_path, npy(huge, NUMBERS), shape=[400_000_000])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code == "file.array_size"
    assert peak < 10_000_000


def test_whole_numbers_where_weights_belong_are_refused(tmp_path: Path) -> None:
    content = npy(GOOD.replace("<f8", "<i8"), np.arange(17).tobytes())
    assert code_of(tmp_path, content, dtype="int64") == "file.mismatch"


def test_curves_may_hold_nan_but_not_their_epochs(tmp_path: Path) -> None:
    document, members = taken_apart(spiral(), tmp_path)
    name = "checkpoint/curves/epoch.npy"
    members[name] = members[name][:-8] + np.array([np.nan]).tobytes()
    listed_anew(document, members)
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))
    assert caught.value.code == "file.not_finite"
    assert caught.value.where == "project.json#/checkpoint/curves/epoch"


@pytest.mark.parametrize("value", [2.0, -1.0, 0.5, np.inf])
def test_a_category_without_a_label_is_refused(tmp_path: Path, value: float) -> None:
    document, members = taken_apart(flowers(), tmp_path)
    name = "data/columns/1.npy"
    members[name] = members[name][:-8] + np.array([value]).tobytes()
    listed_anew(document, members)
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))
    assert caught.value.code == ("file.not_finite" if value == np.inf else "file.mismatch")


def test_columns_of_unequal_length_are_refused(tmp_path: Path) -> None:
    document, members = taken_apart(flowers(), tmp_path)
    members["data/columns/2.npy"] = npy(GOOD, NUMBERS)
    listed_anew(document, members)
    document["members"][2] |= {"shape": [17], "dtype": "float64"}
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))
    assert caught.value.code == "file.mismatch"


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    document, members = taken_apart(replace(spiral()), tmp_path)
    document["network"]["layers"][0]["size"] = 5
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))
    assert caught.value.code == "file.mismatch"
    assert caught.value.where == "project.json#/checkpoint/parameters"


@pytest.mark.parametrize("name", ["square", "adamw_square", "rmsprop_square", "adagrad_square", "step_size"])
def test_a_negative_square_or_length_in_an_optimizers_memory_is_refused(tmp_path: Path, name: str) -> None:
    numbers = np.ones(17)
    numbers[5] = -1e-300
    project = spiral()
    checkpoint = replace(project.checkpoint, optimizer={"mean": -np.ones(17), name: np.ones(17)})
    document, members = taken_apart(replace(project, checkpoint=checkpoint), tmp_path)
    member = f"checkpoint/optimizer/{name}.npy"
    members[member] = members[member][: -17 * 8] + numbers.tobytes()
    listed_anew(document, members)
    with pytest.raises(ProjectFileError, match="Number 5 is negative") as caught:
        project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))
    assert caught.value.code == "file.out_of_range"
    assert caught.value.where == f"project.json#/checkpoint/optimizer/{name}"


def test_a_remembered_variance_below_0_is_refused(tmp_path: Path) -> None:
    document, members = taken_apart(pictures(), tmp_path)
    numbers = np.frombuffer(members[WEIGHTS][-60 * 8 :]).copy()
    numbers[54] = -1e-9  # 20 of the filters, 27 of the dense layer, 3 gains, 3 means, 3 variances
    members[WEIGHTS] = members[WEIGHTS][: -60 * 8] + numbers.tobytes()
    listed_anew(document, members)
    with pytest.raises(ProjectFileError, match="Layer 4 remembers a variance below 0") as caught:
        project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))
    assert (caught.value.code, caught.value.where) == ("file.out_of_range", "project.json#/checkpoint/parameters")


@pytest.mark.parametrize("epochs", [[1.0, 1.0], [2.0, 1.0], [-1.0, 0.0], [0.0, 1e300]])
def test_epochs_that_do_not_ascend_are_refused(tmp_path: Path, epochs: list[float]) -> None:
    document, members = taken_apart(spiral(), tmp_path)
    name = "checkpoint/curves/epoch.npy"
    members[name] = members[name][:-16] + np.array(epochs).tobytes()
    listed_anew(document, members)
    with pytest.raises(ProjectFileError, match="do not ascend") as caught:
        project_file.read(put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members))
    assert caught.value.where == "project.json#/checkpoint/curves/epoch"
