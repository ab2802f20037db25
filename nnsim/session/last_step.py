"""The step that training has made last, with every number of it: found by making it once more, beside the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from weakref import ref

from PySide6.QtCore import QObject, Signal

from nnsim.engine.trace import Trace, TraceLook
from nnsim.errors import InputError
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from nnsim.runs.replay import Replay
from nnsim.runs.trace_probe import trace_of
from nnsim.session.past import Past
from nnsim.session.slices import SLICE_S, Slices


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

    The run keeps no numbers of it, so the way from the nearest moment that is kept is gone once more, in slices. It is
    asked for while training stands still.

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
    """

    changed = Signal()

    def __init__(self, experiment: Callable[[], Experiment], past: Past, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment, self._past = experiment, past
        self._slices = Slices(self._go_on, self)
        self._replay: Replay | None = None
        self._of: object = None
        self.made: MadeStep | None = None

    @property
    def is_on_the_way(self) -> bool:
        """Whether it is being worked out."""
        return self._replay is not None

    def want(self) -> None:
        """Work out that of the moment that is shown, unless it is known or on its way."""
        experiment = self._experiment()
        course = experiment.timeline.present
        at = experiment.run.trainer.step if self._past.at is None else self._past.at
        moment = ref(course), course.edits, at
        if moment == self._of:
            return
        self.stop()
        self._of, self.made = moment, None
        way = course.way_to(at - 1) if at > 0 else None
        if way is None:
            return
        try:
            self._replay = Replay(way, at - 1, course.curves, experiment.run.prepared)
        except InputError:
            return  # what is on the way does not go together: there is nothing to show, and training is not touched
        self._slices.start()

    def stop(self) -> None:
        """Leave it; asked for again, it begins anew."""
        self._slices.stop()
        if self._replay is not None:
            self._replay, self._of = None, None

    def _go_on(self) -> bool:
        replay = self._replay
        run = None if replay is None else replay.finished(SLICE_S)
        if replay is None or run is None:
            return replay is not None
        self._replay = None
        traced = trace_of(TraceLook(batch=True), run.trainer, run.prepared)
        self.made = MadeStep(replay.project, traced, replay.at)
        self.changed.emit()
        return False
