"""Replacing a file as a whole or not at all, through a crash, a full disk or a power cut.

A temporary file in the same folder is written, flushed, synced, checked and then renamed over the old one. There is no
fallback to writing in place: that is how files are lost. (Qt's QSaveFile can report success after a short write.)
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from nnsim.storage.leftovers import remove_leftovers, temporary_beside
from nnsim.storage.refusals import failure, writing

_BINARY: int = getattr(os, "O_BINARY", 0)
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


def _accept(_: Path) -> None:
    """Nothing to check."""


def replace_file(path: Path, fill: Callable[[BinaryIO], None], check: Callable[[Path], None] = _accept) -> None:
    """Let ``fill`` write a new file that takes the place of ``path``; or raise ``StorageError``, all as it was.

    ``check`` gets the finished temporary file just before it takes its place, and may raise. A link is followed: the
    file it points to is replaced. Permissions, and the owner where that is allowed, stay.
    """
    with writing(path):
        target = Path(os.path.realpath(path))
        old = _replaceable(target)
        remove_leftovers(target.parent)
        temporary = temporary_beside(target)
        try:
            _write(temporary, fill, old)
            check(temporary)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)


def replace_bytes(path: Path, content: bytes) -> None:
    """The same for a small file."""

    def fill(file: BinaryIO) -> None:
        file.write(content)

    replace_file(path, fill)


def _replaceable(target: Path) -> os.stat_result | None:
    """The state of the file that is to be replaced, if there is one."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(old.st_mode):
        hint = "Choose a name that is not taken by a folder or a device."
        raise failure("not_a_file", "There is something else of that name.", where=str(target), hint=hint)
    if not os.access(target, os.W_OK):
        # A rename would replace a write-protected file without a word.
        hint = "Save under another name, or take the protection away."
        raise failure("read_only", "The file is write-protected.", where=str(target), hint=hint)
    return old


def _write(temporary: Path, fill: Callable[[BinaryIO], None], old: os.stat_result | None) -> None:
    """Write and sync. The file is nobody else's to read until it has the old one's permissions."""
    how = os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY | _NO_LINK
    descriptor = os.open(temporary, how, 0o666 if old is None else 0o600)
    with open(descriptor, "w+b") as file:
        fill(file)
        file.flush()
        if old is not None:
            _take_over(temporary, old)
        os.fsync(file.fileno())


def _take_over(temporary: Path, old: os.stat_result) -> None:
    """Give the new file the owner and the permissions of the old one; not every file system has them."""
    with contextlib.suppress(OSError):
        if hasattr(os, "chown") and (temporary.stat().st_uid, temporary.stat().st_gid) != (old.st_uid, old.st_gid):
            os.chown(temporary, old.st_uid, old.st_gid)
    with contextlib.suppress(OSError):
        temporary.chmod(stat.S_IMODE(old.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name last. The file is in its place by now, so a system that cannot do this is no failure."""
    if hasattr(os, "O_DIRECTORY"):
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
