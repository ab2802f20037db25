"""Links that are put back: the weights they had before they were cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import Places
from nnsim.engine.weight_place import WeightPlace
from nnsim.model.change import Edited
from nnsim.model.project import Project


def regained(edited: Edited, layer: int, places: Places, earlier: Iterable[Project]) -> tuple[Edited, int]:
    """The edit with links of ``layer`` at the weights they had when they were cut, and how many have first weights.

    Parameters
    ----------
    edited : where the links are back with first weights
    places : where they are
    earlier : the project before each edit, the newest first, as ``History.earlier``
    """
    missing = {*places}
    found: dict[tuple[int, int], float] = {}
    for before in earlier:
        if not missing or not _has_same_links(before, edited.project):
            break
        back = missing - {*before.network.layers[layer].cut}
        missing -= back
        if before.checkpoint is not None:
            matrix = blocks(before.network)[layer].matrix(before.checkpoint.parameters)
            found |= {place: float(matrix[place]) for place in back}
    known = frozenset(WeightPlace(layer, *place) for place in {*places} - missing)
    edited = replace(edited, change=replace(edited.change, regained=known))
    checkpoint = edited.project.checkpoint
    if checkpoint is None or not found:
        return edited, len(missing)
    parameters = checkpoint.parameters.copy()
    matrix = blocks(edited.project.network)[layer].matrix(parameters)
    for place, value in found.items():
        matrix[place] = value
    checkpoint = replace(checkpoint, parameters=frozen(parameters))
    return replace(edited, project=replace(edited.project, checkpoint=checkpoint)), len(missing)


def _has_same_links(one: Project, other: Project) -> bool:
    """Whether a place in a layer means the same link in both."""
    keys = [[layer.key for layer in project.network.layers] for project in (one, other)]
    return keys[0] == keys[1] and one.network.shapes == other.network.shapes
