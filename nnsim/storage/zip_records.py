"""The part of the zip format that a project file uses: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.

No ZIP64, no encryption, no data descriptors, no extra fields, no comments: each is a place to hide something in.
``zipfile`` reads all of these and more, and takes bytes before, between and after the members in its stride.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

STORED, DEFLATED = 0, 8

LOCAL = struct.Struct("<4s5H3L2H")
LOCAL_SIGNATURE = b"PK\x03\x04"
CENTRAL = struct.Struct("<4s6H3L5H2L")
CENTRAL_SIGNATURE = b"PK\x01\x02"
END = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"

_MADE_BY_UNIX_2_0 = (3 << 8) | 20
_NEEDS_2_0 = 20
_MIDNIGHT, _FIRST_OF_JANUARY_1980 = 0, (1 << 5) | 1
_PLAIN_FILE_RW_R_R = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: where its local header starts, and what the directory says of it."""

    name: str
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def start(self) -> int:
        """Where its packed bytes start."""
        return self.offset + LOCAL.size + len(self.name)

    @property
    def stop(self) -> int:
        """One past its packed bytes."""
        return self.start + self.packed


def local_header(entry: Entry) -> bytes:
    """What stands before the packed bytes. Time and date are fixed: the same project makes the same bytes."""
    name = entry.name.encode("ascii")
    stamp = (_MIDNIGHT, _FIRST_OF_JANUARY_1980, entry.crc, entry.packed, entry.size, len(name), 0)
    return LOCAL.pack(LOCAL_SIGNATURE, _NEEDS_2_0, entry.flags, entry.method, *stamp) + name


def directory(entries: list[Entry], offset: int) -> bytes:
    """The central directory that starts at ``offset``, and the end record."""
    records = b"".join(_central_record(entry) for entry in entries)
    count = len(entries)
    return records + END.pack(END_SIGNATURE, 0, 0, count, count, len(records), offset, 0)


def _central_record(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    stamp = (_MIDNIGHT, _FIRST_OF_JANUARY_1980, entry.crc, entry.packed, entry.size, len(name), 0, 0, 0, 0)
    fixed = (CENTRAL_SIGNATURE, _MADE_BY_UNIX_2_0, _NEEDS_2_0, entry.flags, entry.method)
    return CENTRAL.pack(*fixed, *stamp, _PLAIN_FILE_RW_R_R, entry.offset) + name
