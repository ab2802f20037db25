"""Everything that a zip can hide or pretend, each refused by its own code. Nothing of it is ever written to disk."""

from __future__ import annotations

import json
import os
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nnsim.errors import ProjectFileError
from nnsim.storage import project_file
from nnsim.storage.limits import MAX_EXPANDED_BYTES
from nnsim.storage.zip_records import DEFLATED, END, Entry, directory, local_header
from tests.storage.forgery import Members, put_together, taken_apart, zipped
from tests.storage.projects import spiral

Bytes = Callable[[bytes], bytes]
WEIGHTS = "checkpoint/parameters.npy"


@pytest.fixture
def valid(tmp_path: Path) -> bytes:
    project_file.write(spiral(), tmp_path / "valid.nnsim")
    return (tmp_path / "valid.nnsim").read_bytes()


@pytest.fixture
def members(tmp_path: Path) -> Members:
    document, others = taken_apart(spiral(), tmp_path)
    return {"project.json": json.dumps(document).encode()} | others


def code_of(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "attack.nnsim"
    path.write_bytes(content)
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(path)
    assert sorted(os.listdir(tmp_path)) == before
    assert caught.value.where
    assert caught.value.hint
    assert caught.value.unchanged
    return caught.value.code


def end_record(content: bytes, **changes: int) -> bytes:
    names = ("signature", "disk", "first_disk", "here", "count", "length", "start", "comment")
    record = dict(zip(names, END.unpack(content[-22:]), strict=True)) | changes
    return content[:-22] + END.pack(*record.values())


OUTSIDE: dict[str, tuple[Bytes, str]] = {
    "nothing at all": (lambda _: b"", "file.empty"),
    "one byte": (lambda _: b"P", "file.not_a_project"),
    "a text": (lambda _: b"hello, world\n" * 9, "file.not_a_project"),
    "a pickle": (lambda _: b"\x80\x04\x95\x1b\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix", "file.not_a_project"),
    "only the signature": (lambda _: b"PK\x03\x04", "file.truncated"),
    "an empty zip": (lambda _: END.pack(b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0), "file.not_a_project"),
    "the second half missing": (lambda valid: valid[: len(valid) // 2], "file.truncated"),
    "the last byte missing": (lambda valid: valid[:-1], "file.zip_layout"),
    "a byte after the end": (lambda valid: valid + b"x", "file.zip_layout"),
    "a script before the start": (lambda valid: b"#!/bin/sh\nrm x\n" + valid, "file.zip_layout"),
    "a comment": (lambda valid: end_record(valid, comment=3) + b"abc", "file.zip_layout"),
    "a comment announced but missing": (lambda valid: end_record(valid, comment=3), "file.zip_layout"),
    "two zips in a row": (lambda valid: valid + valid, "file.zip_layout"),
    "another disk": (lambda valid: end_record(valid, disk=1), "file.zip_layout"),
    "one member fewer in the end record": (lambda valid: end_record(valid, here=1, count=1), "file.zip_layout"),
    "too many members": (lambda valid: end_record(valid, here=60_000, count=60_000), "file.too_many_members"),
    "marked as ZIP64": (lambda valid: end_record(valid, start=0xFFFFFFFF), "file.zip_layout"),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_stands_before_after_or_beside_the_members(tmp_path: Path, valid: bytes, name: str) -> None:
    alter, code = OUTSIDE[name]
    assert code_of(tmp_path, alter(valid)) == code


@pytest.mark.parametrize(
    "name",
    ["../evil", "/evil", "a/../../evil", "a\\b", "C:evil", "a//b", "a/", "ä", "con\0", "A.npy", "x" * 201, "./a", " a"],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, members: Members, name: str) -> None:
    content = zipped(members | {"placeholder": b"x"})
    raw = name.encode("utf-8")
    for old, fixed in ((b"placeholderx", 26), (b"placeholder", 28)):
        where = content.rindex(old)
        header = where - (30 if fixed == 26 else 46)
        content = content[: header + fixed] + struct.pack("<H", len(raw)) + content[header + fixed + 2 :]
        content = content[:where] + content[where:].replace(b"placeholder", raw, 1)
    moved = len(raw) - len(b"placeholder")
    _, _, _, _, _, length, start, _ = END.unpack(content[-22:])
    content = end_record(content, length=length + moved, start=start + moved)
    assert code_of(tmp_path, content) == "file.member_name"


def test_a_member_that_stands_twice_is_refused(tmp_path: Path, members: Members) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(WEIGHTS, b"other")
    assert code_of(tmp_path, path.read_bytes()) == "file.duplicate_member"


def test_a_member_that_the_manifest_does_not_name_is_refused(tmp_path: Path, members: Members) -> None:
    assert code_of(tmp_path, zipped(members | {"stowaway.npy": b"x"})) == "file.member_unknown"


def test_a_member_that_is_missing_is_refused(tmp_path: Path, members: Members) -> None:
    del members[WEIGHTS]
    assert code_of(tmp_path, zipped(members)) == "file.member_missing"


def test_a_description_that_is_not_the_first_member_is_refused(tmp_path: Path, members: Members) -> None:
    first = members.pop("project.json")
    assert code_of(tmp_path, zipped(members | {"project.json": first})) == "file.not_a_project"


def test_another_kind_of_zip_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path, zipped({"word/document.xml": b"<xml/>"})) == "file.not_a_project"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"flags": 0x0001}, "file.zip_feature"),
        ({"flags": 0x0008}, "file.zip_feature"),
        ({"flags": 0x0040}, "file.zip_feature"),
        ({"flags": 0x2000}, "file.zip_feature"),
        ({"method": 12}, "file.zip_feature"),
        ({"method": 99}, "file.zip_feature"),
        ({"size": 9}, "file.member_size"),
        ({"crc": 1}, "file.checksum"),
        ({"method": DEFLATED}, "file.damaged"),
        ({"offset": 0}, "file.zip_layout"),
        ({"packed": 9, "size": 9}, "file.zip_layout"),
    ],
)
def test_headers_that_pretend_are_refused(tmp_path: Path, members: Members, change: dict[str, int], code: str) -> None:
    def alter(entry: Entry) -> Entry:
        return replace(entry, **change) if entry.name == WEIGHTS else entry

    assert code_of(tmp_path, zipped(members, alter)) == code


