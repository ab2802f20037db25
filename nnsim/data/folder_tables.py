"""Pictures in folders, one for each class, as a table: what they look like, and all of them made alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from nnsim.data.cells import MISSING
from nnsim.data.choices import Choices, ClassLook, Fit, FolderLook, Guess
from nnsim.data.class_folders import Listing, list_classes
from nnsim.data.csv_records import MOST_CELLS, MOST_COLUMNS
from nnsim.data.dataset import Rows
from nnsim.data.heads import Head, chosen
from nnsim.data.picture_decoding import Colours, PictureFolder
from nnsim.data.picture_files import PictureFile, PictureFiles, as_text
from nnsim.data.picture_fitting import fitted, numbers_of, within
from nnsim.data.picture_guesses import SIDES, Shape, Size, colour_of, fit_of, shape_of, shapes_for
from nnsim.data.picture_tables import LABEL, OpenedPictures, Samples, some_of
from nnsim.data.pixels import pixel_names
from nnsim.data.wording import counted, listed, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_MOST_LOOKED: Final = 1_000
"""Files whose beginning is read before anything is decoded."""
_MOST_SHOWN: Final = 10
_PIXELS_SHOWN: Final = 60_000_000
"""As many are decoded before anything is shown, but of each class one picture."""
_PIXELS_TRIED: Final = 20_000_000
"""As many are decoded to find out what cannot be."""
_THUMBNAIL: Final = 96
_MOST_CLASSES: Final = 100
_MOST_TOLD: Final = 5

Progress = Callable[[float], None]


class _Taken(NamedTuple):
    """The files that are read, and (files,) the numbers of their classes."""

    files: list[Path]
    labels: Rows

    def some(self, most: int) -> _Taken:
        """At most so many, of each class the same share."""
        return self._of(some_of(self.labels, most))

    def without(self, unread: Set[Path]) -> _Taken:
        """The same but these."""
        return self._of(np.array([row for row, file in enumerate(self.files) if file not in unread], np.intp))

    def _of(self, rows: Rows) -> _Taken:
        return _Taken([self.files[row] for row in rows.tolist()], self.labels[rows])


class _Shown(NamedTuple):
    """A picture that has been decoded to be looked at."""

    file: PictureFile
    pixels: Colours


class _Making(NamedTuple):
    """What becomes of each picture."""

    shape: Guess[Shape]
    colour: Guess[bool]
    fit: Guess[Fit]
    inverted: bool

    @property
    def channels(self) -> int:
        """Numbers of each pixel."""
        return 3 if self.colour.value else 1

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns."""
        return pixel_names(self.channels, *self.shape.value)

    def numbers(self, pixels: Colours) -> Colours:
        """(channels, height, width)."""
        picture = fitted(pixels, self.shape.value, self.fit.value)
        return numbers_of(picture, colour=self.colour.value, inverted=self.inverted)


