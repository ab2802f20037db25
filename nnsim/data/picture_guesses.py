"""What pictures of a folder may become, guessed from some of them, each guess with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import median
from typing import Final

from nnsim.data.choices import Fit, Guess, PictureChoices
from nnsim.data.csv_records import MOST_COLUMNS
from nnsim.data.heads import chosen
from nnsim.data.picture_decoding import Colours
from nnsim.data.picture_fitting import is_coloured
from nnsim.words import QT_TRANSLATE_NOOP, Words

SIDES: Final = (16, 28, 32, 48, 64)
"""Of the square that all pictures become."""
_USUAL: Final = 28

Shape = tuple[int, int]
"""(height, width)."""
Size = tuple[int, int]
"""(width, height)."""


def shape_of(asked: PictureChoices, sizes: Collection[Size]) -> Guess[Shape]:
    """The shape that all get: their own if that is small and the same, else a square of 28 as digits have it."""
    if asked.shape is not None:
        return Guess(asked.shape, chosen(), is_asked=True)
    own = own_shape(sizes)
    if own is not None:
        return Guess(own, _said(QT_TRANSLATE_NOOP("tables", "All pictures have this size: nothing of them is lost.")))
    middle = median(map(min, sizes))
    side = max((side for side in SIDES if side <= min(middle, _USUAL)), default=SIDES[0])
    if side < _USUAL:
        reason = QT_TRANSLATE_NOOP("tables", "Half of the pictures are no larger than {0} pixels.")
        return Guess((side, side), _said(reason, f"{middle:g}"))
    reason = QT_TRANSLATE_NOOP(
        "tables", "So large are the digits of MNIST: enough to tell much apart, and quick to learn."
    )
    return Guess((side, side), _said(reason))


def own_shape(sizes: Collection[Size]) -> Shape | None:
    """That of the pictures if all have the same and it is small enough to go in as it is."""
    if len(sizes) != 1:
        return None
    width, height = next(iter(sizes))
    return (height, width) if max(width, height) <= SIDES[-1] else None


def shapes_for(channels: int, shape: Shape, sizes: Collection[Size]) -> tuple[Shape, ...]:
    """What may be chosen."""
    own = own_shape(sizes)
    squares = ((side, side) for side in SIDES if channels * side * side < MOST_COLUMNS)
    return tuple(dict.fromkeys((*(() if own is None else (own,)), *squares, shape)))


def colour_of(asked: PictureChoices, pictures: Sequence[Colours]) -> Guess[bool]:
    """Whether colours go in: if half of the pictures have any."""
    if asked.colour is not None:
        return Guess(asked.colour, chosen(), is_asked=True)
    n_coloured = sum(map(is_coloured, pictures))
    reason = QT_TRANSLATE_NOOP("tables", "Of {0} pictures that were looked at {1} are in colour.")
    return Guess(2 * n_coloured >= len(pictures), _said(reason, len(pictures), n_coloured))


def fit_of(asked: PictureChoices, sizes: Collection[Size], shape: Shape) -> Guess[Fit]:
    """How a picture of another shape gets that of all."""
    if asked.fit is not None:
        return Guess(asked.fit, chosen(), is_asked=True)
    if all(width * shape[0] == height * shape[1] for width, height in sizes):
        return Guess("stretch", _said(QT_TRANSLATE_NOOP("tables", "All pictures have this shape already.")))
    reason = QT_TRANSLATE_NOOP("tables", "Nothing is cut off and nothing is drawn out of shape.")
    return Guess("fit", _said(reason))


def _said(template: str, *arguments: object) -> str:
    return Words(template, *arguments, context="tables")
