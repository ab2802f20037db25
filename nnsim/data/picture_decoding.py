"""Pictures in files as people have them: what kind a file is, and what somebody must be able to do who decodes it.

Who decodes is handed in, because the floors below the window know no program for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

PictureKind = Literal["png", "jpeg", "bmp", "gif", "webp"]
Colours = NDArray[np.uint8]
"""(height, width, 3) red, green and blue, 0 to 255."""

SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"})
MOST_PIXELS: Final = 16_000_000
"""Of one picture, as its beginning tells: more are not decoded."""
_STARTS: Final[tuple[tuple[bytes, PictureKind], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"BM", "bmp"),
    (b"GIF8", "gif"),
)


class PictureFaultError(Exception):
    """Why a picture cannot be decoded, in a few words."""


class Decoder(Protocol):
    """Turns the bytes of a file into pixels. Kinds are told by the bytes, never by a file's name."""

    def size(self, data: bytes, kind: PictureKind) -> tuple[int, int] | None:
        """(width, height) as the beginning of the file tells, turned as the camera has noted; ``None``: it does not."""

    def pixels(self, data: bytes, kind: PictureKind, least: tuple[int, int]) -> Colours:
        """The picture, the first one if there are more, turned as the camera has noted, on white where it is clear.

        Parameters
        ----------
        least : (width, height) that are enough: it may be returned reduced, but never below these

        Raises
        ------
        PictureFaultError
        """


@dataclass(frozen=True, eq=False, slots=True)
class PictureFolder:
    """A folder of pictures, with a folder in it for each class, and who decodes them."""

    path: Path
    decoder: Decoder

    @property
    def name(self) -> str:
        """Its own name, without those it lies in."""
        return self.path.resolve().name or str(self.path)

    def __eq__(self, other: Any) -> bool:
        """Whether it is the same folder."""
        return isinstance(other, PictureFolder) and self.path == other.path

    def __hash__(self) -> int:
        """By the folder."""
        return hash(self.path)


def kind_of_picture(data: bytes) -> PictureKind | None:
    """The kind of picture that begins like that; ``None`` if it is none that is read."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in _STARTS if data.startswith(start)), None)
