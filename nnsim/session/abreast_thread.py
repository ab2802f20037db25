"""The thread that trains runs side by side, in turns (``turns.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from nnsim.engine.snapshot import Snapshot, View
from nnsim.runs.abreast import BUNDLE_S, Abreast
from nnsim.runs.pace import next_bundle
from nnsim.session.turns import TurnThread

PATIENCE_S = 0.002
"""A turn goes on so long past its end for the runs to meet; runs that meet seldom go on in the next one."""


@dataclass(frozen=True, eq=False)
class AbreastTurn:
    """What may be done before the runs are handed back.

    Parameters
    ----------
    deadline : when to be done, in ``perf_counter`` seconds
    meetings : how often to meet at the most; ``None`` as often as time allows. Runs on their way go on to the next
    goal : finished epochs at which to stop; ``None`` for none
    views : what the snapshot of each run is to hold; ``None`` takes none of it
    """

    abreast: Abreast
    deadline: float
    meetings: int | None
    goal: int | None
    views: tuple[frozenset[View] | None, ...]


@dataclass(frozen=True, eq=False)
class AbreastReport:
    """What a turn brought. ``snapshots`` is ``None`` if the turn was called off; ``bug`` is not for people."""

    snapshots: tuple[Snapshot | None, ...] | None
    bug: BaseException | None = None


class AbreastThread(TurnThread[AbreastTurn, AbreastReport]):
    """Alive from the first comparison to the end of the session."""

    def __init__(self) -> None:
        super().__init__("side by side")
        self._bundle = 1
        self._bundled: Abreast | None = None
        self._snapshots_s = 0.001

    def serve(self, turn: AbreastTurn) -> AbreastReport:
        """Train, and take the snapshots."""
        try:
            self._train(turn)
            return AbreastReport(None if self._recalled else self._timed_snapshots(turn))
        except BaseException as error:  # noqa: BLE001  (carried to the window's thread and raised there)
            return AbreastReport(None, error)

    def _train(self, turn: AbreastTurn) -> None:
        abreast, left = turn.abreast, turn.meetings
        if abreast is not self._bundled:
            self._bundled, self._bundle = abreast, 1
        now = perf_counter()
        end = max(turn.deadline - self._snapshots_s, now + self._snapshots_s)
        aimed, began = 0, now
        while not self._recalled:
            if not abreast.has_met:
                if now >= end + PATIENCE_S:
                    return
                abreast.move()
                now = perf_counter()
                continue
            if aimed:
                wanted_s = BUNDLE_S * max(1, sum(lane.goes for lane in abreast.lanes))
                self._bundle = next_bundle(aimed, now - began, wanted_s)
            if left == 0 or now >= end or not abreast.can_go or abreast.epoch == turn.goal:
                return
            aimed, began = abreast.aim(self._bundle if left is None else min(self._bundle, left)), now
            left = None if left is None else left - aimed

    def _timed_snapshots(self, turn: AbreastTurn) -> tuple[Snapshot | None, ...]:
        started = perf_counter()
        pairs = zip(turn.abreast.lanes, turn.views, strict=True)
        snapshots = tuple(None if views is None else lane.run.snapshot(views) for lane, views in pairs)
        # A running mean that a single moment of a busy machine cannot throw off.
        measured = min(perf_counter() - started, 4.0 * self._snapshots_s)
        self._snapshots_s += 0.25 * (measured - self._snapshots_s)
        return snapshots
