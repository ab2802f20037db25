"""A moment of the past that is shown in place of the present."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Final

from PySide6.QtCore import QObject, Signal

from nnsim.engine.snapshot import BatchCurve, Curves, Snapshot
from nnsim.errors import InputError
from nnsim.model import edits
from nnsim.model.change import Change
from nnsim.model.project import Project
from nnsim.model.written import written_epochs
from nnsim.runs.experiment import Experiment
from nnsim.runs.replay import Replay
from nnsim.runs.run import Run
from nnsim.words import QT_TRANSLATE_NOOP, Words

_WAIT_S: Final = 0.3
"""Who wants something of a moment before it is there waits so long for it."""


@dataclass(frozen=True, slots=True)
class TrackMark:
    """A change on the way: where, what, and whether it was taken back."""

    at: int
    epoch: float
    change: Change
    back: bool


@dataclass(frozen=True, slots=True)
class Track:
    """The course of the run at work, for the eye.

    Parameters
    ----------
    first, now : (updates, epochs) at its beginning and in the present
    shown : the same of the moment that is shown; in the present ``now``
    marks : what was changed on the way
    lost : stretches in epochs that nobody can go to any more; the last may have no end yet
    computed : updates that are made on the way to the moment that is shown, and all of them
    held_bytes, budget_bytes : memory of the record, and what it may take at the most
    earlier : number of courses before this one that are still kept
    began : what it began with, such as a reset; ``None`` for a project that was opened or made
    """

    first: tuple[int, float]
    now: tuple[int, float]
    shown: tuple[int, float]
    marks: tuple[TrackMark, ...]
    lost: tuple[tuple[float, float], ...]
    computed: tuple[int, int]
    held_bytes: int
    budget_bytes: int
    earlier: int
    began: Change | None = None


class Past(QObject):
    """Which moment of the past is shown, if any, and the way there. Nothing is changed in the past itself.

    Signals
    -------
    changed() : another moment is shown, or again the present

    Attributes
    ----------
    origin : the moment from which the gesture under way has gone on, if it has
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._replay: Replay | None = None
        self._curves, self._batches = Curves(), BatchCurve()
        self.origin: int | None = None
        self._marks: tuple[TrackMark, ...] = ()
        self._lost: tuple[tuple[float, float], ...] = ()
        self._marks_of: object = None

    @property
    def is_shown(self) -> bool:
        """Whether a moment of the past is shown."""
        return self._replay is not None

    @property
    def at(self) -> int | None:
        """Updates until the moment that is shown; ``None`` in the present."""
        return None if self._replay is None else self._replay.at

    @property
    def project(self) -> Project | None:
        """The settings of that moment."""
        return None if self._replay is None else self._replay.project

    @property
    def run(self) -> Run | None:
        """The run on its way there."""
        return None if self._replay is None else self._replay.run

    @property
    def steps_left(self) -> int:
        """Updates to make until the moment is reached or its run must change."""
        return 0 if self._replay is None else self._replay.steps_left

    def goes_on(self) -> bool:
        """Whether there is something to compute yet; a change of settings on the way is taken up."""
        run = self.run
        return self.steps_left > 0 or self.run is not run

    def whole(self, snapshot: Snapshot) -> Snapshot:
        """With the curves of the whole course, so that the picture of the loss stays as it is."""
        batches = None if snapshot.batches is None else self._batches
        return replace(snapshot, curves=self._curves, batches=batches)

    def look_at(self, experiment: Experiment, at: int) -> bool:
        """Show the moment after ``at`` updates; false if it is not known any more."""
        run = experiment.run
        replay = experiment.timeline.replay(at, run.prepared, run.run_id)
        if replay is None:
            return False
        self._replay, self._curves = replay, run.trainer.record.curves()
        self._batches = run.trainer.noted_batches()
        return True

    def forget(self) -> bool:
        """Show the present again; false if it was shown already."""
        was_shown, self._replay = self.is_shown, None
        return was_shown

    def reached(self) -> Run:
        """The run at the moment that is shown, waited for a little if it is still on its way there.

        Raises
        ------
        InputError : if it takes long yet to compute that moment
        """
        if self._replay is None:
            raise ValueError("only a moment of the past can be reached")
        run = self._replay.finished(_WAIT_S)
        if run is None:
            done, all_of_them = self._replay.updates
            raise InputError(
                "past.on_the_way",
                Words(
                    QT_TRANSLATE_NOOP("errors", "This moment is still being computed: {0} of {1} updates are made."),
                    done,
                    all_of_them,
                ),
                hint=QT_TRANSLATE_NOOP("errors", "Wait until it is there, or go to another moment."),
                unchanged=QT_TRANSLATE_NOOP("errors", "Nothing has changed."),
            )
        return run

    def carry_on(self, experiment: Experiment) -> Change | None:
        """Let the experiment go on from the moment that is shown; it is still shown. ``None`` in the present.

        Raises
        ------
        InputError : if it takes long yet to compute that moment
        """
        if self._replay is None:
            return None
        run = self.reached()
        then = run.stamped()
        if then.checkpoint is not None:  # of the batches the present has the record
            batches = self._batches.until(then.checkpoint.step)
            then = replace(then, checkpoint=replace(then.checkpoint, batches=batches))
        at = self._replay.at
        epoch = experiment.timeline.present.epoch_of(at, len(run.prepared.train_rows))
        said = written_epochs(epoch)
        change = experiment.apply(lambda project: edits.continue_from(project, then, said))
        self.origin = at
        return change

    def at_epoch(self, experiment: Experiment, epoch: float) -> int:
        """Updates of this course until so many epochs are done."""
        return experiment.timeline.present.at_epoch(epoch, len(experiment.run.prepared.train_rows))

    def track(self, experiment: Experiment, step: int) -> Track:
        """The course as it is now. Costs little: it is asked for in every frame that the strip draws."""
        course, n_samples = experiment.timeline.present, len(experiment.run.prepared.train_rows)
        first, shown = course.moments[0].at, step if self.at is None else self.at
        epoch = {at: course.epoch_of(at, n_samples) for at in (first, step, shown)}
        if self._marks_of != (course, course.edits):
            self._marks_of = course, course.edits
            self._marks = tuple(
                TrackMark(moment.at, course.epoch_of(moment.at, n_samples), mark.change, mark.back)
                for moment, mark in course.marks()
            )
            self._lost = tuple(
                (course.epoch_of(first, n_samples), inf if end is None else course.epoch_of(end, n_samples))
                for first, end in course.lost()
            )
        timeline = experiment.timeline
        return Track(
            (first, epoch[first]),
            (step, epoch[step]),
            (shown, epoch[shown]),
            self._marks,
            self._lost,
            (0, 0) if self._replay is None else self._replay.updates,
            timeline.held_bytes,
            timeline.budget_bytes,
            len(timeline.earlier),
            course.began,
        )
