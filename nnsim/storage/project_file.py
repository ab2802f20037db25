"""A project as one ``.nnsim`` file: a zip of ``project.json`` and arrays, written whole and read with suspicion."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from nnsim.errors import ProjectFileError
from nnsim.model.kept_run import LeftOut, Work
from nnsim.model.project import Project
from nnsim.storage.arrays import AnyArray, Listed, listed, npy, read_array
from nnsim.storage.atomic import replace_file
from nnsim.storage.decode import decode
from nnsim.storage.decode_runs import OF_RUNS, OnLeftOut
from nnsim.storage.encode import Arrays, Document, encode
from nnsim.storage.encode_runs import encode_runs
from nnsim.storage.fields import DOCUMENT, Fields
from nnsim.storage.limits import MAX_EXPANDED_BYTES, MAX_JSON_BYTES, MAX_MEMBERS
from nnsim.storage.migrations import heading, migrated, version_of
from nnsim.storage.refusals import failure, quoted, reading, refusal, writing
from nnsim.storage.stamp import Stamp, open_regular, stamp
from nnsim.storage.strict_json import dump, is_small_enough, parse
from nnsim.storage.zip_reading import content, entries, pieces
from nnsim.storage.zip_records import Entry
from nnsim.storage.zip_writing import Bytes, write_members

SUFFIX = ".nnsim"


def read(path: Path) -> Project:
    """The project in a file; raises ``ProjectFileError``, or ``StorageError`` if the disk does not give it out."""
    return read_work(path).project


def read_work(path: Path, left_out: OnLeftOut | None = None) -> Work:
    """The project in a file with its runs; raises as ``read``.

    A run that is wrong is a reason to refuse the file, or, if ``left_out`` is there to be told of it, to leave it out.
    """
    with reading(path), open_regular(path) as file:
        return _read(file, str(path), left_out)


def write(project: Project, path: Path, *, expected: Stamp | None = None) -> Stamp:
    """``write_work`` of a project of which no run is known."""
    return write_work(Work(project), path, expected=expected)


def write_work(
    work: Work, path: Path, *, expected: Stamp | None = None, left_out: Callable[[], None] | None = None
) -> Stamp:
    """Save whole, or leave everything as it was and raise ``StorageError``.

    Runs that could not be opened again are left out: together with the project they make the file too large, or one of
    them is wrong, which must not cost anybody the project.

    Parameters
    ----------
    expected : the stamp of the file when it was opened or last saved; if its content is another one by now,
        ``storage.changed`` is raised. ``None`` replaces whatever is there: ask before.
    left_out : is told if the file was written without the runs

    Returns
    -------
    The stamp of the new file, to be expected at the next save.
    """
    document, arrays = encode(work.project)
    document["runs"] = encode_runs(work.runs, work.project, arrays)
    has_wrong_runs = bool(_check_opens_again(document, arrays))
    manifest = [listed(name, array) for name, array in arrays.items()]
    description = dump({"format": heading(), "members": [entry.as_dict() for entry in manifest]} | document)
    if work.runs and (has_wrong_runs or _is_too_large(description, manifest)):
        without = write_work(Work(work.project), path, expected=expected)
        if left_out is not None:
            left_out()
        return without
    _check_sizes(document, description, manifest, path)
    members: list[tuple[str, Sequence[Bytes]]] = [(DOCUMENT, [description])]
    members += [(name, npy(array)) for name, array in arrays.items()]
    written: list[Stamp] = []

    def check(temporary: Path) -> None:
        _verify(temporary, description, manifest, path)
        written.append(stamp(temporary))
        _check_unchanged(path, expected)

    with writing(path):
        _check_unchanged(path, expected)
        replace_file(path, lambda file: write_members(file, members), check)
    return written[0]


def _read(file: BinaryIO, where: str, left_out: OnLeftOut | None) -> Work:
    found = entries(file, os.fstat(file.fileno()).st_size, where)
    document = Fields.of(parse(content(file, found[DOCUMENT], MAX_JSON_BYTES), DOCUMENT), "").values
    version = version_of(document)
    del document["format"]
    manifest = _manifest(Fields(document), found)
    del document["members"]
    arrays: dict[str, AnyArray] = {}
    damaged: dict[str, ProjectFileError] = {}
    for entry in manifest:
        may_be_damaged = left_out is not None and entry.name.startswith(OF_RUNS)
        array = _array(file, entry, found[entry.name], may_be_damaged=may_be_damaged)
        if isinstance(array, ProjectFileError):
            damaged[entry.name] = array
        else:
            arrays[entry.name] = array
    return decode(migrated(document, version), arrays, left_out, damaged)


def _array(file: BinaryIO, listed_as: Listed, entry: Entry, *, may_be_damaged: bool) -> AnyArray | ProjectFileError:
    try:
        return read_array(pieces(file, entry), listed_as)
    except ProjectFileError as error:
        if not may_be_damaged:
            raise
        return error


def _manifest(document: Fields, found: dict[str, Entry]) -> list[Listed]:
    """The manifest, which must name every member once, with its true length."""
    if "members" not in document.values:
        raise refusal("key_missing", "The key “members” is missing.", where=DOCUMENT)
    manifest = [Listed.read(value, pointer) for value, pointer in document.items("members", MAX_MEMBERS)]
    names: set[str] = set()
    for index, entry in enumerate(manifest):
        where = document.where("members") + f"/{index}/name"
        if entry.name in names:
            raise refusal("duplicate_member", f"{quoted(entry.name)} is listed twice.", where=where)
        if entry.name == DOCUMENT or entry.name not in found:
            raise refusal("member_missing", f"{quoted(entry.name)} is listed, but it is not in the file.", where=where)
        if entry.n_bytes != found[entry.name].size:
            raise refusal("member_size", "It is not as long as the manifest says.", where=entry.name)
        names.add(entry.name)
    for name in found:
        if name != DOCUMENT and name not in names:
            raise refusal("member_unknown", "The manifest does not list this member.", where=name)
    total = sum(entry.n_bytes_in_memory for entry in manifest)
    if total > MAX_EXPANDED_BYTES:
        message = f"Its numbers take {total:,} bytes; at most {MAX_EXPANDED_BYTES:,} are read."
        raise refusal("too_large", message, where=document.where("members"))
    return manifest


def _check_opens_again(document: Document, arrays: Arrays) -> list[LeftOut]:
    """Nothing is ever written that could not be opened again: the runs that could not."""
    wrong: list[LeftOut] = []
    try:
        decode(document, arrays, wrong.append)
    except ProjectFileError as error:
        message = f"The project is not complete enough to be kept: {error.message}"
        raise failure("inconsistent", message, where=error.where, hint="Undo the last change, then save.") from error
    return wrong


def _verify(temporary: Path, description: bytes, manifest: list[Listed], path: Path) -> None:
    """Read back what was written, every byte of it."""
    try:
        with reading(temporary), open_regular(temporary) as file:
            found = entries(file, os.fstat(file.fileno()).st_size, str(temporary))
            if content(file, found[DOCUMENT], MAX_JSON_BYTES) != description:
                raise refusal("damaged", "The description is another one.", where=DOCUMENT)
            for entry in manifest:
                read_array(pieces(file, found[entry.name]), entry)
    except ProjectFileError as error:
        message = f"The disk did not keep what was written: {error.message}"
        raise failure("verify", message, where=str(path), hint="Save on another disk.") from error


def _check_sizes(document: Document, description: bytes, manifest: list[Listed], path: Path) -> None:
    """Raise ``StorageError`` if reading would refuse the file for its size, with what to take less of."""
    if _is_too_large(description, manifest):
        total = len(description) + sum(entry.n_bytes_in_memory for entry in manifest)
        message = f"The project is too large for a file: {total:,} bytes in {len(manifest):,} arrays."
        of_data = sum(entry.n_bytes_in_memory for entry in manifest if entry.name.startswith("data/"))
        of_data += len(dump(document["data"]))
        what = "rows or columns of the table" if 2 * of_data > total else "neurons"
        raise failure("too_large", message, where=str(path), hint=f"Take fewer {what}.")


def _is_too_large(description: bytes, manifest: list[Listed]) -> bool:
    total = len(description) + sum(entry.n_bytes_in_memory for entry in manifest)
    return not is_small_enough(description) or len(manifest) >= MAX_MEMBERS or total > MAX_EXPANDED_BYTES


def _check_unchanged(path: Path, expected: Stamp | None) -> None:
    if expected is not None and path.exists() and stamp(path) != expected:
        raise failure(
            "changed",
            "Another program has changed this file since it was opened here.",
            where=str(path),
            hint="Save under another name, or open the file again to see what changed.",
        )
