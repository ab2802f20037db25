"""The runs of the project in hand: the one at work and those that were left, as a tree, by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from weakref import ReferenceType, ref

from PySide6.QtCore import QObject, Signal, Slot

from nnsim.data.dataset import Task
from nnsim.engine.snapshot import Curves
from nnsim.errors import InputError
from nnsim.model.difference import differences
from nnsim.model.fitting import task_of
from nnsim.model.project import Project
from nnsim.model.stretch import Stretch
from nnsim.model.tag import name_of
from nnsim.runs.course import Course
from nnsim.runs.timeline import Timeline
from nnsim.runs.tree import in_tree_order
from nnsim.runs.way import way_of
from nnsim.session.facts import Facts
from nnsim.words import QT_TRANSLATE_NOOP, Words

MOST_PINNED = 5
"""More lines in one picture nobody can tell apart."""


@dataclass(frozen=True, eq=False, slots=True)
class RunLine:
    """A run, for the eye.

    Parameters
    ----------
    key : its number, from 1, as long as the project lives
    given_name : what a person has called it; empty if nobody has
    parent : key of the run from which it comes, 0 if that is not there any more; ``branches`` : it has a beginning in
        common with it, until ``from_epoch``
    depth : how deep it lies in the tree of branches, 0 for one that began anew
    project : the settings at its end; without a checkpoint
    curves : its record
    epoch : finished epochs at its end
    is_present : it is the one at work
    is_pinned : it is to be drawn beside the present one
    can_open : its weights at the end are kept; of the present run false
    """

    key: int
    given_name: str
    parent: int
    branches: bool
    from_epoch: int
    depth: int
    project: Project
    curves: Curves
    epoch: int
    is_present: bool
    is_pinned: bool
    can_open: bool

    @property
    def name(self) -> str:
        """What it is called, to be shown by ``translated``."""
        return self.given_name or Words(QT_TRANSLATE_NOOP("edits", "Run {0}"), self.key, context="edits")

    @property
    def task(self) -> Task:
        """Whether its metric is an accuracy or a root mean squared error."""
        return task_of(self.project.data)

    def last(self, curve: str) -> float:
        """The last point of a curve of ``Curves`` by its name, such as ``test_loss``; NaN if there is none."""
        row = getattr(self.curves, curve)
        return float(row[-1]) if len(row) else float("nan")

    def unlike(self, other: RunLine) -> tuple[Words, ...]:
        """What is different in this one, compared with ``other``."""
        return differences(other.project, self.project)


class RunFacts(Facts):
    """The runs of the project in hand, to be read, named, pinned and forgotten. To open one is ``Session``'s.

    Signals
    -------
    runs_changed() : a run came or went, another one is at work, or a name or a pin is another. That the present one has
        gone on is told by ``snapshot_taken``, that its settings are others by ``project_changed``
    """

    runs_changed = Signal()

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(project, parent)
        self._order: _Order | None = None
        self._told: tuple[object, int, object] = (None, 0, None)
        self.project_changed.connect(self._tell_runs)

    @property
    def runs(self) -> tuple[RunLine, ...]:
        """All of them in the order of the tree: each branch below the run that it has left."""
        timeline = self._experiment.timeline
        if self._order is None or not self._order.is_of(timeline):
            self._order = _Order.of(timeline)
        return self._order.lines(self._now())

    @property
    def run_key(self) -> int:
        """The number of the run at work."""
        return self._experiment.timeline.present.tag.key

    def way_of_run(self, key: int) -> tuple[Stretch, ...]:
        """What was otherwise in a run on its way to the settings that it has at its end."""
        course, now = self._experiment.timeline.run_called(key), self._now()
        if course is None:
            return ()
        return way_of(course, now.project if course is now.course else course.end.project)

    def name_run(self, key: int, name: str) -> None:
        """Call a run something; an empty name takes its name away."""
        self._retag(key, name=name_of(name))

    def pin_run(self, key: int) -> None:
        """Draw a run beside the present one."""
        self._retag(key, is_pinned=True)

    def unpin_run(self, key: int) -> None:
        """Draw it no more."""
        self._retag(key, is_pinned=False)

    @property
    def forgotten_run(self) -> RunLine | None:
        """The run that was let go last, while it can be brought back."""
        course = self._experiment.timeline.set_aside
        return None if course is None else _line(course, 0, set())

    def bring_run_back(self) -> None:
        """Take up the run again that was let go last."""
        self._experiment.timeline.bring_back()
        self._tell_tags()

    def forget_run(self, key: int) -> None:
        """Let go of a run that is not at work; the last one can be brought back."""
        timeline = self._experiment.timeline
        course = timeline.run_called(key)
        if course is not None and course is not timeline.present:
            timeline.let_go(course)
            self._tell_tags()

    def _now(self) -> _Now:
        experiment = self._experiment
        epoch = int(self.track.now[1])
        return _Now(experiment.timeline.present, experiment.project, self._snapshot.curves, epoch)

    def _retag(self, key: int, **changes: Any) -> None:
        timeline = self._experiment.timeline
        course = timeline.run_called(key)
        if course is not None:
            timeline.retag(course, replace(course.tag, **changes))
            self._tell_tags()

    def _tell_tags(self) -> None:
        self._tell_runs()
        self.document_changed.emit()

    @Slot()
    def _tell_runs(self) -> None:
        timeline = self._experiment.timeline
        of, shape, tags = self._told
        if (of, shape) == (ref(timeline), timeline.shape):
            return
        now = timeline.present.tag, tuple(course.tag for course in timeline.runs)
        self._told = ref(timeline), timeline.shape, now
        if tags != now:
            self.runs_changed.emit()


def gone(name: str) -> InputError:
    """The refusal to open a run, called ``name``, of which only the record is left."""
    return InputError(
        "runs.weights_gone",
        Words(QT_TRANSLATE_NOOP("errors", "The weights with which {0} ended are not kept any more."), name),
        hint=QT_TRANSLATE_NOOP("errors", "Train it once more with its settings and its seed."),
        unchanged=QT_TRANSLATE_NOOP("errors", "Nothing has changed."),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Now:
    """The present run, which has gone on since its last moment was noted."""

    course: Course
    project: Project
    curves: Curves
    epoch: int


@dataclass(frozen=True, eq=False, slots=True)
class _Order:
    """The runs in their order; all is known of those that are not at work. It is asked for at every edit.

    Parameters
    ----------
    before, after : those above the present one, which lies at ``depth``, and those below it
    """

    timeline: ReferenceType[Timeline]
    shape: int
    keys: set[int]
    before: tuple[RunLine, ...]
    depth: int
    after: tuple[RunLine, ...]

    @classmethod
    def of(cls, timeline: Timeline) -> _Order:
        """The order as it is now."""
        found, present = in_tree_order(timeline.runs), timeline.present
        keys = {course.tag.key for course, _ in found}
        place = next(place for place, (course, _) in enumerate(found) if course is present)
        before = tuple(_line(course, depth, keys) for course, depth in found[:place])
        after = tuple(_line(course, depth, keys) for course, depth in found[place + 1 :])
        return cls(ref(timeline), timeline.shape, keys, before, found[place][1], after)

    def is_of(self, timeline: Timeline) -> bool:
        """Whether it still is the order of this time line."""
        return self.timeline() is timeline and self.shape == timeline.shape

    def lines(self, now: _Now) -> tuple[RunLine, ...]:
        """All of them, the present one as it is now."""
        return *self.before, _line(now.course, self.depth, self.keys, now), *self.after


def _line(course: Course, depth: int, keys: set[int], now: _Now | None = None) -> RunLine:
    """A run; of the present one it is told what it is ``now``."""
    tag = course.tag
    return RunLine(
        key=tag.key,
        given_name=tag.name,
        parent=tag.parent if tag.parent in keys else 0,
        branches=tag.is_branch,
        from_epoch=tag.epoch,
        depth=depth,
        project=now.project if now else course.end.project,
        curves=now.curves if now else course.curves,
        epoch=now.epoch if now else course.end.epoch,
        is_present=now is not None,
        is_pinned=tag.is_pinned,
        can_open=now is None and not course.end.is_bare,
    )
