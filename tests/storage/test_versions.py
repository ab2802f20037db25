"""Every version of the project file that ever left the house opens."""

from __future__ import annotations

import copy
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nnsim import __version__
from nnsim.errors import ProjectFileError
from nnsim.model.project import Project
from nnsim.runs.run import Run
from nnsim.storage import project_file
from nnsim.storage.format_version import NEEDS, VERSION
from nnsim.storage.migrations import MIGRATIONS, migrated
from nnsim.storage.semantic import semantic_hash
from tests.golden import make_pictures_v2, make_runs_v3, make_spiral_v1
from tests.storage.forgery import Members, put_together
from tests.storage.projects import equal

SPIRAL_V1, PICTURES_V2, RUNS_V3 = make_spiral_v1.PATH, make_pictures_v2.PATH, make_runs_v3.PATH


def made_with_runs() -> Project:
    return make_runs_v3.runs_v3().project


GOLDEN: list[tuple[Path, Callable[[], Project], str]] = [
    (SPIRAL_V1, make_spiral_v1.spiral_v1, "5058eef6dce1d6943824a9b16dfdba407077530dfbe651a7a2d1589ff35b6b9b"),
    (PICTURES_V2, make_pictures_v2.pictures_v2, "886bed7dceb5c8cf3cb84533d18df6b47e06cdbb0dd62a12931d3992cf8c0cd7"),
    (
        RUNS_V3,
        made_with_runs,
        "c4f728b84d7b831d3ede1b4f5e562b850ef3b02fbd5f24f36e9d952dd071b865",
    ),
]


@pytest.mark.parametrize(("path", "made", "digest"), GOLDEN, ids=lambda part: getattr(part, "name", ""))
def test_the_file_of_each_version_opens_as_what_was_saved(path: Path, made: Callable[[], Project], digest: str) -> None:
    project = project_file.read(path)
    assert equal(project, made())
    assert semantic_hash(project) == f"sha256:{digest}"


def test_a_file_of_version_3_has_its_runs() -> None:
    assert equal(project_file.read_work(RUNS_V3), make_runs_v3.runs_v3())


def test_this_nnsim_is_one_that_reads_what_it_writes() -> None:
    needed, own = ([int(part) for part in version.split(".")[:2]] for version in (NEEDS, __version__))
    assert needed <= own


@pytest.mark.parametrize("path", [SPIRAL_V1, PICTURES_V2, RUNS_V3], ids=lambda path: path.name)
def test_a_file_of_any_version_can_be_trained_on(path: Path) -> None:
    project = project_file.read(path)
    assert project.checkpoint is not None
    run = Run(project)
    run.train_epochs(1)
    assert run.trainer.epoch == project.checkpoint.epoch + 1


@pytest.mark.parametrize("path", [SPIRAL_V1, PICTURES_V2, RUNS_V3], ids=lambda path: path.name)
def test_a_file_of_any_version_is_saved_as_the_newest_and_means_the_same(tmp_path: Path, path: Path) -> None:
    project = project_file.read(path)
    project_file.write(project, tmp_path / "new.nnsim")
    document, _ = opened(tmp_path / "new.nnsim")
    assert document["format"]["version"] == VERSION
    assert semantic_hash(project_file.read(tmp_path / "new.nnsim")) == semantic_hash(project)


def opened(path: Path) -> tuple[dict[str, Any], Members]:
    """The description and the other members of a file, whatever its version."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(members.pop("project.json")), members


def refusal(tmp_path: Path, document: dict[str, Any], members: Members) -> ProjectFileError:
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(put_together(tmp_path / "old.nnsim", json.dumps(document).encode(), members))
    return caught.value


def test_an_old_file_with_words_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    document, members = opened(SPIRAL_V1)
    for place, key, value in (
        ("network", "picture", None),
        ("network/layers/1", "kind", "dense"),
        ("network/layers/2", "held", [[0, 0]]),
        ("training", "stop", {}),
        ("training", "clip_norm", 0.0),
        ("data", "goal", "predict"),
    ):
        altered = copy.deepcopy(document)
        holder: Any = altered
        for step in place.split("/"):
            holder = holder[int(step) if step.isdigit() else step]
        holder[key] = value
        error = refusal(tmp_path, altered, members)
        assert (error.code, error.where) == ("file.key_unknown", f"project.json#/{place}/{key}")


def test_whatever_an_old_file_holds_in_the_wrong_place_is_refused_and_never_crashes(tmp_path: Path) -> None:
    document, members = opened(SPIRAL_V1)
    places = [("network",), ("network", "layers"), ("network", "layers", 0), ("training",), ("checkpoint",)]
    for *before, key in [*places, ("checkpoint", "network")]:
        for value in (True, 3, "x", [], [[]], [1], {}, {"layers": 1}, {"layers": [None]}):
            altered = copy.deepcopy(document)
            holder: Any = altered
            for step in before:
                holder = holder[step]
            holder[key] = value
            assert refusal(tmp_path, altered, members).where
            del holder[key]
            assert refusal(tmp_path, altered, members).where


def test_the_network_of_an_old_checkpoint_is_brought_up_too(tmp_path: Path) -> None:
    document, members = opened(SPIRAL_V1)
    document["checkpoint"]["network"] = copy.deepcopy(document["network"])
    document["checkpoint"]["network"]["layers"][0]["key"] = 9
    path = put_together(tmp_path / "old.nnsim", json.dumps(document).encode(), members)
    checkpoint = project_file.read(path).checkpoint
    assert checkpoint is not None
    assert [layer.kind for layer in checkpoint.network.layers] == ["dense"] * 3


def test_every_old_version_has_a_way_to_the_newest() -> None:
    assert sorted(MIGRATIONS) == list(range(1, VERSION))


def test_migrations_follow_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nnsim.storage.migrations.VERSION", 3)
    steps = {1: lambda document: document | {"a": 1}, 2: lambda document: document | {"b": document["a"] + 1}}
    monkeypatch.setattr("nnsim.storage.migrations.MIGRATIONS", steps)
    assert migrated({}, 1) == {"a": 1, "b": 2}
    assert migrated({"a": 5}, 2) == {"a": 5, "b": 6}
    assert migrated({}, 3) == {}
