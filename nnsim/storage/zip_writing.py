"""Writing a zip that ``zip_reading`` and every public tool can read."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from nnsim.storage.limits import MAX_RATIO, RATIO_FREE_BYTES
from nnsim.storage.zip_records import DEFLATED, STORED, Entry, directory, local_header

Bytes = bytes | memoryview

_PIECE = 1 << 20
_PROBE = 1 << 16
_LARGE = 1 << 14
_WORTHWHILE = 0.9


def write_members(file: BinaryIO, members: Iterable[tuple[str, Sequence[Bytes]]]) -> None:
    """Write each member, given as the parts of its bytes, and the directory at the end."""
    entries: list[Entry] = []
    for name, parts in members:
        entries.append(_write_member(file, name, parts))
    file.write(directory(entries, file.tell()))


def _write_member(file: BinaryIO, name: str, parts: Sequence[Bytes]) -> Entry:
    offset = file.tell()
    size = sum(len(part) for part in parts)
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    if _is_worth_packing(parts):
        entry = _packed(file, Entry(name, DEFLATED, 0, crc, 0, size, offset), parts)
        # A reader takes a member that shrank too well for a bomb, so it goes in as it is.
        if entry.packed < size and not (size > RATIO_FREE_BYTES and size > MAX_RATIO * entry.packed):
            return entry
        file.seek(offset)
        file.truncate()
    entry = Entry(name, STORED, 0, crc, size, size, offset)
    file.write(local_header(entry))
    for part in parts:
        file.write(part)
    return entry


def _packed(file: BinaryIO, entry: Entry, parts: Sequence[Bytes]) -> Entry:
    """Write the member deflated, then its header, whose sizes are only known now."""
    file.write(local_header(entry))
    stream = zlib.compressobj(1 if entry.size > _LARGE else 6, zlib.DEFLATED, -zlib.MAX_WBITS)
    for piece in _in_pieces(parts):
        file.write(stream.compress(piece))
    file.write(stream.flush())
    stop = file.tell()
    entry = Entry(entry.name, entry.method, 0, entry.crc, stop - entry.start, entry.size, entry.offset)
    file.seek(entry.offset)
    file.write(local_header(entry))
    file.seek(stop)
    return entry


def _is_worth_packing(parts: Sequence[Bytes]) -> bool:
    """Whether the beginning of the longest part shrinks: learnt weights hardly do, and cost time."""
    sample = max(parts, key=len)[:_PROBE]
    return len(sample) > 0 and len(zlib.compress(sample, 1)) < _WORTHWHILE * len(sample)


def _in_pieces(parts: Sequence[Bytes]) -> Iterator[Bytes]:
    for part in parts:
        for start in range(0, len(part), _PIECE):
            yield part[start : start + _PIECE]
