"""Pictures with labels, in files of arrays, as a table: a column for each pixel, and one for what is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from pathlib import Path
from typing import Any, Final, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from nnsim.data.blocks import Block
from nnsim.data.choices import Choices, FolderLook, Guess, Pasted
from nnsim.data.csv_records import MOST_COLUMNS, refuse_too_many
from nnsim.data.dataset import Numbers, Rows
from nnsim.data.file_bytes import Progress, first_bytes
from nnsim.data.heads import Head, chosen
from nnsim.data.idx_files import is_idx, partner_of, read_idx, shape_of
from nnsim.data.npz_files import ArrayPair, is_npz, pairs_in, read_array
from nnsim.data.picture_decoding import PictureFolder
from nnsim.data.picture_fitting import GREY
from nnsim.data.pixels import pixel_names
from nnsim.data.spec import ScalingKind
from nnsim.data.wording import listed, name_hint, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

LABEL: Final = "label"
_CELLS: Final = 50_000
"""In a block."""
_GLANCE_CELLS: Final = 2 * _CELLS
"""As many as a preview looks at."""
_SEED: Final = 0


class Samples(NamedTuple):
    """Rows of numbers with a label each.

    Parameters
    ----------
    inputs : (samples, columns)
    names : of the columns
    labels : (samples,) as they stand in the file
    """

    inputs: NDArray[Any]
    names: tuple[str, ...]
    labels: NDArray[Any]


class _Cells(Sequence[list[str]]):
    """The columns of a block as texts, written when somebody asks for them."""

    def __init__(self, inputs: NDArray[Any], labels: Sequence[str]) -> None:
        self._inputs, self._labels = inputs, labels

    def __len__(self) -> int:
        return int(self._inputs.shape[1]) + 1

    @overload
    def __getitem__(self, column: int) -> list[str]: ...

    @overload
    def __getitem__(self, column: slice) -> list[list[str]]: ...

    def __getitem__(self, column: int | slice) -> list[str] | list[list[str]]:
        if isinstance(column, slice):
            return [self[each] for each in range(*column.indices(len(self)))]
        if column == self._inputs.shape[1]:
            return list(self._labels)
        return [_written(value) for value in self._inputs[:, column].tolist()]


class SampleRecords:
    """The samples, block by block."""

    def __init__(self, samples: Samples, lines: Rows, labels: Collection[int], n_all: int) -> None:
        self._samples, self._lines, self._n_all = samples, lines, n_all
        self._as_texts = frozenset(labels)

    def __iter__(self) -> Iterator[Block]:
        """Block after block; there are no names among them."""
        inputs, _, labels = self._samples
        n_samples, n_columns = inputs.shape
        step = max(_CELLS // (n_columns + 1), 1)
        for start in range(0, n_samples, step):
            part = inputs[start : start + step]
            numbers: Numbers = part.astype(np.float64)
            texts = [_written(label) for label in labels[start : start + step].tolist()]
            taken = {place: numbers[:, place] for place in range(n_columns) if place not in self._as_texts}
            lines = (self._lines[start : start + step] + 1).tolist()
            yield Block(_Cells(part, texts), lines, min(start + step, n_samples) / self._n_all, taken)

    def notices(self) -> tuple[str, ...]:
        """Nothing is done with them."""
        return ()


@dataclass(frozen=True, eq=False)
class OpenedPictures:
    """Arrays of samples and labels that have been read.

    Parameters
    ----------
    scaling : pixels at the rim that are nearly always empty would be huge at times by their spread
    lines : (samples,) the numbers of those that were taken, from 0
    pictures : of a folder of pictures what they look like
    n_all : how many there are, if not all have been read yet
    """

    name: str
    head: Head
    samples: Samples
    lines: Rows
    sheet: Guess[str] | None
    sheets: tuple[str, ...]
    notices: tuple[str, ...]
    pictures: FolderLook | None = None
    n_all: int | None = None
    encoding: None = None
    scaling: ScalingKind = "minmax"

    @property
    def place(self) -> str:
        """The file, with the arrays if there are more of them."""
        return self.name if self.sheet is None else f"{self.name}, {self.sheet.value}"

    def records(self, labels: Collection[int] = ()) -> SampleRecords:
        """All samples; ``labels`` are the places of columns that are wanted as texts."""
        return SampleRecords(self.samples, self.lines, labels, self.n_all or len(self.lines))

    def first_rows(self, n_rows: int) -> list[tuple[int, list[str]]]:
        """The first samples with their numbers, from 1."""
        block = next(iter(self.records()))
        rows = zip(*(column[:n_rows] for column in block.columns), strict=True)
        return [(line, list(row)) for line, row in zip(block.lines, rows, strict=False)]


def holds_pictures(head: bytes, path: Path) -> bool:
    """Whether a file holds arrays of samples, by its first bytes and what is in it."""
    return is_idx(head, path) or is_npz(head, path)


def is_called_so(path: Path) -> bool:
    """Whether a file is called as such files are, whatever is in it: ``x.npz``, ``train-images-idx3-ubyte.gz``."""
    name = path.name.lower()
    return name.endswith(".npz") or re.search(r"idx[1-4]-(u?byte|short|int|float|double)(\.gz)?$", name) is not None


def usual_scaling(source: Path | Pasted | PictureFolder) -> ScalingKind:
    """``minmax`` for files of arrays: pixels at the rim that are nearly always empty would else be huge at times.

    Pictures that people have are mostly light; with all inputs near 1 the first layer would be saturated.
    """
    if isinstance(source, PictureFolder):
        return "standardize"
    if not isinstance(source, Path) or not source.is_file():
        return "standardize"
    return "minmax" if holds_pictures(first_bytes(source, 4), source) else "standardize"


def open_pictures(path: Path, choices: Choices, tell: Progress, *, is_glance: bool = False) -> OpenedPictures:
    """Read the samples and their labels; of very many a part, and at a glance only the first of these.

    Parameters
    ----------
    tell : is told the share that is done; whatever it raises comes out of here

    Raises
    ------
    TableError
        as ``shape_of``, ``read_idx``, ``partner_of``, ``pairs_in``, ``read_array``; ``pictures.counts``,
        ``pictures.not_finite``, ``pictures.dimensions``, ``table.unknown_sheet``, ``table.too_large``
    """
    sheet: Guess[str] | None = None
    sheets: tuple[str, ...] = ()
    if is_npz(b"PK\x03\x04", path):
        pairs = pairs_in(path)
        pair, sheet = _pair(pairs, choices, path.name)
        sheets = tuple(each.title for each in pairs)
        labels = read_array(path, pair.labels, lambda _share: tell(0.0))
        n_samples, *shape = pair.shape
        read = partial(read_array, path, pair.inputs, tell)
        told = [] if len(pairs) == 1 else [f"Arrays {sheet.value} are read, of {listed(map(quoted, sheets))}."]
    else:
        pictures, its_labels = _idx_pair(path)
        n_samples, *shape = shape_of(pictures)
        labels = read_idx(its_labels, lambda _share: tell(0.0))
        read = partial(read_idx, pictures, tell)
        told = [f"Pictures from {quoted(pictures.name)}, labels from {quoted(its_labels.name)} beside it."]
    labels = labels.reshape(len(labels), -1)
    _refuse_unequal(n_samples, labels, path.name)
    taken = some_of(labels[:, 0], choices.most_rows)
    if len(taken) < n_samples:
        told.append(f"{len(taken):,} of {n_samples:,} samples are taken, of each class the same share.")
    n_shown = max(1, _GLANCE_CELLS // (prod(shape) + 1))
    is_part = is_glance and n_shown < len(taken)
    rows = taken[:n_shown] if is_part else taken
    inputs = read(most=int(rows[-1]) + 1 if is_part else None)
    samples, notices = _samples(inputs[rows], labels[rows, 0], path.name, is_grey=choices.pictures.colour is False)
    refuse_too_many(len(taken), len(samples.names) + 1, path.name)
    header = Guess(False, Words(QT_TRANSLATE_NOOP("tables", "Arrays have no names."), context="tables"))
    head = Head(None, None, header, (*samples.names, LABEL), 1, 0, (), is_named=True)
    return OpenedPictures(path.name, head, samples, rows, sheet, sheets, (*told, *notices), n_all=len(taken))


def _idx_pair(path: Path) -> tuple[Path, Path]:
    """The file of the pictures and that of the labels, whichever of both was chosen."""
    if len(shape_of(path)) == 1:
        return partner_of(path, labels=False), path
    return path, partner_of(path, labels=True)


def _pair(pairs: tuple[ArrayPair, ...], choices: Choices, name: str) -> tuple[ArrayPair, Guess[str]]:
    if choices.sheet is None:
        reason = QT_TRANSLATE_NOOP("tables", "Their names and sizes belong together.")
        return pairs[0], Guess(pairs[0].title, Words(reason, context="tables"))
    found = {pair.title: pair for pair in pairs}
    if choices.sheet not in found:
        raise TableError(
            "table.unknown_sheet",
            Words(QT_TRANSLATE_NOOP("errors", "There are no arrays {0}."), quoted(choices.sheet)),
            where=name,
            hint=name_hint(choices.sheet, tuple(found)),
        )
    return found[choices.sheet], Guess(choices.sheet, chosen(), is_asked=True)


def _refuse_unequal(n_samples: int, labels: NDArray[Any], name: str) -> None:
    if n_samples != len(labels):
        raise TableError(
            "pictures.counts",
            Words(
                QT_TRANSLATE_NOOP("errors", "There are {0} samples and {1} labels."),
                f"{n_samples:,}",
                f"{len(labels):,}",
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Take both files from the same place: each sample needs one label."),
        )
    if labels.shape[1] != 1:
        raise TableError(
            "pictures.dimensions",
            Words(QT_TRANSLATE_NOOP("errors", "Each sample has {0} labels; one is needed."), labels.shape[1]),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Choose the file of the labels that belongs to the pictures."),
        )


def some_of(labels: NDArray[Any], most: int) -> Rows:
    """Ascending rows, at most so many, of each class about the same share; the same each time."""
    n_samples = len(labels)
    if n_samples <= most:
        return np.arange(n_samples)
    order = np.random.default_rng(_SEED).permutation(n_samples)
    by_class = order[np.argsort(labels[order], kind="stable")]
    # Evenly spaced along samples that stand class by class: each class has its share to within one.
    places = (np.arange(most) * n_samples) // most
    return np.sort(by_class[places]).astype(np.intp)


def _samples(
    inputs: NDArray[Any], labels: NDArray[Any], name: str, *, is_grey: bool
) -> tuple[Samples, tuple[str, ...]]:
    """Rows of numbers with names that tell which pixel each is; of colours three numbers, unless grey is wanted."""
    notices: tuple[str, ...] = ()
    if inputs.ndim == 4 and inputs.shape[3] == 1:
        inputs = inputs[..., 0]
    if inputs.ndim == 4:
        if inputs.shape[3] not in (3, 4):
            raise TableError(
                "pictures.dimensions",
                Words(
                    QT_TRANSLATE_NOOP(
                        "errors",
                        "Pictures of {0} numbers cannot be told: the last number should be 3, for red, green and blue.",
                    ),
                    " × ".join(map(str, inputs.shape[1:])),
                ),
                where=name,
                hint=QT_TRANSLATE_NOOP(
                    "errors", "Save the samples as (samples, height, width) or (samples, height, width, 3)."
                ),
            )
        inputs, notices = _channels(inputs[..., :3], is_grey=is_grey)
    if inputs.ndim == 4:
        names = pixel_names(*inputs.shape[1:])
    elif inputs.ndim == 3:
        names = pixel_names(1, *inputs.shape[1:])
    else:
        names = tuple(f"x{column + 1}" for column in range(inputs.shape[1]))
    if len(names) >= MOST_COLUMNS:
        raise TableError(
            "table.too_large",
            Words(
                QT_TRANSLATE_NOOP("errors", "Each sample has {0} numbers; fewer than {1} can be read."),
                f"{len(names):,}",
                f"{MOST_COLUMNS:,}",
            ),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Make the pictures smaller: 28 × 28 pixels are enough for much."),
        )
    flat = np.ascontiguousarray(inputs.reshape(len(inputs), -1))
    if flat.dtype.kind == "f" and not np.isfinite(flat).all():
        row, column = (int(each) for each in np.argwhere(~np.isfinite(flat))[0])
        raise TableError(
            "pictures.not_finite",
            Words(QT_TRANSLATE_NOOP("errors", "A number is {0}: all have to be finite."), flat[row, column]),
            where=f"{name}, sample {row + 1}, {names[column]}",
            hint=QT_TRANSLATE_NOOP("errors", "Leave the sample out, or put a number there."),
        )
    return Samples(flat, names, labels), notices


def _channels(pictures: NDArray[Any], *, is_grey: bool) -> tuple[NDArray[Any], tuple[str, ...]]:
    """(samples, 3, height, width) of (samples, height, width, 3), or (samples, height, width) in grey."""
    if not is_grey:
        return np.moveaxis(pictures, 3, 1), ()
    shades = pictures @ np.array(GREY)
    is_whole = pictures.dtype.kind in "bui"
    return np.rint(shades) if is_whole else shades, (
        "Pictures in colour became grey, as bright as they are to the eye.",
    )


def _written(value: object) -> str:
    """The shortest text of a number, without a point if it is whole; a word as it is."""
    if isinstance(value, bool):
        return "1" if value else "0"
    text = value.strip() if isinstance(value, str) else repr(value)
    return text[:-2] if isinstance(value, float) and text.endswith(".0") else text
