"""The bytes of a file that a person has named, with every failure of reading told by code and place."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from typing import Final, Protocol

from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

Progress = Callable[[float], None]
"""Is told the share that is done, 0 to 1."""

MOST_BYTES = 2**30
BLOCK_BYTES = 2**18
"""Small enough that no single step of the reading holds the window up."""
UNPACKING_FAILURES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
"""What unpacking raises for data that make no sense, besides ``OSError``."""
_KNOWN_STARTS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "a packed file"),
    (b"\xd0\xcf\x11\xe0", "an old document"),
    (b"\x1f\x8b", "a packed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"\x93NUMPY", "an array of NumPy"),
)
_TEXT_CONTROLS = b"\0\t\n\v\f\r\x1a"


class Readable(Protocol):
    """What bytes are read from, packed or not."""

    def read(self, size: int, /) -> bytes:
        """So many of them at most."""


def size_of(path: Path) -> int:
    """How many bytes the file has.

    Raises
    ------
    TableError
        ``table.not_a_file``, ``table.too_large``, and as ``reading_failures``
    """
    with reading_failures(path):
        status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
        raise TableError(
            "table.not_a_file",
            Words(QT_TRANSLATE_NOOP("errors", "This is {0}."), kind),
            where=str(path),
            hint=QT_TRANSLATE_NOOP("errors", "Choose a file. Folders of pictures are read by “nnsim import FOLDER”.")
            if kind == "a folder"
            else QT_TRANSLATE_NOOP("errors", "Choose a CSV file."),
        )
    if status.st_size > MOST_BYTES:
        raise TableError(
            "table.too_large",
            Words(
                QT_TRANSLATE_NOOP("errors", "The file has {0} MB; at most {1} MB can be read."),
                f"{status.st_size / 2**20:.0f}",
                f"{MOST_BYTES / 2**20:.0f}",
            ),
            where=path.name,
            hint=QT_TRANSLATE_NOOP("errors", "Keep only the rows and columns that are needed."),
        )
    return status.st_size


def first_bytes(path: Path, n_bytes: int) -> bytes:
    """The first bytes of the file."""
    with reading_failures(path), path.open("rb") as file:
        return file.read(n_bytes)


def byte_blocks(path: Path) -> Iterator[bytes]:
    """All bytes of the file, a block at a time."""
    with reading_failures(path), path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def read_part(file: Readable, n_bytes: int, tell: Progress) -> bytearray:
    """So many bytes of an open file, or as many as there are, a block at a time.

    Parameters
    ----------
    tell : is told the share that is done after each block; whatever it raises comes out of here
    """
    data = bytearray()
    while len(data) < n_bytes and (block := file.read(min(BLOCK_BYTES, n_bytes - len(data)))):
        data += block
        tell(len(data) / n_bytes)
    return data


@contextmanager
def reading_failures(path: Path) -> Iterator[None]:
    """Tell what the system refuses: ``table.not_found``, ``table.no_permission``, ``table.unreadable``."""
    try:
        yield
    except FileNotFoundError:
        raise TableError(
            "table.not_found",
            QT_TRANSLATE_NOOP("errors", "There is no such file."),
            where=str(path),
            hint=QT_TRANSLATE_NOOP(
                "errors",
                "Check the name and the folder.",
            ),
        ) from None
    except PermissionError:
        raise TableError(
            "table.no_permission",
            QT_TRANSLATE_NOOP("errors", "The file may not be read."),
            where=str(path),
            hint=QT_TRANSLATE_NOOP(
                "errors",
                "Close other programs that hold it, or ask for the right to read it.",
            ),
        ) from None
    except (OSError, ValueError) as error:
        raise TableError(
            "table.unreadable",
            Words(QT_TRANSLATE_NOOP("errors", "The file cannot be read: {0}."), error),
            where=str(path),
            hint=QT_TRANSLATE_NOOP("errors", "Copy it to this computer and try again."),
        ) from error


def refuse_binary(head: bytes, name: str) -> None:
    """Refuse what cannot be text by its first bytes: ``table.binary``. Texts of two or four bytes a letter may pass."""
    kind = next((kind for start, kind in _KNOWN_STARTS if head.startswith(start)), "")
    if not kind:
        part = head[:4096]
        n_controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in part)
        kind = "a binary file" if n_controls > max(3, len(part) // 20) else ""
    if kind:
        raise TableError(
            "table.binary",
            Words(QT_TRANSLATE_NOOP("errors", "This is {0}, not a table in plain text."), kind),
            where=name,
            hint=QT_TRANSLATE_NOOP(
                "errors",
                "From the program that made it, save the table as CSV or as a workbook (.xlsx), and open that file.",
            ),
        )
