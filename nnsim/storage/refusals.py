"""The doors of this floor: every lower exception leaves as one of nnsim's own, with a code, a place and a remedy."""

from __future__ import annotations

import errno
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nnsim.errors import ProjectFileError, StorageError

DAMAGED = (zlib.error, struct.error, ValueError, OverflowError, EOFError, RecursionError, NotImplementedError)
"""What the standard library and NumPy raise on damaged bytes (``UnicodeDecodeError`` is a ``ValueError``)."""

_GET_ANOTHER = "Ask for the file again, or open a backup copy."
_NOTHING_OPENED = "Nothing was opened, and the file was not changed."
_NOTHING_WRITTEN = "Nothing was written; what was there before is as it was."

_WRITE_FAILURES = {
    errno.ENOSPC: ("full", "The disk is full.", "Free some space, or save on another disk."),
    errno.EDQUOT: ("full", "Your share of the disk is used up.", "Delete what you no longer need, or save elsewhere."),
    errno.EFBIG: ("file_limit", "The disk or the system does not take a file this large.", "Save on another disk."),
    errno.EROFS: ("read_only", "The disk is read-only.", "Save in another folder."),
    errno.EACCES: ("read_only", "You may not write there.", "Save in another folder."),
    errno.EPERM: ("read_only", "You may not write there.", "Save in another folder."),
    errno.ENOENT: ("no_folder", "The folder does not exist.", "Make the folder first, or save in another one."),
    errno.ENOTDIR: ("no_folder", "The folder does not exist.", "Make the folder first, or save in another one."),
    errno.ENAMETOOLONG: ("name_too_long", "The name is too long for this disk.", "Choose a shorter name."),
    errno.ELOOP: ("link_loop", "The name leads in a circle of links.", "Save under another name."),
}


def refusal(code: str, message: str, *, where: str = "", hint: str = _GET_ANOTHER) -> ProjectFileError:
    """The refusal to open a project file."""
    return ProjectFileError(f"file.{code}", message, where=where, hint=hint, unchanged=_NOTHING_OPENED)


def failure(code: str, message: str, *, where: str = "", hint: str = "") -> StorageError:
    """The failure to write, after which everything is as it was."""
    return StorageError(f"storage.{code}", message, where=where, hint=hint, unchanged=_NOTHING_WRITTEN)


def quoted(text: object, longest: int = 60) -> str:
    """Foreign text, short and harmless enough for a message."""
    words = "".join(letter if letter.isprintable() else "?" for letter in str(text)[: longest + 1])
    return f"“{words[:longest]}…”" if len(words) > longest else f"“{words}”"


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what goes wrong while ``path`` is read into a refusal."""
    _check_name(path)
    where = str(path)
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise refusal(
            "not_found", "There is no such file.", where=where, hint="Check the name and the folder."
        ) from error
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise StorageError(
            "storage.unreadable",
            f"The file cannot be read: {reason}.",
            where=where,
            hint="Check that you may read it and that its disk is connected.",
            unchanged=_NOTHING_OPENED,
        ) from error
    except MemoryError as error:
        raise refusal(
            "memory", "There is not enough memory to open this file.", where=where, hint="Close other programs first."
        ) from error
    except DAMAGED as error:
        raise refusal("damaged", "The file is damaged.", where=where) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what goes wrong while ``path`` is written into a failure."""
    _check_name(path)
    where = str(path)
    try:
        yield
    except OSError as error:
        code, message, hint = _WRITE_FAILURES.get(
            error.errno or 0,
            ("failed", f"The file cannot be written: {error.strerror or error}.", "Save in another folder."),
        )
        raise failure(code, message, where=where, hint=hint) from error
    except MemoryError as error:
        raise failure(
            "memory", "There is not enough memory to save.", where=where, hint="Close other programs first."
        ) from error


def _check_name(path: Path) -> None:
    """Refuse what no file system takes: a NUL, or half a surrogate pair."""
    try:
        possible = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        message = "This is not a name that a file can have."
        raise failure("name", message, where=quoted(path), hint="Choose another name.")
