"""Wrong words about layers, schedules and stops, and parts that cannot go together, each refused where it stands."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from nnsim.errors import ProjectFileError
from nnsim.model.project import Project
from nnsim.storage import project_file
from tests.storage.attacks import at, refused
from tests.storage.forgery import put_together, taken_apart
from tests.storage.projects import pictures, spiral

LAYER = "/network/layers/3"


PICTURES: list[tuple[Any, ...]] = [
    ("/network/picture", [1, 4, 5], "file.mismatch"),
    ("/network/picture", [1, 4], "file.out_of_range"),
    ("/network/picture", [1, 4, 4, 1], "file.out_of_range"),
    ("/network/picture", [0, 4, 4], "file.out_of_range", "/network/picture/0"),
    ("/network/picture", [-1, -4, 4], "file.out_of_range", "/network/picture/0"),
    ("/network/picture", [10**9, 4, 4], "file.out_of_range", "/network/picture/0"),
    ("/network/picture", [1, 4.0, 4], "file.type", "/network/picture/1"),
    ("/network/picture", "1x4x4", "file.type"),
    ("/network/picture", None, "file.needs_picture", "/network/layers/0"),
    ("/network/layers/0/kind", "conv3d", "file.unknown_name"),
    ("/network/layers/0/kind", "os.system", "file.unknown_name"),
    ("/network/layers/0/kind", 3, "file.type"),
    ("/network/layers/0/kind", "dense", "file.no_padding", "/network/layers/0"),
    ("/network/layers/0/kernel", 0, "file.out_of_range"),
    ("/network/layers/0/kernel", 65, "file.out_of_range"),
    ("/network/layers/0/kernel", 3.0, "file.type"),
    ("/network/layers/0/kernel", 7, "file.kernel_too_large", "/network/layers/0"),
    ("/network/layers/0/stride", 0, "file.out_of_range"),
    ("/network/layers/0/stride", -1, "file.out_of_range"),
    ("/network/layers/0/stride", True, "file.type"),
    ("/network/layers/0/padding", -1, "file.out_of_range"),
    ("/network/layers/0/padding", 33, "file.out_of_range"),
    ("/network/layers/0/frozen", 1, "file.type"),
    ("/network/layers/1/size", 2, "file.out_of_range"),
    ("/network/layers/1/bias", True, "file.no_weights", "/network/layers/1"),
    ("/network/layers/1/normalize", True, "file.no_weights", "/network/layers/1"),
    ("/network/layers/1/frozen", True, "file.no_weights", "/network/layers/1"),
    ("/network/layers/1/padding", 1, "file.no_padding", "/network/layers/1"),
    ("/network/layers/1/held", [[0, 0]], "file.out_of_range", "/network/layers/1/held/0/0"),
    ("/network/layers/2/kind", "dense", "file.out_of_range", "/network/layers/2/size"),
    (f"{LAYER}/normalize", "yes", "file.type"),
    (f"{LAYER}/dropout", -0.1, "file.out_of_range"),
    (f"{LAYER}/dropout", 1.0, "file.out_of_range"),
    (f"{LAYER}/dropout", None, "file.type"),
    (f"{LAYER}/held", {}, "file.type"),
    (f"{LAYER}/held", [0, 1], "file.type", f"{LAYER}/held/0"),
    (f"{LAYER}/held", [[0]], "file.out_of_range", f"{LAYER}/held/0"),
    (f"{LAYER}/held", [[0, 1, 2]], "file.out_of_range", f"{LAYER}/held/0"),
    (f"{LAYER}/held", [[0, 1.0]], "file.type", f"{LAYER}/held/0/1"),
    (f"{LAYER}/held", [[0, False]], "file.type", f"{LAYER}/held/0/1"),
    (f"{LAYER}/held", [[-1, 0]], "file.out_of_range", f"{LAYER}/held/0/0"),
    (f"{LAYER}/held", [[9, 0]], "file.out_of_range", f"{LAYER}/held/0/0"),
    (f"{LAYER}/held", [[0, 3]], "file.out_of_range", f"{LAYER}/held/0/1"),
    (f"{LAYER}/held", [[1, 0], [0, 1]], "file.mismatch", f"{LAYER}/held/1"),
    (f"{LAYER}/held", [[0, 1], [0, 0]], "file.mismatch", f"{LAYER}/held/1"),
    (f"{LAYER}/held", [[0, 1], [0, 1]], "file.mismatch", f"{LAYER}/held/1"),
    (f"{LAYER}/held", [[0, 1]] * 20_001, "file.out_of_range"),
    (f"{LAYER}/cut", [[8, 0]], "file.out_of_range", f"{LAYER}/cut/0/0"),
    (f"{LAYER}/cut", [[2, 0], [2, 0]], "file.mismatch", f"{LAYER}/cut/1"),
    (f"{LAYER}/cut", [[3, 0]], "file.mismatch", "/checkpoint/parameters"),
    (f"{LAYER}/muted", 0, "file.type"),
    (f"{LAYER}/muted", [True], "file.type", f"{LAYER}/muted/0"),
    (f"{LAYER}/muted", [3], "file.out_of_range", f"{LAYER}/muted/0"),
    (f"{LAYER}/muted", [1, 1], "file.mismatch", f"{LAYER}/muted/1"),
    (f"{LAYER}/muted", [2, 0], "file.mismatch", f"{LAYER}/muted/1"),
    (f"{LAYER}/muted", [0, 1, 2, 0], "file.out_of_range"),
    ("/network/layers/4/muted", [0], "file.output_muted", "/network/layers/4"),
    ("/network/layers/4/kind", "flatten", "file.out_of_range", "/network/layers/4/size"),
    ("/network/layers/4/dropout", 0.5, "file.output_dropout", "/network/layers/4"),
    ("/network/layers/4/activation/parameters/slope", 0.1, "file.unknown_parameter"),
    ("/training/batch_size", 2, "file.rprop_needs_full_batch"),
    ("/training/schedule", None, "file.type"),
    ("/training/schedule/name", "cosinus", "file.unknown_schedule"),
    ("/training/schedule/parameters/epochs", 0, "file.out_of_range"),
    ("/training/schedule/parameters/epochs", 50.5, "file.type"),
    ("/training/schedule/parameters/epoch", 5, "file.unknown_parameter"),
    ("/training/clip_norm", -1, "file.out_of_range"),
    ("/training/clip_norm", 1e7, "file.out_of_range"),
    ("/training/clip_norm", None, "file.type"),
    ("/training/stop", None, "file.type"),
    ("/training/stop/epochs", 0, "file.out_of_range"),
    ("/training/stop/epochs", 1.5, "file.type"),
    ("/training/stop/loss", -0.1, "file.out_of_range"),
    ("/training/stop/loss", "0", "file.type"),
    ("/training/stop/accuracy", 1.01, "file.out_of_range"),
    ("/training/stop/seconds", 0, "file.out_of_range"),
    ("/training/stop/patience", 0, "file.out_of_range"),
    ("/training/stop/patience", 2.0, "file.type"),
]


@pytest.mark.parametrize("case", PICTURES, ids=lambda case: f"{case[0]}={str(case[1])[:20]!a}")
def test_a_wrong_value_of_layers_schedules_and_stops_is_refused_where_it_stands(
    tmp_path: Path, case: tuple[Any, ...]
) -> None:
    pointer, value, code = case[:3]
    document, _ = taken_apart(pictures(), tmp_path)
    holder, key = at(pointer)(document)
    holder[key] = value
    error = refused(tmp_path, json.dumps(document).encode(), pictures())
    assert error.code == code
    assert error.where == f"project.json#{case[3] if len(case) > 3 else pointer}"


def test_an_accuracy_to_stop_at_is_refused_where_a_quantity_is_predicted(tmp_path: Path) -> None:
    document, _ = taken_apart(spiral(), tmp_path)
    document["data"]["source"]["kind"] = "plane"
    document["training"]["stop"]["accuracy"] = 0.9
    error = refused(tmp_path, json.dumps(document).encode())
    assert (error.code, error.where) == ("file.no_accuracy", "project.json#/training/stop/accuracy")


# of the spiral's network of 2, 4 and 1 and of the pictures': what opens must also be something that can be edited
TOGETHER: list[tuple[Project, dict[str, Any], str, str]] = [
    (spiral(), {"/network/layers/1/activation/name": "softmax"}, "file.softmax_needs_two", "/network/layers/1"),
    (spiral(), {"/network/layers/1/activation/name": "tanh"}, "file.loss_needs_probability", "/network/layers/1"),
    (spiral(), {"/network/layers/1/activation/name": "step"}, "file.loss_needs_slope", "/network/layers/1"),
    (spiral(), {"/training/loss/name": "hinge"}, "file.hinge_needs_both_signs", "/network/layers/1"),
    (
        spiral(),
        {"/network/layers/0/key": 0, "/network/layers/1/key": 0},
        "file.mismatch",
        "/network/layers",
    ),
    (
        spiral(),
        {"/network/layers/0/size": 10_000, "/network/layers/1/size": 2_001},
        "file.too_many_neurons",
        "/network",
    ),
    (
        pictures(),
        {"/network/layers/3/size": 10_000, "/network/layers/4/size": 10_000},
        "file.out_of_range",
        "/network",
    ),
]


@pytest.mark.parametrize("case", TOGETHER, ids=lambda case: f"{case[2]} of {case[0].name}")
def test_parts_that_cannot_go_together_are_refused_where_one_of_them_stands(
    tmp_path: Path, case: tuple[Project, dict[str, Any], str, str]
) -> None:
    project, changes, code, place = case
    document, _ = taken_apart(project, tmp_path)
    for pointer, value in changes.items():
        holder, key = at(pointer)(document)
        holder[key] = value
    error = refused(tmp_path, json.dumps(document).encode(), project)
    assert (error.code, error.where) == (code, f"project.json#{place}")


@pytest.mark.parametrize(
    ("name", "value", "code", "place"),
    [
        ("kernel", 7, "file.kernel_too_large", "/layers/0"),
        ("held", [[0, 0], [9, 1], [10, 0]], "file.out_of_range", "/layers/0/held/2/0"),
        ("cut", [[1, 1], [1, 0]], "file.mismatch", "/layers/0/cut/1"),
        ("key", 2, "file.mismatch", "/layers"),
    ],
)
def test_the_network_of_the_numbers_is_judged_too(tmp_path: Path, name: str, value: Any, code: str, place: str) -> None:
    document, _ = taken_apart(pictures(), tmp_path)
    document["checkpoint"]["network"] = copy.deepcopy(document["network"])
    document["checkpoint"]["network"]["layers"][0][name] = value
    error = refused(tmp_path, json.dumps(document).encode(), pictures())
    assert (error.code, error.where) == (code, f"project.json#/checkpoint/network{place}")


def test_many_weights_may_be_held_but_not_more_than_a_file_can_tell(tmp_path: Path) -> None:
    document, _ = taken_apart(spiral(), tmp_path)
    document["checkpoint"] = None
    document["members"] = []
    layers = document["network"]["layers"]
    layers[0]["size"] = 10_000
    layers[0]["held"] = [[0, column] for column in range(10_000)]
    layers[1]["held"] = [[row, 0] for row in range(10_000)]
    path = put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), {})
    assert len(project_file.read(path).network.layers[1].held) == 10_000
    layers[1]["cut"] = layers[1]["held"][:1]
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(put_together(path, json.dumps(document).encode(), {}))
    assert (caught.value.code, caught.value.where) == ("file.out_of_range", "project.json#/network/layers/1/cut")
