"""Edits of how one layer, or a single weight of it, learns; and of links that are cut.

As in ``edits.py``: layers are counted from 0, and the row after the last from-neuron is the bias.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.errors import SpecError
from nnsim.model.change import Edited
from nnsim.model.editing import block_at, layer_at, with_learning_of, with_network
from nnsim.model.layer_names import layer_name
from nnsim.model.project import Project
from nnsim.model.regained import regained
from nnsim.model.written import written
from nnsim.words import QT_TRANSLATE_NOOP


def set_window(project: Project, layer: int, kernel: int, stride: int, padding: int) -> Edited:
    """What a filter or a pooling looks at, how far it moves on, and the zeros around the picture, all in pixels.

    The weights of filters stay if the kernel does.
    """
    spec = layer_at(project, layer)
    if "kernel" not in (parameter.name for parameter in LAYER_KINDS.entry(spec.kind).parameters):
        raise SpecError(
            "edit.no_window",
            QT_TRANSLATE_NOOP("errors", "Only a convolution or a pooling looks at squares of pixels."),
            where=f"layer {layer + 1}",
            hint=QT_TRANSLATE_NOOP("errors", "Choose such a layer, or put one in front of this one."),
        )
    spec = replace(spec, kernel=kernel, stride=stride, padding=padding)
    label = QT_TRANSLATE_NOOP("edits", "kernel {0}, stride {1}, padding {2} in {3}")
    words = (str(kernel), str(stride), str(padding), layer_name(project.network, layer))
    return with_network(project, project.network.with_layer(layer, spec), label, words, f"window {layer}")


def set_dropout(project: Project, layer: int, share: float) -> Edited:
    """The share of a layer's neurons that each training step leaves out."""
    spec = layer_at(project, layer)
    label = QT_TRANSLATE_NOOP("edits", "dropout {0} in {1}")
    words, was = (written(share), layer_name(project.network, layer)), written(spec.dropout)
    return with_learning_of(project, layer, replace(spec, dropout=share), label, words, f"dropout {layer}", was)


def set_normalize(project: Project, layer: int, normalize: bool) -> Edited:
    """Normalise a layer's pre-activations by the batch, or no longer. Its weights stay, its gains start at 1."""
    label = (
        QT_TRANSLATE_NOOP("edits", "batch normalisation on in {0}")
        if normalize
        else QT_TRANSLATE_NOOP("edits", "batch normalisation off in {0}")
    )
    spec = replace(layer_at(project, layer), normalize=normalize)
    return with_network(project, project.network.with_layer(layer, spec), label, (layer_name(project.network, layer),))


def set_frozen(project: Project, layer: int, frozen: bool) -> Edited:
    """Keep all weights and biases of a layer as they are, or let them learn again."""
    label = QT_TRANSLATE_NOOP("edits", "freeze {0}") if frozen else QT_TRANSLATE_NOOP("edits", "unfreeze {0}")
    spec = replace(layer_at(project, layer), frozen=frozen)
    return with_learning_of(project, layer, spec, label, (layer_name(project.network, layer),))


def hold_weight(project: Project, layer: int, row: int, column: int, held: bool) -> Edited:
    """Keep a single weight or bias as it is, or let it learn again."""
    block = block_at(project, layer, row, column)
    spec = project.network.layers[layer]
    places = {*spec.held, (row, column)} if held else {*spec.held} - {(row, column)}
    if row == block.n_from:
        label = (
            QT_TRANSLATE_NOOP("edits", "hold bias {1} in {2}")
            if held
            else QT_TRANSLATE_NOOP("edits", "release bias {1} in {2}")
        )
    else:
        label = (
            QT_TRANSLATE_NOOP("edits", "hold weight {0} → {1} in {2}")
            if held
            else QT_TRANSLATE_NOOP("edits", "release weight {0} → {1} in {2}")
        )
    spec = replace(spec, held=tuple(sorted(places)))
    return with_learning_of(project, layer, spec, label, _words(project, layer, row, column))


def cut_link(project: Project, layer: int, row: int, column: int) -> Edited:
    """Take a single link away: its weight becomes 0 and stays 0."""
    _check_is_link(project, layer, row, column)
    spec = project.network.layers[layer]
    spec = replace(spec, cut=tuple(sorted({*spec.cut, (row, column)})))
    label = QT_TRANSLATE_NOOP("edits", "cut link {0} → {1} in {2}")
    return with_network(project, project.network.with_layer(layer, spec), label, _words(project, layer, row, column))


def restore_link(project: Project, layer: int, row: int, column: int, earlier: Iterable[Project] = ()) -> Edited:
    """Put a link back that was cut, with the weight it had then.

    Parameters
    ----------
    earlier : where that weight is found, as ``History.earlier``; else it is a first weight from the seed
    """
    _check_is_link(project, layer, row, column)
    spec = project.network.layers[layer]
    spec = replace(spec, cut=tuple(place for place in spec.cut if place != (row, column)))
    label = QT_TRANSLATE_NOOP("edits", "restore link {0} → {1} in {2}")
    network = project.network.with_layer(layer, spec)
    edited = with_network(project, network, label, _words(project, layer, row, column))
    edited, n_drawn = regained(edited, layer, ((row, column),), earlier)
    if not n_drawn:
        return edited
    label = QT_TRANSLATE_NOOP("edits", "restore link {0} → {1} in {2} with a first weight")
    return replace(edited, change=replace(edited.change, label=label))


def mute_neuron(project: Project, layer: int, neuron: int, muted: bool) -> Edited:
    """Let a neuron, or a filter, answer 0 whatever comes in, or hear it again. Its weights stay."""
    spec = layer_at(project, layer)
    if not 0 <= neuron < spec.size:
        raise SpecError(
            "edit.no_such_neuron", QT_TRANSLATE_NOOP("errors", "There is no such neuron."), where=f"layer {layer + 1}"
        )
    neurons = {*spec.muted, neuron} if muted else {*spec.muted} - {neuron}
    label = (
        QT_TRANSLATE_NOOP("edits", "mute neuron {0} of {1}")
        if muted
        else QT_TRANSLATE_NOOP("edits", "unmute neuron {0} of {1}")
    )
    spec = replace(spec, muted=tuple(sorted(neurons)))
    return with_learning_of(project, layer, spec, label, (str(neuron + 1), layer_name(project.network, layer)))


def _check_is_link(project: Project, layer: int, row: int, column: int) -> None:
    if row == block_at(project, layer, row, column).n_from:
        raise SpecError(
            "edit.no_link",
            QT_TRANSLATE_NOOP("errors", "A bias belongs to its neuron alone: it is no link that could be cut."),
            where=f"layer {layer + 1}",
            hint=QT_TRANSLATE_NOOP("errors", "Take the biases of the layer away, or set this one to 0 and hold it."),
        )


def _words(project: Project, layer: int, row: int, column: int) -> tuple[str, ...]:
    return str(row + 1), str(column + 1), layer_name(project.network, layer)
