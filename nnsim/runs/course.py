"""One course of training as it was recorded: moments to go back to, and what was changed on the way."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from nnsim.engine.snapshot import BatchCurve, Curves
from nnsim.model.change import Change
from nnsim.model.moment import Mark, Moment, batches_done
from nnsim.model.tag import Tag

NO_CURVES: Final = Curves()
NO_BATCHES: Final = BatchCurve()


class Course:
    """Moments in the order of their updates, one for each place, from the first weights (or those of a file) on.

    Parameters
    ----------
    first : where it begins
    curves : the record until then
    began : what it began with; ``None`` for a project that was opened or made

    Attributes
    ----------
    moments : ascending
    edits : grows whenever marks, or what is lost, become others
    tag : what it is called, and where it stands among the others
    """

    def __init__(self, first: Moment, curves: Curves = NO_CURVES, began: Change | None = None) -> None:
        self.moments = [first]
        self.curves = curves
        self.began = began
        self.edits = 0
        self.tag = Tag()

    @property
    def end(self) -> Moment:
        """The last moment that was noted."""
        return self.moments[-1]

    @property
    def has_run(self) -> bool:
        """Whether there is anything between its first and its last moment."""
        return len(self.moments) > 1

    def has_run_since(self, other: Course) -> bool:
        """Whether it has a stretch that the other does not have."""
        return self.n_updates > 0 and all(moment is not self.end for moment in other.moments)

    @property
    def n_updates(self) -> int:
        """Updates that it has made itself, beyond those of the run from which it branched off."""
        return self.end.at - max(self.moments[0].at, self.tag.at)

    @property
    def memory(self) -> dict[int, int]:
        """Bytes by the identity of what takes them."""
        held = {id(self): 8 * len(self.moments), **self.curves.memory()}
        for moment in self.moments:
            held.update(moment.memory())
        return held

    def put(self, moment: Moment, curves: Curves) -> None:
        """Go on to a moment, which takes the place of one with as many updates."""
        last = self.end
        if moment.at == last.at:
            self.moments[-1] = replace(moment, arrival="start") if last.arrival == "start" else moment
        else:
            self.moments.append(moment)
        self.curves = curves
        self.edits += bool(moment.marks or last.marks)

    def unmark(self) -> None:
        """Take the last mark away: its gesture has gone on."""
        for place in range(len(self.moments) - 1, -1, -1):
            moment = self.moments[place]
            if moment.marks:
                self.moments[place] = replace(moment, marks=moment.marks[:-1])
                self.edits += 1
                return

    def until(self, at: int, epoch: int) -> Course:
        """Its part before ``at``, in the epoch after so many; with nothing before that, its first moment."""
        part = Course(self.moments[0], self.curves, self.began)
        part.moments = self.moments[: max(1, bisect_left(self.moments, at, key=_place))]
        part.tag = Tag(self.tag.home, at=at, epoch=epoch)
        return part

    def before(self, at: int) -> Moment:
        """The last moment that is not later."""
        return self.moments[max(0, bisect_right(self.moments, at, key=_place) - 1)]

    def next_at(self, at: int) -> int | None:
        """The place of the first moment that is later; ``None`` after the last one."""
        place = bisect_right(self.moments, at, key=_place)
        return self.moments[place].at if place < len(self.moments) else None

    def way_to(self, at: int) -> list[Moment] | None:
        """The nearest weights that are kept, and the edits of settings from there to ``at``; ``None`` if there is none.

        Nobody can go where weights have been set by hand and were not kept, up to the next that were.
        """
        way: list[Moment] = []
        for place in range(bisect_right(self.moments, at, key=_place) - 1, -1, -1):
            moment = self.moments[place]
            if moment.is_lost:
                return None
            if not moment.is_bare or moment.arrival == "settings":
                way.insert(0, moment)
            if not moment.is_bare:
                return way
        return None

    def epoch_of(self, at: int, n_samples: int) -> float:
        """Epochs after ``at`` updates, with the part of the one under way; ``n_samples`` are trained with."""
        moment = self.before(at)
        return moment.epoch_after(at - moment.at, n_samples)

    def at_epoch(self, epoch: float, n_samples: int) -> int:
        """Updates until so many epochs are done; the nearest number."""
        place = bisect_right(self.moments, epoch, key=lambda moment: self.epoch_of(moment.at, n_samples)) - 1
        moment = self.moments[max(0, place)]
        done, whole = batches_done(moment, n_samples)
        at = moment.at + max(0, round((epoch - moment.epoch) * whole) - done)
        return min(at, self.moments[place + 1].at) if place + 1 < len(self.moments) else at

    def lost(self) -> list[tuple[int, int | None]]:
        """Stretches that nobody can go to any more, from the first update of each to the first beyond it, if any."""
        found: list[tuple[int, int | None]] = []
        begun: int | None = None
        for moment in self.moments:
            if begun is not None and not moment.is_bare:
                found.append((begun, moment.at))
                begun = None
            elif begun is None and moment.is_lost:
                begun = moment.at
        return found if begun is None else [*found, (begun, None)]

    def marks(self) -> list[tuple[Moment, Mark]]:
        """All that was changed on the way, and when."""
        return [(moment, mark) for moment in self.moments for mark in moment.marks]

    @property
    def is_thinnable(self) -> bool:
        """Whether ``thin`` with some stride would make room."""
        return any(
            moment.arrival == "trained" or (moment.arrival == "settings" and not moment.is_bare)
            for moment in self.moments[1:-1]
        )

    def thin(self, stride: int) -> None:
        """Keep of what training leads to only weights that are at least ``stride`` updates from the last that are kept.

        The first and the last moment stay, those after an edit of weights, and that settings were changed.
        """
        kept, last = [self.moments[0]], self.moments[0].at
        for moment in self.moments[1:-1]:
            is_near = moment.at - last < stride
            if not is_near or moment.arrival == "weights":
                last = last if moment.is_bare else moment.at
                kept.append(moment)
            elif moment.arrival == "settings":
                kept.append(moment if moment.is_bare else moment.bare())
        self.moments = kept + self.moments[1:][-1:]

    def thin_a_little(self) -> None:
        """Thin with the smallest stride that makes room; only of a course that ``is_thinnable``."""
        stride = max(1, (self.end.at - self.moments[0].at) // len(self.moments))
        before = self.n_kept
        while self.n_kept == before:
            stride *= 2
            self.thin(stride)

    @property
    def n_kept(self) -> int:
        """Moments, those with weights counted twice."""
        return sum(1 + (moment.checkpoint is not None) for moment in self.moments)

    def give_up(self) -> bool:
        """Let the weights of the oldest moment go that still has some, but for the last; false if there are none."""
        for place, moment in enumerate(self.moments[:-1]):
            if moment.checkpoint is not None:
                self.moments[place] = moment.bare()
                self.edits += 1
                return True
        return False

    def forget(self) -> None:
        """Only that it has been remains, for undo that may lead back to where it was left."""
        self.moments, self.curves = [self.moments[0].bare()], NO_CURVES


def _place(moment: Moment) -> int:
    return moment.at


def curves_until(curves: Curves, epoch: int) -> Curves:
    """The points of the first ``epoch`` epochs, sharing their memory."""
    points = int(curves.epoch.searchsorted(epoch, "right"))
    rows = curves.epoch, curves.train_loss, curves.test_loss, curves.train_metric, curves.test_metric
    return Curves(*(row[:points] for row in rows))


def total(courses: Collection[Course]) -> int:
    """Bytes of several courses, counting once what they share."""
    held: dict[int, int] = {}
    for course in courses:
        held.update(course.memory)
    return sum(held.values())


def least_missed(courses: Sequence[Course]) -> Course | None:
    """The shortest of the older half; the courses stand with the oldest first."""
    older = courses[: (len(courses) + 1) // 2]
    return min(older, key=lambda course: course.n_updates, default=None)
