"""Which layers' links are painted in which frame of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MOST_LINKS: Final = 144
"""Links painted in one picture of the network: about a quarter of what a frame may take."""
MOST_TURNS: Final = 2
"""No layer waits longer for its next picture: ten times a second."""


class LinkTurns:
    """Layers take turns, because links are most of what a picture costs, and one at 20 Hz looks like one at 10.

    Each turn is some layers that lie side by side, with about equally many links.

    Parameters
    ----------
    links : number of links by layer
    """

    def __init__(self, links: Mapping[int, int]) -> None:
        most = max(MOST_LINKS, -(-sum(links.values()) // MOST_TURNS))
        turns: list[tuple[int, ...]] = []
        left = 0
        for layer, count in links.items():
            if turns and count <= left:
                turns[-1] += (layer,)
                left -= count
            else:
                turns.append((layer,))
                left = most - count
        self._turns = turns or [()]
        self._now = 0

    def start_anew(self) -> None:
        """The first turn is next."""
        self._now = 0

    def next(self) -> tuple[int, ...]:
        """The layers whose links are painted in the frame at hand."""
        turn = self._turns[self._now]
        self._now = (self._now + 1) % len(self._turns)
        return turn
