"""Weights and biases as files that spreadsheets (.csv) and NumPy (.npz) read.

A CSV file has a row for each number: name, from, to, value. ``from`` is empty for a bias, neurons count from 1. An .npz
file has an array for each name. Names are those of ``model.named_weights``.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

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
    return read_table(path, Choices(has_header=True))


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
            if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
                message = QT_TRANSLATE_NOOP("errors", "The arrays are too large to be weights.")
                raise InputError("weights.too_large", message, where=path.name)
        with np.load(path, allow_pickle=False) as arrays:
            found: dict[str, Array] = {name: np.asarray(arrays[name], np.float64) for name in arrays.files}
    except FileNotFoundError:
        raise InputError(
            "file.not_found",
            QT_TRANSLATE_NOOP("errors", "There is no such file."),
            where=str(path),
            hint=QT_TRANSLATE_NOOP("errors", "Check the name and the folder."),
        ) from None
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError) as error:
        message = Words(QT_TRANSLATE_NOOP("errors", "The file cannot be read: {0}."), str(error))
        raise InputError("weights.unreadable", message, where=path.name) from error
    return found


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
    if len(numbers) < int(np.prod([float(size) for size in shape])):
        message = Words(QT_TRANSLATE_NOOP("errors", "Some numbers of {0} are missing."), name)
        hint = QT_TRANSLATE_NOOP("errors", "Give all of them.")
        raise TableError("weights.gaps", message, where=file, hint=hint)
    matrix: Array = np.empty(shape)
    for place, value in numbers.items():
        matrix[place] = value
    return matrix
