"""Where every neuron and link lies, as pure geometry: no widgets, no painting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.spec import NetworkSpec
from nnsim.session.selection import Selection, has_neurons
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size

Floats = NDArray[np.floating[Any]]

_BEND = np.linspace(0.0, 1.0, 65)
"""Places along a link at which its curve is known; between them a straight line is near enough to hit it."""
_ACROSS = 1.5 * _BEND * (1 - _BEND) + _BEND**3
_DOWN = _BEND * _BEND * (3 - 2 * _BEND)
_ROOM_FOR_SIZES = 76
_ROOM_FOR_INSERTS = 108
_FILL = 0.84
"""Share of the pitch that a neuron fills."""
_WIDTH_SHARE = 0.5
_PICTURE_SHARE = 1.3
"""Shares of the way to the next column that a neuron may fill, and what a picture may have of that."""


@dataclass(frozen=True, slots=True)
class Column:
    """One layer's place, or that of the inputs.

    Parameters
    ----------
    layer : index into ``NetworkSpec.layers``; −1 is the inputs
    x : middle of the column
    ys : (neurons,) middles of the neurons from top to bottom; empty if the layer is folded into a block
    half_width : half the way from where links arrive to where they start
    half_height : half the side of a neuron, or of the block; ``middle`` is its height
    files : neurons that stand so close that they overlap stand side by side in so many files, in turns
    """

    layer: int
    size: int
    x: float
    middle: float
    ys: tuple[float, ...]
    half_width: float
    half_height: float
    files: int = 1

    @property
    def folded(self) -> bool:
        """Whether one block stands for all neurons."""
        return not self.ys

    @property
    def left(self) -> float:
        """Where links arrive."""
        return self.x - self.half_width

    @property
    def right(self) -> float:
        """Where links start."""
        return self.x + self.half_width

    @property
    def has_badges(self) -> bool:
        """Whether its neurons are large enough for a mark of their biases."""
        return 2 * self.half_height >= NetworkSize.NEURON_MIN * _FILL

    def x_of(self, index: int) -> float:
        """Middle of one neuron, or of the block that stands for it."""
        apart = (self.half_width - self.half_height) / max(self.files - 1, 1)
        return self.x + (2 * (index % self.files) - self.files + 1) * apart

    def face_of(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of one neuron, or of the block that stands for it."""
        half = self.half_height
        return self.x_of(index) - half, self.height_of(index) - half, 2 * half, 2 * half

    def height_of(self, index: int) -> float:
        """Middle of one neuron, or of the block that stands for it."""
        return self.ys[index] if self.ys else self.middle

    @property
    def top(self) -> float:
        """Upper edge of the topmost neuron or of the block."""
        return (self.ys[0] if self.ys else self.middle) - self.half_height

    @property
    def bottom(self) -> float:
        """Lower edge of the lowest neuron or of the block."""
        return (self.ys[-1] if self.ys else self.middle) + self.half_height


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The whole network within ``width`` × ``height``. ``columns[0]`` is the inputs, ``columns[i + 1]`` layer ``i``.

    ``sizable`` tells whether each column has room for − and + below it, ``roomy`` whether there is more between two.
    """

    width: float
    height: float
    columns: tuple[Column, ...]
    sizable: bool
    roomy: bool

    def column(self, layer: int) -> Column:
        """The column of a layer; −1 is the inputs."""
        return self.columns[layer + 1]

    def spacing(self) -> float:
        """From one column to the next."""
        return self.columns[1].x - self.columns[0].x


def can_unfold(network: NetworkSpec, layer: int) -> bool:
    """Whether a layer that is folded may stand open, its neurons close together, while it is looked at."""
    return has_neurons(network, layer) and network.sizes[layer + 1] <= NetworkSize.NEURONS_UNFOLDED


def arrange(
    network: NetworkSpec,
    width: float,
    height: float,
    left: float = NetworkSize.NETWORK_SIDE,
    right: float = NetworkSize.NETWORK_SIDE,
    unfolded: int | None = None,
) -> Arrangement:
    """Lay the network out from left to right; a layer of pictures, too large or without room becomes a block.

    ``left`` and ``right`` are kept free for the names of inputs and outputs. With more columns than have room, the
    picture is wider than ``width``. The layer ``unfolded`` shows its neurons as small as need be.
    """
    width = max(width, left + right + NetworkSize.NEURON + NetworkSize.COLUMN_MIN * len(network.layers))
    top = float(NetworkSize.NETWORK_HEAD)
    bottom = max(height - NetworkSize.NETWORK_FOOT, top + 2.0 * NetworkSize.NEURON_MIN)
    sizes = network.sizes
    folded = _folded(network, bottom - top)
    largest = max((size for size, is_folded in zip(sizes, folded, strict=True) if not is_folded), default=1)
    opened = -1
    if unfolded is not None and folded[unfolded + 1] and can_unfold(network, unfolded):
        opened = unfolded + 1
        folded[opened] = sizes[opened] * NetworkSize.NEURON_LEAST > bottom - top
    pitch = min(float(NetworkSize.NEURON_PITCH), (bottom - top) / largest)
    widest = max((width - left - right) * _WIDTH_SHARE / len(network.layers), 1.0)
    sides = [min(_side(size, pitch, bottom - top), widest) for size in sizes]
    if opened >= 0:
        sides[opened] = float(NetworkSize.NEURON_OPEN)
    if not has_neurons(network, -1):
        sides[0] = min(NetworkSize.PICTURE, widest * _PICTURE_SHARE, (bottom - top) / 2)
    spacing = max(width - left - right - (sides[0] + sides[-1]) / 2, 1.0) / len(network.layers)
    block = min(1.2 * NetworkSize.NEURON, spacing * 0.3, (bottom - top) * 0.3)
    if not has_neurons(network, -1):
        block = sides[0] / 2
    middle = (top + bottom) / 2
    columns = []
    for place, size in enumerate(sizes):
        neuron = sides[place]
        x = _snapped(left + sides[0] / 2 + spacing * place, neuron)
        if folded[place]:
            columns.append(Column(place - 1, size, x, middle, (), block, block))
        elif place == opened:
            widest = min(spacing * _WIDTH_SHARE, 2 * x, 2 * (width - x))
            columns.append(_open_column(place - 1, size, x, middle, (bottom - top, widest)))
        else:
            apart = _spread(size, pitch, bottom - top)
            ys = tuple(_snapped(middle + (index - (size - 1) / 2) * apart, neuron) for index in range(size))
            columns.append(Column(place - 1, size, x, middle, ys, neuron / 2, neuron / 2))
    return Arrangement(width, height, tuple(columns), spacing >= _ROOM_FOR_SIZES, spacing >= _ROOM_FOR_INSERTS)


def _folded(network: NetworkSpec, room: float) -> list[bool]:
    """Whether inputs and layers are blocks."""
    return [
        not has_neurons(network, place - 1) or size > NetworkSize.NEURONS_SHOWN or size * NetworkSize.NEURON_MIN > room
        for place, size in enumerate(network.sizes)
    ]


def _side(size: int, pitch: float, room: float) -> float:
    """How large the neurons of a layer are drawn."""
    largest = max(NetworkSize.NEURON, min(NetworkSize.NEURON_LARGE, int(pitch * _FILL)))
    return float(min(largest, int(_spread(size, pitch, room) * _FILL)))


def _open_column(layer: int, size: int, x: float, middle: float, room: tuple[float, float]) -> Column:
    """Many neurons in files, as large as they can be without one on another; ``room`` is height and width."""
    height, width = room
    for side in range(NetworkSize.NEURON_OPEN, 1, -1):
        apart = (height - side) / (size - 1)
        files = math.ceil(side / (apart * _FILL))
        half_width = ((files - 1) * (side + NetworkSize.BADGE) + side) / 2
        if 2 * half_width <= width:
            break
    ys = tuple(middle + (index - (size - 1) / 2) * apart for index in range(size))
    return Column(layer, size, x, middle, ys, half_width, side / 2, files)


def _spread(size: int, pitch: float, room: float) -> float:
    """A small layer stands wider than the fullest one, as far as there is room."""
    widest = pitch * (2.5 if size <= 3 else 1.5)
    return min(max(pitch, min(room / (size + 1), widest)), room / size)


def _snapped(middle: float, side: float) -> float:
    """The middle of a neuron so that its edges fall on whole pixels and stay sharp."""
    return round(middle - side / 2) + side / 2


def link_ends(left: Column, right: Column) -> tuple[Floats, Floats]:
    """Heights at which each link starts and ends, both (n_from · n_to,), row by row."""
    return np.repeat(left.ys, right.size), np.tile(right.ys, left.size)


def link_at(arrangement: Arrangement, x: float, y: float, reach: float = NetworkSize.LINK_REACH) -> Selection | None:
    """The link whose curve passes nearest to a point, if it is within ``reach``."""
    for left, right in zip(arrangement.columns, arrangement.columns[1:], strict=False):
        if left.folded or right.folded or not left.right <= x <= right.left:
            continue
        start, end = link_ends(left, right)
        width = right.left - left.right
        t = float(np.interp((x - left.right) / width, _ACROSS, _BEND))
        slope = (end - start) * 6 * t * (1 - t) / (width * (1.5 - 3 * t + 3 * t * t))
        distance = np.abs(start + (end - start) * t * t * (3 - 2 * t) - y) / np.sqrt(1 + slope * slope)
        nearest = int(distance.argmin())
        if distance[nearest] <= reach:
            return Selection("link", right.layer, nearest // right.size, nearest % right.size)
    return None


def neuron_at(arrangement: Arrangement, x: float, y: float) -> Selection | None:
    """The neuron, bias or folded layer at a point. A neuron may be met a little beside its face if it is small."""
    badge = NetworkSize.BADGE / 2 + 3
    for column in arrangement.columns:
        if column.folded:
            if column.left <= x <= column.right and column.top <= y <= column.bottom:
                return Selection("layer", column.layer)
            continue
        half = max(column.half_height, Size.HIT / 2)
        if abs(x - column.x) > column.half_width - column.half_height + half + badge:
            continue
        ys = np.asarray(column.ys)
        xs = np.array([column.x_of(index) for index in range(column.size)])
        at_badge = np.hypot(x - (xs - column.half_height), y - (ys + column.half_height))
        if column.layer >= 0 and column.has_badges and at_badge.min() <= badge:
            return Selection("bias", column.layer, column=int(at_badge.argmin()))
        beside, apart = np.abs(xs - x), np.abs(ys - y)
        nearest = int(np.maximum(beside, apart).argmin())
        if beside[nearest] <= half and apart[nearest] <= half:
            return Selection("neuron", column.layer, column=nearest)
    return None


def middle_of(arrangement: Arrangement, part: Selection) -> tuple[float, float]:
    """Where a part lies: of a link the middle of its curve, of a bias its neuron."""
    column = arrangement.column(part.layer)
    if part.kind == "layer":
        return column.x, column.middle
    if part.kind != "link":
        return column.x_of(part.column), column.height_of(part.column)
    before = arrangement.column(part.layer - 1)
    return (before.right + column.left) / 2, (before.height_of(part.row) + column.height_of(part.column)) / 2