def open_folder(folder: PictureFolder, choices: Choices, tell: Progress, *, is_glance: bool) -> OpenedPictures:
    """Find out what ``choices`` leave open, and decode all pictures; at a glance only a few of each class.

    Parameters
    ----------
    tell : is told the share that is done; whatever it raises comes out of here

    Raises
    ------
    TableError
        as ``list_classes``, ``PictureFiles.look_at`` and ``PictureFiles.decoded``; ``table.too_many_classes``,
        ``table.too_large``
    """
    listing = list_classes(folder.path, choices.sheet, lambda: tell(0.0))
    _refuse_many_classes(listing, folder.name)
    files = PictureFiles(folder)
    taken = _taken(listing, choices)
    looked = _looked(files, taken, tell)
    shown = _shown(files, looked, len(listing.classes), _finest(choices.pictures.shape), tell)
    if not shown:
        raise files.faults[0]
    sizes = {each.size for each in looked}
    making = _making(choices, sizes, shown, folder.name)
    taken = taken.some(MOST_CELLS // (len(making.names) + 1))
    leaves_out = choices.pictures.leaves_out
    doubts: tuple[TableError, ...] = ()
    if is_glance:
        _try_rest(files, looked, shown, len(taken.files), making, tell)
        doubts = () if leaves_out else tuple(files.faults)
    else:
        samples, rows = _all_samples(files, taken, _labels(listing), making, tell, leaves_out=leaves_out)
    kept = taken.without(files.unread) if leaves_out else taken
    look = _look(listing, kept, making, shown, sizes)
    if is_glance:
        samples, rows = _samples_shown(look, making)
    notices = (
        *_told(listing, taken, kept, sizes, making),
        *listing.notices,
        *(_told_faults(files.faults) if leaves_out else ()),
    )
    header = Guess(False, Words(QT_TRANSLATE_NOOP("tables", "Pictures have no names of columns."), context="tables"))
    head = Head(None, None, header, (*samples.names, LABEL), 1, 0, (), doubts, is_named=True)
    return OpenedPictures(
        as_text(folder.name),
        head,
        samples,
        rows,
        _part(listing, choices),
        listing.parts,
        notices,
        pictures=look,
        n_all=len(kept.files),
        scaling="standardize",  # most are light: with all inputs near 1 the first layer would be saturated
    )


def _taken(listing: Listing, choices: Choices) -> _Taken:
    """All files, or some of each class, the same ones each time."""
    most = choices.pictures.most_per_class
    files: list[Path] = []
    labels: list[int] = []
    for label, each in enumerate(listing.classes):
        places = some_of(np.zeros(len(each.files)), len(each.files) if most is None else most)
        files += [each.files[place] for place in places.tolist()]
        labels += [label] * len(places)
    return _Taken(files, np.array(labels, np.intp)).some(choices.most_rows)


def _looked(files: PictureFiles, taken: _Taken, tell: Progress) -> list[PictureFile]:
    """What the beginnings of the files tell, of very many of some."""
    found = []
    for place in _evenly(len(taken.files), _MOST_LOOKED):
        tell(0.0)
        path, label = taken.files[place], int(taken.labels[place])
        file = files.attempt(path, partial(files.look_at, path, label))
        found += [file] if file is not None else []
    return found


def _shown(
    files: PictureFiles, looked: Sequence[PictureFile], n_classes: int, least: Shape, tell: Progress
) -> list[_Shown]:
    """Some pictures of each class, decoded in turns until it has been enough, by class."""
    of_class = [[file for file in looked if file.label == label] for label in range(n_classes)]
    chosen_ones = [[each[place] for place in _evenly(len(each), _MOST_SHOWN)] for each in of_class]
    shown: list[_Shown] = []
    left = _PIXELS_SHOWN
    for turn in range(_MOST_SHOWN):
        for file in (each[turn] for each in chosen_ones if turn < len(each)):
            if turn and left <= 0:
                break
            tell(0.0)
            pixels = files.attempt(file.path, partial(files.decoded, file, least))
            shown += [_Shown(file, pixels)] if pixels is not None else []
            left -= file.size[0] * file.size[1]
    return sorted(shown, key=lambda each: each.file.label)


def _try_rest(
    files: PictureFiles,
    looked: Sequence[PictureFile],
    shown: Sequence[_Shown],
    n_all: int,
    making: _Making,
    tell: Progress,
) -> None:
    """Decode what is not shown, too, where that is quick: then what is wrong with any file is known at once."""
    seen = {one.file.path for one in shown} | files.unread
    rest = [file for file in looked if file.path not in seen]
    if n_all > _MOST_LOOKED or sum(file.size[0] * file.size[1] for file in rest) > _PIXELS_TRIED:
        return
    for file in rest:
        tell(0.0)
        files.attempt(file.path, partial(files.decoded, file, _finest(making.shape.value)))


def _making(choices: Choices, sizes: set[Size], shown: Sequence[_Shown], name: str) -> _Making:
    asked = choices.pictures
    shape, colour = shape_of(asked, sizes), colour_of(asked, [each.pixels for each in shown])
    making = _Making(shape, colour, fit_of(asked, sizes, shape.value), asked.inverted)
    height, width = shape.value
    n_numbers = making.channels * height * width
    if n_numbers >= MOST_COLUMNS:
        told = QT_TRANSLATE_NOOP(
            "errors", "Pictures of {0} × {1} pixels are {2} numbers each; fewer than {3} can go in."
        )
        raise TableError(
            "table.too_large",
            Words(told, width, height, f"{n_numbers:,}", f"{MOST_COLUMNS:,}"),
            where=as_text(name),
            hint=QT_TRANSLATE_NOOP("errors", "Make them smaller, or grey."),
        )
    return making


def _look(listing: Listing, taken: _Taken, making: _Making, shown: Sequence[_Shown], sizes: set[Size]) -> FolderLook:
    looks = []
    for label, (name, each) in enumerate(zip(_labels(listing), listing.classes, strict=True)):
        pixels = [one.pixels for one in shown if one.file.label == label]
        after = np.array([making.numbers(one) for one in pixels], np.uint8)
        before = tuple(within(one, _THUMBNAIL) for one in pixels)
        n_taken = int((taken.labels == label).sum())
        looks.append(ClassLook(name, n_taken, len(each.files), before, after))
    shapes = shapes_for(making.channels, making.shape.value, sizes)
    return FolderLook(tuple(looks), making.shape, shapes, making.colour, making.fit)


def _samples_shown(look: FolderLook, making: _Making) -> tuple[Samples, Rows]:
    pictures = [picture.ravel() for each in look.classes for picture in each.after]
    labels = np.array([each.name for each in look.classes for _ in each.after])
    return Samples(np.stack(pictures), making.names, labels), np.arange(len(pictures))


def _all_samples(
    files: PictureFiles, taken: _Taken, classes: list[str], making: _Making, tell: Progress, *, leaves_out: bool
) -> tuple[Samples, Rows]:
    names = making.names
    inputs = np.empty((len(taken.files), len(names)), np.uint8)
    files.forget()
    rows = []

    def numbers(path: Path, label: int) -> Colours:
        return making.numbers(files.decoded(files.look_at(path, label), _finest(making.shape.value)))

    for place, (path, label) in enumerate(zip(taken.files, taken.labels.tolist(), strict=True)):
        tell(place / len(taken.files))
        found = files.attempt(path, partial(numbers, path, label))
        if found is not None:
            inputs[place] = found.ravel()
            rows.append(place)
        elif not leaves_out:
            raise files.faults[0]
    if not rows:
        raise files.faults[0]
    labels = np.array(classes)[taken.labels[rows]]
    return Samples(inputs[rows] if len(rows) < len(inputs) else inputs, names, labels), np.array(rows, np.intp)


def _labels(listing: Listing) -> list[str]:
    """The names of the classes as cells of a table: none twice, and none that says that there is no value."""
    found: list[str] = []
    for each in listing.classes:
        name = as_text(each.name) or "_"
        name = f"folder {name}" if name.casefold() in MISSING else name
        number, plain = 2, name
        while name in found:
            name, number = f"{plain} ({number})", number + 1
        found.append(name)
    return found


def _refuse_many_classes(listing: Listing, name: str) -> None:
    if len(listing.classes) > _MOST_CLASSES:
        raise TableError(
            "table.too_many_classes",
            Words(
                QT_TRANSLATE_NOOP("errors", "There are {0} folders of pictures; at most {1} can be classes."),
                f"{len(listing.classes):,}",
                _MOST_CLASSES,
            ),
            where=as_text(name),
            hint=QT_TRANSLATE_NOOP("errors", "Choose a folder that holds the folders of the classes, and no others."),
        )


def _part(listing: Listing, choices: Choices) -> Guess[str] | None:
    if listing.part is None:
        return None
    if choices.sheet is not None:
        return Guess(listing.part, chosen(), is_asked=True)
    reason = QT_TRANSLATE_NOOP("tables", "This folder holds folders of classes; others do, too.")
    return Guess(listing.part, Words(reason, context="tables"))


def _told(listing: Listing, taken: _Taken, kept: _Taken, sizes: set[Size], making: _Making) -> Iterator[str]:
    counts = np.bincount(kept.labels, minlength=len(listing.classes)).tolist()
    told = [f"{name} {count:,}" for name, count in zip(_labels(listing), counts, strict=True)]
    yield f"{counted(len(kept.files), 'picture')} of {len(told)} classes: {listed(told)}."
    n_found = sum(len(each.files) for each in listing.classes)
    if len(taken.files) < n_found:
        yield f"{len(taken.files):,} of {n_found:,} pictures are taken, the same ones each time."
    height, width = making.shape.value
    if len(sizes) > 1:
        small, large = (found(sizes, key=lambda size: size[0] * size[1]) for found in (min, max))
        span = f"from {small[0]} × {small[1]} to {large[0]} × {large[1]} pixels"
        yield f"Pictures of {len(sizes):,} sizes, {span}, become {width} × {height}."
    elif sizes != {(width, height)}:
        size = next(iter(sizes))
        yield f"Pictures of {size[0]} × {size[1]} pixels become {width} × {height}."


def _told_faults(faults: Sequence[TableError]) -> tuple[str, ...]:
    places = list(dict.fromkeys(error.where for error in faults))
    if not places:
        return ()
    are = counted(len(places), "file cannot be read and is", "files cannot be read and are")
    return (f"{are} left out: {listed(map(quoted, places), _MOST_TOLD)}.",)


def _finest(shape: Shape | None) -> Shape:
    """How fine pictures are decoded: the same for all usual sizes, so that what is shown is what is read."""
    height, width = shape or (0, 0)
    return max(SIDES[-1], height), max(SIDES[-1], width)


def _evenly(n_all: int, most: int) -> list[int]:
    """At most so many places, from the first on, as far apart as can be."""
    n_taken = min(n_all, most)
    return [place * n_all // n_taken for place in range(n_taken)]
