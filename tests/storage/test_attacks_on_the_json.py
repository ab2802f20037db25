"""The description of a project file as text: what is no JSON, or too much of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nnsim.storage import project_file
from tests.storage.attacks import refused
from tests.storage.forgery import put_together, taken_apart
from tests.storage.projects import spiral


def test_an_unknown_activation_gets_a_suggestion_and_the_known_ones(tmp_path: Path) -> None:
    document, _ = taken_apart(spiral(), tmp_path)
    document["network"]["layers"][1]["activation"]["name"] = "sigmoit"
    error = refused(tmp_path, json.dumps(document).encode())
    assert error.where == "project.json#/network/layers/1/activation/name"
    assert "“sigmoid”" in error.hint
    assert "tanh" in error.hint


def test_a_newer_file_says_which_nnsim_it_needs(tmp_path: Path) -> None:
    document, _ = taken_apart(spiral(), tmp_path)
    document["format"] = {"name": "nnsim", "version": 7, "needs": "3.2", "anything": 1}
    document["novelty"] = {}
    error = refused(tmp_path, json.dumps(document).encode())
    assert error.code == "file.too_new"
    assert "nnsim 3.2" in error.message
    assert "nnsim 3.2" in error.hint
    document["format"]["needs"] = "<script>"
    assert "script" not in str(refused(tmp_path, json.dumps(document).encode()))


RAW: list[tuple[bytes, str]] = [
    (b"", "file.json"),
    (b"{", "file.json"),
    (b"null", "file.type"),
    (b"[]", "file.type"),
    (b"{}", "file.not_a_project"),
    (b"\xff\xfe{}", "file.json"),
    (b"\xef\xbb\xbf{}", "file.json"),
    (b'{"a": NaN}', "file.json_number"),
    (b'{"a": Infinity}', "file.json_number"),
    (b'{"a": -Infinity}', "file.json_number"),
    (b'{"a": 1e999}', "file.json_number"),
    (b'{"a": ' + b"9" * 5000 + b"}", "file.json_number"),
    (b'{"a": 0.' + b"1" * 5000 + b"}", "file.json_number"),
    (b'{"a": 1, "a": 1}', "file.json_duplicate"),
    (b'{"a": {"b": 1, "\\u0062": 1}}', "file.json_duplicate"),
    (b"[" * 33 + b"]" * 33, "file.json_depth"),
    (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "file.json_depth"),
    (b"[" * 100_000, "file.json_depth"),
    (b'["\\"", ' + b"[" * 40 + b"]" * 41, "file.json_depth"),
    (b"[" + b"1," * 600_000 + b"1]", "file.json_size"),
    (b" " * 10_000_001, "file.json_size"),
    (b'"' + b'\\"' * 4_000_000, "file.json"),
    (b"{} {}", "file.json"),
    (b"{'a': 1}", "file.json"),
    (b'{"a": 1,}', "file.json"),
    (b'{"a": "\n"}', "file.json"),
]


@pytest.mark.parametrize(("description", "code"), RAW, ids=lambda part: str(part)[:24])
def test_json_is_taken_strictly(tmp_path: Path, description: bytes, code: str) -> None:
    assert refused(tmp_path, description).code == code


def test_brackets_within_texts_do_not_count_as_depth(tmp_path: Path) -> None:
    document, members = taken_apart(spiral(), tmp_path)
    document["name"] = '["\\' * 100
    path = put_together(tmp_path / "p.nnsim", json.dumps(document).encode(), members)
    assert project_file.read(path).name == document["name"]
