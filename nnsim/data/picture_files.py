"""Single files of a folder of pictures: what their beginning tells, and their pixels; each refusal by its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from nnsim.data.class_folders import KINDS
from nnsim.data.file_bytes import first_bytes, reading_failures, size_of
from nnsim.data.picture_decoding import (
    MOST_PIXELS,
    Colours,
    PictureFaultError,
    PictureFolder,
    PictureKind,
    kind_of_picture,
)
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

T = TypeVar("T")
UNREADABLE: Final = frozenset(
    {
        "pictures.not_a_picture",
        "pictures.too_many_pixels",
        "pictures.undecodable",
        "table.not_found",
        "table.no_permission",
        "table.unreadable",
        "table.too_large",
    }
)
"""What can be wrong with one file of many."""
_BEGINNING: Final = 2**16
"""Bytes in which nearly every file tells its size."""
_FINER: Final = 2
"""A picture may be decoded reduced if it stays so much finer than what becomes of it."""


class PictureFile(NamedTuple):
    """A file, the number of its class, and what its beginning tells; ``size`` is (width, height)."""

    path: Path
    label: int
    kind: PictureKind
    size: tuple[int, int]


class PictureFiles:
    """Reads the files of a folder, and keeps what was wrong with some of them.

    Attributes
    ----------
    faults : of the files that were tried, why they cannot be read
    unread : these files
    """

    def __init__(self, folder: PictureFolder) -> None:
        self._folder = folder
        self.faults: list[TableError] = []
        self.unread: set[Path] = set()

    def attempt(self, path: Path, do: Callable[[], T]) -> T | None:
        """What comes of doing it with a file, ``None`` if it cannot be read; why is kept."""
        try:
            return do()
        except TableError as error:
            self.faults.append(error)
            self.unread.add(path)
            return None

    def forget(self) -> None:
        """All files are tried anew."""
        self.faults.clear()
        self.unread.clear()

    def look_at(self, path: Path, label: int) -> PictureFile:
        """What the beginning of a file tells.

        Raises
        ------
        TableError
            ``pictures.not_a_picture``, ``pictures.too_many_pixels``, ``pictures.undecodable``, and as ``size_of``
        """
        if not size_of(path):
            raise self._fault(path, "pictures.not_a_picture", QT_TRANSLATE_NOOP("errors", "The file is empty."))
        data = first_bytes(path, _BEGINNING)
        kind = kind_of_picture(data)
        if kind is None:
            told = QT_TRANSLATE_NOOP("errors", "The file is called like a picture, but does not begin as {0} do.")
            raise self._fault(path, "pictures.not_a_picture", Words(told, KINDS))
        size = self._folder.decoder.size(data, kind) or self._folder.decoder.size(_all_bytes(path), kind)
        if size is None:
            told = QT_TRANSLATE_NOOP("errors", "The picture does not tell its size: it is damaged, or cut short.")
            raise self._fault(path, "pictures.undecodable", told)
        if size[0] * size[1] > MOST_PIXELS:
            told = QT_TRANSLATE_NOOP("errors", "The picture has {0} × {1} pixels; at most {2} million are decoded.")
            words = Words(told, f"{size[0]:,}", f"{size[1]:,}", MOST_PIXELS // 1_000_000)
            raise self._fault(path, "pictures.too_many_pixels", words)
        return PictureFile(path, label, kind, size)

    def decoded(self, file: PictureFile, shape: tuple[int, int]) -> Colours:
        """Its pixels, perhaps reduced, but always finer than (height, width).

        Raises
        ------
        TableError
            ``pictures.undecodable``, and as ``size_of``
        """
        enough = (_FINER * shape[1], _FINER * shape[0])
        try:
            return self._folder.decoder.pixels(_all_bytes(file.path), file.kind, enough)
        except PictureFaultError as error:
            words = Words(QT_TRANSLATE_NOOP("errors", "The picture cannot be decoded: {0}."), str(error))
            raise self._fault(file.path, "pictures.undecodable", words) from None

    def _fault(self, path: Path, code: str, message: str) -> TableError:
        hints = {
            "pictures.too_many_pixels": QT_TRANSLATE_NOOP("errors", "Make the picture smaller, or leave it out."),
            "pictures.undecodable": QT_TRANSLATE_NOOP("errors", "Copy it again, or leave it out."),
            "pictures.not_a_picture": QT_TRANSLATE_NOOP("errors", "Take it out of the folder, or leave it out."),
        }
        place = f"{self._folder.name}/{path.relative_to(self._folder.path).as_posix()}"
        return TableError(code, message, where=as_text(place), hint=hints[code])


def as_text(name: str) -> str:
    """A name of a file on one line, without the halves of characters that such names can hold."""
    return " ".join(name.encode("utf-8", "replace").decode("utf-8").split())


def _all_bytes(path: Path) -> bytes:
    with reading_failures(path):
        return path.read_bytes()
