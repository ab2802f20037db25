"""The training thread, which works in turns (``turns.py``)."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from time import perf_counter

from nnsim.engine.snapshot import Snapshot, View
from nnsim.engine.spec import NetworkSpec
from nnsim.engine.stopping import StopReason
from nnsim.errors import DivergedError
from nnsim.runs.run import Run
from nnsim.session.errand import Errand
from nnsim.session.pace import Pace
from nnsim.session.step_errand import StepErrand
from nnsim.session.turns import TurnThread


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
    errand: Errand | StepErrand | None = None


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
    errand: Errand | StepErrand | None = None


class Worker(TurnThread[Turn, Report]):
    """Alive as long as the session."""

    def __init__(self) -> None:
        super().__init__("training")
        self._pace = Pace()
        self._paced: tuple[int, NetworkSpec] | None = None

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
        pace, trainer, left = self._pace, turn.run.trainer, turn.steps
        # With other points the run goes on as fast as before; who draws makes thirty of them in a second.
        if self._paced != (turn.run.run_id, turn.run.project.network):
            self._paced = turn.run.run_id, turn.run.project.network
            pace.start_anew()
        begun = started = perf_counter()
        end = self._end_of_training(turn, begun)
        while (left is None or left > 0) and started < end and not self._recalled:
            to_epoch = trainer.n_batches - trainer.batch if trainer.n_batches > 1 else sys.maxsize
            epoch = trainer.epoch
            asked = pace.steps(end - started, to_epoch, is_first=started == begun)
            if asked == 0:
                break
            made = trainer.advance(asked if left is None else min(asked, left))
            if trainer.stopped is not None:
                return trainer.stopped
            now = perf_counter()
            pace.note_steps(made, now - started, epochs=trainer.epoch - epoch if trainer.n_batches > 1 else 0)
            started = now
            if left is not None:
                left -= made
        return None

    def _end_of_training(self, turn: Turn, begun: float) -> float:
        """The snapshot belongs to the turn. Where all take long, training gets as much time all the same."""
        errand_s = 0.0 if turn.errand is None else turn.errand.budget_s
        snapshot_s = 0.0 if turn.views is None else self._pace.expected_s(turn.views)
        return max(turn.deadline - errand_s - snapshot_s, begun + self._pace.snapshot_s)

    def _timed_snapshot(self, run: Run, views: frozenset[View]) -> Snapshot:
        started = perf_counter()
        snapshot = run.snapshot(views)
        self._pace.note_snapshot(views, perf_counter() - started)
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
