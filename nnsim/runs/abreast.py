"""Runs abreast: a few that learn side by side, in step with each other.

They meet wherever all of them have used the same number of training samples: after every batch if their batches are
equally large, else after as many samples as all batch sizes divide, and at the end of each epoch in any case. On the
way from one meeting to the next the hindmost goes first, for a moment at a time: so they stay close together even where
they seldom meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from time import perf_counter

from nnsim.engine.stopping import StopReason
from nnsim.errors import DivergedError
from nnsim.runs.pace import next_bundle
from nnsim.runs.run import Run

BUNDLE_S = 0.0003
"""Between two looks at the clock, as in a run alone."""

Place = tuple[int, int]
"""Where a run stands: finished epochs, and samples used of the one under way."""


@dataclass(eq=False, slots=True)
class Lane:
    """A run, and why it stands, if it does: the others go on.

    Parameters
    ----------
    failure : it has diverged
    stopped : a condition of its project has ended it
    """

    run: Run
    failure: DivergedError | None = None
    stopped: StopReason | None = None
    bundle: int = 1

    @property
    def goes(self) -> bool:
        """Whether it can still learn."""
        return self.failure is None and self.stopped is None

    @property
    def place(self) -> Place:
        """Where it stands."""
        trainer = self.run.trainer
        return trainer.epoch, trainer.batch * trainer.batch_size

    @property
    def epochs(self) -> float:
        """The same as one number."""
        epoch, used = self.place
        return epoch + used / self.n_samples

    @property
    def n_samples(self) -> int:
        """Training samples of an epoch."""
        return len(self.run.prepared.train_rows)

    def steps_to(self, mark: Place) -> int:
        """Updates that are still to be made until then; 0 if it stands."""
        trainer = self.run.trainer
        if not self.goes:
            return 0
        steps = (mark[0] - trainer.epoch) * trainer.n_batches + mark[1] // trainer.batch_size - trainer.batch
        return max(steps, 0)

    def advance(self, steps: int) -> None:
        """Make so many updates, or as many as take ``BUNDLE_S``. That it diverges is noted like any other end."""
        trainer, started = self.run.trainer, perf_counter()
        try:
            made = trainer.advance(min(steps, self.bundle))
        except DivergedError as failure:
            self.failure = failure
            return
        self.stopped = trainer.stopped
        self.bundle = next_bundle(made, perf_counter() - started, BUNDLE_S)


class Abreast:
    """Runs in step. Each does what it would do alone, bit by bit. Not safe for threads.

    ::

        while abreast.can_go:
            abreast.aim()
            while not abreast.has_met:
                abreast.move()

    Parameters
    ----------
    lanes : of runs that have begun at the same moment; who comes later catches up before the others go on
    """

    def __init__(self, lanes: Sequence[Lane]) -> None:
        self.lanes = tuple(lanes)
        self._mark: Place = max((lane.place for lane in self.lanes), default=(0, 0))
        self._level_out()

    @property
    def can_go(self) -> bool:
        """Whether any of them can still learn."""
        return any(lane.goes for lane in self.lanes)

    @property
    def has_met(self) -> bool:
        """Whether all that can still learn have used the same number of samples."""
        return not any(lane.steps_to(self._mark) for lane in self.lanes)

    @property
    def stride(self) -> int:
        """Samples from one meeting to the next; as many as there are, or more, if they only meet between epochs."""
        going = [lane for lane in self.lanes if lane.goes]
        sizes = {lane.n_samples for lane in going}
        if len(sizes) != 1:
            return max(sizes, default=1)
        return min(lcm(*(lane.run.trainer.batch_size for lane in going)), *sizes)

    @property
    def meetings(self) -> int:
        """Of an epoch."""
        n_samples = max((lane.n_samples for lane in self.lanes if lane.goes), default=1)
        return -(-n_samples // self.stride)

    @property
    def epoch(self) -> int:
        """Finished ones of those that can still learn, or of the last that could."""
        return self._mark[0]

    def aim(self, meetings: int = 1) -> int:
        """The place to go to next: so many meetings further, but not past the end of the epoch.

        Returns
        -------
        How many meetings that is; 0 if they are on their way still
        """
        if not self.has_met:
            return 0
        epoch, used = self._mark
        number = used // self.stride
        meetings = min(meetings, self.meetings - number)
        self._mark = self._meeting(epoch, number + meetings)
        return meetings

    def move(self) -> None:
        """Let the hindmost of those that have not arrived go on a little."""
        late = [lane for lane in self.lanes if lane.steps_to(self._mark)]
        if late:
            hindmost = min(late, key=lambda lane: lane.epochs)
            hindmost.advance(hindmost.steps_to(self._mark))

    def _level_out(self) -> None:
        """From a moment amid an epoch, batches of other sizes begin at other places: the first meeting is ahead."""
        if len({lane.place for lane in self.lanes}) > 1:
            self._mark = self._meeting(self._mark[0], -(-self._mark[1] // self.stride))

    def _meeting(self, epoch: int, number: int) -> Place:
        """The place of a meeting in an epoch; its last one is the beginning of the next epoch."""
        used = number * self.stride
        n_samples = min((lane.n_samples for lane in self.lanes if lane.goes), default=1)
        return (epoch, used) if used < n_samples else (epoch + 1, 0)
