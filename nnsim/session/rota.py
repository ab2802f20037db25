"""Who draws in which frame of a run, and which parts of a snapshot must be computed for that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from nnsim.engine.snapshot import View


@dataclass(frozen=True, slots=True)
class Beat:
    """While a run goes on, draw in every so-manieth frame.

    Drawing everything in every frame would leave the training thread no time, and the eye would not see it.

    Parameters
    ----------
    every : frames from one turn to the next
    first : frame of the first turn, from 0
    """

    every: int = 1
    first: int = 0


ALWAYS: Final = Beat()


class Rota:
    """Knows what each owner shows and when it is to draw.

    A part that several show is computed once for those that draw in one frame or in two neighbouring ones.
    """

    def __init__(self) -> None:
        self._views: dict[str, frozenset[View]] = {}
        self._beats: dict[str, Beat] = {}
        self._frame = 0
        self._is_open = True
        self._computed: frozenset[View] = frozenset()

    def watch(self, owner: str, views: Collection[View], beat: Beat) -> bool:
        """Take down what ``owner`` shows from now on; whether that is more than before."""
        more = frozenset(views) - self._views.get(owner, frozenset())
        self._views[owner], self._beats[owner] = frozenset(views), beat
        return bool(more)

    def wanted(self) -> frozenset[View]:
        """All that anybody shows."""
        return frozenset[View]().union(*self._views.values())

    def next_frame(self) -> frozenset[View]:
        """Go on to the next frame of a run: the parts to compute for those whose turn it is."""
        self._is_open = False
        self._frame += 1
        due = [views for owner, views in self._views.items() if self.is_due(owner)]
        self._computed = frozenset[View]().union(*due) - self._computed
        return self._computed

    def open(self) -> frozenset[View]:
        """The next frame stands still, and everybody draws: the parts to compute."""
        self._is_open = True
        self._computed = self.wanted()
        return self._computed

    def is_due(self, owner: str) -> bool:
        """Whether it is this owner's turn to draw."""
        beat = self._beats.get(owner, ALWAYS)
        return self._is_open or self._frame % beat.every == beat.first
