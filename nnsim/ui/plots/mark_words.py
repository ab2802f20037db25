"""Where the words of changes have room along a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nnsim.ui.theme import Size


@dataclass(frozen=True, slots=True)
class Placed:
    """Words in their place: from ``left`` on, at most ``width`` wide."""

    left: float
    width: float
    text: str


def placed(
    marks: Sequence[tuple[float, str]], right: float, taken: tuple[float, float], width_of: Callable[[str], float]
) -> list[Placed]:
    """The words that have room, the newest first; no two overlap.

    Parameters
    ----------
    marks : where each stands, ascending, and its words
    right : where the room ends; it begins at 0
    taken : from where to where there are words already
    width_of : how wide words are
    """
    found: list[Placed] = []
    limit = right
    for x, text in reversed(marks):
        for end, start in ((limit, taken[1]), (min(limit, taken[0]), 0.0)):
            if not start <= x <= end:
                continue
            room = min(2.0 * min(x - start, end - x), Size.MARK_WORDS)
            wide = min(width_of(text), Size.MARK_WORDS)
            if wide > room and x - start >= end - x:  # beside the end of the room: words stand left of their place
                room = min(end - start, wide)
                left = end - room
            elif wide > room:
                room = min(end - start, wide)
                left = start
            else:
                left = x - wide / 2
            if min(room, wide) >= min(Size.MARK_WORDS_LEAST, wide):
                found.append(Placed(left, min(room, wide), text))
                limit = left - Size.GAP
            break
    return found
