"""What is saved comes back, bit for bit, and means the same."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.errors import StorageError
from nnsim.model.project import Project
from nnsim.storage import project_file
from nnsim.storage.decode import decode
from nnsim.storage.encode import encode
from nnsim.storage.semantic import semantic_hash
from tests.storage.projects import equal, flowers, pictures, projects, spiral
from tests.storage.works import NO_RUNS


@given(projects())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_a_project_survives_encoding_bit_for_bit(project: Project) -> None:
    document, arrays = encode(project)
    document["runs"] = NO_RUNS
    assert equal(decode(json.loads(json.dumps(document, allow_nan=False)), arrays).project, project)


@given(projects())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_a_project_survives_its_file_keeps_its_hash_and_makes_the_same_bytes_again(
    tmp_path: Path, project: Project
) -> None:
    one, other = tmp_path / "one.nnsim", tmp_path / "other.nnsim"
    project_file.write(project, one)
    again = project_file.read(one)
    assert equal(again, project)
    assert semantic_hash(again) == semantic_hash(project)
    project_file.write(again, other)
    assert one.read_bytes() == other.read_bytes()


def test_arrays_come_back_read_only(tmp_path: Path) -> None:
    project_file.write(spiral(), tmp_path / "p.nnsim")
    checkpoint = project_file.read(tmp_path / "p.nnsim").checkpoint
    assert checkpoint is not None
    assert not checkpoint.parameters.flags.writeable
    assert not checkpoint.curves.train_loss.flags.writeable


def test_the_numbers_belong_to_the_projects_own_network(tmp_path: Path) -> None:
    project_file.write(spiral(), tmp_path / "p.nnsim")
    project = project_file.read(tmp_path / "p.nnsim")
    assert project.checkpoint is not None
    assert project.checkpoint.network is project.network


def test_every_member_is_readable_with_public_tools(tmp_path: Path) -> None:
    project_file.write(spiral(), tmp_path / "p.nnsim")
    with zipfile.ZipFile(tmp_path / "p.nnsim") as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "project.json"
        document = json.loads(archive.read("project.json"))
        assert [entry["name"] for entry in document["members"]] == archive.namelist()[1:]
        for entry in document["members"]:
            array = np.load(io.BytesIO(archive.read(entry["name"])), allow_pickle=False)
            assert list(array.shape) == entry["shape"]
            assert array.dtype.name == entry["dtype"]


def test_a_file_packed_again_by_another_tool_opens(tmp_path: Path) -> None:
    project_file.write(flowers(), tmp_path / "p.nnsim")
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(tmp_path / "p.nnsim") as old, zipfile.ZipFile(tmp_path / "q.nnsim", "w", method) as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
        assert equal(project_file.read(tmp_path / "q.nnsim"), flowers())


def test_arrays_saved_by_numpy_in_format_2_open(tmp_path: Path) -> None:
    project_file.write(spiral(), tmp_path / "p.nnsim")
    with zipfile.ZipFile(tmp_path / "p.nnsim") as old, zipfile.ZipFile(tmp_path / "q.nnsim", "w") as new:
        document = json.loads(old.read("project.json"))
        members = {}
        for entry in document["members"]:
            stream = io.BytesIO()
            array = np.load(io.BytesIO(old.read(entry["name"])), allow_pickle=False)
            np.lib.format.write_array(stream, array, version=(2, 0), allow_pickle=False)
            members[entry["name"]] = stream.getvalue()
            entry |= {"bytes": len(stream.getvalue()), "sha256": hashlib.sha256(stream.getvalue()).hexdigest()}
        new.writestr("project.json", json.dumps(document))
        for name, content in members.items():
            new.writestr(name, content)
    assert equal(project_file.read(tmp_path / "q.nnsim"), spiral())


def test_members_that_shrink_like_a_bomb_are_stored_as_they_are(tmp_path: Path) -> None:
    network = NetworkSpec(2, (LayerSpec(10_000, key=1), LayerSpec(250, Choice("sigmoid"), key=2)))
    checkpoint = replace(_checkpoint(), network=network, parameters=np.zeros(network.n_parameters), optimizer={})
    project = replace(spiral(), network=network, checkpoint=checkpoint)
    project_file.write(project, tmp_path / "p.nnsim")
    assert equal(project_file.read(tmp_path / "p.nnsim"), project)
    assert (tmp_path / "p.nnsim").stat().st_size > 8 * network.n_parameters


def test_a_name_with_half_a_character_can_be_saved(tmp_path: Path) -> None:
    project_file.write(replace(spiral(), name="a\udc80b"), tmp_path / "p.nnsim")
    assert project_file.read(tmp_path / "p.nnsim").name == "a?b"


def test_a_project_that_could_not_be_opened_again_is_not_written(tmp_path: Path) -> None:
    bad = replace(spiral(), checkpoint=replace(_checkpoint(), parameters=np.zeros(3)))
    with pytest.raises(StorageError) as caught:
        project_file.write(bad, tmp_path / "p.nnsim")
    assert caught.value.code == "storage.inconsistent"
    assert list(tmp_path.iterdir()) == []


def test_the_hash_is_of_the_meaning_only() -> None:
    project = spiral()
    base = semantic_hash(project)
    assert base.startswith("sha256:")
    assert semantic_hash(replace(project, name="other")) == base
    keys = replace(project.network, layers=tuple(replace(layer, key=layer.key + 7) for layer in project.network.layers))
    assert semantic_hash(replace(project, network=keys, checkpoint=replace(_checkpoint(), network=keys))) == base
    default = replace(project, training=replace(project.training, optimizer=Choice("momentum")))
    spelt_out = replace(project, training=replace(project.training, optimizer=Choice.of("momentum", momentum=0.9)))
    assert semantic_hash(default) == semantic_hash(spelt_out)


@pytest.mark.parametrize(
    "other",
    [
        replace(spiral(), checkpoint=None),
        replace(spiral(), data=replace(spiral().data, split_seed=1)),
        replace(spiral(), training=replace(spiral().training, learning_rate=0.031)),
        replace(spiral(), training=replace(spiral().training, optimizer=Choice("momentum"))),
        flowers(),
    ],
)
def test_another_meaning_has_another_hash(other: Project) -> None:
    assert semantic_hash(other) != semantic_hash(spiral())


def with_layer(index: int, **changes: object) -> Project:
    project = pictures()
    layer = replace(project.network.layers[index], **changes)  # type: ignore[arg-type]
    network = project.network.with_layer(index, layer)
    checkpoint = replace(project.checkpoint, network=network)  # type: ignore[type-var]
    return replace(project, network=network, checkpoint=checkpoint)


def with_training(**changes: object) -> Project:
    return replace(pictures(), training=replace(pictures().training, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        with_layer(0, kernel=2),
        with_layer(0, stride=2),
        with_layer(0, padding=2),
        with_layer(0, frozen=False),
        with_layer(1, kind="average_pool2d"),
        with_layer(3, normalize=False),
        with_layer(3, dropout=0.5),
        with_layer(3, held=((0, 1),)),
        with_layer(3, cut=((2, 0), (2, 2))),
        replace(pictures(), network=replace(pictures().network, picture=(1, 2, 8))),
        with_training(schedule=Choice("cosine")),
        with_training(schedule=Choice("constant")),
        with_training(clip_norm=1.25),
        with_training(stop=replace(pictures().training.stop, patience=None)),
        with_training(stop=replace(pictures().training.stop, loss=0.02)),
    ],
)
def test_all_of_layers_schedules_and_stops_is_in_the_hash(other: Project) -> None:
    assert semantic_hash(other) != semantic_hash(pictures())


def test_what_a_kind_of_layer_does_not_have_is_not_in_the_hash() -> None:
    assert semantic_hash(with_layer(2, kernel=5, stride=4)) == semantic_hash(pictures())


def test_one_bit_of_one_weight_changes_the_hash() -> None:
    parameters = _checkpoint().parameters.copy()
    parameters[3] = np.nextafter(parameters[3], 9.0)
    other = replace(spiral(), checkpoint=replace(_checkpoint(), parameters=parameters))
    assert semantic_hash(other) != semantic_hash(spiral())


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    project_file.write(spiral(), tmp_path / "p.nnsim")
    assert os.listdir(tmp_path) == ["p.nnsim"]


def _checkpoint() -> Checkpoint:
    checkpoint = spiral().checkpoint
    assert checkpoint is not None
    return checkpoint
