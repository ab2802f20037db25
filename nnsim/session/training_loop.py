"""What training is doing, how far it is to go, and why it has ended."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from nnsim.engine.snapshot import RunState
from nnsim.engine.stopping import StopReason
from nnsim.engine.trainer import Trainer
from nnsim.errors import DivergedError
from nnsim.session.goal import Goal
from nnsim.session.throttle import Throttle


class TrainingLoop:
    """Running, stepping and standing still, as asked for; the steps themselves are the worker's.

    Parameters
    ----------
    state : to begin with
    tell : called when ``state``, ``stopped`` or ``failure`` is another

    Attributes
    ----------
    state : what training is doing
    failure : why it stopped, if it diverged
    stopped : which condition has ended it, if one has
    goal : how far to go; ``None`` means for ever, or nowhere if ``state`` is not ``running``
    """

    def __init__(self, state: RunState, tell: Callable[[], None]) -> None:
        self.state = state
        self.failure: DivergedError | None = None
        self.stopped: StopReason | None = None
        self.goal: Goal | None = None
        self._tell = tell
        self._looks = 0
        self._started_s = 0.0
        self._throttle = Throttle()

    @property
    def speed(self) -> float | None:
        """Most steps a second; ``None`` is as fast as the machine can."""
        return self._throttle.limit

    @speed.setter
    def speed(self, steps_per_s: float | None) -> None:
        self._throttle.limit = steps_per_s

    @property
    def is_running(self) -> bool:
        """Whether steps are to be made."""
        return self.state == "running"

    @property
    def is_endless(self) -> bool:
        """Whether steps are to be made until somebody pauses."""
        return self.is_running and self.goal is None

    def start(self, goal: Goal | None) -> None:
        """Make steps from now on, up to the goal if there is one."""
        self.goal, self._looks = goal, 0
        if not self.is_running:
            self._throttle.start()
            self._started_s = perf_counter()
        self._enter("running")

    def stand(self, state: RunState) -> None:
        """Make no further step. Samples that were asked for are still looked at."""
        self.goal = None
        self._enter(state)

    def end(self, failure: DivergedError | None, stopped: StopReason | None) -> None:
        """Make no further step, because training has diverged, a condition has come true, or the goal is reached."""
        self.goal = None
        self._enter("paused" if failure is None else "diverged", stopped if failure is None else None, failure)

    def forget(self) -> None:
        """Steps and looks that were asked for no longer count."""
        self.goal, self._looks = None, 0

    def look_once_more(self) -> None:
        """Look at one sample more, instead of making steps."""
        self.goal = None
        self._looks += 1
        self._enter("paused")

    def take_looks(self) -> int:
        """Samples to look at in the turn that is granted now; told once."""
        looks, self._looks = self._looks, 0
        return looks

    def steps_allowed(self, trainer: Trainer) -> int | None:
        """Updates to make in the turn that is granted now; ``None`` as many as time allows."""
        if not self.is_running:
            return 0
        steps = self._throttle.allowance(perf_counter())
        if self.goal is None:
            return steps
        left = self.goal.steps_left(trainer)
        return left if steps is None else min(left, steps)

    def is_goal_reached(self, trainer: Trainer) -> bool:
        """Whether what was asked for has been done."""
        return self.goal is not None and self.goal.steps_left(trainer) <= 0

    def out_of_time(self, most_s: float | None) -> StopReason | None:
        """That it has run for ``most_s`` seconds, if it has."""
        is_over = most_s is not None and self.is_running and perf_counter() - self._started_s >= most_s
        return "seconds" if is_over else None

    def _enter(self, state: RunState, stopped: StopReason | None = None, failure: DivergedError | None = None) -> None:
        if (state, stopped, failure) != (self.state, self.stopped, self.failure):
            self.state, self.stopped, self.failure = state, stopped, failure
            self._tell()
