"""Weights and biases as files that spreadsheets (.csv) and NumPy (.npz) read.

A CSV file has a row for each number: name, from, to, value. ``from`` is empty for a bias, neurons count from 1. An .npz
file has an array for each name. Names are those of ``model.named_weights``.
"""

from __future__ import annotations

import csv
import io
import lzma
import math
import re
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.lib import format as npy

from nnsim.data.choices import Choices
from nnsim.data.dataset import Numbers
from nnsim.data.reading import read_table
from nnsim.data.tables import Table
from nnsim.engine.parameters import Array
from nnsim.errors import InputError, TableError, UsageError
from nnsim.model.named_weights import UNCHANGED
from nnsim.storage.atomic import replace_bytes
from nnsim.words import QT_TRANSLATE_NOOP, Words

ENDINGS = (".csv", ".npz")

_NAME = re.compile(r"[Wbgmv][1-9][0-9]{0,3}")
_COLUMNS = ("name", "from", "to", "value")
_MOST_BYTES = 1 << 28
_REAL = "fiu"
_BROKEN: Final = (
    OSError,
    ValueError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    MemoryError,
    tokenize.TokenError,
)
"""What an archive that is damaged, locked or packed in an unknown way ends with, or a nonsensical head of an array."""


def write_weights(path: Path, matrices: Mapping[str, Array]) -> None:
    """Write all of them; every number can be read back exactly.

    Raises
    ------
    UsageError : ``weights.ending``
    StorageError : as ``replace_bytes``
    """
    _check_ending(path)
    if path.suffix.lower() == ".npz":
        content = io.BytesIO()
        np.savez(content, allow_pickle=False, **matrices)
        replace_bytes(path, content.getvalue())
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for name, matrix in matrices.items():
        for place in np.ndindex(matrix.shape):
            row = "" if len(place) == 1 else place[0] + 1
            writer.writerow((name, row, place[-1] + 1, repr(float(matrix[place]))))
    replace_bytes(path, text.getvalue().encode("ascii"))


def read_weights(path: Path) -> dict[str, Array]:
    """Matrices (from, to) by ``W1`` …, vectors (to,) by ``b1``, ``g1`` …, all finite.

    Raises
    ------
    UsageError : ``weights.ending``
    InputError : ``weights.…``, and as ``read_table``; all of them say that no weight has changed
    """
    _check_ending(path)
    try:
        found = _from_npz(path) if path.suffix.lower() == ".npz" else _from_table(_table(path))
        for name, matrix in found.items():
            if not np.isfinite(matrix).all():
                message = Words(QT_TRANSLATE_NOOP("errors", "{0} holds a number that is not finite."), name)
                raise InputError("weights.not_finite", message, where=path.name)
    except InputError as error:
        error.unchanged = UNCHANGED
        raise
    return found


def _table(path: Path) -> Table:
    try:
        return read_table(path, Choices(has_header=True))
    except TableError as error:
        if error.code == "table.not_a_number":
            error.hint = QT_TRANSLATE_NOOP(
                "errors", "Write it in digits; no weight can be missing, and one of 0 is written 0."
            )
        raise


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(
            "weights.ending",
            QT_TRANSLATE_NOOP("errors", "Weights are kept in .csv or .npz files."),
            where=str(path),
            hint=QT_TRANSLATE_NOOP("errors", "Choose one of these endings."),
        )


def _from_npz(path: Path) -> dict[str, Array]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _MOST_BYTES:
                message = QT_TRANSLATE_NOOP("errors", "The arrays are too large to be weights.")
                raise InputError("weights.too_large", message, where=path.name)
            names = [member.filename.removesuffix(".npy") for member in members]
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                message = Words(QT_TRANSLATE_NOOP("errors", "{0} is in the file twice."), twice)
                raise InputError("weights.twice", message, where=path.name)
            return {name: _array(archive, each, path.name) for name, each in zip(names, members, strict=True)}
    except FileNotFoundError:
        raise InputError(
            "file.not_found",
            QT_TRANSLATE_NOOP("errors", "There is no such file."),
            where=str(path),
            hint=QT_TRANSLATE_NOOP("errors", "Check the name and the folder."),
        ) from None
    except _BROKEN as error:
        message = Words(QT_TRANSLATE_NOOP("errors", "The file cannot be read: {0}."), str(error) or repr(error))
        raise InputError("weights.unreadable", message, where=path.name) from error


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> Array:
    """An array of real numbers. Nothing is allocated before its head agrees with the size of what follows.

    Raises
    ------
    InputError : ``weights.not_real``
    ValueError : if it is no whole array
    """
    with archive.open(member) as packed:
        version = npy.read_magic(packed)
        read_head = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, is_transposed, dtype = read_head(packed)
        if dtype.kind not in _REAL:
            name = member.filename.removesuffix(".npy")
            message = Words(QT_TRANSLATE_NOOP("errors", "{0} holds no real numbers, but {1}."), name, str(dtype))
            hint = QT_TRANSLATE_NOOP("errors", "Save it as numbers without imaginary part, such as float64.")
            raise InputError("weights.not_real", message, where=file, hint=hint)
        content = packed.read()
    if len(content) != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"{member.filename} is not as large as its head says")
    found = np.frombuffer(content, dtype).reshape(tuple(map(int, shape)), order="F" if is_transposed else "C")
    with np.errstate(over="ignore"):
        return np.asarray(found, np.float64)


