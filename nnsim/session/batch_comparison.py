"""Batches of one, ten and all over the map of the loss: begun when asked for, worked out bit by bit beside the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from nnsim.engine.parameters import Array
from nnsim.errors import InputError
from nnsim.model.change import Change
from nnsim.runs import batch_ways
from nnsim.runs.loss_map import LossMap
from nnsim.runs.run import Run
from nnsim.session.loss_maps import LossMaps
from nnsim.session.slices import Slices

USUAL_STEPS: Final = 60
MOST_STEPS: Final = batch_ways.MOST_STEPS


@dataclass(frozen=True, eq=False)
class ToldWay:
    """A way as far as it has come.

    Parameters
    ----------
    place : among the sizes: 0 of one, 1 of ten, 2 of all
    size : samples of a batch
    points : (made + 1, 2) places on the map
    made, looked : updates, and the samples that they have looked at
    detour : how many times as long as straight on the way is, among all weights
    loss : of all training samples at the end; ``None`` while it goes on, and if it has diverged
    """

    place: int
    size: int
    points: Array
    made: int
    looked: int
    detour: float
    loss: float | None
    has_diverged: bool


class BatchComparison(QObject):
    """While it is on, the ways begin where the weights are, anew after every edit, on every other map and moment.

    Training is no edit: a run that goes on leaves them as they are.

    Parameters
    ----------
    shown : the run whose weights are shown, taken back from the training thread; raises ``InputError`` while it is on
        its way to a moment of the past
    is_reached : whether that moment is there
    maps : whose map they are shown on

    Attributes
    ----------
    ways : ``None`` while it is off
    steps : updates of each way

    Signals
    -------
    changed() : others, more of them, or none any more
    """

    changed = Signal()

    def __init__(
        self, shown: Callable[[], Run], is_reached: Callable[[], bool], maps: LossMaps, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shown, self._is_reached, self._maps = shown, is_reached, maps
        self._slices = Slices(self._advance, self)
        self._slices.worked.connect(self.changed)
        self._map: LossMap | None = None
        self._is_seen, self._is_stale = False, False
        self.ways: batch_ways.BatchWays | None = None
        self.steps = USUAL_STEPS
        maps.changed.connect(self._follow_map)

    def begin(self, steps: int | None = None) -> None:
        """Begin at the weights that are shown; without a map of them, or before they are there, nothing happens."""
        self.steps = steps or self.steps
        self._map = self._maps.map
        if self._map is None:
            return
        try:
            run = self._shown()
        except InputError:
            self._is_stale = self.ways is not None
            return
        self.ways = batch_ways.BatchWays(run, self.steps, self._map.place_of)
        self._is_stale = False
        self.go_on()
        self.changed.emit()

    @property
    def is_whole(self) -> bool:
        """Whether all ways have come to their ends."""
        return self.ways is not None and not self._is_stale and self.ways.is_whole

    @property
    def sizes(self) -> tuple[int | None, ...]:
        """Of one, of ten, of all; ``None`` where there are too few samples for one of its own, or if it is off."""
        if self.ways is None:
            return (None,) * (len(batch_ways.SIZES) + 1)
        most = self.ways.n_samples
        return *(size if size < most else None for size in batch_ways.SIZES), most

    @property
    def refused(self) -> dict[int, InputError]:
        """Why there is no way of a size."""
        return {} if self.ways is None else self.ways.refused

    @property
    def told(self) -> tuple[ToldWay, ...]:
        """Each way as far as it has come, small batches first; none while they are to begin anew."""
        ways = () if self.ways is None or self._is_stale else self.ways.ways
        places = {size: place for place, size in enumerate(self.sizes)}
        return tuple(
            ToldWay(
                places[way.size], way.size, way.points, way.made, way.looked, way.detour, way.loss,
                has_diverged=way.failure is not None,
            )
            for way in ways
        )  # fmt: skip

    def lay_around(self) -> None:
        """Lay the map anew, in the plane that holds most of the ways, as large as they are."""
        if self.ways is not None and self.is_whole:
            self._maps.lay("ways", self.ways.moments)

    def put_away(self) -> None:
        """Show none."""
        self._slices.stop()
        self.ways, self._map, self._is_stale = None, None, False
        self.changed.emit()

    def follow(self, change: Change | None = None) -> None:
        """The project has become another, or another moment is shown: the ways begin anew when somebody looks."""
        if self.ways is not None and (change is None or change.parts):
            self._is_stale = True
            self.catch_up()
            self.changed.emit()

    def catch_up(self) -> None:
        """Begin anew, if that is due, somebody looks and the weights are there; a little later, and then only once."""
        if self._is_stale and self._is_seen and self._is_reached():
            self._slices.start()

    def go_on(self) -> None:
        """Somebody looks: work on what is left."""
        self._is_seen = True
        if self._is_stale:
            self.catch_up()
        elif self.ways is not None and not self.ways.is_whole:
            self._slices.start()

    def stop(self) -> None:
        """Nobody looks any more: leave the rest for later."""
        self._is_seen = False
        self._slices.stop()

    def _follow_map(self) -> None:
        if self.ways is None or self._maps.map is self._map:
            return
        self._map = self._maps.map
        if self._map is None:
            self.put_away()
        else:
            self.follow()

    def _advance(self) -> bool:
        if self._is_stale and self._is_reached():
            self.begin()
        elif self.ways is not None and not self._is_stale:
            self.ways.advance()
        return self.ways is not None and not self._is_stale and not self.ways.is_whole
