"""Edits of what may change in a block of weights: hold and release, cut and restore."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nnsim.engine.spec import Places
from nnsim.errors import SpecError
from nnsim.model.cells import Cells, block_of, counted_weights
from nnsim.model.change import Edited
from nnsim.model.editing import with_learning_of, with_network
from nnsim.model.layer_names import layer_name
from nnsim.model.project import Project
from nnsim.model.regained import regained
from nnsim.words import QT_TRANSLATE_NOOP


def hold_weights(project: Project, cells: Cells, held: bool) -> Edited:
    """Keep all of a block as it is while the others learn, or let it learn again. What is cut is left out."""
    n_from = block_of(project, cells).n_from
    spec = project.network.layers[cells.layer]
    cut, before = {*spec.cut}, {*spec.held}
    places = {place for place in _all(cells) if place not in cut and (place in before) != held}
    after = before | places if held else before - places
    label = QT_TRANSLATE_NOOP("edits", "{0}: {1} held") if held else QT_TRANSLATE_NOOP("edits", "{0}: {1} released")
    n_biases = sum(row == n_from for row, _column in places)
    words = layer_name(project.network, cells.layer), counted_weights(len(places) - n_biases, n_biases)
    return with_learning_of(project, cells.layer, replace(spec, held=tuple(sorted(after))), label, words)


def cut_links(project: Project, cells: Cells) -> Edited:
    """Take all links of a block away: their weights become 0 and stay 0. Biases are no links, and are left out."""
    links = _links(project, cells)
    spec = project.network.layers[cells.layer]
    new = {*_all(links)} - {*spec.cut}
    label = QT_TRANSLATE_NOOP("edits", "{0}: {1} cut")
    return _with_cut(project, links, {*spec.cut} | new, len(new), label)


def restore_links(project: Project, cells: Cells, earlier: Iterable[Project] = ()) -> Edited:
    """Put the links of a block back that are cut, each with the weight it had then.

    Parameters
    ----------
    earlier : where those weights are found, as ``History.earlier``; others are first weights from the seed
    """
    links = _links(project, cells)
    cut = {*project.network.layers[cells.layer].cut}
    back = {*links.among(tuple(cut))}
    edited = _with_cut(project, links, cut - back, len(back), QT_TRANSLATE_NOOP("edits", "{0}: {1} restored"))
    edited, n_drawn = regained(edited, cells.layer, tuple(back), earlier)
    if not n_drawn:
        return edited
    label = QT_TRANSLATE_NOOP("edits", "{0}: {1} restored, {2} with first weights")
    return replace(
        edited, change=replace(edited.change, label=label, arguments=(*edited.change.arguments, str(n_drawn)))
    )


def _with_cut(project: Project, links: Cells, cut: set[tuple[int, int]], n_links: int, label: str) -> Edited:
    network = project.network
    spec = replace(network.layers[links.layer], cut=tuple(sorted(cut)))
    words = layer_name(network, links.layer), counted_weights(n_links, 0)
    return with_network(project, network.with_layer(links.layer, spec), label, words)


def _links(project: Project, cells: Cells) -> Cells:
    """The same without biases; raises ``SpecError`` ``edit.no_link`` if there is nothing else."""
    n_from = block_of(project, cells).n_from
    links = cells.above(n_from)
    if not links.rows:
        raise SpecError(
            "edit.no_link",
            QT_TRANSLATE_NOOP("errors", "A bias belongs to its neuron alone: it is no link that could be cut."),
            where=f"layer {cells.layer + 1}",
            hint=QT_TRANSLATE_NOOP("errors", "Take the biases of the layer away, or set this one to 0 and hold it."),
        )
    return links


def _all(cells: Cells) -> Places:
    return tuple((row, column) for row in cells.rows for column in cells.columns)