def _from_table(table: Table) -> dict[str, Array]:
    names = _names(table)
    rows, columns, values = (_numbers(table, column, len(names)) for column in _COLUMNS[1:])
    places: dict[str, dict[tuple[int, ...], float]] = {}
    for index, name in enumerate(names):
        place = (rows[index], columns[index]) if name.startswith("W") else (columns[index],)
        where = f"{table.name}, row {index + 1}"
        if not _NAME.fullmatch(name) or not all(number >= 1 and number == int(number) for number in place):
            message = QT_TRANSLATE_NOOP("errors", "This is not a place of a weight.")
            hint = QT_TRANSLATE_NOOP("errors", "A weight is W1, from, to; a bias is b1, nothing, to; counted from 1.")
            raise TableError("weights.place", message, where=where, hint=hint)
        there = places.setdefault(name, {})
        cell = tuple(int(number) - 1 for number in place)
        if cell in there:
            message = QT_TRANSLATE_NOOP("errors", "This weight has been given before, further up.")
            hint = QT_TRANSLATE_NOOP("errors", "Give each of them once.")
            raise TableError("weights.twice", message, where=where, hint=hint)
        if np.isnan(values[index]):
            message = Words(QT_TRANSLATE_NOOP("errors", "The number of {0} is missing."), _told(name, cell))
            hint = QT_TRANSLATE_NOOP("errors", "Every weight needs one; a weight of 0 is written 0.")
            raise TableError("weights.empty", message, where=where, hint=hint)
        there[cell] = float(values[index])
    return {name: _filled(name, numbers, table.name) for name, numbers in places.items()}


def _names(table: Table) -> list[str]:
    if "name" not in table.column_names:
        raise _missing(table, "name")
    names = table.column("name")
    if names.kind != "category":
        return [""] * table.n_rows
    return ["" if np.isnan(label) else names.labels[int(label)] for label in names.values]


def _numbers(table: Table, name: str, n_rows: int) -> Numbers:
    """A column of numbers; where from is empty in all rows, as of biases alone, there is no such column."""
    if name not in table.column_names:
        if name != "from":
            raise _missing(table, name)
        return np.full(n_rows, np.nan)
    column = table.column(name)
    if column.kind != "number":
        message = Words(QT_TRANSLATE_NOOP("errors", "The column “{0}” holds text that is no number."), name)
        raise TableError("weights.not_a_number", message, where=table.name)
    return column.values


def _missing(table: Table, name: str) -> TableError:
    message = Words(QT_TRANSLATE_NOOP("errors", "The column “{0}” is missing."), name)
    hint = Words(QT_TRANSLATE_NOOP("errors", "Weights have the columns {0}."), ", ".join(_COLUMNS))
    return TableError("table.unknown_column", message, where=table.name, hint=hint)


def _filled(name: str, numbers: dict[tuple[int, ...], float], file: str) -> Array:
    shape = tuple(max(place[axis] for place in numbers) + 1 for axis in range(len(next(iter(numbers)))))
    if len(numbers) < math.prod(shape):
        first = _told(name, next(place for place in np.ndindex(shape) if place not in numbers))
        message = QT_TRANSLATE_NOOP("errors", "{0} holds {1} of its {2} numbers; the first that is missing is {3}.")
        hint = QT_TRANSLATE_NOOP("errors", "Give all of them. Perhaps the end of the file is missing.")
        words = Words(message, name, f"{len(numbers):,}", f"{math.prod(shape):,}", first)
        raise TableError("weights.gaps", words, where=file, hint=hint)
    matrix: Array = np.empty(shape)
    for place, value in numbers.items():
        matrix[place] = value
    return matrix


def _told(name: str, cell: tuple[int, ...]) -> str:
    """``W1 2 → 3`` or ``b1 3``, counted from 1 as in the table."""
    return f"{name} {' → '.join(str(place + 1) for place in cell)}"
