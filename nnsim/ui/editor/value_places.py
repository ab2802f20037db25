"""Where the numbers of weights and biases are written so that each can be read, as pure geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import NetworkSpec
from nnsim.session.selection import Selection, exists, has_neurons
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.editor.view_options import Values

Places = NDArray[np.intp]
Place = tuple[float, float]

_NOTHING: Final = Selection()
_ALONG: Final = (0.5, 0.36, 0.64, 0.24, 0.76, 0.14, 0.86)
"""Where on its link a number may stand, the best first."""
MOST: Final = 400
"""So many are tried: more could not be read."""


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

    @property
    def part(self) -> Selection:
        """What the numbers are about, unless all are wanted."""
        return {"selection": self.chosen, "hover": self.hovered}.get(self.values, _NOTHING)

    def is_like(self, other: Wish) -> bool:
        """Whether numbers may stay where they are."""
        one, same = (replace(wish, chosen=wish.part, hovered=_NOTHING) for wish in (self, other))
        return one == same


@dataclass(frozen=True, eq=False, slots=True)
class _Some:
    """Weights and biases of one layer: row ``n_from`` of its block is that of the biases."""

    layer: int
    rows: Places
    columns: Places


class Wanted:
    """Finds the weights and biases whose numbers are wanted, of those that are drawn one by one."""

    def __init__(self, arrangement: Arrangement, network: NetworkSpec) -> None:
        self._arrangement = arrangement
        self._network = network
        self._blocks = blocks(network)

    def largest(self, wish: Wish, parameters: Array) -> list[Selection]:
        """At most ``MOST``, by magnitude; of all, only those in sight."""
        some = list(self._wanted(wish))
        sizes = [np.abs(self._blocks[one.layer].matrix(parameters)[one.rows, one.columns]) for one in some]
        if not sizes:
            return []
        falling = -np.concatenate(sizes)
        first = np.arange(falling.size)
        if falling.size > MOST:
            first = np.sort(np.argpartition(falling, MOST)[:MOST])
        first = first[np.argsort(falling[first], kind="stable")]
        layers = np.repeat([one.layer for one in some], [one.rows.size for one in some])[first]
        rows, columns = (np.concatenate([getattr(one, name) for one in some])[first] for name in ("rows", "columns"))
        found = zip(layers.tolist(), rows.tolist(), columns.tolist(), strict=True)
        return [self._part(layer, row, column) for layer, row, column in found]

    def number(self, part: Selection, parameters: Array) -> float:
        """The weight of a link, or the bias."""
        block = self._blocks[part.layer]
        return float(block.matrix(parameters)[block.n_from if part.kind == "bias" else part.row, part.column])

    def _part(self, layer: int, row: int, column: int) -> Selection:
        is_bias = row == self._blocks[layer].n_from
        return Selection("bias", layer, column=column) if is_bias else Selection("link", layer, row, column)

    def _wanted(self, wish: Wish) -> Iterator[_Some]:
        part = wish.part
        if wish.values == "all":
            for layer in wish.layers:
                yield from self._into(layer)
        elif part.kind != "none" and exists(part, self._network):
            yield from self._about(part)

    def _about(self, part: Selection) -> Iterator[_Some]:
        """The weights and biases that a part is about: a neuron's are those into it and out of it, and its own bias."""
        layer, column = part.layer, part.column
        if part.kind == "layer":
            yield from self._into(layer)
        elif part.kind == "neuron":
            if self._is_linked(layer + 1):
                yield self._some(layer + 1, [column], range(self._network.layers[layer + 1].size))
            yield from self._into(layer, column)
        else:
            yield self._some(layer, [self._blocks[layer].n_from if part.kind == "bias" else part.row], [column])

    def _into(self, layer: int, column: int | None = None) -> Iterator[_Some]:
        """All of a layer, or of one of its columns; the biases come first."""
        if layer < 0 or self._arrangement.column(layer).folded:
            return
        block = self._blocks[layer]
        columns = range(block.n_to) if column is None else [column]
        if block.bias:
            yield self._some(layer, [block.n_from], columns)
        if self._is_linked(layer):
            yield self._some(layer, range(block.n_from), columns)

    def _some(self, layer: int, rows: Sequence[int], columns: Sequence[int]) -> _Some:
        return _Some(layer, np.repeat(rows, len(columns)), np.tile(columns, len(rows)))

    def _is_linked(self, layer: int) -> bool:
        """Whether links are drawn into a layer one by one: between two rows of neurons, not from or to pictures."""
        network, column = self._network, self._arrangement.column
        if layer >= len(network.layers) or column(layer).folded or column(layer - 1).folded:
            return False
        return has_neurons(network, layer) and has_neurons(network, layer - 1)


def readable_places(
    arrangement: Arrangement, parts: Sequence[Selection], width: float, height: float
) -> dict[Selection, Place]:
    """The middles of numbers that need ``width`` × ``height``, none on another or on a neuron.

    Those that come first have the first choice; who finds no room is left out.
    """
    tries = [(part, place) for part in parts[:MOST] for place in _candidates(arrangement, part, width, height)]
    taken, found = _Taken(width, height), dict[Selection, Place]()
    for (part, place), is_free in zip(tries, _beside_neurons(arrangement, tries, width, height), strict=True):
        if is_free and part not in found and taken.take(place):
            found[part] = place
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


def _beside_neurons(
    arrangement: Arrangement, tries: Sequence[tuple[Selection, Place]], width: float, height: float
) -> list[bool]:
    """Whether rectangles around places lie on no neuron, and on no block that stands for neurons."""
    if not tries:
        return []
    faces = [column.face_of(index) for column in arrangement.columns for index in range(max(len(column.ys), 1))]
    left, top, across, down = np.array(faces).T
    x, y = np.array([place for _, place in tries]).T[..., None]
    apart = (left >= x + width / 2) | (left + across <= x - width / 2)
    apart |= (top >= y + height / 2) | (top + down <= y - height / 2)
    free: list[bool] = apart.all(axis=1).tolist()
    return free


class _Taken:
    """Where there is a number already, in cells of which none can have room for two."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._cells: dict[tuple[int, int], Place] = {}

    def take(self, place: Place) -> bool:
        """Take the rectangle around a place if it is free; whether it was."""
        x, y = place
        column, row = int(x // self._width), int(y // self._height)
        for cell in product(range(column - 1, column + 2), range(row - 1, row + 2)):
            other = self._cells.get(cell)
            if other is not None and abs(other[0] - x) < self._width and abs(other[1] - y) < self._height:
                return False
        self._cells[column, row] = place
        return True
