"""Making hostile files: a valid one taken apart, altered, and put together so that only the altered thing is wrong."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nnsim.model.kept_run import Work
from nnsim.model.project import Project
from nnsim.storage import project_file
from nnsim.storage.zip_records import Entry, directory, local_header

Members = dict[str, bytes]


def taken_apart(project: Project, folder: Path) -> tuple[dict[str, Any], Members]:
    """The description and the other members of a valid file."""
    return taken_apart_work(Work(project), folder)


def taken_apart_work(work: Work, folder: Path) -> tuple[dict[str, Any], Members]:
    """The same of a project with its runs."""
    path = folder / "valid.nnsim"
    project_file.write_work(work, path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(members.pop("project.json")), members


def put_together(path: Path, description: bytes, members: Members) -> Path:
    """A zip that is right by itself."""
    path.write_bytes(zipped({"project.json": description} | members))
    return path


def listed_anew(document: dict[str, Any], members: Members) -> None:
    """Make lengths and checksums of the manifest right again."""
    for entry in document["members"]:
        content = members[entry["name"]]
        entry |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def zipped(members: Members, alter: Callable[[Entry], Entry] = lambda entry: entry) -> bytes:
    """Members stored one after the other; ``alter`` changes what the headers say of them."""
    result, entries = b"", []
    for name, content in members.items():
        entry = alter(Entry(name, 0, 0, zlib.crc32(content), len(content), len(content), len(result)))
        entries.append(entry)
        result += local_header(entry) + content
    return result + directory(entries, len(result))


def npy(header: str, content: bytes, version: int = 1) -> bytes:
    """An array file with any header."""
    text = header.encode("latin-1")
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(text)) + text + content
