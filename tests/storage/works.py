"""Projects with runs made by Hypothesis, and one fixed one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.model.budget import n_rows
from nnsim.model.change import Change, Part
from nnsim.model.kept_run import KeptRun, Work
from nnsim.model.moment import Arrival, Mark, Moment
from nnsim.model.project import Project
from nnsim.model.tag import Tag, name_of
from nnsim.words import QT_TRANSLATE_NOOP, Words
from tests.storage.projects import WORDS, checkpoints, projects, spiral

NO_RUNS: dict[str, list[object]] = {"data": [], "settings": [], "courses": []}
"""What a project file says of runs where there are none."""


def spiral_with_runs() -> Work:
    """A run that was pinned, with a learning rate changed on its way, and a branch of it, which is at work."""
    project = spiral()
    settings = replace(project, checkpoint=None)
    faster = replace(settings, training=replace(settings.training, learning_rate=0.3))
    assert project.checkpoint is not None
    change = Change(frozenset({Part.TRAINING}), QT_TRANSLATE_NOOP("edits", "learning rate {0}"), ("0.3",), was="0.03")
    activation = Words(QT_TRANSLATE_NOOP("catalog", "tanh"), context="catalog")
    began = Change(
        frozenset({Part.NETWORK}), QT_TRANSLATE_NOOP("edits", "activation {0} in layer {1}"), (activation, "1")
    )
    weights = [
        replace(project.checkpoint, curves=Curves(), step=at, parameters=np.arange(17) / at) for at in (10, 20, 30)
    ]
    first = Moment(0, 0, 0, settings, None, "start")
    left = (
        first,
        _moment(settings, weights[0], "trained"),
        replace(_moment(faster, weights[1], "settings"), marks=(Mark(change), Mark(change, back=True))),
        _moment(faster, weights[2], "trained"),
    )
    curves = project.checkpoint.curves
    present = (first, _moment(settings, weights[0], "weights"), Moment(40, 2, 20, settings, None, "trained").bare())
    return Work(
        project,
        (
            KeptRun(Tag(key=1, name="schnell – 0,3", is_pinned=True), left, curves),
            KeptRun(Tag(key=2, parent=1, at=10, epoch=1), present, began=began, is_present=True),
        ),
    )


def _moment(settings: Project, checkpoint: Checkpoint, arrival: Arrival) -> Moment:
    return Moment(checkpoint.step, checkpoint.epoch, checkpoint.seen, settings, checkpoint, arrival)


@st.composite
def _said(draw: st.DrawFn) -> str:
    plain = draw(WORDS)
    if draw(st.booleans()):
        return plain
    arguments = draw(st.lists(WORDS, max_size=2))
    template = "".join(f"{{{place}}} " for place in range(len(arguments))) + "so"
    return Words(template, *arguments, context="catalog")


@st.composite
def _changes(draw: st.DrawFn) -> Change:
    arguments = tuple(draw(st.lists(_said(), max_size=3)))
    label = " → ".join(f"{{{place}}}" for place in range(len(arguments)))
    was = draw(_said()) if arguments else ""
    parts = frozenset(draw(st.sets(st.sampled_from(Part))))
    return Change(parts, label, arguments, None, draw(st.booleans()), draw(st.booleans()), "new", was)


@st.composite
def _courses(draw: st.DrawFn, settings: list[Project]) -> tuple[Moment, ...]:
    """Moments with settings of these, which have the same data, each with or without weights."""
    at = draw(st.lists(st.integers(0, 2**53), min_size=1, max_size=5, unique=True).map(sorted))
    found = []
    for place, updates in enumerate(at):
        project = draw(st.sampled_from(settings))
        seen = draw(st.integers(0, max(0, min(9, n_rows(project.data) - 1))))
        arrival: Arrival = "start" if place == 0 else draw(st.sampled_from(("trained", "settings", "weights")))
        marks = tuple(Mark(draw(_changes()), draw(st.booleans())) for _ in range(draw(st.integers(0, 2))))
        moment = Moment(updates, draw(st.integers(0, 9)), seen, project, None, arrival, marks)
        kind = draw(st.sampled_from(("here", "gone")))
        if kind == "here":
            weights = replace(draw(checkpoints(project.network)), curves=Curves())
            weights = replace(weights, step=moment.at, epoch=moment.epoch, seen=moment.seen)
            moment = replace(moment, checkpoint=weights)
        else:
            moment = moment.bare()
        found.append(moment)
    if draw(st.booleans()):
        found[0] = Moment(0, 0, 0, found[0].project, None, "start", found[0].marks)
        found = found[:1] + [moment for moment in found[1:] if moment.at > 0]
    return tuple(found)


@st.composite
def works(draw: st.DrawFn) -> Work:
    """A project with up to three runs, of its own and of other settings and data."""
    project = draw(projects())
    other = draw(projects())
    settings = [replace(one, name=project.name, checkpoint=None) for one in (project, other)]
    settings.append(replace(settings[0], training=replace(settings[0].training, seed=7)))
    runs = []
    for place in range(draw(st.integers(0, 3))):
        tag = Tag(
            key=place + 1,
            parent=draw(st.integers(0, place)),
            at=draw(st.integers(0, 9)),
            name=name_of(draw(WORDS)),
            is_pinned=draw(st.booleans()),
        )
        n_points = draw(st.integers(0, 3))
        is_present = place == 0
        rows = [np.arange(n_points) * 2.0 if row == 0 else np.full(n_points, np.nan) for row in range(5)]
        curves = Curves() if is_present else Curves(*rows)
        began = draw(st.none() | _changes())
        of_data = [settings[0], settings[2]] if is_present or draw(st.booleans()) else [settings[1]]
        runs.append(KeptRun(tag, draw(_courses(of_data)), curves, began, is_present))
    return Work(project, tuple(runs))
