"""Where the words of changes have room along a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.theme import Size

_ARROW: Final = "→"
_LEAST_WORDS: Final = 2
"""Of less nobody knows what it was."""
_BESIDE: Final = Size.GAP / 2 + 1
"""Words that begin or end so near to their place still stand at it: two at one place have room at its sides."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Words in their place: from ``left`` on, ``width`` wide, at ``x``."""

    left: float
    width: float
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class _Words:
    x: float
    width: float
    text: str


def placed(marks: Sequence[tuple[float, str]], right: float, width_of: Callable[[str], float]) -> list[Placed]:
    """The words that have room, each of them at its place; no two overlap.

    They stand in the middle over their place, or aside as far as others need it. What has no room is shortened by whole
    words, so that no number is cut, or left out; the newest have room first.

    Parameters
    ----------
    marks : where each stands, ascending, and its words
    right : where the room ends; it begins at 0
    width_of : how wide words are
    """
    chosen: list[_Words] = []
    for x, text in reversed(marks):
        for row in _rows_with(_variants(x, text, width_of), chosen, width_of):
            if _fit(row, right):
                chosen = row
                break
    return _arranged(chosen, right)


def at_one_place(seen: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """Each place once, in pixels, with the words of its newest change, and how many more there were."""
    found: dict[float, list[str]] = {}
    for x, text in seen:
        found.setdefault(round(x) + 0.5, []).append(text)
    return [(x, texts[-1] if len(texts) == 1 else f"{texts[-1]} (+{len(texts) - 1})") for x, texts in found.items()]


def _rows_with(new: Sequence[_Words], others: list[_Words], width_of: Callable[[str], float]) -> Iterator[list[_Words]]:
    """A row with one of the ``new`` at its left; at last with the neighbour shortened, so that both are told."""
    yield from ([one, *others] for one in new)
    if others and new:
        shorter = _variants(others[0].x, others[0].text, width_of)[1:]
        yield from ([new[0], one, *others[1:]] for one in shorter)


def _variants(x: float, text: str, width_of: Callable[[str], float]) -> list[_Words]:
    """Words and what they are shortened to, but nothing that is too wide for any room."""
    made = (_Words(x, width_of(said), said) for said in (text, *_shortened(text)))
    return [one for one in made if one.width <= PlotSize.MARK_WORDS]


def _shortened(text: str) -> Iterator[str]:
    """Less by word after word; of “was → is” all or nothing, as half of it would tell a wrong number."""
    parts = text.split()
    most = parts.index(_ARROW) - 1 if _ARROW in parts else len(parts) - 1
    for n_words in range(most, _LEAST_WORDS - 1, -1):
        yield f"{' '.join(parts[:n_words])} …"


def _earliest(words: _Words, end: float) -> float:
    """How far at the left words may begin behind others that end at ``end``."""
    return max(words.x - words.width - _BESIDE, end + Size.GAP, 0.0)


def _fit(row: Sequence[_Words], right: float) -> bool:
    """Whether words can stand in one row, each at its place."""
    end = -float(Size.GAP)
    for words in row:
        left = _earliest(words, end)
        if left > min(words.x + _BESIDE, right - words.width):
            return False
        end = left + words.width
    return True


def _arranged(row: Sequence[_Words], right: float) -> list[Placed]:
    """Words that fit, as near to the middle over their places as they can be."""
    latest: list[float] = []
    limit = right
    for words in reversed(row):
        latest.insert(0, min(words.x + _BESIDE, limit - words.width))
        limit = latest[0] - Size.GAP
    found: list[Placed] = []
    end = -float(Size.GAP)
    for words, most in zip(row, latest, strict=True):
        left = min(max(words.x - words.width / 2, _earliest(words, end)), most)
        found.append(Placed(left, words.width, words.text, words.x))
        end = left + words.width
    return found
