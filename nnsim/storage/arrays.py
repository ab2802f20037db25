"""Arrays as ``.npy`` members: NumPy's format 1 and 2, four little-endian dtypes, row after row, nothing pickled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.errors import ProjectFileError
from nnsim.storage.fields import Fields
from nnsim.storage.limits import MAX_EXPANDED_BYTES, MAX_MEMBER_NAME
from nnsim.storage.refusals import refusal

AnyArray = NDArray[Any]

DTYPES = {"float64": "<f8", "float32": "<f4", "int64": "<i8", "uint8": "|u1"}
_MAGIC = b"\x93NUMPY"
_MOST_AXES = 4
_LONGEST_HEADER = 10_000
_ALIGNMENT = 64
_WIDENED = 8
_HEADER = re.compile(
    rb"\{'descr': '(<f8|<f4|<i8|\|u1)', 'fortran_order': False, "
    rb"'shape': (\(\)|\(\d{1,10},\)|\(\d{1,10}(?:, \d{1,10})+\)),? ?\} *\n"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """What the manifest says of one array."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    n_bytes: int
    sha256: str

    @property
    def n_bytes_in_memory(self) -> int:
        """What it takes once it is read: bytes become numbers of 64 bits."""
        return prod(self.shape) * _WIDENED if self.dtype == "uint8" else self.n_bytes

    @classmethod
    def read(cls, value: object, pointer: str) -> Listed:
        """One entry of the manifest, checked for itself."""
        fields = Fields.of(value, pointer, ("name", "kind", "dtype", "shape", "bytes", "sha256"))
        fields.one_of("kind", ("array",))
        dtype = fields.one_of("dtype", DTYPES)
        axes = Fields(
            {str(n): axis for n, (axis, _) in enumerate(fields.items("shape", _MOST_AXES))}, fields.at("shape")
        )
        shape = tuple(axes.integer(n, 0, MAX_EXPANDED_BYTES) for n in axes.values)
        n_bytes = fields.integer("bytes", 0, MAX_EXPANDED_BYTES)
        sha256, name = fields.text("sha256"), fields.text("name")
        if not _SHA256.fullmatch(sha256):
            raise refusal("checksum", "This is not a SHA-256 checksum.", where=fields.where("sha256"))
        if len(name) > MAX_MEMBER_NAME:
            raise refusal("member_name", "The name is too long.", where=fields.where("name"))
        return cls(name, dtype, shape, n_bytes, sha256)

    def as_dict(self) -> dict[str, Any]:
        """The entry as it stands in the file."""
        start = {"name": self.name, "kind": "array", "dtype": self.dtype, "shape": list(self.shape)}
        return start | {"bytes": self.n_bytes, "sha256": self.sha256}


def listed(name: str, array: AnyArray) -> Listed:
    """The manifest's entry for ``array``."""
    digest = hashlib.sha256()
    parts = npy(array)
    for part in parts:
        digest.update(part)
    return Listed(name, array.dtype.name, array.shape, sum(map(len, parts)), digest.hexdigest())


def storable(array: AnyArray, dtype: str) -> AnyArray:
    """``array`` little-endian and row after row; itself if it is so already."""
    return np.ascontiguousarray(array, dtype=np.dtype(DTYPES[dtype])).reshape(np.shape(array))


def narrowed(values: AnyArray) -> AnyArray:
    """The same numbers, storable: as bytes if all are whole ones from 0 to 255, as pixels and labels are."""
    with np.errstate(invalid="ignore"):
        narrow = values.astype(np.uint8)
    is_same = np.array_equal(narrow, values) and not np.signbit(values).any()
    return storable(narrow, "uint8") if is_same and len(values) else storable(values, "float64")


def npy(array: AnyArray) -> tuple[bytes, memoryview]:
    """Header and bytes of a storable array. Written here and not by NumPy, whose padding differs between versions."""
    shape = "".join(f"{axis}, " for axis in array.shape)
    shape = f"({shape.strip()})" if array.ndim == 1 else f"({shape.removesuffix(', ')})"
    text = f"{{'descr': '{DTYPES[array.dtype.name]}', 'fortran_order': False, 'shape': {shape}, }}".encode("ascii")
    start = len(_MAGIC) + 4
    text += b" " * (-(start + len(text) + 1) % _ALIGNMENT) + b"\n"
    return _MAGIC + b"\x01\x00" + len(text).to_bytes(2, "little") + text, array.reshape(-1).view(np.uint8).data


def read_array(pieces: Iterator[bytes], entry: Listed) -> AnyArray:
    """The array whose member's bytes are ``pieces``, read-only, after every check."""
    _check_size(entry)
    raw = np.empty(entry.n_bytes, dtype=np.uint8)
    digest = hashlib.sha256()
    position = 0
    for piece in pieces:
        raw[position : position + len(piece)] = np.frombuffer(piece, dtype=np.uint8)
        digest.update(piece)
        position += len(piece)
    if digest.hexdigest() != entry.sha256:
        raise refusal("checksum", "The checksum is wrong: some numbers of this member were altered.", where=entry.name)
    start = _checked_header(raw[: _LONGEST_HEADER + 12].tobytes(), entry)
    array = raw[start:]
    if array.ctypes.data % np.dtype(entry.dtype).itemsize:
        array = array.copy()
    array = array.view(DTYPES[entry.dtype]).reshape(entry.shape)
    array.flags.writeable = False
    return array


def _check_size(entry: Listed) -> None:
    """Refuse a shape that cannot lie in the member, before memory is taken for it."""
    left = entry.n_bytes - prod(entry.shape) * np.dtype(entry.dtype).itemsize
    if not 0 < left <= _LONGEST_HEADER + 12:
        message = f"{entry.n_bytes:,} bytes cannot hold the shape {list(entry.shape)} of {entry.dtype}."
        raise refusal("array_size", message, where=entry.name)


def _checked_header(raw: bytes, entry: Listed) -> int:
    """Where the numbers start, after the header has been found to say what the manifest says."""
    if raw[:8] not in (_MAGIC + b"\x01\x00", _MAGIC + b"\x02\x00"):
        raise _bad_header(entry)
    start = 10 if raw[6] == 1 else 12
    stop = start + int.from_bytes(raw[8:start], "little")
    match = _HEADER.fullmatch(raw[start:stop])
    if match is None or stop > len(raw):
        raise _bad_header(entry)
    shape = tuple(int(axis) for axis in re.findall(rb"\d+", match[2]))
    if match[1].decode("ascii") != DTYPES[entry.dtype] or shape != entry.shape:
        raise refusal("array_header", "Its header and the manifest do not agree.", where=entry.name)
    if entry.n_bytes - stop != prod(shape) * np.dtype(entry.dtype).itemsize:
        raise refusal("array_size", "Its length and its shape do not agree.", where=entry.name)
    return stop


def _bad_header(entry: Listed) -> ProjectFileError:
    message = (
        "This is not an array that a project can hold: .npy format 1 or 2, float64, float32, int64 or uint8, in rows."
    )
    return refusal("array_header", message, where=entry.name)
