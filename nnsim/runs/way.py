"""Which other settings a run had on its way to where it stands: two runs that end alike need not have trained alike."""

from __future__ import annotations

from typing import Final

from nnsim.model.change import Change, Part
from nnsim.model.difference import differences
from nnsim.model.moment import Moment
from nnsim.model.project import Project
from nnsim.model.stretch import Stretch
from nnsim.runs.course import Course
from nnsim.words import Words

_BY_HAND: Final = frozenset({Part.WEIGHTS})


def way_of(course: Course, project: Project) -> tuple[Stretch, ...]:
    """The stretches of a course that were not trained with the settings of ``project``, which it has now; in order."""
    changed = [moment for place, moment in enumerate(course.moments) if not place or moment.marks]
    ends = [*changed[1:], course.end]
    found: list[Stretch] = []
    for moment, end in zip(changed, ends, strict=True):
        found += [Stretch((done,), moment.epoch, moment.epoch) for done in _by_hand(moment)]
        what = () if end.at == moment.at else differences(project, moment.project)
        if what and found and found[-1].what == what and found[-1].end == moment.epoch:
            found[-1] = Stretch(what, found[-1].begin, end.epoch)
        elif what:
            found.append(Stretch(what, moment.epoch, end.epoch))
    return tuple(found)


def _by_hand(moment: Moment) -> list[Words]:
    """Weights that were set there, and stayed so."""
    return [_said(mark.change) for mark in moment.marks if mark.change.parts == _BY_HAND and not mark.back]


def _said(change: Change) -> Words:
    return Words(change.label, *change.arguments, context="edits")
