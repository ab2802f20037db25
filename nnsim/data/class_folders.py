"""What lies in a folder of pictures: a folder for each class, and what is none of it."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from nnsim.data.file_bytes import reading_failures
from nnsim.data.picture_decoding import SUFFIXES
from nnsim.data.wording import counted, listed, name_hint, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_MOST_TOLD: Final = 5
_OF_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
KINDS: Final = "PNG, JPEG, BMP, GIF or WebP"


class ClassFolder(NamedTuple):
    """The pictures of a class, by their names as people count: 2 before 10."""

    name: str
    files: tuple[Path, ...]


class Listing(NamedTuple):
    """The classes, in the order of their names, and what was left out.

    Parameters
    ----------
    part, parts : of a folder that holds several folders of classes, such as ``train`` and ``test``, the name of the one
        that was taken, and of all
    """

    classes: tuple[ClassFolder, ...]
    notices: tuple[str, ...]
    part: str | None = None
    parts: tuple[str, ...] = ()


class _Found(NamedTuple):
    """What lies in one folder."""

    folders: list[Path]
    pictures: list[Path]
    others: list[Path]
    hidden: list[Path]


def list_classes(folder: Path, part: str | None, tell: Callable[[], None]) -> Listing:
    """The classes of a folder, or of that folder in it that is called ``part``.

    Nothing is looked for deeper, so links that lead back cannot lead on for ever.

    Parameters
    ----------
    tell : is called before each folder; whatever it raises comes out of here

    Raises
    ------
    TableError
        ``pictures.no_classes``, ``pictures.one_class``, ``pictures.none``, ``table.unknown_sheet``, and as
        ``reading_failures``
    """
    top = _look_into(folder, tell)
    inside = {each: _look_into(each, tell) for each in top.folders}
    if any(found.pictures for found in inside.values()):
        return _listing(folder, top, inside)
    parts = _parts(inside, tell)
    if parts:
        taken = _part_called(part, parts, folder.name)
        listing = _listing(taken, inside[taken], parts[taken])
        return listing._replace(part=taken.name, parts=tuple(each.name for each in parts))
    if top.pictures:
        raise _no_classes(folder, len(top.pictures))
    suffixes = Counter(each.suffix.lower() for found in (top, *inside.values()) for each in found.others)
    seen = [suffix for suffix, _ in suffixes.most_common(_MOST_TOLD) if suffix]
    told = Words(QT_TRANSLATE_NOOP("errors", "There are files of other kinds: {0}."), listed(seen)) if seen else ""
    raise TableError(
        "pictures.none",
        QT_TRANSLATE_NOOP("errors", "There are no pictures in this folder, and none in the folders in it."),
        where=str(folder),
        hint=Words(
            QT_TRANSLATE_NOOP("errors", "Choose a folder with a folder of pictures for each class, as {0}. {1}"),
            KINDS,
            told,
        ),
    )


def _part_called(part: str | None, parts: dict[Path, dict[Path, _Found]], where: str) -> Path:
    """The folder of that name; else the one for training, else the first."""
    found = {each.name: each for each in parts}
    if part is None:
        return min(parts, key=lambda each: "train" not in each.name.lower())
    if part not in found:
        raise TableError(
            "table.unknown_sheet",
            Words(QT_TRANSLATE_NOOP("errors", "There is no folder {0}."), quoted(part)),
            where=where,
            hint=name_hint(part, tuple(found)),
        )
    return found[part]


def _parts(inside: dict[Path, _Found], tell: Callable[[], None]) -> dict[Path, dict[Path, _Found]]:
    """The folders whose own folders hold pictures."""
    deeper = {each: {below: _look_into(below, tell) for below in found.folders} for each, found in inside.items()}
    return {each: below for each, below in deeper.items() if any(found.pictures for found in below.values())}


def _listing(folder: Path, top: _Found, inside: dict[Path, _Found]) -> Listing:
    classes = tuple(ClassFolder(each.name, tuple(found.pictures)) for each, found in inside.items() if found.pictures)
    if len(classes) < 2:
        raise TableError(
            "pictures.one_class",
            Words(
                QT_TRANSLATE_NOOP("errors", "Only one folder holds pictures, {0}: there is nothing to tell apart."),
                quoted(classes[0].name),
            ),
            where=str(folder),
            hint=QT_TRANSLATE_NOOP("errors", "Choose the folder that holds the folders of all classes."),
        )
    return Listing(classes, tuple(_notices(top, inside)))


def _notices(top: _Found, inside: dict[Path, _Found]) -> list[str]:
    """What is not taken, each kind with how many there are."""
    told = []
    empty = [each.name for each, found in inside.items() if not found.pictures]
    if empty:
        folders = "Folder" if len(empty) == 1 else "Folders"
        told.append(f"{folders} without pictures, left out: {listed(map(quoted, empty), _MOST_TOLD)}.")
    if top.pictures:
        are = counted(len(top.pictures), "picture lies", "pictures lie")
        told.append(f"{are} beside the folders, in none of the classes, left out.")
    others = [each for found in (top, *inside.values()) for each in found.others]
    if others:
        suffixes = listed(sorted({each.suffix.lower() or "no ending" for each in others}), _MOST_TOLD)
        told.append(f"{counted(len(others), 'file is', 'files are')} no picture of a kind that is read ({suffixes}).")
    hidden = sum(len(found.hidden) for found in (top, *inside.values()))
    if hidden:
        told.append(f"{counted(hidden, 'hidden file is', 'hidden files are')} left out.")
    nested = [each for found in inside.values() if found.pictures for each in found.folders]
    if nested:
        names = listed((quoted(f"{each.parent.name}/{each.name}") for each in nested), _MOST_TOLD)
        told.append(f"Nothing is taken from folders inside a class: {names}.")
    return told


def _no_classes(folder: Path, n_pictures: int) -> TableError:
    return TableError(
        "pictures.no_classes",
        Words(
            QT_TRANSLATE_NOOP("errors", "All pictures, {0}, lie in one folder: nothing says what each of them shows."),
            f"{n_pictures:,}",
        ),
        where=str(folder),
        hint=QT_TRANSLATE_NOOP(
            "errors", "Make a folder for each class, called as the class is, and put its pictures there."
        ),
    )


def _look_into(folder: Path, tell: Callable[[], None]) -> _Found:
    tell()
    found = _Found([], [], [], [])
    with reading_failures(folder), os.scandir(folder) as entries:
        for entry in entries:
            path = folder / entry.name
            name = entry.name.lower()
            if name.startswith(".") or name in _OF_SYSTEMS:
                found.hidden.append(path)
            elif _is(entry.is_dir):
                found.folders.append(path)
            elif path.suffix.lower() in SUFFIXES and _is(entry.is_file):
                found.pictures.append(path)
            else:
                found.others.append(path)
    for paths in found:
        paths.sort(key=_as_counted)
    return found


def _is(ask: Callable[[], bool]) -> bool:
    """``False`` where the system gives no answer, as of a link that leads to itself."""
    try:
        return ask()
    except OSError:
        return False


def _as_counted(path: Path) -> tuple[Sequence[tuple[int, int, str]], str]:
    """Numbers in a name count as numbers."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", path.name.casefold())
    return [(0, int(digits), "") if digits else (1, 0, other) for digits, other in parts], path.name
