"""Quantities over a course of training, found afterwards from the moments that the time line keeps.

Nothing has to be recorded while training goes on: whoever wants to see a quantity has it from the first step on. Why
so: docs/decisions/0028-hindsight.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from weakref import ReferenceType, WeakKeyDictionary, WeakSet, ref

from nnsim.data.prepare import Prepared, prepare
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import Checkpoint
from nnsim.model.moment import Moment
from nnsim.model.project import Project
from nnsim.runs.course import Course
from nnsim.runs.quantities import Quantity
from nnsim.runs.run import Run


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """A quantity at one moment.

    Parameters
    ----------
    at, epoch : updates, and epochs with the part of the one under way
    values : what it was
    layers : the keys of the layers of the network as it was
    """

    at: int
    epoch: float
    values: Array
    layers: tuple[int, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Piece:
    """A moment to stand at, and what to read off there; ``updates`` to be made for a quantity that tells of many."""

    moment: Moment
    quantities: tuple[Quantity, ...]
    updates: int = 0


Found = tuple[Moment, str, Array]
"""Where, which quantity, and its values."""


class Lens:
    """A run that stands at one moment after the other. Whoever reads, reads off a run that is really there.

    Where only the weights differ, it goes there in a fraction of the time that a new run takes.
    """

    def __init__(self) -> None:
        self._run: Run | None = None

    def read(self, piece: Piece, prepared: Prepared, beside: Run) -> list[Found]:
        """Stand at a moment of the course of these data; ``beside`` is the run at work, which is left alone.

        Where points drawn by hand were others, it stands there with those.
        """
        project = piece.moment.project
        if project.data != beside.project.data:
            prepared = prepare(project.data)
        checkpoint = piece.moment.checkpoint or _first(project)
        run = self._run
        if run is None or run.prepared is not prepared or not _is_same(run.project, project):
            self._run = run = Run(replace(project, checkpoint=checkpoint), prepared=prepared, beside=beside)
        else:
            run.stand_at(checkpoint)
        spans = [one for one in piece.quantities if one.span]
        if spans:
            run.trainer.batch_curve()  # from here on each is noted
        found = [(piece.moment, one.key, one.read(run)) for one in piece.quantities if not (one.of_step or one.span)]
        steps = [one for one in piece.quantities if one.of_step]
        if steps:
            run.trainer.advance(1)
            found += [(piece.moment, one.key, one.read(run)) for one in steps]
        if spans:
            _train_until(run, piece.moment.at + piece.updates)
            found += [(piece.moment, one.key, one.read(run)) for one in spans]
        return found


def _train_until(run: Run, step: int) -> None:
    """Conditions that end training do not end it here: whoever trained has gone on."""
    while run.trainer.step < step:
        run.trainer.advance(step - run.trainer.step)


def _first(project: Project) -> Checkpoint:
    network = project.network
    return Checkpoint(network, first_parameters(network, project.training.seed))


def _is_same(one: Project, other: Project) -> bool:
    """Whether both train the same network in the same way."""
    return (one.network is other.network or one.network == other.network) and one.training == other.training


class Hindsight:
    """What has been found, kept by moment: shared by all courses that have the moment, and forgotten with it."""

    def __init__(self) -> None:
        self._kept: defaultdict[str, WeakKeyDictionary[Moment, Array]] = defaultdict(WeakKeyDictionary)
        self._hopeless: defaultdict[str, WeakSet[Moment]] = defaultdict(WeakSet)
        self._choices: dict[str, _Choice] = {}

    def keep(self, found: Collection[Found]) -> None:
        """Take down what a lens has found."""
        for moment, key, values in found:
            self._kept[key][moment] = values

    def forget(self, key: str) -> None:
        """Let go of all that is known of a quantity."""
        for kept in (self._kept, self._hopeless, self._choices):
            kept.pop(key, None)

    def give_up(self, piece: Piece) -> None:
        """A lens could not read it: it is not missed any more."""
        for quantity in piece.quantities:
            self._hopeless[quantity.key].add(piece.moment)

    def rows(self, quantity: Quantity, course: Course, n_samples: int) -> list[Row]:
        """All that is known of a course by now, in the order of its updates; ``n_samples`` are trained with.

        A quantity of an update is told of the moment after it.
        """
        kept, later = self._kept[quantity.key], int(quantity.of_step)
        rows = []
        for moment in self._chosen(quantity, course):
            values = kept.get(moment)
            if values is not None and quantity.span:
                values = values[:, : _updates_of(quantity, course, moment)]
            if values is not None and values.size:
                layers = tuple(layer.key for layer in moment.project.network.layers)
                rows.append(Row(moment.at + later, moment.epoch_after(later, n_samples), values, layers))
        return rows

    def spacing(self, quantity: Quantity, course: Course, n_samples: int) -> float:
        """Epochs from one moment to the next, of those that the quantity is told of when all is known."""
        chosen = self._chosen(quantity, course)
        if len(chosen) < 2:
            return 0.0
        return (chosen[-1].epoch_after(0, n_samples) - chosen[0].epoch_after(0, n_samples)) / (len(chosen) - 1)

    def missing(self, quantities: Collection[Quantity], course: Course, now: int) -> list[Piece]:
        """What is still to be found, in an order in which the picture fills in evenly, and the newest second.

        Were the newest the first, a run would ever bring another, and what lies behind would wait. ``now`` : updates of
        the run; of an update that has not been made, nothing is told.
        """
        wanted: dict[Moment, list[Quantity]] = {}
        rank: dict[Moment, tuple[int, int]] = {}
        for quantity in quantities:
            kept, hopeless = self._kept[quantity.key], self._hopeless[quantity.key]
            chosen = [moment for moment in self._chosen(quantity, course) if _is_known(quantity, course, moment, now)]
            for place, moment in enumerate(chosen):
                if moment not in kept and moment not in hopeless:
                    wanted.setdefault(moment, []).append(quantity)
                    here = _fineness(place, len(chosen)), -moment.at
                    rank[moment] = min(rank.get(moment, here), here)
        order = sorted(wanted, key=rank.__getitem__)
        newest = max(wanted, key=lambda moment: moment.at, default=None)
        if newest is not None and len(order) > 1 and newest is not order[0]:
            order.remove(newest)
            order.insert(1, newest)
        return [_piece(moment, wanted[moment], course) for moment in order]

    def _chosen(self, quantity: Quantity, course: Course) -> list[Moment]:
        """The moments that the quantity is told of; what is known of others is forgotten."""
        choice = self._choices.setdefault(quantity.key, _Choice(quantity.most, quantity.until))
        for moment in choice.follow(course):
            self._kept[quantity.key].pop(moment, None)
        return choice.of(course)


class _Choice:
    """At most ``most`` of the moments of a course that have weights, evenly, and the same ones while it grows.

    They are the first behind each multiple of a stride. When that is doubled, at least every second one stays, and no
    other is needed. Only their places are remembered, so that no moment is kept that the course has given up.
    Those after ``until`` updates are left out.
    """

    def __init__(self, most: int, until: int) -> None:
        self._most, self._until = most, until
        self._course: ReferenceType[Course] | None = None
        self._done, self._done_at = 0, 0
        self._stride = 1
        self._places: list[int] = []

    def of(self, course: Course) -> list[Moment]:
        """The chosen ones, in order; without those that have lost their weights for want of room."""
        moments = course.moments
        return [moments[place] for place in self._places if not moments[place].is_bare]

    def follow(self, course: Course) -> list[Moment]:
        """Take up what is new in the course, and tell which were chosen before and are no longer."""
        moments = course.moments
        if not self._goes_on(course):
            self._course, self._done, self._stride, self._places = ref(course), 0, 1, []
        for place in range(self._done, len(moments)):
            is_asked_for = moments[place].at < self._until and not moments[place].is_bare
            if is_asked_for and self._is_next(moments, place):
                self._places.append(place)
        self._done, self._done_at = len(moments), moments[-1].at
        left: list[Moment] = []
        while len(self._places) > self._most:
            before, self._places = self._places, []
            self._stride *= 2
            for place in before:
                if self._is_next(moments, place):
                    self._places.append(place)
                else:
                    left.append(moments[place])
        return left

    def _goes_on(self, course: Course) -> bool:
        """Whether the course is the one of the last time, and has only become longer since."""
        is_same = self._course is not None and self._course() is course
        return is_same and len(course.moments) >= self._done and course.moments[self._done - 1].at == self._done_at

    def _is_next(self, moments: list[Moment], place: int) -> bool:
        if not self._places:
            return True
        first, last, at = moments[0].at, moments[self._places[-1]].at, moments[place].at
        return (at - first) // self._stride > (last - first) // self._stride


def _updates_of(quantity: Quantity, course: Course, moment: Moment) -> int:
    """Of how many updates after a moment a quantity tells: what the next moment leads to is told of there.

    After the last moment nobody knows yet where the next one will be.
    """
    end = course.next_at(moment.at)
    return 0 if end is None else min(quantity.span, end - moment.at, quantity.until - moment.at)


def _is_known(quantity: Quantity, course: Course, moment: Moment, now: int) -> bool:
    """Whether what a quantity tells of a moment has happened; ``now`` : updates of the run."""
    if quantity.span:
        return _updates_of(quantity, course, moment) > 0
    return moment.at < now or not quantity.of_step


def _piece(moment: Moment, quantities: list[Quantity], course: Course) -> Piece:
    updates = max((_updates_of(one, course, moment) for one in quantities if one.span), default=0)
    return Piece(moment, tuple(quantities), updates)


def _fineness(place: int, places: int) -> int:
    """0 for the first of some places in a row, 1 for the middle, 2 for the quarters, and so on."""
    depth = max(places - 1, 1).bit_length()
    return depth - ((place & -place).bit_length() - 1) if place else 0
