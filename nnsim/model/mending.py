"""Remedies: what makes an impossible or doubtful project a good one, each as a single edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nnsim.engine.spec import NetworkSpec
from nnsim.errors import InputError
from nnsim.model.attempt import attempting
from nnsim.model.budget import check_room
from nnsim.model.change import Change, Edited, Part
from nnsim.model.graft import graft, refitted
from nnsim.model.locked import begun_anew
from nnsim.model.problems import check
from nnsim.model.project import Project
from nnsim.words import Words

MOST = 3
"""So many are offered at once: a choice, not a list."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something to be done about it with one click: ``session.apply(mend, remedy)``.

    Parameters
    ----------
    label : what it does, context ``edits``, as a button and the Undo menu say it
    goal : the project as it will be, without weights
    """

    label: Words
    goal: Project


def mend(project: Project, remedy: Remedy) -> Edited:
    """The remedy's network, training and data, with all weights that still fit; several changes, one step of undo."""
    goal = remedy.goal
    with attempting(goal, remedy.label.template, remedy.label.arguments):
        network = refitted(project.network, goal.network)
        check(network, goal.training)
    pairs = {
        Part.DATA: (project.data, goal.data),
        Part.NETWORK: (project.network, network),
        Part.TRAINING: (project.training, goal.training),
    }
    parts = frozenset(part for part, (before, after) in pairs.items() if before != after)
    if _other_first_weights(project.network, network):
        parts |= {Part.WEIGHTS}
    checkpoint, anew = project.checkpoint, bool(parts & {Part.DATA, Part.WEIGHTS})
    if anew:
        checkpoint = begun_anew(project, network, goal.training.seed)
    elif checkpoint is not None and Part.NETWORK in parts:
        checkpoint = graft(checkpoint, network, goal.training.seed)
    change = Change(parts, remedy.label.template, remedy.label.arguments, starts_anew=anew)
    return Edited(replace(goal, name=project.name, network=network, checkpoint=checkpoint), change)


def _other_first_weights(old: NetworkSpec, new: NetworkSpec) -> bool:
    """Whether a layer that was there before starts otherwise: it shows only when training starts anew."""
    rules = {layer.key: layer.initializer for layer in old.layers}
    return any(layer.initializer != rules.get(layer.key, layer.initializer) for layer in new.layers)


def possible(project: Project, remedies: Iterable[Remedy | None]) -> tuple[Remedy, ...]:
    """The first few that can be done and change something, each once."""
    bare, found = replace(project, checkpoint=None), dict[tuple[object, ...], Remedy]()
    for remedy in remedies:
        if remedy is None or _identity(remedy.goal) in (_identity(project), *found):
            continue
        try:
            goal = mend(bare, remedy).project
            check_room(goal.data, goal.network, goal.training)
        except InputError:
            continue
        found[_identity(remedy.goal)] = remedy
        if len(found) == MOST:
            break
    return tuple(found.values())


def _identity(project: Project) -> tuple[object, ...]:
    """What makes two projects the same to a person: not the keys of their layers."""
    network = project.network
    layers = tuple(replace(layer, key=0) for layer in network.layers)
    return project.data, replace(network, layers=layers), project.training
