"""Arrays in .npz files, as NumPy saves them: nothing in them is run, and sizes are checked before room is made."""

from __future__ import annotations

import io
import zipfile
from math import prod
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnsim.data.file_bytes import MOST_BYTES, UNPACKING_FAILURES, Progress, read_part, reading_failures
from nnsim.data.wording import listed, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

Array = NDArray[Any]

_NUMBERS: Final = "buif"
_LABELS: Final = "buifU"
_HEAD_BYTES: Final = 2**16
_NAMES: Final = (("x", "y"), ("images", "labels"), ("data", "target"), ("data", "labels"), ("inputs", "targets"))


class ArrayPair(NamedTuple):
    """The names of two arrays that belong together: what the samples are, and what is known of them.

    Parameters
    ----------
    shape : of the samples, how many they are first
    """

    inputs: str
    labels: str
    shape: tuple[int, ...]

    @property
    def title(self) -> str:
        """``x_train, y_train``."""
        return f"{self.inputs}, {self.labels}"


class _Found(NamedTuple):
    """What the beginning of an array tells."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    is_fortran: bool

    @property
    def n_bytes(self) -> int:
        """As Python counts, so that nothing overflows."""
        return self.dtype.itemsize * prod(self.shape)


def is_npz(head: bytes, path: Path) -> bool:
    """Whether a file is one: packed, and all in it arrays."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (*UNPACKING_FAILURES, OSError):
        return False
    return bool(names) and all(name.endswith(".npy") for name in names)


def pairs_in(path: Path) -> tuple[ArrayPair, ...]:
    """The arrays that belong together, by their names, else by their shapes; those for training first.

    Raises
    ------
    TableError
        ``pictures.damaged``, ``pictures.not_numbers``, ``pictures.no_pair``
    """
    heads = _heads(path)
    named = [
        ArrayPair(name, partner, heads[name].shape)
        for name in heads
        for partner in _partners(name)
        if partner in heads and _fit(heads[name], heads[partner])
    ]
    if not named:
        sized = [(one, other) for one in heads for other in heads if one != other and _fit(heads[one], heads[other])]
        named = [ArrayPair(one, other, heads[one].shape) for one, other in sized] if len(sized) == 1 else []
    if not named:
        told = [f"{name} ({' × '.join(map(str, head.shape)) or 'one number'})" for name, head in heads.items()]
        raise TableError(
            "pictures.no_pair",
            Words(
                QT_TRANSLATE_NOOP("errors", "No two arrays belong together as samples and labels: {0}."),
                listed(told, most=6),
            ),
            where=path.name,
            hint=QT_TRANSLATE_NOOP("errors", "Save the samples as “x”, one in each row, and as many labels as “y”."),
        )
    return tuple(sorted(dict.fromkeys(named), key=lambda pair: ("train" not in pair.inputs, pair.inputs)))


def read_array(path: Path, name: str, tell: Progress, most: int | None = None) -> Array:
    """The array of this name.

    Parameters
    ----------
    tell : is told the share that is done; whatever it raises ends the reading and comes out of here
    most : so many along the first dimension are enough

    Raises
    ------
    TableError
        as ``pairs_in``; ``table.too_large``, ``pictures.truncated``
    """
    _heads(path)
    with reading_failures(path):
        try:
            with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as part:
                return _array(part, tell, most)
        except UNPACKING_FAILURES as error:
            raise _damaged(path.name, str(error)) from None


def _partners(name: str) -> list[str]:
    """What the labels of samples with this name may be called: ``x_train`` has ``y_train``."""
    low = name.lower()
    found: list[str] = []
    for samples, labels in _NAMES:
        parts = low.split("_")
        if samples in parts:
            place = parts.index(samples)
            written = name.split("_")
            word = labels.upper() if written[place].isupper() else labels
            for spelled in sorted({labels, word}):
                found += ["_".join([*written[:place], spelled, *written[place + 1 :]])]
    return found


def _fit(inputs: _Found, labels: _Found) -> bool:
    """As many samples as labels: samples of numbers, one label each."""
    is_flat = len(labels.shape) == 1 or (len(labels.shape) == 2 and labels.shape[1] == 1)
    is_sized = bool(inputs.shape) and bool(labels.shape) and inputs.shape[0] == labels.shape[0] > 0
    return is_flat and is_sized and 2 <= len(inputs.shape) <= 4 and inputs.dtype.kind in _NUMBERS


def _heads(path: Path) -> dict[str, _Found]:
    """What each array is, by its name."""
    with reading_failures(path):
        try:
            with zipfile.ZipFile(path) as archive:
                parts = archive.infolist()
                return {part.filename.removesuffix(".npy"): _head(archive, part, path.name) for part in parts}
        except UNPACKING_FAILURES as error:
            raise _damaged(path.name, str(error)) from None


def _head(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> _Found:
    with archive.open(info) as part:
        file = io.BytesIO(part.read(_HEAD_BYTES))
    found = _read_head(file)
    where = f"{name}, array {quoted(info.filename.removesuffix('.npy'))}"
    if found.dtype.kind not in _LABELS:
        raise TableError(
            "pictures.not_numbers",
            Words(QT_TRANSLATE_NOOP("errors", "This array holds neither numbers nor words, but {0}."), found.dtype),
            where=where,
            hint=QT_TRANSLATE_NOOP(
                "errors", "Save it as numbers: nothing else is read, because it would have to be run."
            ),
        )
    if found.n_bytes > MOST_BYTES:
        raise TableError(
            "table.too_large",
            Words(
                QT_TRANSLATE_NOOP("errors", "The array tells of {0} bytes; at most {1} can be read."),
                f"{found.n_bytes:,}",
                f"{MOST_BYTES:,}",
            ),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Keep fewer samples, or save them as bytes (uint8)."),
        )
    if info.file_size != file.tell() + found.n_bytes:
        raise TableError(
            "pictures.truncated",
            Words(
                QT_TRANSLATE_NOOP("errors", "The array should have {0} bytes and has {1}."),
                f"{found.n_bytes:,}",
                f"{info.file_size - file.tell():,}",
            ),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Save it again with numpy.savez."),
        )
    return found


def _read_head(file: IO[bytes]) -> _Found:
    version = npy.read_magic(file)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, is_fortran, dtype = read(file)
    return _Found(dtype, shape, is_fortran)


def _array(part: IO[bytes], tell: Progress, most: int | None) -> Array:
    """What is read of a part; nothing in it is run, because no objects are let in."""
    head = _read_head(part)
    is_all = most is None or head.is_fortran  # of which the first rows lie all over the file
    if not is_all:
        head = head._replace(shape=(min(most or 0, head.shape[0]), *head.shape[1:]))
    data = read_part(part, head.n_bytes, tell)
    if is_all:
        part.read(1)  # whether all is as it was written is known at the end
    numbers = np.frombuffer(data, head.dtype, count=prod(head.shape))
    return numbers.reshape(head.shape[::-1]).T if head.is_fortran else numbers.reshape(head.shape)


def _damaged(name: str, why: str) -> TableError:
    return TableError(
        "pictures.damaged",
        Words(QT_TRANSLATE_NOOP("errors", "The file cannot be unpacked: {0}."), why),
        where=name,
        hint=QT_TRANSLATE_NOOP("errors", "Save it again with numpy.savez."),
    )
