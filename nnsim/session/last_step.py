"""The step that training has made last, with every number of it: found by making it once more, beside the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final
from weakref import ref

from PySide6.QtCore import QObject, Signal

from nnsim.engine.trace import Trace
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from nnsim.session.past import Past
from nnsim.session.step_errand import StepErrand

REST_S: Final = 0.1
"""A moment of the past is asked for its step when it has been shown for so long: not one that somebody passes."""


@dataclass(frozen=True, eq=False)
class MadeStep:
    """A step that was made.

    Parameters
    ----------
    project : its settings, without a checkpoint
    trace : its numbers
    before : updates made before it
    """

    project: Project
    trace: Trace
    before: int


class LastStep(QObject):
    """The step that has led to the moment that is shown, of the present or of the past.

    The run keeps no numbers of it, so the way from the nearest moment that is kept is gone once more, in turns of the
    training thread. It is asked for while training stands still.

    Parameters
    ----------
    experiment : gives the one at work
    past : knows which moment is shown

    Attributes
    ----------
    made : ``None`` while it is not there
    is_on_the_way : whether it will be

    Signals
    -------
    changed() : it is there, or nobody can tell it
    wanted() : there is something to work out
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, experiment: Callable[[], Experiment], past: Past, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment, self._past = experiment, past
        self._errand: StepErrand | None = None
        self._due_s = 0.0
        self._of: object = None
        self.made: MadeStep | None = None

    @property
    def is_on_the_way(self) -> bool:
        """Whether it is being worked out."""
        return self._errand is not None

    def want(self) -> None:
        """Work out that of the moment that is shown, unless it is known or on its way."""
        experiment = self._experiment()
        course = experiment.timeline.present
        at = experiment.run.trainer.step if self._past.at is None else self._past.at
        moment = ref(course), course.edits, at
        if moment == self._of:
            return
        self._of, self.made, self._errand = moment, None, None
        way = course.way_to(at - 1) if at > 0 else None
        if way is not None:
            self._errand = StepErrand(way, at - 1, course.curves, experiment.run.prepared)
            self._due_s = perf_counter() + (REST_S if self._past.is_shown else 0.0)
            self.wanted.emit()

    def stop(self) -> None:
        """Leave it; asked for again, it begins anew."""
        if self._errand is not None:
            self._errand, self._of = None, None

    def errand(self) -> StepErrand | None:
        """What to work out in a turn in which nothing is trained; ``None`` for nothing, or while the moment passes."""
        return self._errand if perf_counter() >= self._due_s else None

    def take_up(self, errand: StepErrand) -> Exception | None:
        """An errand has been run, perhaps to its end.

        Returns
        -------
        The bug that it has met, which also ends it.
        """
        if errand is self._errand and errand.is_done:
            self._errand = None
            if errand.trace is not None:
                self.made = MadeStep(errand.project, errand.trace, errand.at)
            self.changed.emit()
        return errand.bug
