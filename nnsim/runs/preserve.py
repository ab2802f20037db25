"""Which runs, and how much of each, go into a file; and the time line of a project that was opened from one.

Replay is exact, so few moments with weights suffice; they lie evenly, for nobody should wait long for any. Why so, and
the figures: docs/decisions/0026-runs-in-the-file.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Table
from nnsim.engine.record import thinned
from nnsim.engine.snapshot import Curves
from nnsim.engine.spec import NetworkSpec
from nnsim.model.kept_run import KeptRun, Work
from nnsim.model.moment import MOST_MARKS, Moment
from nnsim.model.project import Project
from nnsim.model.tag import Tag
from nnsim.runs.course import NO_CURVES, Course, least_missed
from nnsim.runs.timeline import BUDGET_BYTES, Timeline

ENDS_BYTES: Final = 16 * 2**20
"""For the weights with which runs have ended, so that they can be opened."""
WAY_BYTES: Final = 4 * 2**20
"""For the weights on the way, half of it for the run at work."""
TABLES_BYTES: Final = 4 * 2**20
"""For tables of runs that have other data than the project now."""
MOST_WEIGHTS: Final = 120
"""Moments with weights on the way, half of them of the run at work."""
MOST_RUNS: Final = 50
"""Runs beside the one at work that nobody has pinned or named."""
MOST_NAMED: Final = 500
"""Runs that somebody has pinned or named."""
MOST_CHANGES: Final = 1000
"""Changes on the way of the run at work, and as many of all others together. One with more begins later in the file."""
VALUES: Final = 100_000
"""For the settings of the run at work, and as much for all others, as the description of a file counts them."""
MOST_POINTS: Final = 100_000
"""Of the records of all runs but the one at work."""


def work_of(timeline: Timeline, stamped: Project) -> Work:
    """The project with its runs, within the budgets; ``stamped`` has the weights of now."""
    left = [course for course in timeline.runs if course is not timeline.present]
    left = _affordable(_chosen(left), stamped)
    closed = _with_ends(left)
    share = 2 * max(1, len(left))
    runs = [
        KeptRun(
            course.tag,
            _moments(course, end, share),
            _thinned(course.curves, MOST_POINTS // max(1, len(left))),
            course.began,
        )
        for course, end in zip(left, closed, strict=True)
    ]
    return Work(stamped, (*runs, _present(timeline.present, stamped)))


def timeline_of(work: Work, budget_bytes: int = BUDGET_BYTES) -> Timeline:
    """The time line of a project that was opened, as far as its runs are known and go with it."""
    timeline = Timeline(work.project, budget_bytes)
    earlier = [_course(run.moments, run) for run in work.runs if not run.is_present]
    present = next((run for run in work.runs if run.is_present), None)
    if present is not None:
        course = timeline.present
        moments = _continued(present.moments, course.moments[0])
        if moments:
            course = _course(moments, present)
            course.curves = timeline.present.curves
        course.tag = present.tag
        timeline.take_over(course, earlier)
    elif earlier:
        timeline.present.tag = Tag(key=1 + max(course.tag.key for course in earlier))
        timeline.take_over(timeline.present, earlier)
    return timeline


def _chosen(courses: Sequence[Course]) -> list[Course]:
    """Those that matter to a person, and some others."""
    kept = {is_kept: [course for course in courses if course.tag.is_kept == is_kept] for is_kept in (True, False)}
    for is_kept, most in ((True, MOST_NAMED), (False, MOST_RUNS)):
        while len(kept[is_kept]) > most and (spared := least_missed(kept[is_kept])):
            kept[is_kept].remove(spared)
    return [course for course in courses if course in kept[course.tag.is_kept]]


def _affordable(courses: Sequence[Course], project: Project) -> list[Course]:
    """Those whose tables are the project's own, or small, or belong to a run that matters to a person."""
    tables = {id(_table(project.data)): 0}
    room = TABLES_BYTES
    found = []
    for course in reversed(courses):
        for moment in course.moments:
            table = _table(moment.project.data)
            size = 0 if table is None else sum(column.values.nbytes for column in table.columns)
            tables.setdefault(id(table), size)
        here = {id(_table(moment.project.data)) for moment in course.moments}
        takes = sum(tables[table] for table in here)
        if course.tag.is_kept or takes <= room:
            room -= takes
            tables.update(dict.fromkeys(here, 0))
            found.append(course)
    return found[::-1]


def _table(data: DataSpec) -> Table | None:
    return data.source.table if isinstance(data.source, TableSource) else None


def _with_ends(courses: Sequence[Course]) -> list[Moment]:
    """The last moment of each, with its weights while there is room: those that matter to a person, then the newest."""
    room = ENDS_BYTES
    ends: dict[int, Moment] = {}
    for course in sorted(courses, key=lambda one: (not one.tag.is_kept, -one.tag.key)):
        end = course.end
        room -= _bytes(end)
        ends[id(course)] = _own(end) if room >= 0 or not _bytes(end) else end.bare()
    return [ends[id(course)] for course in courses]


