"""Reading a zip that holds nothing but its members, in their order, from the first byte to the last."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from nnsim.errors import ProjectFileError
from nnsim.storage.fields import DOCUMENT
from nnsim.storage.limits import (
    MAX_EXPANDED_BYTES,
    MAX_FILE_BYTES,
    MAX_MEMBER_NAME,
    MAX_MEMBERS,
    MAX_RATIO,
    RATIO_FREE_BYTES,
)
from nnsim.storage.refusals import quoted, refusal
from nnsim.storage.zip_records import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    DEFLATED,
    END,
    END_SIGNATURE,
    LOCAL,
    LOCAL_SIGNATURE,
    STORED,
    Entry,
)

_PIECE = 1 << 20
_PACKED_PIECE = 1 << 16
_ENCRYPTED, _DESCRIPTOR = 0x0001, 0x0008
_HARMLESS_FLAGS = 0x0002 | 0x0004 | 0x0800  # how hard it was packed; the name is UTF-8
_MEMBER_NAME = re.compile(r"[a-z0-9_]+(?:[/.-][a-z0-9_]+)*")


def entries(file: BinaryIO, size: int, where: str) -> dict[str, Entry]:
    """The members by name, after the whole layout has been checked. Nothing is expanded yet."""
    if size == 0:
        raise refusal("empty", "The file is empty.", where=where)
    if size > MAX_FILE_BYTES:
        raise refusal(
            "too_large", f"The file has {size:,} bytes; at most {MAX_FILE_BYTES:,} can be opened.", where=where
        )
    count, start = _end_record(file, size, where)
    found: dict[str, Entry] = {}
    expected_offset = 0
    file.seek(start)
    directory = file.read(size - END.size - start)
    position = 0
    for _ in range(count):
        entry, position = _central_record(directory, position, where)
        if entry.name in found:
            raise refusal("duplicate_member", f"{quoted(entry.name)} is in the file twice.", where=where)
        if entry.offset != expected_offset:
            raise refusal("zip_layout", f"There is a gap or an overlap before {quoted(entry.name)}.", where=where)
        found[entry.name] = entry
        expected_offset = entry.stop
    if position != len(directory) or expected_offset != start:
        raise refusal("zip_layout", "There is something between the members and their directory.", where=where)
    if next(iter(found), None) != DOCUMENT:
        raise refusal(
            "not_a_project", f"The first member is not {DOCUMENT}: this is not an nnsim project.", where=where
        )
    _check_sizes(found, where)
    for entry in found.values():
        _check_local_header(file, entry)
    return found


def pieces(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """The member's bytes, expanded piece by piece and checked: never more than its directory entry says."""
    crc = total = 0
    for piece in _expanded(file, entry):
        total += len(piece)
        if total > entry.size:
            raise refusal("member_size", "More comes out of this member than it says.", where=entry.name)
        crc = zlib.crc32(piece, crc)
        yield piece
    if total != entry.size:
        raise refusal("member_size", "Less comes out of this member than it says.", where=entry.name)
    if crc != entry.crc:
        raise refusal("checksum", "The checksum is wrong: some bytes of this member were altered.", where=entry.name)


def content(file: BinaryIO, entry: Entry, most: int) -> bytes:
    """A small member as a whole."""
    if entry.size > most:
        raise refusal("json_size", f"It has {entry.size:,} bytes; at most {most:,} are read.", where=entry.name)
    return b"".join(pieces(file, entry))


def _end_record(file: BinaryIO, size: int, where: str) -> tuple[int, int]:
    """Number of members and start of their directory, from the last bytes of the file."""
    file.seek(0)
    is_zip = file.read(4) == LOCAL_SIGNATURE
    file.seek(max(0, size - END.size - 0xFFFF))
    tail = file.read()
    if not is_zip:
        if END_SIGNATURE in tail and size > END.size:
            raise refusal("zip_layout", "There is something before the first member.", where=where)
        hint = "Choose a file that ends in .nnsim."
        raise refusal("not_a_project", "This is not an nnsim project.", where=where, hint=hint)
    last = tail[-END.size :]
    if len(last) < END.size or not last.startswith(END_SIGNATURE):
        if END_SIGNATURE in tail:
            raise refusal("zip_layout", "There is something after the last member.", where=where)
        raise refusal("truncated", "The end of the file is missing: it was not copied as a whole.", where=where)
    _, disk, first_disk, count_here, count, length, start, comment = END.unpack(last)
    if disk or first_disk or count_here != count or comment:
        raise refusal("zip_layout", "The end record of the zip does not fit the file.", where=where)
    if count > MAX_MEMBERS:
        raise refusal(
            "too_many_members", f"The file has {count:,} members; at most {MAX_MEMBERS:,} are read.", where=where
        )
    if length > count * (CENTRAL.size + MAX_MEMBER_NAME):
        raise refusal("zip_layout", "The directory of the zip is longer than its members need.", where=where)
    if start + length != size - END.size:
        raise refusal("zip_layout", "The directory of the zip is not where the end record says.", where=where)
    return count, start


