"""The time line: where a project's training has been, so that any moment of it can be had again, bit by bit.

Some moments are kept with their weights; what lies between them is trained once more, which gives the same numbers. As
the record grows, fewer are kept, evenly. Why so: docs/decisions/0024-the-time-line.md.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Final
from weakref import WeakKeyDictionary

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import Checkpoint
from nnsim.model.change import Change
from nnsim.model.moment import Arrival, Mark, Moment, folded
from nnsim.model.project import Project
from nnsim.model.tag import Tag, succeeding
from nnsim.runs.course import NO_BATCHES, NO_CURVES, Course, least_missed, total
from nnsim.runs.replay import Replay
from nnsim.runs.run import Run

BUDGET_BYTES: Final = 128 * 2**20
MOST_MOMENTS: Final = 4000
"""More would not make scrubbing quicker, and counting them would be felt."""

BYTES_AN_UPDATE: Final = 2**20
"""Copying so much takes a fraction of the time of an update of a network that is so large."""

COPIES: Final = 3
"""Arrays as long as the parameters that a moment has at the most: Adam keeps two beside them."""


@dataclass(frozen=True, eq=False, slots=True)
class _Place:
    """Where a project was left, for undo and redo."""

    course: Course
    moment: Moment


class Timeline:
    """The course of the run at work, and the earlier ones that undo or another start have left.

    Every update and every edit lies at a place: the number of updates that the run counts. A reset, other data or
    another project begin a new course. Undo of an edit that replaced the weights goes back to the place where it was
    made; who trains on from there branches off. Undo of a setting is a change like any other, as training goes on.

    Parameters
    ----------
    project : with its checkpoint, if it has one
    budget_bytes : for what is kept; a moment that would take more than half of it is not kept

    Attributes
    ----------
    present : the course of the run at work
    earlier : courses that were left, the oldest first, in at most half of the budget
    set_aside : the course that was let go last, to be brought back while nothing else is let go and there is room
    stride : updates that must pass until the next moment is kept
    shape : grows whenever a run comes or goes, is called otherwise, or another one is at work
    """

    def __init__(self, project: Project, budget_bytes: int = BUDGET_BYTES) -> None:
        self.budget_bytes = budget_bytes
        self.stride, self.shape = 1, 0
        self.earlier: list[Course] = []
        self.set_aside: Course | None = None
        self._places: WeakKeyDictionary[Checkpoint, _Place] = WeakKeyDictionary()
        self._settings = replace(project, checkpoint=None)
        self._home, self._homes_behind, self._homes_ahead = 1, list[int](), list[int]()
        self._revisions: dict[int, int] = {}
        self._of_gesture: Course | None = None
        self.present = self._course(project, None, Tag(key=1))
        self._held = total([self.present])
        self._most = MOST_MOMENTS

    @property
    def held_bytes(self) -> int:
        """What is kept takes about so much memory."""
        return self._held

    def is_due(self, run: Run) -> bool:
        """Whether the run stands where a moment is to be noted. Costs next to nothing."""
        return self.due_in(run) <= 0

    def due_in(self, run: Run) -> int:
        """Updates until a moment is to be noted.

        A large network is copied no oftener than once in as many updates as its moment has times ``BYTES_AN_UPDATE``.
        """
        takes = COPIES * run.trainer.network.parameters.nbytes
        moves = run.trainer.step - self.present.end.at
        if 2 * takes > self.budget_bytes:
            return sys.maxsize
        return max(self.stride, takes // BYTES_AN_UPDATE) - moves

    def note(self, project: Project, checkpoint: Checkpoint) -> None:
        """Keep the moment to which training has led."""
        if checkpoint.step > self.present.end.at:
            self._put(self._moment(project, checkpoint, "trained"), checkpoint)

    def forget_end(self) -> None:
        """Let the last moment go if training has led to it, as it does to any other."""
        if self.present.end.arrival == "trained":
            self.present.moments.pop()
            self._held = self._total()

    def leave(self, now: Project) -> None:
        """An edit, undo or redo is about to lead away from here."""
        if now.checkpoint is not None:
            self.note(now, now.checkpoint)
            self._places[now.checkpoint] = _Place(self.present, self.present.end)

    def go_on(self, project: Project, change: Change, *, merging: bool = False) -> None:
        """An edit has led to ``project``; ``merging`` : it goes on with the gesture of the last one."""
        checkpoint = project.checkpoint
        if change.is_other_project:
            self._homes_behind.append(self._home)
            self._homes_ahead.clear()
            self._home = 1 + max(course.tag.home for course in (self.present, *self.earlier))
        if checkpoint is None or change.is_other_project or change.starts_anew:
            self._begin(project, change, merging=merging)
            return
        self._change(project, checkpoint, change, merging=merging, back=False)

    def adopt(self, began: Project, project: Project, change: Change) -> None:
        """An edit has led to where another run stands that has trained from ``began`` on, without a change of settings.

        The first moment and the last suffice: the way between them can be trained once more.
        """
        checkpoint = project.checkpoint
        if checkpoint is None:
            self._begin(project, change)
            return
        self._take_up(self._course(replace(began, name=project.name), change, Tag(self._home)))
        if checkpoint.step > self.present.end.at:
            self._put(self._moment(project, checkpoint, "trained"), checkpoint)

    def travel(self, project: Project, change: Change, *, back: bool) -> None:
        """Undo (``back``) or redo has led to ``project``."""
        if change.is_other_project:
            source, target = self._homes_behind, self._homes_ahead
            if not back:
                source, target = target, source
            target.append(self._home)
            self._home = source.pop()
        checkpoint = project.checkpoint
        place = None if checkpoint is None else self._places.get(checkpoint)
        if checkpoint is None or (change.moves_weights and place is None):
            self._begin(project, change)
        elif change.moves_weights and place is not None:
            self._go_to(place, checkpoint)
        else:
            self._change(project, checkpoint, change, merging=False, back=back)

    def replay(self, at: int, prepared: Prepared, run_id: int = 0) -> Replay | None:
        """The way to the moment after ``at`` updates of the present course; ``None`` if it is not known any more.

        It ends with an update where there was one, so that its gradient and what it changed can be looked at, too.
        """
        there = self.present.before(at)
        is_kept = there.at == at and there.arrival == "trained"
        way = (self.present.way_to(at - 1) if is_kept else None) or self.present.way_to(at)
        return None if way is None else Replay(way, at, self.present.curves, prepared, run_id)

    @property
    def runs(self) -> list[Course]:
        """The courses of the project in hand, the present one too, by their numbers."""
        found = (course for course in (self.present, *self.earlier) if course.tag.home == self._home)
        return sorted(found, key=lambda course: course.tag.key)

    def run_called(self, key: int) -> Course | None:
        """The course with this number, of the project in hand."""
        return next((course for course in self.runs if course.tag.key == key), None)

    @property
    def revision(self) -> int:
        """Another number whenever a person has named, pinned or let go of a run of the project in hand."""
        return self._revisions.get(self._home, 0)

    def retag(self, course: Course, tag: Tag) -> None:
        """Name or pin a course of the project in hand, or no more."""
        if tag != course.tag:
            course.tag = tag
            self._revise()

    def let_go(self, course: Course) -> None:
        """Set an earlier course aside, and forget the one that was set aside before."""
        if self.set_aside is not None:
            self.set_aside.forget()
        self.earlier.remove(course)
        self.set_aside = course
        self._revise()

    def bring_back(self) -> None:
        """Take up what was let go last; nothing happens if that is not there any more."""
        if self.set_aside is not None:
            self.earlier.append(self.set_aside)
            self.set_aside = None
            self._revise()

    def take_over(self, present: Course, earlier: list[Course]) -> None:
        """Go on from the record of a file, before anything else has been noted."""
        self.present, self.earlier = present, earlier
        self.shape += 1
        self._held = self._total()
        self._fit()

    def go_to(self, course: Course, checkpoint: Checkpoint) -> None:
        """An edit has led to the end of an earlier course, where ``checkpoint`` was made."""
        self._go_to(_Place(course, course.end), checkpoint)

    def run_at(self, at: int, prepared: Prepared) -> Run | None:
        """The run as it was after ``at`` updates of the present course; ``None`` if that is not known any more."""
        replay = self.replay(at, prepared)
        return None if replay is None else replay.finished()

    def _revise(self) -> None:
        self._revisions[self._home] = self.revision + 1
        self.shape += 1

    # --- courses -------------------------------------------------------------------------------------------------

    def _course(self, project: Project, change: Change | None, tag: Tag) -> Course:
        curves = NO_CURVES if project.checkpoint is None else project.checkpoint.curves
        course = Course(self._moment(project, project.checkpoint, "start"), curves, change)
        course.tag = tag
        return course

    def _begin(self, project: Project, change: Change, *, merging: bool = False) -> None:
        """Go on with a new course.

        One that was never run leaves nothing behind, and its name to the new one; so does one that the same gesture has
        begun, though it was trained while the hand was moving.
        """
        began = change if change.moves_weights or self.present.has_run else self.present.began
        is_left_kept = not (merging and self.present is self._of_gesture)
        self._take_up(self._course(project, began, Tag(self._home)), is_left_kept=is_left_kept)
        self._of_gesture = self.present

    def _change(self, project: Project, checkpoint: Checkpoint, change: Change, *, merging: bool, back: bool) -> None:
        there = self.present.before(checkpoint.step)
        if checkpoint.step < self.present.end.at:
            self._take_up(self.present.until(checkpoint.step, checkpoint.epoch))
        is_here = there.at == checkpoint.step
        # Two changes at one place may leave traces that the second alone would not: each optimizer begins anew.
        is_first = not is_here or there.arrival == "trained"
        arrival: Arrival = "settings" if is_first and not change.moves_weights else "weights"
        marks = there.marks if is_here else ()
        if merging and marks:
            marks = marks[:-1]
        elif merging:
            self.present.unmark()
        marks = folded((*marks, Mark(change, back)))
        self._put(replace(self._moment(project, checkpoint, arrival), marks=marks), checkpoint)

    def _go_to(self, place: _Place, checkpoint: Checkpoint) -> None:
        """Back to where a project was left: on its course, or on a branch of it if that has gone on since."""
        course = place.course
        if course.end.at > place.moment.at:
            course = course.until(place.moment.at, place.moment.epoch)
        if course is not self.present:
            self._take_up(course)
        self._put(place.moment, checkpoint)

    def _take_up(self, course: Course, *, is_left_kept: bool = True) -> None:
        left = self.present
        # A branch that was never run, as an edit of a moment of the past makes it on its way, has nothing of its own.
        is_left_kept = is_left_kept and all(left.has_run_since(one) for one in (course, *self.earlier))
        if is_left_kept:
            self.earlier.append(left)
        self.earlier = [one for one in self.earlier if one is not course]
        if self.set_aside is not None and (self.set_aside is course or course.tag.home != self.set_aside.tag.home):
            self.set_aside = None
        known = [one.tag for one in self.earlier] + ([] if self.set_aside is None else [self.set_aside.tag])
        course.tag = succeeding(course.tag, left.tag, is_left_kept=is_left_kept, known=known)
        self.present = course
        self.shape += 1
        self._held = self._total()

    # --- room ----------------------------------------------------------------------------------------------------

    def _moment(self, project: Project, checkpoint: Checkpoint | None, arrival: Arrival) -> Moment:
        known = self._settings
        is_known = project.training is known.training and project.network is known.network
        if not (is_known and project.data is known.data and project.name == known.name):
            self._settings = replace(project, checkpoint=None)
        settings = self._settings
        if checkpoint is None:
            return Moment(0, 0, 0, settings, None, arrival)
        kept = replace(checkpoint, curves=NO_CURVES, batches=NO_BATCHES)
        moment = Moment(checkpoint.step, checkpoint.epoch, checkpoint.seen, settings, kept, arrival)
        return moment if 2 * sum(moment.memory().values()) <= self.budget_bytes else moment.bare()

    def _put(self, moment: Moment, checkpoint: Checkpoint) -> None:
        self._held += sum(moment.memory().values())
        self.present.put(moment, checkpoint.curves)
        self._fit()

    def _fit(self) -> None:
        """Keep within the budget: earlier courses in half of it, then fewer moments, then edits from the oldest."""
        if self._held <= self.budget_bytes and len(self.present.moments) <= self._most:
            return
        self._held = self._total()
        while self._held > self.budget_bytes or len(self.present.moments) > self._most:
            if not self._make_room():
                self._most = max(self._most, 2 * len(self.present.moments))
                return
            self._held = self._total()

    def _make_room(self) -> bool:
        """Let go of what is missed least; false if that would be too much."""
        if self.set_aside is not None:
            self.set_aside.forget()
            self.set_aside = None
            return True
        courses = [self.present, *self.earlier]
        beyond = self._held - total([self.present]) > self.budget_bytes // 2
        dispensable = least_missed([course for course in self.earlier if not self._is_kept(course)])
        if beyond and dispensable is not None:
            self._drop(dispensable)
        elif beyond and any(course.is_thinnable for course in self.earlier):
            max(self.earlier, key=lambda course: course.is_thinnable * len(course.moments)).thin_a_little()
        elif any(course.is_thinnable for course in courses):
            self.stride *= 2
            for course in courses:
                course.thin(self.stride)
        elif self._held <= self.budget_bytes:
            return False
        elif dispensable is not None:
            self._drop(dispensable)
        else:
            return any(course.give_up() for course in (*self.earlier, self.present))
        return True

    def _is_kept(self, course: Course) -> bool:
        return course.tag.is_kept and course.tag.home == self._home

    def _total(self) -> int:
        aside = [] if self.set_aside is None else [self.set_aside]
        return total([self.present, *self.earlier, *aside])

    def _drop(self, course: Course) -> None:
        self.earlier.remove(course)
        self.shape += 1
        course.forget()
