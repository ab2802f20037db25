"""What the last epoch has changed most: which links and neurons, how strongly, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from PySide6.QtCore import QCoreApplication

from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.readings import EpochChange
from nnsim.engine.snapshot import Snapshot
from nnsim.engine.spec import NetworkSpec
from nnsim.session.selection import Selection
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.names import is_drawn_alike
from nnsim.ui.widgets.numbers import format_number

translate = QCoreApplication.translate

SHARE = 0.1
MOST_LINKS, LEAST_LINKS = 12, 3
MOST_NEURONS = 3
"""So much glows: a tenth of the links and of the neurons, within these bounds. If everything did, nothing would."""
LEAST_STRENGTH = 0.05
"""A change that is smaller beside the largest is none to look at."""


@dataclass(frozen=True, slots=True)
class Glow:
    """A part that has changed much.

    Parameters
    ----------
    part : a link, a neuron or, where it is folded away, its layer
    strength : its change over the largest of all that are ranked with it, ``LEAST_STRENGTH`` to 1
    """

    part: Selection
    strength: float


def most_changed(network: NetworkSpec, arrangement: Arrangement, amounts: Array) -> tuple[list[Glow], list[Glow]]:
    """The links and the neurons that changed most, the most first. ``amounts`` (n_parameters,) as in ``EpochChange``.

    Links are ranked by |Δw|, those alone that are drawn; neurons by the Euclidean norm of the changes of all weights
    into them and of their bias. What did not change, or by no number, is not among them.
    """
    amounts = np.where(np.isfinite(amounts), amounts, 0.0)
    links: list[tuple[float, Selection]] = []
    neurons: list[tuple[float, Selection]] = []
    found = blocks(network)
    shown = [layer for layer in range(len(found)) if _is_drawn(arrangement, layer)]
    n_links = sum(found[layer].n_from * found[layer].n_to for layer in shown)
    most_links = min(MOST_LINKS, max(LEAST_LINKS, ceil(SHARE * n_links)))
    most_neurons = min(MOST_NEURONS, max(1, ceil(SHARE * sum(network.sizes[1:]))))
    for layer in shown:
        weights = np.abs(found[layer].weights(amounts))
        for place in _largest(weights.ravel(), most_links):
            row, column = divmod(place, found[layer].n_to)
            links.append((float(weights[row, column]), Selection("link", layer, row, column)))
    for layer, block in enumerate(found):
        if network.layers[layer].has_weights:
            norms = _incoming(block, amounts)
            is_folded = arrangement.column(layer).folded
            for neuron in _largest(norms, most_neurons):
                part = Selection("layer", layer) if is_folded else Selection("neuron", layer, column=neuron)
                neurons.append((float(norms[neuron]), part))
    return _ranked(links, most_links), _ranked(neurons, most_neurons)


def _is_drawn(arrangement: Arrangement, layer: int) -> bool:
    return not arrangement.column(layer).folded and not arrangement.column(layer - 1).folded


def _incoming(block: Block, amounts: Array) -> Array:
    """(n_to,) the norm of what came into each neuron; 0 where it is too large for a number."""
    matrix = block.matrix(amounts)
    with np.errstate(over="ignore", invalid="ignore"):
        norms: Array = np.sqrt(np.einsum("ij,ij->j", matrix, matrix))
    norms[np.isinf(norms)] = 0.0
    return norms


def _largest(values: Array, count: int) -> list[int]:
    """Places of the largest that are above 0."""
    places = np.argsort(-values, kind="stable")[:count]
    return [int(place) for place in places if values[place] > 0.0]


def _ranked(found: list[tuple[float, Selection]], most: int) -> list[Glow]:
    """The first of them by size, none that is small beside the first; a folded layer once, by its largest neuron."""
    found.sort(key=lambda one: -one[0])
    first: dict[Selection, float] = {}
    for size, part in found[:most]:
        first.setdefault(part, size)
    glows = [Glow(part, size / found[0][0]) for part, size in first.items()]
    return [glow for glow in glows if glow.strength >= LEAST_STRENGTH]


class LastEpoch:
    """The change of the last finished epoch, kept while the weights are those after it.

    A run that is continued under other settings does not know what the one before it has changed.
    """

    def __init__(self) -> None:
        self.change: EpochChange | None = None
        self._network: NetworkSpec | None = None
        self._run_id = 0

    def follow(self, snapshot: Snapshot) -> None:
        """Take note of a newer snapshot."""
        if snapshot.change is not None:
            self.change, self._network, self._run_id = snapshot.change, snapshot.network, snapshot.run_id
        elif not self._is_of(snapshot):
            self.forget()

    def _is_of(self, snapshot: Snapshot) -> bool:
        change, network = self.change, self._network
        is_same = change is not None and (self._run_id, change.epoch) == (snapshot.run_id, snapshot.epoch)
        return is_same and network is not None and is_drawn_alike(network, snapshot.network)

    def forget(self) -> None:
        """Nothing has changed that can be told."""
        self.change = None

    def words(self, part: Selection) -> str:
        """What the epoch has changed in a part: signed for one number, a norm for many; empty if unknown."""
        if self.change is None or self._network is None or part.kind == "none" or part.layer < 0:
            return ""
        block = blocks(self._network)[part.layer]
        matrix = block.matrix(self.change.amounts)
        if part.kind in ("link", "bias"):
            amount = float(matrix[block.n_from if part.kind == "bias" else part.row, part.column])
            sign = "+" if amount > 0 else ""
            if self.change.is_whole:
                said = translate("LastEpoch", "Changed by {0} in epoch {1}")
            else:
                said = translate("LastEpoch", "Changed by {0} in the rest of epoch {1}")
            return said.format(f"{sign}{format_number(amount, 3)}", self.change.epoch)
        if not matrix.size:
            return ""
        norm = float(np.linalg.norm(matrix[:, part.column] if part.kind == "neuron" else matrix))
        if self.change.is_whole:
            said = translate("LastEpoch", "Its weights changed by {0} in epoch {1}, all taken together")
        else:
            said = translate("LastEpoch", "Its weights changed by {0} in the rest of epoch {1}, all taken together")
        return said.format(format_number(norm, 3), self.change.epoch)