def _central_record(directory: bytes, position: int, where: str) -> tuple[Entry, int]:
    """One record of the directory, and where the next one starts."""
    if len(directory) - position < CENTRAL.size:
        raise refusal("zip_layout", "The directory of the zip is cut short.", where=where)
    record = CENTRAL.unpack_from(directory, position)
    signature, _, _, flags, method, _, _, crc, packed, size, n_name, n_extra, n_comment, disk, _, _, offset = record
    if signature != CENTRAL_SIGNATURE:
        raise refusal("zip_layout", "The directory of the zip is damaged.", where=where)
    start = position + CENTRAL.size
    name = _checked_name(directory[start : start + n_name], n_name, where)
    if n_extra or n_comment or disk:
        raise refusal("zip_feature", "It carries extra fields or a comment, which no project has.", where=name)
    _check_flags(flags, method, name)
    return Entry(name, method, flags, crc, packed, size, offset), start + n_name


def _checked_name(raw: bytes, length: int, where: str) -> str:
    """A plain relative name, so that no tool that unpacks the file writes beside its folder."""
    name = raw.decode("ascii", "replace")
    if len(raw) != length or length > MAX_MEMBER_NAME or not _MEMBER_NAME.fullmatch(name):
        raise refusal("member_name", f"{quoted(name)} is not a name that a project's member can have.", where=where)
    return name


def _check_flags(flags: int, method: int, name: str) -> None:
    if flags & _ENCRYPTED:
        raise refusal("zip_feature", "It is encrypted, which no project is.", where=name)
    if flags & ~_HARMLESS_FLAGS:
        kind = "It was written as a stream" if flags & _DESCRIPTOR else "It uses a rare feature of zip"
        raise refusal("zip_feature", f"{kind}, which no project does.", where=name)
    if method not in (STORED, DEFLATED):
        raise refusal("zip_feature", f"It is packed by method {method}; only 0 and 8 are read.", where=name)


def _check_sizes(found: dict[str, Entry], where: str) -> None:
    """Refuse a zip bomb before anything of it is expanded."""
    total = sum(entry.size for entry in found.values())
    if total > MAX_EXPANDED_BYTES:
        message = f"It expands to {total:,} bytes; at most {MAX_EXPANDED_BYTES:,} are read."
        raise refusal("too_large", message, where=where)
    for entry in found.values():
        if entry.size > RATIO_FREE_BYTES and entry.size > MAX_RATIO * entry.packed:
            message = f"It expands to more than {MAX_RATIO} times its size, as only a trap does."
            raise refusal("bomb", message, where=entry.name)
        if entry.method == STORED and entry.size != entry.packed:
            raise refusal("member_size", "Its two sizes differ, though it is not packed.", where=entry.name)


def _check_local_header(file: BinaryIO, entry: Entry) -> None:
    """The header before the bytes must say what the directory says: other tools may read either."""
    file.seek(entry.offset)
    raw = file.read(LOCAL.size + len(entry.name))
    signature, _, flags, method, _, _, crc, packed, size, n_name, n_extra = LOCAL.unpack_from(raw)
    here = (signature, flags, method, crc, packed, size, raw[LOCAL.size :], n_name, n_extra)
    there = (entry.flags, entry.method, entry.crc, entry.packed, entry.size, entry.name.encode("ascii"))
    if here != (LOCAL_SIGNATURE, *there, len(entry.name), 0):
        raise refusal("zip_layout", "Its header does not agree with the directory of the zip.", where=entry.name)


def _expanded(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    file.seek(entry.start)
    packed = _packed(file, entry)
    if entry.method == STORED:
        yield from packed
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        waiting = piece
        while waiting and not stream.eof:
            try:
                yield stream.decompress(waiting, _PIECE)
            except zlib.error as error:
                raise _damaged(entry) from error
            waiting = stream.unconsumed_tail
        if stream.eof and (waiting or stream.unused_data):
            raise _damaged(entry)
    while not stream.eof:
        rest = stream.decompress(b"", _PIECE)
        if not rest:
            raise _damaged(entry)
        yield rest


def _packed(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    left = entry.packed
    while left:
        piece = file.read(min(left, _PACKED_PIECE))
        if not piece:
            raise refusal("truncated", "The file became shorter while it was read.", where=entry.name)
        left -= len(piece)
        yield piece


def _damaged(entry: Entry) -> ProjectFileError:
    return refusal("damaged", "The packed bytes of this member are damaged.", where=entry.name)
