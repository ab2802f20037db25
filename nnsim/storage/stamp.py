"""How a file looked when it was opened, so that a change by another program is noticed."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nnsim.storage.limits import MAX_FILE_BYTES
from nnsim.storage.refusals import reading, refusal

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """Two stamps are equal if the content is: a file that was only copied or touched has not changed."""

    size: int
    sha256: str


def stamp(path: Path) -> Stamp:
    """The stamp of ``path`` now. Take it before reading: a change in between is then noticed too."""
    with reading(path), open_regular(path) as file:
        digest = hashlib.sha256()
        size = 0
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > MAX_FILE_BYTES:
                raise refusal("too_large", "The file is too large for a project.", where=str(path))
            digest.update(piece)
        return Stamp(size, digest.hexdigest())


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, and nothing else: a pipe or a device could block, or never end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise refusal(
                "not_a_file", "This is a folder or a device, not a file.", where=str(path), hint="Choose a file."
            )
        return open(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise
