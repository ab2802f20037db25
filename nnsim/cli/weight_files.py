"""Weights and biases as files that spreadsheets (.csv) and NumPy (.npz) read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import numpy as np

from nnsim.data.csv_files import read_csv
from nnsim.data.tables import Table
from nnsim.engine.parameters import Array
from nnsim.errors import InputError, TableError, UsageError
from nnsim.storage.atomic import replace_bytes

ENDINGS = (".csv", ".npz")

_NAME = re.compile(r"[Wbgmv][1-9][0-9]{0,3}")
_COLUMNS = ("name", "from", "to", "value")
_MOST_BYTES = 1 << 28


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(
            "weights.ending",
            "Weights are kept in .csv or .npz files.",
            where=str(path),
            hint="Choose one of these endings.",
        )


def write_weights(path: Path, matrices: dict[str, Array]) -> None:
    """Write all of them; every number can be read back exactly."""
    _check_ending(path)
    if path.suffix.lower() == ".npz":
        content = io.BytesIO()
        np.savez(content, **dict(matrices))  # type: ignore[arg-type]  # its one keyword is no name of a matrix
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
    """Matrices (from, to) by ``W1`` …, vectors (to,) by ``b1``, ``g1`` …, all finite; raises ``InputError``."""
    _check_ending(path)
    found = _from_npz(path) if path.suffix.lower() == ".npz" else _from_table(read_csv(path, header=True))
    for name, matrix in found.items():
        if not np.isfinite(matrix).all():
            raise InputError("weights.not_finite", f"{name} holds a number that is not finite.", where=str(path))
    return found


def _from_npz(path: Path) -> dict[str, Array]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
                raise InputError("weights.too_large", "The arrays are too large to be weights.", where=str(path))
        with np.load(path, allow_pickle=False) as arrays:
            found: dict[str, Array] = {name: np.asarray(arrays[name], np.float64) for name in arrays.files}
    except FileNotFoundError:
        raise InputError(
            "file.not_found", "There is no such file.", where=str(path), hint="Check the name and the folder."
        ) from None
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError) as error:
        raise InputError("weights.unreadable", f"The file cannot be read: {error}.", where=str(path)) from error
    return found


def _from_table(table: Table) -> dict[str, Array]:
    for column in _COLUMNS:
        if column not in table.column_names:
            raise TableError(
                "table.unknown_column",
                f"The column “{column}” is missing.",
                where=table.name,
                hint=f"Weights have the columns {', '.join(_COLUMNS)}.",
            )
    names = table.column("name")
    places: dict[str, dict[tuple[int, ...], float]] = {}
    rows, columns, values = (table.column(name).values for name in ("from", "to", "value"))
    for index, label in enumerate(names.values):
        name = names.labels[int(label)] if names.kind == "category" and not np.isnan(label) else ""
        place = (rows[index], columns[index]) if name.startswith("W") else (columns[index],)
        if not _NAME.fullmatch(name) or not all(number >= 1 and number == int(number) for number in place):
            raise TableError(
                "weights.place", "This is not a place of a weight.", where=f"{table.name}, row {index + 1}"
            )
        places.setdefault(name, {})[tuple(int(number) - 1 for number in place)] = float(values[index])
    return {name: _filled(name, numbers, table.name) for name, numbers in places.items()}


def _filled(name: str, numbers: dict[tuple[int, ...], float], file: str) -> Array:
    shape = tuple(max(place[axis] for place in numbers) + 1 for axis in range(len(next(iter(numbers)))))
    if len(numbers) < int(np.prod([float(size) for size in shape])):
        raise TableError("weights.gaps", f"Some numbers of {name} are missing.", where=file, hint="Give all of them.")
    matrix: Array = np.empty(shape)
    for place, value in numbers.items():
        matrix[place] = value
    return matrix
