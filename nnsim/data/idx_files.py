"""Arrays in IDX files, the format of MNIST: pictures in one file, their labels in another beside it."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnsim.data.file_bytes import MOST_BYTES, Progress, first_bytes, read_part, reading_failures, size_of
from nnsim.data.wording import quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

Array = NDArray[np.number]

_TYPES: Final = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
"""Numbers of the third byte: signed and unsigned bytes, whole numbers and floats, the highest byte first."""
_MOST_DIMENSIONS: Final = 4
_PACKED: Final = b"\x1f\x8b"
_HEAD_BYTES: Final = 4 + 4 * _MOST_DIMENSIONS
_PAIRS: Final = (("images", "labels"), ("idx3", "idx1"))
_DAMAGES: Final = (zlib.error, EOFError, gzip.BadGzipFile)


class IdxHead(NamedTuple):
    """What the first bytes tell: the type of the numbers, and how many there are in each dimension."""

    dtype: np.dtype[np.number]
    shape: tuple[int, ...]

    @property
    def n_bytes(self) -> int:
        """Of the numbers, as Python counts, so that nothing overflows."""
        return self.dtype.itemsize * prod(self.shape)

    @property
    def start(self) -> int:
        """Where the numbers begin."""
        return 4 + 4 * len(self.shape)


def is_idx(head: bytes, path: Path) -> bool:
    """Whether a file is one, by its first bytes; of a packed one by those that are in it."""
    if head.startswith(_PACKED):
        try:
            with gzip.open(path) as file:
                head = file.read(_HEAD_BYTES)
        except (*_DAMAGES, OSError):
            return False
    return len(head) >= 4 and head[:2] == b"\0\0" and head[2] in _TYPES and 1 <= head[3] <= _MOST_DIMENSIONS


def shape_of(path: Path) -> tuple[int, ...]:
    """How many numbers there are in each dimension, as the file's beginning tells: one of labels, three of pictures.

    Raises
    ------
    TableError
        ``pictures.magic``, ``pictures.dimensions``, ``pictures.damaged``
    """
    with reading_failures(path), _unpacking(path), _opened(path) as file:
        return _head(file.read(_HEAD_BYTES), path.name).shape


def read_idx(path: Path, tell: Progress, most: int | None = None) -> Array:
    """The numbers of a file; how many there should be is checked before room is made for them.

    Parameters
    ----------
    tell : is told the share that is done; whatever it raises ends the reading and comes out of here
    most : so many along the first dimension are enough; what comes after them is not looked at

    Raises
    ------
    TableError
        ``pictures.magic``, ``pictures.dimensions``, ``pictures.truncated``, ``pictures.too_long``,
        ``pictures.damaged``, ``table.too_large``, and as ``size_of``
    """
    n_file_bytes = size_of(path)
    with reading_failures(path), _unpacking(path), _opened(path) as file:
        head = _head(file.read(_HEAD_BYTES), path.name)
        if head.n_bytes > MOST_BYTES:
            raise _too_large(head, path.name)
        if not _is_packed(path) and n_file_bytes < head.start + head.n_bytes:
            raise _truncated(head, n_file_bytes - head.start, path.name)
        taken = head if most is None else head._replace(shape=(min(most, head.shape[0]), *head.shape[1:]))
        file.seek(head.start)
        data = read_part(file, taken.n_bytes, tell)
        goes_on = taken == head and bool(file.read(1))
    if len(data) < taken.n_bytes:
        raise _truncated(head, len(data), path.name)
    if goes_on:
        raise TableError(
            "pictures.too_long",
            Words(
                QT_TRANSLATE_NOOP("errors", "Behind the {0} bytes that its beginning tells of, the file goes on."),
                f"{head.n_bytes:,}",
            ),
            where=path.name,
            hint=QT_TRANSLATE_NOOP("errors", "Its beginning or its end is damaged: download or copy it again."),
        )
    return np.frombuffer(data, taken.dtype).reshape(taken.shape)


def partner_of(path: Path, *, labels: bool) -> Path:
    """The file of the labels beside that of the pictures, or the other way round, by its name, packed or not.

    Raises
    ------
    TableError
        ``pictures.no_labels``, ``pictures.no_pictures``
    """
    name = path.name
    for pictures, its_labels in _PAIRS:
        name = name.replace(pictures, its_labels) if labels else name.replace(its_labels, pictures)
    plain = name.removesuffix(".gz")
    for wanted in (name, plain, f"{plain}.gz"):
        beside = path.with_name(wanted)
        if wanted != path.name and beside.is_file():
            return beside
    expected = quoted(plain if plain != path.name else "…-labels-idx1-ubyte" if labels else "…-images-idx3-ubyte")
    if labels:
        raise TableError(
            "pictures.no_labels",
            QT_TRANSLATE_NOOP(
                "errors", "These are pictures, but the file that tells what they show is not beside them."
            ),
            where=path.name,
            hint=Words(QT_TRANSLATE_NOOP("errors", "Put the labels, called {0}, into the same folder."), expected),
        )
    raise TableError(
        "pictures.no_pictures",
        QT_TRANSLATE_NOOP("errors", "These are labels, but the pictures that they belong to are not beside them."),
        where=path.name,
        hint=Words(QT_TRANSLATE_NOOP("errors", "Put the pictures, called {0}, into the same folder."), expected),
    )


def _is_packed(path: Path) -> bool:
    return first_bytes(path, 2) == _PACKED


def _opened(path: Path) -> gzip.GzipFile | BinaryIO:
    return gzip.open(path) if _is_packed(path) else path.open("rb")


@contextmanager
def _unpacking(path: Path) -> Iterator[None]:
    """Tell that a packed file is damaged."""
    try:
        yield
    except _DAMAGES as error:
        raise TableError(
            "pictures.damaged",
            Words(QT_TRANSLATE_NOOP("errors", "The packed file cannot be unpacked: {0}."), error),
            where=path.name,
            hint=QT_TRANSLATE_NOOP("errors", "Download or copy it again."),
        ) from None


def _head(data: bytes, name: str) -> IdxHead:
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in _TYPES:
        raise TableError(
            "pictures.magic",
            Words(
                QT_TRANSLATE_NOOP("errors", "The file does not begin as an IDX file does: its first bytes are {0}."),
                data[:4].hex(" ") or "none",
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Choose the file as it was published, such as “train-images-idx3-ubyte”."),
        )
    n_told = data[3]
    if not 1 <= n_told <= _MOST_DIMENSIONS or len(data) < 4 + 4 * n_told:
        raise TableError(
            "pictures.dimensions",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The file tells of {0} dimensions, and pictures have three: how many, their height and "
                    "their width.",
                ),
                n_told,
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Choose the file of the pictures."),
        )
    shape = struct.unpack(f">{n_told}I", data[4 : 4 + 4 * n_told])
    if 0 in shape:
        raise TableError(
            "pictures.dimensions",
            Words(
                QT_TRANSLATE_NOOP("errors", "The file is empty: it tells of {0} numbers."), " × ".join(map(str, shape))
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Choose another file."),
        )
    return IdxHead(np.dtype(_TYPES[data[2]]), shape)


def _truncated(head: IdxHead, found: int, name: str) -> TableError:
    return TableError(
        "pictures.truncated",
        Words(
            QT_TRANSLATE_NOOP("errors", "The file ends too early: it should hold {0} numbers, {1} bytes, and has {2}."),
            " × ".join(f"{size:,}" for size in head.shape),
            f"{head.n_bytes:,}",
            f"{max(found, 0):,}",
        ),
        where=name,
        hint=QT_TRANSLATE_NOOP("errors", "Download or copy it again."),
    )


def _too_large(head: IdxHead, name: str) -> TableError:
    return TableError(
        "table.too_large",
        Words(
            QT_TRANSLATE_NOOP("errors", "The file tells of {0} bytes of numbers; at most {1} can be read."),
            f"{head.n_bytes:,}",
            f"{MOST_BYTES:,}",
        ),
        where=name,
        hint=QT_TRANSLATE_NOOP("errors", "Keep fewer pictures, or make them smaller."),
    )
