"""The training thread, which works in turns (``turns.py``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

from nnsim.engine.snapshot import Snapshot, View
from nnsim.engine.stopping import StopReason
from nnsim.errors import DivergedError
from nnsim.runs.pace import next_bundle
from nnsim.runs.run import Run
from nnsim.session.errand import Errand
from nnsim.session.turns import TurnThread

BUNDLE_S = 0.001
"""Between two looks at the clock: short enough to stop at once, long enough for the look, and for beginning and ending
a bundle in the engine (20 µs), to cost nothing. The last of a turn is as short as the time that is left."""


@dataclass(frozen=True, eq=False)
class Turn:
    """What the worker may do before it hands the run back.

    Parameters
    ----------
    deadline : when to be done, in ``perf_counter`` seconds
    steps : most updates to make; ``None`` as many as time allows
    looks : samples to look at, one after the other, instead of making updates
    views : what the snapshot is to hold; ``None`` : none is wanted
    errand : what to find out about the past
    """

    run: Run
    deadline: float
    steps: int | None = None
    looks: int = 0
    views: frozenset[View] | None = field(default_factory=frozenset)
    errand: Errand | None = None


@dataclass(frozen=True, eq=False)
class Report:
    """What a turn brought. ``bug`` is not for people.

    ``snapshot`` : ``None`` if none was wanted, or if the turn was ``cut_short`` before it
    ``stopped`` : which condition has ended training, if one has
    """

    steps: int
    snapshot: Snapshot | None
    stopped: StopReason | None = None
    failure: DivergedError | None = None
    bug: BaseException | None = None
    cut_short: bool = False
    errand: Errand | None = None


class Worker(TurnThread[Turn, Report]):
    """Alive as long as the session."""

    def __init__(self) -> None:
        super().__init__("training")
        self._bundle = 1
        self._step_s = BUNDLE_S
        self._bundled_run: Run | None = None
        self._snapshot_s = 0.001

    def serve(self, turn: Turn) -> Report:
        """Train, or look at samples, and take a snapshot."""
        before = turn.run.trainer.step
        failure: DivergedError | None = None
        stopped: StopReason | None = None
        snapshot: Snapshot | None = None
        bug: BaseException | None = None
        cut_short = False
        try:
            try:
                stopped = _look(turn) if turn.looks else self._train(turn)
            except DivergedError as error:
                failure = error
            cut_short = self._recalled and turn.views is not None
            if turn.views is not None and not cut_short:
                snapshot = self._timed_snapshot(turn.run, turn.views)
            if turn.errand is not None:
                turn.errand.go(turn.deadline, lambda: self._recalled)
        except BaseException as error:  # noqa: BLE001  (carried to the window's thread and raised there)
            bug = error
        return Report(turn.run.trainer.step - before, snapshot, stopped, failure, bug, cut_short, turn.errand)

    def _train(self, turn: Turn) -> StopReason | None:
        if turn.run is not self._bundled_run:
            self._bundled_run, self._bundle, self._step_s = turn.run, 1, BUNDLE_S
        trainer, left = turn.run.trainer, turn.steps
        started = perf_counter()
        # The snapshot belongs to the turn. Where it takes long, training gets as much time, whatever the frame says.
        errand_s = 0.0 if turn.errand is None else turn.errand.budget_s
        end = max(turn.deadline - errand_s - self._snapshot_s, started + self._snapshot_s)
        while (left is None or left > 0) and started < end and not self._recalled:
            asked = self._bundle if left is None else min(self._bundle, left)
            asked = min(asked, max(1, int((end - started) / self._step_s)))
            made = trainer.advance(asked)
            if trainer.stopped is not None:
                return trainer.stopped
            now = perf_counter()
            self._step_s = max(now - started, 1e-7) / made
            if asked == self._bundle:
                self._bundle = next_bundle(made, now - started, BUNDLE_S)
            started = now
            if left is not None:
                left -= made
        return None

    def _timed_snapshot(self, run: Run, views: frozenset[View]) -> Snapshot:
        started = perf_counter()
        snapshot = run.snapshot(views)
        # A running mean that a single moment of a busy machine cannot throw off.
        measured = min(perf_counter() - started, 4.0 * self._snapshot_s)
        self._snapshot_s += 0.25 * (measured - self._snapshot_s)
        return snapshot


def _look(turn: Turn) -> StopReason | None:
    """Look at samples one by one. The last one of an epoch may end training: then no further one is looked at."""
    trainer = turn.run.trainer
    for _ in range(turn.looks):
        before = trainer.step
        trainer.look_at_sample()
        if trainer.step > before and trainer.stopped is not None:
            return trainer.stopped
    return None