def _moments(course: Course, end: Moment, share: int) -> tuple[Moment, ...]:
    """Those of a run that was left; ``end``: its last one, with weights or without. It may be all that is left."""
    *way, last = _of_last_data(course.moments)
    end = replace(end, arrival=last.arrival, marks=last.marks)
    return *_on_the_way(way, share), _with_fewer_marks(end, MOST_CHANGES // share)


def _present(course: Course, stamped: Project) -> KeptRun:
    moments = _of_last_data(course.moments)
    at = 0 if stamped.checkpoint is None else stamped.checkpoint.step
    end: tuple[Moment, ...] = ()
    if moments[-1].at == at:
        last = moments[-1]
        end = (_with_fewer_marks(last if last.checkpoint is None else last.bare(), MOST_CHANGES),)
        moments = moments[:-1]
    way = _on_the_way(moments, 2)
    return KeptRun(course.tag, way + end, NO_CURVES, course.began, is_present=True)


def _on_the_way(moments: Sequence[Moment], share: int) -> tuple[Moment, ...]:
    """All changes, and as many moments with weights as there is room for, evenly; all in one of ``share`` parts.

    Weights that nothing leads to, of a start or an edit by hand, come before those that can be trained once more.
    """
    most_bytes, most_weights = WAY_BYTES // share, MOST_WEIGHTS // share
    if moments:
        most = min(2 * MOST_CHANGES // share, 2 * VALUES // share // _values(moments[-1].project.network))
        moments = _begun_later([_with_fewer_marks(moment, most) for moment in moments], max(1, most))
    needed = [moment for moment in moments if moment.checkpoint and moment.arrival in ("start", "weights")]
    others = [moment for moment in moments if moment.checkpoint and moment.arrival not in ("start", "weights")]
    kept: set[int] = set()
    for moment in (*reversed(needed), *_evenly(others, most_bytes, most_weights - len(needed))):
        most_bytes -= _bytes(moment)
        most_weights -= 1
        if most_bytes >= 0 and most_weights >= 0:
            kept.add(id(moment))
    return tuple(
        _own(moment) if id(moment) in kept or not moment.checkpoint else moment.bare()
        for moment in moments
        if id(moment) in kept or moment.arrival != "trained"
    )


def _of_last_data(moments: Sequence[Moment]) -> Sequence[Moment]:
    """The part in which samples edited by hand are those of its end, from where weights are known.

    Each of a thousand edits would need its own samples, and a run in a file has the same data from first to last.
    """
    end = moments[-1].project.data
    first = len(moments) - 1
    while first > 0 and moments[first - 1].project.data == end:
        first -= 1
    return moments if first == 0 else _from_known(moments, first)


def _values(network: NetworkSpec) -> int:
    """About so many values a file needs to tell the settings of a moment."""
    return 60 + sum(40 + 3 * (len(layer.held) + len(layer.cut)) + len(layer.muted) for layer in network.layers)


def _evenly(moments: Sequence[Moment], most_bytes: int, most: int) -> list[Moment]:
    """At most so many, at even distances."""
    size = max((_bytes(moment) for moment in moments), default=1)
    room = max(0, min(most, most_bytes // max(1, size)))
    if len(moments) <= room:
        return list(moments)
    places = np.unique(np.linspace(0, len(moments) - 1, room + 2)[1:-1].round().astype(int))
    return [moments[place] for place in places]


def _with_fewer_marks(moment: Moment, most: int) -> Moment:
    """With the newest of its marks, at least one and at most so many."""
    most = max(1, min(most, MOST_MARKS))
    return moment if len(moment.marks) <= most else replace(moment, marks=moment.marks[-most:])


def _begun_later(moments: Sequence[Moment], most: int) -> Sequence[Moment]:
    """The newest part with at most so many changes that begins where weights are known."""
    first = len(moments)
    for moment in reversed(moments):
        most -= 0 if moment.arrival == "trained" else max(1, len(moment.marks))
        if most < 0:
            break
        first -= 1
    return moments if first == 0 else _from_known(moments, first)


def _from_known(moments: Sequence[Moment], first: int) -> Sequence[Moment]:
    """From the first moment on whose weights are known, of those from number ``first`` on."""
    for place in range(first, len(moments)):
        if moments[place].checkpoint is not None:
            return [replace(moments[place], arrival="start", marks=()), *moments[place + 1 :]]
    last = moments[-1]
    return [replace(last if last.checkpoint else last.bare(), arrival="start", marks=())]


def _own(moment: Moment) -> Moment:
    """With the numbers said to be those of its own network, as they are at work."""
    checkpoint = moment.checkpoint
    if checkpoint is None or checkpoint.network == moment.project.network:
        return moment
    return replace(moment, checkpoint=replace(checkpoint, network=moment.project.network))


def _bytes(moment: Moment) -> int:
    checkpoint = moment.checkpoint
    return 0 if checkpoint is None else checkpoint.parameters.nbytes * (1 + len(checkpoint.optimizer))


def _thinned(curves: Curves, most: int) -> Curves:
    if len(curves) <= most:
        return curves
    rows = curves.epoch, curves.train_loss, curves.test_loss, curves.train_metric, curves.test_metric
    return Curves(*thinned(np.stack(rows), most))


def _course(moments: Sequence[Moment], run: KeptRun) -> Course:
    course = Course(moments[0], run.curves, run.began)
    course.moments = list(moments)
    course.tag = run.tag
    return course


def _continued(moments: Sequence[Moment], now: Moment) -> list[Moment]:
    """The moments of the run at work up to where the project stands; none if its settings are not those of its end."""
    last = moments[-1]
    ours, theirs = now.project, last.project
    if last.at > now.at or (ours.data, ours.network, ours.training) != (theirs.data, theirs.network, theirs.training):
        return []
    if last.at == now.at:
        return [*moments[:-1], replace(last, checkpoint=now.checkpoint, is_bare=now.is_bare)]
    return [*moments, replace(now, arrival="trained")]
