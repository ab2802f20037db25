"""The way to a step, and its numbers, worked out in what is left of the training thread's turns."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import Curves
from nnsim.engine.trace import Trace, TraceLook
from nnsim.errors import InputError
from nnsim.model.moment import Moment
from nnsim.runs.replay import Replay
from nnsim.runs.trace_probe import trace_of

_PIECE_S: Final = 0.005
"""About so long a piece of the way takes: who calls the thread back does not wait longer."""


class StepErrand:
    """Goes to the moment before a step, and traces it. What is on the way but does not go together has no step.

    Parameters
    ----------
    way, at, curves, prepared : as ``Replay``

    Attributes
    ----------
    project : the settings of the step
    budget_s : nothing is trained in these turns, so none of their time must be kept for it
    is_done : whether nothing is left to do
    trace : the numbers, when they are there
    bug : what has ended it
    """

    budget_s = 0.0

    def __init__(self, way: list[Moment], at: int, curves: Curves, prepared: Prepared) -> None:
        self._way, self._curves, self._prepared = way, curves, prepared
        self._replay: Replay | None = None
        self.at, self.project = at, way[-1].project
        self.is_done = False
        self.trace: Trace | None = None
        self.bug: Exception | None = None

    def go(self, deadline: float, is_called_off: Callable[[], bool]) -> None:
        """Do a piece at least, and as many more as there is time for until ``deadline``."""
        try:
            self._do_piece()
            while not (self.is_done or is_called_off() or perf_counter() >= deadline):
                self._do_piece()
        except InputError:
            self.is_done = True
        except Exception as error:  # noqa: BLE001  (carried to the window's thread; training has no part in it)
            self.is_done, self.bug = True, error

    def _do_piece(self) -> None:
        """Begin the way, go a part of it, or trace the step at its end."""
        if self._replay is None:
            self._replay = Replay(self._way, self.at, self._curves, self._prepared)
        elif self._replay.steps_left:
            self._replay.finished(_PIECE_S)
        else:
            run = self._replay.run
            self.trace = trace_of(TraceLook(batch=True), run.trainer, run.prepared)
            self.is_done = True
