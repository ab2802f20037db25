"""Preferences survive, and damaged ones never stop nnsim from starting."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnsim.errors import StorageError
from nnsim.storage import preferences
from nnsim.storage.preferences import MOST_RECENT, Preferences, preferences_path

SOME = Preferences("dark", ("/b.nnsim", "/a.nnsim"), b"\x00\xff", b"state", "/b.nnsim", "all", glow=False, motion=False)


def put(content: bytes) -> Path:
    path = preferences_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_without_a_file_there_are_defaults_and_none_is_made() -> None:
    assert preferences.load() == Preferences()
    assert not preferences_path().exists()


def test_preferences_come_back() -> None:
    preferences.save(SOME)
    assert preferences.load() == SOME


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"a": NaN}', b"[" * 9999, b"null", b" " * 10_000_001])
def test_a_damaged_file_gives_defaults_and_is_kept_aside(content: bytes) -> None:
    path = put(content)
    assert preferences.load() == Preferences()
    assert not path.exists()
    assert path.with_name("preferences.json.broken").read_bytes() == content


def test_a_wrong_value_gives_its_default_and_the_others_stay() -> None:
    preferences.save(SOME)
    values = json.loads(preferences_path().read_bytes())
    wrong_values = {
        "theme": "pink",
        "recent": 3,
        "geometry": "%",
        "state": None,
        "last_project": 7,
        "values": "some",
        "glow": 1,
        "motion": "no",
    }
    for key, wrong in wrong_values.items():
        put(json.dumps(values | {key: wrong, "of a newer nnsim": 1}).encode())
        assert preferences.load() == replace(SOME, **{key: getattr(Preferences(), key)})


@given(st.binary(max_size=60) | st.dictionaries(st.text(), st.integers()).map(lambda found: json.dumps(found).encode()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_lies_there_preferences_load(content: bytes) -> None:
    put(content)
    assert isinstance(preferences.load(), Preferences)


def test_recent_files_are_few_newest_first_and_once_each(tmp_path: Path) -> None:
    remembered = Preferences()
    for number in [*range(12), 5]:
        remembered = remembered.with_recent(tmp_path / f"{number}.nnsim")
    assert len(remembered.recent) == MOST_RECENT
    assert remembered.recent[:2] == (str(tmp_path / "5.nnsim"), str(tmp_path / "11.nnsim"))
    assert remembered.last_project == str(tmp_path / "5.nnsim")


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("NNSIM_HOME", str(tmp_path / "file" / "home"))
    assert preferences.load() == Preferences()
    with pytest.raises(StorageError) as caught:
        preferences.save(SOME)
    assert caught.value.code == "storage.no_folder"
