"""Where the numbers of weights and biases are written so that each can be read, as pure geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.spec import NetworkSpec
from nnsim.session.selection import Selection, exists, has_neurons
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.editor.view_options import Values

Floats = NDArray[np.floating[Any]]
Place = tuple[float, float]

_NOTHING: Final = Selection()
_ALONG: Final = (0.5, 0.36, 0.64, 0.24, 0.76, 0.14, 0.86)
"""Where on its link a number may stand, the best first."""
MOST: Final = 400
"""So many are tried: more could not be read."""


def parts_of(network: NetworkSpec, part: Selection) -> list[Selection]:
    """The weights and biases that a part is about: a neuron's are those into it and out of it, and its own bias."""
    layer, column = part.layer, part.column
    if part.kind in ("link", "bias"):
        return [part]
    if part.kind == "layer":
        return [] if layer < 0 else _into(network, layer)
    if part.kind != "neuron":
        return []
    after = layer + 1
    out = range(network.layers[after].size) if _is_linked(network, after) else range(0)
    found = [Selection("link", after, column, to) for to in out]
    if layer >= 0:
        found += [one for one in _into(network, layer) if one.column == column]
    return found


@dataclass(frozen=True, slots=True)
class Wish:
    """Which numbers are wanted, and what else decides where they find room.

    Parameters
    ----------
    layers : those in sight
    scale : pixels of the screen for one of the picture
    running : numbers change all the time, and should stay where they are meanwhile
    """

    values: Values = "none"
    layers: range = range(0)
    chosen: Selection = _NOTHING
    hovered: Selection = _NOTHING
    scale: float = 1.0
    running: bool = False

    def parts(self, network: NetworkSpec) -> list[Selection]:
        """The weights and biases whose numbers are wanted; of all, only those in sight."""
        if self.values == "all":
            return [part for layer in self.layers if layer >= 0 for part in _into(network, layer)]
        chosen = {"selection": self.chosen, "hover": self.hovered}.get(self.values, _NOTHING)
        return parts_of(network, chosen) if exists(chosen, network) else []

    def is_like(self, other: Wish) -> bool:
        """Whether numbers may stay where they are."""
        return replace(self, hovered=other.hovered) == other if self.values != "hover" else self == other


def _into(network: NetworkSpec, layer: int) -> list[Selection]:
    columns = range(network.layers[layer].size)
    found = [Selection("bias", layer, column=column) for column in columns if network.layers[layer].bias]
    if _is_linked(network, layer):
        found += [Selection("link", layer, row, column) for row in range(network.sizes[layer]) for column in columns]
    return found


def _is_linked(network: NetworkSpec, layer: int) -> bool:
    """Whether links can be drawn into a layer: between two rows of neurons, not from or to pictures."""
    return layer < len(network.layers) and has_neurons(network, layer) and has_neurons(network, layer - 1)


def readable_places(
    arrangement: Arrangement, parts: Sequence[Selection], width: float, height: float
) -> dict[Selection, Place]:
    """The middles of numbers that need ``width`` × ``height``, none on another or on a neuron.

    Those that come first have the first choice; who finds no room is left out.
    """
    taken = _Taken(arrangement)
    found = {}
    for part in parts[:MOST]:
        for place in _candidates(arrangement, part, width, height):
            if taken.take(place, width, height):
                found[part] = place
                break
    return found


def _candidates(arrangement: Arrangement, part: Selection, width: float, height: float) -> Iterator[Place]:
    column = arrangement.column(part.layer)
    if column.folded:
        return
    if part.kind == "bias":
        foot = column.ys[part.column] + column.half_height
        x = column.x_of(part.column)
        yield x - column.half_height - width / 2, foot + height / 2
        yield x, foot + height / 2
        yield x - column.half_height - width / 2, foot - height / 2
        return
    before = arrangement.column(part.layer - 1)
    if before.folded or column.left - before.right < width:
        return
    start, end = before.ys[part.row], column.ys[part.column]
    for t in _ALONG:
        across = 1.5 * t * (1 - t) + t**3
        x = before.right + (column.left - before.right) * across
        yield x, start + (end - start) * t * t * (3 - 2 * t)


class _Taken:
    """The rectangles that are no longer free; at first those of the neurons."""

    def __init__(self, arrangement: Arrangement) -> None:
        faces = [
            (left, top, left + width, top + height)
            for column in arrangement.columns
            for left, top, width, height in map(column.face_of, range(len(column.ys)))
        ]
        self._bounds = np.empty((len(faces) + MOST, 4))
        self._bounds[: len(faces)] = np.array(faces).reshape(-1, 4)
        self._count = len(faces)

    def take(self, place: Place, width: float, height: float) -> bool:
        """Take the rectangle around a place if it is free; whether it was."""
        left, top = place[0] - width / 2, place[1] - height / 2
        right, bottom = left + width, top + height
        used = self._bounds[: self._count]
        meets = (used[:, 0] < right) & (used[:, 2] > left) & (used[:, 1] < bottom) & (used[:, 3] > top)
        if meets.any():
            return False
        self._bounds[self._count] = left, top, right, bottom
        self._count += 1
        return True
