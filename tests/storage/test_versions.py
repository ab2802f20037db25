"""Every version of the project file that ever left the house opens."""

from __future__ import annotations

import pytest

from nnsim.storage import project_file
from nnsim.storage.migrations import MIGRATIONS, VERSION, migrated
from nnsim.storage.semantic import semantic_hash
from tests.golden.make_spiral_v1 import PATH, spiral_v1
from tests.storage.projects import equal


def test_the_file_of_version_1_opens_as_what_was_saved() -> None:
    project = project_file.read(PATH)
    assert equal(project, spiral_v1())
    assert semantic_hash(project) == "sha256:5058eef6dce1d6943824a9b16dfdba407077530dfbe651a7a2d1589ff35b6b9b"


def test_every_old_version_has_a_way_to_the_newest() -> None:
    assert sorted(MIGRATIONS) == list(range(1, VERSION))


def test_migrations_follow_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nnsim.storage.migrations.VERSION", 3)
    steps = {1: lambda document: document | {"a": 1}, 2: lambda document: document | {"b": document["a"] + 1}}
    monkeypatch.setattr("nnsim.storage.migrations.MIGRATIONS", steps)
    assert migrated({}, 1) == {"a": 1, "b": 2}
    assert migrated({"a": 5}, 2) == {"a": 5, "b": 6}
    assert migrated({}, 3) == {}