def test_a_local_header_that_disagrees_with_the_directory_is_refused(tmp_path: Path, members: Members) -> None:
    content = zipped(members)
    where = content.index(b"PK\x03\x04", 1) + 30
    assert code_of(tmp_path, content[:where] + b"X" + content[where + 1 :]) == "file.zip_layout"


@pytest.mark.parametrize("place", ["local", "central", "comment"])
def test_extra_fields_and_comments_of_members_are_refused(tmp_path: Path, members: Members, place: str) -> None:
    path = tmp_path / "extra.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.extra = b"UT\x05\x00\x01abcd" if name == WEIGHTS and place == "central" else b""
            info.comment = b"hi" if name == WEIGHTS and place == "comment" else b""
            archive.writestr(info, content)
    content = path.read_bytes()
    if place == "local":
        where = content.index(b"PK\x03\x04", 1) + 30
        content = content[: where - 2] + struct.pack("<H", 4) + content[where:]
        assert code_of(tmp_path, content) == "file.zip_layout"
    else:
        assert code_of(tmp_path, content) == "file.zip_feature"


def _with_raw_member(members: Members, packed: bytes, size: int, crc: int = 0) -> bytes:
    """A file whose weights are ``packed`` by deflate and said to be ``size`` bytes long."""
    result, entries = b"", []
    for name, content in members.items():
        entry = Entry(name, 0, 0, zlib.crc32(content), len(content), len(content), len(result))
        if name == WEIGHTS:
            entry, content = Entry(name, DEFLATED, 0, crc, len(packed), size, len(result)), packed
        entries.append(entry)
        result += local_header(entry) + content
    return result + directory(entries, len(result))


def _deflated(content: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(content) + stream.flush()


def _announced(members: Members, size: int) -> None:
    document: dict[str, Any] = json.loads(members["project.json"])
    next(entry for entry in document["members"] if entry["name"] == WEIGHTS)["bytes"] = size
    members["project.json"] = json.dumps(document).encode()


def test_a_directory_that_is_longer_than_its_members_need_is_refused_unread(tmp_path: Path, members: Members) -> None:
    valid = zipped(members)
    start, length = END.unpack(valid[-22:])[6], END.unpack(valid[-22:])[5]
    padding = 50_000_000
    content = valid[: start + length] + bytes(padding) + valid[start + length :]
    tracemalloc.start()
    path = tmp_path / "long.nnsim"
    path.write_bytes(end_record(content, length=length + padding))
    del content
    tracemalloc.reset_peak()
    with pytest.raises(ProjectFileError, match="longer than its members need") as caught:
        project_file.read(path)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert caught.value.code == "file.zip_layout"


def test_a_bomb_is_refused_before_it_expands(tmp_path: Path, members: Members) -> None:
    size = 100 << 20
    assert code_of(tmp_path, _with_raw_member(members, _deflated(bytes(size)), size)) == "file.bomb"


def test_more_than_the_most_is_refused_before_it_expands(tmp_path: Path, members: Members) -> None:
    assert code_of(tmp_path, _with_raw_member(members, b"x", MAX_EXPANDED_BYTES + 1)) == "file.too_large"


def test_a_member_that_expands_to_more_than_it_says_is_stopped(tmp_path: Path, members: Members) -> None:
    _announced(members, 1000)
    assert code_of(tmp_path, _with_raw_member(members, _deflated(bytes(30 << 20)), 1000)) == "file.member_size"


def test_a_member_that_expands_to_less_than_it_says_is_refused(tmp_path: Path, members: Members) -> None:
    _announced(members, 264)
    assert code_of(tmp_path, _with_raw_member(members, _deflated(b"short"), 264)) == "file.member_size"


@pytest.mark.parametrize(
    "packed", [b"", b"\xff\xff\xff", _deflated(b"x" * 264)[:-1], _deflated(b"x" * 264) + b"hidden"]
)
def test_a_stream_that_is_damaged_or_hides_something_is_refused(
    tmp_path: Path, members: Members, packed: bytes
) -> None:
    _announced(members, 264)
    assert code_of(tmp_path, _with_raw_member(members, packed, 264, zlib.crc32(b"x" * 264))) == "file.damaged"


def test_a_folder_a_pipe_and_nothing_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, code in (
        (tmp_path, "file.not_a_file"),
        (tmp_path / "pipe", "file.not_a_file"),
        (Path("/dev/zero"), "file.not_a_file"),
        (tmp_path / "absent", "file.not_found"),
    ):
        with pytest.raises(ProjectFileError) as caught:
            project_file.read(path)
        assert caught.value.code == code


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "sparse.nnsim").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(3 << 30)
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(tmp_path / "sparse.nnsim")
    assert caught.value.code == "file.too_large"


def test_the_builder_of_these_attacks_makes_valid_files(tmp_path: Path, members: Members) -> None:
    first = members.pop("project.json")
    project_file.read(put_together(tmp_path / "p.nnsim", first, members))
